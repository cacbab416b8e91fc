"""Tensors as grids of their elements."""

from drawing.canvas import BLUE, CELL, GRAY, INK, ORANGE, TEAL, arrow, canvas, grid, label, places


def broadcast(**tensors):
    """Two matrices or vectors that are added, each stretched to the shape of the sum."""
    total = sum(tensors.values())
    rows, columns = total.shape
    side, gap = CELL * columns, 30
    axes = canvas(3 * side + 2 * gap, CELL * rows + 40)
    shown = {n: (x, color) for (n, x), color in zip(tensors.items(), (TEAL, ORANGE))}
    shown[" + ".join(tensors)] = total, INK
    for place, (name, (tensor, color)) in enumerate(shown.items()):
        left, there = place * (side + gap), places(tensor)
        label(axes, left + side / 2, 8, name, bold=True)
        colors, ghosts = dict.fromkeys(there, color), places(total) - there
        grid(axes, left, 20, tensor.expand(rows, columns), colors, ghosts)
        if place:
            label(axes, left - gap / 2, 20 + CELL * rows / 2, "+="[place - 1], size=14)
        label(axes, left + side / 2, 31 + CELL * rows, str(tuple(tensor.shape)))


def strides(views):
    """Matrices that share one memory, by name, and the memory; the first one colors its rows."""
    first, *_ = views.values()
    count, width = first.numel(), 330
    axes = canvas(width, 178)
    memory = first.as_strided((count,), (1,), 0)
    colors = {(0, i): (TEAL, ORANGE, BLUE)[i // first.shape[1]] for i in range(count)}
    left = (width - CELL * count) / 2
    label(axes, left - 10, 19, zh="内存", en="memory", align="right")
    grid(axes, left, 6, memory, colors)
    for place, (name, view) in enumerate(views.items()):
        assert view.untyped_storage().data_ptr() == first.untyped_storage().data_ptr()
        center = width * (2 * place + 1) / (2 * len(views))
        rows, columns = view.shape
        label(axes, center, 52, name, bold=True)
        own = {(r, c): colors[0, r * view.stride(0) + c * view.stride(1)] for r, c in places(view)}
        grid(axes, center - CELL * columns / 2, 64, view, own)
        label(axes, center, 76 + CELL * rows, f"stride {view.stride()}")


def gather(x, index):
    """What ``x.gather(1, index)`` takes: from each row the columns that the index names."""
    taken = x.gather(1, index)
    axes = canvas(330, 40 + CELL * len(x))
    shades = (TEAL, ORANGE, BLUE)
    rows = {place: shades[place[0]] for place in places(index)}
    picked = {(r, c): shades[r] for r, columns in enumerate(index.tolist()) for c in columns}
    left, between = 22, CELL * x.shape[1]
    label(axes, left + between / 2, 8, "x", bold=True)
    for column in range(x.shape[1]):
        label(axes, left + CELL * (column + 0.5), 24, str(column), size=10, color=GRAY)
    grid(axes, left, 34, x, picked, places(x) - picked.keys())
    label(axes, 182, 8, "index", bold=True)
    grid(axes, 182 - CELL * index.shape[1] / 2, 34, index, rows)
    label(axes, 276, 8, "x.gather(1, index)", bold=True)
    grid(axes, 276 - CELL * index.shape[1] / 2, 34, taken, rows)
    for row in range(len(x)):
        middle = 34 + CELL * (row + 0.5)
        arrow(axes, (150 - 14, middle), (182 - 17, middle), GRAY, style="<-")
        arrow(axes, (182 + 17, middle), (276 - 19, middle), GRAY)


def mask(x, chosen):
    """What ``x[chosen]`` takes: the elements where the mask is True, in a row."""
    taken = x[chosen]
    axes = canvas(330, 40 + CELL * len(x))
    colors = {place: TEAL for place in places(x) if chosen[place]}
    side, strip = CELL * x.shape[1], CELL * len(taken)
    label(axes, side / 2, 8, "x", bold=True)
    grid(axes, 0, 20, x, colors, places(x) - colors.keys())
    middle = 20 + CELL * len(x) / 2
    arrow(axes, (side + 12, middle), (330 - strip - 12, middle), GRAY)
    label(axes, (330 + side - strip) / 2, middle - 12, "True")
    label(axes, 330 - strip / 2, middle - 26, "x[mask]", bold=True)
    grid(axes, 330 - strip, middle - 13, taken, dict.fromkeys(places(taken), TEAL))
    label(axes, 330 - strip / 2, middle + 26, str(tuple(taken.shape)))


def matmul(row=1, column=2, **factors):
    """Two matrices, and their product where a row of the first meets a column of the second."""
    (one, a), (other, b) = factors.items()
    product, (n, k), m = a @ b, a.shape, b.shape[1]
    left, top = 40 + CELL * k + 14, 20 + CELL * k + 14
    axes = canvas(left + CELL * m, top + CELL * n + 40)
    label(axes, 34, top + CELL * n / 2, one, bold=True, align="right")
    grid(axes, 40, top, a, {(row, i): TEAL for i in range(k)})
    label(axes, left + CELL * m / 2, 8, other, bold=True)
    grid(axes, left, 20, b, {(i, column): ORANGE for i in range(k)})
    grid(axes, left, top, product, {(row, column): BLUE})
    terms = zip(a[row].tolist(), b[:, column].tolist())
    text = " + ".join(f"{x:g}·{y:g}" for x, y in terms)
    below = top + CELL * n
    middle = (left + CELL * m) / 2
    label(axes, middle, below + 14, f"{text} = {product[row, column]:g}")
    shapes = " @ ".join(str(tuple(x.shape)) for x in (a, b))
    label(axes, middle, below + 31, f"{shapes} → {tuple(product.shape)}")
