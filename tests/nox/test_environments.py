"""The environments of the noxfile: what is asked of pip, when, and what a killed install leaves."""

from __future__ import annotations

import http.server
import subprocess
import threading
from pathlib import Path

import environments
import pytest
from environments import Environment, InstallError, torch_requirements

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
        self.asked_of: list[str] = []
        self.fails: BaseException | int = 0

    def __call__(self, command) -> int:
        command = [str(part) for part in command]
        if "virtualenv" in command:
            self.made += 1
            python = self.folder / environments._PROGRAM
            python.parent.mkdir(parents=True)
            python.touch()
            return 0
        self.asked_of.append(command[0])
        self.asked.append(command[command.index("install") + 1 :])
        if isinstance(self.fails, BaseException):
            raise self.fails
        return self.fails

    def last(self) -> set[str]:
        return {argument for argument in self.asked[-1] if not argument.startswith("-")}


@pytest.fixture
def pip(tmp_path, monkeypatch) -> Pip:
    pip = Pip(tmp_path / "env")
    monkeypatch.setattr(environments, "_call", pip)
    monkeypatch.setattr(environments, "answers", lambda index: False)
    monkeypatch.setattr(Environment, "_usable", lambda self: self.python.exists())
    return pip


@pytest.fixture
def environment(tmp_path, pip) -> Environment:
    (tmp_path / "pyproject.toml").write_text(GROUPS)
    return Environment(tmp_path, pip.folder)


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


@pytest.mark.parametrize(("system", "used"), [("Linux", True), ("Darwin", False)])
def test_the_index_of_small_builds_is_used_on_linux_where_it_answers(monkeypatch, system, used):
    monkeypatch.setattr(environments.platform, "system", lambda: system)
    monkeypatch.setattr(environments, "answers", lambda index: True)
    assert bool(environments.index_options(cuda_build=False)) is used
    assert not environments.index_options(cuda_build=True)
    monkeypatch.setattr(environments, "answers", lambda index: False)
    assert not environments.index_options(cuda_build=False)


@pytest.mark.parametrize(("status", "answer"), [(200, True), (404, False)])
def test_an_index_that_has_no_torch_does_not_answer(status, answer):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response(status if self.path == "/whl/cpu/torch/" else 500)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert environments.answers(f"{address}/whl/cpu") is answer
    assert not environments.answers(address)  # where nothing listens any more


@pytest.mark.parametrize(
    ("arguments", "own"),
    [
        ("--no-venv -s cpu", True),
        ("-s cpu -fb none", True),
        ("--force-venv-backend none -s cpu", True),
        ("-s cpu -- --no-venv", False),
        ("-fb uv -s none", False),
    ],
)
def test_the_own_python_is_asked_for_on_the_command_line_of_nox(arguments, own):
    assert environments.own_python(["nox", *arguments.split()]) is own


def test_what_is_installed_is_not_asked_for_again(environment, pip, capsys):
    assert environment.prepare("site") == environment.python
    assert pip.last() == {"alpha==1", "beta==2"}
    environment.prepare("base")
    assert (pip.made, len(pip.asked)) == (1, 1)
    assert "GB" not in capsys.readouterr().err
    environment.prepare("verify", release="2.15.0")
    assert capsys.readouterr().err.count("torch 2.15.0: ") == 1  # how large it is
    assert pip.last() == {"alpha==1", "beta==2", "gamma", "torch==2.15.0"}
    environment.prepare("site", "verify", release="2.15.0")
    assert (pip.made, len(pip.asked)) == (1, 2)
    assert capsys.readouterr().err == ""


def test_a_changed_pin_is_installed(environment, pip, tmp_path):
    environment.prepare("site")
    (tmp_path / "pyproject.toml").write_text(GROUPS.replace("beta==2", "beta==3"))
    environment.prepare("base")  # has not changed
    assert len(pip.asked) == 1
    environment.prepare("site")
    assert pip.last() == {"alpha==1", "beta==3"}


def test_another_release_takes_the_place_of_the_environment_another_build_that_of_torch(
    environment, pip
):
    environment.prepare("verify", release="2.14.1")
    environment.prepare("base", release="2.15.0")
    assert pip.made == 2
    assert pip.last() == {"alpha==1", "torch==2.15.0"}
    assert environment.has("2.15.0")
    assert not environment.has("2.14.1")
    environment.prepare("base", release="2.15.0", cuda_build=True)
    assert {"torch==2.15.0", "torch===2.15.0"} <= pip.last()
    environment.prepare("base", release="2.15.0")
    assert (pip.made, len(pip.asked)) == (2, 3)


@pytest.mark.parametrize("library", ["lib/python3.11/site-packages", "Lib/site-packages"])
def test_an_install_that_was_ended_is_done_again_and_what_it_left_is_removed(
    environment, pip, library
):
    environment.prepare("base")
    packages = pip.folder / library
    for name, done in (("alpha-1", True), ("beta-2", False)):
        (packages / f"{name}.dist-info").mkdir(parents=True)
        (packages / f"{name}.dist-info/METADATA").touch()
        if done:
            (packages / f"{name}.dist-info/INSTALLER").touch()
    pip.fails = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        environment.prepare("site")
    pip.fails = 0
    environment.prepare("base")  # was there, and perhaps is no more
    assert len(pip.asked) == 3
    assert [folder.name for folder in packages.iterdir()] == ["alpha-1.dist-info"]
    assert pip.made == 1


@pytest.mark.parametrize("program", ["Scripts/python.exe", "bin/python"])
def test_the_python_of_an_environment_is_where_the_system_puts_it(
    environment, pip, tmp_path, monkeypatch, program
):
    monkeypatch.setattr(environments, "_PROGRAM", program)
    environment = Environment(tmp_path, pip.folder)
    assert environment.prepare("base") == pip.folder / program
    assert Path(pip.asked_of[-1]) == pip.folder / program
    environment.prepare("base")
    assert (pip.made, len(pip.asked)) == (1, 1)


def test_a_failed_install_is_one_line_and_tried_again(environment, pip):
    pip.fails = 1
    for _ in range(2):
        with pytest.raises(InstallError, match=r"^[^\n]* verify, torch==9\.9\.9; [^\n]*$"):
            environment.prepare("verify", release="9.9.9")
    assert len(pip.asked) == 2


@pytest.mark.parametrize("note", ["python 2.7\nalpha==1", "", "\udc80"])
def test_an_environment_with_a_broken_note_is_filled_again(environment, pip, note):
    environment.prepare("base")
    (pip.folder / "installed.txt").write_bytes(note.encode("utf-8", "surrogateescape"))
    environment.prepare("base")
    assert (pip.made, len(pip.asked)) == (1, 2)
    environment.python.unlink()
    environment.prepare("base")
    assert pip.made == 2


def test_a_real_environment_is_made_in_a_folder_with_blanks_and_chinese(tmp_path, monkeypatch):
    """By virtualenv and pip themselves, without a network: pip is there already."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("HOME", str(tmp_path / "none"))
    (tmp_path / "pyproject.toml").write_text("[dependency-groups]\nbase = ['pip']\n")
    environment = Environment(tmp_path, tmp_path / "中 文" / "env")
    python = environment.prepare("base")
    said = subprocess.check_output([python, "-c", "import sys; print(sys.prefix)"]).decode()
    assert said.strip() == str(environment.folder)
    assert environment.installed() == ["pip"]
