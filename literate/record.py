"""Record what modules print as their documented output.

All is run and every refusal made before the first write; then all files are replaced, each at once.
"""

from __future__ import annotations

import difflib
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from signal import SIG_IGN, SIGINT, SIGTERM, default_int_handler, signal

from literate import figures
from literate.carry import Carried, Origin, changed, pack, unpack
from literate.compare import ELLIPSIS, abbreviate, agree, difference
from literate.execute import Executed
from literate.problem import LiterateError, Problem
from literate.project import Project, Source, replace_files
from literate.provenance import Record, Verified, code_hash, output_hash, today
from literate.read import (
    Cell,
    Module,
    alternative_key,
    covers,
    key_device,
    output_rank,
    parse_cells,
    read_module,
    release,
)
from literate.run import TIME_LIMIT, Run, Runner, outcome, require_torch
from literate.verify import verify

# What would end a comment, or a module: Python reads a carriage return as a line end.
_NO_COMMENT = re.compile(r"[\r\0]")
# Where torch's messages begin to speak of a machine: the one that it was built on, or the GPU.
_MACHINE = (" (Triggered internally at ", " GPU 0 has a total capacity of ")


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
        lines = _rewritten(module, run, versions) if not problems else []
        return _with_lines(module, lines) if not problems else module, problems
    for title, executed in run.cells.items():
        cell = module.cells[title]
        documented = cell.documented(run.device, run.torch)
        printed = abbreviate(documented, executed.segments).rstrip("\n")
        if not agree(documented, printed, varies="varies" in cell.tags):
            what = f"cell '{title}' prints something else with torch {run.torch}, on the CPU too:\n"
            what += difference(documented, printed)
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
    first, second = _run_twice(project, modules, device, gpus, time_limit, workers)
    runs, problems = [], []
    for module, run, again in zip(modules, first, second, strict=True):
        run.torch = run.torch or version("torch")  # here, even if the module imports none
        found = _refusals(module, run, again) or _another_figure(module, run)
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
        lines = _rewritten(module, run, versions)
        before = read_module(project, module.path).source.lines  # 'module' may have notes already
        if lines == list(before):
            recorded.unchanged += not drawn
            written = module
        else:
            contents[module.file] = module.source.encode(lines)
            recorded.diffs[module.path] = _diff(module.name, before, lines)
            written = _with_lines(module, lines)
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


def _run_twice(project, modules, device, gpus, time_limit, workers) -> tuple[list[Run], list[Run]]:
    """Two runs of each module; the second by another Python, which has other hash seeds."""
    given = (modules, device, gpus, time_limit, workers)
    first = _run_all(*given)
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    other = context.Process(target=_run_again, args=(there, *given))
    ours = signal(SIGINT, SIG_IGN)  # a Ctrl-C reaches both; it is ours to pass it on
    try:
        other.start()
    finally:
        signal(SIGINT, ours)
    there.close()
    try:
        second = here.recv()
    except EOFError:
        what = f"the second run ended early (exit code {other.exitcode})"
        raise LiterateError(Problem("snippets", 1, what, "Run it again")) from None
    except BaseException:
        other.terminate()
        raise
    finally:
        other.join()
    if isinstance(second, Exception):
        raise second
    return first, second


def _run_again(connection: Connection, *given) -> None:
    """Send what the modules do when this process runs them. SIGTERM ends it, and them."""
    signal(SIGINT, lambda *_: None)  # not SIG_IGN, which the modules would inherit
    signal(SIGTERM, default_int_handler)
    try:
        connection.send(_run_all(*given))
    except KeyboardInterrupt:
        pass
    except Exception as error:
        connection.send(error)


def _run_all(
    modules: list[Module], device: str, gpus: int, time_limit: float, workers: int | None
) -> list[Run]:
    # A server need not import what no module imports.
    preload = ("torch",) if any("torch" in "".join(m.source.lines) for m in modules) else ()
    given = {"gpus": gpus, "time_limit": time_limit, "workers": workers}
    with Runner(device, quiet=True, preload=preload, **given) as runner:
        return [outcome(future) for future in [runner.submit(module) for module in modules]]


def _refusals(module: Module, run: Run, again: Run) -> list[Problem]:
    """Why a module cannot be recorded: it fails, or its two runs differ."""
    problems = []
    for cell in module.cells.values():
        if cell.required_gpus and cell.title not in run.cells and not run.stopped:
            continue  # not run on this machine
        executed, repeated = run.cells.get(cell.title), again.cells.get(cell.title)
        raises = "raises-exception" in cell.tags
        for one, its in ((executed, run), (repeated, again)):
            if one is None or its.failure(cell.title) or one.raised != raises:
                mismatch = verify(module, cell, its)
                problem = mismatch.problem
                detail = f"\n{mismatch.detail}" if mismatch.detail else ""
                what = f"{problem.what}{detail}"
                problems.append(Problem(problem.path, problem.line, what, problem.mend))
                break
        else:
            ours, theirs = _text(cell, executed), _text(cell, repeated)
            if not agree(ours, theirs, varies="varies" in cell.tags):
                what = f"cell '{cell.title}' printed two different things in two runs:\n"
                what += difference(ours, theirs).replace("  documented  ", "  first run   ")
                what = what.replace("  printed     ", "  second run  ")
                mend = "Seed it (torch.manual_seed)"
                if agree(ours, theirs, varies=True):
                    mend += f"; what cannot be seeded has the tag: {_tagged(module, cell)}"
                problems.append(Problem(module.name, cell.first, what, mend))
            elif control := _NO_COMMENT.search(ours):
                what = f"cell '{cell.title}' prints the control character {control[0]!r}"
                mend = "Print plain lines, without progress bars"
                problems.append(Problem(module.name, cell.first, what, mend))
            if len(executed.figures) > 1:
                what = f"cell '{cell.title}' draws {len(executed.figures)} figures"
                problems.append(Problem(module.name, cell.first, what, "Draw one figure a cell"))
            elif not _same_figures(cell, executed.figures, repeated.figures):
                what = f"cell '{cell.title}' drew two different figures in two runs"
                mend = "Seed it (torch.manual_seed)"
                if len(executed.figures) == len(repeated.figures):
                    mend += f"; what cannot be seeded has the tag: {_tagged(module, cell)}"
                problems.append(Problem(module.name, cell.first, what, mend))
    return problems


def _tagged(module: Module, cell: Cell) -> str:
    """The line that tags a cell ``varies``, with its number, to be written as it is."""
    header = module.source.lines[cell.line - 1].rstrip()
    if header.endswith("]"):
        header = header[:-1].rstrip() + ', "varies"]'
    else:
        header += ' tags=["varies"]'
    return f"write line {cell.line} as '{header}'"


def _same_figures(cell: Cell, ours: Sequence[str], theirs: Sequence[str]) -> bool:
    varies = "varies" in cell.tags
    return len(ours) == len(theirs) and all(
        figures.agree(a, b, varies=varies) for a, b in zip(ours, theirs, strict=True)
    )


def _figures(module: Module, run: Run) -> dict[Path, bytes | None]:
    """The files of the figures that change; None where one is to be removed."""
    changed: dict[Path, bytes | None] = {}
    for title, executed in run.cells.items():
        cell = module.cells[title]
        if run.device == "cuda" and not cell.required_gpus:
            continue  # a page shows the CPU's, with which it agrees
        if not _same_figures(cell, _recorded_figures(module, title), executed.figures):
            drawn = executed.figures[0].encode() if executed.figures else None
            changed[module.figure(title)] = drawn
    return changed


def _recorded_figures(module: Module, title: str) -> tuple[str, ...]:
    recorded = module.recorded_figure(title)
    return () if recorded is None else (recorded,)


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
        if not _same_figures(
            cell, _recorded_figures(module, cell.title), run.cells[cell.title].figures
        )
    ]


def _text(cell: Cell, executed: Executed) -> str:
    """What is to be written for a cell: what it printed, without what no reader needs."""
    segments = []
    for kind, text in executed.segments:
        if kind in ("warning", "error"):
            for machine in _MACHINE:
                before, found, _ = text.partition(machine)
                text = before + ELLIPSIS if found else text
        segments.append((kind, text))
    text = abbreviate("", segments).rstrip("\n")
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _rewritten(module: Module, run: Run, versions: str | None = None) -> list[str]:
    """The module's lines with the output of ``run``. What still agrees stays as it is."""
    lines = list(module.source.lines)
    for cell in reversed(module.cells.values()):
        if executed := run.cells.get(cell.title):
            outputs = _outputs(cell, executed, run, versions)
            lines[cell.output_start : cell.output_end] = [
                f"#{'' if key == 'cpu' else key}> {line}".rstrip()
                for key in sorted(outputs, key=output_rank)
                for line in outputs[key].split("\n")
            ]
    return lines


def _outputs(cell: Cell, executed: Executed, run: Run, versions: str | None) -> dict[str, str]:
    """A cell's documented outputs by key, now that it printed something.

    The output of CUDA, or of other versions of torch, is documented only where it differs from what
    would count without it.
    """
    if versions:
        target = alternative_key(run.device, versions)
    else:
        target = cell.key(run.device, run.torch)
        if key_device(target) != run.device:
            target = run.device  # so far CUDA was to print what the CPU prints
    outputs = {key: "\n".join(text) for key, text in cell.outputs.items()}
    others = {key: text for key, text in cell.outputs.items() if key != target}
    without = replace(cell, outputs=others).documented(run.device, run.torch)
    optional = target != "cpu" and not (target == "cuda" and cell.required_gpus)
    varies = "varies" in cell.tags

    def agrees(documented: str) -> bool:
        printed = abbreviate(documented, executed.segments).rstrip("\n")
        return agree(documented, printed, varies=varies)

    current = target in outputs and agrees(outputs[target])
    same = agree(without, outputs[target], varies=varies) if current else agrees(without)
    if optional and same:
        if target not in outputs:
            return outputs
        # What counts without it may differ no more either.
        return _outputs(replace(cell, outputs=others), executed, run, versions)
    if current:
        return outputs
    if (text := _text(cell, executed)) or optional:
        outputs[target] = text
    else:
        outputs.pop(target, None)
    return outputs


def _with_lines(module: Module, lines: list[str]) -> Module:
    """The module as it will be read when ``lines`` are written."""
    old = module.source
    source = Source(old.name, tuple(lines), old.newline, old.bom)
    return Module(module.path, module.file, source, parse_cells(source))


def _holds(verified: Verified, module: Module, origin: Origin, torch: str) -> bool:
    held = verified.holds(module, origin.device)
    return held is not None and held.torch == torch and held.device == origin.name


def _diff(name: str, old: Sequence[str], new: Sequence[str]) -> str:
    return "\n".join(difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm=""))
