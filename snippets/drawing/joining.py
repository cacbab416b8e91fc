"""How two matrices become one tensor."""

import torch

from drawing.canvas import CELL, ORANGE, TEAL, canvas, grid, label, places


def _parts(joined, first, dim):
    """The places of a joined matrix in two colors: those from the first tensor, and the others."""
    size = first.shape[dim]
    return {place: TEAL if place[dim] < size else ORANGE for place in places(joined)}


def joins(a, b):
    """Two matrices, and what ``cat`` along both dimensions and ``stack`` make of them."""
    (rows, columns), below = a.shape, 20 + CELL * a.shape[0]
    side, top = CELL * columns, below + 36
    axes = canvas(330, top + 2 * CELL * rows + 34)
    for name, x, color, left in (("a", a, TEAL, 96), ("b", b, ORANGE, 182)):
        label(axes, left + side / 2, 8, name, bold=True)
        grid(axes, left, 20, x, dict.fromkeys(places(x), color))
    for dim, left in ((0, 14), (1, 108)):
        joined = torch.cat([a, b], dim=dim)
        middle = left + CELL * joined.shape[1] / 2
        label(axes, middle, top - 12, f"cat, dim={dim}", bold=True)
        grid(axes, left, top, joined, _parts(joined, a, dim))
        label(axes, middle, top + CELL * len(joined) + 12, str(tuple(joined.shape)))
    stacked, left, gap = torch.stack([a, b]), 264, 8
    label(axes, left + side / 2, top - 12, "stack", bold=True)
    for index, (layer, color) in enumerate(zip(stacked, (TEAL, ORANGE))):
        y = top + index * (CELL * rows + gap)
        label(axes, left - 4, y + CELL * rows / 2, f"[{index}]", align="right")
        grid(axes, left, y, layer, dict.fromkeys(places(layer), color))
    label(axes, left + side / 2, top + 2 * CELL * rows + gap + 12, str(tuple(stacked.shape)))
