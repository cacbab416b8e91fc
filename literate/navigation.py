"""The navigation of each language: chapters are listed in its MkDocs configuration, pages are not.

A line ``- tensors/`` of ``nav`` stands for the chapter of that folder: its ``index.md``, then its
pages by the ``order`` in their front matter. So no file changes with every page.
"""

from __future__ import annotations

import contextlib
import functools
import math
import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import yaml

from literate.problem import LiterateError, Problem
from literate.project import (
    NOTEBOOKS,
    OTHER,
    Project,
    Source,
    is_notebook,
    is_url,
    read_source,
    stamp,
)
from literate.prose import front_matter
from literate.stubs import is_stub

CONFIGURATIONS = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}
INDEX = "index.md"
ENTRIES = "errors/"  # the folder of the entries of errors
TOPICS = (  # what they may be listed under, in this order
    *("shapes", "types", "gpu", "autograd", "modules", "training", "data", "files"),
    *("setup", "compile", "distributed", "old-code"),
)
_PAGE = re.compile(r"(.+)\.(?:md|ipynb)", re.IGNORECASE)
_TITLE = re.compile(r"^#[ \t]+(.*?)[ \t]*(?:\{[^{}]*\})?[ \t]*$", re.MULTILINE)


class Head(NamedTuple):
    """What the top of a page says of it: its front matter, its heading of level 1 as Markdown."""

    meta: dict[str, object]
    title: str

    @property
    def order(self) -> float:
        """Its place among the pages of its chapter; those that name none are last."""
        order = self.meta.get("order")
        return order if type(order) in (int, float) else math.inf


class Entry(NamedTuple):
    """A page (``autograd/index.md``), its line, the sections around it and its own title."""

    page: str
    line: int
    sections: tuple[str, ...] = ()
    title: str | None = None

    @property
    def name(self) -> str | None:
        """Its title in the navigation: its own, or that of the chapter that it begins."""
        first = self.page.endswith(f"/{INDEX}") and self.sections
        return self.title or (self.sections[-1] if first else None)


class _Text(str):
    """A string of a configuration, with its line."""

    line = 1


def _text(text: str, line: int) -> _Text:
    made = _Text(text)
    made.line = line
    return made


def head(project: Project, language: str, page: str) -> Head:
    """The top of a page. Of one that cannot be read nothing is known: its own check says why."""
    file = project.docs(language) / page
    return _head(file, stamp(file))


@functools.lru_cache(maxsize=4096)
def _head(file: Path, _stamp: object) -> Head:
    try:
        text = "\n".join(read_source(file, file.name).lines)
    except LiterateError:
        return Head({}, "")
    meta, start, _ = front_matter(text)
    title = _TITLE.search(text, start)
    return Head(meta, title[1] if title else "")


def waits(project: Project, language: str, page: str) -> bool:
    """Whether a page waits for its translation."""
    return is_stub(head(project, language, page).meta)


def is_entry(project: Project, language: str, page: str) -> bool:
    """Whether a page is the entry of an error: such a page names its ``topic``."""
    both = (head(project, x, page).meta for x in (language, OTHER[language]))
    return page.startswith(ENTRIES) and any("topic" in meta for meta in both)


def chapter(project: Project, language: str, folder: str) -> list[str]:
    """The pages of a chapter in their order: ``index.md``, by ``order``, by name.

    A page that waits for its translation stands where it does in the other language. The entries
    of the error index, which lists them by topic, are none of them.
    """

    def order(page: str) -> float:
        here = head(project, language, page)
        return (head(project, OTHER[language], page) if is_stub(here.meta) else here).order

    files = (project.docs(language) / folder).glob("*.md")
    pages = sorted(f"{folder}/{file.name}" for file in files if file.name != INDEX)
    pages = [page for page in pages if not is_entry(project, language, page)]
    pages.sort(key=order)
    return [f"{folder}/{INDEX}", *pages]


def expand(project: Project, language: str, nav: list) -> list:
    """MkDocs' ``nav``, with each folder in it as a section: its title, and its pages."""
    expanded = []
    for item in nav:
        for title, value in item.items() if isinstance(item, dict) else [(None, item)]:
            if isinstance(value, list):
                value = expand(project, language, value)
            elif _is_folder(value):
                line, pages = getattr(value, "line", 1), chapter(project, language, value[:-1])
                value = [_text(_shown(page), line) for page in pages]
                title = title or head(project, language, pages[0]).title.replace("`", "")
                title = title or posixpath.dirname(pages[0])
            expanded.append(value if title is None else {title: value})
    return expanded


def _is_folder(value: object) -> bool:
    return isinstance(value, str) and value.endswith("/") and not is_url(value)


def _shown(page: str) -> str:
    """The file that the site shows as a page."""
    return page.removesuffix("md") + "ipynb" if is_notebook(page) else page


def navigations(project: Project) -> dict[str, list[Entry]]:
    """The navigation of each language that has a configuration.

    Raises:
        LiterateError: see ``read_navigation``.
    """
    there = (x for x, name in CONFIGURATIONS.items() if (project.root / name).is_file())
    return {language: read_navigation(project, language) for language in there}


def read_navigation(project: Project, language: str) -> list[Entry]:
    """The pages of a language, in the order of its navigation.

    Raises:
        LiterateError: the configuration cannot be read, is not YAML, or has no list ``nav``.
    """
    nav = _nav(configuration(project, language))
    return list(_entries(expand(project, language, nav), ()))


def in_order(project: Project, language: str) -> list[Entry]:
    """The pages of the navigation, and behind the index of errors the entries that it lists.

    Raises:
        LiterateError: see ``read_navigation``.
    """
    pages = read_navigation(project, language)
    at = next((i for i, one in enumerate(pages) if one.page == f"{ENTRIES}{INDEX}"), None)
    if at is None:
        return pages
    names = (page for page in project.pages(language) if is_entry(project, language, page))
    return [*pages[: at + 1], *(pages[at]._replace(page=x) for x in names), *pages[at + 1 :]]


def configuration(project: Project, language: str) -> Source:
    """The configuration of a language, as text."""
    name = CONFIGURATIONS[language]
    both = "Keep the lines of both sides, each once, without the markers"
    return read_source(project.root / name, name, both)


def _nav(source: Source) -> list:
    """``nav`` as MkDocs reads it, but with the lines of its strings."""
    try:
        root = yaml.compose("\n".join(source.lines), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = f"is not YAML ({getattr(error, 'problem', error)})"
        line = mark.line + 1 if mark else 1
        raise LiterateError(Problem(source.name, line, what, "Fix it")) from None
    items = root.value if isinstance(root, yaml.MappingNode) else []
    nav = next((value for key, value in items if key.value == "nav"), None)
    if not isinstance(nav, yaml.SequenceNode):
        fix = "Write 'nav:' and below it a list of pages and chapters"
        raise LiterateError(Problem(source.name, 1, "has no list 'nav'", fix))
    return _plain(nav)


def _plain(node: yaml.Node) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    return _text(node.value, node.start_mark.line + 1)


def _entries(nav: list, sections: tuple[str, ...]) -> Iterator[Entry]:
    for item in nav:
        for title, value in item.items() if isinstance(item, dict) else [(None, item)]:
            if isinstance(value, list):
                yield from _entries(value, (*sections, title))
            elif not is_url(value) and (page := _PAGE.fullmatch(value)):
                yield Entry(f"{page[1]}.md", value.line, sections, title)


def with_chapter(source: Source, folder: str, after: str = "") -> list[str]:
    """A configuration's lines with one more chapter in ``nav``. All else stays as it is.

    Args:
        after: the folder of the chapter that it follows; by default, the last one before the
            tutorials, or of all.

    Raises:
        LiterateError: the chapter that it follows is not there, or shares its line with others.
    """
    places = dict(_places(_nav(source)))
    tutorials = places.get(f"{NOTEBOOKS}/", 0)
    last = max((line for text, line in places.items() if _is_folder(text)), default=0)
    beside = places.get(f"{after}/", 0) if after else tutorials or last or max(places.values())
    at = beside if after or not tutorials else beside - 1
    indent = re.match(" *", source.lines[beside - 1])[0]
    lines = [*source.lines[:at], f"{indent}- {folder}/", *source.lines[at:]]
    with contextlib.suppress(LiterateError):
        made = list(_places(_nav(replace(source, lines=tuple(lines)))))
        if beside and (f"{folder}/", at + 1) in made:
            return lines
    what, fix = f"has no line '- {after}/' of its own in 'nav'", "Add it, or name another chapter"
    if not after:
        what, fix = "has no 'nav' of a line an entry", f"Add '- {folder}/' to it"
    raise LiterateError(Problem(source.name, 1, what, fix))


def _places(nav: list) -> Iterator[tuple[str, int]]:
    """What a navigation names, and the line of each."""
    for item in nav:
        for value in item.values() if isinstance(item, dict) else [item]:
            yield from _places(value) if isinstance(value, list) else [(value, value.line)]
