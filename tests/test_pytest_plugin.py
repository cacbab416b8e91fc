"""The pytest plugin: each code block of each page is one test, and each failure can be acted on."""

from __future__ import annotations

import importlib.util
import multiprocessing.popen_forkserver
import os
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jupytext
import pytest

from literate import pytest_items, pytest_plugin
from literate.problem import LiterateError, Problem
from literate.project import Project
from literate.record.recorder import record
from literate.record.records import Verified, output_hashes
from literate.releases import without_build
from literate.run import machine, runner
from literate.run.machine import Machine, torch_version
from literate.snippet import read_module

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
    site.configure()
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in ("CI", "FORCE_COLOR", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)

    def verify(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest_inprocess(*ALWAYS, "--codeblocks", *arguments)

    return verify


def list_release(site, release: str) -> None:
    file = site.root / "pyproject.toml"
    text = file.read_text(encoding="utf-8").replace("releases = []", f'releases = ["{release}"]')
    file.write_text(text, encoding="utf-8")
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


def both(name: str) -> list[str]:
    return [f"docs/zh/{name}", f"docs/en/{name}"]


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
    site.module("a.py", A)
    site.module("b.py", B)
    site.module("c/d.py", D)
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


@pytest.mark.usefixtures("three")
def test_each_block_of_each_page_is_an_item_and_counted(verify):
    ran = verify()
    assert ran.ret == 0
    shown = ["a.md::tensor", "a.md::loss", "b.md::where", "b.md::fails"]
    shown += ["c/d.md::a.py:tensor", "c/d.md::lines"]
    shown += [f"{page}::closed-world" for page in ("a.md", "b.md", "c/d.md")]
    ids = [f"docs/{language}/{name}" for language in ("zh", "en") for name in shown]
    ids += [f"snippets/{module}::closed-world" for module in ("a.py", "b.py", "c/d.py")]
    assert outcomes(ran, world=True) == dict.fromkeys(ids, "passed")
    counts = "zh: 6 blocks on 3 pages  en: 6 blocks on 3 pages"
    ran.stdout.fnmatch_lines(["*= verified =*", counts, "device cpu · torch *"])


def test_a_page_that_waits_for_its_translation_has_no_block(site, verify):
    site.module("a.py", "# %% a\n# en: One.\nprint(1)\n#> 1\n")
    site.page("a.md", "---\nstatus: untranslated\n---\n# A { #page }\n", page("a.py:a"))
    ran = verify()
    worlds = ("docs/zh/a.md", "docs/en/a.md", "snippets/a.py")
    ids = ["docs/en/a.md::a", *(f"{name}::closed-world" for name in worlds)]
    assert (ran.ret, outcomes(ran, world=True)) == (0, dict.fromkeys(ids, "passed"))
    ran.stdout.fnmatch_lines(["zh: 0 blocks on 0 pages  en: 1 block on 1 page"])
    site.page("a.md", page("a.py:a"))  # now both show the comment, and one has it
    assert failed(verify()) == {"snippets/a.py::closed-world"}


@pytest.fixture
def recorded(site, verify):
    """Replace a text of ``a.py``, which this machine recorded with the torch that is here."""
    list_release(site, torch_version().partition("+")[0])
    site.module("a.py", "# %% a\nprint('lr', 0.001, 0.33331)\n\n# %% b\nprint(2)\n")
    site.page("a.md", page("a.py:a", "a.py:b"))
    record(site.project)
    text = (site.project.snippets / "a.py").read_text()

    def change(old: str, new: str) -> None:
        assert old in text
        site.module("a.py", text.replace(old, new))

    return change


@pytest.mark.parametrize(
    ("old", "new", "cells"),
    [
        ("#> lr 0.001 0.33331", "#> lr 0.001 0.33332", {"a"}),
        ("# %% b", "# %% b\nx = 1", {"a", "b"}),
        ("# %% a", '# %% a tags=["varies"]', {"a", "b"}),
    ],
    ids=["last digit", "code", "varies"],
)
def test_where_the_record_is_at_hand_nothing_may_differ(verify, recorded, old, new, cells):
    recorded(old, new)
    ran = verify()
    expected = {f"docs/{x}/a.md::{cell}" for x in ("zh", "en") for cell in cells}
    assert {name for name in failed(ran) if "closed-world" not in name} == expected


def test_what_has_a_record_that_holds_can_be_left_out(verify, recorded, site):
    site.module("b.py", "# %% a\nx = 1\n")
    site.page("b.md", page("b.py:a"))
    ran = verify("--changed")
    assert set(outcomes(ran)) == {"docs/zh/b.md::a", "docs/en/b.md::a"}
    ran.stdout.fnmatch_lines(["left out, as their records hold: 1 of 2 modules"])

    recorded("#> 2", "#> 3")
    assert set(both("a.md::b")) <= failed(verify("--changed"))
    site.module("a.py", (site.project.snippets / "a.py").read_text().replace("#> 3", "#> 2"))
    site.page("a.md", page("a.py:a", "a.py:b").replace(" { #page }", ""))
    assert failed(verify("docs", "--changed", "-k", "a.md")) == set(both("a.md::closed-world"))


@pytest.mark.parametrize(
    ("newest", "unknown"), [("2.0.0", {"closed-world"}), ("9.1.0", set())], ids=["newest", "older"]
)
def test_an_older_release_may_lack_what_a_page_names(verify, site, newest, unknown):
    list_release(site, newest)
    site.page("a.md", "# A { #a }\n\n`torch.nn.Lineer`\n")
    site.module("b.py", "# %% a\nx = 1\n")
    site.page("b.md", page("b.py:a"))
    ran = verify("docs/zh/a.md", "docs/en/b.md")
    assert {name.partition("::")[2] for name in failed(ran)} == unknown
    said = "names in prose were not looked up: pages name what torch 9.1.0 has"
    assert (said in ran.stdout.str()) == (not unknown)


def test_elsewhere_what_is_right_within_rounding_is_counted_and_named(verify, recorded, site):
    assert "within rounding" not in verify().stdout.str()
    recorded("#> lr 0.001 0.33331", "#> lr 0.001 0.33332")  # as another processor printed it
    verified, module = Verified(site.project), read_module(site.project, "a.py")
    (one,) = verified.records["a.py"]
    outputs = output_hashes(module, "cpu", one.torch)
    verified.put("a.py", replace(one, hardware="another", outputs=outputs))
    site.module("verified.json", verified.encode())
    ran = verify()
    assert set(outcomes(ran, world=True).values()) == {"passed"}
    what = "  snippets/a.py:a: its output differs by rounding"
    ran.stdout.fnmatch_lines(["right within rounding, not to the byte: 1 cell", what])


@pytest.mark.usefixtures("one")
def test_without_the_option_no_page_is_a_test(pytester, verify):
    ran = pytester.runpytest_inprocess(*ALWAYS)
    ran.assert_outcomes()
    assert ran.ret == pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("chosen", "found", "module"),
    [
        (["docs/zh/b.md::where"], "docs/zh/b.md::where", "b.py"),
        (["-k", "zh and where"], "docs/zh/b.md::where", "b.py"),
        (["docs/en/c/d.md::a.py:tensor"], "docs/en/c/d.md::a.py:tensor", "a.py"),
    ],
)
def test_one_block_can_be_chosen_and_runs_its_module_alone(verify, ledger, chosen, found, module):
    ledger("a.py", "b.py")
    assert outcomes(verify(*chosen)) == {found: "passed"}
    assert ledger.runs() == [module]


@pytest.mark.usefixtures("three")
def test_the_first_failure_may_stop_the_run_and_be_run_again(verify, site):
    site.module("a.py", A.replace("#> loss 0.3333", "#> loss 0.4"))
    ran = verify("-x", "docs/en")
    assert (ran.ret, failed(ran)) == (1, {"docs/en/a.md::loss"})
    site.module("a.py", A)
    assert outcomes(verify("--lf"), world=True) == {"docs/en/a.md::loss": "passed"}


@pytest.mark.usefixtures("one")
def test_a_module_runs_once_for_all_its_items_and_not_when_they_are_only_listed(verify, ledger):
    ledger("a.py")
    ran = verify("--collect-only", "-q")
    ran.stdout.fnmatch_lines(["docs/zh/a.md::first"])
    assert (ran.ret, ledger.runs()) == (0, [])
    assert (verify().ret, ledger.runs()) == (0, ["a.py"])


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
def test_workers_give_the_same_results_and_run_each_module_once(verify, site, ledger):
    site.module("b.py", B.replace("#> cpu", "#> cuda:0"))
    alone = outcomes(verify(), world=True)
    ledger("a.py", "b.py", "c/d.py")
    ran = verify("-n", "2", "--times", "0")
    shared = outcomes(ran, world=True)
    assert {name: shared[name] for name in alone} == alone
    assert failed(ran) == {"docs/zh/b.md::where", "docs/en/b.md::where"}
    assert ledger.runs() == ["a.py", "b.py", "c/d.py"]
    ran.stdout.fnmatch_lines(["zh: 6 blocks on 3 pages  en: 6 blocks on 3 pages"])
    assert ran.ret == 1
    ran.stdout.fnmatch_lines(["seconds: *", "slowest modules: *a.py *"])


@pytest.mark.usefixtures("three")
def test_a_failure_says_where_what_and_what_next(verify, site):
    site.module("c/d.py", D.replace("#> two", "#> 2"))
    shown = page("a.py:tensor", "c/d.py:lines")
    site.page("c/d.md", shown, shown.replace("\n\n", "\n\nMore words.\n\n", 1))
    ran = verify("docs/zh")
    report = """\
cell 'lines' printed something else than it documents (on cpu)

  page    docs/zh/c/d.md:7
          docs/en/c/d.md:9
  module  snippets/c/d.py:3

                one
    documented  2
    printed     two
                ^^^
                three

  rerun   nox -s cpu -- "docs/zh/c/d.md::lines"
  next    Fix the code, or accept it: nox -s record -- snippets/c/d.py
"""
    assert report in re.sub(r" +$", "", ran.stdout.str(), flags=re.M)
    ran.stdout.fnmatch_lines(["___* docs/zh/c/d.md:7 lines *___"])


@pytest.mark.usefixtures("one")
def test_the_xml_report_names_file_and_line(verify, site):
    verify("--junitxml=out.xml", "docs/zh", "docs/en")
    cases = ElementTree.parse(site.root / "out.xml").iter("testcase")
    assert {(c.get("file"), c.get("line"), c.get("name")) for c in cases} == {
        (f"docs/{language}/a.md", line, name)
        for language in ("zh", "en")
        for line, name in (("1", "closed-world"), ("3", "first"), ("7", "second"))
    }


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("path", "old", "new", "found"),
    [
        ("a.py", "([1, 2, 3])\n", "([1, 2, 4])\n", "a.md::tensor c/d.md::a.py:tensor"),
        ("a.py", "#> loss 0.3333", "#> loss 0.3353", "a.md::loss"),
        ("a.py", "#> loss 0.3333", "", "a.md::loss"),
        ("b.py", "#> ValueError: expected 2", "#> TypeError: expected 2", "b.md::fails"),
        ("c/d.py", "#> one\n#> two\n", "#> two\n#> one\n", "c/d.md::lines"),
        ("c/d.py", "print(", "import warnings; warnings.warn('x')\nprint(", "c/d.md::lines"),
    ],
)
def test_a_damaged_output_fails_where_it_is_shown(verify, site, path, old, new, found):
    text = (site.project.snippets / path).read_text()
    assert text.count(old) == 1
    site.module(path, text.replace(old, new))
    assert failed(verify()) == {x for name in found.split() for x in both(name)}


@pytest.mark.parametrize(("documented", "outcome"), [("5", "passed"), ("6", "failed")])
def test_a_hidden_cell_is_verified_and_one_that_needs_cuda_skipped(
    verify, site, documented, outcome
):
    hidden = f'# %% hidden tags=["remove-cell"]\nprint(5)\n#> {documented}\n'
    site.module("a.py", f'# %% a tags=["requires-cuda"]\n1 / 0\n{hidden}# %% b\nx = 1\n')
    site.page("a.md", page("a.py:a", "a.py:b"))
    ran = verify()
    cells = dict.fromkeys(both("a.md::a"), "skipped") | dict.fromkeys(both("a.md::b"), "passed")
    assert outcomes(ran) == cells | {"snippets/a.py::hidden": outcome}
    ran.stdout.fnmatch_lines(["1 hidden cell · 2 skipped (see -rs)"])
    reason = "SKIPPED [[]1[]] docs/zh/a.md:3: needs a CUDA GPU; 0 to be seen on cpu"
    ran.stdout.fnmatch_lines([reason])


def holds_where_it_runs(verify, site, tag: str, outcome: str, why: str) -> None:
    """Verify a page with a cell that has a tag, and one below it that runs everywhere."""
    site.module("a.py", f'# %% a tags=["{tag}"]\nprint(1)\n#> 1\n# %% b\nx = 1\n')
    site.page("a.md", page("a.py:a", "a.py:b"))
    ran = verify("-rs")
    expected = dict.fromkeys(both("a.md::a"), outcome) | dict.fromkeys(both("a.md::b"), "passed")
    assert outcomes(ran) == expected
    if why:
        ran.stdout.fnmatch_lines([f"SKIPPED [[]1[]] docs/zh/a.md:3: {why}"])


@pytest.mark.parametrize(
    ("build", "driver", "outcome", "why"),
    [
        (True, False, "passed", ""),
        (False, False, "skipped", "needs a torch for CUDA; torch * is not built for it"),
        (True, True, "skipped", "needs a machine without an NVIDIA driver; one is here"),
    ],
)
def test_what_a_torch_for_cuda_does_without_a_driver_runs_there_alone(
    verify, site, monkeypatch, build, driver, outcome, why
):
    monkeypatch.setattr(machine, "build_for_cuda", lambda: build)
    monkeypatch.setattr(machine, "has_driver", lambda: driver)
    holds_where_it_runs(verify, site, "requires-no-driver", outcome, why)


@pytest.mark.parametrize(
    ("windows", "outcome", "why"),
    [(False, "passed", ""), (True, "skipped", "needs Linux or macOS; this is Windows")],
)
def test_what_windows_lacks_is_left_out_there(verify, site, monkeypatch, windows, outcome, why):
    monkeypatch.setattr(machine, "is_windows", lambda: windows)
    holds_where_it_runs(verify, site, "requires-posix", outcome, why)


@pytest.mark.parametrize(
    ("release", "message", "outcome", "said"),
    [
        ("", "Expected all tensors to be on the same device", "passed", ""),
        ("", "Expected all of my tensors here", "failed", "says 'Expected all of my tensors here'"),
        ("2.0.0", "Expected all of my tensors here", "skipped", "quotes torch 2.0.0; torch "),
    ],
)
def test_a_quoted_message_stands_in_the_files_of_its_release(
    verify, site, monkeypatch, release, message, outcome, said
):
    monkeypatch.setattr(pytest_items, "build_for_cuda", lambda: True)
    release = release or without_build(torch_version())
    list_release(site, release)
    site.module("a.py", "# %% a\nx = 1\n")
    quote = f'\n```text wording="{release}"\nRuntimeError: {message}\n```\n'
    site.page("a.md", page("a.py:a") + quote)
    ran = verify("-rs", "-k", "wording")
    assert outcomes(ran) == dict.fromkeys(both("a.md::wording-1"), outcome)
    assert said in ran.stdout.str()


@pytest.mark.usefixtures("one")
def test_a_device_that_is_not_there_is_said_in_one_line(verify, monkeypatch):
    monkeypatch.setattr(pytest_plugin, "probe", lambda: Machine("2.13.0+cpu"))
    ran = verify("--device", "cuda")
    assert ran.ret == 1
    said = ran.stdout.str() + ran.stderr.str()
    assert said.count("looked for a CUDA GPU; found that torch 2.13.0+cpu") == 1
    assert "is built without CUDA" in said
    assert "passed" not in said


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
    monkeypatch.setattr(pytest_plugin, "probe", lambda: found)


@pytest.mark.usefixtures("gpu")
def test_the_summary_of_cuda_counts_what_touched_the_gpu_and_says_where_time_went(verify):
    ran = verify("--device", "cuda")
    assert ran.ret == 0
    ran.stdout.fnmatch_lines(
        [
            "device cuda (NVIDIA H100) · torch 2.13.0+cu130 · Python *",
            "2 cells of 1 module touched the GPU · 1 hidden cell · 2 skipped (see -rs)",
            "seconds: * in all; import of torch *; starts of modules *",
            "slowest modules: a.py *",
        ]
    )
    reason = "SKIPPED [[]1[]] docs/en/a.md:11: needs 2 CUDA GPUs; 1 to be seen on cuda"
    ran.stdout.fnmatch_lines([reason])


@pytest.mark.usefixtures("gpu")
@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ('# %% a tags=["requires-cuda"]\nprint(1)\n#cuda> 1\n', "cell 'a' needs a GPU"),
        ("# %% a\nif 0:\n    x.cuda()\nprint(1)\n#> 1\n", "cell 'a' names a CUDA device"),
    ],
)
def test_a_page_that_claims_cuda_and_never_touched_it_fails(verify, site, cell, why):
    site.module("a.py", cell)
    site.page("a.md", page("a.py:a"))
    ran = verify("--device", "cuda")
    assert failed(ran) == set(both("a.md::uses-cuda"))
    said = f"snippets/a.py:1: claims CUDA ({why}), but no cell allocated memory on the GPU. Create"
    assert said in ran.stdout.str()


@pytest.mark.usefixtures("gpu")
def test_no_page_has_to_use_cuda_on_the_cpu_or_when_it_claims_nothing(verify, site):
    assert "uses-cuda" not in str(outcomes(verify(), world=True))
    site.module("a.py", "# %% a\nprint(1)\n#> 1\n")
    site.page("a.md", page("a.py:a"))
    assert verify("--device", "cuda").ret == 0


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_the_way_in_which_modules_start_processes_can_be_chosen(verify, site, method):
    code = "import multiprocessing\nprint(multiprocessing.get_start_method())\n"
    site.module("a.py", f"# %% a\n{code}#> {method}\n")
    site.page("a.md", page("a.py:a"))
    assert verify(f"--start-method={method}").ret == 0


@pytest.mark.parametrize("arguments", [[], ["-k", "nowhere"]], ids=["none", "none chosen"])
def test_a_run_without_any_block_fails_and_says_so(verify, site, arguments):
    site.page("a.md", "# Words { #words }\n")
    ran = verify(*arguments)
    assert ran.ret != 0
    ran.stdout.fnmatch_lines(["no code block was run, so nothing was verified"])


def test_without_torch_there_is_one_clear_message(verify, one, monkeypatch):
    find = importlib.util.find_spec
    without = lambda name, *rest: None if name == "torch" else find(name, *rest)  # noqa: E731
    monkeypatch.setattr(importlib.util, "find_spec", without)
    ran = verify()
    said = ran.stdout.str() + ran.stderr.str()
    assert ran.ret == 1
    assert said.count("torch is not installed for") == 1
    assert "Traceback (" not in said


@pytest.mark.usefixtures("one")
def test_where_torch_cannot_be_imported_one_message_ends_all(verify, monkeypatch):
    def outcome(_future):
        raise LiterateError(Problem("pyproject.toml", 1, "torch is broken", "Install it"))

    monkeypatch.setattr(runner, "outcome", outcome)
    ran = verify()
    said = ran.stdout.str() + ran.stderr.str()
    assert ran.ret == 1
    assert said.count("torch is broken") == 1


GOOD = "# %% a\nprint(1)\n#> 1\n"


def cell(code: str) -> str:
    return f"# %% a\n{code}\n"


SHOWN, RECORD = page("a.py:a"), "nox -s record -- snippets/a.py"


@posix
@pytest.mark.parametrize(
    ("module", "shown", "where", "what", "fix"),
    [
        (GOOD, page("b.py:a"), "docs/zh/a.md:4", "the path 'b.py' names no", "b.py"),
        (GOOD, page("a.py:b"), "docs/zh/a.md:4", "has no cell 'b'", "Its cells: a"),
        (cell("x = 1\n#> 1"), SHOWN, "snippets/a.py:3", "documents output but prints", RECORD),
        (cell("print(1)"), SHOWN, "snippets/a.py:2", "prints but documents nothing", RECORD),
        (GOOD + "# %% b\nx = 1\n", SHOWN, "snippets/a.py:4", "shown on no", "remove-cell"),
        (cell("while True: pass"), SHOWN, "snippets/a.py:2", "used 1 s of CPU", "--time-limit"),
        (cell("import os\nos.abort()"), SHOWN, "snippets/a.py:2", "(SIGABRT)", "Run the code by"),
        (cell("1 / 0"), SHOWN, "snippets/a.py:2", "raised unasked", "raises-exception"),
    ],
)
def test_bad_input_gives_one_clear_message(verify, site, module, shown, where, what, fix):
    site.module("a.py", module)
    site.page("a.md", shown)
    said_by(verify("--time-limit=1"), where, what, fix)


def said_by(ran: pytest.RunResult, where: str, what: str, fix: str) -> None:
    said = ran.stdout.str() + ran.stderr.str()
    assert ran.ret == 1
    # Shown where the problem is, and by each page that it breaks.
    assert any(where in part and what in part and fix in part for part in said.split("\n____"))
    assert "Traceback (" not in said
    assert "INTERNALERROR" not in said
    assert str(ROOT / "literate") not in said


@pytest.mark.usefixtures("one")
def test_what_is_broken_does_not_stop_the_others(verify, site):
    site.page("broken.md", page("a.py:nowhere"))
    site.module("broken.py", "x = 1\n")
    ran = verify()
    broken = {*both("broken.md::closed-world"), "snippets/broken.py::closed-world"}
    assert failed(ran) == broken
    assert outcomes(ran)["docs/zh/a.md::second"] == "passed"


@pytest.mark.parametrize(
    ("argument", "named"),
    [
        ("snippets", ["a.py", "c/d.py"]),
        ("snippets/c", ["c/d.py"]),
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


OTHER_MARKDOWN = """\
```python
print(1 + 3)
```

<!--pytest-codeblocks:expected-output-->

```
4
```

<!--pytest.mark.skip-->

```python
nowhere
```

```sh
exit 3
```
"""


def test_other_markdown_is_left_to_pytest_codeblocks(verify, site):
    (site.root / "README.md").write_text(OTHER_MARKDOWN)
    ran = verify("README.md")
    found = {name.partition("::")[2]: result for name, result in outcomes(ran).items()}
    assert found == {"line 1": "passed", "line 13": "skipped", "line 17": "failed"}
    assert "nothing was verified" not in ran.stdout.str()


@pytest.mark.parametrize("comment", ["pytest-codeblocks:skipfile", "pytest.mark.skip"])
def test_a_comment_that_skips_blocks_excuses_no_page(verify, site, comment):
    site.module("a.py", "# %% first\nprint(1)\n#> 2\n")
    site.page("a.md", f"<!--{comment}-->\n\n{page('a.py:first')}")
    said_by(verify(), "docs/zh/a.md:1", "a comment for pytest", "Remove it")
