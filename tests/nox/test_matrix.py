"""The checks on every release of torch: what is counted, what goes on, what is left behind."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import matrix
import pytest
from environments import Environment, InstallError
from matrix import main

RELEASES = ["2.15.0", "2.14.1"]
PAGE = '---\ndescription: d\n---\n\n# T { #t }\n\n```python\n--8<-- "a.py:x"\n```\n'
ROOT = Path(__file__).resolve().parents[2]


def test_the_table_has_a_row_a_release_and_says_why_one_is_missing():
    rows = [
        (("2.15.0", "cu132", 1577, 0, 11, 83.4), ""),
        (("2.9.10",), "not installed: pip could not"),
    ]
    assert matrix.table(rows).splitlines() == [
        "torch   build  passed  failed  skipped  seconds",
        "2.15.0  cu132    1577       0       11       83",
        "2.9.10      -       -       -        -        -  not installed: pip could not",
    ]


@pytest.fixture
def installed(site, monkeypatch) -> list[Environment]:
    """A project of one page; environments that are asked for are made of this Python."""
    site.releases(*RELEASES)
    (site.root / "conftest.py").write_text('pytest_plugins = ["literate.pytest_plugin"]\n')
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(matrix, "_VERSION", "print('a notice'); print('2.15.0+cpu')")
    site.module("a.py", "# %% x\nprint(1)\n#> 1\n")
    site.page("a.md", PAGE)
    asked = []

    def prepare(self, *groups, release, cuda_build):
        assert groups == ("verify",)
        asked.append((release, cuda_build))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.python = sys.executable
        return sys.executable

    monkeypatch.setattr(Environment, "prepare", prepare)
    return asked


class Ran(list):
    """The commands that were run; how pytest ends, and what its JUnit file says."""

    code: int | BaseException = 0
    failures = record = 0
    junit = (
        '<testsuites><testsuite tests="{}" failures="{}" errors="0" skipped="0"/>'
        '<testsuite tests="5" failures="0" errors="0" skipped="2"/></testsuites>'
    )

    def __call__(self, environment: Environment, *arguments: str) -> int:
        self.append(arguments)
        if arguments[0] == "literate":
            return self.record
        if isinstance(self.code, BaseException):
            raise self.code
        (junit,) = (a.partition("=")[2] for a in arguments if a.startswith("--junitxml="))
        if self.junit:
            Path(junit).write_text(self.junit.format(4, self.failures))
        return self.code


@pytest.fixture
def ran(installed, monkeypatch) -> Ran:
    """What was run in the environments, without running it."""
    ran = Ran()
    monkeypatch.setattr(matrix, "_run", ran)
    return ran


def rows(said: str) -> list[list[str]]:
    """The cells of the last table that was printed."""
    lines = re.split("torch +build", said)[-1].splitlines()[1:]
    return [line.split() for line in lines if line]


def test_a_page_is_verified_and_the_environment_removed(site, installed, capsys):
    site.releases("9.1.0")  # which is not the torch here
    assert main(site.root, ["docs"]) == 0
    ((release, _, passed, failed, skipped, _),) = rows(capsys.readouterr().out)
    assert (release, failed, skipped) == ("9.1.0", "0", "0")
    assert int(passed) >= 2  # the block of the page in each language
    assert not (site.root / ".nox/matrix").exists()


def test_every_release_is_run_in_turn_with_what_pytest_is_given(site, installed, ran, capsys):
    assert main(site.root, ["-k", "backward", "--changed"]) == 0
    assert installed == [(release, False) for release in RELEASES]
    for arguments in ran:
        assert arguments[0] == "pytest"
        assert arguments[-3:] == ("-k", "backward", "--changed")
    assert [row[:4] for row in rows(capsys.readouterr().out)] == [
        [release, "cpu", "7", "0"] for release in RELEASES
    ]
    assert not (site.root / ".nox/matrix").exists()


def test_a_release_that_cannot_be_installed_does_not_stop_the_others(
    site, ran, capsys, monkeypatch
):
    prepare = Environment.prepare

    def fails_first(self, *groups, release, cuda_build):
        if release == RELEASES[0]:
            self.folder.mkdir(parents=True)
            raise InstallError("pip could not install it")
        return prepare(self, *groups, release=release, cuda_build=cuda_build)

    monkeypatch.setattr(Environment, "prepare", fails_first)
    monkeypatch.setattr(matrix, "_VERSION", "import no_torch_here")
    assert main(site.root, ["docs"]) == 1
    first, second = rows(capsys.readouterr().out)
    assert " ".join(first) == "2.15.0 - - - - - not installed: pip could not install it"
    assert "No module named 'no_torch_here'" in " ".join(second)
    assert ran == []
    assert not (site.root / ".nox/matrix").exists()


@pytest.mark.parametrize(
    ("changes", "given", "code", "said"),
    [
        ({"code": 1, "failures": 3}, [], 1, "4 3 2"),
        ({"code": 5}, [], 1, "pytest ended with exit code 5"),
        ({"code": 5}, ["--changed"], 0, "7 0 2"),
        ({"code": 4, "junit": ""}, [], 1, "pytest ended with exit code 4"),
        ({"code": 0, "junit": "<testsuite tests="}, [], 1, "pytest ended with exit code 0"),
        ({"record": 1}, ["--record"], 1, "record ended with exit code 1"),
    ],
    ids=["failures", "no tests", "nothing changed", "no file", "a cut file", "record"],
)
def test_how_a_release_ends_decides(site, ran, capsys, changes, given, code, said):
    vars(ran).update(changes)
    assert main(site.root, ["--release", "2.14.1", *given]) == code
    (row,) = rows(capsys.readouterr().out)
    assert said in " ".join(row)


def test_environments_are_removed_unless_they_are_to_be_kept(site, installed, ran, capsys):
    main(site.root, ["--keep", "--cuda-build"])
    assert installed == [(release, True) for release in RELEASES]
    assert sorted(path.name for path in (site.root / ".nox/matrix").iterdir()) == RELEASES[::-1]
    ran.code = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        main(site.root, ["--release", RELEASES[0]])
    assert [path.name for path in (site.root / ".nox/matrix").iterdir()] == RELEASES[1:]
    assert main(site.root, ["--release", "1.0"]) == 1  # not listed
    assert len(installed) == 3
    assert "2.15.0" in capsys.readouterr().err


def test_recording_takes_the_older_releases_and_hands_the_paths_on(site, installed, ran):
    assert main(site.root, ["--record", "--accept-type", "--changed", "snippets/a.py"]) == 0
    assert [release for release, _ in installed] == RELEASES[1:]
    assert ran[0] == ("literate", "record", "--changed", "snippets/a.py", "--accept-type")
    assert ran[1][0] == "pytest"
    assert "--accept-type" not in ran[1]
