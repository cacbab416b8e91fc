"""``snippets/verified.json`` damaged: its records edited, doubled, moved and removed."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import partial
from pathlib import Path

from literate.problem import LiterateError
from literate.project import Project
from literate.record.records import Record, Verified
from tests.trust import Mutant, Room, changed
from tests.trust.damage import MADE_UP, other_digit


class Records(Room):
    """The records of a project, judged as they are read and compared with the modules."""

    def mutants(self) -> Iterator[Mutant]:
        name, lines = self.verified.name, self.verified.encode().decode().splitlines()
        modules = [p for p in self.checked.modules if self.chosen(f"snippets/{p}")]
        for path in sorted(self.verified.records):
            start = f'{{"module": {json.dumps(path)},'
            at = next(number for number, line in enumerate(lines, 1) if line.startswith(start))
            records = self.verified.records[path] if path in modules else ()
            for line, record in enumerate(records, at):
                for kind, said, new in self._of_record(path, record):
                    judge = partial(self.judge, path, new)
                    yield Mutant(kind, f"{name}:{line}", f"{path}: {said}", judge)
        if self.verified.records and modules:
            yield Mutant("records-gone", f"{name}:1", "", partial(self.judge, modules[0], None))

    def _of_record(
        self, path: str, record: Record
    ) -> Iterator[tuple[str, str, dict[str, list[Record]]]]:
        """The damages to a record: (kind, what it is, the records of the modules it concerns)."""
        others = [other for other in self.verified.records[path] if other is not record]
        newest, torch = record.release == self.verified.releases[0], f"torch {record.release}"
        for name in (field.name for field in fields(Record)):
            value = getattr(record, name)
            for new in _edited(name, value):
                edited = replace(record, **{name: new})
                yield f"record-{name}", changed(value, new), {path: [edited, *others]}
                # What a run printed can be told from what the module says; when and where, not.
                if name in ("code", "outputs", "figures") and newest:
                    resealed = {path: [edited.sealed(path), *others]}
                    yield "record-resealed", changed(value, new), resealed
        if newest:
            yield "record-removed", torch, {path: others}
        yield "record-doubled", torch, {path: [record, record, *others]}
        paths = sorted(self.verified.records)
        if (there := paths[paths.index(path) - 1]) != path:
            moved = {path: others, there: [record, *self.verified.records[there]]}
            yield "record-moved", f"to {there}", moved

    def judge(self, path: str, records: dict[str, list[Record]] | None) -> str:
        """Which layer sees that the file has other records, or is gone: None."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(self.project.root / "pyproject.toml", folder)
            project = Project(Path(folder))
            project.snippets.mkdir()
            if records is not None:
                written = Verified(project)
                written.records = records  # each line is read for itself
                written.file.write_bytes(written.encode())
            try:
                problems = Verified(project).problems([self.checked.modules[path]])
            except LiterateError:
                return "record"
        return "record" if problems else ""


def _edited(name: str, value: str) -> list[str]:
    """Other values of a field, as a person could write them."""
    if name == "device":
        return ["cuda" if value == "cpu" else "cpu"]
    if name in ("torch", "python", "date"):
        return [str(int(value[0]) % 9 + 1) + value[1:], other_digit(value, -1)]
    if name == "hardware":
        return [MADE_UP]
    middle = len(value) // 2
    places = {0, middle - (value[middle] == " "), len(value) - 1} if value else ()
    return [other_digit(value, at) for at in places]
