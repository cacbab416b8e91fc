"""Which tensors share memory."""

import torch

from drawing.canvas import BLUE, CELL, ORANGE, TEAL, arrow, canvas, grid, label, places


def memories(values):
    """Tensors and arrays by name, each with an arrow to the memory that holds its elements."""
    groups = {}
    for name, value in values.items():
        tensor = torch.as_tensor(value).detach()
        groups.setdefault(tensor.untyped_storage().data_ptr(), {})[name] = tensor
    heights = [max(22 * len(names), CELL) for names in groups.values()]
    axes, top = canvas(330, sum(heights) + 16 * len(heights)), 8
    for height, color, names in zip(heights, (TEAL, ORANGE, BLUE), groups.values()):
        first = next(iter(names.values()))
        count = first.untyped_storage().nbytes() // first.itemsize
        memory = first.as_strided((count,), (1,), 0)
        left, middle = 328 - CELL * count, top + height / 2
        grid(axes, left, middle - CELL / 2, memory, dict.fromkeys(places(memory), color))
        for row, name in enumerate(names):
            y = top + height * (2 * row + 1) / (2 * len(names))
            label(axes, 2, y, name, bold=True, align="left")
            arrow(axes, (165, y), (left - 5, middle), color)
        top += height + 16
