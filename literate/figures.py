"""Figures: what Matplotlib draws in a cell, as SVG that can stand inside a page.

A figure is kept as drawn, but for what would clash with a page: black becomes the page's text
colour, the background stays transparent, and names are made unique to the figure.
"""

from __future__ import annotations

import base64
import io
import re
import sys
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import quoteattr

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
_IMAGE = re.compile(r"data:image/png;base64,([\w+/=\s]+)")
# Two lines drawn one after the other in one style.
_ALIKE = re.compile(
    r'<path d="([^"]*)" style="(fill: none; (?:(?!opacity)[^"])*)"/>\s*'
    r'<path d="([^"]*)" style="\2"/>'
)
_VERSION = re.compile(r"<!-- (Matplotlib \S+) -->")


def take() -> tuple[str, ...]:
    """The open figures as SVG; they are closed."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None or not pyplot.get_fignums():
        return ()
    import matplotlib

    figures = []
    settings = {"svg.fonttype": "none", "svg.hashsalt": "literate"}
    for number in pyplot.get_fignums():
        text = io.StringIO()
        with matplotlib.rc_context(settings):
            pyplot.figure(number).savefig(
                text, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None}
            )
        figures.append(clean(text.getvalue(), matplotlib.__version__))
    pyplot.close("all")
    return tuple(figures)


def clean(svg: str, version: str) -> str:
    """Matplotlib's SVG without what a page does not need, and in the page's colours."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<defs>\s*<style.*?</style>\s*</defs>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) height="[\d.]+pt"', r"\1", svg, count=1)
    style = "max-width: 100%; height: auto; stroke-linejoin: round; stroke-linecap: butt"
    svg = svg.replace("<svg ", f'<svg fill="currentColor" style="{style}" ', 1)
    svg = re.sub(r"font-family: [^;\"]*", "font-family: inherit", svg)
    svg = re.sub(r"(?i)#000000|(?<=: )black\b", "currentColor", svg)
    svg = re.sub(r"(?i)(?<=fill: )#ffffff", "none", svg)  # the frame of a legend
    svg = re.sub(r"\s*\n\s*", "\n", svg.strip())
    return f"<!-- Matplotlib {version} -->\n{svg}\n"


def drawn_with(svg: str) -> str:
    """What a figure was drawn with, as ``Matplotlib 3.11.2``; empty if it does not say."""
    found = _VERSION.search(svg)
    return found[1] if found else ""


def agree(recorded: str, drawn: str, *, varies: bool = False, exact: bool = False) -> bool:
    """Whether two figures show the same: the same marks, words and colors, each where it was.

    Another version of Matplotlib places and names details otherwise; then the words and the colors
    have to be the same.

    Args:
        varies: what is drawn is free, only that it is drawn is not.
        exact: whether a coordinate may differ by no more than ``NOISE``.
    """
    if recorded == drawn:
        return True
    if varies or not drawn.strip():
        return bool(drawn.strip())
    if drawn_with(recorded) != drawn_with(drawn):
        return all(
            sorted(set(part.findall(recorded))) == sorted(set(part.findall(drawn)))
            for part in (_TEXT, _COLOR)
        )
    (ours, places), (theirs, others) = map(_shape, (recorded, drawn))
    limit = NOISE if exact else TOLERANCE
    pairs = zip(places, others, strict=False)
    return ours == theirs and all(abs(x - y) <= limit for x, y in pairs)


def _shape(svg: str) -> tuple[str, list[float]]:
    """A figure without its coordinates, and these; ids are named in the order they appear in.

    Matplotlib derives ids from what they stand for, coordinates included.
    """
    svg = _IMAGE.sub(_pixels, svg)
    names = {name: f"id-{i}" for i, name in enumerate(dict.fromkeys(_ID.findall(svg)))}
    if names:
        either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        svg = re.sub(rf'(?<=[#"])({either})(?=[")])', lambda found: names[found[1]], svg)
    places: list[float] = []

    def take_out(attribute: re.Match[str]) -> str:
        places.extend(map(float, _NUMBER.findall(attribute[0])))
        return _NUMBER.sub("0", attribute[0])

    return _GEOMETRY.sub(take_out, svg), places


def all_agree(
    recorded: Sequence[str], drawn: Sequence[str], *, varies: bool = False, exact: bool = False
) -> bool:
    """Whether there are as many figures, and each agrees with its own; see ``agree``."""
    pairs = zip(recorded, drawn, strict=False)
    return len(recorded) == len(drawn) and all(
        agree(a, b, varies=varies, exact=exact) for a, b in pairs
    )


def compact(svg: str) -> str:
    """The same picture in half the bytes, for a page; the recorded file keeps them."""
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    svg = re.sub(r' id="([^"]*)"', lambda found: found[0] if found[1] in used else "", svg)
    svg = "".join(_needed(svg))
    for nothing in (
        r' transform="rotate\(-?0 [^"]*"',
        r'font-family: inherit; | style="font-family: inherit"|; font-family: inherit(?=")',
        r'<path d="[^"]*" style="fill: none"/>',
        r'(?<= style=")font-size: 10px; ',  # Matplotlib's default, and the picture's own below
    ):
        svg = re.sub(nothing, "", svg)
    svg = re.sub(r"(<svg [^>]*style=\")", r"\1font-size: 10px; ", svg, count=1)
    svg = re.sub(r' (?:d|x|y|width|height)="[^"]*"', _two_digits, svg)
    before = ""
    while svg != before:  # the four lines of a frame, say, are one path
        before, svg = svg, _ALIKE.sub(r'<path d="\1\3" style="\2"/>', svg)
    # A mark that is used has its own style, which the place that uses it need not repeat.
    styles = dict(re.findall(r'<path id="([^"]*)"[^>]* style="([^"]*)"', svg))
    svg = re.sub(
        r'(<use [^>]*href="#([^"]*)"[^>]*?) style="([^"]*)"',
        lambda found: found[1] if styles.get(found[2]) == found[3] else found[0],
        svg,
    )
    return re.sub(r"\s*\n\s*", "\n", svg).strip()


def _needed(svg: str) -> Iterator[str]:
    """The pieces of a picture without the groups that say nothing."""
    kept: list[bool] = []
    for piece in re.split(r"(</?g\b[^>]*>)", svg):
        if piece == "</g>" and not kept.pop():
            continue
        if re.match(r"<g\b", piece):
            if not piece.endswith("/>"):
                kept.append(piece != "<g>")
            if piece in ("<g>", "<g/>"):
                continue
        yield piece


def _two_digits(attribute: re.Match[str]) -> str:
    return re.sub(r"(\.\d\d)\d+", r"\1", attribute[0])


def _pixels(found: re.Match[str]) -> str:
    """An image inside a figure by what it shows, which can be packed in more than one way."""
    from PIL import Image  # Matplotlib brings it along

    with Image.open(io.BytesIO(base64.b64decode(found[1]))) as image:
        return image.convert("RGBA").tobytes().hex()


def inline(svg: str, name: str, alt: str) -> str:
    """A figure as HTML for a page; see ``labelled``."""
    return f'<figure class="output">{labelled(svg, name, alt)}</figure>'


def labelled(svg: str, name: str, alt: str) -> str:
    """A figure as SVG that says what it shows.

    Args:
        name: a prefix that makes its ids unique on the page.
        alt: what it shows, for those who do not see it.
    """
    svg = compact(svg)
    svg = re.sub(r'(?<=\sid=")', f"{name}-", svg)
    svg = re.sub(r'(?<=href="#)|(?<=url\(#)', f"{name}-", svg)
    label = f'role="img" aria-label={quoteattr(alt)}'
    return svg.replace("<svg ", f"<svg {label} ", 1)
