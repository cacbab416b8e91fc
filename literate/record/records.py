"""What was verified, on which device, with which torch, when: ``snippets/verified.json``.

For each module, device and release of torch the file holds one line, a ``Record``, with a hash of
the module's code and one of each output that it documents there. So a machine without the device
or the release can tell which records still hold, and an output that nobody printed is found out.

Each line says all of itself and ends alike, modules are blank lines apart: a merge that keeps the
lines of both sides (``merge=union``, see ``.gitattributes``) makes a file that is right.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from literate.problem import LiterateError, Problem
from literate.project import DEVICE_NAMES, DEVICES, DRAWING, Project, read_source
from literate.releases import key_device, older, release, without_build
from literate.run.figures import drawing_functions
from literate.run.verdict import claims_cuda
from literate.snippet import PRESENTATION, Cell, Module, read_module

# The record describes the module; there is one, of what the module was before; there is none.
STATES = ("verified", "changed", "missing")
_BOTH = "Keep the lines of both sides, without the markers; then run 'nox -s check -- --fix'"


@dataclass(frozen=True)
class Record:
    """One green run.

    Attributes:
        device: ``cpu`` or ``cuda``.
        torch: torch's version, ``2.15.0+cu132``.
        hardware: what ran it, see ``machine.kind``: ``GenuineIntel AVX512``, ``NVIDIA H200``.
        python: Python's version, ``3.11``.
        date: day of the run, UTC, as ``2026-11-23``.
        code: see ``code_hash``.
        outputs: the hash of each cell's documented output, in the cells' order.
        figures: the hash of each cell's recorded figure, and of the drawing functions if it uses
            them, ``-`` where there is none; empty if this run recorded no figures.
        seal: a hash of the rest, so that a line that was edited by hand is found out.
    """

    device: str
    torch: str
    hardware: str
    python: str
    date: str
    code: str
    outputs: str
    figures: str = ""
    seal: str = ""

    @property
    def release(self) -> str:
        """Torch's release, without its build: ``2.15.0``."""
        return without_build(self.torch)

    def sealed(self, path: str) -> Record:
        """The record with the seal of a module's record."""
        values = {name: value for name, value in vars(self).items() if name != "seal"}
        return replace(self, seal=_hash([path, values]))


def code_hash(module: Module) -> str:
    """A hash of all that decides what a module does: its cells' titles, tags and code."""
    parts = [(c.title, sorted(c.tags - PRESENTATION), c.code) for c in module.cells.values()]
    return _hash(parts)


def output_hashes(module: Module, device: str, torch: str) -> str:
    """A hash of what each cell documents for a device and a version of torch, in their order."""
    return " ".join(_output_hash(cell, device, torch) for cell in module.cells.values())


def _output_hash(cell: Cell, device: str, torch: str) -> str:
    return _said_hash(cell.title, cell.documented(device, torch))


@functools.lru_cache(maxsize=65536)  # most cells say the same on every release
def _said_hash(title: str, documented: str) -> str:
    return _hash([title, documented])[:8]


def figure_hashes(module: Module, drawn: dict[Path, bytes | None] | None = None) -> str:
    """A hash of each cell's recorded figure, ``-`` for a cell without one, in their order.

    Args:
        drawn: files of figures that are about to be replaced; None for one to be removed.
    """
    hashes = []
    for title in module.cells:
        file = module.figure(title)
        svg = module.recorded_figure(title)
        if drawn and file in drawn:
            svg = None if drawn[file] is None else drawn[file].decode()
        folder = module.file.parents[module.path.count("/")] / DRAWING
        functions = drawing_functions(folder, module.cells[title].code) if svg else ""
        hashes.append("-" if svg is None else _hash(svg + functions)[:8])
    return " ".join(hashes)


def _hash(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


class Verified:
    """The records of a project: ``verified.records[module path]`` lists them.

    Raises:
        LiterateError: the file cannot be read, or a line of it is not as it was written. That a
            record stands there twice, as after a merge, is one of ``problems``.
    """

    def __init__(self, project: Project) -> None:
        self.file: Path = project.snippets / "verified.json"
        self.name = project.relative(self.file)
        self.releases = project.releases
        self.records: dict[str, list[Record]] = {}
        self.doubled: list[Problem] = []  # records in the place of which another is used
        if not self.file.is_file():
            return
        text = "\n".join(read_source(self.file, self.name, _BOTH).lines)
        try:
            for values in filter(None, json.loads(text)):  # the last one is null
                record = Record(**{k: v for k, v in values.items() if k != "module"})
                self.records.setdefault(values["module"], []).append(record)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            what = f"is not a record of verifications ({error})"
            fix = "Restore it from version control, then run 'nox -s record -- --changed'"
            line = getattr(error, "lineno", 1)
            raise LiterateError(Problem(self.name, line, what, fix)) from None
        if problems := list(self._forged(text)):
            raise LiterateError(problems)
        self._settle(project, text)

    def _forged(self, text: str) -> Iterator[Problem]:
        """The records that are not as ``record`` wrote them."""
        for path, records in self.records.items():
            fix = f"Restore it, or record it again: nox -s record -- snippets/{path}"
            for record in records:
                if record != record.sealed(path):
                    what = f"the record of {path} on {record.device} was edited by hand"
                    yield Problem(self.name, _line_of(text, path, record), what, fix)

    def _settle(self, project: Project, text: str) -> None:
        """Of records of a module on one device and release keep that which holds, or the newest."""
        for path, records in self.records.items():
            records.sort(key=_newest_first)
            groups = [list(group) for _, group in itertools.groupby(records, key=_newest_first)]
            for group in groups if len(groups) < len(records) else ():
                with contextlib.suppress(LiterateError):
                    module = read_module(project, path)
                    group.sort(key=lambda r, m=module: (why_stale(m, r) is None, r.date))
                for record in group[:-1]:
                    what = f"{path} has two records on {record.device} of torch {record.release}"
                    fix = "nox -s check -- --fix keeps the one that holds, or the newer one"
                    line = _line_of(text, path, record)
                    self.doubled.append(Problem(self.name, line, what, fix))
            records[:] = [group[-1] for group in groups]

    def find(self, path: str, device: str, torch: str) -> Record | None:
        """The record of a module, on a device and with the release of a version of torch."""
        wanted = without_build(torch)
        found = (r for r in self.records.get(path, ()) if (r.device, r.release) == (device, wanted))
        return next(found, None)

    def put(self, path: str, record: Record) -> None:
        """Keep a record, in the place of the one before it of the same device and release."""
        old = self.find(path, record.device, record.torch)
        others = [r for r in self.records.get(path, ()) if r is not old]
        self.records[path] = sorted([*others, record.sealed(path)], key=_newest_first)

    def newest(self, path: str, device: str) -> Record | None:
        """The record of a module on a device by the newest torch."""
        return next((r for r in self.records.get(path, ()) if r.device == device), None)

    def holds(self, module: Module, device: str, torch: str) -> Record | None:
        """The record of a module on a device and a release, if it still describes the module."""
        state, record = self.state(module, device, torch)
        return record if state == "verified" else None

    def printed(self, module: Module, cell: Cell, device: str, torch: str) -> bool:
        """Whether what a cell documents for a device and a version of torch was ever recorded.

        What the page shows may have been recorded with any release, another output with its own.
        """
        own = older(torch, self.releases)
        ours = _output_hash(cell, device, torch)
        return any(
            record.device == device and ours in record.outputs.split()
            for record in self.records.get(module.path, ())
            if not own or record.release == without_build(torch)
        )

    def state(self, module: Module, device: str, torch: str) -> tuple[str, Record | None]:
        """One of ``STATES``, and the last record there is."""
        record = self.find(module.path, device, torch)
        if record is None:
            return "missing", None
        return ("changed" if why_stale(module, record) else "verified"), record

    def problem(self, module: Module, cell: Cell, device: str, torch: str) -> Problem | None:
        """Why what a cell documents is not what was recorded with a release that is at hand."""
        if not self.releases:  # a project that records nothing
            return None
        newest = release(torch) == release(self.releases[0])
        if (record := self.find(module.path, device, torch)) is None:
            again = f"Record it: nox -s record -- {module.name}"
            never = device == "cpu" and newest
            return Problem(module.name, 1, "was never recorded", again) if never else None
        why = why_stale(module, record)
        if why is None or why.cell not in (None, cell.title):
            return None
        again = f"nox -s {'record --' if newest else 'matrix -- --record'} {module.name}"
        again = "nox -s cuda -- --record" if device == "cuda" else again
        return why.problem(module, f"Record it: {again}")

    def problems(self, modules: Iterable[Module]) -> list[Problem]:
        """The documented outputs that no run printed, and the modules that changed since theirs.

        A record of another release or device than the one that records the pages may be older than
        the code: that is a note.
        """
        if not self.releases:
            return []
        found = list(self.doubled)
        for module in modules:
            again = f"Record it: nox -s record -- {module.name}"
            newest = self.find(module.path, "cpu", self.releases[0])
            if newest is None:
                what = f"was never recorded with torch {self.releases[0]}"
                found.append(Problem(module.name, 1, what, again))
            for record in self.records.get(module.path, ()):
                why = why_stale(module, record)
                if why and (record is newest or why.cell):
                    found.append(why.problem(module, again))
            found += self._unprinted(module)
        for path, records in self.records.items():
            for record in records:
                known = record.device in DEVICES and record.date <= today()
                if not known or (record.device == "cpu" and record.release not in self.releases):
                    what = f"holds a record of {path} that nobody can have made: {record.device}, "
                    what += f"torch {record.torch}, {record.date}"
                    found.append(Problem(self.name, 1, what, "Remove its line"))
        return found

    def _unprinted(self, module: Module) -> Iterator[Problem]:
        """The outputs of other releases or of CUDA that no record stands for."""
        records = self.records.get(module.path, ())
        for cell in module.cells.values():
            for key in [key for key in cell.outputs if key != "cpu"]:
                device = key_device(key)
                if any(r.device == device and cell.key(device, r.torch) == key for r in records):
                    continue
                what = f"cell '{cell.title}' documents '#{key}>' lines that no run printed"
                next_ = f"nox -s matrix -- --record {module.name}"
                next_ = "nox -s cuda -- --record" if device == "cuda" else next_
                fix = f"Remove them, or record them: {next_}"
                yield Problem(module.name, cell.output_start + 1, what, fix)

    def notes(self, modules: Iterable[Module]) -> list[str]:
        """A line for each release and device that has not run every module that asks for it."""
        modules, notes = list(modules), []
        for device in DEVICES:
            asking = [m for m in modules if device == "cpu" or claims_cuda(m)]
            releases = self.releases if device == "cpu" else self.recorded_releases(device)
            for torch in releases:
                states = {m.path: self.state(m, device, torch)[0] for m in asking}
                for state, said in (("missing", "not run"), ("changed", "changed since they ran")):
                    if paths := [path for path, found in states.items() if found == state]:
                        some = f": {', '.join(paths)}" if len(paths) < 4 else ""
                        where = f"on {DEVICE_NAMES[device]} with torch {torch}"
                        notes.append(f"{len(paths)} modules {said} {where}{some}")
            if device == "cuda" and asking and not releases:
                notes.append(f"{len(asking)} modules that ask for CUDA were never run on it")
        return notes

    def recorded_releases(self, device: str) -> list[str]:
        """The releases with a record on a device, newest first."""
        every = (record for records in self.records.values() for record in records)
        found = {record.release for record in every if record.device == device}
        return sorted(found, key=release, reverse=True)

    def encode(self) -> bytes:
        """The file: a line for each record, by module, the newest release first."""
        lines = []
        for path in sorted(self.records):
            for record in sorted(self.records[path], key=_newest_first):
                values = {"module": path} | {k: v for k, v in vars(record).items() if v}
                lines.append(json.dumps(values, ensure_ascii=False) + ",\n")
            lines.append("\n")
        return f"[\n{''.join(lines)}null\n]\n".encode()


def _newest_first(record: Record) -> tuple:
    numbers = [-number for number in release(record.torch)]
    return DEVICES.index(record.device) if record.device in DEVICES else 9, numbers


def _line_of(text: str, path: str, record: Record) -> int:
    """The line of a record in the file, 1 if the file is laid out in another way."""
    said = (f'"module": {json.dumps(path)},', f'"seal": "{record.seal}"')
    lines = enumerate(text.split("\n"), 1)
    return next((n for n, line in lines if all(part in line for part in said)), 1)


@dataclass(frozen=True)
class Stale:
    """Why a record no longer describes its module: ``cell`` is None if its code is another."""

    record: Record
    cell: str | None
    what: str

    def problem(self, module: Module, fix: str) -> Problem:
        record, cell = self.record, self.cell
        then = f"since {record.hardware} printed it with torch {record.torch} on {record.date}"
        line = module.cells[cell].output_start + 1 if cell else 1
        return Problem(module.name, line, f"{self.what} has changed {then}", fix)


def why_stale(module: Module, record: Record) -> Stale | None:
    """What of a module has changed since a record, or None if nothing has."""
    if record.code != code_hash(module):
        return Stale(record, None, "its code")
    outputs = output_hashes(module, record.device, record.torch)
    figures = figure_hashes(module) if record.figures else ""
    parts = ("documented output", record.outputs, outputs), ("figure", record.figures, figures)
    for name, then, now in parts:
        hashes = itertools.zip_longest(then.split(), now.split())
        for title, (old, new) in zip(module.cells, hashes, strict=False):
            if old != new:
                return Stale(record, title, f"the {name} of cell '{title}'")
    return None
