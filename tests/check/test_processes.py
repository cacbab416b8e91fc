"""Modules that start processes: what each process would do again is found, and nothing else."""

from __future__ import annotations

import pytest

from literate.check.processes import first_process, unguarded
from literate.snippet import read_module

GUARD = 'if __name__ == "__main__":\n    '
LOAD = f"# %% load\n{GUARD}list(DataLoader(x, num_workers=2))\n"
FIX = "In each cell, indent all but imports, definitions and constants below "
FIX += "'if __name__ == \"__main__\":'."


@pytest.fixture
def judged(site):
    """The line where a module starts processes, and what is found in it."""

    def judged(text: str) -> tuple[int | None, list[str]]:
        site.module("a.py", text)
        module = read_module(site.project, "a.py")
        return first_process(module), list(map(str, unguarded(module)))

    return judged


@pytest.mark.parametrize(
    ("code", "starts"),
    [
        ("DataLoader(x, num_workers=2)", True),
        ("DataLoader(x, num_workers=n)", True),
        ("DataLoader(x, num_workers=0)", False),
        ("DataLoader(x)", False),
        ("import multiprocessing\nmultiprocessing.Process(target=f).start()", True),
        ("import torch.multiprocessing as mp\nmp.spawn(f, nprocs=2)", True),
        ("import torch\ntorch.multiprocessing.spawn(f)", True),
        ("from torch import multiprocessing as mp\nmp.Pool(2)", True),
        ("from multiprocessing import Pool as P\nP(2)", True),
        ("from multiprocessing import get_context\nget_context('spawn').Pool(2)", True),
        ("from concurrent.futures import ProcessPoolExecutor\nProcessPoolExecutor()", True),
        ("from concurrent import futures\nfutures.ProcessPoolExecutor()", True),
        ("from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor()", False),
        ("import torch.multiprocessing as mp\nmp.set_sharing_strategy('file_system')", False),
        ("import subprocess\nsubprocess.run(['true'])", False),
        ("from spawn import spawn\nspawn(); x.Process(); Pool()", False),
    ],
)
def test_what_starts_processes_is_known(judged, code, starts):
    start, found = judged(f"# %% a\n{code}\n")
    assert (start == code.count("\n") + 2) is starts
    assert bool(found) is starts


@pytest.mark.parametrize(
    "cell",
    [
        "# %% a\nimport torch\nfrom x import y\n\n\ndef f():\n    print(1)\n",
        '# %% a\nclass A:\n    """A."""\n\n\n"""Words."""\n',
        "# %% a\nx = f(1)\ny: int = 2\nx += 1\n",
        f"# %% a\nx = 1\n{GUARD}print(x)\n#> 1\n",
        f'# %% a tags=["raises-exception"]\n{GUARD}1 / 0\n#> ZeroDivisionError: division by zero\n',
    ],
)
def test_definitions_constants_and_what_is_guarded_are_right(judged, cell):
    assert judged(cell + LOAD)[1] == []


@pytest.mark.parametrize(
    "cell",
    [
        "print(1)\n#> 1\n",
        "for _ in range(3):\n    x = 1\n",
        "torch.manual_seed(0)\n",
        "loader = DataLoader(x, num_workers=2)\n",
        "x = f(1)\n#> it prints\n",
        "if __name__ != '__main__':\n    x = 1\n",
        f"{GUARD}x = 1\nelse:\n    x = 2\n",
    ],
)
def test_what_each_process_would_do_again_is_found(judged, cell):
    text = f"# %% a\n\n{cell}{LOAD}"
    start = text[: text.index("list(")].count("\n") + 1
    start = 3 if "num_workers" in cell else start
    what = f"snippets/a.py:3: acts in each process that line {start} starts, too (cell 'a')"
    assert judged(text) == (start, [f"{what}. {FIX}"])


@pytest.mark.parametrize("tag", ["raises-exception", "requires-cuda", "requires-torch-2.12"])
def test_what_may_fail_in_a_process_is_guarded_even_if_it_only_names_a_value(judged, tag):
    assert judged(f'{LOAD}# %% a tags=["{tag}"]\nx = f(1)\n')[1] != []


def test_all_cells_are_told_at_once(judged):
    (said,) = judged(f"# %% a\nprint(1)\nprint(2)\n# %% b\nx = 1\n# %% c\nf(x)\n{LOAD}")[1]
    assert said.startswith("snippets/a.py:2: acts in each process that line 10 starts, too (cells ")
    assert "(cells 'a', 'c')" in said


def test_a_module_that_starts_none_may_act_anywhere(judged):
    assert judged("# %% a\nprint(1)\n") == (None, [])


def test_check_tells(site):
    from literate.check import check

    site.module("a.py", LOAD + "# %% a\nprint(1)\n")
    assert any("acts in each process" in problem.what for problem in check(site.project).problems)
