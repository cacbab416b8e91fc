"""Limits of time: each cell has its own, and what is over it is ended, whatever it does then."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from literate.run import machine, runner
from literate.run.leftovers import process_fields
from literate.run.runner import Runner
from tests.run import only, out

METHODS = [
    pytest.param(
        "forkserver", marks=pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
    ),
    "spawn",
]
asks = pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="a process cannot be asked")
proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc here")


@pytest.fixture(scope="module", params=METHODS)
def thrifty(request):
    """Of CPU time; it has all the time in the world."""
    with Runner(time_limit=1, wall_limit=600, method=request.param, preload=()) as runner:
        yield runner


BURN = "import time\ndef burn(s):\n    until = time.thread_time() + s\n"
BURN += "    while time.thread_time() < until: pass\n"


# --- what is ended -------------------------------------------------------------------------------


@asks
@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(999)",
        "import threading; threading.Event().wait()",
        # A signal, as that which asks for the line, ends these waits.
        "import signal; signal.pause()",
        "import ctypes; ctypes.CDLL(None).pause()",
    ],
    ids=["sleep", "lock", "pause", "pause in C"],
)
def test_what_does_not_end_is_ended_and_its_line_named(run, impatient, code):
    text = f"# %% first\nprint(1)\n# %% a\n\n{code}\n# %% below\nprint(2)\n"
    done = run(text, on=impatient)
    failure = only(done)
    assert (failure.title, failure.line, failure.ended) == ("a", 5, True)
    assert failure.what == "did not end within 2 s"
    assert failure.fix.startswith('End the wait, or allow it more: tags=["time-limit-120"], or')
    assert list(done.cells) == ["first"]
    assert out(done, "first") == "1"


@asks
def test_what_is_asked_for_its_line_does_nothing_more(run, impatient, tmp_path_factory):
    note = tmp_path_factory.mktemp("more") / "note"
    run(f"# %% a\nimport signal\nsignal.pause()\nopen({str(note)!r}, 'w')\n", on=impatient)
    assert not note.exists()


@pytest.mark.parametrize("method", METHODS)
def test_what_ends_after_its_time_has_run_out_is_over_it_all_the_same(
    site, run, monkeypatch, method
):
    """The process ends by itself between the runner's decision to end it and its end."""
    note = site.root / "late"
    text = f"""\
    # %% first
    import os, time
    # %% a
    while not os.path.exists({str(note)!r}):
        time.sleep(0.01)
    # %% below
    print(2)
    """
    with Runner(wall_limit=1, method=method, preload=()) as late:

        def line_of(*_) -> None:
            note.touch()
            for started in late.processes:
                started.done.wait()

        monkeypatch.setattr(machine, "line_of", line_of)
        done = run(text, on=late)
    assert (only(done).title, only(done).what) == ("a", "did not end within 1 s")
    assert list(done.cells) == ["first"]


@proc
@pytest.mark.parametrize("code", ["while True: pass", "sum(iter(int, 1))"], ids=["loop", "C loop"])
def test_what_uses_too_much_cpu_time_is_ended_and_its_line_named(run, thrifty, code):
    done = run(f"# %% first\nprint(1)\n# %% a\n\n{code}\n", on=thrifty)
    failure = only(done)
    assert (failure.title, failure.line, failure.ended) == ("a", 5, True)
    assert failure.what == "used 1 s of CPU time"
    assert failure.fix.startswith('End the loop, or allow it more: tags=["time-limit-120"], or')
    assert "--time-limit" in failure.fix
    assert out(done, "first") == "1"


@asks
def test_the_line_that_does_not_end_is_named_below_a_folder_of_any_name(run, impatient):
    done = run("# %% a\nx = 1\nwhile x: pass\n", "中文 é/a.py", on=impatient)
    assert only(done).line == 3


# --- each cell has its own -----------------------------------------------------------------------


@proc
def test_cells_that_keep_to_their_limits_may_use_more_together(run, thrifty):
    text = f"# %% a\n{BURN}burn(0.7)\n# %% b\nburn(0.7)\n# %% c\nburn(0.7)\n"
    assert run(text, on=thrifty).failures == []


@proc
def test_the_cell_that_is_over_its_limit_is_named_and_not_one_that_came_before(run, thrifty):
    text = f"# %% a\n{BURN}burn(0.7)\n# %% b\nburn(0.7)\n# %% c\nburn(99)\n# %% d\nx = 1\n"
    done = run(text, on=thrifty)
    assert (only(done).title, only(done).what) == ("c", "used 1 s of CPU time")
    assert list(done.cells) == ["a", "b"]


@proc
@pytest.mark.parametrize(("tag", "limit"), [("", 1), (' tags=["time-limit-180"]', 3)])
def test_a_cell_may_have_a_tag_for_more(run, thrifty, tag, limit):
    """60 s are what a cell has; of this runner, each has a sixtieth."""
    done = run(f"# %% first\n{BURN}# %% a{tag}\nburn({limit - 0.5})\n", on=thrifty)
    assert done.failures == []
    done = run(f"# %% first\n{BURN}# %% a{tag}\nburn(99)\n", on=thrifty)
    assert only(done).what == f"used {limit} s of CPU time"
    assert f'tags=["time-limit-{limit * 120}"]' in only(done).fix


@pytest.mark.parametrize(
    ("tags", "over"),
    [
        (("", ""), ["b"]),
        (("", ' tags=["time-limit-120"]'), []),
        ((' tags=["time-limit-30"]', ""), ["a"]),
    ],
)
def test_waits_are_limited_for_each_cell_in_the_same_proportion(site, run, monkeypatch, tags, over):
    """By a clock that strikes when a cell lets it: once in the first one, twice in the second."""
    strikes, looks = site.root / "strikes", site.root / "looks"
    for file in (strikes, looks):
        file.touch()

    def monotonic() -> float:
        with looks.open("a") as file:
            file.write("x")
        return 40.0 * strikes.stat().st_size

    monkeypatch.setattr(runner, "time", SimpleNamespace(time=time.time, monotonic=monotonic))
    text = f"""\
    # %% a{tags[0]}
    import os, time
    def wait_for_looks():
        until = os.path.getsize({str(looks)!r}) + 3
        while os.path.getsize({str(looks)!r}) < until:
            time.sleep(0.01)
    def strike():
        wait_for_looks()
        with open({str(strikes)!r}, "a") as file:
            file.write("x")
        wait_for_looks()
    strike()
    # %% b{tags[1]}
    strike()
    strike()
    """
    with Runner(wall_limit=60, preload=()) as patient:
        done = run(text, on=patient)
    assert [failure.title for failure in done.failures] == over


@proc
@pytest.mark.parametrize(
    "code",
    [
        "import time\ntime.sleep(1.5)",
        "import threading, time\n"
        "def compute():\n    while time.thread_time() < 1.5: pass\n"
        "thread = threading.Thread(target=compute)\nthread.start()\nthread.join()",
    ],
    ids=["wait", "other thread"],
)
def test_only_cpu_time_of_the_main_thread_is_limited(run, thrifty, code):
    assert run(f"# %% a\n{code}\n", on=thrifty).failures == []


@pytest.mark.parametrize(
    ("name", "state"),
    [(b"python", "S"), (b"a) R (b", "S"), ("数据集数据".encode()[:-1], "S"), (b"\xff", "Z")],
    ids=["usual", "marks", "cut within a character", "no character"],
)
def test_a_process_may_have_any_name(tmp_path, name, state):
    file = tmp_path / "stat"
    file.write_bytes(b"12 (" + name + b") " + state.encode() + b" 1 2 3\n")
    assert process_fields(str(file)) == [state, "1", "2", "3"]
    assert process_fields(str(tmp_path / "gone")) == []
