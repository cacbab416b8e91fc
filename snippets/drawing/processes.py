"""Processes that train one model together."""

from drawing.canvas import BLUE, CELL, GRAY, ORANGE, TEAL, arrow, box, canvas, grid, label, places


def average(samples, gradients):
    """The batches of two processes, the gradient of each, and the average that both use."""
    axes = canvas(330, 124)
    label(axes, 116, 8, zh="批量", en="batch", bold=True)
    label(axes, 206, 8, zh="梯度", en="gradient", bold=True)
    label(axes, 293, 8, zh="平均", en="average", bold=True)
    for rank, (batch, gradient) in enumerate(zip(samples, gradients)):
        top, color = 26 + 58 * rank, (TEAL, ORANGE)[rank]
        middle = top + CELL / 2
        words = {"zh": f"进程 {rank}", "en": f"process {rank}"}
        label(axes, 0, middle, **words, align="left", color=color)
        grid(axes, 64, top, batch, dict.fromkeys(places(batch), color))
        box(axes, 184, top, 44, CELL, color, 0.22)
        label(axes, 206, middle, f"{gradient:.2f}")
        arrow(axes, (170, middle), (182, middle), GRAY)
        arrow(axes, (230, middle), (266, 68 + 10 * (2 * rank - 1)), GRAY, style="<->")
    box(axes, 268, 68 - CELL / 2, 50, CELL, BLUE, 0.22)
    label(axes, 293, 68, f"{sum(gradients) / 2:.2f}")
