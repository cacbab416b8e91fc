"""The names of torch on pages: which are found, and what is said of those that torch lacks."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from literate.check import check
from literate.check.torch_names import FOUND, named_members, torch_names, unreal_names
from literate.page import parse
from literate.problem import LiterateError
from literate.project import Source
from literate.run.process import Executed
from literate.run.runner import Failure, Run


@pytest.fixture
def names(site):
    """The names of torch, and the members, that a page of this text names, with their lines."""

    def of(text: str, module: str = "# %% a\nx = 1\n") -> tuple[list, list]:
        site.module("a.py", module)
        lines = (*text.split("\n"), "", "```python", '--8<-- "a.py:a"', "```")
        page = parse(site.project, Source("docs/zh/a.md", lines, "\n", False), "zh", "a.md")
        return torch_names(page), named_members(page)

    return of


@pytest.mark.parametrize(
    "text",
    [
        "Use `torch.nn.Linear`.",
        "Use torch.nn.Linear.",
        "Use **torch.nn.Linear**, now.",
        "[torch.nn.Linear](https://docs.pytorch.org/torch.nn.Conv1d.html)",
        "# On torch.nn.Linear { #linear }",
        "使用torch.nn.Linear模块。",
        "<!-- note --> torch.nn.Linear",
    ],
)
def test_a_name_in_prose_is_found(names, text):
    assert names(f"\n{text}") == ([(2, "torch.nn.Linear")], [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`y.backwards()`", ["backwards"]),
        ("`.grads` and `y.item()`", ["grads", "item"]),
        ("`net.a.b`", ["b", "a"]),
        ("`x.to(y.devise)`", ["to", "devise"]),
        ("`x.grad = None`", ["grad"]),
        ("## `x.sums` { #s }", ["sums"]),
        ("| `x.sums` |\n|---|", ["sums"]),
    ],
)
def test_a_member_in_inline_code_is_found(names, text, found):
    assert names(f"\n{text}") == ([], [(2, name) for name in found])


@pytest.mark.parametrize(
    "text",
    [
        "torch",
        "mytorch.nn",
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html",
        "<https://docs.pytorch.org/torch.nn.Linear>",
        "[a](torch.nn.md)",
        "torch.nn.Linear.html",
        "see torch.py",
        "snippets/torch.nn",
        "<!-- torch.nope -->",
        "```text\ntorch.nope or x.nope\n```",
        "---\ntitle: torch.nope\n---",
        "`a/b.py`, `net.pt`, `a.b.json`, `a/site.css` and `index.md`",
        "`0.weight` or `see a.b for more`",
        "`'x.y'`",
        "`net.mine` and `.deep.part`",
    ],
)
def test_these_are_no_names(names, text):
    module = "# %% a\nclass A:\n    def mine(self): ...\nkeys = 'deep.part'\n"
    assert names(text, module) == ([], [])


def unreal(site, run) -> list[str]:
    site.page("a.md", "# T { #t }\n\nUse `torch.nope`, `torch.nn.Linear` and `x.relus()`.\n")
    checked = check(site.project)
    problems = unreal_names(checked.pages.values(), checked.modules.values(), run)
    return sorted(str(problem) for problem in problems if problem.path.startswith("docs/en"))


def printed(*segments, failures=()):
    """A lookup that prints ``segments``, or fails."""

    def run(name: str, code: str) -> Run:
        cells = {name: Executed(name, segments, None, False, 0.0)} if segments else {}
        return Run(name, "cpu", cells, list(failures))

    return run


UNREAL = [
    "docs/en/a.md:3: nothing on this page or in torch has a member 'relus'. Did you mean 'relu'.",
    "docs/en/a.md:3: torch has no 'torch.nope'. Fix the name, or say it in words.",
]
NOISE = "No CUDA runtime is found, using CUDA_HOME='/usr/local/cuda'\n"
ANSWER = FOUND + json.dumps({"names": {"torch.nope": "missing"}, "members": {"relus": "relu"}})


def test_what_torch_lacks_is_found(site):
    def run(name: str, code: str) -> Run:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        return printed(("stdout", done.stdout), ("stderr", done.stderr))(name, code)

    assert unreal(site, run) == UNREAL


def test_what_torch_prints_is_no_part_of_the_lookup(site):
    segments = [("stdout", f"half a line\n{ANSWER}\n{NOISE}"), ("warning", NOISE)]
    assert unreal(site, printed(*segments)) == UNREAL


@pytest.mark.parametrize(
    ("run", "why"),
    [
        (printed(), "nothing came back"),
        (printed(("stderr", NOISE)), "No CUDA runtime is found"),
        (printed(("stdout", f"{FOUND}{{}}\n"), ("error", "ImportError: no lib")), "Error: no lib"),
        (printed(failures=[Failure("names", 1, "crashed", "x")]), "crashed"),
    ],
)
def test_a_lookup_that_fails_says_so_in_a_line(site, run, why):
    with pytest.raises(LiterateError) as caught:
        unreal(site, run)
    (problem,) = caught.value.problems
    assert problem.what.startswith("the names of torch could not be looked up: ")
    assert why in problem.what
    assert "\n" not in str(problem)
