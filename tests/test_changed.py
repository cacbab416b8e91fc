"""``--changed``: what runs again and what does not, and that nothing red counts as green."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import jupytext
import pytest

from literate import changed, collect

# pytester takes what a run imports out of sys.modules again, but not these: see test_collect.py.
KEPT = collect, jupytext
pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parents[1]
PAGE = '# {0} {{ #{0} }}\n\nWords.\n\n```python\n--8<-- "{0}.py:x"\n```\n'
NOTHING = "nothing changed since all 2 modules were green on cpu"


@pytest.fixture
def run(site, pytester, monkeypatch, capsys):
    """Two modules, and the command: how often each module ran, the exit code, what was said."""
    site.configure()
    for name in ("a", "b"):
        note = str(site.root / f"{name}-runs")
        code = f"with open({note!r}, 'a') as f:\n    print(1, file=f)\nprint(1.5)\n"
        site.module(f"{name}.py", f"# %% x\n{code}#> 1.5\n")
        site.page(f"{name}.md", PAGE.format(name))
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest")  # which takes long to import
    monkeypatch.setattr(pytest, "main", lambda given: pytester.runpytest_inprocess(*given).ret)

    def run(*arguments: str) -> SimpleNamespace:
        for name in ("a", "b"):
            (site.root / f"{name}-runs").write_text("")
        code = changed.main(["--codeblocks", "--device=cpu", "--changed", *arguments])
        ran = [name for name in ("a", "b") if (site.root / f"{name}-runs").read_text()]
        return SimpleNamespace(code=code, said="".join(capsys.readouterr()), ran=ran)

    return run


def edit(site, path: str, old: str, new: str) -> None:
    file = site.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_only_what_changed_runs_again(site, run):
    assert run().ran == ["a", "b"]
    again = run()
    assert (again.code, again.ran, again.said.strip()) == (0, [], NOTHING)

    edit(site, "snippets/a.py", "print(1.5)", "print(3 / 2)")
    one = run()
    assert (one.code, one.ran) == (0, ["a"])
    assert "left out, green and unchanged: 1 of 2 modules" in one.said
    assert run().said.strip() == NOTHING


def test_a_sentence_on_a_page_runs_no_module_but_is_checked(site, run):
    run()
    edit(site, "docs/en/a.md", "Words.", "Other words.")
    done = run()
    assert (done.code, done.ran) == (0, [])
    edit(site, "docs/en/a.md", "# a { #a }", "# a")
    done = run()
    assert (done.code, done.ran) == (1, [])
    assert "docs/en/a.md:1: the heading 'a' has no id" in done.said
    assert run().code == 1


def test_what_failed_is_run_until_it_is_green(site, run):
    run()
    edit(site, "snippets/b.py", "#> 1.5", "#> 1.7")
    for _ in range(2):
        done = run()
        assert (done.code, done.ran) == (1, ["b"])
    edit(site, "snippets/b.py", "#> 1.7", "#> 1.5")
    done = run()
    assert (done.code, done.ran) == (0, ["b"])


def test_a_part_of_the_tests_makes_nothing_green_as_a_whole(site, run):
    assert run("-k", "a.md").ran == ["a"]
    done = run()
    assert (done.code, done.ran) == (0, ["b"])


def test_a_cell_of_a_module_does_not_make_the_module_green(site, run):
    file = site.project.snippets / "a.py"
    file.write_text(file.read_text() + '\n# %% y tags=["remove-cell"]\nz = 1\n')
    run("-k", "docs")
    green = json.loads((site.project.cache / "green.json").read_text())["cpu"]
    assert (green["whole"], list(green["modules"])) == ("", ["b.py"])
    assert run().ran == ["a"]


@pytest.mark.parametrize("damage", ["gone", "broken", "other"])
def test_without_the_cache_everything_runs(site, run, damage):
    run()
    cache = site.project.cache / "green.json"
    if damage == "gone":
        cache.unlink()
    else:
        cache.write_text("{" if damage == "broken" else '{"cpu": {"modules": 3}}')
    assert run().ran == ["a", "b"]


def test_another_torch_or_other_machinery_makes_nothing_green(site, monkeypatch):
    green = changed.Green(site.project, "cpu")
    green.whole, green.modules = "w", {"a.py": "m"}
    green.write()
    assert changed.Green(site.project, "cpu").whole == "w"
    assert changed.Green(site.project, "cuda").modules == {}
    with monkeypatch.context() as patch:
        version = changed.importlib.metadata.version
        patch.setattr(
            changed.importlib.metadata,
            "version",
            lambda name: "9.9.9" if name == "torch" else version(name),
        )
        assert changed.Green(site.project, "cpu").modules == {}
    copy = site.root / "literate"
    shutil.copytree(ROOT / "literate", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(changed, "__file__", str(copy / "changed.py"))
    assert changed.Green(site.project, "cpu").whole == "w"
    (copy / "compare.py").write_text("# otherwise\n")
    assert changed.Green(site.project, "cpu").whole == ""


def test_the_answer_that_nothing_changed_imports_neither_torch_nor_pytest(site, run):
    run()
    code = (
        "import sys; sys.modules.update(torch=None, pytest=None, yaml=None)\n"
        "from literate.changed import main\n"
        "raise SystemExit(main(['--codeblocks', '--device=cpu', '--changed']))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=site.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.sub(r"\s+$", "", result.stdout) == NOTHING, result.stderr
