"""What a page's prose points at: links, images, admonitions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from literate import markup
from literate.markup import INLINE_CODE
from literate.weave import Woven

_LINK = re.compile(r"\]\(\s*<?(?P<target>(?:[^()\s<>]|\([^()\s]*\))*)")
# What is no word for a reader: code, targets of links, addresses, tags, attributes like { #id }.
_NO_WORDS = re.compile(
    rf"{INLINE_CODE.pattern}|\]\([^)]*\)|https?://\S+|<[^<>]*>|\{{[^{{}}]*\}}", re.DOTALL
)
_ADMONITION = re.compile(r"\s*(!!!|\?\?\?\+?)\s+(\w+)")
_TAB = re.compile(r"\s*===[!+]*\s+\"")


@dataclass(frozen=True)
class Link:
    """A link or an image at a line of a page: its words, and what it points at."""

    line: int
    text: str
    target: str
    image: bool = False


def paragraphs(woven: Woven) -> Iterator[tuple[int, str]]:
    """Runs of prose lines that follow each other, as (first line, text) pairs."""
    return markup.paragraphs(woven.words)


def plain(text: str) -> str:
    """A text with code, addresses and the targets of links blanked out, as long as it was."""
    return _NO_WORDS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def links(woven: Woven) -> list[Link]:
    """The links and images of a page, in order."""
    found = []
    for first, text in paragraphs(woven):
        # Code may hold brackets; what it says is of no interest here, how long it is is.
        masked = INLINE_CODE.sub(lambda code: re.sub(r"[^\n]", "x", code[0]), text)
        for match in _LINK.finditer(masked):
            start = _opening(masked, match.start())
            line = first + masked.count("\n", 0, start)
            image = masked[start - 1 : start] == "!"
            found.append(Link(line, text[start + 1 : match.start()], match["target"], image))
    return sorted(found, key=lambda link: link.line)


def _opening(text: str, end: int) -> int:
    """Where the bracket opens that closes at ``end``."""
    depth = 1
    for start in range(end - 1, -1, -1):
        depth += {"]": 1, "[": -1}.get(text[start], 0)
        if not depth:
            return start
    return 0


def boxes(woven: Woven) -> list[tuple[int, str]]:
    """The admonitions and tabs of a page, as (line, kind) pairs."""
    found = []
    for line, text in woven.words:
        if match := _ADMONITION.match(text):
            found.append((line, f"{match[1]} {match[2]}"))
        elif _TAB.match(text):
            found.append((line, "==="))
    return found
