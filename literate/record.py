"""Record what modules print as their documented output.

All is run and every refusal made before the first write; then all files are replaced, each at once.
"""

from __future__ import annotations

import difflib
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from literate import figures
from literate.carry import Carried, Origin, changed, pack, unpack
from literate.compare import agree, difference
from literate.execute import Executed
from literate.keys import alternative_key, covers, release
from literate.problem import LiterateError, Problem
from literate.project import Project, replace_files
from literate.provenance import Record, Verified, code_hash, output_hash, today
from literate.read import Cell, Module, read_module
from literate.repeat import refusals, run_twice
from literate.rewrite import rewritten, with_lines
from literate.run import TIME_LIMIT, Run, require_torch
from literate.verify import printed


@dataclass
class Recorded:
    """What a recording changes.

    Attributes:
        diffs: a unified diff for each module that changes, by its path.
        figures: the files of figures that change.
        verified: the modules whose record of verification changes.
        unchanged: how many modules keep their output.
    """

    diffs: dict[str, str] = field(default_factory=dict)
    figures: list[str] = field(default_factory=list)
    verified: list[str] = field(default_factory=list)
    unchanged: int = 0


def record(
    project: Project,
    paths: Sequence[str] = (),
    *,
    device: str = "cpu",
    device_name: str = "CPU",
    gpus: int = 0,
    workers: int | None = None,
    write: bool = True,
    time_limit: float = TIME_LIMIT,
    versions: str | None = None,
) -> Recorded:
    """Run modules twice and write what they print into them, and into ``verified.json``.

    Args:
        paths: modules, as ``snippets/a/b.py`` or ``a/b.py``; all by default.
        device, device_name, gpus: where to run, and what is there.
        workers: how many modules run at a time.
        write: False to find out what would change.
        time_limit: seconds that a module may take.
        versions: as ``torch<2.12``, to write what differs as the output of these versions alone.

    Raises:
        LiterateError: every reason why a module cannot be recorded. Nothing is written then.
        OSError: a file cannot be written. No file is changed then.
    """
    verified = Verified(project)
    runs, problems = _run(project, paths, device, gpus, time_limit, workers)
    for module, run in runs:
        problems.extend(_not_of(versions, module, run) if versions else [])
    if problems:
        raise LiterateError(problems)
    origin = Origin(device, device_name, _python(), today())
    return _write(project, verified, runs, origin, versions, write)


def record_to(
    file: Path,
    project: Project,
    paths: Sequence[str] = (),
    *,
    device: str,
    device_name: str,
    gpus: int = 0,
    workers: int | None = None,
    time_limit: float = TIME_LIMIT,
) -> tuple[list[str], list[Problem]]:
    """Run modules twice and pack what can be recorded into ``file``; change nothing else.

    A module that cannot be recorded costs only itself: the machine may be gone soon. If another
    torch recorded what the CPU prints, the modules are run on the CPU as well.

    Returns:
        The modules that were packed, and why others were not.

    Raises:
        OSError: the file cannot be written. It is as it was then.
    """
    runs, problems = _run(project, paths, device, gpus, time_limit, workers)
    beside: dict[str, Run] = {}
    if device == "cuda" and runs and _another_torch_recorded(project):
        on_cpu, more = _run(project, [m.path for m, _ in runs], "cpu", 0, time_limit, None)
        problems.extend(more)
        beside = {module.path: run for module, run in on_cpu}
        runs = [(module, run) for module, run in runs if module.path in beside]
    origin = Origin(device, device_name, _python(), today())
    replace_files({file: pack(origin, runs, problems, beside)})
    return [module.path for module, _ in runs], problems


def _another_torch_recorded(project: Project) -> bool:
    """Whether what the CPU is documented to print is from another torch than the one here."""
    records = Verified(project).records.values()
    recorded = {devices["cpu"].torch for devices in records if "cpu" in devices}
    return any(release(torch) != release(version("torch")) for torch in recorded)


def record_from(
    file: Path,
    project: Project,
    paths: Sequence[str] = (),
    *,
    versions: str | None = None,
    write: bool = True,
) -> tuple[Recorded, Carried, list[Problem]]:
    """Record what ``record_to`` packed, of modules that are as they were.

    Args:
        versions: as ``torch<2.12``: which versions print on the CPU what the one of the file does,
            where that is something else than is documented.

    Returns:
        What changes, what the file holds, and why some of it was not taken.

    Raises:
        LiterateError: the file is damaged, or a module cannot be read. Nothing is written then.
        OSError: a file cannot be written. No file is changed then.
    """
    carried, verified = unpack(file), Verified(project)
    runs, problems = [], []
    selected = _select(project, paths)
    for path, run in carried.runs.items():
        if path in selected:
            module = read_module(project, path)
            found = changed(module, carried.hashes[path]) or _another_figure(module, run)
            if not found and path in carried.beside:
                module, found = _noted(module, carried.beside[path], versions)
            problems.extend(found)
            if not found:
                runs.append((module, run))
        elif not (project.snippets / path).is_file():
            what, mend = "has gone since it was recorded", "Nothing is left to do"
            problems.append(Problem(f"snippets/{path}", 1, what, mend))
    return _write(project, verified, runs, carried.origin, None, write), carried, problems


def _noted(module: Module, run: Run, versions: str | None) -> tuple[Module, list[Problem]]:
    """The module with what another torch prints on the CPU written beside what is documented."""
    if versions:
        problems = _not_of(versions, module, run)
        lines = rewritten(module, run, versions) if not problems else []
        return with_lines(module, lines) if not problems else module, problems
    for title, executed in run.cells.items():
        cell = module.cells[title]
        documented = cell.documented(run.device, run.torch)
        text = printed(executed, documented)
        if not agree(documented, text, varies="varies" in cell.tags):
            what = f"cell '{title}' prints something else with torch {run.torch}, on the CPU too:\n"
            what += difference(documented, text)
            mend = "Say which versions do, and it is written beside: --as 'torch<2.12'"
            return module, [Problem(module.name, cell.first, what, mend)]
    return module, []


def _python() -> str:
    return ".".join(platform.python_version_tuple()[:2])


def _run(
    project, paths, device, gpus, time_limit, workers
) -> tuple[list[tuple[Module, Run]], list[Problem]]:
    """What the modules did that can be recorded, and why others cannot."""
    require_torch()
    modules = [read_module(project, path) for path in _select(project, paths)]
    first, second = run_twice(modules, device, gpus, time_limit, workers)
    runs, problems = [], []
    for module, run, again in zip(modules, first, second, strict=True):
        run.torch = run.torch or version("torch")  # here, even if the module imports none
        found = refusals(module, run, again) or _another_figure(module, run)
        problems.extend(found)
        if not found:
            runs.append((module, run))
    return runs, problems


def _write(
    project: Project,
    verified: Verified,
    runs: Sequence[tuple[Module, Run]],
    origin: Origin,
    versions: str | None,
    write: bool,
) -> Recorded:
    """Replace what ``runs`` change, all at once; or only say what that is."""
    recorded = Recorded()
    contents: dict[Path, bytes | None] = {}
    for module, run in runs:
        drawn = _figures(module, run) if not versions else {}
        contents.update(drawn)
        recorded.figures.extend(sorted(map(project.relative, drawn)))
        lines = rewritten(module, run, versions)
        before = read_module(project, module.path).source.lines  # 'module' may have notes already
        if lines == list(before):
            recorded.unchanged += not drawn
            written = module
        else:
            contents[module.file] = module.source.encode(lines)
            recorded.diffs[module.path] = _diff(module.name, before, lines)
            written = with_lines(module, lines)
        # An alternative leaves alone what the page shows, and so the record of it.
        if not versions and not _holds(verified, written, origin, run.torch):
            devices = verified.records.setdefault(module.path, {})
            devices[origin.device] = Record(
                code_hash(written),
                output_hash(written, origin.device, run.torch),
                run.torch,
                origin.name,
                origin.python,
                origin.date,
            )
            recorded.verified.append(module.path)
    existing = set(project.modules())
    gone = [path for path in verified.records if path not in existing]
    for path in gone:
        del verified.records[path]
    if recorded.verified or gone:
        contents[verified.file] = verified.encode()
    if write and contents:
        replace_files(contents, project.journal)
    return recorded


def _not_of(versions: str, module: Module, run: Run) -> list[Problem]:
    """Why what ran is not what a condition on torch's version describes."""
    try:
        key = alternative_key(run.device, versions)
    except ValueError as error:
        return [Problem(module.name, 1, str(error), "Give --as a condition")]
    if covers(key, run.torch):
        return []
    what = f"torch {run.torch} ran, which is not '{versions}'"
    return [Problem(module.name, 1, what, "Run another torch: TORCH=2.11.0 nox -s record -- …")]


def _select(project: Project, paths: Sequence[str]) -> list[str]:
    known = project.modules()
    if not paths:
        return known
    selected = []
    for path in paths:
        name = path.replace("\\", "/").rstrip("/") + "/"
        name = name.removeprefix("./").removeprefix("snippets/")
        found = [m for m in known if f"{m}/".startswith(name)]
        if not found:
            mend = "Name a module or folder below snippets/"
            raise LiterateError(Problem(path, 1, "is no snippet module", mend))
        selected.extend(m for m in found if m not in selected)
    return selected


def _figures(module: Module, run: Run) -> dict[Path, bytes | None]:
    """The files of the figures that change; None where one is to be removed."""
    changed: dict[Path, bytes | None] = {}
    for title, executed in run.cells.items():
        cell = module.cells[title]
        if run.device == "cuda" and not cell.required_gpus:
            continue  # a page shows the CPU's, with which it agrees
        if not _same_figure(module, cell, executed):
            drawn = executed.figures[0].encode() if executed.figures else None
            changed[module.figure(title)] = drawn
    return changed


def _same_figure(module: Module, cell: Cell, executed: Executed) -> bool:
    """Whether a cell drew what is recorded, if anything is."""
    recorded = module.recorded_figure(cell.title)
    figure = () if recorded is None else (recorded,)
    return figures.all_agree(figure, executed.figures, varies="varies" in cell.tags)


def _another_figure(module: Module, run: Run) -> list[Problem]:
    """The cells that draw something else on CUDA than the figure that the CPU drew for the page."""
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


def _holds(verified: Verified, module: Module, origin: Origin, torch: str) -> bool:
    held = verified.holds(module, origin.device)
    return held is not None and held.torch == torch and held.device == origin.name


def _diff(name: str, old: Sequence[str], new: Sequence[str]) -> str:
    return "\n".join(difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm=""))
