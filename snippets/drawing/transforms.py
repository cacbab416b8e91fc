"""Functions that are mapped over tensors."""

from drawing.canvas import BLUE, CELL, GRAY, ORANGE, RED, TEAL, arrow, canvas, grid, label, places


def mapped(function, batch, shared, names):
    """What ``vmap`` does: a function of a row and something shared, for each row of a batch.

    Args:
        names: of the batch, of what is shared, and of the function.
    """
    rows, columns = batch.shape
    results = [function(row, shared) for row in batch]
    shades = (TEAL, ORANGE, BLUE, RED)
    axes = canvas(330, 30 + (CELL + 10) * rows)
    given, other, name = names
    label(axes, CELL * columns / 2, 8, given, bold=True)
    label(axes, 126, 8, other, bold=True)
    label(axes, 310, 8, zh="结果", en="result", bold=True)
    for i, (row, result) in enumerate(zip(batch, results)):
        top, color = 22 + (CELL + 10) * i, shades[i % len(shades)]
        middle = top + CELL / 2
        grid(axes, 0, top, row, dict.fromkeys(places(row), color))
        grid(axes, 126 - CELL * len(shared) / 2, top, shared, ghosts=places(shared) if i else ())
        arrow(axes, (126 + CELL * len(shared) / 2 + 6, middle), (290, middle), GRAY)
        label(axes, 222, middle - 9, name, size=9.5)
        grid(axes, 297, top, result.reshape(1, 1), {(0, 0): color})
