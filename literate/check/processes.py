"""Modules that start processes: each process may import the module, which must do nothing then.

It does where processes are spawned (Windows, macOS) or forked from a server (Linux, from Python
3.14 on). What is to be done once stands below ``if __name__ == "__main__":``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from literate.problem import Problem
from literate.snippet import Cell, Module

_PACKAGES = ("multiprocessing", "torch.multiprocessing", "concurrent.futures")
_STARTS = {"Process", "Pool", "ProcessPoolExecutor", "Manager", "spawn", "start_processes"}
_STARTS |= {"get_context", "set_start_method"}
# In the code of each module that starts processes: asked first, as the tree of a module takes time.
_MAY_START = re.compile("num_workers|multiprocessing|concurrent")
# What does no harm when it is done again: always, and where it does no more than name a value.
_DEFINES = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_ASSIGNS = ast.Assign | ast.AnnAssign | ast.AugAssign


def first_process(module: Module) -> int | None:
    """The line where a module starts processes; None if it starts none.

    That is a call with ``num_workers``, or of what starts them in ``multiprocessing``, in torch's
    package of that name or in ``concurrent.futures``.
    """
    if not any(map(_MAY_START.search, (cell.code for cell in module.cells.values()))):
        return None
    names = _names(module)
    for cell in module.cells.values():
        if lines := [node.lineno for node in cell.nodes if _starts(node, names)]:
            return cell.first - 1 + min(lines)
    return None


def unguarded(module: Module) -> Iterator[Problem]:
    """What a module that starts processes does in each of them, too."""
    if (start := first_process(module)) is None:
        return
    names, found = _names(module), {}
    for cell in module.cells.values():
        for statement in cell.tree.body:
            if _acts(statement, cell, names):
                found.setdefault(f"'{cell.title}'", cell.first - 1 + statement.lineno)
    if found:
        cells = f"cell{'s' if len(found) > 1 else ''} {', '.join(found)}"
        what = f"acts in each process that line {start} starts, too ({cells})"
        fix = "In each cell, indent all but imports, definitions and constants below "
        yield Problem(
            module.name, min(found.values()), what, fix + "'if __name__ == \"__main__\":'"
        )


def _names(module: Module) -> dict[str, str]:
    """The names of a module that stand for one of ``_PACKAGES``, or for what is in it."""
    names = {package: package for package in _PACKAGES}
    for node in (node for cell in module.cells.values() for node in cell.nodes):
        match node:
            case ast.Import(names=imported):
                names |= {x.asname: x.name for x in imported if x.asname and x.name in _PACKAGES}
            case ast.ImportFrom(module=str(package), names=imported):
                full = {x.asname or x.name: f"{package}.{x.name}" for x in imported}
                inside = {n: x for n, x in full.items() if package in _PACKAGES or x in _PACKAGES}
                names |= inside
    return names


def _starts(node: ast.AST, names: dict[str, str]) -> bool:
    """Whether a node is a call that starts processes, or makes what does."""
    if not isinstance(node, ast.Call):
        return False
    for keyword in node.keywords:
        if keyword.arg == "num_workers":
            return ast.unparse(keyword.value) != "0"
    called = ast.unparse(node.func)
    before, _, name = names.get(called, called).rpartition(".")
    return name in _STARTS and (called in names or before in names)


def _is_guard(statement: ast.stmt) -> bool:
    found = isinstance(statement, ast.If) and not statement.orelse
    return found and ast.unparse(statement.test) == "__name__ == '__main__'"


def _acts(statement: ast.stmt, cell: Cell, names: dict[str, str]) -> bool:
    """Whether a statement at the top of a cell does what is to be done once."""
    comment = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    if comment or isinstance(statement, _DEFINES) or _is_guard(statement):
        return False
    if not isinstance(statement, _ASSIGNS) or any(_starts(n, names) for n in ast.walk(statement)):
        return True
    if cell.outputs and not any(map(_is_guard, cell.tree.body)):
        return True
    return cell.conditional or "raises-exception" in cell.tags
