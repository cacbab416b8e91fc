"""The contributor's guide: what it shows of modules is what they hold, and what it names exists."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from literate.__main__ import main
from literate.project import LANGUAGES, Project
from literate.read import read_module
from tests.test_readme import commands
from tests.test_readme import sessions as sessions_of_nox

ROOT = Path(__file__).resolve().parents[1]
PROJECT = Project(ROOT)
MODULE = (PROJECT.snippets / "contributing/example.py").read_text(encoding="utf-8")
GUIDES = {
    language: (PROJECT.docs(language) / "contributing/index.md").read_text(encoding="utf-8")
    for language in LANGUAGES
}


def fences(text: str) -> list[str]:
    """The cells that a guide shows; a header alone is none."""
    found = re.findall(r"^```text\n(# %%.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [cell for cell in found if cell.count("\n") > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cells_that_it_shows_are_those_of_the_module(language):
    shown = fences(GUIDES[language])
    assert len(shown) == MODULE.count("# %%")
    for cell in shown:
        title = cell.split()[2]
        whole = re.search(rf"^# %% {title}\b.*?(?=^# %%|\Z)", MODULE, re.DOTALL | re.MULTILINE)[0]
        if "varies" in cell:  # whose output is another one next time
            whole = re.sub(r"^#> .*\n", "", whole, flags=re.MULTILINE)
        whole = re.sub(r"^#torch.*\n", "", whole, flags=re.MULTILINE)  # of which it speaks below
        assert cell.strip() == whole.strip()


def test_both_languages_show_the_same_commands_and_cells():
    zh, en = (GUIDES[language].replace(f"docs/{language}", "docs/x") for language in LANGUAGES)
    assert fences(zh) == fences(en)
    assert commands(zh) == commands(en)


def test_every_session_and_option_that_it_names_exists(capsys):
    sessions = sessions_of_nox()
    for name in re.findall(r"-s (\w+)", GUIDES["en"]):
        assert name in sessions
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    told = capsys.readouterr().out
    assert {"--fix", "--language-only"} <= set(re.findall(r"--[\w-]+", told))


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "CONTRIBUTING.zh.md"])
def test_the_file_in_the_root_leads_to_the_guide_in_its_language(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    language = "zh" if ".zh." in name else "en"
    assert f"docs/{language}/contributing/index.md" in text
    assert len(text.splitlines()) < 40


def test_the_templates_for_issues_and_editors_can_be_read():
    for file in [
        *(ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"),
        ROOT / ".pre-commit-config.yaml",
    ]:
        assert yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in (ROOT / ".vscode").iterdir():
        assert json.loads(file.read_text(encoding="utf-8"))


def test_the_snippets_for_editors_are_cells(site):
    file = ROOT / ".vscode/page.code-snippets"
    snippets = json.loads(file.read_text(encoding="utf-8")).values()
    bodies = ["\n".join(s["body"]) for s in snippets if s["prefix"].startswith("cell-")]
    headers = [body for body in bodies if body.startswith("# %%")]
    assert len(headers) == 2
    for body in headers:
        text = re.sub(r"\$\{1:(\w+)\}", r"\1", body).replace("$0", "x = 1")
        site.module("a.py", text + "\n")
        assert list(read_module(site.project, "a.py").cells) == ["title"]
