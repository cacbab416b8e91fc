"""Run modules twice: why they cannot be recorded, and their lines with what they printed."""

from __future__ import annotations

import contextlib
import datetime
import getpass
import os
import re
import socket
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from signal import SIG_IGN, SIGINT, SIGTERM, default_int_handler, signal

from literate.problem import LiterateError, Problem
from literate.releases import key_device, older_key, output_rank, release
from literate.run import figures
from literate.run.compare import ELLIPSIS, agree, cut_alike, difference, plain, same
from literate.run.process import Executed
from literate.run.runner import Run, Runner, outcome
from literate.run.verdict import unused, verify
from literate.snippet import Cell, Module, parse_cells

LINES = 60  # of output that a cell may print
# The environment of the second run: what holds on one machine only differs there.
ANOTHER_MACHINE = {"OMP_NUM_THREADS": "1", "ATEN_CPU_CAPABILITY": "default"}
# What a page cannot show, or what Python reads as the end of a comment.
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
# A name on this machine that is a word anywhere else.
_COMMON = {"localhost", "root", "runner", "ubuntu", "user", "admin", "Administrator", "/usr"}

# Where torch's messages begin to name the machine it was built on, or the GPU.
_MACHINE = (" (Triggered internally at ", " GPU 0 has a total capacity of ")


def run_twice(*given) -> tuple[list[Run], list[Run]]:
    """Two runs of each module; see ``run_all``.

    The second is by another Python, with other hash seeds, in ``ANOTHER_MACHINE``.
    """
    first = run_all(*given)
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    other = context.Process(target=_run_again, args=(there, *given))
    ours = signal(SIGINT, SIG_IGN)  # a Ctrl-C reaches both processes; this one ends the other
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


def _run_again(connection, *given) -> None:
    """Send the runs by this process, or the exception. SIGTERM ends it and its modules."""
    signal(SIGINT, lambda *_: None)  # not SIG_IGN, which the modules would inherit
    signal(SIGTERM, default_int_handler)
    os.environ.update(ANOTHER_MACHINE)
    with contextlib.suppress(KeyboardInterrupt):
        try:
            connection.send(run_all(*given))
        except Exception as error:
            connection.send(error)


def run_all(
    modules: list[Module], device: str, gpus: int, time_limit: float, workers: int | None
) -> list[Run]:
    """The run of each module, in their order."""
    preload = ("torch",) if any("torch" in "".join(m.source.lines) for m in modules) else ()
    given = {"gpus": gpus, "time_limit": time_limit, "workers": workers}
    with Runner(device, quiet=True, preload=preload, **given) as runner:
        return [outcome(future) for future in [runner.submit(module) for module in modules]]


def refusals(module: Module, run: Run, again: Run) -> list[Problem]:
    """Why a module cannot be recorded: it fails, its two runs differ, or it used no GPU."""
    problems = []
    for cell in module.cells.values():
        demanding = cell.required_gpus or cell.required_torch
        if demanding and cell.title not in run.cells and not run.stopped:
            continue  # not run on this machine
        raises = "raises-exception" in cell.tags
        for one in (run, again):
            executed = one.cells.get(cell.title)
            if executed is None or one.failure(cell.title) or executed.raised != raises:
                mismatch = verify(module, cell, one)
                what = f"{mismatch.problem.what}\n{mismatch.detail}".rstrip("\n")
                problems.append(replace(mismatch.problem, what=what))
                break
        else:
            found = _unfit(module, cell, run, again)
            problems += [Problem(module.name, cell.first, *said) for said in found]
    if run.device == "cuda" and not problems:
        idle = unused(module, run) or unused(module, again)
        problems += [idle] if idle else []
    return problems


def _unfit(module: Module, cell: Cell, run: Run, again: Run) -> Iterator[tuple[str, str]]:
    """Why what a cell printed and drew does not belong on a page: (what, fix) pairs."""
    executed, repeated = run.cells[cell.title], again.cells[cell.title]
    documented, varies = cell.documented(run.device, run.torch), "varies" in cell.tags
    text, other = (printed(one, documented) for one in (executed, repeated))
    if not agree(text, other, varies=varies):
        lines = difference(text, other).replace("  documented  ", "  first run   ")
        lines = lines.replace("  printed     ", "  second run  ")
        fix = _advice(text, other)
        if agree(text, other, varies=True):
            fix += f"; what has to vary has the tag: {_tagged(module, cell)}"
        yield f"cell '{cell.title}' printed two different things in two runs:\n{lines}", fix
    else:
        yield from _unprintable(module, cell, text)
    if len(executed.figures) > 1:
        what = f"cell '{cell.title}' draws {len(executed.figures)} figures"
        yield what, "Draw one figure a cell"
    elif not figures.same_figures(executed.figures, repeated.figures, varies=varies):
        fix = "Seed it (torch.manual_seed)"
        if len(executed.figures) == len(repeated.figures):
            fix += f"; what cannot be seeded has the tag: {_tagged(module, cell)}"
        yield f"cell '{cell.title}' drew two different figures in two runs", fix


def printed(executed: Executed, documented: str = "") -> str:
    """What is written for a cell: what it printed, without what no reader needs.

    A message is cut where it begins to name a machine, and where its documentation cuts it.
    """
    blocks = []
    for kind, text in executed.segments:
        if kind in ("warning", "error"):
            for machine in _MACHINE:
                before, found, _ = text.partition(machine)
                text = before + ELLIPSIS if found else text
            text = cut_alike(documented, text)
        blocks.append(text.removesuffix("\n"))
    return plain("\n".join(blocks))


def _advice(text: str, other: str) -> str:
    if re.search(r"0x[0-9a-f]{6,}", text + other):
        return "Print no address of an object"
    if sorted(text) == sorted(other):
        return "Sort what has no order, as a set"
    return "Seed it (torch.manual_seed), print fewer digits, or print no time, path or memory"


def _tagged(module: Module, cell: Cell) -> str:
    """The cell's marker with the tag ``varies``, as an instruction."""
    header = module.source.lines[cell.line - 1].rstrip()
    tagged = (
        f'{header[:-1].rstrip()}, "varies"]' if header[-1] == "]" else f'{header} tags=["varies"]'
    )
    return f"write line {cell.line} as '{tagged}'"


def _unprintable(module: Module, cell: Cell, text: str) -> Iterator[tuple[str, str]]:
    prints = f"cell '{cell.title}' prints"
    if control := _CONTROL.search(text):
        what = f"{prints} the control character {control[0]!r}"
        yield what, "Print plain lines, without colors and progress bars"
    if (count := text.count("\n") + 1) > LINES:
        yield f"{prints} {count} lines", f"Print at most {LINES}, what a reader would read"
    now = datetime.datetime.now(datetime.UTC)
    folder = module.file.resolve().as_posix().removesuffix(module.path)
    here = [
        ("the folder of the project", folder.rstrip("/").rpartition("/")[0]),
        ("the folder of Python", sys.prefix),
        ("the folder of Python", sys.base_prefix),
        ("the home folder", str(Path.home())),
        ("the folder for temporary files", tempfile.gettempdir()),
        ("the name of this machine", socket.gethostname()),
        ("today's date", now.strftime("%Y-%m-%d")),
        ("today's date", now.astimezone().strftime("%Y-%m-%d")),
    ]
    with contextlib.suppress(OSError, KeyError):  # a user without a name
        here.append(("the name of the user", getpass.getuser()))
    for name, value in here:
        usual = len(value) < 4 or value in _COMMON
        if not usual and re.search(rf"(?<![\w.]){re.escape(value)}(?![\w])", text):
            yield f"{prints} {name}: {value}", "Print what is the same on every machine and day"


def new_lines(
    module: Module,
    run: Run,
    releases: Sequence[str] = (),
    *,
    known: Collection[str] = (),
    exact: bool = True,
) -> list[str]:
    """The module's lines with the output of ``run``; what is still true stays as it is.

    Args:
        releases: those that pages are verified on, newest first.
        known: the releases whose documented output this device printed: it stays. The others
            are taken to print what the next newer one does until they run.
        exact: whether an output that differs by rounding alone is replaced.
    """
    lines = list(module.source.lines)
    for cell in reversed(module.cells.values()):
        if executed := run.cells.get(cell.title):
            outputs = _outputs(cell, executed, run, releases, known, exact)
            lines[cell.output_start : cell.output_end] = [
                f"#{'' if key == 'cpu' else key}> {line}".rstrip()
                for key in sorted(outputs, key=output_rank)
                for line in outputs[key].split("\n")
            ]
    return lines


def with_lines(module: Module, lines: list[str]) -> Module:
    """The module as it will be read when ``lines`` are written."""
    source = replace(module.source, lines=tuple(lines))
    return replace(module, source=source, cells=parse_cells(source))


def still_true(cell: Cell, executed: Executed, documented: str, *, exact: bool) -> bool:
    """Whether a cell printed what is documented."""
    text = printed(executed, documented)
    if "varies" in cell.tags:
        return agree(documented, text, varies=True)
    return (same if exact else agree)(documented, text)


def _outputs(
    cell: Cell,
    executed: Executed,
    run: Run,
    releases: Sequence[str],
    known: Collection[str],
    exact: bool,
) -> dict[str, str]:
    """A cell's documented outputs by key, after a run.

    That of CUDA or an older release is documented only where it differs from what counts without.
    """
    device, documented = run.device, cell.documented(run.device, run.torch)
    outputs = {key: "\n".join(text) for key, text in cell.outputs.items()}
    text = documented
    if not still_true(cell, executed, documented, exact=exact):
        text = printed(executed, documented)
    elif device == "cpu" or device not in outputs:
        return outputs
    now = ".".join(map(str, release(run.torch or "")))
    if now not in releases:  # a project that lists none
        key = cell.key(device, run.torch)
        key = key if key_device(key) == device else device
        others = {k: t for k, t in outputs.items() if k != key}
        found = _by_key(device, [now], {now: text}, _with(cell, others))
        return others | ({key: text} if found else {})
    texts = {torch: cell.documented(device, torch) for torch in releases}
    if text != documented:
        place = releases.index(now)
        newest = not any(torch in known for torch in releases[:place])
        for i, torch in enumerate(releases):
            if torch == now or (torch not in known and (newest or i > place)):
                texts[torch] = text
    others = {k: t for k, t in outputs.items() if key_device(k) != device}
    return others | _by_key(device, releases, texts, _with(cell, others))


def _with(cell: Cell, outputs: dict[str, str]) -> Cell:
    return replace(cell, outputs={key: tuple(t.split("\n")) for key, t in outputs.items()})


def _by_key(
    device: str, order: Sequence[str], texts: dict[str, str], without: Cell
) -> dict[str, str]:
    """The fewest keys by which each release prints its text on a device.

    Args:
        without: the cell without any output of the device.
    """
    optional = device != "cpu" and not without.required_gpus
    if optional and all(texts[r] == without.documented(device, r) for r in order):
        return {}
    outputs, newer = {}, order[0]
    if texts[newer] or optional:
        outputs[device] = texts[newer]
    for torch in order[1:]:
        if texts[torch] != texts[newer]:
            outputs[older_key(device, newer)] = texts[torch]
        newer = torch
    return outputs
