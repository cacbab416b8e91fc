"""Figures: what Matplotlib draws in a cell, as SVG that can stand inside a page.

A figure is kept as drawn, but for what would clash with a page: black becomes the page's text
color, the background stays transparent, and names are made unique to the figure.
"""

from __future__ import annotations

import base64
import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from literate.project import DRAWING

# Points by which a coordinate may differ (an inch has 72), on another kind of machine and on one
# like that which recorded the figure.
TOLERANCE, NOISE = 1.0, 0.01

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_GEOMETRY = re.compile(
    r' (?:d|x|y|x1|y1|x2|y2|cx|cy|r|width|height|points|transform|viewBox)="[^"]*"'
)
_ID = re.compile(r' id="([^"]+)"')
_TEXT = re.compile(r"<text\b[^>]*>(.*?)</text>", re.DOTALL)
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b")
# A text that is there in each language, at the same place: its group's id begins with that.
_WORDS = re.compile(r'<g id="(zh|en)-[^"]*">\s*<text\b[^>]*>[^<]*</text>\s*</g>\s*')
_IMAGE = re.compile(r"data:image/png;base64,([\w+/=\s]+)")
_USES = re.compile(rf"^\s*(?:from|import) {DRAWING}\b", re.MULTILINE)
_VERSION = re.compile(r"<!-- (Matplotlib \S+) -->")


def uses_drawing(code: str) -> bool:
    """Whether a cell imports the drawing functions."""
    return _USES.search(code) is not None


def drawing_functions(folder: Path, code: str) -> str:
    """The source of the files in a folder that draw for a cell: those that it imports, and theirs.

    Args:
        code: the cell's.
    """
    found: dict[str, str] = {}
    left = [code]
    while left:
        for name in re.findall(rf"^from {DRAWING}\.(\w+) import", left.pop(), re.MULTILINE):
            if name not in found and (file := folder / f"{name}.py").is_file():
                found[name] = file.read_text(encoding="utf-8")
                left.append(found[name])
    return "".join(found[name] for name in sorted(found))


def take() -> tuple[str, ...]:
    """The open figures as SVG; they are closed."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None or not pyplot.get_fignums():
        return ()
    import matplotlib

    figures = []
    for number in pyplot.get_fignums():
        text = io.StringIO()
        with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "literate"}):
            pyplot.figure(number).savefig(
                text, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None}
            )
        figures.append(clean(text.getvalue(), matplotlib.__version__))
    pyplot.close("all")
    return tuple(figures)


def clean(svg: str, version: str) -> str:
    """Matplotlib's SVG without what a page does not need, and in the page's colors."""
    style = "max-width: 100%; height: auto; stroke-linejoin: round; stroke-linecap: butt"
    svg = svg[svg.index("<svg") :].strip()
    for pattern, new in (
        (r"(?s)\s*<metadata>.*?</metadata>", ""),
        (r"(?s)\s*<defs>\s*<style.*?</style>\s*</defs>", ""),
        (r'\A(<svg[^>]*?) height="[\d.]+pt"', r"\1"),
        (r"\A<svg ", f'<svg fill="currentColor" style="{style}" '),
        (r"font-family: [^;\"]*", "font-family: inherit"),
        (r"(?i)#000000|(?<=: )black\b", "currentColor"),
        (r"(?i)(?<=fill: )#ffffff", "none"),  # the frame of a legend
        (r"\s*\n\s*", "\n"),
    ):
        svg = re.sub(pattern, new, svg)
    return f"<!-- Matplotlib {version} -->\n{svg}\n"


def drawn_with(svg: str) -> str:
    """What a figure was drawn with, as ``Matplotlib 3.11.2``; empty if it does not say."""
    found = _VERSION.search(svg)
    return found[1] if found else ""


def same_figure(recorded: str, drawn: str, *, varies: bool = False, exact: bool = False) -> bool:
    """Whether two figures show the same: the same marks, words and colors, each where it was.

    Of two versions of Matplotlib, which place details differently, words and colors are compared.

    Args:
        varies: what is drawn is free, only that it is drawn is not.
        exact: whether a coordinate may differ by no more than ``NOISE``.
    """
    if recorded == drawn:
        return True
    if varies or not drawn.strip():
        return bool(drawn.strip())
    if drawn_with(recorded) != drawn_with(drawn):
        return all(set(p.findall(recorded)) == set(p.findall(drawn)) for p in (_TEXT, _COLOR))
    (ours, places), (theirs, others) = map(_shape, (recorded, drawn))
    limit = NOISE if exact else TOLERANCE
    pairs = zip(places, others, strict=False)
    return ours == theirs and all(abs(x - y) <= limit for x, y in pairs)


def same_figures(
    recorded: Sequence[str], drawn: Sequence[str], *, varies: bool = False, exact: bool = False
) -> bool:
    """Whether there are as many figures, and each is the same as its own; see ``same_figure``."""
    return len(recorded) == len(drawn) and all(
        same_figure(a, b, varies=varies, exact=exact) for a, b in zip(recorded, drawn, strict=True)
    )


def _shape(svg: str) -> tuple[str, list[float]]:
    """A figure without its coordinates, and these; ids are named in the order they appear in.

    Matplotlib derives ids from what they stand for, coordinates included.
    """
    svg = _IMAGE.sub(_pixels, svg)
    names = {name: f"id-{i}" for i, name in enumerate(dict.fromkeys(_ID.findall(svg)))}
    svg = re.sub(r'(?<=[#"])([^"#()]+)(?=[")])', lambda found: names.get(found[1], found[1]), svg)
    places: list[float] = []

    def take_out(attribute: re.Match[str]) -> str:
        places.extend(map(float, _NUMBER.findall(attribute[0])))
        return _NUMBER.sub("0", attribute[0])

    return _GEOMETRY.sub(take_out, svg), places


def _pixels(found: re.Match[str]) -> str:
    """An image inside a figure by what it shows, which can be packed in more than one way."""
    from PIL import Image  # Matplotlib brings it along

    with Image.open(io.BytesIO(base64.b64decode(found[1]))) as image:
        return image.convert("RGBA").tobytes().hex()


def compact(svg: str) -> str:
    """The same picture in fewer bytes, for a page; the recorded file keeps them."""
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    svg = _ID.sub(lambda found: found[0] if found[1] in used else "", svg)
    for nothing in (
        r"(?s)<!--.*?-->",
        r' transform="rotate\(-?0 [^"]*"',
        r'font-family: inherit; | style="font-family: inherit"|; font-family: inherit(?=")',
        r'<path d="[^"]*" style="fill: none"/>',
    ):
        svg = re.sub(nothing, "", svg)
    svg = re.sub(
        r' (?:d|x|y|width|height)="[^"]*"', lambda a: re.sub(r"(\.\d\d)\d+", r"\1", a[0]), svg
    )
    return re.sub(r"\s*\n\s*", "\n", svg).strip()


def inline(svg: str, name: str, alt: str, language: str, kind: str = "output") -> str:
    """A figure of a kind, as HTML for a page; see ``labelled``."""
    return f'<figure class="{kind}">{labelled(svg, name, alt, language)}</figure>'


def labelled(svg: str, name: str, alt: str, language: str) -> str:
    """A figure as SVG that says what it shows.

    Args:
        name: a prefix that makes its ids unique on the page.
        alt: what it shows, for those who do not see it.
        language: whose words are kept, where the figure has them in both.
    """
    svg = _WORDS.sub(lambda found: found[0] if found[1] == language else "", svg)
    svg = re.sub(r'(?<=\sid=")|(?<=href="#)|(?<=url\(#)', f"{name}-", compact(svg))
    return svg.replace("<svg ", f'<svg role="img" aria-label={quoteattr(alt)} ', 1)
