"""Batches: how samples become one, and which worker loads which of them."""

from drawing.canvas import BLUE, CELL, GRAY, ORANGE, TEAL, arrow, canvas, grid, label, places

COLORS = TEAL, ORANGE, BLUE


def padding(sequences, batch, lengths):
    """Sequences of unequal length, and the batch in which the shorter ones are filled up."""
    rows, columns = batch.shape
    side, top = CELL * columns, 20
    axes = canvas(330, top + CELL * rows + 24)
    label(axes, side / 2, 8, zh="样本", en="samples", bold=True)
    label(axes, 210, 8, zh="一批", en="batch", bold=True)
    label(axes, 302, 8, "lengths", bold=True)
    for row, sequence in enumerate(sequences):
        assert sequence.equal(batch[row, : lengths[row]])
        own = dict.fromkeys(places(sequence), COLORS[row])
        grid(axes, 0, top + CELL * row, sequence, own)
        length = lengths[row : row + 1]
        grid(axes, 302 - CELL / 2, top + CELL * row, length, {(0, 0): COLORS[row]})
    arrow(axes, (side + 16, top + CELL * rows / 2), (210 - side / 2 - 16, top + CELL * rows / 2), GRAY)
    real = {(r, c): COLORS[r] for r, c in places(batch) if c < lengths[r]}
    grid(axes, 210 - side / 2, top, batch, real, places(batch) - real.keys())
    label(axes, 210, top + CELL * rows + 12, str(tuple(batch.shape)))


def streams(**loaders):
    """The samples that each of two workers hands out, for each of the named datasets."""
    width = 330
    axes = canvas(width, 22 + 2 * (CELL + 8))
    for place, (name, batches) in enumerate(loaders.items()):
        left = 74 + place * (6 * 17 + 26)
        label(axes, left + 51, 8, name, bold=True)
        for worker, batch in enumerate(batches):
            top = 22 + worker * (CELL + 8)
            for i, value in enumerate(batch.tolist()):
                center = left + 17 * (i + 0.5)
                label(axes, center, top + CELL / 2, f"{value:g}", color=COLORS[worker], bold=True)
    for worker in range(2):
        middle = 22 + worker * (CELL + 8) + CELL / 2
        words = {"zh": f"工作进程 {worker}", "en": f"worker {worker}"}
        label(axes, 0, middle, **words, align="left", color=COLORS[worker])
