"""The checks on every release of torch: what is counted, what goes on, what is left behind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from literate import matrix
from literate.environments import Environment, InstallError
from literate.matrix import Row, counts, main, table

RELEASES = ["2.15.0", "2.14.1"]
PAGE = '---\ndescription: d\n---\n\n# T { #t }\n\n```python\n--8<-- "a.py:x"\n```\n'
ROOT = Path(__file__).resolve().parents[1]


def test_the_table_has_a_row_a_release_and_says_why_one_is_missing():
    rows = [
        Row("2.15.0", "cu132", 1577, 0, 11, 83.4),
        Row("2.9.10", reason="not installed: pip could not"),
    ]
    assert table(rows).splitlines() == [
        "torch   build  passed  failed  skipped  seconds",
        "2.15.0  cu132    1577       0       11       83",
        "2.9.10      -       -       -        -        -  not installed: pip could not",
    ]


@pytest.mark.parametrize(
    ("row", "green"),
    [
        (Row("2.15.0", "cpu", 5, 0, 1, 1.0), True),
        (Row("2.15.0", "cpu", 5, 1, 1, 1.0), False),
        (Row("2.15.0", "cpu", 5, 0, 0, 1.0, "pytest ended with exit code 3"), False),
        (Row("2.15.0", reason="not installed"), False),
    ],
)
def test_a_row_is_green_if_nothing_failed_and_there_is_no_reason(row, green):
    assert row.green is green


def test_errors_count_as_failures_and_all_suites_count(tmp_path):
    file = tmp_path / "junit.xml"
    file.write_text(
        "<testsuites>"
        '<testsuite tests="10" failures="1" errors="2" skipped="3" time="0.1"/>'
        '<testsuite tests="2" failures="0" errors="0" skipped="0" time="0.1"/>'
        "</testsuites>"
    )
    assert counts(file) == (6, 3, 3)


def test_a_file_that_is_missing_or_cut_off_counts_nothing(tmp_path):
    file = tmp_path / "junit.xml"
    with pytest.raises(OSError, match="junit"):
        counts(file)
    file.write_text('<testsuites><testsuite tests="10"')
    with pytest.raises(ValueError, match="line 1"):
        counts(file)


# --- the command, with this Python in place of new environments ----------------------------------


@pytest.fixture
def installed(site, monkeypatch) -> list[Environment]:
    """A project of one page; environments that are asked for are made of this Python."""
    listed = ", ".join(f'"{release}"' for release in RELEASES)
    (site.root / "pyproject.toml").write_text(f"[tool.literate]\nreleases = [{listed}]\n")
    (site.root / "conftest.py").write_text('pytest_plugins = ["literate.collect"]\n')
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(matrix, "_VERSION", "print('2.15.0+cpu')")
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


@pytest.fixture
def ran(installed, monkeypatch) -> Ran:
    """What was run in the environments, without running it."""
    ran = Ran()
    monkeypatch.setattr(matrix, "_run", ran)
    return ran


class Ran(list):
    """The commands that were run; how pytest ends, and what its JUnit file says."""

    code, failures, record = 0, 0, 0

    def __call__(self, environment: Environment, *arguments: str) -> int:
        self.append(arguments)
        if arguments[0] == "literate":
            return self.record
        (junit,) = (a.partition("=")[2] for a in arguments if a.startswith("--junitxml="))
        tests = 0 if self.code == 5 else 4
        Path(junit).write_text(
            f'<testsuite tests="{tests}" failures="{self.failures}" errors="0" skipped="0"/>'
        )
        return self.code


def rows(said: str) -> list[list[str]]:
    """The cells of the last table that was printed."""
    lines = said.rpartition("torch ")[2].splitlines()[1:]
    return [line.split() for line in lines if line]


def test_a_page_is_verified_and_the_environment_removed(site, installed, capsys):
    text = (site.root / "pyproject.toml").read_text()
    (site.root / "pyproject.toml").write_text(text.replace(RELEASES[0], "9.1.0"))
    assert main(site.root, ["docs", "--release", "9.1.0"]) == 0  # which is not the torch here
    ((release, _, passed, failed, skipped, _),) = rows(capsys.readouterr().out)
    assert (release, failed, skipped) == ("9.1.0", "0", "0")
    assert int(passed) >= 2  # the block of the page in each language
    assert not (site.root / ".nox/matrix").exists()


def test_every_release_is_run_in_turn_with_what_pytest_is_given(site, installed, ran, capsys):
    assert main(site.root, ["-k", "backward", "--changed"]) == 0
    assert installed == [(release, False) for release in RELEASES]
    for arguments in ran:
        assert arguments[0] == "pytest"
        assert arguments[-3:] == ("-k", "backward", "--unrecorded")
    assert [row[:4] for row in rows(capsys.readouterr().out)] == [
        [release, "cpu", "4", "0"] for release in RELEASES
    ]
    assert not (site.root / ".nox/matrix").exists()


def test_a_release_that_fails_makes_the_whole_fail(site, ran, capsys):
    ran.code, ran.failures = 1, 3
    assert main(site.root, ["docs", "--release", "2.14.1"]) == 1
    assert rows(capsys.readouterr().out)[0][:4] == ["2.14.1", "cpu", "1", "3"]


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
    assert main(site.root, ["docs"]) == 1
    first, second = rows(capsys.readouterr().out)
    assert " ".join(first) == "2.15.0 - - - - - not installed: pip could not install it"
    assert second[3] == "0"
    assert not (site.root / ".nox/matrix").exists()


def test_a_torch_that_cannot_be_imported_is_a_row_with_its_reason(site, ran, capsys, monkeypatch):
    monkeypatch.setattr(matrix, "_VERSION", "import no_torch_here")
    assert main(site.root, ["--release", "2.15.0"]) == 1
    assert "No module named 'no_torch_here'" in capsys.readouterr().out
    assert ran == []


def test_what_torch_says_when_it_is_imported_is_no_part_of_its_version(
    site, ran, capsys, monkeypatch
):
    monkeypatch.setattr(matrix, "_VERSION", "print('a notice'); print('2.15.0+cu132')")
    main(site.root, ["--release", "2.15.0"])
    assert rows(capsys.readouterr().out)[0][1] == "cu132"


@pytest.mark.parametrize(("given", "code"), [([], 1), (["--changed"], 0)])
def test_that_nothing_is_run_is_a_success_only_where_nothing_changed(site, ran, given, code):
    ran.code = 5
    assert main(site.root, ["--release", "2.15.0", *given]) == code


def test_a_pytest_that_ends_without_a_word_is_no_success(site, installed, monkeypatch, capsys):
    monkeypatch.setattr(matrix, "_run", lambda *_: 4)
    assert main(site.root, ["--release", "2.15.0"]) == 1
    assert "pytest ended with exit code 4" in capsys.readouterr().out


def test_an_interruption_leaves_no_environment(site, installed, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(matrix, "_run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        main(site.root, [])
    assert not (site.root / ".nox/matrix").exists()


def test_environments_are_kept_where_that_is_asked_for(site, installed, ran):
    main(site.root, ["--keep", "--cuda-build"])
    assert installed == [(release, True) for release in RELEASES]
    assert sorted(path.name for path in (site.root / ".nox/matrix").iterdir()) == RELEASES[::-1]


def test_a_release_that_is_not_listed_is_refused_and_nothing_is_installed(site, installed, capsys):
    assert main(site.root, ["--release", "1.0"]) == 1
    assert installed == []
    assert "2.15.0" in capsys.readouterr().err


def test_recording_takes_the_older_releases_and_hands_the_paths_on(site, installed, ran):
    assert main(site.root, ["--record", "snippets/a.py"]) == 0
    assert [release for release, _ in installed] == RELEASES[1:]
    assert ran[0] == ("literate", "record", "snippets/a.py")
    assert ran[1][0] == "pytest"
    assert ran[1][-1] == "snippets/a.py"


def test_a_record_that_was_refused_makes_the_whole_fail(site, ran, capsys):
    ran.record = 1
    assert main(site.root, ["--record"]) == 1
    (row,) = rows(capsys.readouterr().out)
    assert row[2:4] == ["4", "0"]
    assert " ".join(row[6:]) == "record ended with exit code 1"
