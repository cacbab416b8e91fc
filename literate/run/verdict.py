"""Hold what a module printed against what it documents."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from literate.problem import Problem
from literate.releases import key_device, without_build
from literate.run.compare import abbreviate, agree, difference, plain, same
from literate.run.figures import drawn_with, same_figure
from literate.run.process import Executed
from literate.run.runner import Run
from literate.snippet import Cell, Module

# What helps where a package, which stands for {}, is missing.
VERIFY_GROUP = (
    "Import only what the group 'verify' in pyproject.toml lists; to ask for '{}', open an issue"
)
_MESSAGE = re.compile(r"[\w.]*(?:Error|Warning|Exception)\b(?::|$)")
_CUDA = re.compile(r"cuda(?::\d+)?")


@dataclass(frozen=True)
class Mismatch:
    """Why a cell is not what its documentation says.

    Attributes:
        problem: where in the module, what, and what to do.
        detail: the lines that differ, or what was printed; may be empty.
    """

    problem: Problem
    detail: str = ""


def printed(executed: Executed, documented: str = "") -> str:
    """What a cell printed, with messages cut where the documentation cuts them."""
    return plain(abbreviate(documented, executed.segments))


def rounded(module: Module, cell: Cell, run: Run) -> str:
    """What of a cell is right only within the tolerance, as a clause; empty if nothing is."""
    executed = run.cells.get(cell.title)
    if executed is None or "varies" in cell.tags:
        return ""
    documented = cell.documented(run.device, run.torch)
    if not same(documented, printed(executed, documented)):
        return "its output differs by rounding"
    if not executed.figures or (recorded := module.recorded_figure(cell.title)) is None:
        return ""
    ours, theirs = drawn_with(recorded), drawn_with(executed.figures[0])
    if ours != theirs:
        return f"of its figure only words and colors were compared: {theirs} drew it, not {ours}"
    if not same_figure(recorded, executed.figures[0], exact=True):
        return "its figure differs by less than a point"
    return ""


def verify(
    module: Module,
    cell: Cell,
    run: Run,
    *,
    exact: bool = False,
    exact_figure: bool = False,
    releases: Sequence[str] = (),
) -> Mismatch | None:
    """The mismatch of a cell in a run of its module, or None if there is none.

    Args:
        releases: those that pages are verified on, newest first: another one may word a message
            otherwise.
        exact: whether the run was on the release, the device and the kind of processor that
            recorded the module: then nothing may differ, not even by rounding.
        exact_figure: whether these recorded its figures, too.
    """

    def mismatch(what: str, fix: str, line: int = cell.first, detail: str = "") -> Mismatch:
        return Mismatch(Problem(module.name, line, f"cell '{cell.title}' {what}", fix), detail)

    executed = run.cells.get(cell.title)
    everything = "\n".join(text.rstrip("\n") for _, text in executed.segments) if executed else ""
    if failure := run.failure(cell.title):
        return mismatch(failure.what, failure.fix, failure.line, everything)
    if executed is None:
        title, line = _stopper(module, run)
        what = f"was not run, because cell '{title}' ended the module"
        return mismatch(what, f"Fix {module.name}:{line} first")
    if executed.raised and "raises-exception" not in cell.tags:
        fix = 'Fix the code, or tag the cell: tags=["raises-exception"]'
        fix = VERIFY_GROUP.format(missing) if (missing := missing_package(executed)) else fix
        return mismatch("raised unasked", fix, executed.error_line or cell.first, everything)
    if not executed.raised and "raises-exception" in cell.tags:
        fix = "Fix the code, or remove the tag raises-exception"
        return mismatch("raised nothing", fix, cell.line, everything)

    documented, varies = cell.documented(run.device, run.torch), "varies" in cell.tags
    text, exact = printed(executed, documented), exact and not varies
    command = f"nox -s record -- {module.name}"
    record, accept = f"Record it: {command}", f"Fix the code, or accept it: {command}"
    if text and not documented:
        return mismatch("prints but documents nothing", record, detail=text)
    line = cell.output_start + 1
    if documented and not text:
        what = "documents output but prints nothing"
        return mismatch(what, accept, line, difference(documented, text))
    if not (same(documented, text) if exact else agree(documented, text, varies=varies)):
        detail = difference(documented, text, varies=varies, exact=exact)
        here = without_build(run.torch or "")
        if releases and here != releases[0] and (words := reworded(documented, text)):
            what = f"wording changed in torch {here}: {words[0]} → {words[1]}"
            first = "" if here in releases else "in pyproject.toml, begin 'releases' with it; "
            fix = f"To record the new wording and keep the old one: {first}{command}"
            return Mismatch(Problem(module.name, line, f"cell '{cell.title}': {what}", fix), detail)
        return mismatch("printed something else than it documents", accept, line, detail)

    recorded, drawn = module.recorded_figure(cell.title), executed.figures
    file = module.figure(cell.title).name
    if len(drawn) > 1:
        return mismatch(f"draws {len(drawn)} figures", "Draw one figure a cell")
    if drawn and recorded is None:
        return mismatch("draws a figure but none is recorded", record)
    if recorded is not None and not drawn:
        return mismatch(f"draws nothing, but {file} is recorded", accept)
    if drawn and not same_figure(recorded, drawn[0], varies=varies, exact=exact_figure):
        return mismatch(f"draws another figure than {file}", accept)
    return None


def reworded(documented: str, text: str) -> tuple[str, str] | None:
    """The first line of a message, and its new words, if no more than the message differs."""
    ours, theirs = documented.split("\n"), text.split("\n")
    steps = difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    if len(changed) != 1 or changed[0][0] != "replace":
        return None
    _, begin, end, other, _ = changed[0]
    old, new = ours[begin], theirs[other]
    messages = _MESSAGE.match(old) and _MESSAGE.match(new)
    # What stands below a warning may be output; below an error that ends the cell nothing is.
    alone = end - begin == 1 or (end == len(ours) and "Warning" not in old.partition(":")[0])
    return (old, new) if messages and alone else None


def unused(module: Module, run: Run) -> Problem | None:
    """Why a run on CUDA proves nothing: the module claims CUDA, and the GPU was never touched."""
    claim = claims_cuda(module)
    if claim is None or run.allocations:
        return None
    what = f"claims CUDA ({claim}), but no cell allocated memory on the GPU"
    fix = "Create or move a tensor there: device=device; or claim nothing of CUDA"
    return Problem(module.name, 1, what, fix)


def raised_type(executed: Executed) -> str:
    """The type of the exception that a cell ended with, as tracebacks name it; empty without."""
    error = next((text for kind, text in executed.segments if kind == "error"), "")
    return re.match(r"[\w.]*", error)[0]


def missing_package(executed: Executed) -> str:
    """The package that a cell failed to import because it is not there; empty for none."""
    errors = (text for kind, text in executed.segments if kind == "error")
    found = re.match(r"ModuleNotFoundError: No module named '(\w+)", next(errors, ""))
    return found[1] if found else ""


def _stopper(module: Module, run: Run) -> tuple[str, int]:
    """The cell that ended the module's run, and its line."""
    if run.stopped:
        return run.stopped.title, run.stopped.line
    for title, executed in run.cells.items():
        if executed.raised and "raises-exception" not in module.cells[title].tags:
            return title, executed.error_line or module.cells[title].first
    last = list(module.cells.values())[-1]
    return last.title, last.first


def claims_cuda(module: Module) -> str | None:
    """What in a module claims that it uses CUDA, as a clause; None if nothing does.

    A claim is a cell that needs a GPU, output of CUDA, or code that names a CUDA device.
    """
    for cell in module.cells.values():
        if cell.required_gpus:
            return f"cell '{cell.title}' needs a GPU"
        if any(key_device(key) == "cuda" for key in cell.outputs):
            return f"cell '{cell.title}' has '#cuda>' lines"
    for cell in module.cells.values():
        for node in cell.nodes if "cuda" in cell.code else ():
            match node:
                case ast.Call(func=ast.Attribute(attr="cuda")):
                    return f"cell '{cell.title}' names a CUDA device"
                case ast.Constant(value=str(text)) if _CUDA.fullmatch(text):
                    return f"cell '{cell.title}' names a CUDA device"
    return None
