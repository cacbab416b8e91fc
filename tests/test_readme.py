"""The READMEs and the contributor's guide: what they name exists, both languages say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nox.registry
import pytest
import yaml

import noxfile
from literate.__main__ import main
from literate.project import LANGUAGES, Project
from literate.snippet import read_module

ROOT = Path(__file__).resolve().parents[1]
PROJECT = Project(ROOT)
READMES = {
    x: (ROOT / name).read_text("utf-8") for x, name in (("zh", "README.zh.md"), ("en", "README.md"))
}
GUIDES = {x: (PROJECT.docs(x) / "contributing/index.md").read_text("utf-8") for x in LANGUAGES}
SESSIONS = nox.registry.get()


def commands(text: str) -> list[str]:
    fenced = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    quoted = re.findall(r"`((?:[A-Z]+=\S+ )?nox [^`]*)`", text)
    found = [line for block in fenced for line in block.splitlines()] + quoted
    return [re.sub("<.*?>|docs/(zh|en)", "", command) for command in found]


def cells(text: str) -> list[str]:
    """The cells that a guide shows; a header alone is none."""
    found = re.findall(r"^```text\n(# %%.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [cell for cell in found if cell.count("\n") > 1]


@pytest.mark.parametrize("texts", [READMES, GUIDES], ids=["README", "guide"])
def test_both_languages_give_the_same_commands_of_sessions_and_options_that_exist(texts, capsys):
    told = commands(texts["en"])
    assert told == commands(texts["zh"])
    assert {name for c in told for name in re.findall(r"-s (\w+)", c)} <= set(SESSIONS)
    for command in told:
        session, _, options = command.partition(" -- ")
        if (name := session.rpartition(" ")[2]) in ("check", "move", "new", "remove"):
            with pytest.raises(SystemExit):
                main([name, "--help"])
            there = set(re.findall(r"--[\w-]+", capsys.readouterr().out))
            assert set(re.findall(r"(?<!\S)--[\w-]+", options)) <= there


def test_every_session_says_in_a_line_what_it_does():
    for name, session in SESSIONS.items():
        assert re.fullmatch(r"[A-Z][^\n]+\.|[A-Z][^\n]+\]\.", session.func.__doc__), name
    assert nox.options.sessions == ["check", "lint", "docs", "cpu", "tests", "browser"]


@pytest.mark.parametrize("text", READMES.values(), ids=READMES)
def test_the_releases_that_are_stated_are_those_that_are_verified(text):
    assert f"torch {noxfile.RECORDED_WITH}" in text
    (stated,) = re.findall(r"torch 2\.11\.0[^;；]*", text)
    assert re.findall(r"\d+\.\d+\.\d+", stated) == list(reversed(PROJECT.releases))


def test_ci_runs_the_commands_of_the_readme_and_a_release_that_is_listed():
    told = commands(READMES["en"])
    first, second = (ROOT / ".ci/run").read_text().strip().splitlines()[-2:]
    assert first == "python3 noxfile.py"
    assert {first, second.replace(first, "nox")} <= set(told)
    assert re.search(r"--release (\S+)", second)[1] in PROJECT.releases[1:]


def test_the_cells_that_the_guide_shows_are_those_of_its_modules():
    paths = "contributing/example.py", "contributing/processes.py"
    example, *others = ((PROJECT.snippets / path).read_text("utf-8") for path in paths)
    module = "\n".join((example, *others))
    shown = cells(GUIDES["en"])
    assert shown == cells(GUIDES["zh"])
    assert len(shown) == example.count("# %%") + len(others)  # one of each
    for cell in shown:
        title = cell.split()[2]
        whole = re.search(rf"^# %% {title}\b.*?(?=^# %%|\Z)", module, re.DOTALL | re.MULTILINE)[0]
        if "varies" in cell:  # whose output is another one next time
            whole = re.sub(r"^#> .*\n", "", whole, flags=re.MULTILINE)
        whole = re.sub(r"^#torch.*\n", "", whole, flags=re.MULTILINE)  # of which it speaks below
        assert cell.strip() == whole.strip()


@pytest.mark.parametrize(("name", "language"), [("CONTRIBUTING", "en"), ("CONTRIBUTING.zh", "zh")])
def test_the_file_in_the_root_leads_to_the_guide_in_its_language(name, language):
    text = (ROOT / f"{name}.md").read_text("utf-8")
    assert f"docs/{language}/contributing/index.md" in text


def test_files_for_issues_and_editors_can_be_read_and_give_cells(site):
    for file in [
        *(ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"),
        ROOT / ".pre-commit-config.yaml",
    ]:
        assert yaml.safe_load(file.read_text("utf-8"))
    for file in (ROOT / ".vscode").iterdir():
        assert json.loads(file.read_text("utf-8"))
    snippets = json.loads((ROOT / ".vscode/page.code-snippets").read_text("utf-8")).values()
    bodies = ["\n".join(s["body"]) for s in snippets if s["prefix"].startswith("cell-")]
    headers = [body for body in bodies if body.startswith("# %%")]
    assert len(headers) == 2
    for body in headers:
        text = re.sub(r"\$\{1:(\w+)\}", r"\1", body).replace("$0", "x = 1")
        site.module("a.py", text + "\n")
        assert list(read_module(site.project, "a.py").cells) == ["title"]
