"""What the HTML of a page shows beside its fences, and the line of the page that it is from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import yaml

from literate.lines import Places, Wrong
from literate.problem import CONFLICT, MARKED

# Stands for inline code and mathematics in the text of a page.
ASIDE = "\ufffc"
# What can be generated in the middle of a page: <!-- literate:verified --> on a line of its own.
GENERATED = ("verified", "chapter", "chapters", "errors", "messages", "apis", "numbers")

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = {*_HEADINGS, "p", "li", "td", "th", "summary", "label", "dt", "dd"}
_TAGS = {
    *(*_BLOCKS, "a", "blockquote", "br", "code", "details", "div", "dl", "em", "hr", "img"),
    *("input", "ol", "span", "strong", "sub", "sup", "table", "tbody", "thead", "tr", "ul"),
}
# Classes that only generated parts of a page have.
_OURS = re.compile(
    r"\b(?:rows|wrong|right|output|wording|picture|highlight|joined|verified|unrecorded"
    r"|other-torch|chip)\b"
)
_REFUSED = (  # in the source of a page: pattern, what is wrong, the next step
    (
        re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffc]"),
        "a control character (U+{0:04X})",
        "Remove it",
    ),
    (
        CONFLICT,
        MARKED,
        "Keep what both sides say, without the markers",
    ),
    (
        re.compile(r"<!--?-?>|--!>"),
        "a comment that ends elsewhere than it seems to",
        "Write <!-- … -->",
    ),
    (
        re.compile(r"<!--[-\s]*pytest", re.IGNORECASE),
        "a comment for pytest, which could excuse a block from its check",
        "Remove it; tag the cell raises-exception or varies",
    ),
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.M)
MARKER = re.compile(r"\s*literate\s*:\s*(\w*)\s*")


@dataclass(frozen=True)
class Heading:
    line: int
    level: int
    id: str | None
    title: str


@dataclass(frozen=True)
class Link:
    """A link, or an image and its alternative text."""

    line: int
    text: str
    target: str
    image: bool = False


@dataclass(frozen=True)
class Text:
    """A block of prose as its reader sees it; ``kind`` is its HTML tag, or ``title``.

    Inline code and mathematics are ``ASIDE``; a line of the text is a line of the page.
    """

    line: int
    kind: str
    text: str


@dataclass(frozen=True)
class Code:
    """Inline code."""

    line: int
    text: str


@dataclass(frozen=True)
class Box:
    """An admonition (``admonition note``, ``details tip``) or a group of tabs (``tabs``)."""

    line: int
    kind: str


@dataclass(frozen=True)
class Fence:
    """A fence that shows no cell; ``wording`` is the source of a message that it quotes."""

    line: int
    language: str
    text: str
    wording: str = ""


def front_matter(text: str) -> tuple[dict[str, object], int, list[Wrong]]:
    """The front matter of a page, where its body begins, and what is wrong with it."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        if not text.startswith("---"):
            return {}, 0, []
        return {}, len(text), [(1, "the front matter is not closed", "End it with a line '---'")]
    try:
        meta = yaml.load(match[1], getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
        if not isinstance(meta, dict):
            raise yaml.YAMLError("it is no mapping")
    except yaml.YAMLError as error:
        at = getattr(error, "problem_mark", None)
        what = f"the front matter is not YAML ({getattr(error, 'problem', None) or error})"
        fix = "Fix it; quote values that hold ': '"
        return {}, match.end(), [(2 + at.line if at else 1, what, fix)]
    return meta, match.end(), []


def refused(text: str) -> Iterator[Wrong]:
    """What no page may hold, anywhere in its source: line, what is wrong, next step."""
    for pattern, what, fix in _REFUSED:
        for match in pattern.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, what.format(ord(match[0][0])), fix


class Collector(HTMLParser):
    """Collects what the HTML of a page shows.

    Args:
        places: the source of the page.
        report: is told of what no page may hold: line, what is wrong, next step.
        strict: whether that is all HTML that no Markdown makes, or code blocks alone.

    Attributes:
        fences: the numbers of the fences that are shown, in order: ``<fence- number=1>``.
    """

    def __init__(
        self, places: Places, report: Callable[[int, str, str], None], strict: bool
    ) -> None:
        super().__init__()
        self.places, self.report, self.strict = places, report, strict
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.texts: list[Text] = []
        self.codes: list[Code] = []
        self.boxes: list[Box] = []
        self.fences: list[int] = []
        self._blocks = ["p"]  # the tags of the blocks that are open
        self._ids: list[str | None] = []
        self._line: int | None = None  # where the text of the block begins
        self._text = ""
        self._link: tuple[str, list[str]] | None = None
        self._aside: list[str] | None = None  # inline code or mathematics
        self._depth = 0  # of the tags inside that

    def collected(self) -> tuple[list, ...]:
        """The headings, links, texts, pieces of inline code and boxes."""
        return self.headings, self.links, self.texts, self.codes, self.boxes

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = given.get("class", "")
        if tag == "fence-":
            self.flush()
            self.fences.append(int(given["number"]))
            return
        if self._aside is not None:
            self._depth += 1
            return
        self._refuse(tag, given)
        if tag == "code" or "arithmatex" in kind:
            self._aside, self._depth = [], 1
        elif tag == "a" and "headerlink" not in kind:
            self._link = given.get("href", ""), []
        elif tag == "img":
            line = self.places.find(given.get("src", ""))
            self.links.append(Link(line, given.get("alt", ""), given.get("src", ""), True))
        elif tag in _BLOCKS:
            self.flush()
            self._blocks.append("title" if "admonition-title" in kind else tag)
            self._ids.append(given.get("id"))
        elif "admonition" in kind or tag == "details":
            self.flush()
            named = kind.replace("admonition", "").strip()
            line = self.places.find("!!!" if "admonition" in kind else "???")
            self.boxes.append(Box(line, f"{tag if tag == 'details' else 'admonition'} {named}"))
        elif "tabbed-set" in kind:
            self.flush()
            self.boxes.append(Box(self.places.find("===", stay=True), "tabs"))

    def handle_endtag(self, tag: str) -> None:
        if self._aside is not None:
            self._depth -= 1
            if not self._depth:
                self._end_aside(tag)
        elif tag == "a" and self._link:
            target, text = self._link
            self.links.append(Link(self.places.find(target), "".join(text), target))
            self._link = None
        elif tag in _BLOCKS and len(self._blocks) > 1:
            self.flush(end=True)
            self._blocks.pop()
            self._ids.pop()

    def _end_aside(self, tag: str) -> None:
        text = "".join(self._aside)
        self._aside = None
        line = self.places.find(text.split("\n")[0].strip() or text)
        if tag == "code":
            self.codes.append(Code(line, text))
        if self._link:
            self._link[1].append(text)
        self._line = self._line or line
        self._text += ASIDE + "\n" * text.count("\n")

    def handle_data(self, data: str) -> None:
        if self._aside is not None:
            self._aside.append(data)
            return
        stay = self._blocks[-1] == "label"  # all labels come before all contents
        for piece in data.split("\n"):
            if piece.strip():
                line = self.places.find(piece.strip(), stay=stay)
                self._line = self._line or line
        self._text += data
        if self._link:
            self._link[1].append(data)

    def handle_comment(self, data: str) -> None:
        if marker := MARKER.fullmatch(data):
            line = self.places.find("<!--")
            self.boxes.append(Box(line, f"literate:{marker[1]}"))
            if marker[1] not in GENERATED:
                what = f"unknown marker '{marker[1]}'"
                self.report(line, what, f"Known: {', '.join(GENERATED)}")

    def close(self) -> None:
        super().close()
        self.flush()

    def flush(self, *, end: bool = False) -> None:
        """Close the text of the block that is open; at its end, a heading, too."""
        kind, text = self._blocks[-1], self._text.strip()
        line = self._line or self.places.line(self.places.at)
        if end and kind in _HEADINGS:
            there = self.places.source_line(line)
            id_ = self._ids[-1]
            explicit = id_ if id_ in re.findall(r"#([^\s#}]+)", there) else None
            self.headings.append(Heading(line, int(kind[1]), explicit, text))
        if text or (end and kind == "td"):  # so that each row of a table has all of its cells
            self.texts.append(Text(line, kind, text))
        self._line, self._text = None, ""

    def _refuse(self, tag: str, given: dict[str, str]) -> None:
        """Report an element that no Markdown makes, or that could pass for what was verified."""
        typed = self.get_starttag_text()[: len(tag) + 1]
        if tag == "pre":
            fix = "Show a cell in a ```python fence of its own"
            self.report(self.places.find(typed), "a code block that no fence made", fix)
        if not self.strict or tag == "pre":
            return
        if tag not in _TAGS:
            fix = "Write Markdown; code stands in a cell, and a bare '<' in `…` or $…$"
            self.report(self.places.find(typed), f"'<{tag}>' typed on a page", fix)
        aligned = given.get("style", "").startswith("text-align") and tag in ("td", "th")
        runs = [
            name for name in given if name.startswith("on") or (name == "style" and not aligned)
        ]
        if ours := _OURS.search(given.get("class", "")):
            runs.append(ours[0])
        if runs:
            what = f"'{runs[0]}' could make words look like an output or a record"
            self.report(self.places.find(runs[0]), what, "Remove it")
