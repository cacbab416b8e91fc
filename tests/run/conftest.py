from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from literate.run.runner import Run, Runner
from literate.snippet import read_module


@pytest.fixture(scope="module")
def runner():
    with Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def impatient():
    """It waits for nobody."""
    with Runner(time_limit=2, wall_limit=2) as runner:
        yield runner


@pytest.fixture
def run(site, runner) -> Callable[..., Run]:
    """Write a module and run it: ``run(text)``, or ``run(text, on=another_runner)``."""

    def run(text: str, path: str = "a.py", *, on: Runner = runner) -> Run:
        site.module(path, dedent(text))
        return on.run(read_module(site.project, path))

    return run
