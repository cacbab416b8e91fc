"""``record``, killed at each of its steps: each file is as it was or as it is to be."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# The first copy is recorded by a fork that is killed at its first change of a file, or while it
# writes that file, by the limit of a file's size; the second at its second, until one ends.
PROGRAM = """
import itertools, os, resource, shutil, signal, sys
from pathlib import Path
import filelock
from literate.project import Project
from literate.record import recorder
from literate.run.process import Executed
from literate.run.runner import Run

cell = Executed("a", (("stdout", "new\\n" * 30),), None, False, 0.0, ("<svg>new</svg>" * 70,))

def look(event, about):
    global step
    opens = event == "open" and not isinstance(about[0], int) and about[2] & os.O_ACCMODE
    if opens or event in ("os.rename", "os.remove", "os.chmod", "os.truncate"):
        step -= 1
        if step == 0 and opens:
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        elif step == 0:
            os.kill(os.getpid(), signal.SIGKILL)

recorder.require_torch = lambda: None
recorder.run_twice = lambda modules, *_: [
    [Run(module.path, "cpu", {"a": cell}, torch="2.13.0") for module in modules]
] * 2
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
for step in itertools.count(1):
    project = Project(Path(shutil.copytree("start", str(step))))
    if not (child := os.fork()):
        sys.addaudithook(look)
        recorder.record(project)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(code, flush=True)
    if code >= 0:
        break
"""


def tree(root: Path) -> dict[Path, bytes]:
    found = (f for f in root.rglob("*") if f.suffix in (".py", ".svg", ".json"))
    return {f.relative_to(root): f.read_bytes() for f in found}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks, and limits a file's size")
def test_a_killed_record_leaves_no_file_half_written(site, tmp_path_factory):
    for name in "ab":
        site.module(f"{name}.py", "# %% a\nprint('new')\n" + "#> old\n" * 30)
        site.module(f"{name}.a.svg", "<svg>old</svg>\n" * 50)
    folder = tmp_path_factory.mktemp("killed")
    site.root.rename(folder / "start")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    program = [sys.executable, "-B", "-c", PROGRAM]
    codes = list(map(int, subprocess.check_output(program, cwd=folder, env=environment).split()))
    start, *killed, end = (tree(folder / str(i or "start")) for i in range(len(codes) + 1))
    assert codes[-1] == 0
    assert start.keys() < end.keys()
    for found, name in itertools.product(killed, end):
        assert found.get(name) in (start.get(name), end.get(name)), name
    # Kills hit files while they were written, and the time between two of them.
    assert codes.count(-signal.SIGXFSZ) > 1
    assert sum(found not in (start, end) for found in killed) > 1
