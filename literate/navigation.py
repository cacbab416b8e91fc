"""The navigation of each language in its MkDocs configuration: read it, add a page to it.

The files are edited as text, so that comments, order and layout stay.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

from literate.problem import LiterateError, Problem
from literate.project import Project, Source, read_source

CONFIGURATIONS = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}
_PAGE = re.compile(r"(?![a-z][a-z0-9+.-]*:|//)(.+)\.(?:md|ipynb)", re.IGNORECASE)


class Entry(NamedTuple):
    """A page (``autograd/index.md``), its line, the sections around it and its own title."""

    page: str
    line: int
    sections: tuple[str, ...] = ()
    title: str | None = None


def configuration(project: Project, language: str) -> Source:
    """The configuration of a language, as text."""
    name = CONFIGURATIONS[language]
    return read_source(project.root / name, name)


def configured(project: Project) -> dict[str, Source]:
    """The configurations that are there, by language."""
    there = (x for x, name in CONFIGURATIONS.items() if (project.root / name).is_file())
    return {language: configuration(project, language) for language in there}


def read_navigation(source: Source) -> list[Entry]:
    """The pages that a configuration's ``nav`` names, in order.

    Raises:
        LiterateError: the file is not YAML, or has no ``nav`` that is a list.
    """
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
    return list(_entries(nav, ()))


def _entries(node: yaml.Node, sections: tuple[str, ...]) -> Iterator[Entry]:
    for item in node.value:
        for key, value in item.value if isinstance(item, yaml.MappingNode) else [(None, item)]:
            title = key and key.value
            if not isinstance(value, yaml.ScalarNode):
                yield from _entries(value, (*sections, title))
            elif page := _PAGE.fullmatch(value.value):
                yield Entry(f"{page[1]}.md", value.start_mark.line + 1, sections, title)


def with_page(source: Source, page: str, chapter: str, index: Sequence[str] = ()) -> list[str]:
    """The configuration's lines with ``page`` at the end of its chapter.

    A chapter that is new has the title ``chapter``, and the pages ``index`` before ``page``.
    """
    entries, lines = read_navigation(source), list(source.lines)
    folder = posixpath.dirname(page)
    beside = [entry.line for entry in entries if posixpath.dirname(entry.page) == folder]
    if beside:
        line = lines[beside[-1] - 1]
        if line.rstrip().endswith(".ipynb"):  # whose pages are shown as notebooks
            page = page.removesuffix("md") + "ipynb"
        added = [f"{re.match(' *', line)[0]}- {page}"]
    else:
        beside = [e.line for e in entries if e.sections] or [entry.line for entry in entries]
        top = re.match(" *", lines[entries[0].line - 1])[0]
        title = chapter if re.fullmatch(r"[\w ]+", chapter) else json.dumps(chapter, ensure_ascii=0)
        added = [f"{top}- {title}:", *(f"{top}    - {name}" for name in (*index, page))]
    return [*lines[: beside[-1]], *added, *lines[beside[-1] :]]
