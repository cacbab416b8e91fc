"""Gradients, modules and training."""

import copy

import torch

from drawing.canvas import (
    BLUE,
    GRAY,
    INK,
    ORANGE,
    RED,
    TEAL,
    arrow,
    box,
    canvas,
    label,
    line,
    numbers,
)


def graph(tensors, inputs):
    """The values on the way to the last of some tensors, and the gradients on the way back.

    Args:
        tensors: by name, in their order.
        inputs: for a name, those that it is computed from, in the order of its ``grad_fn``.
    """
    for tensor in tensors.values():
        if tensor.requires_grad:
            tensor.retain_grad()
    tensor.sum().backward()
    pitch = 330 / len(tensors)
    middles = {name: pitch * (i + 0.5) for i, name in enumerate(tensors)}
    far = any(middles[name] - middles[x] > 1.5 * pitch for name in inputs for x in inputs[name])
    axes, half = canvas(330, 150 + 20 * far), pitch / 2 - 10
    label(axes, 0, 8, zh="前向传播：值 →", en="forward: values →", align="left")
    words = {"zh": "← 反向传播：梯度", "en": "← backward: gradients"}
    label(axes, 330, 142 + 20 * far, **words, align="right")
    for name, tensor in tensors.items():
        x, node = middles[name], tensor.grad_fn
        box(axes, x - half, 34, 2 * half, 40, TEAL, 0.16)
        label(axes, x, 45, name, bold=True)
        label(axes, x, 63, numbers(tensor.detach()))
        words = {"zh": "叶子张量", "en": "leaf"}
        words = {"zh": "没有 grad_fn", "en": "no grad_fn"} if name in inputs else words
        label(axes, x, 87, **({"text": node.name()} if node else words), size=10)
        there = tensor.requires_grad and tensor.grad is not None
        style = {} if there else {"linestyle": (0, (2, 2))}
        box(axes, x - half, 100, 2 * half, 22, ORANGE if there else GRAY, 0.22 * there, **style)
        label(axes, x, 111, numbers(tensor.grad) if there else "None", color=INK if there else GRAY)
        for place, source in enumerate(inputs.get(name, ())):
            edge(axes, tensor, tensors[source], place, middles[source] + half, x - half)


def edge(axes, tensor, source, place, start, end):
    """The arrow from a tensor's input to it, and the one that its gradient takes, if it does."""
    node = tensor.grad_fn and tensor.grad_fn.next_functions[place][0]
    assert node in (None, source.grad_fn) or node.variable is source
    forward, backward = [((start, y + 8 * place), (end, y + 8 * place)) for y in (50, 107)]
    bend = 0
    if end - start > 40:  # past the tensors between
        forward, backward = [((start - 20, y), (end + 20, y)) for y in (34, 122)]
        bend = 0.12
    arrow(axes, *forward, bend=-bend)
    if node and tensor.grad is not None:
        arrow(axes, *backward[::-1], ORANGE, bend=-bend)
    elif tensor.grad_fn is None:
        middle = (start + end) / 2
        line(axes, (middle, 80), (middle, 134), color=RED, width=1.6, linestyle=(0, (3, 2)))
        label(axes, middle, 143, "detach()", bold=True)


_MODES = {  # by training mode and gradients
    (True, True): {"zh": "训练", "en": "training"},
    (False, False): {"zh": "验证、测试、推理", "en": "evaluation"},
    (True, False): {"zh": "结果仍然随机", "en": "still random"},
    (False, True): {"zh": "结果对，白占内存", "en": "wastes memory"},
}


def modes(model, x):
    """What a model with Dropout does in both modes, with and without gradients."""
    model, axes = copy.deepcopy(model), canvas(330, 188)
    for (training, tracked), words in _MODES.items():
        with torch.random.fork_rng([]), torch.set_grad_enabled(tracked):
            first, second = model.train(training)(x), model(x)
        left, top = 63 + 134 * (not training), 22 + 84 * (not tracked)
        color = {(True, True): ORANGE, (False, False): BLUE}.get((training, tracked), GRAY)
        box(axes, left, top, 130, 78, color, 0.2 * (training == tracked))
        label(axes, left + 65, top + 16, **words, bold=True)
        word = "off" if torch.equal(first, second) else "on"
        label(axes, left + 65, top + 38, f"dropout: {word}")
        label(axes, left + 65, top + 58, f"requires_grad: {first.requires_grad}", size=10)
    label(axes, 128, 10, "model.train()", bold=True)
    label(axes, 262, 10, "model.eval()", bold=True)
    label(axes, 0, 61, zh="有梯度", en="gradients", align="left")
    label(axes, 0, 145, "no_grad()", align="left")


def tree(model, name):
    """The modules inside a module, and the names that its ``state_dict`` gives their tensors."""
    own = {p: [n for n, _ in m.named_parameters(recurse=False)] for p, m in model.named_modules()}
    axes = canvas(330, 6 + sum(16 * max(1, len(names)) + 8 for names in own.values()))
    top, rows = 4, {}
    for path, names in own.items():
        x, middle = 24 * (path.count(".") + 1 if path else 0), top + 10
        parent, _, key = path.rpartition(".")
        rows[path] = middle
        if path:
            line(axes, (x - 14, rows[parent] + 8), (x - 14, middle), (x - 2, middle))
        key = key or name
        label(axes, x, middle, key, align="left", bold=True)
        kind = type(model.get_submodule(path)).__name__
        label(axes, x + 8 + 6.4 * len(key), middle, kind, align="left")
        for i, leaf in enumerate(names):
            shape = tuple(model.state_dict()[f"{path}.{leaf}"].shape)
            label(axes, 178, middle + 16 * i, f"{path}.{leaf}", align="left")
            label(axes, 330, middle + 16 * i, str(shape), align="right")
        top += 16 * max(1, len(names)) + 8


def training_loop(loss_fn, x, y, lr):
    """The steps of training in a ring, with what they do to the weight of a new linear layer."""
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        net = torch.nn.Linear(1, 1)
    optimizer, weight = torch.optim.SGD(net.parameters(), lr=lr), net.weight
    output = net(x)
    loss = loss_fn(output, y)
    optimizer.zero_grad()
    cleared, before = weight.grad, weight[0, 0].item()
    loss.backward()
    optimizer.step()
    change = f"{before:.2f} → {weight[0, 0].item():.2f}"
    steps = (
        (165, 24, "net(x)", "前向传播", "forward", tuple(output.shape)),
        (260, 92, f"{loss_fn.__name__}(output, y)", "损失", "loss", f"{loss.item():.2f}"),
        (246, 182, "optimizer.zero_grad()", "清零梯度", "clear", f"grad {cleared}"),
        (84, 182, "loss.backward()", "反向传播", "backward", f"grad {weight.grad[0, 0]:.2f}"),
        (70, 92, "optimizer.step()", "更新参数", "update", change),
    )
    axes = canvas(330, 206)
    for x, y, code, zh, en, result in steps:
        box(axes, x - 69, y - 22, 138, 44, TEAL, 0.14)
        label(axes, x, y - 9, code, bold=True)
        label(axes, x, y + 9, zh=f"{zh}：{result}", en=f"{en}: {result}")
    arrow(axes, (234, 32), (272, 69), bend=0.3)
    arrow(axes, (266, 115), (258, 159), bend=0.1)
    arrow(axes, (177, 182), (153, 182))
    arrow(axes, (72, 159), (64, 115), bend=0.1)
    arrow(axes, (58, 69), (96, 32), bend=0.3)
    label(axes, 165, 137, zh="每个小批量一圈", en="once for each batch")


def cross_entropy(logits, target):
    """The scores of one sample as probabilities, and the loss that its class gives."""
    loss = torch.nn.functional.cross_entropy(logits[None], target[None])
    probabilities, chosen = logits.softmax(dim=0), target.item()
    axes = canvas(330, 58 + 26 * len(logits))
    label(axes, 26, 8, zh="类别", en="class", bold=True)
    label(axes, 92, 8, "logits", bold=True)
    label(axes, 138, 8, "softmax", align="left", bold=True)
    for i, probability in enumerate(probabilities.tolist()):
        middle, color = 34 + 26 * i, TEAL if i == chosen else GRAY
        label(axes, 26, middle, str(i), bold=i == chosen)
        label(axes, 92, middle, numbers(logits[i]))
        box(axes, 138, middle - 8, 140 * probability, 16, color, 0.35)
        label(axes, 146 + 140 * probability, middle, f"{probability:.4f}", align="left")
    result = f"-log {probabilities[chosen]:.4f} = {loss:.4f}"
    words = {"zh": f"标签是 {chosen}，损失 = {result}", "en": f"label {chosen}: loss = {result}"}
    label(axes, 330, 44 + 26 * len(logits), **words, align="right", bold=True)


def decide(groups, **question):
    """Which module answers a question: for each (zh, en) group, (zh, en, module) choices."""
    colors = dict(zip(groups, (TEAL, ORANGE, BLUE)))
    axes, top = canvas(330, 24 + 22 * sum(map(len, groups.values()))), 35
    label(axes, 0, 8, **question, align="left", bold=True)
    for (zh, en), choices in groups.items():
        color, middle = colors[zh, en], top + 11 * (len(choices) - 1)
        box(axes, 0, middle - 13, 66, 26, color, 0.22)
        label(axes, 33, middle, zh=zh, en=en)
        for zh, en, module in choices:
            line(axes, (66, middle), (78, middle), (78, top), (88, top), color=color)
            label(axes, 92, top, zh=zh, en=en, align="left")
            label(axes, 202, top, module.__name__, align="left", bold=True)
            top += 22
