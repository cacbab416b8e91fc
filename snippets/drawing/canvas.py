"""What pictures are made of: texts in both languages, boxes, arrows, and grids of elements.

Coordinates are points, from the upper left corner; one is 4/3 of a pixel on the page, and about one
on a phone. Black becomes the page's color of text; the others show on white and on dark.
"""

import itertools
import warnings

import matplotlib.pyplot as plt

INK, TEAL, ORANGE, BLUE, RED, GRAY = "#000000 #17907f #c26a12 #4a80cf #c9554a #7f8a87".split()
CELL = 26  # the side of one element of a tensor
# The browser has Chinese letters; the font that Matplotlib measures with has none.
warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font")


def canvas(width, height):
    """The axes of an empty picture, at most 330 points wide."""
    axes = plt.figure(figsize=(width / 72, height / 72)).add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    axes.numbers = itertools.count()
    return axes


def label(axes, x, y, text="", *, zh="", en="", size=10.5, align="center", bold=False, color=INK):
    """Write a text whose middle is at the height ``y``: one for both languages, or one for each."""
    for language, words in {"": text, "zh": zh, "en": en}.items():
        given = {"size": size, "ha": align, "color": color, "weight": "bold" if bold else "normal"}
        gid = f"{language}-{next(axes.numbers)}" if language else None
        if words:
            axes.text(x, y + 0.36 * size, words, gid=gid, **given)


def line(axes, *points, color=GRAY, width=0.8, **given):
    """A line through some points."""
    axes.plot(*zip(*points), color=color, linewidth=width, **given)


def box(axes, x, y, width, height, color=INK, fill=0.0, **given):
    """A rectangle from its upper left corner; ``fill`` is how strong its color is inside."""
    style = {"facecolor": (color, fill) if fill else "none", "edgecolor": color, "linewidth": 0.8}
    style["zorder"] = 1 + (color != INK)  # a colored edge stands before that of a neighbor
    axes.add_patch(plt.Rectangle((x, y), width, height, **style | given))


def arrow(axes, start, end, color=INK, bend=0.0, style="->", **given):
    """An arrow between two points; ``bend`` is by how much it leaves the straight line."""
    shape = {"arrowstyle": style, "connectionstyle": f"arc3,rad={bend}", "color": color}
    axes.annotate("", end, start, arrowprops=shape | {"shrinkA": 0, "shrinkB": 0} | given)


def numbers(tensor):
    """The elements of a tensor as a picture shows them: ``3`` or ``[0, 4]``."""
    values = tensor.tolist() if tensor.dim() else [tensor.item()]
    text = ", ".join(f"{value:g}" for value in values)
    return f"[{text}]" if tensor.dim() else text


def grid(axes, x, y, tensor, colors=None, ghosts=()):
    """The elements of a matrix or a vector, from the upper left corner.

    Args:
        colors: for each (row, column) that has one, its color.
        ghosts: the (row, column) of elements that are drawn faintly.
    """
    for row, values in enumerate(tensor if tensor.dim() > 1 else tensor[None]):
        for column, value in enumerate(values):
            place, left, top = (row, column), x + CELL * column, y + CELL * row
            color = (colors or {}).get(place, INK)
            if place in ghosts:
                box(axes, left, top, CELL, CELL, GRAY, linestyle=(0, (2, 2)))
            else:
                box(axes, left, top, CELL, CELL, color, 0.22 * (color != INK))
            tone = GRAY if place in ghosts else INK
            label(axes, left + CELL / 2, top + CELL / 2, numbers(value), color=tone)


def places(tensor):
    """Every (row, column) of a matrix or a vector."""
    rows, columns = (1, *tensor.shape)[-2:]
    return set(itertools.product(range(rows), range(columns)))
