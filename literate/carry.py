"""Carry what modules did on one machine to another, in one file.

A machine with a GPU may be lent for minutes, and have neither the repository nor a way to push. So
``record --to`` packs the runs that it would have recorded; ``record --from`` unpacks them at home
and records them there, where the modules have not changed since.

The machine's torch may be another than the one that recorded what the CPU prints. Then the file
holds beside each run what that torch prints on the CPU, so that what the version changes is not
taken for what CUDA changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from literate.execute import Executed
from literate.problem import LiterateError, Problem
from literate.project import DEVICES
from literate.provenance import cell_hashes
from literate.read import Module
from literate.run import Run

_FORM = "runs 1"


@dataclass(frozen=True)
class Origin:
    """Where and when modules were run: the device and its name, Python's version, the day."""

    device: str
    name: str
    python: str
    date: str


@dataclass(frozen=True)
class Carried:
    """What a file holds.

    Attributes:
        origin: where and when it was made.
        runs: what each module did, by its path.
        hashes: of each module, by path, the hashes of its cells as they were run.
        refused: why other modules could not be recorded.
        beside: what each did on the CPU with the same torch; empty if that recorded the CPU too.
    """

    origin: Origin
    runs: dict[str, Run]
    hashes: dict[str, dict[str, str]]
    refused: list[Problem] = field(default_factory=list)
    beside: dict[str, Run] = field(default_factory=dict)


def pack(
    origin: Origin,
    runs: Iterable[tuple[Module, Run]],
    refused: Iterable[Problem],
    beside: dict[str, Run],
) -> bytes:
    """The file for what modules did, and why others could not be recorded; see ``Carried``."""
    modules = {}
    for module, run in runs:
        modules[module.path] = {"hashes": cell_hashes(module), "run": _packed(run)}
        if module.path in beside:
            modules[module.path]["beside"] = _packed(beside[module.path])
    data = {
        "form": _FORM,
        "origin": asdict(origin),
        "modules": modules,
        "refused": [asdict(problem) for problem in refused],
    }
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def _packed(run: Run) -> dict:
    return {
        "device": run.device,
        "torch": run.torch,
        "seconds": round(run.seconds, 3),
        "cells": [asdict(executed) for executed in run.cells.values()],
    }


def unpack(file: Path) -> Carried:
    """Read what was packed.

    Raises:
        LiterateError: the file is missing, damaged, or not one of these.
    """
    name = file.as_posix()
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["form"] != _FORM:
            raise ValueError(f"its form is '{data['form']}', not '{_FORM}'")
        origin = Origin(**data["origin"])
        if origin.device not in DEVICES:
            raise ValueError(f"'{origin.device}' is no device")
        runs, hashes, beside = {}, {}, {}
        for path, module in data["modules"].items():
            hashes[path] = dict(module["hashes"])
            runs[path] = _unpacked(path, **module["run"])
            if "beside" in module:
                beside[path] = _unpacked(path, **module["beside"])
        refused = [Problem(**problem) for problem in data["refused"]]
    except OSError as error:
        reason = error.strerror or str(error)
        mend = "Name the file that 'nox -s cuda -- --record' left"
        raise LiterateError(Problem(name, 1, f"cannot be read ({reason})", mend)) from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        what = f"is no recording ({type(error).__name__}: {error})"
        mend = "Copy it again, or make it again: nox -s cuda -- --record"
        raise LiterateError(Problem(name, getattr(error, "lineno", 1), what, mend)) from None
    return Carried(origin, runs, hashes, refused, beside)


def _unpacked(path: str, device: str, torch: str | None, seconds: float, cells: list) -> Run:
    executed = {cell["title"]: _executed(**cell) for cell in cells}
    return Run(path, device, executed, torch=torch, seconds=seconds)


def _executed(**values) -> Executed:
    segments = tuple((kind, text) for kind, text in values.pop("segments"))
    return Executed(segments=segments, figures=tuple(values.pop("figures")), **values)


def changed(module: Module, hashes: dict[str, str]) -> list[Problem]:
    """Why a module is not the one that was run: its first cell that is another, or is gone."""
    now = cell_hashes(module)
    for title, cell in module.cells.items():
        if now[title] != hashes.get(title):
            what = f"cell '{title}' is not as it was when this was recorded"
            if title not in hashes:
                what = f"cell '{title}' was not there when this was recorded"
            mend = "Nothing of its module was taken: record it again"
            return [Problem(module.name, cell.line, what, mend)]
    if gone := [title for title in hashes if title not in now]:
        what = f"cell '{gone[0]}' has gone since this was recorded"
        mend = "Nothing of its module was taken: record it again"
        return [Problem(module.name, 1, what, mend)]
    return []
