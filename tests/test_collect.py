"""The pytest plugin: each code block of each page is one test, and each failure can be acted on."""

from __future__ import annotations

import importlib.util
import multiprocessing.popen_forkserver
import os
import re
import shutil
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import jupytext
import pytest

from literate import collect
from literate.probe import Machine
from literate.project import Project
from literate.provenance import Verified, output_hashes
from literate.read import read_module
from literate.record import record
from literate.run import torch_version

# pytester takes what a test imports out of sys.modules again. These are slow to import, and the
# fork server, which has imported torch, is to serve all tests.
KEPT = jupytext, multiprocessing.popen_forkserver

# Hypothesis would be imported by each run anew.
ALWAYS = ("--time-limit=20", "-p", "no:hypothesispytest")

ROOT = Path(__file__).resolve().parents[1]
pytest_plugins = ["pytester"]
posix = pytest.mark.skipif(os.name == "nt", reason="speaks of signals and /proc")


@pytest.fixture
def verify(site, pytester, monkeypatch) -> Callable[..., pytest.RunResult]:
    """Run pytest with the plugin in the project, with the configuration of the real one."""
    shutil.copy(ROOT / "conftest.py", site.root)
    _configure(site)
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in ("CI", "FORCE_COLOR", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)

    def verify(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest_inprocess(*ALWAYS, "--codeblocks", *arguments)

    return verify


def _configure(site, *releases: str) -> None:
    """Give the project the real one's configuration, but for the releases it is verified on."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = ", ".join(f'"{release}"' for release in releases)
    text = re.sub(r"^releases = \[.*?\]", f"releases = [{listed}]", text, flags=re.M | re.S)
    (site.root / "pyproject.toml").write_text(text, encoding="utf-8")
    site.project = Project(site.root)


def outcomes(ran: pytest.RunResult, *, world: bool = False) -> dict[str, str]:
    """The outcome of each item by its id; ``world`` includes the closed-world items."""
    found = {}
    for report in ran.reprec.getreports("pytest_runtest_logreport"):
        if report.when == "call" or report.outcome != "passed":
            found[report.nodeid] = report.outcome
    return {name: result for name, result in found.items() if world or "closed-world" not in name}


def failed(ran: pytest.RunResult) -> set[str]:
    return {name for name, result in outcomes(ran, world=True).items() if result == "failed"}


def page(*targets: str) -> str:
    """A page that shows cells; the first fence is at line 3, the next at line 7, ..."""
    fences = "".join(f'\n```python\n--8<-- "{target}"\n```\n' for target in targets)
    return f"# A page {{ #page }}\n{fences}"


@pytest.fixture
def one(site):
    """A project with one page of two cells."""
    site.module("a.py", "# %% first\nprint(1)\n#> 1\n\n# %% second\nprint(2)\n#> 2\n")
    site.page("a.md", page("a.py:first", "a.py:second"))


@pytest.fixture
def three(site):
    """A project with three pages, one of which shows a cell of another page's module as well."""
    site.module("a.py", dedent(A))
    site.module("b.py", dedent(B))
    site.module("c/d.py", dedent(D))
    site.page("a.md", page("a.py:tensor", "a.py:loss"))
    site.page("b.md", page("b.py:where", "b.py:fails"))
    site.page("c/d.md", page("a.py:tensor", "c/d.py:lines"))


A = """\
# %% tensor
print("tensor([1, 2, 3])\\ntorch.Size([2, 3]) torch.float32")
#> tensor([1, 2, 3])
#> torch.Size([2, 3]) torch.float32

# %% loss
print("loss 0.3333")
#> loss 0.3333
"""
B = """\
# %% where
print("cpu")
#> cpu

# %% fails tags=["raises-exception"]
raise ValueError("expected 2 dimensions")
#> ValueError: expected 2 dimensions
"""
D = """\
# %% lines
print("one\\ntwo\\nthree\\n")
#> one
#> two
#> three
"""


# --- ids and counts ------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
def test_each_block_of_each_page_is_an_item(verify):
    shown = ["a.md::tensor", "a.md::loss", "b.md::where", "b.md::fails"]
    shown += ["c/d.md::a.py:tensor", "c/d.md::lines"]
    ids = [f"docs/{language}/{name}" for language in ("zh", "en") for name in shown]
    assert outcomes(verify()) == dict.fromkeys(ids, "passed")


@pytest.mark.usefixtures("one")
def test_each_page_and_each_module_has_a_closed_world_item(verify):
    ran = verify()
    assert {name for name in outcomes(ran, world=True) if "closed-world" in name} == {
        "docs/zh/a.md::closed-world",
        "docs/en/a.md::closed-world",
        "snippets/a.py::closed-world",
    }


@pytest.mark.usefixtures("three")
def test_the_summary_counts_each_language(verify):
    ran = verify()
    assert ran.ret == 0
    ran.stdout.fnmatch_lines(
        [
            "*= verified =*",
            "zh: 6 blocks on 3 pages  en: 6 blocks on 3 pages",
            "device cpu · torch *",
        ]
    )


@pytest.fixture
def recorded(site, verify):
    """Replace a text of ``a.py``, which this machine recorded with the torch that is here."""
    _configure(site, torch_version().partition("+")[0])
    site.module("a.py", "# %% a\nprint('lr', 0.001, 0.33331)\n\n# %% b\nprint(2)\n")
    site.page("a.md", page("a.py:a", "a.py:b"))
    record(site.project)
    text = (site.project.snippets / "a.py").read_text()

    def change(old: str, new: str) -> None:
        assert old in text
        site.module("a.py", text.replace(old, new))

    return change


@pytest.mark.usefixtures("recorded")
def test_what_was_recorded_here_is_right_to_the_byte(verify):
    ran = verify()
    assert set(outcomes(ran, world=True).values()) == {"passed"}
    assert "within rounding" not in ran.stdout.str()


@pytest.mark.parametrize(
    ("old", "new", "cells"),
    [
        ("#> lr 0.001 0.33331", "#> lr 0.002 0.33331", {"a"}),
        ("#> lr 0.001 0.33331", "#> lr 0.001 0.33332", {"a"}),
        ("# %% b", "# %% b\nx = 1", {"a", "b"}),
        ("# %% a", '# %% a tags=["varies"]', {"a", "b"}),
    ],
    ids=["short float", "last digit", "code", "varies"],
)
def test_where_the_record_is_at_hand_nothing_may_differ(verify, recorded, old, new, cells):
    recorded(old, new)
    ran = verify()
    expected = {f"docs/{x}/a.md::{cell}" for x in ("zh", "en") for cell in cells}
    assert {name for name in failed(ran) if "closed-world" not in name} == expected


def test_what_has_a_record_of_this_release_can_be_left_out(verify, recorded, site):
    site.module("b.py", "# %% a\nx = 1\n")
    site.page("b.md", page("b.py:a"))
    ran = verify("--unrecorded")
    assert set(outcomes(ran)) == {"docs/zh/b.md::a", "docs/en/b.md::a"}
    ran.stdout.fnmatch_lines(["left out, recorded with this torch: 1 of 2 modules"])


@pytest.mark.parametrize(
    ("newest", "unknown"), [("2.0.0", {"closed-world"}), ("9.1.0", set())], ids=["newest", "older"]
)
def test_an_older_release_may_lack_what_a_page_names(verify, site, newest, unknown):
    _configure(site, newest)
    site.page("a.md", "# A { #a }\n\n`torch.nn.Lineer`\n")
    site.module("b.py", "# %% a\nx = 1\n")
    site.page("b.md", page("b.py:a"))
    ran = verify("docs/zh/a.md", "docs/en/b.md")
    assert {name.partition("::")[2] for name in failed(ran)} == unknown
    said = "names in prose were not looked up: pages name what torch 9.1.0 has"
    assert (said in ran.stdout.str()) == (not unknown)


def test_a_module_that_is_new_has_to_be_recorded(verify, recorded, site):
    site.module("b.py", "# %% a\nx = 1\n")
    site.page("b.md", page("b.py:a"))
    ran = verify("docs/zh/b.md::a")
    assert failed(ran) == {"docs/zh/b.md::a"}
    ran.stdout.fnmatch_lines(["*next    Record it: nox -s record -- snippets/b.py"])


def test_elsewhere_what_is_right_within_rounding_is_counted_and_named(verify, recorded, site):
    recorded("#> lr 0.001 0.33331", "#> lr 0.001 0.33332")  # as another processor printed it
    verified, module = Verified(site.project), read_module(site.project, "a.py")
    (one,) = verified.records["a.py"]
    outputs = output_hashes(module, "cpu", one.torch)
    verified.put("a.py", replace(one, hardware="another", outputs=outputs))
    site.module("verified.json", verified.encode())
    ran = verify()
    assert set(outcomes(ran, world=True).values()) == {"passed"}
    ran.stdout.fnmatch_lines(
        [
            "right within rounding, not to the byte: 1 cell",
            "  snippets/a.py:a: its output differs by rounding",
        ]
    )


@pytest.mark.usefixtures("three")
def test_ids_and_places_are_shown_as_they_are_typed(verify, site):
    site.module("a.py", dedent(A).replace("#> loss 0.3333", "#> loss 0.4"))
    ran = verify("-v", "docs/zh")
    ran.stdout.fnmatch_lines(
        ["docs/zh/a.md::loss FAILED *", "docs/zh/c/d.md::a.py:tensor PASSED *"]
    )
    ran.stdout.fnmatch_lines(["___* docs/zh/a.md:7 loss *___"])


@pytest.mark.usefixtures("one")
def test_without_the_option_no_page_is_a_test(pytester, verify):
    ran = pytester.runpytest_inprocess(*ALWAYS)
    ran.assert_outcomes()
    assert ran.ret == pytest.ExitCode.NO_TESTS_COLLECTED


# --- choosing items ------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    "chosen",
    [
        ["docs/zh/b.md::where"],
        ["-k", "zh and where"],
        ["docs/zh/b.md", "-k", "where"],
    ],
)
def test_one_block_can_be_chosen(verify, chosen):
    assert outcomes(verify(*chosen)) == {"docs/zh/b.md::where": "passed"}


@pytest.mark.usefixtures("three")
def test_a_block_of_another_pages_module_can_be_chosen(verify):
    name = "docs/en/c/d.md::a.py:tensor"
    assert outcomes(verify(name)) == {name: "passed"}


@pytest.mark.usefixtures("three")
def test_only_the_module_of_the_chosen_block_runs(verify, site, ledger):
    ledger("a.py", "b.py")
    verify("docs/zh/b.md::where")
    assert ledger.runs() == ["b.py"]


@pytest.mark.usefixtures("three")
def test_the_first_failure_may_stop_the_run(verify, site):
    site.module("a.py", dedent(A).replace("#> loss 0.3333", "#> loss 0.4"))
    ran = verify("-x")
    assert len(failed(ran)) == 1
    assert ran.ret == 1


@pytest.mark.usefixtures("three")
def test_what_failed_last_can_be_run_again(verify, site):
    site.module("a.py", dedent(A).replace("#> loss 0.3333", "#> loss 0.4"))
    verify()
    site.module("a.py", dedent(A))
    assert outcomes(verify("--lf"), world=True) == {
        "docs/zh/a.md::loss": "passed",
        "docs/en/a.md::loss": "passed",
    }


@pytest.mark.usefixtures("one")
def test_nothing_runs_when_items_are_only_listed(verify, ledger):
    ledger("a.py")
    ran = verify("--collect-only", "-q")
    ran.stdout.fnmatch_lines(["docs/zh/a.md::first"])
    assert ran.ret == 0
    assert ledger.runs() == []


# --- one run for all -----------------------------------------------------------------------------


@pytest.fixture
def ledger(site):
    """Let modules note that they run: ``ledger("a.py")``, then ``ledger.runs()``."""
    file = site.root / "ledger"

    def note(*paths: str) -> None:
        for path in paths:
            text = (site.project.snippets / path).read_text()
            code = f"with open({str(file)!r}, 'a') as file:\n    file.write({path + chr(10)!r})\n"
            site.module(path, f'# %% hidden tags=["remove-cell"]\n{code}\n{text}')

    note.runs = lambda: sorted(file.read_text().split()) if file.exists() else []
    return note


@pytest.mark.usefixtures("three")
def test_a_module_runs_once_for_all_its_blocks(verify, ledger):
    ledger("a.py", "b.py", "c/d.py")
    assert verify().ret == 0
    assert ledger.runs() == ["a.py", "b.py", "c/d.py"]


@pytest.mark.usefixtures("three")
def test_workers_give_the_same_results_and_run_each_module_once(verify, site, ledger):
    site.module("b.py", dedent(B).replace("#> cpu", "#> cuda:0"))
    alone = outcomes(verify(), world=True)
    ledger("a.py", "b.py", "c/d.py")
    ran = verify("-n", "2")
    shared = outcomes(ran, world=True)
    assert {name: shared[name] for name in alone} == alone
    assert failed(ran) == {"docs/zh/b.md::where", "docs/en/b.md::where"}
    assert ledger.runs() == ["a.py", "b.py", "c/d.py"]
    ran.stdout.fnmatch_lines(["zh: 6 blocks on 3 pages  en: 6 blocks on 3 pages"])
    assert ran.ret == 1


# --- reports -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
def test_a_failure_says_where_what_and_what_next(verify, site):
    site.module("c/d.py", dedent(D).replace("#> two", "#> 2"))
    ran = verify("docs/zh")
    report = """\
cell 'lines' printed something else than it documents (on cpu)

  page    docs/zh/c/d.md:7
          docs/en/c/d.md:7
  module  snippets/c/d.py:3

                one
    documented  2
    printed     two
                ^^^
                three

  rerun   nox -s cpu -- "docs/zh/c/d.md::lines"
  next    Mend the code, or accept it: nox -s record -- snippets/c/d.py
"""
    assert report in re.sub(r" +$", "", ran.stdout.str(), flags=re.M)


@pytest.mark.usefixtures("three")
def test_a_failure_names_the_line_of_each_page(verify, site):
    site.module("b.py", dedent(B).replace("#> cpu", "#> gpu"))
    english = page("b.py:where", "b.py:fails").replace("\n\n", "\n\nMore words.\n\n", 1)
    site.page("b.md", page("b.py:where", "b.py:fails"), english)
    ran = verify("docs/en/b.md")
    ran.stdout.fnmatch_lines(["  page    docs/en/b.md:5", "          docs/zh/b.md:3"])


@pytest.mark.usefixtures("one")
def test_the_xml_report_names_file_and_line(verify, site):
    verify("--junitxml=out.xml", "docs/zh", "docs/en")
    cases = ElementTree.parse(site.root / "out.xml").iter("testcase")
    assert {(c.get("file"), c.get("line"), c.get("name")) for c in cases} == {
        (f"docs/{language}/a.md", line, name)
        for language in ("zh", "en")
        for line, name in (("1", "closed-world"), ("3", "first"), ("7", "second"))
    }


# --- damage --------------------------------------------------------------------------------------

TENSOR = [
    f"docs/{lang}/{name}"
    for lang in ("zh", "en")
    for name in ("a.md::tensor", "c/d.md::a.py:tensor")
]


def both(name: str) -> list[str]:
    return [f"docs/zh/{name}", f"docs/en/{name}"]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("path", "old", "new", "found"),
    [
        ("a.py", "#> tensor([1, 2, 3])\n", "#> tensor([1, 2, 4])\n", TENSOR),
        ("a.py", "#> torch.Size([2, 3])", "#> torch.Size([3, 2])", TENSOR),
        (
            "a.py",
            "#> torch.Size([2, 3]) torch.float32",
            "#> torch.Size([2, 3]) torch.float64",
            TENSOR,
        ),
        ("a.py", "#> tensor([1, 2, 3])\n", "#> tensor([1., 2., 3.])\n", TENSOR),
        ("a.py", "#> tensor([1, 2, 3])\n", "", TENSOR),
        ("a.py", "#> torch.Size([2, 3]) torch.float32\n", "", TENSOR),
        ("a.py", "#> loss 0.3333", "#> loss 0.3353", both("a.md::loss")),
        ("a.py", "#> loss 0.3333", "#> loss 0.333", both("a.md::loss")),
        ("a.py", "#> loss 0.3333", "#> cost 0.3333", both("a.md::loss")),
        ("a.py", "#> loss 0.3333", "#> loss 0.3333\n#> more", both("a.md::loss")),
        ("a.py", "#> loss 0.3333", "", both("a.md::loss")),
        ("b.py", "#> cpu", "#> cuda:0", both("b.md::where")),
        ("b.py", "#> ValueError", "#> TypeError", both("b.md::fails")),
        ("b.py", "#> ValueError: expected 2", "#> ValueError: expected 3", both("b.md::fails")),
        ("b.py", "#> ValueError: expected 2 dimensions", "#> ValueError", both("b.md::fails")),
        ("b.py", "#> ValueError: expected 2 dimensions", "", both("b.md::fails")),
        ("c/d.py", "#> one\n#> two\n", "#> two\n#> one\n", both("c/d.md::lines")),
        ("c/d.py", "#> two\n", "", both("c/d.md::lines")),
        ("c/d.py", "#> three\n", "", both("c/d.md::lines")),
        ("c/d.py", "#> two\n", "#> two\n#>\n", both("c/d.md::lines")),
        (
            "c/d.py",
            'print("one',
            'import warnings; warnings.warn("x")\nprint("one',
            both("c/d.md::lines"),
        ),
    ],
)
def test_a_damaged_output_fails_where_it_is_shown(verify, site, path, old, new, found):
    text = (site.project.snippets / path).read_text()
    assert text.count(old) == 1
    site.module(path, text.replace(old, new))
    assert failed(verify()) == set(found)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("number", ["0.3332", "0.3334", "0.3333"])
def test_the_last_printed_digit_may_be_off_by_one(verify, site, number):
    site.module("a.py", dedent(A).replace("#> loss 0.3333", f"#> loss {number}"))
    assert verify().ret == 0


# --- devices and tags ----------------------------------------------------------------------------


def test_a_cell_that_needs_cuda_is_skipped_with_its_reason(verify, site):
    site.module("a.py", '# %% a tags=["requires-cuda"]\n1 / 0\n# %% b\nprint(1)\n#> 1\n')
    site.page("a.md", page("a.py:a", "a.py:b"))
    ran = verify()
    assert outcomes(ran)["docs/zh/a.md::a"] == "skipped"
    assert outcomes(ran)["docs/zh/a.md::b"] == "passed"
    reason = "SKIPPED [[]1[]] docs/zh/a.md:3: needs a CUDA GPU; 0 to be seen on cpu"
    ran.stdout.fnmatch_lines(["2 skipped *", reason])


@pytest.mark.parametrize(("documented", "outcome"), [("5", "passed"), ("6", "failed")])
def test_a_hidden_cell_is_verified_in_its_module(verify, site, documented, outcome):
    hidden = f'# %% hidden tags=["remove-cell"]\nprint(5)\n#> {documented}\n'
    site.module("a.py", f"# %% a\nprint(1)\n#> 1\n{hidden}")
    site.page("a.md", page("a.py:a"))
    ran = verify()
    assert outcomes(ran)["snippets/a.py::hidden"] == outcome
    ran.stdout.fnmatch_lines(["1 hidden cell"])


def test_a_device_that_is_not_there_is_said_in_one_line(verify, one, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    ran = verify("--device", "cuda")
    assert ran.ret == 1
    said = ran.stdout.str() + ran.stderr.str()
    assert re.search(r"looked for a CUDA GPU; found that torch .*; to go on, .*\.", said)
    assert "passed" not in said


@pytest.mark.parametrize(
    ("machine", "said"),
    [
        (Machine(error="No module named 'torch'"), "cannot be imported"),
        (Machine("2.13.0+cpu"), "is built without CUDA"),
        (Machine("2.13.0", "13.0"), "sees none"),
        (Machine("2.13.0", "13.0", error="Found no NVIDIA driver on your system."), "no NVIDIA"),
        (Machine("2.13.0", "13.0", 1, error="your system is too old"), "too old"),
        (Machine("2.13.0", "13.0", 1, error="CUDA out of memory."), "out of memory"),
        (Machine("2.13.0", "13.0", 1, error="no kernel image is available"), "no kernel image"),
    ],
)
@pytest.mark.usefixtures("one")
def test_every_reason_why_cuda_cannot_be_used_ends_the_run(verify, monkeypatch, machine, said):
    monkeypatch.setattr(collect, "probe", lambda: machine)
    ran = verify("--device", "cuda")
    assert ran.ret == 1
    lines = [line for line in (ran.stdout.str() + ran.stderr.str()).splitlines() if said in line]
    assert len(lines) == 1
    assert "looked for a CUDA GPU; found that " in lines[0]


# A torch that "allocates" on a GPU when the module says so; a stand-in at the runner's edge.
FAKE_GPU = """\
# %% first tags=["remove-cell"]
import sys
from types import SimpleNamespace

allocated = None
cuda = SimpleNamespace(
    is_initialized=lambda: allocated is not None,
    device_count=lambda: 1,
    memory_stats=lambda i: {"allocation.all.allocated": allocated},
)
sys.modules["torch"] = SimpleNamespace(cuda=cuda, __version__="2.13.0+cu130")

# %% a
device = "cuda"
allocated = 1
print(device)
#> cpu
#cuda> cuda

# %% b tags=["requires-cuda"]
allocated = 2
print(1)
#cuda> 1

# %% c tags=["requires-cuda-2"]
1 / 0
"""


@pytest.fixture
def gpu(site, monkeypatch):
    """One page, and a machine with one GPU."""
    site.module("a.py", FAKE_GPU)
    site.page("a.md", page("a.py:a", "a.py:b", "a.py:c"))
    found = Machine("2.13.0+cu130", "13.0", 1, "NVIDIA H100", memory=80 * 2**30)
    monkeypatch.setattr(collect, "probe", lambda: found)


@pytest.mark.usefixtures("gpu")
def test_the_summary_of_cuda_counts_what_touched_the_gpu_and_says_where_time_went(verify):
    ran = verify("--device", "cuda")
    assert ran.ret == 0
    ran.stdout.fnmatch_lines(
        [
            "device cuda (NVIDIA H100) · torch 2.13.0+cu130 · Python *",
            "2 cells of 1 module touched the GPU · 1 hidden cell · 2 skipped (see -rs)",
            "seconds: * in all; of the modules: torch's import by the server * · starts * · "
            "the 1 cells that start CUDA * · other cells *",
            "slowest modules: a.py *",
            "slowest cells: a.py:*",
        ]
    )


@pytest.mark.usefixtures("gpu")
def test_a_cell_that_needs_two_gpus_is_skipped_on_one_with_the_reason(verify):
    ran = verify("--device", "cuda")
    assert outcomes(ran)["docs/en/a.md::c"] == "skipped"
    reason = "SKIPPED [[]1[]] docs/en/a.md:11: needs 2 CUDA GPUs; 1 to be seen on cuda"
    ran.stdout.fnmatch_lines([reason])


@pytest.mark.usefixtures("gpu")
@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ('# %% a tags=["requires-cuda"]\nprint(1)\n#cuda> 1\n', "cell 'a' needs a GPU"),
        ("# %% a\nprint(1)\n#> 2\n#cuda> 1\n", "cell 'a' has '#cuda>' lines"),
        ("# %% a\ndevice = 'cuda:0'\nprint(1)\n#> 1\n", "cell 'a' names a CUDA device"),
        ("# %% a\nif 0:\n    x.cuda()\nprint(1)\n#> 1\n", "cell 'a' names a CUDA device"),
    ],
    ids=["tag", "output", "name", "call"],
)
def test_a_page_that_claims_cuda_and_never_touched_it_fails(verify, site, cell, why):
    site.module("a.py", cell)
    site.page("a.md", page("a.py:a"))
    ran = verify("--device", "cuda")
    assert failed(ran) == {"docs/zh/a.md::uses-cuda", "docs/en/a.md::uses-cuda"}
    said = f"snippets/a.py:1: claims CUDA ({why}), but no cell allocated memory on the GPU. Create"
    assert said in ran.stdout.str()


@pytest.mark.usefixtures("gpu")
def test_no_page_has_to_use_cuda_on_the_cpu_or_when_it_claims_nothing(verify, site):
    assert "uses-cuda" not in str(outcomes(verify(), world=True))
    site.module("a.py", "# %% a\nprint(1)\n#> 1\n")
    site.page("a.md", page("a.py:a"))
    assert verify("--device", "cuda").ret == 0


@pytest.mark.usefixtures("one")
def test_times_can_be_asked_for_on_the_cpu(verify):
    assert "seconds:" not in verify().stdout.str()
    verify("--times", "0").stdout.fnmatch_lines(["seconds: *", "slowest modules: a.py *"])


# --- runs that verify nothing --------------------------------------------------------------------


def test_a_run_without_any_block_fails_and_says_so(verify, site):
    site.page("a.md", "# Words { #words }\n")
    ran = verify()
    assert ran.ret != 0
    ran.stdout.fnmatch_lines(["no code block was found, so nothing was verified"])


def test_an_empty_project_fails(verify, site):
    assert verify().ret != 0


@pytest.mark.usefixtures("one")
def test_a_choice_of_no_block_fails(verify):
    assert verify("-k", "nowhere").ret != 0


def test_without_torch_there_is_one_clear_message(verify, one, monkeypatch):
    find = importlib.util.find_spec
    without = lambda name, *rest: None if name == "torch" else find(name, *rest)  # noqa: E731
    monkeypatch.setattr(importlib.util, "find_spec", without)
    ran = verify()
    said = ran.stdout.str() + ran.stderr.str()
    assert ran.ret == 1
    assert said.count("torch is not installed for") == 1
    assert "nox -s cpu" in said
    assert "INTERNALERROR" not in said
    assert "Traceback (" not in said


# --- bad input -----------------------------------------------------------------------------------

GOOD = "# %% a\nprint(1)\n#> 1\n"


def cell(code: str) -> str:
    return f"# %% a\n{code}\n"


@posix
@pytest.mark.parametrize(
    ("module", "shown", "where", "what", "mend"),
    [
        (GOOD, page("b.py:a"), "docs/zh/a.md:4", "no module snippets/b.py", "create it"),
        (GOOD, page("a.py:b"), "docs/zh/a.md:4", "has no cell 'b'", "Its cells: a"),
        (GOOD, page("a.py"), "docs/zh/a.md:4", "no cell is named", "Its cells: a"),
        (GOOD * 2, page("a.py:a"), "snippets/a.py:4", "title of the cell at line 1", "own title"),
        ("# %%\nx = 1\n", page("a.py:a"), "snippets/a.py:1", "has no title", "Write '# %% title'"),
        (
            '# %% a tags=["raise-exception"]\n1 / 0\n',
            page("a.py:a"),
            "snippets/a.py:1",
            "unknown tag 'raise-exception'",
            "Did you mean 'raises-exception'",
        ),
        (
            "# %% a\nprint(1)\n#gpu> 1\n",
            page("a.py:a"),
            "snippets/a.py:3",
            "'#gpu>' is not an output prefix",
            "Output begins with '#>', '#cuda>' or",
        ),
        (
            cell("x = 1\n#> 1"),
            page("a.py:a"),
            "snippets/a.py:3",
            "documents output but prints nothing",
            "nox -s record -- snippets/a.py",
        ),
        (
            cell("print(1)"),
            page("a.py:a"),
            "snippets/a.py:2",
            "prints but documents nothing",
            "nox -s record -- snippets/a.py",
        ),
        (GOOD, page("../a.py:a"), "docs/zh/a.md:4", "leaves snippets/", "Name a module below"),
        (GOOD, page("/etc/a.py:a"), "docs/zh/a.md:4", "is absolute", "Name a module below"),
        (GOOD, page("a.py:a") + "\n```text\n", "docs/zh/a.md:7", "never closed", "Close it"),
        (
            GOOD,
            page("a.py:a") + "\n```python\n1\n```\n",
            "docs/zh/a.md:7",
            "nothing checks",
            "Move",
        ),
        (GOOD, page("a.py:a") + "\n```py\n```\n", "docs/zh/a.md:7", "unknown fence 'py'", "python"),
        (GOOD + "# %% b\nx = 1\n", page("a.py:a"), "snippets/a.py:4", "shown on no", "remove-cell"),
        (cell("x ="), page("a.py:a"), "snippets/a.py:2", "is not valid Python", "Mend the code"),
        (
            cell("while True: pass"),
            page("a.py:a"),
            "snippets/a.py:2",
            "used 1 s of CPU time",
            "raise --time-limit",
        ),
        (
            cell("import os\nos.abort()"),
            page("a.py:a"),
            "snippets/a.py:2",
            "crashed the interpreter (SIGABRT)",
            "Run the code by itself",
        ),
        (
            cell("import sys\nsys.exit()"),
            page("a.py:a"),
            "snippets/a.py:3",
            "called sys.exit()",
            "Let the module run to its end",
        ),
        (
            cell("print('x' * 9_000_000)"),
            page("a.py:a"),
            "snippets/a.py:2",
            "printed more than 1 MB",
            "Print what a reader would read",
        ),
        (
            cell("import threading\nthreading.Thread(target=threading.Event().wait).start()"),
            page("a.py:a"),
            "snippets/a.py:2",
            "leaves the thread 'Thread-1 (wait)' running",
            "Join or end it",
        ),
        (
            cell("import subprocess\np = subprocess.Popen(['sleep', '300'])"),
            page("a.py:a"),
            "snippets/a.py:2",
            "leaves a child process running",
            "Join or end it",
        ),
        (cell("1 / 0"), page("a.py:a"), "snippets/a.py:2", "raised unasked", "raises-exception"),
    ],
)
def test_bad_input_gives_one_clear_message(verify, site, module, shown, where, what, mend):
    site.module("a.py", module)
    site.page("a.md", shown)
    said_by(verify("--time-limit=1"), where, what, mend)


def said_by(ran: pytest.RunResult, where: str, what: str, mend: str) -> None:
    said = ran.stdout.str() + ran.stderr.str()
    assert ran.ret == 1
    # Shown where the problem is, and by each page that it breaks.
    assert any(where in part and what in part and mend in part for part in said.split("\n____"))
    assert "Traceback (" not in said
    assert "INTERNALERROR" not in said
    assert str(ROOT / "literate") not in said


def test_bytes_that_are_no_text_give_one_clear_message(verify, site):
    site.module("a.py", GOOD)
    site.page("a.md", page("a.py:a").encode() + b"\n\xff\n")
    said_by(verify(), "docs/zh/a.md:7", "is not UTF-8 (byte 0xff)", "Save the file as UTF-8")


@pytest.mark.parametrize(("there", "missing"), [("zh", "en"), ("en", "zh")])
def test_a_page_in_one_language_only_fails(verify, site, one, there, missing):
    (site.project.docs(missing) / "a.md").unlink()
    ran = verify()
    called = {"zh": "Chinese", "en": "English"}[missing]
    said_by(ran, f"docs/{there}/a.md:1", f"has no {called} page", f"Write docs/{missing}/a.md")


def test_cells_in_another_order_in_one_language_fail(verify, site, one):
    site.page("a.md", page("a.py:first", "a.py:second"), page("a.py:second", "a.py:first"))
    assert "docs/en/a.md::closed-world" in failed(verify())


def test_a_broken_page_does_not_stop_the_others(verify, site, one):
    site.page("broken.md", page("a.py:nowhere"))
    ran = verify()
    assert failed(ran) == {"docs/zh/broken.md::closed-world", "docs/en/broken.md::closed-world"}
    assert outcomes(ran)["docs/zh/a.md::second"] == "passed"


def test_a_broken_module_does_not_stop_the_others(verify, site, one):
    site.module("broken.py", "x = 1\n")
    ran = verify()
    assert failed(ran) == {"snippets/broken.py::closed-world"}
    assert outcomes(ran)["docs/zh/a.md::second"] == "passed"


def test_an_unreal_name_in_prose_fails(verify, site, one):
    text = page("a.py:first", "a.py:second")
    site.page("a.md", f"{text}\n`torch.nn.Linear` and torch.nn.Lineal\n")
    ran = verify()
    said_by(ran, "docs/zh/a.md:11", "torch has no 'torch.nn.Lineal'", "Mend the name")
    assert "torch has no 'torch.nn.Linear'" not in ran.stdout.str()


def test_an_unreal_name_in_code_that_does_not_run_fails(verify, site):
    site.module("a.py", "# %% first\nimport torch\n\n\ndef f():\n    return torch.Ones(2)\n")
    site.page("a.md", page("a.py:first"))
    said_by(verify(), "snippets/a.py:6", "torch has no 'torch.Ones'", "Mend the name")


def test_a_name_that_torch_has_and_documents_nowhere_fails(verify, site):
    site.module("a.py", "# %% first\nimport torch\n\nprint(torch.types.Device is None)\n#> False\n")
    site.page("a.md", page("a.py:first") + "\n`torch.types`\n")
    ran = verify()
    said_by(ran, "docs/zh/a.md", "does not document 'torch.types'", "literate/api.py")


@pytest.mark.parametrize(
    ("argument", "named"),
    [
        ("snippets/a.py", ["a.py"]),
        ("snippets", ["a.py", "c/d.py"]),
        ("snippets/c", ["c/d.py"]),
        ("./snippets/../snippets/c", ["c/d.py"]),
    ],
)
def test_all_cells_of_a_module_that_is_named_are_verified(verify, site, argument, named):
    code = 'raise ValueError("no")\n#> ValueError: no\n'
    text = (
        f'# %% shown tags=["raises-exception"]\n{code}\n# %% hidden tags=["remove-cell"]\nx = 1\n'
    )
    for path in ("a.py", "c/d.py"):
        site.module(path, f"{text}def test_x(): pass\nclass TestY: pass\n")
        site.page(f"{path[:-3]}.md", page(f"{path}:shown"))
    ran = verify(argument)
    ids = [f"snippets/{path}::{title}" for path in named for title in ("shown", "hidden")]
    assert outcomes(ran) == dict.fromkeys(ids, "passed")


def test_one_cell_of_a_module_can_be_named(verify, site, one):
    assert outcomes(verify("snippets/a.py::second")) == {"snippets/a.py::second": "passed"}


@pytest.mark.parametrize("arguments", [[], ["docs"], ["docs", "."]])
def test_of_modules_that_are_not_named_hidden_cells_alone_are_items(verify, site, one, arguments):
    site.module("b.py", '# %% shown\nx = 1\n# %% hidden tags=["remove-cell"]\nx = 2\n')
    site.page("b.md", page("b.py:shown"))
    found = {name for name in outcomes(verify(*arguments)) if name.startswith("snippets")}
    assert found == ({"snippets/b.py::hidden"} if arguments != ["docs"] else set())


@pytest.mark.parametrize("option", [(), ("--doctest-modules",), ("-o", "python_files=*.py")])
def test_pytest_imports_no_module(verify, site, one, option):
    note = site.root / "note"
    code = f"import os\nopen({str(note)!r}, 'a').write(f'{{os.getpid()}} ')\n"
    site.module("b.py", f'# %% a tags=["remove-cell"]\n{code}def test_x(): assert False\n')
    ran = verify(*option, "snippets/b.py")
    assert outcomes(ran) == {"snippets/b.py::a": "passed"}
    (pid,) = note.read_text().split()
    assert int(pid) != os.getpid()


def test_where_torch_cannot_be_imported_one_message_ends_all(verify, site, one, monkeypatch):
    monkeypatch.setattr("literate.processes._SHARED", {})
    monkeypatch.setattr(
        "literate.processes._SERVE", "raise ImportError('libtorch.so: no such file')"
    )
    ran = verify()
    said = ran.stdout.str() + ran.stderr.str()
    assert ran.ret == 1
    assert said.count("torch cannot be imported (ImportError: libtorch.so: no such file)") == 1
    assert "Traceback" not in said


@posix
def test_a_hang_costs_one_module(verify, site, one):
    site.module("b.py", cell("while True: pass"))
    site.page("b.md", page("b.py:a"))
    ran = verify("--time-limit=2")
    assert failed(ran) == set(both("b.md::a"))
    assert outcomes(ran)["docs/zh/a.md::first"] == "passed"


@posix
def test_a_cell_below_a_crash_says_which_cell_it_was(verify, site):
    site.module("a.py", "# %% a\nimport os\nos.abort()\n# %% b\nprint(1)\n#> 1\n")
    site.page("a.md", page("a.py:a", "a.py:b"))
    ran = verify()
    assert failed(ran) == {*both("a.md::a"), *both("a.md::b")}
    ran.stdout.fnmatch_lines(["*cell 'b' was not run, because cell 'a' ended the module*"])


# --- what a page may look like -------------------------------------------------------------------


@pytest.mark.parametrize(
    "fence",
    [
        '```python title="a.py" hl_lines="2"\n--8<-- "a.py:a"\n```\n',
        '``` python\n--8<-- "a.py:a"\n```\n',
        '````python\n--8<-- "a.py:a"\n````\n',
        '- item\n\n    ```python\n    --8<-- "a.py:a"\n    ```\n',
        '!!! note\n\n    ```python\n    --8<-- "a.py:a"\n    ```\n',
        '??? note "More"\n\n    ```python\n    --8<-- "a.py:a"\n    ```\n',
        '=== "Tab"\n\n    ```python\n    --8<-- "a.py:a"\n    ```\n',
        '!!! note\n\n    === "Tab"\n\n        ```python\n        --8<-- "a.py:a"\n        ```\n',
    ],
    ids=["attributes", "blank", "four", "list", "admonition", "details", "tab", "deep"],
)
@pytest.mark.parametrize(("documented", "outcome"), [("1", "passed"), ("2", "failed")])
def test_an_include_runs_wherever_it_stands(verify, site, fence, documented, outcome):
    site.module("a.py", f"# %% a\nif True:\n    print(1)\n#> {documented}\n")
    site.page("a.md", f"# A page {{ #page }}\n\n{fence}")
    assert outcomes(verify()) == dict.fromkeys(both("a.md::a"), outcome)


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_line_ends_and_byte_order_mark_do_not_matter(verify, site, bom, newline):
    site.module("a.py", bom + b"# %% a\nprint('1\\n2')\n#> 1\n#> 2\n".replace(b"\n", newline))
    site.page("a.md", bom + page("a.py:a").encode().replace(b"\n", newline))
    ran = verify()
    assert ran.ret == 0
    assert outcomes(ran) == dict.fromkeys(both("a.md::a"), "passed")


def test_output_that_looks_like_a_fence_is_verified(verify, site):
    site.module("a.py", "# %% a\nprint('```\\n# %%\\n-->')\n#> ```\n#> # %%\n#> -->\n")
    site.page("a.md", page("a.py:a"))
    assert outcomes(verify()) == dict.fromkeys(both("a.md::a"), "passed")


# --- pytest-codeblocks' own examples -------------------------------------------------------------

# (a page's text, the outcome of each of its blocks)
EXAMPLES = {
    "skip": ("<!--pytest.mark.skip-->\n\n```python\nfoo + bar  # not working\n```\n", "skipped"),
    "deprecated skip": ("<!--pytest-codeblocks:skip-->\n\n```python\nfoo\n```\n", "skipped"),
    "skipif": (
        '<!--pytest.mark.skipif(sys.version_info >= (3, 7), reason="x")-->\n```python\nfoo\n```\n',
        "skipped",
    ),
    "no skipif": (
        '<!--pytest.mark.skipif(sys.version_info <= (3, 7), reason="x")-->\n```python\n1\n```\n',
        "passed",
    ),
    "importorskip": (
        "<!--pytest-codeblocks:importorskip(no_such_module)-->\n\n```python\nfoo\n```\n",
        "skipped",
    ),
    "no importorskip": (
        "<!--pytest-codeblocks:importorskip(json)-->\n\n```python\nimport json\n```\n",
        "passed",
    ),
    "xfail": ("<!--pytest.mark.xfail-->\n\n```python\n1 / 0\n```\n", "skipped"),
    "cont": (
        "```python\na = 1\n```\n\nwords\n\n"
        "<!--pytest-codeblocks:cont-->\n\n```python\na + 1\n```\n",
        "passed",
    ),
    "hidden": (
        "<!--\n```python\na = 1\n```\n-->\n\n"
        "<!--pytest-codeblocks:cont-->\n\n```python\na + 1\n```\n",
        "passed",
    ),
    "expected output": (
        "```python\nprint(1 + 3)\n```\n\n<!--pytest-codeblocks:expected-output-->\n\n```\n4\n```\n",
        "passed",
    ),
    "other output": (
        "```python\nprint(1 + 3)\n```\n\n<!--pytest-codeblocks:expected-output-->\n\n```\n5\n```\n",
        "failed",
    ),
    "shell": (
        "```sh\necho 4\n```\n\n<!--pytest-codeblocks:expected-output-->\n\n```\n4\n```\n",
        "passed",
    ),
    "other shell output": (
        "```bash\necho 5\n```\n\n<!--pytest-codeblocks:expected-output-->\n\n```\n4\n```\n",
        "failed",
    ),
    "whitespace": (
        "```python\nprint('a b')\n```\n\n"
        "<!--pytest-codeblocks:expected-output-ignore-whitespace-->\n\n```\nab\n```\n",
        "passed",
    ),
    "no whitespace": (
        "```python\nprint('a b')\n```\n\n"
        "<!--pytest-codeblocks:expected-output-->\n\n```\nab\n```\n",
        "failed",
    ),
}
needs_sh = pytest.mark.skipif(not shutil.which("bash"), reason="runs a shell")
examples = pytest.mark.parametrize(("text", "outcome"), EXAMPLES.values(), ids=EXAMPLES)


@needs_sh
@examples
def test_an_example_of_pytest_codeblocks_works_in_a_readme(verify, site, text, outcome):
    (site.root / "README.md").write_text(f"# Read me\n\n{text}")
    ran = verify("README.md")
    assert list(outcomes(ran).values()) == [outcome]


def test_a_failing_block_says_where_what_and_what_next(verify, site):
    (site.root / "README.md").write_text("# Read me\n\n```python\nprint(1)\n\n1 / 0\n```\n")
    ran = verify("README.md")
    said_by(ran, "README.md:3", "ZeroDivisionError: division by zero", "README.md::line 3")


def test_a_shell_block_that_fails_shows_its_errors(verify, site):
    (site.root / "README.md").write_text("```sh\nls /nowhere\n```\n")
    said_by(verify("README.md"), "README.md:1", "ended with exit code", "/nowhere")


@posix
@pytest.mark.parametrize("wait", ["wait", "true"])
def test_a_shell_block_that_does_not_end_leaves_nothing(verify, site, wait):
    note = site.root / "pid"
    text = f"```sh\nsleep 300 &\necho $! > {note}\n{wait}\n```\n"
    (site.root / "README.md").write_text(text)
    ran = verify("--wall-limit=1", "README.md")
    said_by(ran, "README.md:1", "did not end within 1 s", "README.md::line 1")
    stat = Path(f"/proc/{note.read_text().strip()}/stat")
    for _ in range(2400):
        if not stat.exists() or ") Z" in stat.read_text():
            return
        time.sleep(0.05)
    raise AssertionError("the shell's child still runs")


def test_other_fences_of_a_readme_are_left_alone(verify, site):
    others = "````markdown\n```python\nfoo\n```\n````\n\n```toml\nx = 1\n```\n\n"
    text = f"{others}```python\nprint(1)\n```\n"
    (site.root / "README.md").write_text(text)
    assert outcomes(verify("README.md")) == {"README.md::line 11": "passed"}


def test_skipfile_leaves_a_readme_out_but_not_a_page(verify, site, one):
    skip = "<!--pytest-codeblocks:skipfile-->\n\n```python\nfoo\n```\n"
    (site.root / "README.md").write_text(skip)
    site.page("b.md", skip)
    ran = verify("README.md", "docs")
    assert not any("README" in name for name in outcomes(ran))
    ran.stdout.fnmatch_lines(["docs/zh/b.md:1: a comment for pytest, which could excuse*"])


@pytest.mark.parametrize(
    ("comment", "what"),
    [
        ("pytest-codeblocks:expect-output", "README.md:1: Unknown pytest-codeblocks keyword"),
        ("pytest-codeblocks:cont", "README.md:1: Found <!--pytest-codeblocks-cont-->"),
        ("pytest.mark.skipif(nowhere)", "the mark 'pytest.mark.skipif(nowhere)' cannot be"),
    ],
)
def test_an_unknown_comment_fails(verify, site, comment, what):
    (site.root / "README.md").write_text(f"<!--{comment}-->\n\n```python\n1\n```\n")
    ran = verify("README.md")
    assert ran.ret != 0
    assert "Traceback" not in ran.stdout.str()
    assert what in ran.stdout.str()
    assert re.search(r"README.md:[13]: ", ran.stdout.str())
