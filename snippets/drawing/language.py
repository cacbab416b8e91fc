"""Texts, character by character."""

from drawing.canvas import GRAY, TEAL, box, canvas, label


def looks_at(text, allowed, side=21):
    """Which characters each character of a text may look at.

    Args:
        allowed: a matrix with a row for each character that looks: true where it may.
    """
    left, top = 112, 46
    axes = canvas(330, top + side * len(text) + 4)
    middle = left + side * len(text) / 2
    words = {"zh": "看到哪些字符（key）", "en": "the characters it sees (keys)"}
    label(axes, middle, 8, **words)
    height = top + side * len(text) / 2
    label(axes, 42, height - 8, zh="每个位置的字符", en="the character", size=10)
    label(axes, 42, height + 8, zh="（query）", en="that looks (query)", size=10)
    for row, char in enumerate(text):
        label(axes, left - 12, top + side * (row + 0.5), char)
        label(axes, left + side * (row + 0.5), top - 12, char)
        for column, sees in enumerate(allowed[row].tolist()):
            color = TEAL if sees else GRAY
            style = {} if sees else {"linestyle": (0, (2, 2))}
            corner = left + side * column, top + side * row
            box(axes, *corner, side, side, color, 0.35 * sees, **style)
