"""The environments of the noxfile: what is asked of pip, when, and what a killed install leaves."""

from __future__ import annotations

import http.server
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from literate import environments
from literate.environments import (
    Environment,
    InstallError,
    answers,
    index_options,
    own_python,
    requirements,
    size,
    to_install,
    torch_requirements,
)

GROUPS = """
[dependency-groups]
base = ["alpha==1"]
site = [{ include-group = "base" }, "beta==2"]
verify = ["gamma", { include-group = "base" }]
"""


class Pip:
    """In place of virtualenv and pip: notes what is asked, and makes an environment's files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0
        self.asked: list[list[str]] = []
        self.fails: BaseException | int = 0

    def __call__(self, command) -> int:
        command = [str(part) for part in command]
        if "virtualenv" in command:
            self.made += 1
            python = self.folder / "bin/python"
            python.parent.mkdir(parents=True)
            python.touch()
            return 0
        self.asked.append(command[command.index("install") + 1 :])
        if isinstance(self.fails, BaseException):
            raise self.fails
        return self.fails

    def last(self) -> set[str]:
        return {argument for argument in self.asked[-1] if not argument.startswith("-")}


@pytest.fixture
def pip(tmp_path, monkeypatch) -> Pip:
    pip = Pip(tmp_path / "env")
    monkeypatch.setattr(environments.os, "name", "posix")
    monkeypatch.setattr(environments, "_call", pip)
    monkeypatch.setattr(environments, "answers", lambda index: False)
    monkeypatch.setattr(Environment, "_usable", lambda self: self.python.exists())
    return pip


@pytest.fixture
def environment(tmp_path, pip) -> Environment:
    (tmp_path / "pyproject.toml").write_text(GROUPS)
    return Environment(tmp_path, pip.folder)


# --- what to ask for -----------------------------------------------------------------------------


def test_a_group_brings_what_it_includes_once(tmp_path):
    (tmp_path / "pyproject.toml").write_text(GROUPS)
    assert requirements(tmp_path, "site", "verify") == ["alpha==1", "beta==2", "gamma"]
    assert sorted(requirements(tmp_path)) == ["alpha==1", "beta==2", "gamma"]


def test_the_cuda_build_is_not_met_by_a_build_without_cuda():
    from packaging.requirements import Requirement

    def meets(version: str, asked: list[str]) -> bool:
        return all(Requirement(one).specifier.contains(version) for one in asked)

    cpu, cuda = torch_requirements("2.15.0"), torch_requirements("2.15.0", cuda_build=True)
    assert meets("2.15.0", cpu)
    assert meets("2.15.0+cpu", cpu)
    assert meets("2.15.0", cuda)
    assert not meets("2.15.0+cpu", cuda)
    assert set(cpu) < set(cuda)  # so that what was installed for CUDA serves the CPU


@pytest.mark.parametrize(
    ("needed", "installed", "asked"),
    [
        (["a==1"], [], ["a==1"]),
        (["a==1"], ["a==1", "b==1"], []),
        (["a==2"], ["a==1", "b==1"], ["a==2", "b==1"]),
        (["c==1"], ["gone==1", "b==1"], ["c==1", "b==1"]),
    ],
    ids=["new", "there", "another version", "no longer listed"],
)
def test_pip_is_asked_for_all_that_is_to_stay_or_for_nothing(needed, installed, asked):
    assert to_install(needed, installed, ["a==2", "b==1", "c==1"]) == asked


@pytest.mark.parametrize(
    ("system", "cuda_build", "reached", "used"),
    [
        ("Linux", False, True, True),
        ("Linux", False, False, False),
        ("Linux", True, True, False),
        ("Darwin", False, True, False),
        ("Windows", False, True, False),
    ],
)
def test_the_index_of_small_builds_is_used_on_linux_where_it_answers(
    monkeypatch, system, cuda_build, reached, used
):
    monkeypatch.setattr(environments, "answers", lambda index: reached)
    options = index_options(cuda_build=cuda_build, system=system)
    assert options == (["--extra-index-url", environments.CPU_INDEX] if used else [])


@pytest.mark.parametrize(("status", "answer"), [(200, True), (404, False)])
def test_an_index_that_has_no_torch_does_not_answer(status, answer):
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert answers(f"http://127.0.0.1:{server.server_port}/whl/cpu") is answer
    assert asked == ["/whl/cpu/torch/"]


def test_an_index_that_cannot_be_reached_does_not_answer():
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        port = server.server_port
    assert not answers(f"http://127.0.0.1:{port}")
    assert not answers("no address")


@pytest.mark.parametrize(("large", "says"), [(True, "3 GB"), (False, "200 MB")])
def test_one_line_says_how_large_and_how_to_avoid_it(large, says):
    line = size("2.15.0", large=large)
    assert "\n" not in line
    assert says in line
    assert "nox --no-venv" in line


@pytest.mark.parametrize(
    ("arguments", "own"),
    [
        ("--no-venv -s cpu", True),
        ("-s cpu -fb none", True),
        ("--force-venv-backend none -s cpu", True),
        ("--force-venv-backend=none", True),
        ("-s cpu", False),
        ("-s cpu -- --no-venv", False),
        ("-fb uv -s none", False),
    ],
)
def test_the_own_python_is_asked_for_on_the_command_line_of_nox(arguments, own):
    assert own_python(["nox", *arguments.split()]) is own


# --- when ----------------------------------------------------------------------------------------


def test_a_second_session_that_needs_the_same_asks_nothing(environment, pip):
    assert environment.prepare("site") == environment.python
    assert pip.last() == {"alpha==1", "beta==2"}
    environment.prepare("site")
    environment.prepare("base")
    assert (pip.made, len(pip.asked)) == (1, 1)


def test_another_group_is_added_to_the_same_environment(environment, pip):
    environment.prepare("site")
    environment.prepare("verify", release="2.15.0")
    assert pip.made == 1
    assert pip.last() == {"alpha==1", "beta==2", "gamma", "torch==2.15.0"}
    environment.prepare("site", release="2.15.0")
    assert len(pip.asked) == 2


def test_a_changed_pin_is_installed(environment, pip, tmp_path):
    environment.prepare("site")
    (tmp_path / "pyproject.toml").write_text(GROUPS.replace("beta==2", "beta==3"))
    environment.prepare("base")  # has not changed
    assert len(pip.asked) == 1
    environment.prepare("site")
    assert pip.last() == {"alpha==1", "beta==3"}
    (tmp_path / "pyproject.toml").write_text(GROUPS)
    environment.prepare("site")
    assert pip.last() == {"alpha==1", "beta==2"}


def test_another_release_of_torch_takes_the_place_of_the_whole_environment(environment, pip):
    environment.prepare("verify", release="2.14.1")
    assert environment.has("2.14.1")
    environment.prepare("base", release="2.15.0")
    assert pip.made == 2
    assert pip.last() == {"alpha==1", "gamma", "torch==2.15.0"}
    assert environment.has("2.15.0")
    assert not environment.has("2.14.1")


def test_the_cuda_build_takes_the_place_of_another_build_and_serves_all(environment, pip):
    environment.prepare("verify", release="2.15.0")
    environment.prepare("verify", release="2.15.0", cuda_build=True)
    assert {"torch==2.15.0", "torch===2.15.0"} <= pip.last()
    environment.prepare("site", release="2.15.0")
    environment.prepare("verify", release="2.15.0", cuda_build=True)
    assert (pip.made, len(pip.asked)) == (1, 3)


def test_the_size_is_said_before_torch_is_installed_and_not_again(environment, pip, capsys):
    environment.prepare("site")
    assert "GB" not in capsys.readouterr().err
    environment.prepare("verify", release="2.15.0")
    assert capsys.readouterr().err.count("torch 2.15.0: ") == 1
    environment.prepare("site", "verify", release="2.15.0")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("ended", [KeyboardInterrupt(), SystemExit(143)], ids=["^C", "killed"])
def test_an_install_that_was_ended_is_done_again_and_what_it_left_is_removed(
    environment, pip, ended
):
    environment.prepare("base")
    packages = pip.folder / "lib/python3.11/site-packages"
    for name, done in (("alpha-1", True), ("beta-2", False)):
        (packages / f"{name}.dist-info").mkdir(parents=True)
        (packages / f"{name}.dist-info/METADATA").touch()
        if done:
            (packages / f"{name}.dist-info/INSTALLER").touch()
    pip.fails = ended
    with pytest.raises(type(ended)):
        environment.prepare("site")
    pip.fails = 0
    environment.prepare("base")  # was there, and perhaps is no more
    assert len(pip.asked) == 3
    assert [folder.name for folder in packages.iterdir()] == ["alpha-1.dist-info"]
    assert pip.made == 1


def test_a_failed_install_is_one_line_and_tried_again(environment, pip):
    pip.fails = 1
    with pytest.raises(InstallError) as error:
        environment.prepare("verify", release="9.9.9")
    assert "verify, torch==9.9.9" in str(error.value)
    assert "\n" not in str(error.value)
    with pytest.raises(InstallError):
        environment.prepare("verify", release="9.9.9")
    assert len(pip.asked) == 2


@pytest.mark.parametrize("note", ["python 2.7\nalpha==1", "", "\udc80"])
def test_an_environment_of_another_python_or_with_a_broken_note_is_filled_again(
    environment, pip, note
):
    environment.prepare("base")
    file = pip.folder / "installed.txt"
    file.write_bytes(note.encode("utf-8", "surrogateescape"))
    environment.prepare("base")
    assert len(pip.asked) == 2
    assert environment.installed() == ["alpha==1"]


def test_an_environment_that_lost_its_python_is_made_again(environment, pip):
    environment.prepare("base")
    environment.python.unlink()
    environment.prepare("base")
    assert pip.made == 2


def test_a_removed_environment_is_gone_and_nothing_is_installed_in_it(environment, pip):
    environment.prepare("base")
    environment.remove()
    assert not pip.folder.exists()
    assert environment.installed() == []


def test_a_real_environment_is_made_in_a_folder_with_blanks_and_chinese(tmp_path, monkeypatch):
    """By virtualenv and pip themselves, without a network: pip is there already."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("HOME", str(tmp_path / "none"))
    (tmp_path / "pyproject.toml").write_text("[dependency-groups]\nbase = ['pip']\n")
    environment = Environment(tmp_path, tmp_path / "中 文" / "env")
    python = environment.prepare("base")
    code = "import sys; print(*sys.version_info[:2], sys.prefix)"
    said = subprocess.run([python, "-c", code], capture_output=True, check=True).stdout.decode()
    assert said.strip() == f"{sys.version_info[0]} {sys.version_info[1]} {environment.folder}"
    assert environment.installed() == ["pip"]
    monkeypatch.setattr(environments, "_call", lambda command: pytest.fail(f"ran {command}"))
    environment.prepare("base")
