"""What was verified, on which device, with which torch, when: ``snippets/verified.json``.

For each module and device the file holds a hash of the module's code and one of the output that it
documents for the device. A machine without the device can so tell which records still hold.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from literate.problem import LiterateError, Problem
from literate.project import DEVICE_NAMES, DEVICES, Project
from literate.read import Module

# strftime would write them in the language of the machine.
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September")
_MONTHS += ("October", "November", "December")
_RECORD = {"zh": "记录", "en": "Record"}
# The record describes the module; there is one, of what the module was before; there is none.
STATES = ("verified", "changed", "missing")
NEVER = "was never verified"


@dataclass(frozen=True)
class Record:
    """One green run.

    Attributes:
        code, output: hashes, see ``code_hash`` and ``output_hash``.
        torch: torch's version: ``2.13.0+cpu``.
        device: the device's name: ``CPU``, ``NVIDIA H200``.
        python: Python's version: ``3.11``.
        date: day of the run, UTC, as ``2026-11-23``.
    """

    code: str
    output: str
    torch: str
    device: str
    python: str
    date: str


def code_hash(module: Module) -> str:
    """A hash of all that decides what a module does: its cells' titles, tags and code."""
    parts = [(c.title, sorted(c.tags), c.code) for c in module.cells.values()]
    return _hash(parts)


def cell_hashes(module: Module) -> dict[str, str]:
    """For each cell a hash of what decides what it does: itself, and all cells above it."""
    parts, hashes = [], {}
    for cell in module.cells.values():
        parts.append((cell.title, sorted(cell.tags), cell.code))
        hashes[cell.title] = _hash(parts)
    return hashes


def output_hash(module: Module, device: str, torch: str | None = None) -> str:
    """A hash of what a module documents for a device and a version of torch."""
    return _hash([(c.title, c.documented(device, torch)) for c in module.cells.values()])


def _hash(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


class Verified:
    """The records of a project: ``verified[module path][device]`` is a ``Record``."""

    def __init__(self, project: Project) -> None:
        self.file: Path = project.snippets / "verified.json"
        self.name = project.relative(self.file)
        self.records: dict[str, dict[str, Record]] = {}
        try:
            text = self.file.read_text(encoding="utf-8")
            for path, devices in json.loads(text).items():
                self.records[path] = {d: Record(**values) for d, values in devices.items()}
        except FileNotFoundError:
            return
        except (ValueError, TypeError, AttributeError) as error:
            line = getattr(error, "lineno", 1)
            mend = "Restore it from version control, or delete it and run 'nox -s record'"
            what = f"is not a record of verifications ({error})"
            raise LiterateError(Problem(self.name, line, what, mend)) from None

    def holds(self, module: Module, device: str) -> Record | None:
        """The record of a module on a device if it still describes the module."""
        return None if self.why_stale(module, device) else self.records[module.path][device]

    def state(self, module: Module, device: str) -> tuple[str, Record | None]:
        """One of ``STATES``, and the last record there is."""
        record = self.records.get(module.path, {}).get(device)
        if record is None:
            return "missing", None
        return ("verified" if self.holds(module, device) else "changed"), record

    def why_stale(self, module: Module, device: str) -> str | None:
        """Why a module has no record on a device that holds, as a clause; None if it has one."""
        record = self.records.get(module.path, {}).get(device)
        if record is None:
            return NEVER
        then = f"since {record.device} verified it with torch {record.torch} on {record.date}"
        if record.code != code_hash(module):
            return f"its code has changed {then}"
        if record.output != output_hash(module, device, record.torch):
            return f"its documented output has changed {then}"
        return None

    def stale(self, modules: Iterable[Module], device: str) -> dict[str, str]:
        """Why they have none, for the modules without a record that holds, by path."""
        reasons = {module.path: self.why_stale(module, device) for module in modules}
        return {path: why for path, why in reasons.items() if why}

    def notes(self, modules: Iterable[Module]) -> list[str]:
        """A line on each module whose record on a device holds no more, or on all without one."""
        modules, notes = list(modules), []
        for device in DEVICES:
            stale = self.stale(modules, device)
            never = [path for path, why in stale.items() if why == NEVER]
            if never:
                some = f": {', '.join(never)}" if len(never) < 4 else ""
                notes.append(f"never verified on {device}: {len(never)} modules{some}")
            notes += [
                f"snippets/{path}: not verified on {device}: {why}"
                for path, why in stale.items()
                if why != NEVER
            ]
        return notes

    def encode(self) -> bytes:
        data = {
            path: {device: asdict(devices[device]) for device in sorted(devices)}
            for path, devices in sorted(self.records.items())
        }
        return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def statement(
    verified: Verified, modules: Iterable[Module], language: str, *, table: str = ""
) -> str:
    """A line for a page's reader: what of its modules was verified where, as Markdown.

    Args:
        table: address of the table of all records, from the page; no link without one.
    """
    modules = list(modules)
    if not modules:
        return ""
    parts, claims = [], False
    for device, name in DEVICE_NAMES.items():
        records = [verified.holds(module, device) for module in modules]
        if all(records):
            oldest = min(records, key=lambda record: record.date)
            names = sorted({record.device for record in records} - {name})
            versions = sorted({record.torch.partition("+")[0] for record in records})
            day = written(oldest.date, language)
            parts.append(
                " · ".join([" / ".join([name, *names]), f"torch {', '.join(versions)}", day])
            )
            claims = True
        elif language == "zh":
            parts.append(f"改动之后尚未在 {name} 上验证")
        else:
            parts.append(f"not verified on {name} since it changed")
    link = f"[{_RECORD[language]}]({table}#{anchor(modules[0])})" if table else ""
    if language == "zh":
        return f"{'已验证：' if claims else ''}{'；'.join(parts)}。{link}\n{{ .verified }}"
    text = "; ".join(parts)
    text = f"Verified: {text}" if claims else f"N{text[1:]}"
    return f"{text}. {link}".rstrip() + "\n{ .verified }"


def written(day: str, language: str) -> str:
    """A day as its reader writes it: ``2026 年 11 月 3 日``, ``3 November 2026``."""
    date = datetime.date.fromisoformat(day)
    if language == "zh":
        return f"{date.year} 年 {date.month} 月 {date.day} 日"
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def anchor(module: Module, device: str = "cpu") -> str:
    """The id of a module's row in the table of all records."""
    row = module.path.removesuffix(".py").replace("/", "-")
    return row if device == "cpu" else f"{row}-{device}"
