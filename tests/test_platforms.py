"""Windows and macOS, as far as they can be simulated: paths, line ends, open files, terminals."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from literate import project as files
from literate.__main__ import main
from literate.read import read_module
from literate.record import _select
from literate.run import Runner, start_method

ROOT = Path(__file__).resolve().parents[1]
HEAD = "---\ndescription: d\n---\n\n# T { #t }\n"

# What only POSIX has, and what makes it safe to name: a question, or a folder only Linux has.
POSIX = {"fork", "setsid", "killpg", "getpgid", "SIGKILL", "SIGUSR1", "register"}
ASKED = ("os.name", "hasattr", '"/proc')


def _functions(tree: ast.Module):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("file", sorted((ROOT / "literate").rglob("*.py")), ids=lambda f: f.name)
def test_what_only_posix_has_is_asked_for_first(file):
    source = file.read_text(encoding="utf-8")
    for function in _functions(ast.parse(source)):
        text = ast.get_source_segment(source, function)
        used = {
            node.attr
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in ("os", "signal", "faulthandler")
        }
        if used & POSIX:
            assert any(question in text for question in ASKED), f"{file.name}: {function.name}"


def test_where_a_fork_is_unsafe_modules_are_spawned(site, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert start_method() == "spawn"
    site.module("a.py", "# %% a\nprint('x')\n")
    with Runner(method=start_method(), preload=()) as runner:
        run = runner.run(read_module(site.project, "a.py"))
    assert run.cells["a"].segments == (("stdout", "x\n"),)


@pytest.mark.parametrize(
    "name", ["snippets\\c\\a.py", ".\\snippets\\c", "c\\a.py", "snippets/c/a.py", "snippets\\"]
)
def test_a_module_may_be_named_with_backslashes(site, name):
    site.module("c/a.py", "# %% a\nx = 1\n")
    assert _select(site.project, [name]) == ["c/a.py"]


def test_a_file_that_is_open_elsewhere_for_a_moment_is_replaced(tmp_path, monkeypatch):
    file, replace, refused = tmp_path / "a", os.replace, []
    file.write_text("old")

    def busy(new, target):
        if len(refused) < 3:
            refused.append(target)
            raise PermissionError(13, "used by another process", str(target))
        replace(new, target)

    monkeypatch.setattr(files.os, "replace", busy)
    monkeypatch.setattr(files, "_waits", lambda: True)
    files.replace_files({file: b"new"})
    assert file.read_text() == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


def test_a_file_that_stays_open_elsewhere_changes_nothing(tmp_path, monkeypatch):
    one, two, replace = tmp_path / "one", tmp_path / "two", os.replace
    one.write_text("old")
    two.write_text("old")

    def busy(new, target):
        if target == two:
            raise PermissionError(13, "used by another process", str(target))
        replace(new, target)

    monkeypatch.setattr(files.os, "replace", busy)
    monkeypatch.setattr(files, "_waits", lambda: True)
    with pytest.raises(PermissionError):
        files.replace_files({one: b"new", two: b"new"})
    assert (one.read_text(), two.read_text()) == ("old", "old")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["one", "two"]


@pytest.mark.parametrize("arguments", [["check"], ["check", "--json"], ["check", "--fix"]])
def test_a_terminal_that_knows_no_chinese_gets_no_traceback(site, arguments):
    site.page("a.md", HEAD + "\n## 标题\n")
    result = subprocess.run(
        [sys.executable, "-m", "literate", *arguments],
        cwd=site.root,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "CI": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "\\u6807" in result.stderr + result.stdout


def test_pages_and_modules_with_windows_line_ends_and_marks_are_right(site, monkeypatch, capsys):
    monkeypatch.chdir(site.root)
    site.module("a.py", b"\xef\xbb\xbf# %% a\r\nx = 1\r\n")
    page = HEAD + '\n```python\n--8<-- "a.py:a"\n```\n'
    site.page("a.md", b"\xef\xbb\xbf" + page.replace("\n", "\r\n").encode())
    assert main(["check"]) == 0, capsys.readouterr().err
