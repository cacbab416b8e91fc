"""What the lists that the site makes share: their pieces, and the sections that they lead to."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape
from typing import NamedTuple

from literate.check.kept import Kept
from literate.navigation import ENTRIES, navigations
from literate.page import Page, read_page
from literate.problem import LiterateError
from literate.project import Project, relative_url
from literate.words import say

ERRORS, MESSAGES = f"{ENTRIES}index.md", f"{ENTRIES}a-z.md"  # the pages, below docs/<language>/
APIS = "api.md"
_LISTS = ("index.md", ERRORS, MESSAGES, APIS)
_ABOUT_US = "contributing/"  # whose examples are not what a reader looks for
_HEADING = re.compile(r'<h[1-3] id="([^"]*)">(.*?)</h[1-3]>', re.DOTALL)


class Part(NamedTuple):
    """A piece of what is generated: HTML, below a heading of level 2 if it has a title."""

    id: str
    title: str
    html: str


class Place(NamedTuple):
    """A section of a page; ``id`` and ``section`` are empty above the first one."""

    page: str
    title: str = ""
    id: str = ""
    section: str = ""
    chapter: str = ""


def looked_up(project: Project, language: str) -> Iterator[tuple[Page, str]]:
    """The pages that readers look things up in, each with its chapter, as the navigation has them.

    One that cannot be read is left out: the build reports it where it stands.
    """
    _recall(project, language)
    chapters = dict.fromkeys(project.pages(language), "")
    if entries := navigations(project).get(language):
        listed = {entry.page: "".join(entry.sections[:1]) for entry in entries}
        chapters = {page: listed[page] for page in listed if page in chapters} | chapters | listed
    for path, chapter in chapters.items():
        file = project.docs(language) / path
        if path in _LISTS or path.startswith(_ABOUT_US) or not file.is_file():
            continue
        try:
            yield read_page(project, file), chapter
        except LiterateError:
            continue


@functools.cache
def _recall(project: Project, language: str) -> None:
    """Pages that an earlier check has read are not parsed again."""
    kept = Kept(project)
    for page in project.pages(language):
        kept.recall(project.docs(language) / page)


def sections_of(page: Page, chapter: str) -> Callable[[int], Place]:
    """Says which section of a page a line of it belongs to."""
    shown = {
        id_: unescape(re.sub("<[^>]*>", "", html)) for id_, html in _HEADING.findall(page.html)
    }
    title = next((shown.get(h.id, h.title) for h in page.headings if h.level == 1), page.name)
    begins = [(0, Place(page.path, title, "", "", chapter))]
    for heading in page.headings:
        if heading.level in (2, 3) and heading.id in shown:
            place = Place(page.path, title, heading.id, shown[heading.id], chapter)
            begins.append((heading.line, place))
    return lambda line: next(place for at, place in reversed(begins) if at <= line)


def link(
    place: Place, page: str, message: str = "", *, brief: bool = False, bare: bool = False
) -> str:
    """A link from a page to a section, by its message too, or by its page's title alone.

    Args:
        brief, bare: without the section's title, and without both.
    """
    href = relative_url(page, place.page) + (f"#{place.id}" if place.id else "")
    if bare:
        return f'<a href="{escape(href)}">{message}</a>'
    title = escape(" › ".join(filter(None, (place.title, "" if brief else place.section))))
    title = f"{message}<span>{title}</span>" if message else title
    return f'<a href="{escape(href)}">{title}</a>'


def listed_html(items: Iterable[str]) -> str:
    return "\n".join(['<ul class="index">', *(f"<li>{item}</li>" for item in items), "</ul>"])


def filter_field(language: str, kind: str, count: int) -> Part:
    """The field by which a script filters the lists below it, and how many entries they have."""
    said = {"found": say(language, "filter-found", "{}"), "none": say(language, "filter-none")}
    data = "".join(f' data-{name}="{escape(text)}"' for name, text in said.items())
    label, search = escape(say(language, f"filter-{kind}")), say(language, "filter-search")
    html = (
        f'<div class="filter" role="search" aria-label="{label}"{data}>'
        f'<input type="search" aria-label="{label}" placeholder="{label}" autocomplete="off"'
        ' autocapitalize="off" spellcheck="false">'
        f' <span role="status">{say(language, "filter-found", count)}</span>'
        f' <button type="button" data-search="" hidden>{search}</button></div>'
    )
    return Part("", "", html)
