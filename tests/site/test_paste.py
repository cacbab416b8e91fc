"""What a reader copies or downloads runs at the prompt, and to its end."""

from __future__ import annotations

import codeop
import re
from pathlib import Path

import pytest

from literate.page import parse
from literate.project import LANGUAGES, Project, read_source
from literate.run.runner import Runner
from literate.site.paste import attributes, for_prompt, guarded, may_raise, not_shown, standalone
from literate.snippet import read_module

PROJECT = Project(Path(__file__).resolve().parents[2])
URL = "https://example.org/a/"


def unfinished(text: str) -> str:
    """What the prompt still waits for when a text was pasted into it line by line.

    Raises:
        SyntaxError: as the prompt does.
    """
    waiting: list[str] = []
    for line in text.removesuffix("\n").split("\n"):
        waiting.append(line)
        if codeop.compile_command("\n".join(waiting)):
            waiting = []
    return "\n".join(waiting)


@pytest.mark.parametrize(
    ("code", "pasted"),
    [
        ("x = 1\n\ny = 2", "x = 1\n\ny = 2\n"),
        ("def f():\n    a = 1\n\n    return a\nf()", "def f():\n    a = 1\n    return a\n\nf()\n"),
        ("class A:\n    x = 1\n\n\nA()", "class A:\n    x = 1\n\n\nA()\n"),
        ("for x in y: f(x)", "for x in y: f(x)\n\n"),
        ("@cache\n\ndef f():\n    pass", "@cache\ndef f():\n    pass\n\n"),
        (
            "try:\n    f()\n\nexcept E:\n    pass\nelse:\n    g()\nx",
            "try:\n    f()\nexcept E:\n    pass\nelse:\n    g()\n\nx\n",
        ),
        (
            "match x:\n    case 1:\n\n        f()\ng()",
            "match x:\n    case 1:\n        f()\n\ng()\n",
        ),
        ('def f():\n    """A\n\n    B"""\n\n    x', 'def f():\n    """A\n\n    B"""\n    x\n\n'),
        ('def f(x):\n    return f"""{x}\n\n"""', 'def f(x):\n    return f"""{x}\n\n"""\n\n'),
        ("if x:\n    f()\n# why\n\ng()", "if x:\n    f()\n\n# why\n\ng()\n"),
    ],
)
def test_the_prompt_takes_a_block_whole(code, pasted):
    assert for_prompt(code) == pasted
    assert unfinished(pasted) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_prompt_takes_every_cell_of_the_project(language):
    for path in PROJECT.modules():
        for cell in read_module(PROJECT, path).cells.values():
            code = "\n".join(text for _, text in cell.shown(language))
            for text in (for_prompt(code), for_prompt(guarded(code))):
                assert unfinished(text) == "", f"{path}:{cell.title}"


def test_a_guarded_cell_prints_its_error_and_keeps_its_strings(capsys):
    code = 'text = """a\nb\n"""\n\nprint(text)\nraise ValueError("no")'
    names: dict[str, object] = {}
    exec(guarded(code), names)
    assert capsys.readouterr().out == "a\nb\n\nValueError: no\n"
    assert names["text"] == "a\nb\n"


MODULE = """\
# %% one
# zh: 数
# en: number
x = [1]

# %% hidden
if x:
    x[0] += 1

# %% fails tags=["raises-exception"]
x[5]
#> IndexError: list index out of range

# %% gpu tags=["requires-cuda"]
x = 1
#cuda> 1

# %% drawn tags=["remove-input"]
from drawing import line

# %% last
print(x)
#> [2]
#torch<2.12> other
"""


def fences(*titles: str) -> str:
    return "".join(f'```python\n--8<-- "a.py:{title}"\n```\n\n' for title in titles)


@pytest.fixture
def page(site):
    def page(path: str, *titles: str, language: str = "en"):
        site.module("a.py", MODULE)
        site.page(path, f"# T {{ #t }}\n\n{fences(*titles)}")
        file = site.project.docs(language) / path
        return parse(site.project, read_source(file, path), language, path)

    return page


def test_a_page_holds_the_cells_that_it_does_not_show(page):
    shown = page("a.md", "one", "last")
    found = re.findall(
        '<template data-cell="a.py:([0-9]+)">(.*?)</template>', not_shown(shown), re.S
    )
    lines = {title: cell.line for title, cell in shown.modules[0].cells.items()}
    assert [int(line) for line, _ in found] == [lines[x] for x in ("hidden", "fails", "gpu")]
    assert found[0][1] == "if x:\n    x[0] += 1\n\n"
    assert found[1][1].startswith("try:\n    x[5]\nexcept Exception as raised:\n    print(f&quot;")
    assert not_shown(page("a.md", "one")) == ""


def test_a_page_that_quotes_a_module_says_that_cells_are_missing(page):
    assert not_shown(page("b.md", "one", "last")) == '<template data-cell="a.py:0"></template>'
    assert not_shown(page("b.md", "one", "hidden")) == ""


def test_an_example_says_what_cannot_be_told_from_its_code(page):
    one, hidden, fails, _, last = page("a.md", *("one", "hidden", "fails", "gpu", "last")).examples
    assert attributes(one, "en") == ' data-cell="a.py:1"'
    assert attributes(hidden, "en") == f' data-cell="a.py:{hidden.cell.line}"'
    assert attributes(fails, "en") == f' data-cell="a.py:{fails.cell.line}" data-guarded=""'
    assert attributes(last, "en") == f' data-cell="a.py:{last.cell.line}"'


def test_a_module_is_a_program_with_the_cells_the_outputs_and_where_it_is_from(page):
    shown = page("a.md", "one")
    assert (
        standalone(shown, shown.modules[0], URL, "Verified: CPU.")
        == """\
# T
# https://example.org/a/
# Verified: CPU.
# License: MIT
# Expected errors are caught and printed.

# %% one
# number
x = [1]

# %% hidden
if x:
    x[0] += 1

# %% fails
try:
    x[5]
except Exception as raised:
    print(f"{type(raised).__name__}: {raised}")
#> IndexError: list index out of range

# %% gpu
try:
    x = 1
except Exception as raised:
    print(f"{type(raised).__name__}: {raised}")
#cuda> 1

# %% last
print(x)
#> [2]
"""
    )
    assert "# 数\n" in standalone(page("a.md", "one", language="zh"), shown.modules[0], URL, "")


def test_every_module_of_the_project_runs_to_its_end(site):
    """With nothing tagged: an error that is not caught is a failure."""
    for path in PROJECT.modules():
        module = read_module(PROJECT, path)
        name = path.removesuffix(".py") + ".md"
        file = PROJECT.docs("zh") / name
        shown = parse(PROJECT, read_source(file, name), "zh", name) if file.is_file() else None
        if shown:
            site.module(path, standalone(shown, module, URL, ""))
    modules = [read_module(site.project, path) for path in site.project.modules()]
    assert len(modules) > 35
    assert not any(may_raise(cell) for module in modules for cell in module.cells.values())
    with Runner() as runner:
        runs = [runner.submit(module) for module in modules]
        failures = {run.result().module: run.result().failures for run in runs}
    assert {name: found for name, found in failures.items() if found} == {}
