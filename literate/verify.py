"""Hold what a module printed against what it documents."""

from __future__ import annotations

from dataclasses import dataclass

from literate import figures
from literate.compare import abbreviate, agree, difference, plain, same
from literate.execute import Executed
from literate.problem import Problem
from literate.read import Cell, Module, claims_cuda
from literate.run import Run


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
    drawn = executed.figures[0]
    ours, theirs = figures.drawn_with(recorded), figures.drawn_with(drawn)
    if ours != theirs:
        return f"of its figure only words and colors were compared: {theirs} drew it, not {ours}"
    if not figures.agree(recorded, drawn, exact=True):
        return "its figure differs by less than a point"
    return ""


def verify(
    module: Module, cell: Cell, run: Run, *, exact: bool = False, exact_figure: bool = False
) -> Mismatch | None:
    """The mismatch of a cell in a run of its module, or None if there is none.

    Args:
        exact: whether the run was on the release, the device and the kind of processor that
            recorded the module: then nothing may differ, not even by rounding.
        exact_figure: whether these recorded its figures, too.
    """

    def mismatch(what: str, mend: str, line: int = cell.first, detail: str = "") -> Mismatch:
        return Mismatch(Problem(module.name, line, what, mend), detail)

    if failure := run.failure(cell.title):
        executed = run.cells.get(cell.title)
        detail = _plain(executed) if executed else ""
        return mismatch(f"cell '{cell.title}' {failure.what}", failure.mend, failure.line, detail)

    executed = run.cells.get(cell.title)
    if executed is None:
        title, line = _stopper(module, run)
        return mismatch(
            f"cell '{cell.title}' was not run, because cell '{title}' ended the module",
            f"Mend {module.name}:{line} first",
        )

    documented = cell.documented(run.device, run.torch)
    text = printed(executed, documented)
    record = f"Mend the code, or accept it: nox -s record -- {module.name}"
    raises = "raises-exception" in cell.tags
    if executed.raised and not raises:
        mend = 'Mend the code, or tag the cell: tags=["raises-exception"]'
        line = executed.error_line or cell.first
        return mismatch(f"cell '{cell.title}' raised unasked", mend, line, _plain(executed))
    if raises and not executed.raised:
        mend = "Mend the code, or remove the tag raises-exception"
        return mismatch(f"cell '{cell.title}' raised nothing", mend, cell.line, _plain(executed))
    if text and not documented:
        what = f"cell '{cell.title}' prints but documents nothing"
        return mismatch(what, f"Record it: nox -s record -- {module.name}", detail=text)
    line = cell.output_start + 1
    if documented and not text:
        what = f"cell '{cell.title}' documents output but prints nothing"
        return mismatch(what, record, line, difference(documented, text))
    varies = "varies" in cell.tags
    exact = exact and not varies
    if not (same(documented, text) if exact else agree(documented, text, varies=varies)):
        what = f"cell '{cell.title}' printed something else than it documents"
        detail = difference(documented, text, varies=varies, exact=exact)
        return mismatch(what, record, line, detail)
    recorded, drawn = module.recorded_figure(cell.title), executed.figures
    if len(drawn) > 1:
        what = f"cell '{cell.title}' draws {len(drawn)} figures"
        return mismatch(what, "Draw one figure a cell")
    if drawn and recorded is None:
        what = f"cell '{cell.title}' draws a figure but none is recorded"
        return mismatch(what, f"Record it: nox -s record -- {module.name}")
    if recorded is not None and not drawn:
        what = (
            f"cell '{cell.title}' draws nothing, but {module.figure(cell.title).name} is recorded"
        )
        return mismatch(what, record)
    if drawn and not figures.agree(recorded, drawn[0], varies=varies, exact=exact_figure):
        what = f"cell '{cell.title}' draws another figure than {module.figure(cell.title).name}"
        return mismatch(what, record)
    return None


def unused(module: Module, run: Run) -> Problem | None:
    """Why a run on CUDA proves nothing: the module claims CUDA, and the GPU was never touched."""
    claim = claims_cuda(module)
    if claim is None or run.allocations:
        return None
    what = f"claims CUDA ({claim}), but no cell allocated memory on the GPU"
    mend = "Create or move a tensor there: device=device; or claim nothing of CUDA"
    return Problem(module.name, 1, what, mend)


def _plain(executed: Executed) -> str:
    return "\n".join(text.rstrip("\n") for _, text in executed.segments)


def _stopper(module: Module, run: Run) -> tuple[str, int]:
    """The cell that ended the module's run, and its line."""
    if run.stopped:
        return run.stopped.title, run.stopped.line
    for title, executed in run.cells.items():
        if executed.raised and "raises-exception" not in module.cells[title].tags:
            return title, executed.error_line or module.cells[title].first
    last = list(module.cells.values())[-1]
    return last.title, last.first
