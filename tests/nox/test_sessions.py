"""The sessions of the noxfile: which environment each one runs in, and with what."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from environments import Environment, InstallError

import noxfile


class Session:
    """What a session is given by nox, as far as ours use it."""

    def __init__(self, *posargs: str) -> None:
        self.posargs = list(posargs)
        self.ran: list[tuple[str, ...]] = []

    def run(self, *command: str) -> None:
        self.ran.append(command)

    def error(self, why: str) -> None:
        raise SystemExit(why)

    def skip(self, why: str) -> None:
        raise SystemExit(why)

    def log(self, line: str) -> None:
        self.ran.append((line,))


@pytest.fixture
def prepared(monkeypatch) -> list[tuple]:
    """What was asked of the environments: folder, groups, release of torch, whether for CUDA."""
    asked = []

    def prepare(self, *groups, release=None, cuda_build=False):
        if "fails" in asked:
            raise InstallError("pip could not install it")
        asked.append((self.folder.name, groups, release, cuda_build))
        return self.folder / "python"

    monkeypatch.setattr(Environment, "prepare", prepare)
    monkeypatch.setattr(sys, "argv", ["nox"])
    return asked


def run(name: str, *posargs: str) -> Session:
    session = Session(*posargs)
    getattr(noxfile, name).func(session)
    return session


@pytest.mark.parametrize(
    ("names", "environment", "release", "cuda_build"),
    [
        (("check", "docs", "lint", "move", "new", "remove"), "site", None, False),
        (("cpu", "tests", "record", "trust"), noxfile.NAMED, noxfile.TORCH, False),
        (("cuda",), noxfile.NAMED, noxfile.TORCH, True),
    ],
)
def test_sessions_share_an_environment_with_torch_and_one_without(
    prepared, names, environment, release, cuda_build
):
    for name in names:
        assert run(name).ran[0][0].endswith(os.path.join(environment, "python"))
    assert {(asked[0], *asked[2:]) for asked in prepared} == {(environment, release, cuda_build)}


@pytest.mark.parametrize(
    ("torch_is_there", "posargs", "environment"),
    [(False, [], "site"), (True, [], noxfile.NAMED), (True, ["--no-run"], "site")],
)
def test_the_preview_takes_torch_where_it_is_and_never_installs_it(
    prepared, monkeypatch, torch_is_there, posargs, environment
):
    monkeypatch.setattr(Environment, "has", lambda self, release: torch_is_there)
    run("serve", *posargs)
    assert [asked[0] for asked in prepared] == [environment]


def test_the_own_python_is_used_as_it_is_and_what_it_lacks_is_named(prepared, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["nox", "--no-venv", "-s", "cpu"])
    command = (sys.executable, "-m", "pytest", "--codeblocks", "--device=cpu", "-q")
    assert run("cpu", "-q").ran == [command]
    monkeypatch.setattr(noxfile, "IMPORTED", ("pytest", "no_such_package"))
    with pytest.raises(SystemExit, match=r"lacks no_such_package: pip install .*Markdown=="):
        run("cpu")
    run("check")  # needs none of them
    assert prepared == []


def test_a_change_of_content_leaves_out_what_it_cannot_break_and_says_so(prepared, monkeypatch):
    changed = ["docs/en/index.md", "docs/en/gone.md"]
    monkeypatch.setattr(noxfile.changes, "content", lambda *_, **__: changed)
    monkeypatch.setattr(noxfile.subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=0))
    with pytest.raises(SystemExit, match=r"only content changed \(2 files\).*: nox -s tests$"):
        run("tests")
    (said,), command = run("browser").ran
    assert said.endswith("nox -s browser")
    assert command[1:] == ("-m", "pytest", "tests/browser", "--page=docs/en/index.md")
    changed.clear()
    assert run("tests").ran[0][-1] == "tests"
    ((*_, last),) = run("browser").ran
    assert last == "tests/browser"
    ((_, *command),) = run("browser", "tests/browser/test_axe.py").ran
    assert command == ["-m", "pytest", "tests/browser/test_axe.py"]


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("-s new tensors/x --zh a", "nox -s new -- tensors/x --zh a"),
        ("-s record snippets/a.py snippets/b.py", "nox -s record -- snippets/a.py snippets/b.py"),
        ("-R -s check record snippets\\a.py", "nox -R -s check record -- 'snippets\\a.py'"),
        ("--session cpu a.md -- -q", "nox --session cpu -- a.md"),
        ("-s new -- tensors/x", None),
        ("-s check lint", None),
        ("-f some/noxfile.py -s check", None),
        ("", None),
    ],
)
def test_a_path_among_the_sessions_is_told_where_it_belongs(given, right):
    said = noxfile.misplaced(["nox", *given.split()])
    assert said is None if right is None else said.endswith(f" '--': {right}")


def test_a_path_among_the_sessions_ends_nox_before_anything_is_installed():
    for command in (["-m", "nox"], ["noxfile.py"]):
        command = [sys.executable, *command, "-s", "new", "tensors/x"]
        given = {"cwd": Path(noxfile.__file__).parent, "capture_output": True, "text": True}
        result = subprocess.run(command, check=False, **given)
        assert result.returncode == 1
        assert "nox -s new -- tensors/x" in result.stderr
        assert result.stderr.count("\n") == 1


def test_the_jobs_of_the_workflow_run_every_session_of_nox():
    workflow = Path(noxfile.__file__).parent / ".github/workflows/site.yml"
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    ran = {
        job: re.findall(r" -s ([\w ]+)", "\n".join(step.get("run", "") for step in about["steps"]))
        for job, about in jobs.items()
    }
    gates = jobs["deploy"]["needs"]
    assert {name for job in gates for names in ran[job] for name in names.split()} == set(
        noxfile.nox.options.sessions
    )
    assert {*ran["strangers"][0].split()} == {"check", "cpu", "tests"}


def test_what_fails_ends_the_session_with_one_line(monkeypatch, prepared):
    prepared.append("fails")
    with pytest.raises(SystemExit, match=r"^pip could not install it$"):
        run("cpu")
    monkeypatch.setattr(noxfile, "verify_releases", lambda root, rest: rest == ["--keep"])
    with pytest.raises(SystemExit, match="not every release is green"):
        run("matrix", "--keep")


@pytest.mark.parametrize(("torch", "folder"), [("", "torch"), ("2.11.0", "torch-2.11.0")])
def test_another_release_has_an_environment_of_its_own(torch, folder):
    code = "import noxfile; print(noxfile.TORCH, noxfile.WITH_TORCH.folder.name)"
    given = {"cwd": Path(noxfile.__file__).parent, "env": os.environ | {"TORCH": torch}}
    said = subprocess.check_output([sys.executable, "-c", code], text=True, **given).split()
    assert said == [torch or noxfile.RECORDED_WITH, folder]


def test_without_nox_and_without_a_way_to_get_it_one_line_says_what_to_do(tmp_path):
    (tmp_path / "noxfile.py").write_bytes(Path(noxfile.__file__).read_bytes())
    (tmp_path / ".nox").write_text("a file, where a folder is to be made")
    command = [sys.executable, "-S", "noxfile.py", "-s", "check"]  # -S: without packages
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "pip install nox" in result.stderr
    assert result.stderr.count("\n") == 1
