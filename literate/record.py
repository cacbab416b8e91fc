"""Record what modules print as their documented output.

All is run and every refusal made before the first write; then the files are replaced, each at once.
With the newest release of torch the output is what pages show; with an older one, what is written
is what that release prints otherwise.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import platform
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from literate import figures
from literate.execute import Executed
from literate.hardware import kind
from literate.keys import release, without_build
from literate.problem import LiterateError, Problem
from literate.project import Project, replace_files
from literate.provenance import (
    Record,
    Verified,
    code_hash,
    figure_hashes,
    output_hashes,
    today,
)
from literate.read import Cell, Module, read_module
from literate.repeat import refusals, run_twice
from literate.rewrite import rewritten, still_true, with_lines
from literate.run import TIME_LIMIT, Run, require_torch

# Said of the hardware of a record whose output another kind of hardware printed, but for rounding.
ROUNDED = "within rounding"


@dataclass
class Recorded:
    """What a recording changes.

    Attributes:
        diffs: a unified diff for each file of text that changes, by its name.
        figures: the files of figures that change.
        verified: the modules whose record of verification changes.
        unchanged: how many modules keep their output.
        refused: why modules were left out; empty unless others were to be recorded all the same.
    """

    diffs: dict[str, str] = field(default_factory=dict)
    figures: list[str] = field(default_factory=list)
    verified: list[str] = field(default_factory=list)
    unchanged: int = 0
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
    unrecorded: bool = False,
) -> Recorded:
    """Run modules twice and write what they print into them, and into ``verified.json``.

    Args:
        paths: modules, as ``snippets/a/b.py`` or ``a/b.py``; all by default.
        device, gpu, gpus: where to run, the name of the GPU, and how many there are.
        workers: how many modules run at a time.
        write: False to find out what would change.
        time_limit: seconds of the processor's time that a module may take.
        patch: a file to write all changes into, and nothing else. A module that cannot be recorded
            then costs only itself: a machine with a GPU may be lent for minutes.
        unrecorded: whether to leave out the modules that have a record of this device and release.

    Raises:
        LiterateError: every reason why a module cannot be recorded. Nothing is written then.
        OSError: a file cannot be written.
    """
    verified = Verified(project)  # a file that cannot be read is said before anything runs
    require_torch()
    modules = [read_module(project, path) for path in _select(project, paths)]
    if unrecorded:
        modules = [m for m in modules if not verified.holds(m, device, version("torch"))]
    problems = _another_release(project, verified, modules, device)
    if problems:
        raise LiterateError(problems)
    first, second = run_twice(modules, device, gpus, time_limit, workers)
    runs = []
    for module, run, again in zip(modules, first, second, strict=True):
        run.torch = run.torch or version("torch")  # here, even if the module imports none
        found = refusals(module, run, again) or _another_figure(module, run)
        if not found and read_module(project, module.path).source != module.source:
            what = "was changed while it was recorded"
            found = [Problem(module.name, 1, what, "Record it again")]
        problems.extend(found)
        if not found:
            runs.append((module, run))
    if problems and patch is None:
        raise LiterateError(problems)
    with _one_at_a_time(project):
        recorded = _write(project, runs, device, gpu, write and patch is None, patch)
    recorded.refused = problems
    return recorded


def _another_release(
    project: Project, verified: Verified, modules: Sequence[Module], device: str
) -> list[Problem]:
    """Why the torch that is here cannot record these modules."""
    releases = project.releases
    here = without_build(version("torch"))
    if not releases or (here == releases[0] and device == "cpu"):
        return []
    if here not in releases:
        what = f"torch {here} is none of the releases that pages are verified on"
        mend = f"Record with one of {', '.join(releases)}, or add it to [tool.literate]"
        return [Problem("pyproject.toml", 1, what, mend)]
    return [
        Problem(
            module.name,
            1,
            f"has no output of torch {releases[0]} to hold that of torch {here} on {device} to",
            f"Record it first: nox -s record -- {module.name}",
        )
        for module in modules
        if not verified.holds(module, "cpu", releases[0])
    ]


@contextlib.contextmanager
def _one_at_a_time(project: Project) -> Iterator[None]:
    """Keep other recorders out: each reads the records, and writes them with its own."""
    from filelock import FileLock  # torch brings it along

    named = hashlib.sha256(f"{project.root.resolve()} {Path.home()}".encode()).hexdigest()[:16]
    with FileLock(Path(tempfile.gettempdir(), f"literate-{named}.lock")):
        yield


def _write(
    project: Project,
    runs: Sequence[tuple[Module, Run]],
    device: str,
    gpu: str,
    write: bool,
    patch: Path | None,
) -> Recorded:
    """Replace what ``runs`` change; or only say what that is, or put it into a patch."""
    verified, recorded = Verified(project), Recorded()
    contents: dict[Path, bytes | None] = {}
    for module, run in runs:
        hardware = kind(device, gpu, run.capability)
        exact = _exact(verified, module, device, run.torch, hardware)
        drawn = _figures(module, run, project.releases, exact)
        contents.update(drawn)
        recorded.figures.extend(sorted(map(project.relative, drawn)))
        known = {r.release for r in verified.records.get(module.path, ()) if r.device == device}
        known = {r for r in known if verified.holds(module, device, r)}
        known.discard(without_build(run.torch))
        lines = rewritten(module, run, project.releases, known=known, exact=exact)
        if lines == list(module.source.lines):
            recorded.unchanged += not drawn
            after = module
        else:
            contents[module.file] = module.source.encode(lines)
            recorded.diffs[module.name] = _diff(module.name, module.source.lines, lines)
            after = with_lines(module, lines)
        if not exact and verified.holds(after, device, run.torch) and not drawn:
            continue  # what stands there is still what that machine printed
        if not exact and any(
            not still_true(c, run.cells[c.title], c.documented(device, run.torch), exact=True)
            for c in after.cells.values()
            if c.title in run.cells
        ):
            hardware = f"{hardware}, {ROUNDED}"
        new = _record(after, run, device, hardware, project.releases, drawn)
        if not _same_record(verified.find(module.path, device, run.torch), new, module.path):
            verified.put(module.path, new)
            recorded.verified.append(module.path)
    existing = set(project.modules())
    gone = [path for path in verified.records if path not in existing]
    for path in gone:
        del verified.records[path]
    if recorded.verified or gone:
        contents[verified.file] = verified.encode()
    if patch is not None:
        replace_files({patch: _patch(project, contents).encode()})
    elif write and contents:
        replace_files(contents)
    return recorded


def _exact(verified: Verified, module: Module, device: str, torch: str, hardware: str) -> bool:
    """Whether what is documented was printed by hardware like this.

    Else what differs by rounding alone stays: what the CPU prints, say, when CUDA runs first.
    """
    held = verified.find(module.path, device, torch)
    if device == "cpu":
        held = held or verified.newest(module.path, "cpu")
        return held is None or held.hardware == hardware
    return held is not None and held.hardware == hardware


def _record(
    module: Module,
    run: Run,
    device: str,
    hardware: str,
    releases: Sequence[str],
    drawn: dict[Path, bytes | None],
) -> Record:
    python = ".".join(platform.python_version_tuple()[:2])
    shows = device == "cpu" and (not releases or release(run.torch) == release(releases[0]))
    figure = ""
    if shows:
        hashes = figure_hashes(module, drawn)
        figure = hashes if hashes.strip("- ") else ""
    return Record(
        device,
        run.torch,
        hardware,
        python,
        today(),
        code_hash(module),
        output_hashes(module, device, run.torch),
        figure,
    )


def _same_record(old: Record | None, new: Record, path: str) -> bool:
    """Whether a record says what the one before it did, but for the day."""
    if old is None:
        return False
    return replace(new, date=old.date, python=old.python).sealed(path) == old


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


def _figures(
    module: Module, run: Run, releases: Sequence[str], exact: bool
) -> dict[Path, bytes | None]:
    """The files of the figures that change; None where one is to be removed.

    A page shows those that the newest release draws on the CPU.
    """
    changed: dict[Path, bytes | None] = {}
    older = bool(releases) and release(run.torch) != release(releases[0])
    for title, executed in run.cells.items():
        cell = module.cells[title]
        if (run.device == "cuda" and not cell.required_gpus) or (run.device == "cpu" and older):
            continue
        if not _same_figure(module, cell, executed, exact):
            drawn = executed.figures[0].encode() if executed.figures else None
            changed[module.figure(title)] = drawn
    return changed


def _same_figure(module: Module, cell: Cell, executed: Executed, exact: bool = False) -> bool:
    """Whether a cell drew what is recorded, if anything is, with the same Matplotlib."""
    recorded = module.recorded_figure(cell.title)
    figure = () if recorded is None else (recorded,)
    given = {"varies": "varies" in cell.tags, "exact": exact}
    return figures.all_agree(figure, executed.figures, **given) and all(
        figures.drawn_with(a) == figures.drawn_with(b)
        for a, b in zip(figure, executed.figures, strict=True)
    )


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


def _diff(name: str, old: Sequence[str], new: Sequence[str]) -> str:
    return "\n".join(difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm=""))


def _patch(project: Project, contents: dict[Path, bytes | None]) -> str:
    """All changes as one patch, as ``git apply`` takes it."""
    parts = []
    for file, data in sorted(contents.items()):
        name = project.relative(file)
        old = file.read_bytes().decode() if file.exists() else ""
        new = data.decode() if data is not None else ""
        ours, theirs = (f"a/{name}", f"b/{name}")
        head = f"diff --git {ours} {theirs}\n"
        if not file.exists():
            head, ours = f"{head}new file mode 100644\n", "/dev/null"
        elif data is None:
            head, theirs = f"{head}deleted file mode 100644\n", "/dev/null"
        before, after = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (old, new))
        lines = difflib.unified_diff(before, after, ours, theirs)
        text = "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )
        parts.append(head + text)
    return "".join(parts)
