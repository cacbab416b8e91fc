"""Run modules twice, and say why a module cannot be recorded: it fails, or its runs differ."""

from __future__ import annotations

import contextlib
import datetime
import getpass
import os
import re
import socket
import sys
import tempfile
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from signal import SIG_IGN, SIGINT, SIGTERM, default_int_handler, signal

from literate import figures
from literate.compare import agree, difference
from literate.problem import LiterateError, Problem
from literate.read import Cell, Module
from literate.rewrite import written
from literate.run import Run, Runner, outcome
from literate.verify import unused, verify

# What a page cannot show, or what would end a comment: Python reads some of them as line ends.
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
LINES = 60  # of output that a reader may be given for a cell
# How the second run is set up: what holds on one machine only shows there.
ANOTHER_MACHINE = {"OMP_NUM_THREADS": "1", "ATEN_CPU_CAPABILITY": "default"}


def run_twice(
    modules: list[Module], device: str, gpus: int, time_limit: float, workers: int | None
) -> tuple[list[Run], list[Run]]:
    """Two runs of each module; the second is set up as another machine.

    It is by another Python, with other hash seeds, on one thread and without the processor's
    vector instructions.
    """
    given = (modules, device, gpus, time_limit, workers)
    first = run_all(*given)
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
    os.environ.update(ANOTHER_MACHINE)
    try:
        connection.send(run_all(*given))
    except KeyboardInterrupt:
        pass
    except Exception as error:
        connection.send(error)


def run_all(
    modules: list[Module],
    device: str,
    gpus: int,
    time_limit: float,
    workers: int | None,
) -> list[Run]:
    """What each module does, in their order."""
    # A server need not import what no module imports.
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
            documented = cell.documented(run.device, run.torch)
            ours, theirs = (written(ran, documented) for ran in (executed, repeated))
            if not agree(ours, theirs, varies="varies" in cell.tags):
                what = f"cell '{cell.title}' printed two different things in two runs:\n"
                what += difference(ours, theirs).replace("  documented  ", "  first run   ")
                what = what.replace("  printed     ", "  second run  ")
                mend = _advice(ours, theirs)
                if agree(ours, theirs, varies=True):
                    mend += f"; what has to vary has the tag: {_tagged(module, cell)}"
                problems.append(Problem(module.name, cell.first, what, mend))
            else:
                problems += _unfit(module, cell, ours)
            if len(executed.figures) > 1:
                what = f"cell '{cell.title}' draws {len(executed.figures)} figures"
                problems.append(Problem(module.name, cell.first, what, "Draw one figure a cell"))
            elif not figures.all_agree(
                executed.figures, repeated.figures, varies="varies" in cell.tags
            ):
                what = f"cell '{cell.title}' drew two different figures in two runs"
                mend = "Seed it (torch.manual_seed)"
                if len(executed.figures) == len(repeated.figures):
                    mend += f"; what cannot be seeded has the tag: {_tagged(module, cell)}"
                problems.append(Problem(module.name, cell.first, what, mend))
    if run.device == "cuda" and not problems:
        idle = unused(module, run) or unused(module, again)
        problems += [idle] if idle else []
    return problems


def _advice(ours: str, theirs: str) -> str:
    """What helps where two runs printed different things."""
    if re.search(r"0x[0-9a-f]{6,}", ours + theirs):
        return "Print no address of an object"
    if sorted(ours) == sorted(theirs):
        return "Sort what has no order, as a set"
    return "Seed it (torch.manual_seed), print fewer digits, or print no time, path or memory"


def _unfit(module: Module, cell: Cell, text: str) -> list[Problem]:
    """Why what a cell printed does not belong on a page."""
    found = []
    if control := _CONTROL.search(text):
        what = f"cell '{cell.title}' prints the control character {control[0]!r}"
        found.append((what, "Print plain lines, without colors and progress bars"))
    if (count := text.count("\n") + 1) > LINES:
        what = f"cell '{cell.title}' prints {count} lines"
        found.append((what, f"Print at most {LINES}, what a reader would read"))
    for what_it_is, here in _only_here(module):
        if re.search(rf"(?<![\w.]){re.escape(here)}(?![\w])", text):
            what = f"cell '{cell.title}' prints {what_it_is}: {here}"
            found.append((what, "Print what is the same on every machine and day"))
    return [Problem(module.name, cell.first, what, mend) for what, mend in found]


def _only_here(module: Module) -> list[tuple[str, str]]:
    """What is true on this machine and today only, with its name."""
    snippets = module.file.resolve().as_posix().removesuffix(module.path)
    now = datetime.datetime.now(datetime.UTC)
    found = [
        ("the folder of the project", snippets.rstrip("/").rpartition("/")[0]),
        ("the folder of Python", sys.prefix),
        ("the folder of Python", sys.base_prefix),
        ("the home folder", str(Path.home())),
        ("the folder for temporary files", tempfile.gettempdir()),
        ("the name of this machine", socket.gethostname()),
        ("today's date", now.strftime("%Y-%m-%d")),
        ("today's date", now.astimezone().strftime("%Y-%m-%d")),
    ]
    with contextlib.suppress(OSError, KeyError):  # a user without a name
        found.append(("the name of the user", getpass.getuser()))
    return [(name, here) for name, here in found if len(here) > 3 and here not in _COMMON]


# What may be a name here and a word anywhere.
_COMMON = {"localhost", "root", "runner", "ubuntu", "user", "admin", "Administrator", "/usr"}


def _tagged(module: Module, cell: Cell) -> str:
    """The line that tags a cell ``varies``, with its number, to be written as it is."""
    header = module.source.lines[cell.line - 1].rstrip()
    if header.endswith("]"):
        header = header[:-1].rstrip() + ', "varies"]'
    else:
        header += ' tags=["varies"]'
    return f"write line {cell.line} as '{header}'"
