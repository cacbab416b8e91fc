"""The lines of pages to read again, because the output that they speak of has changed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from literate.page import Page, read_page
from literate.problem import LiterateError
from literate.project import LANGUAGES, Project
from literate.snippet import Cell, Module

_HEADING = re.compile("h[1-6]")
# A number, also a size in '4x8', but none that is part of a name, as in float32.
_NUMBER = re.compile(r"(?:(?<![\w.])|(?<=\d[x×]))\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True)
class Change:
    """A module whose outputs change: as it was, its cells as they will be, figures that change."""

    module: Module
    after: dict[str, Cell]
    figures: Collection[Path] = ()

    def titles(self) -> set[str]:
        """The cells that showed something else before."""
        cells = self.module.cells.values()
        texts = {c.title for c in cells if c.outputs and c.outputs != self.after[c.title].outputs}
        drawn = {c.title for c in cells if self.module.figure(c.title) in self.figures}
        return texts | {title for title in drawn if self.module.draws(title)}

    def gone(self) -> set[Decimal]:
        """The numbers that the outputs no longer hold."""
        before, after = (
            {number for title in self.titles() for number in _numbers(_shown(cells[title]))}
            for cells in (self.module.cells, self.after)
        )
        return before - after


def read_again(project: Project, changes: Iterable[Change]) -> list[str]:
    """What to read again, a line for each page: ``docs/en/tensors/x.md:8, :16``.

    These are the lines right above and below each output that changes, and those that name a
    number that it held and holds no more. A page that cannot be read is left out.
    """
    found = []
    changes = [change for change in changes if change.titles()]
    for language in LANGUAGES if changes else ():
        for path in project.pages(language):
            file = project.docs(language) / path
            lines: set[int] = set()
            with contextlib.suppress(LiterateError, OSError, UnicodeDecodeError):
                text = file.read_text(encoding="utf-8")
                for change in changes:
                    if f"{change.module.path}:" in text:
                        lines |= _lines(read_page(project, file), text, change)
            if lines:
                places = ", ".join(f":{line}" for line in sorted(lines))
                found.append(f"{project.relative(file)}{places}")
    return found


def _lines(page: Page, text: str, change: Change) -> set[int]:
    """The lines of a page to read again after a change."""
    titles, gone = change.titles(), change.gone()
    found = set()
    for example in page.examples:
        if example.module.path == change.module.path and example.cell.title in titles:
            found |= set(_around(page, example.line))
            found |= {example.line} if example.alt else set()
    if found:
        found |= {line for line, words in _words(page, text) if gone & _numbers(words)}
    return found


def _around(page: Page, line: int) -> Iterator[int]:
    """The lines where the prose right above and below a fence begins."""
    lines = {text.line: text.kind for text in page.texts if text.kind != "title"}  # of a box
    if above := [one for one in lines if one < line]:
        yield max(above)
    below = min((one for one in lines if one > line), default=line)
    if below != line and not _HEADING.fullmatch(lines[below]):  # which begins another subject
        yield below


def _words(page: Page, text: str) -> Iterator[tuple[int, str]]:
    """What a page says, by its lines: its description, its prose, its inline code."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("description:"):
            yield number, line
            break
    for block in page.texts:
        yield from enumerate(block.text.split("\n"), block.line)
    yield from ((code.line, code.text) for code in page.codes)


def _shown(cell: Cell) -> str:
    return "\n".join("\n".join(lines) for lines in cell.outputs.values())


def _numbers(text: str) -> set[Decimal]:
    return {Decimal(found.replace(",", "")) for found in _NUMBER.findall(text)}
