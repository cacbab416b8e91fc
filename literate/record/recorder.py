"""Record what modules print as their documented output.

Everything runs and every refusal is made before the first write. The newest release of torch
prints what pages show; of an older one, what it prints otherwise is written.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import platform
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from literate.problem import LiterateError, Problem
from literate.project import Project, replace_files
from literate.record.outputs import new_lines, run_twice, still_true, with_lines
from literate.record.records import (
    Record,
    Verified,
    code_hash,
    figure_hashes,
    output_hashes,
    today,
)
from literate.record.refusals import changed_types, refusals
from literate.record.reread import Change, read_again
from literate.releases import older, without_build
from literate.run import figures
from literate.run.machine import kind
from literate.run.process import Executed
from literate.run.runner import TIME_LIMIT, Run, require_torch
from literate.snippet import Cell, Module, read_module

# Added to the hardware of a record whose output another kind of hardware printed, but for rounding.
ROUNDED = "within rounding"


@dataclass
class Recorded:
    """What a recording changes.

    Attributes:
        diffs: a unified diff for each text file that changes, by its name.
        figures: the figure files that change.
        changed: the modules whose outputs or figures change.
        verified: the modules whose record changes.
        total: how many modules ran and could be recorded.
        read_again: the lines of pages that speak of what changes, see ``read_again``.
        refused: why modules were left out of a patch.
    """

    diffs: dict[str, str] = field(default_factory=dict)
    figures: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    verified: list[str] = field(default_factory=list)
    total: int = 0
    read_again: list[str] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


def record(
    project: Project,
    paths: Sequence[str] = (),
    *,
    device: str = "cpu",
    gpu: str = "",
    gpus: int = 0,
    workers: int | None = None,
    write: bool = True,
    time_limit: float = TIME_LIMIT,
    patch: Path | None = None,
    changed: bool = False,
    accept_type: Callable[[Problem], bool] = lambda problem: False,
) -> Recorded:
    """Run modules twice and write what they print into them, and into ``verified.json``.

    Args:
        paths: modules or folders, with or without ``snippets/``; all by default.
        device, gpu, gpus: where to run, the GPU's name, the number of GPUs.
        workers: how many modules run at a time.
        write: False to find out what would change.
        time_limit: seconds of CPU time that a cell may take.
        patch: the only file to write: all changes, without the modules that are refused.
        changed: leave out the modules whose record of this device and release holds.
        accept_type: is asked whether an exception of another type may replace the recorded one.

    Raises:
        LiterateError: every reason why a module cannot be recorded; nothing is written.
        OSError: a file cannot be written.
    """
    verified = Verified(project)  # raises before anything runs
    require_torch()
    modules = [read_module(project, path) for path in select(project, paths)]
    if changed:
        modules = [m for m in modules if not verified.holds(m, device, version("torch"))]
    if problems := _another_release(project, verified, modules, device):
        raise LiterateError(problems)
    accepted = []
    for module, run, again in zip(
        modules, *run_twice(modules, device, gpus, time_limit, workers), strict=True
    ):
        run.torch = run.torch or version("torch")  # a module may not import it
        found = refusals(module, run, again) or _another_figure(module, run)
        if not found and read_module(project, module.path).source != module.source:
            what = "was changed while it was recorded"
            found = [Problem(module.name, 1, what, "Record it again")]
        if not found:
            found = [p for p in changed_types(module, run, verified) if not accept_type(p)]
        problems += found
        accepted += [] if found else [(module, run)]
    if problems and patch is None:
        raise LiterateError(problems)
    with _lock(project):
        writer = _Writer(project, device, gpu)
        for module, run in accepted:
            writer.add(module, run)
        writer.add_records()
        writer.recorded.read_again = read_again(project, writer.changes)
        if patch is not None:
            replace_files({patch: _patch(project, writer.contents).encode()})
        elif write and writer.contents:
            replace_files(writer.contents)
    writer.recorded.refused = problems
    return writer.recorded


def _lock(project: Project):
    """Keeps other recorders out: each reads the records, and writes them with its own."""
    from filelock import FileLock

    named = hashlib.sha256(f"{project.root.resolve()} {Path.home()}".encode()).hexdigest()[:16]
    return FileLock(Path(tempfile.gettempdir(), f"literate-{named}.lock"))


def select(project: Project, paths: Sequence[str]) -> list[str]:
    """The modules that paths name. Raises LiterateError for a path that names none."""
    known = project.modules()
    selected = [] if paths else known
    for path in paths:
        name = path.replace("\\", "/").rstrip("/") + "/"
        name = name.removeprefix("./").removeprefix("snippets/")
        found = [m for m in known if f"{m}/".startswith(name)]
        if not found:
            fix = "Name a module or folder below snippets/"
            raise LiterateError(Problem(path, 1, "is no snippet module", fix))
        selected.extend(m for m in found if m not in selected)
    return selected


def _another_release(
    project: Project, verified: Verified, modules: Sequence[Module], device: str
) -> list[Problem]:
    """Why the installed torch cannot record these modules."""
    releases, here = project.releases, without_build(version("torch"))
    if not releases or (here == releases[0] and device == "cpu"):
        return []
    if here not in releases:
        what = f"torch {here} is none of the releases that pages are verified on"
        fix = f"Record with one of {', '.join(releases)}, or add it to [tool.literate]"
        return [Problem("pyproject.toml", 1, what, fix)]
    what = f"has no output of torch {releases[0]} to hold that of torch {here} on {device} to"
    return [
        Problem(m.name, 1, what, f"Record it first: nox -s record -- {m.name}")
        for m in modules
        if not verified.holds(m, "cpu", releases[0])
    ]


class _Writer:
    """Collects what runs change: ``contents`` of files (None to remove one), and ``recorded``."""

    def __init__(self, project: Project, device: str, gpu: str) -> None:
        self.project, self.device, self.gpu = project, device, gpu
        self.verified, self.recorded = Verified(project), Recorded()
        self.contents: dict[Path, bytes | None] = {}
        self.changes: list[Change] = []

    def add(self, module: Module, run: Run) -> None:
        """Add the lines, the figures and the record of a module."""
        verified, recorded, device = self.verified, self.recorded, self.device
        hardware = kind(device, self.gpu, run.capability)
        exact = self._exact(module, run, hardware)
        drawn = self._figures(module, run, exact)
        self.contents |= drawn
        recorded.figures += sorted(map(self.project.relative, drawn))
        known = {r.release for r in verified.records.get(module.path, ()) if r.device == device}
        known = {r for r in known if verified.holds(module, device, r)}
        known.discard(without_build(run.torch))
        lines = new_lines(module, run, self.project.releases, known=known, exact=exact)
        after = module
        recorded.total += 1
        if lines != list(module.source.lines):
            self.contents[module.file] = module.source.encode(lines)
            names = (f"{side}/{module.name}" for side in "ab")
            diff = difflib.unified_diff(module.source.lines, lines, *names, lineterm="")
            recorded.diffs[module.name] = "\n".join(diff)
            after = with_lines(module, lines)
        if drawn or after is not module:
            recorded.changed.append(module.name)
            self.changes.append(Change(module, after.cells, drawn.keys()))
        if not exact and verified.holds(after, device, run.torch) and not drawn:
            return  # what is documented is still what that machine printed
        if not exact and any(
            not still_true(c, run.cells[c.title], c.documented(device, run.torch), exact=True)
            for c in after.cells.values()
            if c.title in run.cells
        ):
            hardware = f"{hardware}, {ROUNDED}"
        figure = ""
        if device == "cpu" and not older(run.torch, self.project.releases):
            hashes = figure_hashes(after, drawn)
            figure = hashes if hashes.strip("- ") else ""
        python = ".".join(platform.python_version_tuple()[:2])
        hashes = code_hash(after), output_hashes(after, device, run.torch), figure
        new = Record(device, run.torch, hardware, python, today(), *hashes)
        old = verified.find(module.path, device, run.torch)
        if old is None or replace(new, date=old.date, python=old.python).sealed(module.path) != old:
            verified.put(module.path, new)
            recorded.verified.append(module.path)

    def add_records(self) -> None:
        """Add ``verified.json``, without the modules that are gone."""
        gone = self.verified.records.keys() - self.project.modules()
        for path in gone:
            del self.verified.records[path]
        if self.recorded.verified or gone:
            self.contents[self.verified.file] = self.verified.encode()

    def _exact(self, module: Module, run: Run, hardware: str) -> bool:
        """Whether hardware like this printed what is documented.

        Otherwise what differs by rounding alone stays: what the CPU prints when CUDA runs first.
        """
        held = self.verified.find(module.path, self.device, run.torch)
        if self.device == "cpu":
            held = held or self.verified.newest(module.path, "cpu")
            return held is None or held.hardware == hardware
        return held is not None and held.hardware == hardware

    def _figures(self, module: Module, run: Run, exact: bool) -> dict[Path, bytes | None]:
        """The figures that change. A page shows those of the newest release on the CPU."""
        changed: dict[Path, bytes | None] = {}
        old = run.device == "cpu" and older(run.torch, self.project.releases)
        for title, executed in {} if old else run.cells.items():
            cell = module.cells[title]
            shown = run.device == "cpu" or cell.required_gpus
            if shown and not _same_figure(module, cell, executed, exact):
                drawn = executed.figures[0].encode() if executed.figures else None
                changed[module.figure(title)] = drawn
        return changed


def _same_figure(module: Module, cell: Cell, executed: Executed, exact: bool = False) -> bool:
    """Whether a cell drew what is recorded, if anything is, with the same Matplotlib."""
    recorded = module.recorded_figure(cell.title)
    figure = () if recorded is None else (recorded,)
    given = {"varies": "varies" in cell.tags, "exact": exact}
    return figures.same_figures(figure, executed.figures, **given) and all(
        figures.drawn_with(a) == figures.drawn_with(b)
        for a, b in zip(figure, executed.figures, strict=True)
    )


def _another_figure(module: Module, run: Run) -> list[Problem]:
    """The cells that draw another figure on CUDA than the CPU drew for the page."""
    return [
        Problem(
            module.name,
            cell.first,
            f"cell '{cell.title}' draws another figure on CUDA than is recorded",
            'Record it on the CPU first, or let it vary: tags=["varies"]',
        )
        for cell in module.cells.values()
        if run.device == "cuda" and not cell.required_gpus and cell.title in run.cells
        if not _same_figure(module, cell, run.cells[cell.title])
    ]


def _patch(project: Project, contents: dict[Path, bytes | None]) -> str:
    """All changes as one patch for ``git apply``."""
    parts = []
    for file, data in sorted(contents.items()):
        name = project.relative(file)
        parts.append(f"diff --git a/{name} b/{name}\n")
        texts, names = [b"", data or b""], [f"a/{name}", f"b/{name}"]
        if file.exists():
            texts[0] = file.read_bytes()
        for side, missing in enumerate((not file.exists(), data is None)):
            if missing:
                names[side] = "/dev/null"
                parts.append(f"{('new', 'deleted')[side]} file mode 100644\n")
        before, after = (io.StringIO(text.decode(), newline="\n").readlines() for text in texts)
        parts += [
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in difflib.unified_diff(before, after, *names)
        ]
    return "".join(parts)
