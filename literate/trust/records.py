"""``snippets/verified.json`` damaged: its records edited, doubled, moved and removed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import partial

from literate.problem import LiterateError
from literate.project import Project
from literate.provenance import Record, Verified
from literate.read import Module, read_module
from literate.trust import Mutant, Room, changed
from literate.trust.damage import MADE_UP

_NAMES = [field.name for field in fields(Record)]


class Records(Room):
    """The records of a project, damaged and judged as they are read and held to the modules."""

    NAME = "records"
    KINDS = (
        *(f"record-{name}" for name in _NAMES),
        *("record-resealed", "record-removed", "record-doubled", "record-moved", "records-gone"),
    )

    def read(self) -> None:
        self.modules: dict[str, Module] = {}
        for path in self.verified.records:
            if self.chosen(f"snippets/{path}") or self.chosen(self.verified.name):
                try:
                    module = read_module(self.project, path)
                    red = self.verified.problems([module])
                except LiterateError as error:
                    red = error.problems
                self.trusted.red += red
                if not red:
                    self.modules[path] = module

    def mutants(self) -> Iterator[Mutant]:
        if not self.modules:
            return
        lines = self.verified.encode().decode().splitlines()
        paths = sorted(self.verified.records)
        at = 0
        for path in paths:
            at = lines.index(f"{json.dumps(path)}: [", at)
            records = self.verified.records[path]
            for number, record in enumerate(records if path in self.modules else ()):
                place = f"{self.verified.name}:{at + number + 2}"
                for kind, said, new in self._of_record(path, record, records, paths):
                    judge = partial(self.judge, path, new)
                    yield Mutant(kind, place, f"{path}: {said}", judge)
        some = next(iter(self.modules))
        yield Mutant("records-gone", f"{self.verified.name}:1", "", partial(self.judge, some, None))

    def _of_record(
        self, path: str, record: Record, records: list[Record], paths: list[str]
    ) -> Iterator[tuple[str, str, dict[str, list[Record]]]]:
        """The damages to a record: (kind, what it is, the records of the modules it concerns)."""
        others = [other for other in records if other is not record]
        for name in _NAMES:
            value = getattr(record, name)
            for new in _edited(name, value):
                edited = replace(record, **{name: new})
                yield f"record-{name}", changed(value, new), {path: [edited, *others]}
                # What a run printed can be told from what the module says; when and where, not.
                newest = record.release == self.verified.releases[0]
                if name in ("code", "outputs", "figures") and newest:
                    resealed = {path: [edited.sealed(path), *others]}
                    yield "record-resealed", changed(value, new), resealed
        if record.release == self.verified.releases[0]:
            yield "record-removed", f"torch {record.release}", {path: others}
        yield "record-doubled", f"torch {record.release}", {path: [record, record, *others]}
        there = paths[paths.index(path) - 1]
        if there != path:
            beside = self.verified.records[there]
            moved = {path: others, there: [record, *beside]}
            yield "record-moved", f"to {there}", moved

    def judge(self, path: str, records: dict[str, list[Record]] | None) -> str:
        """Which layer sees that the file has other records, or is gone: None."""
        project = Project(self.folder)
        project.snippets.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.project.root / "pyproject.toml", project.root)
        file = project.snippets / self.verified.file.name
        if records is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(_encoded({**self.verified.records, **records}))
        try:
            verified = Verified(project)
        except LiterateError:
            return "record"
        return "record" if verified.problems([self.modules[path]]) else ""


def _edited(name: str, value: str) -> Iterator[str]:
    """Other values of a field, as a person could write them."""
    if name == "device":
        yield "cuda" if value == "cpu" else "cpu"
    elif name in ("torch", "python", "date"):
        yield str(int(value[0]) % 9 + 1) + value[1:]
        yield value[:-1] + ("0" if value[-1] != "0" else "1")
    elif name == "hardware":
        yield MADE_UP
    elif value:
        for at in {0, len(value) // 2 - (value[len(value) // 2] == " "), len(value) - 1}:
            yield value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :]


def _encoded(records: dict[str, list[Record]]) -> bytes:
    """The file with these records, as ``Verified`` writes it."""
    file = object.__new__(Verified)
    file.records = records
    return file.encode()
