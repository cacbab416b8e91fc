"""The cards on the first page of a chapter and on the home page, from the pages' front matter.

``<!-- literate:chapter -->`` on a line of its own becomes a card for each page of the chapter,
``<!-- literate:chapters -->`` one for each chapter and for each page outside of them. What a card
says is ``card`` in the front matter of its page, and is checked with that page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from literate.navigation import INDEX, chapter, head, read_navigation
from literate.problem import LiterateError
from literate.project import Project, Source
from literate.stubs import is_stub
from literate.words import say

if TYPE_CHECKING:
    from literate.page import Page, PageExtension

_MARKER = re.compile(r"\s*<!--\s*literate:(chapters?)\s*-->\s*")


def shown_on(page: str) -> tuple[str, str]:
    """The page that shows the card of another, and the marker that makes it do so."""
    folder, _, name = page.rpartition("/")
    return (f"{folder}/{INDEX}", "chapter") if folder and name != INDEX else (INDEX, "chapters")


def card(project: Project, language: str, page: str) -> str:
    """What the card of a page says, as Markdown in one line; of a stub, which language has it."""
    meta = head(project, language, page).meta
    if is_stub(meta):
        return say(language, "one-language")
    return " ".join(str(meta.get("card") or "").split())


def _listed(project: Project, language: str, here: str, marker: str) -> Iterator[tuple[str, str]]:
    """The pages that a marker stands for, and their titles."""
    if marker == "chapter":
        for page in chapter(project, language, posixpath.dirname(here))[1:]:
            yield page, head(project, language, page).title
        return
    for entry in read_navigation(project, language):
        if entry.page != INDEX and shown_on(entry.page)[0] == INDEX:
            yield entry.page, entry.name or head(project, language, entry.page).title


def _grid(project: Project, language: str, here: str, marker: str) -> Iterator[str]:
    """The lines of the cards that a marker stands for."""
    yield from ('<div class="grid cards" markdown>', "")
    for page, title in _listed(project, language, here, marker):
        target = posixpath.relpath(page, posixpath.dirname(here) or ".")
        yield from (f"- [{title}]({target})", "", f"    {card(project, language, page)}", "")
    yield "</div>"


class Cards(Preprocessor):
    """Puts the cards in the place of their marker, between comments that ``PageExtension`` knows.

    They are no part of what the page itself says, see ``with_card``. It runs between what takes
    out fences (25) and what reads blocks of HTML (20).
    """

    def __init__(self, md: Markdown, page: PageExtension) -> None:
        super().__init__(md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        out: list[str] = []
        for line in lines:
            marker = _MARKER.fullmatch(line)
            if marker and self.page.path:
                out += ["", f"<!--{self.page.mark} {marker[1]}-->", "", *self._cards(marker[1])]
                out += ["", f"<!--/{self.page.mark}-->", ""]
            else:
                out.append(line)
        return out

    def _cards(self, marker: str) -> list[str]:
        page = self.page
        try:
            return list(_grid(page.project, page.language, page.path, marker))
        except LiterateError as error:
            page.problems += error.problems
            return []


def with_card(page: Page, source: Source, extension: PageExtension, md: Markdown) -> Page:
    """A page with the words of its card, at the line where its front matter has them.

    Args:
        extension, md: the parser that has read the page.

    Raises:
        LiterateError: the card is more than a line of Markdown, or has a link of its own.
    """
    text = " ".join(str(page.meta.get("card") or "").split())
    if not text:
        return page
    extension.read(Source(source.name, (text,), "\n", False))
    md.reset().convert(extension.body)
    found, line = extension.found, _line(source)
    if not extension.problems and ([x.kind for x in found.texts] != ["p"] or found.links):
        what = "the card is more than words, inline code and emphasis"
        extension.report(line, what, "Say it in a sentence")
    if extension.problems:
        raise LiterateError(replace(problem, line=line) for problem in extension.problems)
    texts, codes = (tuple(replace(x, line=line) for x in xs) for xs in (found.texts, found.codes))
    return replace(page, texts=texts + page.texts, codes=codes + page.codes)


def _line(source: Source) -> int:
    """The line of a page's front matter that has its card."""
    return next((n for n, line in enumerate(source.lines, 1) if line.startswith("card:")), 1)
