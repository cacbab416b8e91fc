"""Layers: what they take from their input, and how they compute it."""

import itertools

import torch

from drawing.canvas import BLUE, CELL, GRAY, ORANGE, TEAL, arrow, box, canvas, grid, label, places


def convolution(x, kernel, stride, padding, place):
    """A padded matrix, the kernel and the output; the window of one output is marked.

    Args:
        place: the (row, column) of that output.
    """
    options = {"stride": stride, "padding": padding}
    output = torch.nn.functional.conv2d(x[None, None], kernel[None, None], **options)[0, 0]
    given = torch.nn.functional.pad(x, 4 * [padding])
    size, side = CELL * len(kernel), CELL * len(given)
    axes, middle = canvas(330, side + 40), 20 + side / 2
    real = {(row + padding, column + padding) for row, column in places(x)}
    grid(axes, 0, 20, given, ghosts=places(given) - real)
    top, left = (CELL * stride * step for step in place)
    box(axes, left, 20 + top, size, size, TEAL, 0.18, linewidth=2)
    _name(axes, side / 2, side, middle, zh="输入", en="input", below=f"{_size(x)}, padding={padding}")
    center, width = (side + 330 - CELL * len(output)) / 2, CELL * len(output)
    grid(axes, center - size / 2, middle - size / 2, kernel, dict.fromkeys(places(kernel), ORANGE))
    _name(axes, center, size, middle, zh="卷积核", en="kernel", below=f"{_size(kernel)}, stride={stride}")
    grid(axes, 330 - width, middle - width / 2, output, {place: BLUE})
    _name(axes, 330 - width / 2, width, middle, zh="输出", en="output", below=_size(output))


def _name(axes, x, height, middle, *, below, **words):
    label(axes, x, middle - height / 2 - 12, **words, bold=True)
    label(axes, x, middle + height / 2 + 12, below)


def _size(matrix):
    return "×".join(map(str, matrix.shape))


def shared_statistics(layers, x, place):
    """For each normalization layer, which elements of (N, C, L) one element is normalized with.

    Args:
        place: the (sample, channel, position) of that element.
    """
    samples, channels, length = x.shape
    side, gap = 14, 26
    width = side * channels
    axes = canvas(330, 46 + samples * (side + 4) * length)
    for number, (name, layer) in enumerate(layers.items()):
        left = (330 - len(layers) * (width + gap) + gap) / 2 + number * (width + gap)
        given = x.clone().requires_grad_()
        layer.train()(given)[place].backward()
        label(axes, left + width / 2, 8, name, size=9.5, bold=True)
        for n, c, i in itertools.product(range(samples), range(channels), range(length)):
            used = given.grad[n, c, i].abs() > 1e-6
            top = 22 + side * i + (side * length + 8) * n
            color = ORANGE if (n, c, i) == place else TEAL if used else GRAY
            box(axes, left + side * c, top, side, side, color, 0.5 * bool(used))
        label(axes, left + width / 2, 34 + (side * length + 8) * samples - 8, "C →", size=9.5)


def lookup(table, ids):
    """A table of vectors, ids, and the vectors that these name, with a color for each id."""
    names = sorted(set(ids.tolist()))
    shades = dict(zip(names, (TEAL, ORANGE, BLUE)))
    rows, columns = table.shape
    width = CELL * columns
    axes = canvas(330, 40 + CELL * rows)
    colors = {(r, c): shades[r] for r, c in places(table) if r in shades}
    label(axes, 20 + width / 2, 8, "weight", bold=True)
    for row in range(rows):
        label(axes, 8, 20 + CELL * (row + 0.5), str(row), color=GRAY)
    grid(axes, 20, 20, table, colors)
    label(axes, 20 + width / 2, 32 + CELL * rows, str(tuple(table.shape)))
    label(axes, 166, 8, "ids", bold=True)
    picked = {(r, 0): shades[i] for r, i in enumerate(ids.tolist())}
    grid(axes, 166 - CELL / 2, 20, ids[:, None], picked)
    label(axes, 166, 32 + CELL * len(ids), str(tuple(ids.shape)))
    left = 314 - width
    label(axes, left + width / 2, 8, "embedding(ids)", bold=True)
    result = table[ids]
    grid(axes, left, 20, result, {(r, c): picked[r, 0] for r, c in places(result)})
    label(axes, left + width / 2, 32 + CELL * len(ids), str(tuple(result.shape)))
    for row in range(len(ids)):
        middle = 20 + CELL * (row + 0.5)
        arrow(axes, (166 + CELL / 2 + 6, middle), (left - 6, middle), GRAY)


def unrolled(rnn, x):
    """A recurrent network step by step: what it takes and gives, and the state between."""
    output, state = rnn(x)
    state = state[0] if isinstance(state, tuple) else state
    assert torch.equal(output[:, -1], state[-1])
    steps = x.shape[1]
    pitch = 252 / steps
    axes = canvas(330, 150)
    label(axes, 0, 75, "0", align="left", color=GRAY)
    for step in range(steps):
        center = 14 + pitch * (step + 0.5)
        box(axes, center - 18, 60, 36, 30, TEAL, 0.2)
        label(axes, center, 75, type(rnn).__name__, size=9.5)
        label(axes, center, 138, f"x[:, {step}]")
        arrow(axes, (center, 128), (center, 92))
        arrow(axes, (center, 58), (center, 24))
        label(axes, center, 14, f"output[:, {step}]", size=9)
        start = center - pitch + 18 if step else 10
        arrow(axes, (start, 75), (center - 20, 75), ORANGE)
    arrow(axes, (center + 18, 75), (center + 44, 75), ORANGE)
    label(axes, center + 48, 75, "h_n[-1]", align="left", bold=True)
