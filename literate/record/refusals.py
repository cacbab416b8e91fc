"""Why what modules did cannot be recorded."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from literate.problem import Problem
from literate.record.here import Fact, facts, here_only
from literate.record.outputs import printed
from literate.record.records import Verified
from literate.run import figures
from literate.run.compare import agree, difference, plain
from literate.run.process import Executed
from literate.run.runner import Run
from literate.run.verdict import VERIFY_GROUP, missing_package, raised_type, unused, verify
from literate.snippet import Cell, Module

LINES = 30  # of output that a reader takes in
WIDTH = 100  # characters of a line of it; messages may be wider, readers search for them whole
# What a page cannot show, or what Python reads as the end of a comment.
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
# Where a traceback says what was raised.
_RAISED = re.compile(
    r"^((?:\w+\.)*[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Iteration|Warning))(?::|$)", re.M
)
_COUNTS = re.compile(r"\b(?:getpid|cpu_count|sched_getaffinity|get_num_(?:interop_)?threads)\(")
_CLOCK = re.compile(
    r"\b(?:time|perf_counter|process_time|monotonic|now|today)(?:_ns)?\(|\btimeit\b"
)
_OWN_SEED = {r"(?<![\w.])random\.": "random.seed", r"\b(?:np|numpy)\.random\.": "numpy.random.seed"}


def refusals(module: Module, run: Run, again: Run) -> list[Problem]:
    """Why a module cannot be recorded: it fails, its two runs differ, it used no GPU, or a cell
    printed what does not belong on a page."""
    problems, left, known = [], [], facts(module)
    for cell in module.cells.values():
        if cell.conditional and cell.title not in run.cells and not run.stopped:
            continue  # not run on this machine
        for one in (run, again):
            executed = one.cells.get(cell.title)
            if executed is None and not one.failure(cell.title):
                left.append((cell, one))
            elif one.failure(cell.title) or executed.raised != ("raises-exception" in cell.tags):
                mismatch = verify(module, cell, one)
                what = f"{mismatch.problem.what}\n{mismatch.detail}".rstrip("\n")
                problems.append(replace(mismatch.problem, what=what))
            else:
                continue
            break
        else:
            found = _unfit(module, cell, run, again, known)
            problems += [Problem(module.name, cell.first, *said) for said in found]
    if left:
        problems.append(_not_run(module, left))
    if run.device == "cuda" and not problems:
        idle = unused(module, run) or unused(module, again)
        problems += [idle] if idle else []
    return problems


def _not_run(module: Module, left: Sequence[tuple[Cell, Run]]) -> Problem:
    """What is said of all the cells that were not run."""
    problem = verify(module, *left[0]).problem
    if more := len(left) - 1:
        were = f"' and {more} below it were not run"
        problem = replace(problem, what=problem.what.replace("' was not run", were, 1))
    return problem


def changed_types(module: Module, run: Run, verified: Verified) -> list[Problem]:
    """The cells that raise an exception of another type than the one they were recorded with."""
    problems = []
    for title, executed in run.cells.items():
        cell, raised = module.cells[title], raised_type(executed)
        documented = cell.documented(run.device, run.torch)
        known = _RAISED.findall(documented)
        same = re.search(rf"^{re.escape(raised)}(?::|$)", documented, re.M)  # any name may raise
        recorded = verified.printed(module, cell, run.device, run.torch)
        if raised and known and not same and recorded:
            what = f"cell '{title}' documents {known[-1]}, raised {raised}"
            fix = "Fix the code, or run again with --accept-type to write it"
            problems.append(Problem(module.name, executed.error_line or cell.first, what, fix))
    return problems


def _unfit(
    module: Module, cell: Cell, run: Run, again: Run, known: Sequence[Fact]
) -> Iterator[tuple[str, str]]:
    """Why what a cell printed and drew does not belong on a page: (what, fix) pairs."""
    executed, repeated = run.cells[cell.title], again.cells[cell.title]
    documented, varies = cell.documented(run.device, run.torch), "varies" in cell.tags
    text, other = (printed(one, documented) for one in (executed, repeated))
    yield from (unfit := [*_unprintable(cell, executed, documented, known)])
    if not agree(documented, text, varies=varies):  # what stands may stay as it is
        yield from _too_large(module, cell, executed, text)
    if not unfit and not agree(text, other, varies=varies):
        lines = difference(text, other).replace("  documented  ", "  first run   ")
        lines = lines.replace("  printed     ", "  second run  ")
        fix = _advice(text, other, cell.code)
        if agree(text, other, varies=True):
            fix += f"; what has to vary has the tag: {_tagged(module, cell, 'varies')}"
        yield f"cell '{cell.title}' printed two different things in two runs:\n{lines}", fix
    if len(executed.figures) > 1:
        what = f"cell '{cell.title}' draws {len(executed.figures)} figures"
        yield what, "Draw one figure a cell"
    elif not figures.same_figures(executed.figures, repeated.figures, varies=varies):
        fix = "Seed it (torch.manual_seed)"
        if len(executed.figures) == len(repeated.figures):
            fix += f"; what cannot be seeded has the tag: {_tagged(module, cell, 'varies')}"
        yield f"cell '{cell.title}' drew two different figures in two runs", fix


def _advice(text: str, other: str, code: str) -> str:
    """What helps against a difference between two runs."""
    if re.search(r"0x[0-9a-f]{6,}", text + other):
        return "Print no address of an object"
    if sorted(text) == sorted(other):
        return "Sort what has no order, as a set: sorted(…)"
    if _COUNTS.search(code):
        return "Print no number of a process, and none of cores or threads"
    if _CLOCK.search(code):
        return "Print no time"
    own = (seed for used, seed in _OWN_SEED.items() if re.search(used, code))
    return f"Seed it ({next(own, 'torch.manual_seed')}), or print fewer digits"


def _tagged(module: Module, cell: Cell, tag: str) -> str:
    """The cell's marker with one more tag, as an instruction."""
    header = module.source.lines[cell.line - 1].rstrip()
    tagged = (
        f'{header[:-1].rstrip()}, "{tag}"]' if header[-1] == "]" else f'{header} tags=["{tag}"]'
    )
    return f"write line {cell.line} as '{tagged}'"


def _unprintable(
    cell: Cell, executed: Executed, documented: str, known: Sequence[Fact]
) -> Iterator[tuple[str, str]]:
    """What in an output does not belong on a page, whether it is the same each time or not."""
    text, prints = printed(executed, documented), f"cell '{cell.title}' prints"
    if control := _CONTROL.search(text):
        fix = "Print plain lines, without colors"
        if control[0] in "\r\b":
            fix = "Print one line at the end, without a progress bar (tqdm: disable=True)"
        yield f"{prints} the control character {control[0]!r}", fix
    messages = [part for kind, part in executed.segments if kind in ("warning", "error")]
    for what, fix in here_only(known, cell, text, messages):
        yield f"{prints} {what}", fix
    yield from _failed_import(cell, executed, documented)


def _too_large(
    module: Module, cell: Cell, executed: Executed, text: str
) -> Iterator[tuple[str, str]]:
    """Why an output is more than a reader sees at a glance."""
    prints = f"cell '{cell.title}' prints"
    if (count := text.count("\n") + 1) > LINES and "long-output" not in cell.tags:
        fix = f"Print at most {LINES}, what a reader would read; if all are needed, "
        yield f"{prints} {count} lines", fix + _tagged(module, cell, "long-output")
    blocks = [plain(part) for kind, part in executed.segments if kind in ("stdout", "stderr")]
    width = max((len(line) for block in blocks for line in block.split("\n")), default=0)
    if width > WIDTH and "wide-output" not in cell.tags:
        fix = f"Print at most {WIDTH}, on more lines; if it has to be one, "
        what = f"{prints} a line of {width} characters"
        yield what, fix + _tagged(module, cell, "wide-output")


def _failed_import(cell: Cell, executed: Executed, documented: str) -> Iterator[tuple[str, str]]:
    """The import that failed in place of what the cell was to raise.

    It is meant where it is documented, or where the cell holds nothing else.
    """
    failed = ("ImportError", "ModuleNotFoundError")
    meant = any(line.startswith(failed) for line in documented.split("\n"))
    body = cell.tree.body
    meant |= len(body) == 1 and isinstance(body[0], ast.Import | ast.ImportFrom | ast.Raise)
    if raised_type(executed) in failed and not meant:
        missing, alone = missing_package(executed), "if this error is the lesson, give its import "
        what = f"cannot import '{missing}'" if missing else "ends with an import that failed"
        fix = VERIFY_GROUP.format(missing) if missing else "Fix the import"
        yield f"cell '{cell.title}' {what}", f"{fix}; {alone}a cell of its own"
