"""Recording in a small project."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from literate.__main__ import main
from literate.record import recorder
from literate.record.outputs import run_all
from literate.run.runner import Run

RAISES = '# %% a tags=["raises-exception"]\n'
_run_twice = recorder.run_twice


def twice_here(*given) -> tuple[list[Run], list[Run]]:
    return run_all(*given), run_all(*given)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Both runs by this Python; a second one would take its time to start."""
    monkeypatch.setattr(recorder, "run_twice", twice_here)


@pytest.fixture
def another_python(quick, monkeypatch):
    monkeypatch.setattr(recorder, "run_twice", _run_twice)


@pytest.fixture
def record(site, monkeypatch, capsys) -> Callable[..., SimpleNamespace]:
    """The command: ``record("a.py", "--check")`` gives its exit code and what it printed."""
    monkeypatch.chdir(site.root)

    def record(*arguments: str) -> SimpleNamespace:
        code = main(["record", "--time-limit", "20", *arguments])
        out, err = capsys.readouterr()
        return SimpleNamespace(code=code, out=out, err=err)

    return record


def written(site, path: str = "a.py") -> str:
    return (site.project.snippets / path).read_bytes().decode()


def files(site) -> dict[str, bytes]:
    """All that is below the project's root."""
    return {str(f): f.read_bytes() for f in site.root.rglob("*") if f.is_file()}


@pytest.fixture
def refuse(site, record) -> Callable[..., str]:
    """Try to record a module beside one that could be; nothing may be written."""

    def refuse(module: str, *arguments: str) -> str:
        site.module("good.py", "# %% a\nprint(1)\n")
        site.module("a.py", module)
        before = files(site)
        done = record(*arguments)
        assert done.code == 1
        assert files(site) == before
        assert "Traceback (" not in done.err
        return done.err

    return refuse
