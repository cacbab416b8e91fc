"""The sessions of the noxfile: which environment each one runs in, and with what."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import noxfile
from literate.environments import Environment, InstallError


class Session:
    """What a session is given by nox, as far as ours use it."""

    def __init__(self, *posargs: str) -> None:
        self.posargs = list(posargs)
        self.ran: list[tuple[str, ...]] = []

    def run(self, *command: str) -> None:
        self.ran.append(command)

    def error(self, why: str) -> None:
        raise SystemExit(why)


@pytest.fixture
def prepared(monkeypatch) -> list[tuple]:
    """What was asked of the environments: folder, groups, release of torch, whether for CUDA."""
    asked = []

    def prepare(self, *groups, release=None, cuda_build=False):
        asked.append((self.folder.name, groups, release, cuda_build))
        return self.folder / "python"

    monkeypatch.setattr(Environment, "prepare", prepare)
    monkeypatch.setattr(sys, "argv", ["nox"])
    return asked


def run(name: str, *posargs: str) -> Session:
    session = Session(*posargs)
    getattr(noxfile, name).func(session)
    return session


@pytest.mark.parametrize("name", ["check", "docs", "lint", "new"])
def test_what_runs_no_module_needs_no_torch(prepared, name):
    run(name)
    assert [(folder, release) for folder, _, release, _ in prepared] == [("site", None)]


@pytest.mark.parametrize(
    ("name", "cuda_build"),
    [("cpu", False), ("tests", False), ("record", False), ("trust", False), ("cuda", True)],
)
def test_what_runs_modules_shares_one_environment(prepared, name, cuda_build):
    session = run(name)
    ((folder, _, release, for_cuda),) = prepared
    assert (folder, release, for_cuda) == (noxfile.NAMED, noxfile.TORCH, cuda_build)
    assert session.ran[0][0].endswith(os.path.join(noxfile.NAMED, "python"))


@pytest.mark.parametrize(
    ("torch_is_there", "posargs", "environment", "groups"),
    [
        (False, [], "site", ("site",)),
        (True, [], noxfile.NAMED, ("site", "verify")),
        (True, ["--no-run"], "site", ("site",)),
    ],
)
def test_the_preview_takes_torch_where_it_is_and_never_installs_it(
    prepared, monkeypatch, torch_is_there, posargs, environment, groups
):
    monkeypatch.setattr(Environment, "has", lambda self, release: torch_is_there)
    run("serve", *posargs)
    assert [asked[:2] for asked in prepared] == [(environment, groups)]


def test_with_the_own_python_nothing_is_installed(prepared, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["nox", "--no-venv", "-s", "cpu"])
    session = run("cpu", "-q")
    assert prepared == []
    assert session.ran == [
        (sys.executable, "-m", "pytest", "--codeblocks", "--device=cpu", "-q"),
    ]


def test_what_the_own_python_lacks_is_named(prepared, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["nox", "--no-venv"])
    monkeypatch.setattr(noxfile, "IMPORTED", ("pytest", "no_such_package"))
    with pytest.raises(SystemExit, match=r"lacks no_such_package: pip install .*jupytext=="):
        run("cpu")
    run("check")  # needs none of them


def test_an_environment_that_cannot_be_made_ends_the_session_with_one_line(monkeypatch, prepared):
    def fails(*_, **__):
        raise InstallError("pip could not install it")

    monkeypatch.setattr(Environment, "prepare", fails)
    with pytest.raises(SystemExit, match=r"^pip could not install it$"):
        run("cpu")


def test_a_matrix_that_is_not_green_fails(monkeypatch):
    given = []
    monkeypatch.setattr(noxfile, "verify_releases", lambda root, rest: given.append(rest) or 1)
    with pytest.raises(SystemExit):
        run("matrix", "--keep")
    assert given == [["--keep"]]


@pytest.mark.parametrize(
    ("torch", "folder"),
    [("", "torch"), (noxfile.RECORDED_WITH, "torch"), ("2.11.0", "torch-2.11.0")],
)
def test_another_release_has_an_environment_of_its_own(torch, folder):
    code = "import noxfile; print(noxfile.TORCH, noxfile.WITH_TORCH.folder.name)"
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(noxfile.__file__).parent,
        env=os.environ | {"TORCH": torch},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert said == [torch or noxfile.RECORDED_WITH, folder]


def test_without_nox_and_without_a_way_to_get_it_one_line_says_what_to_do(tmp_path):
    (tmp_path / "noxfile.py").write_bytes(Path(noxfile.__file__).read_bytes())
    (tmp_path / ".nox").write_text("a file, where a folder is to be made")
    result = subprocess.run(
        [sys.executable, "-S", "noxfile.py", "-s", "check"],  # -S: without packages
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "pip install nox" in result.stderr
    assert result.stderr.count("\n") == 1
