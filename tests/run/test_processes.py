"""Modules that start processes: the same result however these are started."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from literate.check.processes import first_process
from literate.project import Project
from literate.run.runner import Runner
from literate.run.verdict import verify
from literate.snippet import read_module
from tests.run import out

PROJECT = Project(Path(__file__).resolve().parents[2])
MODULES = [path for path in PROJECT.modules() if first_process(read_module(PROJECT, path))]
HERE = multiprocessing.get_all_start_methods()
METHODS = [
    pytest.param(
        name, marks=pytest.mark.skipif(name not in HERE, reason=f"no processes by {name} here")
    )
    for name in ("fork", "forkserver", "spawn")
]
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


@pytest.fixture(params=METHODS)
def started(request):
    """A runner whose modules start processes in a certain way."""
    with Runner(start_method=request.param) as runner:
        yield runner


@pytest.mark.parametrize("path", MODULES)
def test_each_module_of_this_project_prints_what_it_documents(started, path):
    module = read_module(PROJECT, path)
    for _ in range(
        3
    ):  # a worker of torch 2.15 may abort while it ends, on a busy machine above all
        run = started.run(module)
        said = "".join(text for cell in run.cells.values() for _, text in cell.segments)
        if "terminate called without an active exception" not in said:
            break
    for title in run.cells:
        found = verify(module, module.cells[title], run)
        assert found is None, (found.problem, found.detail)
    assert run.failures == []
    assert run.cells


# What a reader may write, without torch, whose import each process has to wait for.
ALL = """\
# %% functions
from multiprocessing import Pool, Process, Queue, get_start_method

def double(x):
    return 2 * x
def read(name):
    with open(name) as file:
        return file.read()
def put(queue):
    queue.put("put")
def fail(x):
    raise ValueError(x)

# %% pool
if __name__ == "__main__":
    with open("data.txt", "w") as file:
        file.write("read")
    with Pool(2) as pool:
        print(pool.map(double, [1, 2, 3]), pool.apply(read, ["data.txt"]))

# %% process
if __name__ == "__main__":
    queue = Queue()
    process = Process(target=put, args=[queue])
    process.start()
    print(queue.get())
    process.join()

# %% fails tags=["raises-exception"]
if __name__ == "__main__":
    with Pool(1) as pool:
        pool.map(fail, ["no"])

# %% method
if __name__ == "__main__":
    print(get_start_method())
"""


@pytest.mark.parametrize("method", [pytest.param("forkserver", marks=forks), "spawn"])
@pytest.mark.parametrize("start_method", METHODS)
def test_pools_and_processes_give_the_same(run, method, start_method):
    with Runner(method=method, start_method=start_method, preload=()) as runner:
        done = run(ALL, on=runner)
    assert done.failures == []
    assert {title: out(done, title) for title in done.cells} == {
        "functions": "",
        "pool": "[2, 4, 6] read",
        "process": "put",
        "fails": "ValueError: no",
        "method": start_method,
    }


def test_by_default_processes_start_as_python_starts_them_and_a_module_may_choose(run):
    default = multiprocessing.get_context().get_start_method()
    text = """\
    # %% a
    import multiprocessing
    print(multiprocessing.get_start_method())
    """
    assert out(run(text)) == default
    text = """\
    # %% a
    import multiprocessing
    multiprocessing.set_start_method("spawn")
    print(multiprocessing.get_start_method())
    """
    with Runner(start_method=HERE[-1], preload=()) as other:
        assert out(run(text, on=other)) == "spawn"


def test_processes_of_torch_are_spawned_and_share_memory(run):
    text = """\
    # %% a
    import torch
    import torch.multiprocessing as mp

    def write(rank, x):
        x[rank] = rank + 1

    # %% b
    if __name__ == "__main__":
        x = torch.zeros(2).share_memory_()
        mp.spawn(write, args=(x,), nprocs=2)
        print(x)
    """
    done = run(text)
    assert (out(done, "b"), done.failures) == ("tensor([1., 2.])", [])


def test_a_worker_that_fails_leaves_nothing_for_the_next_cell(run, started):
    text = """\
    # %% a
    import gc
    from torch.utils.data import DataLoader

    class Missing(dict):
        def __len__(self):
            return 2

    class Collecting(list):
        def __getitem__(self, i):
            gc.collect()  # what a fork inherited as garbage would speak up
            return super().__getitem__(i)

    # %% fails tags=["raises-exception"]
    if __name__ == "__main__":
        list(DataLoader(Missing(), num_workers=1))

    # %% next
    if __name__ == "__main__":
        print(list(DataLoader(Collecting([1, 2]), num_workers=1)))
    """
    done = run(text, on=started)
    assert done.failures == []
    assert out(done, "fails").startswith("KeyError: Caught KeyError in DataLoader worker process 0")
    assert out(done, "next") == "[tensor([1]), tensor([2])]"


@pytest.mark.parametrize(
    ("cause", "gone"),
    [("None", 2), ("ValueError(2)", 2), ("error", 1)],  # the last one holds itself
)
def test_what_an_exception_holds_ends_with_its_cell(run, cause, gone):
    text = f"""\
    # %% a tags=["raises-exception"]
    class Held:
        def __del__(self):
            print("gone")
    def f():
        held, error = Held(), ValueError(1)
        error.held = Held()
        try:
            raise error
        except ValueError:
            raise error from {cause}
    f()
    # %% b
    print("next")
    """
    done = run(text)
    assert (out(done), out(done, "b")) == ("gone\n" * gone + "ValueError: 1", "next")


def test_nothing_is_said_of_the_cores_of_this_machine(run):
    text = """\
    # %% a
    from torch.utils.data import DataLoader
    DataLoader([1], num_workers=9999)
    """
    assert out(run(text)) == ""


def test_what_a_process_warns_of_is_shown(run, started):
    text = """\
    # %% a
    import warnings
    from multiprocessing import Process
    def warn():
        warnings.warn("old", FutureWarning)
    # %% b
    if __name__ == "__main__":
        process = Process(target=warn)
        process.start()
        process.join()
        warnings.warn("new", FutureWarning)
    """
    lines = out(run(text, on=started), "b").splitlines()
    assert lines[0] == "FutureWarning: new"
    assert lines[1].endswith("a.py:5: FutureWarning: old")
    assert lines[2:] == ['  warnings.warn("old", FutureWarning)']
