"""What an earlier check found out of files that are as they were: pages, modules, right words.

It lies in a folder that is never committed, by keys made of times of change: what another checkout
kept is never loaded.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import pickle
import platform
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from literate.check.language import VARIANTS
from literate.include import Example
from literate.page import Page, read_page
from literate.page import remember as remember_page
from literate.project import Project, stamp
from literate.snippet import Module, read_module, remember

_INCLUDED = re.compile(r'--8<-- "([^":]+):')
_LISTS = "<!-- literate:"  # what stands for this is made from other files
_LIBRARIES = ("Markdown", "pymdown-extensions", "autocorrect-py")


class Kept:
    """What is known of the files of a project, from this check or an earlier one."""

    def __init__(self, project: Project) -> None:
        self.project, self.file = project, project.cache / "checked.sqlite"
        self.new: dict[str, tuple[str, bytes]] = {}
        code = sorted(Path(__file__).parents[1].rglob("*.py"))
        rules = [project.root / name for name in ("pyproject.toml", VARIANTS)]
        found_by: list[object] = [platform.python_version(), *map(_version, _LIBRARIES)]
        found_by += ((file.name, stamp(file)) for file in (*code, *rules))
        self.found_by = hashlib.sha256(repr(found_by).encode())
        self.before: dict[str, tuple[str, bytes]] = {}
        with contextlib.suppress(sqlite3.Error), self._table() as table:
            rows = table.execute("SELECT name, key, found FROM kept")
            self.before = {name: (key, found) for name, key, found in rows}

    @functools.cached_property
    def figures(self) -> dict[str, list[Path]]:
        """The recorded figures by the module, without its suffix, that they belong to."""
        found: dict[str, list[Path]] = {}
        for file in sorted(self.project.snippets.rglob("*.svg")):
            module = file.with_name(file.name.partition(".")[0])
            found.setdefault(str(module), []).append(file)
        return found

    def read_page(self, file: Path) -> Page:
        """What ``read_page`` gives, and raises."""
        if page := self.recall(file):
            return page
        page = read_page(self.project, file)
        if key := self._key(file):
            self.new[self.project.relative(file)] = key, _pickled(page)
        return page

    def recall(self, file: Path) -> Page | None:
        """The page of a file that is as it was when a check read it; none if there was none."""
        kept = self.before.get(self.project.relative(file))
        if not kept or not kept[0] or kept[0] != self._key(file):
            return None
        page = _Unpickler(self.project, kept[1]).load()
        remember_page(self.project, file, page)
        return page

    def right_module(self, path: str) -> Module | None:
        """A module that an earlier check found nothing wrong with, if it is as it was."""
        file = self.project.snippets / path
        key, found = self.before.get(self._module(file), ("", b""))
        if not found or key != self._digest([file]):
            return None
        source, cells = pickle.loads(found)
        return remember(self.project, Module(path, file, source, cells))

    def note_right_module(self, module: Module) -> None:
        """Nothing is wrong with a module as it is."""
        cells = {title: replace(cell) for title, cell in module.cells.items()}  # without trees
        found = pickle.dumps((module.source, cells), pickle.HIGHEST_PROTOCOL)
        self.new[self._module(module.file)] = self._digest([module.file]), found

    def _module(self, file: Path) -> str:
        return f"module of {self.project.relative(file)}"

    def right_words(self, file: Path) -> bool:
        """Whether the words of a file were right as it is."""
        return self.before.get(self._words(file), ("",))[0] == self._digest([file])

    def note_right_words(self, file: Path) -> None:
        """The words of a file are right as it is."""
        self.new[self._words(file)] = self._digest([file]), b""

    def _words(self, file: Path) -> str:
        return f"words of {self.project.relative(file)}"

    def save(self) -> None:
        """Keep what is new, and nothing of files that are gone."""
        gone = [x for x in self.before if not (self.project.root / x.split(" of ")[-1]).is_file()]
        if self.new or gone:
            with contextlib.suppress(sqlite3.Error, OSError), self._table(write=True) as table:
                table.executemany("DELETE FROM kept WHERE name = ?", [(name,) for name in gone])
                rows = [(name, key, found) for name, (key, found) in self.new.items()]
                table.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)

    @contextlib.contextmanager
    def _table(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        if write:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        mode = "rwc" if write else "ro"
        found = sqlite3.connect(f"{self.file.resolve().as_uri()}?mode={mode}", uri=True)
        with contextlib.closing(found), found:
            if write:
                found.execute("CREATE TABLE IF NOT EXISTS kept (name PRIMARY KEY, key, found)")
            yield found

    def _key(self, file: Path) -> str:
        """What changes when the parsed page may; empty for a page that lists other files."""
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else _LISTS
        if _LISTS in text:
            return ""
        shown = sorted({*_INCLUDED.findall(text)})
        files = [file]
        for path in shown:
            module = self.project.snippets / path
            files += [module, *self.figures.get(str(module.with_suffix("")), ())]
        return self._digest(files)

    def _digest(self, files: Iterable[Path]) -> str:
        digest = self.found_by.copy()
        digest.update(repr([(self.project.relative(x), stamp(x)) for x in files]).encode())
        return digest.hexdigest()


def _version(library: str) -> str:
    """The version of a library; empty where it is not installed."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


class _Pickler(pickle.Pickler):
    """Names the cells of modules, which are read anyway."""

    def persistent_id(self, found: object) -> object:
        if isinstance(found, Example):
            return found.line, found.module.path, found.cell.title, found.alt, found.options
        return None


class _Unpickler(pickle.Unpickler):
    def __init__(self, project: Project, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self.project = project

    def persistent_load(self, given: tuple) -> Example:
        line, path, title, alt, options = given
        module: Module = read_module(self.project, path)
        return Example(line, module, module.cells[title], alt, options)


def _pickled(page: Page) -> bytes:
    made = io.BytesIO()
    _Pickler(made, pickle.HIGHEST_PROTOCOL).dump(page)
    return made.getvalue()
