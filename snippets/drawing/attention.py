"""Masks of attention, as its two interfaces want them."""

from drawing.canvas import CELL, GRAY, INK, TEAL, box, canvas, label


def masks(allowed, weights, module_argument):
    """Which keys may be attended to, as both interfaces say it, and the weights that follow.

    Args:
        allowed: a matrix of bools, as ``F.scaled_dot_product_attention`` takes it.
        weights: of the same shape.
        module_argument: of ``nn.MultiheadAttention``, for the same mask.
    """
    rows, columns = allowed.shape
    side = CELL * columns
    gap = (328 - 3 * side) / 2
    panels = (
        ("SDPA", "attn_mask", [["FT"[v] for v in row] for row in allowed.tolist()]),
        ("MHA", module_argument, [["FT"[v] for v in row] for row in (~allowed).tolist()]),
        ("", "weights", [[f"{v:.2f}" for v in row] for row in weights.tolist()]),
    )
    axes = canvas(330, CELL * rows + 70)
    for place, (where, name, texts) in enumerate(panels):
        left = 1 + place * (side + gap)
        label(axes, left + side / 2, 8, where, bold=True)
        label(axes, left + side / 2, 25, name)
        for row, line in enumerate(texts):
            for column, text in enumerate(line):
                x, y, seen = left + CELL * column, 38 + CELL * row, bool(allowed[row, column])
                box(axes, x, y, CELL, CELL, TEAL if seen else GRAY, 0.22 * seen)
                color = INK if seen else GRAY
                label(axes, x + CELL / 2, y + CELL / 2, text, size=10, color=color)
    below = CELL * rows + 58
    box(axes, 1, below - 7, 14, 14, TEAL, 0.22)
    label(axes, 20, below, zh="可以看", en="may be attended to", align="left")
    box(axes, 165, below - 7, 14, 14, GRAY)
    label(axes, 185, below, zh="被遮住", en="hidden", align="left")
