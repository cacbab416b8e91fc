"""Windows and macOS, as far as they can be simulated: paths and names, line ends, open files,
terminals, encodings, and what of POSIX is not there.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from literate import project as files
from literate.__main__ import main
from literate.check import check
from literate.record import recorder
from literate.record.outputs import run_all
from literate.record.recorder import select
from literate.run import forkserver
from literate.run.runner import Runner, start_method
from literate.scaffold.new import page_path
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


@pytest.mark.parametrize("name", ["c\\a", ".\\c\\a", "snippets\\c\\a.py", "docs\\en\\c\\a.md"])
def test_a_new_page_may_be_named_with_backslashes(name):
    assert page_path(name) == "c/a"


# What Windows lacks, or macOS.
LACKING = """\
import faulthandler, multiprocessing, os, signal
for owner, names in (
    (os, "setsid killpg sched_getaffinity fork"), (signal, "SIGUSR1"), (faulthandler, "register")
):
    for name in names.split():
        if hasattr(owner, name):
            delattr(owner, name)
"""
RUNS = """\
# %% prints
import subprocess, sys, warnings

print("中文")
subprocess.run([sys.executable, "-c", "print('child')"])
warnings.warn("old", DeprecationWarning)

# %% fails tags=["raises-exception"]
int("x")
"""


def test_a_process_needs_nothing_that_windows_lacks(site, monkeypatch):
    monkeypatch.setattr(forkserver, "_SPAWN", f"exec({LACKING!r}); {forkserver._SPAWN}")
    site.module("a.py", RUNS)
    with Runner(method="spawn", preload=()) as runner:
        run = runner.run(read_module(site.project, "a.py"))
    assert run.failures == []
    assert [cell.segments for cell in run.cells.values()] == [
        (("stdout", "中文\nchild\n"), ("warning", "DeprecationWarning: old")),
        (("error", "ValueError: invalid literal for int() with base 10: 'x'"),),
    ]


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


def test_this_project_s_own_pages_are_right_with_windows_line_ends(tmp_path, monkeypatch, capsys):
    for name in ("docs", "snippets", "mkdocs.yml", "mkdocs.en.yml", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "tests/browser", tmp_path / "tests/browser")
    for file in tmp_path.rglob("*"):
        if file.suffix in {".md", ".py", ".yml", ".json", ".svg", ".toml"}:
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0, capsys.readouterr().err


@pytest.fixture
def one_run(monkeypatch) -> None:
    """Let ``record`` run both times in this Python; another one takes its time to start."""
    monkeypatch.setattr(recorder, "run_twice", lambda *given: (run_all(*given), run_all(*given)))


def test_record_keeps_windows_line_ends_and_then_has_nothing_to_change(
    site, monkeypatch, one_run, capsys
):
    monkeypatch.chdir(site.root)
    module = site.module("c/a.py", b"# %% a\r\nprint(1)\r\n#> 0\r\n\r\n# %% b\r\nprint(2)\r\n")
    assert main(["record", "snippets\\c\\a.py"]) == 0, capsys.readouterr().err
    written = b"# %% a\r\nprint(1)\r\n#> 1\r\n\r\n# %% b\r\nprint(2)\r\n#> 2\r\n"
    assert module.read_bytes() == written
    verified = site.project.snippets / "verified.json"
    record = verified.read_bytes().replace(b"\n", b"\r\n")
    verified.write_bytes(record)
    assert main(["record"]) == 0
    assert (module.read_bytes(), verified.read_bytes()) == (written, record)


@pytest.mark.parametrize(
    ("paths", "problems"),
    [
        (["docs/en/a.md", "docs/en/A.md"], ["docs/en/a.md:1: differs from docs/en/A.md in"]),
        (["docs/zh/c/a.md", "docs/zh/C/b.md"], ["docs/zh/c:1: differs from docs/zh/C in"]),
        (["snippets/nn/aux.py"], ["snippets/nn/aux.py:1: 'aux.py' is a name that Windows"]),
        (["docs/en/Con/a.md"], ["docs/en/Con/a.md:1: 'Con' is a name that Windows keeps"]),
        (["docs/en/com1.x.svg"], ["docs/en/com1.x.svg:1: 'com1.x.svg' is a name"]),
        (["docs/en/a:b.png"], ["docs/en/a:b.png:1: has ':' in its name"]),
        (["docs/en/a.", "docs/en/b.png"], ["docs/en/a.:1: has '.' in its name"]),
        (["docs/en/en/index.md"], ["docs/en/en/index.md:1: 'en/' is an address that"]),
        (["docs/zh/a.md", "docs/zh/a/index.md"], ["docs/zh/a/index.md:1: has the address of"]),
        (["docs/en/console.png", "docs/en/nulls/auxiliary.svg"], []),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="this system would refuse these names itself")
def test_names_that_another_system_could_not_hold_are_found(site, paths, problems):
    for path in paths:
        site._write(site.root / path, "")
    found = [
        str(p) for p in check(site.project).problems if re.search("name|differs|address", p.what)
    ]
    assert len(found) == len(problems)
    for said, wanted in zip(found, problems, strict=True):
        assert said.startswith(wanted)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("aux/page", "is a name that Windows keeps for itself. Rename it."),
        ("tensors/nul", "is a name that Windows keeps for itself. Rename it."),
        ("en/page", "'en/' is an address that the site needs for itself."),
        ("search/page", "'search/' is an address that the site needs for itself."),
        ("drawing/page", "'drawing/' is the folder of the functions that draw pictures."),
    ],
)
def test_no_page_can_be_begun_that_has_no_place(site, monkeypatch, capsys, name, why):
    monkeypatch.chdir(site.root)
    titles = ["--zh", "甲", "--en", "A", "--chapter-zh", "乙", "--chapter-en", "B"]
    assert main(["new", name, *titles]) == 1
    assert why in capsys.readouterr().err
    assert [file for file in site.root.rglob("*") if file.is_file()] == []


@pytest.fixture
def any_case(monkeypatch) -> None:
    """A file system that finds a file by its name in other capital letters, too."""

    def is_file(path: Path) -> bool:
        beside = os.listdir(path.parent) if path.parent.is_dir() else []
        return path.name.lower() in map(str.lower, beside) or os.path.isfile(path)

    monkeypatch.setattr(files, "_ANY_CASE", True)
    monkeypatch.setattr(Path, "is_file", is_file)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[x](B.md)", "a.md:7: there is no docs/en/B.md to link to. Did you mean b.md."),
        ("![x](Pic.svg)", "a.md:7: there is no docs/en/Pic.svg to link to. Check the path."),
        ('```python\n--8<-- "B.py:b"\n```', "a.md:8: the path 'B.py' names no module"),
        ('[x](b.md) ![x](pic.svg)\n\n```python\n--8<-- "b.py:b"\n```', ""),
    ],
)
def test_a_link_or_an_include_in_other_capital_letters_is_refused(
    site, any_case, monkeypatch, capsys, text, said
):
    monkeypatch.chdir(site.root)
    site.module("b.py", "# %% b\nx = 1\n")
    site.page("b.md", HEAD)
    site.page("a.md", f"{HEAD}\n{text}\n")
    for language in ("zh", "en"):
        site._write(site.project.docs(language) / "pic.svg", "<svg/>")
    main(["check"])
    found = capsys.readouterr().err
    assert f"docs/en/{said}" in found if said else "there is no" not in found


# Where Python opens files in a person's code page: here one that knows no Chinese at all.
CODE_PAGE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


COMMANDS = [
    ["literate", "record", "snippets/one.py"],
    ["literate", "check"],
    ["pytest", "--codeblocks", "--device=cpu", "-q", "-p", "no:cacheprovider", "docs/zh/one.md"],
    ["literate", "build"],
]


@pytest.mark.parametrize(
    ("folder", "variables"), [("site", CODE_PAGE), ("中文 and blanks", {})], ids=["locale", "path"]
)
def test_commands_work_in_any_code_page_and_in_any_folder(
    small_project, tmp_path, folder, variables
):
    root = tmp_path / folder
    shutil.copytree(small_project.root, root)
    (root / "conftest.py").write_text('pytest_plugins = ["literate.pytest_plugin"]\n', "utf-8")
    comments = "# %% where\n# zh: 在哪里。\n# en: Where it is.\n"
    module = root / "snippets/one.py"
    text = module.read_text("utf-8").replace("# %% where\n", comments)
    module.write_text(text.replace("print(x.sum())", "print('中文', x.sum())"), "utf-8")
    for arguments in COMMANDS:
        result = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | variables,
            capture_output=True,
            check=False,
        )
        assert result.returncode == 0, (result.stdout + result.stderr).decode("utf-8", "replace")
    assert "#> 中文 tensor(2.)\n" in module.read_text("utf-8")
    assert "在哪里。" in (root / "site/one/index.html").read_text("utf-8")
    assert "中文" in (root / "site/en/one/index.html").read_text("utf-8")
