"""Cells whose code no reader gets: what a reader does get has to run without them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from literate.problem import Problem
from literate.project import DRAWING
from literate.run.figures import uses_drawing
from literate.snippet import Cell, Module


def not_taken_along(module: Module) -> Iterator[Problem]:
    """Shown cells that need a cell tagged remove-input, or the drawing functions."""
    drawn: dict[str, str] = {}  # a name, and the cell without code that gave it its value
    for cell in module.cells.values():
        asked = not cell.shows_code or any(name in cell.code for name in drawn)
        bound, read = _names(cell) if asked else (set(), {})
        if not cell.shows_code:
            drawn |= dict.fromkeys(bound, cell.title)
            continue
        if uses_drawing(cell.code):
            what = f"cell '{cell.title}' imports {DRAWING}, which no reader has"
            yield Problem(module.name, cell.line, what, "Tag it remove-input")
        for name in drawn.keys() & read.keys() - bound:
            what = (
                f"uses '{name}', which only cell '{drawn[name]}' defines, whose code is not shown"
            )
            fix = "Define it in a cell that is shown, or give it another name there"
            yield Problem(module.name, cell.first - 1 + read[name], what, fix)
        drawn = {name: title for name, title in drawn.items() if name not in bound}


def _names(cell: Cell) -> tuple[set[str], dict[str, int]]:
    """The names that a cell binds outside of functions and classes, and those that it reads.

    Each name that is read comes with the first line that does.
    """
    bound: set[str] = set()
    read: dict[str, int] = {}
    for node in cell.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            read[node.id] = min(node.lineno, read.get(node.id, node.lineno))
    waiting: list[ast.AST] = [*cell.tree.body]
    for node in waiting:
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                bound.add(name)
                continue
            case ast.Name(id=name, ctx=ast.Store()):
                bound.add(name)
            case ast.alias(name=name, asname=other):
                bound.add(other or name.partition(".")[0])
            case (
                ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp()
            ):
                continue
        waiting.extend(ast.iter_child_nodes(node))
    return bound, read
