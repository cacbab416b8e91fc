"""The READMEs: what they tell people to type exists, and both say the same."""

from __future__ import annotations

import re
from pathlib import Path

import nox.registry

import noxfile
from literate.project import Project

ROOT = Path(__file__).resolve().parents[1]
RELEASES = Project(ROOT).releases
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    fenced = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    quoted = re.findall(r"`((?:[A-Z]+=\S+ )?nox [^`]*)`", text)
    return [line for block in fenced for line in block.splitlines()] + quoted


def sessions() -> dict[str, object]:
    """The sessions of the noxfile, which nox knows once it is imported."""
    return nox.registry.get()


def test_both_languages_give_the_same_commands():
    assert [re.sub("<.*?>", "", c) for c in commands(ENGLISH)] == [
        re.sub("<.*?>", "", c) for c in commands(CHINESE)
    ]


def test_every_session_that_is_named_exists():
    named = {name for c in commands(ENGLISH + CHINESE) for name in re.findall(r"-s (\w+)", c)}
    assert {"serve", "new", "cpu", "cuda", "docs"} <= named <= set(sessions())


def test_every_session_says_in_a_line_what_it_does():
    for name, session in sessions().items():
        assert re.fullmatch(r"[A-Z][^\n]+\.|[A-Z][^\n]+\]\.", session.func.__doc__), name


def test_the_version_that_recorded_is_the_one_that_is_stated():
    assert f"torch {noxfile.RECORDED_WITH}" in ENGLISH
    assert f"torch {noxfile.RECORDED_WITH}" in CHINESE


def test_the_releases_that_are_stated_are_those_that_are_verified():
    for text in (ENGLISH, CHINESE):
        (stated,) = re.findall(r"torch 2\.11\.0[^;；]*", text)
        assert re.findall(r"\d+\.\d+\.\d+", stated) == list(reversed(RELEASES))


def test_ci_runs_the_commands_of_the_readme_and_a_release_that_is_listed():
    told = commands(ENGLISH)
    first, second = (ROOT / ".ci/run").read_text().strip().splitlines()[-2:]
    assert first == "python3 noxfile.py"
    assert first in told
    assert second.replace(first, "nox") in told
    assert re.search(r"--release (\S+)", second)[1] in RELEASES[1:]


def test_what_is_quick_is_checked_first():
    assert nox.options.sessions == ["check", "lint", "docs", "cpu", "tests", "browser"]
