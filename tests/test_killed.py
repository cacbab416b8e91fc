"""``new`` and ``record``, killed at each of their steps: each file is as it was or is to be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONG = 50  # lines of a file that is longer than KILLER lets it be

# What is killed is a fork: what it imports is there already.
NEW = """
import autocorrect_py
import literate.check.typography, literate.new
from literate.__main__ import main

sys.stdin = None
command = ["new", "data/loader", "--zh", "加载", "--en", "Loading"]
command += ["--chapter-zh", "数据", "--chapter-en", "Data"]
"""
RECORD = """
from literate import record
from literate.__main__ import main
from literate.execute import Executed
from literate.run import Run

def twice(modules, *given, **options):
    runs = []
    for module in modules:
        printed = (("stdout", "new\\n" * 50),)
        cells = {"a": Executed("a", printed, None, False, 0.0, ("<svg>new</svg>\\n" * 70,))}
        runs.append(Run(module.path, "cpu", cells, torch="2.13.0"))
    return runs, runs

record.run_twice = twice
record.require_torch = lambda: None
command = ["record"]
"""
# Runs the command in one copy of the project after the other. The first is killed before the first
# thing that it does to a file, the second before the second, until one comes to its end; then the
# same for every file that is written, and killed while it is: by the limit of a file's size.
KILLER = """
import itertools, os, resource, shutil, signal, sys

def kill(step, writing):
    left = [step]

    def look(event, about):
        opens = event == "open" and not isinstance(about[0], int)  # by its name
        writes = opens and about[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in CHANGES and not writing:
            left[0] -= 1
            if left[0] == 0 and writing:
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
            elif left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(look)

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "os.link"}
sys.dont_write_bytecode = True
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
for writing in (False, True):
    for step in itertools.count(1):
        root = os.path.abspath(f"{int(writing)}-{step}")
        shutil.copytree("start", root)
        sys.stdout.flush()
        child = os.fork()
        if not child:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.chdir(root)
            kill(step, writing)
            code = main(command)
            os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(code, root)
        if code >= 0:
            break
"""


def tree(root: Path) -> dict[str, bytes]:
    return {
        f.relative_to(root).as_posix(): f.read_bytes()
        for f in root.rglob("*")
        if f.is_file() and ".cache" not in f.parts
    }


def run(folder: Path, program: str) -> str:
    """What a program of Python's prints that runs in ``folder``, whether it lives or not."""
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    ).stdout


@pytest.fixture
def killed(site, tmp_path_factory) -> Callable[[str], None]:
    """Kills a command at each of its steps, and looks at what is left of its files."""

    def killed(program: str) -> None:
        folder = tmp_path_factory.mktemp("killed")
        site.root.rename(folder / "start")
        start = tree(folder / "start")
        said = run(folder, "import sys\n" + program + KILLER).splitlines()
        ends = {Path(root): int(code) for code, root in (line.split(" ", 1) for line in said)}
        whole = [root for root, code in ends.items() if code >= 0]
        assert [ends[root] for root in whole] == [0, 0]
        end = tree(whole[0])
        assert end == tree(whole[1]) != start
        halves, between = 0, 0
        for root, code in ends.items():
            found = {name: data for name, data in tree(root).items() if name[-4:] != ".new"}
            for name in {*start, *end, *found}:
                assert found.get(name) in (start.get(name), end.get(name)), (root.name, name)
            halves += code == -signal.SIGXFSZ
            between += code == -signal.SIGKILL and found not in (start, end)
        # Kills hit files while they were written, and the time between two of them.
        assert halves > 1
        assert between > 1

    return killed


posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks, and limits a file's size")


@posix
def test_a_killed_new_leaves_no_file_half_written(site, killed):
    page = "---\ndescription: d\n---\n\n# T {{ #{} }}\n\n- [A]({})\n"
    site.page("index.md", page.format("home", "a/index.md"))
    site.page("a/index.md", page.format("a", "../index.md"))
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        nav = "nav:\n  - index.md\n  - A:\n      - a/index.md\n"
        (site.root / name).write_text(nav, encoding="utf-8")
    killed(NEW)


@posix
def test_a_killed_record_leaves_no_file_half_written(site, killed):
    for i in range(2):
        site.module(f"m{i}.py", "# %% a\nprint('new')\n" + "#> old\n" * LONG)
        (site.project.snippets / f"m{i}.a.svg").write_text("<svg>old</svg>\n" * LONG)
    killed(RECORD)
