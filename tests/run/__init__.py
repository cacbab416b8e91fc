"""What the tests of runs ask a run for."""

from __future__ import annotations

from literate.run.runner import Failure, Run
from literate.run.verdict import printed


def out(run: Run, title: str = "a") -> str:
    """What a cell printed."""
    assert title in run.cells, run.failures
    return printed(run.cells[title])


def only(run: Run) -> Failure:
    """The one failure of a run."""
    (failure,) = run.failures
    return failure
