"""Windows and macOS, as far as they can be simulated: paths, line ends, open files, terminals."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from literate import project as files
from literate.__main__ import main
from literate.record.recorder import select
from literate.run.runner import Runner, start_method
from literate.snippet import read_module

ROOT = Path(__file__).resolve().parents[1]
HEAD = "---\ndescription: d\n---\n\n# T { #t }\n"


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
    assert select(site.project, [name]) == ["c/a.py"]


@pytest.mark.parametrize("times", [3, 99])
def test_a_file_that_is_open_elsewhere_is_waited_for_and_else_nothing_changes(
    tmp_path, monkeypatch, times
):
    one, two, replace, refused = tmp_path / "one", tmp_path / "two", os.replace, []
    one.write_text("old")
    two.write_text("old")

    def busy(new, target):
        if target == two and len(refused) < times:
            refused.append(target)
            raise PermissionError(13, "used by another process", str(target))
        replace(new, target)

    monkeypatch.setattr(files.os, "replace", busy)
    monkeypatch.setattr(files, "_WINDOWS", True)
    monkeypatch.setattr(files.time, "sleep", lambda seconds: None)
    with pytest.raises(PermissionError) if times > 3 else contextlib.nullcontext():
        files.replace_files({one: b"new", two: b"new"})
    assert one.read_text() == two.read_text() == ("old" if times > 3 else "new")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["one", "two"]


@pytest.mark.parametrize("arguments", [["check"], ["check", "--json"]])
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
