"""The map of ``literate`` in its docstring: every room is on it, and data flows one way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import literate

FOLDER = Path(literate.__file__).parent
ROOMS = [
    room
    for names in re.findall(r"^    ([a-z_]+(?:, [a-z_]+)*)  +\S", literate.__doc__, re.MULTILINE)
    for room in names.split(", ")
]


def imported(file: Path) -> Iterator[str]:
    """The rooms that a file imports to run, wherever it does."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body.clear()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] == "literate":
            inner = node.module.split(".")[1:]
            yield from inner[:1] or [alias.name for alias in node.names]


def test_every_room_is_on_the_map_once():
    there = {path.stem for path in FOLDER.iterdir() if (path / "__init__.py").is_file()}
    there |= {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "__main__"}
    assert sorted(ROOMS) == sorted(there)


def test_no_room_imports_one_below_it():
    below = {
        f"{file.relative_to(FOLDER).as_posix()} imports {other}"
        for room in ROOMS
        for file in [FOLDER / f"{room}.py", *(FOLDER / room).glob("*.py")]
        if file.is_file()
        for other in imported(file)
        if ROOMS.index(other) > ROOMS.index(room)
    }
    assert not below
