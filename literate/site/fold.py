"""Fold the imports at the head of an example: many lines of them push its point out of sight."""

from __future__ import annotations

import ast
import itertools
import re

from literate.snippet import Cell
from literate.words import say

_SHOWN = 4  # lines of imports that a reader passes over


def folded(cell: Cell, language: str, html: str) -> str:
    """The HTML of a cell's code, in which more than four lines of leading imports are folded.

    The code stays whole, in its order, in one element: what reads or copies it sees no fold.
    """
    imports = _imports(cell)
    lines = [text for number, text in cell.shown(language) if number <= imports]
    rest = [text for number, text in cell.shown(language) if number > imports]
    if len(lines) <= _SHOWN or not any(rest):
        return html
    blank = len(list(itertools.takewhile(lambda text: not text, rest)))
    parts = rf"(<code[^>]*>)((?:[^\n]*\n){{{len(lines) + blank}}})(.*?)(?=</code>)"
    name = say(language, "imports", len(lines))

    def fold(found: re.Match[str]) -> str:
        if 'class="hll"' in found[2]:  # the page points at one of them
            return found[0]
        summary = f'<summary aria-label="{name}"></summary>'
        folded = f'<details class="imports">{summary}{found[2]}</details>'
        return f"{found[1]}{folded}<span>{found[3]}</span>"

    return re.sub(parts, fold, html, count=1, flags=re.DOTALL)


def _imports(cell: Cell) -> int:
    """The line, in the module, of the last of the imports that a cell begins with; or 0."""
    leading = itertools.takewhile(
        lambda n: isinstance(n, ast.Import | ast.ImportFrom), cell.tree.body
    )
    return max((cell.first + node.end_lineno - 1 for node in leading), default=0)
