"""The navigation of each language, in its MkDocs configuration: read, and added to.

The files are edited as text, so that comments, order and layout stay as a person wrote them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from literate.address import is_full
from literate.problem import LiterateError, Problem
from literate.project import Project, Source, read_source

CONFIGURATIONS = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}


@dataclass(frozen=True)
class Entry:
    """A page in the navigation.

    Attributes:
        page: relative to ``docs/<language>/``; for a notebook, the page that it is made from.
        line: line in the configuration.
        sections: the titles of the sections that it stands in, from the outside.
        title: the title that the navigation gives it, or None.
    """

    page: str
    line: int
    sections: tuple[str, ...] = ()
    title: str | None = None


def configuration(project: Project, language: str) -> Source:
    """The configuration of a language, as text."""
    name = CONFIGURATIONS[language]
    return read_source(project.root / name, name)


def read_navigation(source: Source) -> list[Entry]:
    """The pages that a configuration's ``nav`` names, in order.

    Raises:
        LiterateError: the file is not YAML, or has no ``nav`` that is a list.
    """
    nav = _nav(source)
    if not isinstance(nav, yaml.SequenceNode):
        mend = "Write 'nav:' and below it a list of pages and chapters"
        raise LiterateError(Problem(source.name, 1, "has no list 'nav'", mend))
    return list(_entries(nav, ()))


def _nav(source: Source) -> yaml.Node | None:
    try:
        root = yaml.compose("\n".join(source.lines), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = f"is not YAML ({getattr(error, 'problem', error)})"
        line = mark.line + 1 if mark else 1
        raise LiterateError(Problem(source.name, line, what, "Mend it")) from None
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == "nav"), None)


def _entries(
    node: yaml.Node, sections: tuple[str, ...], title: str | None = None
) -> Iterator[Entry]:
    if isinstance(node, yaml.ScalarNode):
        if not is_full(node.value):
            page = re.sub(r"\.ipynb$", ".md", node.value)
            yield Entry(page, node.start_mark.line + 1, sections, title)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode):
                yield from _entries(value, sections, key.value)
            else:
                yield from _entries(value, (*sections, key.value))
    else:
        for item in node.value:
            yield from _entries(item, sections)


def with_page(source: Source, page: str, chapter: str, index: Sequence[str] = ()) -> list[str]:
    """The configuration's lines with ``page`` at the end of its chapter.

    Args:
        page: relative to ``docs/<language>/``.
        chapter: the title of the chapter if it has to be made, below the last one.
        index: the chapter's pages that have to stand before ``page`` in a new chapter.

    Raises:
        LiterateError: there is no ``nav`` to add to.
    """
    entries = read_navigation(source)
    lines = list(source.lines)
    folder = page.rpartition("/")[0]
    beside = [e for e in entries if folder and e.page.rpartition("/")[0] == folder]
    if not folder:
        last = max(entry.line for entry in entries)
        lines.insert(last, f"  - {page}")
    elif beside:
        last = max(entry.line for entry in beside)
        indent = re.match(r"\s*", lines[last - 1])[0]
        if lines[last - 1].rstrip().endswith(".ipynb"):  # whose pages are shown as notebooks
            page = re.sub(r"\.md$", ".ipynb", page)
        lines.insert(last, f"{indent}- {page}")
    else:
        last = max((e.line for e in entries if e.sections), default=0)
        last = last or max(entry.line for entry in entries)
        top = re.match(r"\s*", lines[min(e.line for e in entries) - 1])[0]
        title = (
            chapter if re.fullmatch(r"[\w ]+", chapter) else json.dumps(chapter, ensure_ascii=False)
        )
        added = [f"{top}- {title}:", *(f"{top}    - {name}" for name in (*index, page))]
        lines[last:last] = added
    return lines
