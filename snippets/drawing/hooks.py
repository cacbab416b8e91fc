"""When the hooks of a module are called."""

from drawing.canvas import BLUE, ORANGE, TEAL, arrow, box, canvas, label


def module_hooks(module, x):
    """The hooks around a module on the way forward and back, in the order of their calls."""
    calls = []
    handles = (
        module.register_forward_pre_hook(lambda *given: calls.append("pre")),
        module.register_forward_hook(lambda *given: calls.append("forward")),
        module.register_full_backward_pre_hook(lambda *given: calls.append("backward pre")),
        module.register_full_backward_hook(lambda *given: calls.append("backward")),
    )
    output = module(x.detach().requires_grad_())
    output.sum().backward()
    for handle in handles:
        handle.remove()
    assert calls == ["pre", "forward", "backward pre", "backward"]
    axes = canvas(330, 176)
    box(axes, 120, 56, 90, 58, TEAL, 0.16)
    label(axes, 165, 76, type(module).__name__, bold=True)
    label(axes, 165, 94, "forward")
    sizes = [str(tuple(t.shape)) for t in (x, output)]
    for row, color, ends in ((70, BLUE, (30, 300)), (100, ORANGE, (300, 30))):
        start, end = ends
        edge = (118, 212) if start < end else (212, 118)
        arrow(axes, (start, row), (edge[0], row), color)
        arrow(axes, (edge[1], row), (end, row), color)
    label(axes, 0, 85, sizes[0], align="left")
    label(axes, 330, 85, sizes[1], align="right")
    for x, y, number, name in (
        (72, 44, 1, "forward_pre_hook"),
        (258, 44, 2, "forward_hook"),
        (252, 126, 3, "full_backward_pre_hook"),
        (76, 126, 4, "full_backward_hook"),
    ):
        label(axes, x, y, f"{number} {name}", bold=True, size=9.5)
    label(axes, 0, 14, zh="前向传播 →", en="forward →", align="left")
    label(axes, 330, 160, zh="← 反向传播", en="← backward", align="right")
