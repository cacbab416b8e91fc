"""Code that a reader takes along: it runs where it is pasted, past the errors that a page shows."""

from __future__ import annotations

import ast
from html import escape

from literate.page import Example, Page
from literate.project import DEVICES
from literate.snippet import Cell, Module
from literate.words import say

_GUARD = (
    'try:\n{}\nexcept Exception as raised:\n    print(f"{{type(raised).__name__}}: {{raised}}")'
)


def for_prompt(code: str) -> str:
    """Code as Python's standard prompt takes it, with a line end.

    A blank line ends a block there, and a block goes on until one: none is inside, one below it.
    """
    tree, lines = ast.parse(code), code.split("\n")
    keep, inside, last = _in_strings(tree), set(), set()
    for node in tree.body:
        if isinstance(getattr(node, "body", getattr(node, "cases", None)), list):
            decorators = getattr(node, "decorator_list", ())
            first = min((node.lineno, *(decorator.lineno for decorator in decorators)))
            inside.update(range(first, node.end_lineno))
            last.add(node.end_lineno)
    made = []
    for number, text in enumerate(lines, 1):
        if text.strip() or number in keep or number not in inside:
            made.append(text)
        if number in last and (number == len(lines) or lines[number].strip()):
            made.append("")
    return "\n".join(made) + "\n"


def guarded(code: str) -> str:
    """Code that prints the exception it raises, and lets what is below it run."""
    keep = _in_strings(ast.parse(code))
    lines = enumerate(code.split("\n"), 1)
    return _GUARD.format("\n".join(t if n in keep or not t else f"    {t}" for n, t in lines))


def _in_strings(tree: ast.AST) -> set[int]:
    """The lines, from 1, that begin inside a string."""
    strings = (n for n in ast.walk(tree) if isinstance(n, ast.JoinedStr | ast.Constant))
    return {line for n in strings for line in range(n.lineno + 1, n.end_lineno + 1)}


def may_raise(cell: Cell) -> bool:
    """Whether a cell raises by design, or on a machine or a release that it is not for."""
    return "raises-exception" in cell.tags or cell.conditional


def _code(cell: Cell, language: str) -> str:
    return "\n".join(text for _, text in cell.shown(language))


def attributes(example: Example, language: str) -> str:
    """What the buttons on an example need to know, as HTML attributes, each after a blank.

    ``data-cell`` is its place in its module. ``data-paste`` is its code for the prompt where a line
    end, and a blank line if the last one is indented, does not make it; ``data-guarded`` tells that
    it may raise, and is the guarded code where indenting each line does not make it.
    """
    cell, code = example.cell, _code(example.cell, language)
    given = {"cell": f"{example.module.path}:{cell.line}"}
    paste = for_prompt(code)
    one_line_block = paste.endswith("\n\n") and not code.split("\n")[-1].startswith(" ")
    if paste.rstrip("\n") != code or one_line_block:
        given["paste"] = paste
    if may_raise(cell):
        given["guarded"] = for_prompt(guarded(code)) if _in_strings(ast.parse(code)) else ""
    return "".join(f' data-{name}="{escape(value)}"' for name, value in given.items())


def not_shown(page: Page) -> str:
    """The cells that run before a page's examples and that it does not show, as HTML templates.

    Of a module that is only quoted here, and has a page of its own, one template says that some are
    missing.
    """
    made = []
    for module in page.modules:
        shown = {e.cell.line for e in page.examples if e.module is module}
        above = (c for c in module.cells.values() if c.line < max(shown) and c.line not in shown)
        missing = [cell for cell in above if cell.shows_code]
        quoted = module.path != page.path.removesuffix(".md") + ".py"
        for cell in missing[: 1 if quoted else None]:
            code = _code(cell, page.language)
            text = "" if quoted else for_prompt(guarded(code) if may_raise(cell) else code)
            place = f"{module.path}:{0 if quoted else cell.line}"
            made.append(f'<template data-cell="{escape(place)}">{escape(text)}</template>')
    return "".join(made)


def standalone(page: Page, module: Module, url: str, verified: str) -> str:
    """A module as a program that runs to its end, with its cells and outputs as comments.

    Args:
        url: the page's address.
        verified: what was verified where, in the page's language.
    """
    language = page.language
    head = [page.title, url, verified, say(language, "license")]
    cells = [cell for cell in module.cells.values() if cell.shows_code]
    if any(map(may_raise, cells)):
        head.append(say(language, "caught"))
    parts = ["\n".join(f"# {line}" for line in filter(None, head))]
    for cell in cells:
        code = _code(cell, language)
        lines = [f"# %% {cell.title}", guarded(code) if may_raise(cell) else code]
        for device in DEVICES:
            mark = "#>" if device == "cpu" else f"#{device}>"
            lines += [f"{mark} {line}".rstrip() for line in cell.outputs.get(device, ())]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"
