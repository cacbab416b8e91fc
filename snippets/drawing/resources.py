"""Time and memory."""

import copy

import torch

from drawing.canvas import BLUE, GRAY, ORANGE, RED, TEAL, arrow, box, canvas, label, line

_KINDS = {  # what training keeps in memory
    "参数": "parameters",
    "梯度": "gradients",
    "优化器": "optimizer",
    "中间结果": "intermediate results",
}


def sizes_in_memory(model, x):
    """The megabytes of each of ``_KINDS``, with Adam, when a copy of a model learns from ``x``."""
    model, saved = copy.deepcopy(model), {}

    def keep(tensor):
        saved[tensor.data_ptr()] = tensor.nbytes
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        loss = model(x).mean()
    loss.backward()
    parameters = list(model.parameters())
    adam = torch.optim.Adam(parameters)
    adam.step()
    for parameter in parameters:
        saved.pop(parameter.data_ptr(), None)
    states = [value for state in adam.state.values() for value in state.values()]
    kinds = parameters, [parameter.grad for parameter in parameters], states
    return [sum(x.nbytes for x in kind) / 1e6 for kind in kinds] + [sum(saved.values()) / 1e6]


def memory(model, x):
    """Where memory goes in inference and in training."""
    parameters, gradients, state, results = sizes_in_memory(model, x)
    bars = {
        ("推理", "inference"): (parameters,),
        ("用 SGD 训练", "training with SGD"): (parameters, gradients, 0, results),
        ("用 Adam 训练", "training with Adam"): (parameters, gradients, state, results),
    }
    colors = TEAL, ORANGE, BLUE, RED
    axes, scale = canvas(330, 170), 330 / max(map(sum, bars.values()))
    for row, ((zh, en), sizes) in enumerate(bars.items()):
        top, left = 50 * row, 0.0
        label(axes, 0, top + 8, zh=zh, en=en, align="left", bold=True)
        label(axes, 330, top + 8, f"{sum(sizes):.2f} MB", align="right")
        for color, size in zip(colors, sizes):
            box(axes, left, top + 18, scale * size, 22, color, 0.35)
            if scale * size > 24:
                label(axes, left + scale * size / 2, top + 29, f"{size:.2f}")
            left += scale * size
    for left, color, (zh, en) in zip((0, 78, 148, 216), colors, _KINDS.items()):
        box(axes, left, 155, 10, 10, color, 0.35)
        label(axes, left + 14, 160, zh=zh, en=en, align="left")


def timeline():
    """CPU and GPU side by side, schematically: the CPU asks, and goes on before the GPU is done."""
    axes = canvas(330, 170)
    label(axes, 0, 55, "CPU", align="left", bold=True)
    label(axes, 0, 99, "GPU", align="left", bold=True)
    for i in range(3):
        start, begins = 44 + 22 * i, 62 + 78 * i
        box(axes, start, 44, 18, 22, TEAL, 0.3)
        box(axes, begins, 88, 74, 22, ORANGE, 0.3)
        label(axes, begins + 37, 99, "x @ x")
        arrow(axes, (start + 9, 66), (begins + 6, 88))
    box(axes, 114, 44, 180, 22, GRAY, linestyle=(0, (2, 2)))
    label(axes, 203, 55, zh="synchronize()：等待", en="synchronize(): waits")
    for x, zh, en, align in (
        (42, "开始", "start", "center"),
        (111, "调用已返回", "calls returned", "center"),
        (296, "GPU 算完", "GPU is done", "right"),
    ):
        line(axes, (x, 28), (x, 146 if align == "right" or x == 42 else 126))
        label(axes, x, 18, zh=zh, en=en, align=align)
    line(axes, (42, 124), (111, 124), color=RED, width=2)
    label(axes, 118, 124, zh="太短：只有发出任务", en="too short: launches alone", align="left")
    line(axes, (42, 144), (296, 144), color=TEAL, width=2)
    label(axes, 169, 158, zh="计算所用的时间（示意图）", en="the computation (schematic)")
