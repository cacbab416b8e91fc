"""What a reduction makes of a matrix."""

from drawing.canvas import CELL, ORANGE, TEAL, arrow, canvas, grid, label, places


def sums(x):
    """The sum of each column of a matrix below it, the sum of each row beside it."""
    (rows, columns), left, top, gap = x.shape, 60, 20, 34
    right, below = left + CELL * columns, top + CELL * rows
    axes = canvas(330, below + gap + CELL + 22)
    label(axes, (left + right) / 2, 8, "x", bold=True)
    grid(axes, left, top, x)
    for column in range(columns):
        middle = left + CELL * (column + 0.5)
        arrow(axes, (middle, below + 4), (middle, below + gap - 4), TEAL)
    for row in range(rows):
        middle = top + CELL * (row + 0.5)
        arrow(axes, (right + 4, middle), (right + gap - 4, middle), ORANGE)
    by_column, by_row = x.sum(dim=0), x.sum(dim=1)
    grid(axes, left, below + gap, by_column, dict.fromkeys(places(by_column), TEAL))
    standing = by_row[:, None]
    grid(axes, right + gap, top, standing, dict.fromkeys(places(standing), ORANGE))
    for x_name, y, dim, shape in (
        ((left + right) / 2, below + gap + CELL + 12, 0, by_column.shape),
        (right + gap + CELL + 60, (top + below) / 2, 1, by_row.shape),
    ):
        label(axes, x_name, y, f"x.sum(dim={dim})  {tuple(shape)}", bold=True)
