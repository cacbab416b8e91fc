"""Read a cell tagged ``rows`` as the rows of a table: a task, its code, and what the code gives.

A row begins at a comment in both languages. Where it ends with ``show``, a function of the module
that prints one line, the table has what is in the parentheses, and beside it that line::

    # zh: 改形状
    # en: reshape
    show(x.reshape(3, 2))
    #> (3, 2)

``show`` of a mere name tells what the lines above it gave.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from literate.snippet import COMMENT, Cell


class Row(NamedTuple):
    """A task, its code, and the line that this printed or nothing."""

    task: str
    code: str
    given: str


def rows(cell: Cell, language: str, printed: str) -> list[Row] | None:
    """The rows of a cell that printed that.

    None if they make no table: a statement is in no row, follows a ``show``, or prints otherwise.
    """
    comments = ((number, COMMENT.fullmatch(text)) for number, text in enumerate(cell.lines, 1))
    tasks = {n: c[3] or "" for n, c in comments if c and not c[1] and c[2] == language}
    lines, found = printed.split("\n") if printed else [], []
    above = itertools.groupby(
        _statements(cell), lambda s: max((n for n in tasks if n < s[0]), default=0)
    )
    for begin, group in above:
        statements = list(group)
        shows = [shown for *_, shown in statements]
        if not begin or any(shows[:-1]) or (shows[-1] and not lines):
            return None
        code = "\n".join(text for _, text, _ in statements if text)
        found.append(Row(tasks[begin], code, lines.pop(0) if shows[-1] else ""))
    return None if lines else found


def _statements(cell: Cell) -> Iterator[tuple[int, str, bool]]:
    """The statements of a cell: their lines in it, their code, whether they show something."""
    source = "\n".join(cell.lines)
    for node in cell.tree.body:
        match node:
            case ast.Expr(ast.Call(ast.Name("show"), [shown], [])):
                code = "" if isinstance(shown, ast.Name) else ast.get_source_segment(source, shown)
                yield node.lineno, code or "", True
            case _:
                yield node.lineno, "\n".join(cell.lines[node.lineno - 1 : node.end_lineno]), False
