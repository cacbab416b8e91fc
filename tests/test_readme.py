"""The READMEs: what they tell people to type exists, and both say the same."""

from __future__ import annotations

import re
from pathlib import Path

import noxfile

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    fenced = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    quoted = re.findall(r"`((?:[A-Z]+=\S+ )?nox [^`]*)`", text)
    return [line for block in fenced for line in block.splitlines()] + quoted


def sessions() -> dict[str, object]:
    return {
        name: value
        for name, value in vars(noxfile).items()
        if isinstance(value, noxfile.nox._decorators.Func)
    }


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


def test_ci_runs_the_command_of_the_readme():
    last = (ROOT / ".ci/run").read_text().strip().splitlines()[-1]
    assert last in commands(ENGLISH)
    assert noxfile.nox.options.sessions[-2:] == ["docs", "lint"]
