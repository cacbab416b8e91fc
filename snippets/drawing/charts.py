"""Numbers as curves."""

import matplotlib.pyplot as plt

from drawing.canvas import BLUE, GRAY, ORANGE, RED, TEAL, canvas, label, line


def curves(lines, x, y, log=False, start=1):
    """Curves in one chart, each of values at ``start``, ``start + 1`` and so on.

    Args:
        lines: for the name of a curve, its values; a name, as ``x`` and ``y``, is one text or a
            (Chinese, English) pair.
        log: whether the axis of ``y`` is logarithmic.
    """
    axes = canvas(330, 216)
    plot = axes.figure.add_axes((0.13, 0.18, 0.86, 0.65))
    plot.spines[["top", "right"]].set_visible(False)
    plot.grid(axis="y", color=GRAY, alpha=0.3, linewidth=0.6)
    if log:
        plot.set_yscale("log")
        plot.minorticks_off()
        plot.yaxis.set_major_formatter(plt.FuncFormatter(lambda value, _: f"{value:g}"))
    plot.tick_params(labelsize=10)
    left = 43
    for (name, values), color in zip(lines.items(), (TEAL, ORANGE, BLUE, RED)):
        plot.plot(range(start, start + len(values)), values, color=color, linewidth=1.8)
        line(axes, (left, 8), (left + 14, 8), color=color, width=2.4)
        words = _words(name)
        label(axes, left + 18, 8, **words, align="left")
        left += 34 + 5.6 * max(map(len, words.values()))
    label(axes, 0, 26, **_words(y), align="left")
    label(axes, 186, 209, **_words(x))


def _words(name):
    return {"text": name} if isinstance(name, str) else dict(zip(("zh", "en"), name))
