"""What ``record`` refuses, with nothing written: what it says, and what it lets pass."""

from __future__ import annotations

import os
import re
import sys
from types import SimpleNamespace

import pytest

from tests.record.conftest import RAISES, written


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 / 0", "snippets/a.py:2: cell 'a' raised unasked\nZeroDivisionError: division by zero"),
        ("while True: pass", "snippets/a.py:2: cell 'a' used 1 s of CPU time"),
        ("import os; os.abort()", "snippets/a.py:2: cell 'a' crashed the interpreter (SIGABRT)"),
        ("x = = 1", "snippets/a.py:2: is not valid Python"),
        ("print('x' * 2_000_000)", "snippets/a.py:2: cell 'a' printed more than 1 MB"),
        (
            "import threading as t; t.Thread(target=t.Event().wait, name='w').start()",
            "snippets/a.py:2: cell 'a' leaves the thread 'w' running",
        ),
        (
            "print('50 %\\r100 %')",
            "snippets/a.py:2: cell 'a' prints the control character '\\r'. Pr",
        ),
        (
            "print('a\\rb')",
            "Print one line at the end, without a progress bar (tqdm: disable=True).",
        ),
        ("print('a\\0b')", "cell 'a' prints the control character '\\x00'"),
        ("print('\\x1b[2Ja')", "character '\\x1b'. Print plain lines, without colors.\n"),
        ("print('a\\x0cb')", "cell 'a' prints the control character '\\x0c'"),
    ],
)
def test_a_module_that_fails_is_refused(refuse, code, said):
    assert said in refuse(f"# %% a\n{code}\n", "--time-limit", "1")


def test_a_cell_tagged_in_vain_is_refused_with_every_other_module(refuse, site):
    site.module("b.py", "# %% a\n1 / 0\n")
    said = refuse(f"{RAISES}print(1)\n")
    assert "snippets/a.py:1: cell 'a' raised nothing" in said
    assert "snippets/b.py:2: cell 'a' raised unasked" in said


@pytest.mark.parametrize(
    ("header", "tagged"),
    [("", '# %% a tags=["varies"]'), (' tags=["remove-cell"]', 'tags=["remove-cell", "varies"]')],
)
def test_what_differs_between_two_runs_is_shown_and_the_tag_is_proposed(refuse, header, tagged):
    said = refuse(f"# %% a{header}\nimport time\nprint('took', time.time_ns(), 'ns')\n")
    assert "snippets/a.py:2: cell 'a' printed two different things in two runs:" in said
    assert re.search(r"\n  first run   took \d+ ns\n  second run  took \d+ ns\n", said)
    assert (
        "\n  next    Print no time; what has to vary has the tag: write line 1 as '# %% a" in said
    )
    assert tagged in said
    said = refuse("# %% a\nimport time\nprint('x' * (time.time_ns() % 91))\n")
    assert "has the tag" not in said


def test_what_fails_in_the_second_run_is_refused_with_its_reason(refuse, tmp_path_factory):
    note = tmp_path_factory.mktemp("second") / "note"
    said = refuse(f"# %% a\nimport os\nos.mkdir({str(note)!r})\nprint(1)\n")
    assert "snippets/a.py:3: cell 'a' raised unasked" in said


@pytest.mark.usefixtures("another_python")
@pytest.mark.skipif(os.cpu_count() == 1, reason="one thread is all that this machine has")
def test_what_holds_in_one_process_or_on_one_machine_only_is_refused(refuse):
    said = refuse(
        '# %% a\nprint(set("abcdefghijklm"))\n'
        "# %% b\nimport torch\nprint(torch.get_num_threads() > 1)\n"
        "# %% c\nprint(torch.backends.cpu.get_cpu_capability() == 'DEFAULT')\n"
    )
    assert said.count("two different things in two runs") == 3
    assert "Sort what has no order, as a set" in said


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (
            "import torch; print(torch.rand(1))",
            "Seed it (torch.manual_seed), or print fewer digits",
        ),
        ("import random; print(random.random())", "Seed it (random.seed), or print fewer digits"),
        ("import numpy as np; print(np.random.rand())", "Seed it (numpy.random.seed), or"),
        ("import os; print(hex(2**40 + os.getpid()))", "Print no address of an object"),
        ("import os; print(os.getpid())", "Print no number of a process, and none of cores or"),
    ],
)
def test_the_next_step_says_what_helps_on_a_line_of_its_own(refuse, code, advice):
    assert f"\n  next    {advice}" in refuse(f"# %% a\n{code}\n")


def test_the_next_step_is_not_joined_to_what_was_printed(refuse):
    said = refuse("# %% a\nprint('last')\n1 / 0\n")
    fix = 'Fix the code, or tag the cell: tags=["raises-exception"].'
    assert said.endswith(f"\nlast\nZeroDivisionError: division by zero\n  next    {fix}\n")


def test_all_the_cells_below_one_that_raises_are_told_in_one_line(refuse):
    below = "".join(f"# %% b{n}\nprint({n})\n" for n in range(12))
    said = refuse(f"# %% a\n1 / 0\n{below}")
    assert said.count("not run") == 1
    told = (
        "cell 'b0' and 11 below it were not run, because cell 'a' ended the module. Fix snippets/"
    )
    assert f"snippets/a.py:4: {told}a.py:2 first.\n" in said
    assert "cell 'b0' was not run, because" in refuse("# %% a\n1 / 0\n# %% b0\nprint(0)\n")


# --- imports -------------------------------------------------------------------------------------

ASK = (
    "Import only what the group 'verify' in pyproject.toml lists; to ask for 'torchvison', open an"
)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "import torchvison.io\nraise ValueError('x')",
            f"cannot import 'torchvison'. {ASK} issue; if",
        ),
        ("x = 1\nimport torchvison", f"cannot import 'torchvison'. {ASK} issue; if this error is"),
        ("from math import nothing\nx = 1", "ends with an import that failed. Fix the import; if"),
    ],
)
def test_an_import_that_fails_in_place_of_the_error_to_show_is_refused(refuse, code, said):
    assert f"snippets/a.py:2: cell 'a' {said}" in refuse(f"{RAISES}{code}\n")
    assert "cell of its own.\n" in refuse(f"{RAISES}{code}\n#> ValueError: x\n")


@pytest.mark.parametrize(
    "module",
    [
        f"{RAISES}import torchvison\n",
        f"{RAISES}# Is it there?\nfrom torchvison import io\n",
        f"{RAISES}raise ImportError('no module')\n",
        f"{RAISES}x = 1\nimport torchvison\n#> ModuleNotFoundError: No module named 'x'\n",
    ],
)
def test_an_import_that_fails_as_the_lesson_is_recorded(site, record, module):
    site.module("a.py", module)
    done = record()
    assert (done.code, done.err) == (0, "")


def test_a_missing_package_in_a_cell_without_the_tag_is_named_too(refuse):
    said = refuse("# %% a\nimport torchvison\n")
    assert f"\n  next    {ASK} issue.\n" in said
    assert "raises-exception" not in said


# --- at a glance ---------------------------------------------------------------------------------

WIDE = "print('x' * 101)\n"
LONG = "print('\\n'.join('x' * 31))\n"


@pytest.mark.parametrize(
    ("tag", "code", "said"),
    [
        (
            "wide-output",
            WIDE,
            "a line of 101 characters. Print at most 100, on more lines; if it has",
        ),
        ("long-output", LONG, "31 lines. Print at most 30, what a reader would read; if all are"),
    ],
)
def test_more_than_a_reader_takes_in_needs_a_tag(site, refuse, record, tag, code, said):
    for tags in ("", ' tags=["varies"]'):
        told = refuse(f"# %% a{tags}\n{code}")
        assert f"snippets/a.py:2: cell 'a' prints {said}" in told
        header = re.search(r"write line 1 as '(.*)'\.\n", told)[1]
        assert f'"{tag}"]' in header
        site.module("a.py", f"{header}\n{code}")
        assert record().code == 0
        (site.project.snippets / "verified.json").unlink()


@pytest.mark.parametrize(
    "module",
    [
        "# %% a\nprint('x' * 100)\nprint('x\\n' * 29)\n",
        f"{RAISES}raise ValueError('x' * 200)\n",
        "# %% a\nimport warnings\nwarnings.warn('x' * 200)\n",
        f"# %% a\n{WIDE}#> {'x' * 101}\n",
        f"# %% a\n{LONG}" + "#> x\n" * 31,
    ],
    ids=["at the limit", "error", "warning", "wide already", "long already"],
)
def test_messages_and_what_stands_may_be_larger(site, record, module):
    site.module("a.py", module)
    done = record()
    assert (done.code, done.err) == (0, "")


# --- the type of an exception --------------------------------------------------------------------

FAILS = f"{RAISES}raise ValueError('no')\n"
OTHER = FAILS.replace("Value", "Type")
CHANGED = "snippets/a.py:2: cell 'a' documents ValueError, raised TypeError. "


@pytest.fixture
def recorded(site, record, refuse):
    """A module whose exception was recorded, and has another type now."""
    site.module("a.py", FAILS)
    site.module("good.py", "# %% a\nprint(1)\n")
    assert record().code == 0
    return FAILS, written(site).replace("ValueError('", "TypeError('")


@pytest.mark.parametrize("arguments", [(), ("--check",)], ids=["", "check"])
def test_an_exception_changes_its_type_only_where_that_is_accepted(
    site, record, recorded, refuse, arguments, monkeypatch
):
    _, now = recorded
    terminal = bool(arguments)  # with --check, nobody is asked there
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: terminal))
    said = refuse(now, *arguments)
    assert said == f"{CHANGED}Fix the code, or run again with --accept-type to write it.\n"
    assert record("--accept-type").code == 0
    assert written(site) == f"{OTHER}#> TypeError: no\n"


def test_an_exception_of_any_name_may_tell_of_another(site, record):
    tells = 'class BuildFailed(Exception):\n    pass\n\n\nraise BuildFailed("\\nOSError: no")\n'
    site.module("a.py", f'# %% a tags=["raises-exception"]\n{tells}')
    assert record().code == 0
    site.module("a.py", written(site) + "\n# %% b\nx = 1\n")
    assert record().code == 0


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("Yes", 0), ("n", 1), ("", 1), (None, 1)])
def test_at_a_terminal_it_is_asked(site, record, recorded, monkeypatch, answer, code):
    asked = []

    def answers(question):
        asked.append(question)
        if answer is None:
            raise EOFError
        return answer

    site.module("a.py", recorded[1])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", answers)
    assert record().code == code
    assert asked == [f"{CHANGED}Write it? [y/N] "]
    assert ("#> TypeError: no\n" in written(site)) == (code == 0)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (f"{FAILS}#> ValueError: no\n", f"{FAILS.replace('no', 'yes')}#> ValueError: no\n"),
        ("# %% a\nprint('Value')\n#> Value\n", OTHER),
        (f"{FAILS}#> ValueError: no\n", f"{OTHER}#> RuntimeError: the template's, or typed\n"),
        (None, f"{OTHER}#> ValueError: never recorded\n"),
    ],
    ids=["the message changes", "it raised nothing", "typed since", "new"],
)
def test_there_is_no_question_about_what_was_not_recorded_with_another_type(
    site, record, before, now
):
    if before:
        site.module("a.py", before)
        assert record().code == 0
    site.module("a.py", now)
    done = record()
    assert (done.code, done.err) == (0, "")
