"""A fence that shows a cell: which one, and what is wrong with the fence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from literate.problem import LiterateError, Problem
from literate.project import Project, resolve_include
from literate.snippet import Cell, Module, read_module

_INCLUDE = re.compile(r"\s*-+8<-+\s*([\"'])(?P<target>[^\"']*)\1\s*")
ALIKE = re.compile(r"\s*-+8<-+")


@dataclass(frozen=True)
class Example:
    """A cell where a page includes it, by a fence at ``line`` with ``title="…"``, say, as options.

    ``alt`` says in words what its figure shows, if it draws one.
    """

    line: int
    module: Module
    cell: Cell
    alt: str | None = None
    options: str = ""

    @property
    def key(self) -> str:
        """The include's target: ``autograd/backward.py:leaf``."""
        return f"{self.module.path}:{self.cell.title}"


def include(project: Project, place: tuple[str, int], text: str, options: dict) -> Example:
    """The example that a fence shows.

    Args:
        place: the page and the line of the fence.
        text: what is in it.
        options: the fence's options; ``alt`` is the figure's, the others go with the code.

    Raises:
        LiterateError: what is wrong with the include, or with the module that it names.
    """
    page, line = place
    match = _INCLUDE.fullmatch(text)
    if match is None:
        what, fix = "malformed include", 'Write --8<-- "folder/module.py:cell", and nothing else'
        if not ALIKE.search(text):
            what = "code on a page that is not an include"
            fix = 'Move it into a cell, then write --8<-- "folder/module.py:cell"'
        raise LiterateError(Problem(page, line, what, fix))
    path, _, title = match["target"].partition(":")
    try:
        path = resolve_include(project, path)
        if not project.has(f"snippets/{path}"):
            raise ValueError("names no module below snippets/")
        module = read_module(project, path)
    except ValueError as error:
        what, fix = f"the path '{path}' {error}", "Check it, or create the module"
        raise LiterateError(Problem(page, line + 1, what, fix)) from None
    if cell := module.cells.get(title):
        given = " ".join(f'{name}="{value}"' for name, value in options.items() if name != "alt")
        return Example(line, module, cell, options.get("alt"), given)
    what = f"snippets/{path} has no cell '{title}'" if title else "no cell is named"
    raise LiterateError(Problem(page, line + 1, what, f"Its cells: {', '.join(module.cells)}"))


def wrong_with(example: Example, before: Sequence[Example]) -> Iterator[tuple[int, str, str]]:
    """What is wrong with an include of a cell that exists: line, what, next step.

    Args:
        before: the examples above it on the page.
    """
    line, module, cell = example.line, example.module, example.cell
    drawn = module.draws(cell.title)
    if drawn and not (example.alt or "").strip():
        what = f"the figure of cell '{cell.title}' has no alternative text"
        yield line, what, 'Say in words what it shows: ```python alt="…"'
    elif example.alt is not None and not drawn and not cell.required_gpus:
        what = f"cell '{cell.title}' has no recorded figure to describe"
        yield line, what, f"nox -s record -- {module.name}, or remove the alt text"
    if above := next((e.line for e in before if e.key == example.key), None):
        what = f"the page shows this cell already at line {above}"
        yield line + 1, what, "Show a cell once per page"
    if "remove-cell" in cell.tags:
        what = f"cell '{cell.title}' is tagged remove-cell but shown"
        yield line + 1, what, f"Remove the tag at {module.name}:{cell.line}, or this fence"
