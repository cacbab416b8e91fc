"""The lines of a page: where its fences are, and what looks like one and is none."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

_REACH = 4000  # characters within which the source of the next piece of HTML is looked for
_OPENING = re.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,})", re.MULTILINE)
_LEFT_OVER = re.compile(
    r"^(?:[^\S\n]|>|(?:[-*+]|\d+[.)])[ \t]+)*(?:(?P<mark>`{3,}|~{3,})|(?P<include>-+8<-+))",
    re.MULTILINE,
)
_NOT_CLOSED, _CLOSE = "a fence that is not closed", "Write ``` below its last line"

Wrong = tuple[int, str, str]  # line, what is wrong, next step


class Places:
    """Finds the lines of a text that pieces of its HTML were made from, in their order.

    Args:
        text: the source of the page.
        start: where its body begins.
    """

    def __init__(self, text: str, start: int = 0) -> None:
        self.text, self.at, self._fence = text, start, start
        self._starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text) + 1]

    def line(self, at: int) -> int:
        """The line, counted from 1, of a position in the text."""
        return bisect.bisect_right(self._starts, at)

    def source_line(self, line: int) -> str:
        """The text of a line."""
        return self.text[self._starts[line - 1] :].partition("\n")[0]

    def find(self, piece: str, *, stay: bool = False) -> int:
        """The line of the next place that holds a piece; that of the last one if none does."""
        at = self.text.find(piece, self.at, self.at + _REACH)
        if at < 0:
            return self.line(self.at)
        if not stay:
            self.at = at + len(piece)
        return self.line(at)

    def fence(self, body: str) -> int:
        """The line where the next fence with a body opens. It is blanked out of the text."""
        first, count = body.split("\n")[0].lstrip(" >").split(), body.count("\n") + 1
        for opening in _OPENING.finditer(self.text, self._fence):
            line = self.line(opening.start())
            if self.source_line(line + 1).lstrip(" \t>").split() == first:
                self._fence = self._starts[min(line + 1 + count, len(self._starts) - 1)]
                blank = re.sub(r"[^\n]", " ", self.text[opening.start() : self._fence])
                self.text = self.text[: opening.start()] + blank + self.text[self._fence :]
                return line
        return self.line(self._fence)

    def left_over(self) -> Iterator[Wrong]:
        """What looks like a fence or an include, once the fences are blanked out of the text."""
        for match in _LEFT_OVER.finditer(self.text):
            what = "a fence that the site does not read as one"
            fix = 'Open it with ```language, and options as alt="…", between blank lines'
            if match["include"]:
                what = "an include outside a python fence"
                fix = 'Put it into a fence: ```python, --8<-- "module.py:cell", ```'
            elif self._is_open(match):
                yield self.line(match.start()), _NOT_CLOSED, _CLOSE
                return  # what follows is in it
            yield self.line(match.start()), what, fix

    def _is_open(self, match: re.Match[str]) -> bool:
        """Whether nothing closes the fence that would open there."""
        opens = re.fullmatch(r"[ \t>]*[`~]+\w", self.text[match.start() : match.end() + 1])
        closing = re.compile(rf"^[ \t>]*{match['mark']}[ \t]*$", re.MULTILINE)
        return bool(opens and not closing.search(self.text, match.end()))


def not_closed(line: int, opening: str, body: str) -> Wrong | None:
    """What is wrong with a fence in which another one opens: its end is missing.

    Args:
        line: where it opens, by the text ``opening``.
        body: what is in it.
    """
    mark = _OPENING.match(opening)
    again = mark and rf"^[ \t>]*{mark['mark']}\w"
    below = again and re.search(again, body, re.MULTILINE)
    if not below:
        return None
    there = line + 1 + body.count("\n", 0, below.start())
    return line, f"{_NOT_CLOSED}: another one opens in it, at line {there}", _CLOSE
