"""``new`` and ``record``, killed at random moments: no file is half written, and all is finished.

Each file is as it was or as it is to be. What the next command finds of it, it finishes: then all
files are as they were, or all are as they are to be.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from literate.project import Project, finish_replacing

ROOT = Path(__file__).resolve().parents[1]
TIMES = 25  # for each of the two commands

# Both say when they begin to do what may be killed: what comes before is Python's start.
NEW = """
import sys
import literate.new, literate.check.typography, autocorrect_py
from literate.__main__ import main
print("ready", flush=True)
sys.stdin = None
main(["new", "data/loader", "--zh", "加载", "--en", "Loading", "--chapter-zh", "数据",
      "--chapter-en", "Data"])
"""
RECORD = """
from literate import record
from literate.__main__ import main
from literate.execute import Executed
from literate.run import Run

def twice(modules, *given):
    runs = []
    for module in modules:
        printed = (("stdout", "new\\n" * 3000),)
        cells = {"a": Executed("a", printed, None, False, 0.0, ("<svg>new</svg>\\n" * 2000,))}
        runs.append(Run(module.path, "cpu", cells, torch="2.13.0"))
    return runs, runs

record.run_twice = twice
record.require_torch = lambda: None
print("ready", flush=True)
main(["record"])
"""


def tree(root: Path) -> dict[str, bytes]:
    return {
        f.relative_to(root).as_posix(): f.read_bytes()
        for f in root.rglob("*")
        if f.is_file() and ".cache" not in f.parts
    }


def begin(root: Path, program: str) -> subprocess.Popen:
    """The program, when it is about to do what it is for."""
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout.readline().strip() == b"ready"
    return process


@pytest.fixture
def killed(site, tmp_path_factory) -> Callable[[str], set[str]]:
    """Kills a program again and again. Returns how its files were found and finished."""

    def killed(program: str) -> set[str]:
        start = tree(site.root)
        done = tmp_path_factory.mktemp("done")
        shutil.copytree(site.root, done, dirs_exist_ok=True)
        with begin(done, program) as process:
            started = time.monotonic()
            process.communicate()
            lasts = time.monotonic() - started
        end = tree(done)
        assert end != start
        ways = set()
        chance = random.Random(0)
        for _ in range(TIMES):
            root = tmp_path_factory.mktemp("killed")
            shutil.copytree(site.root, root, dirs_exist_ok=True)
            with begin(root, program) as process:
                time.sleep(lasts * chance.random())
                process.kill()
            found = tree(root)
            for name in {*start, *end}:
                assert found.get(name) in (start.get(name), end.get(name)), name
            begun = bool(finish_replacing(Project(root).journal))
            left = {name: data for name, data in tree(root).items() if not name.endswith(".new")}
            assert left in (start, end)
            ways.add("finished" if begun else "begun" if left == start else "done")
            shutil.rmtree(root)
        return ways

    return killed


def test_a_killed_new_leaves_no_file_half_written(site, killed):
    page = "---\ndescription: d\n---\n\n# T {{ #{} }}\n\n- [A]({})\n"
    site.page("index.md", page.format("home", "a/index.md"))
    site.page("a/index.md", page.format("a", "../index.md"))
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        nav = "nav:\n  - index.md\n  - A:\n      - a/index.md\n"
        (site.root / name).write_text(nav, encoding="utf-8")
    assert killed(NEW)


def test_a_killed_record_leaves_no_file_half_written(site, killed):
    for i in range(8):
        site.module(f"m{i}.py", "# %% a\nprint('new')\n" + "#> old\n" * 2000)
        (site.project.snippets / f"m{i}.a.svg").write_text("<svg>old</svg>\n" * 2000)
    assert killed(RECORD)


@pytest.mark.parametrize("killed_after", range(4))
def test_what_was_begun_is_finished(tmp_path, killed_after):
    """After the journal is written, the rest can be done by whoever comes next."""
    program = f"""
import os
from pathlib import Path
from literate import project
replace, left = os.replace, [{killed_after} + 1]  # the journal is the first to be replaced
def dies(new, file):
    if not left[0]:
        os._exit(9)
    left[0] -= 1
    replace(new, file)
project.os.replace = dies
files = [Path(name) for name in ("a", "b", "c/d")]
print("ready", flush=True)
project.replace_files({{**dict.fromkeys(files, b"new"), Path("e"): None}}, Path("j.json"))
"""
    for name in ("a", "b", "e"):
        (tmp_path / name).write_text("old")
    with begin(tmp_path, program) as process:
        process.communicate()
    finish_replacing(tmp_path / "j.json")
    expected = {"a": b"new", "b": b"new", "c/d": b"new"}
    assert tree(tmp_path) == expected


@pytest.mark.parametrize("text", ["", "{", "[]", '{"steps": 1}', '{"steps": [[null]]}'])
def test_a_journal_that_cannot_be_read_harms_nothing(tmp_path, text):
    (tmp_path / "j.json").write_text(text)
    (tmp_path / "a").write_text("old")
    assert finish_replacing(tmp_path / "j.json") == []
    assert (tmp_path / "a").read_text() == "old"
