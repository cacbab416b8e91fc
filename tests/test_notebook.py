"""A page as a notebook: what is in it, and that it prints what the page shows when it runs."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from literate.compare import abbreviate, agree
from literate.notebook import encode, notebook
from literate.project import Project, Source
from literate.weave import weave, weave_file

ROOT = Path(__file__).resolve().parents[1]
PROJECT = Project(ROOT)

MODULE = """\
# %% set-up tags=["remove-cell"]
x = 1

# %% first
# zh: 加一
# en: add one
x += 1
print(x)
#> 2
#cuda> 3

# %% second tags=["raises-exception"]
import warnings

warnings.warn("careful", stacklevel=1)
print("between")
raise RuntimeError("first line\\nsecond: line")
#> UserWarning: careful
#> between
#> RuntimeError: first line
#> second: line
"""


def made(site, text: str, language: str = "en", **options):
    source = Source("docs/en/page.md", tuple(text.split("\n")), "\n", False)
    found = notebook(weave(site.project, source, language), **options)
    nbformat.validate(found)
    return found


def show(*cells: str) -> str:
    return "".join(f'```python\n--8<-- "{cell}"\n```\n\n' for cell in cells)


def sources(found) -> list[str]:
    return [cell.source for cell in found.cells]


def test_prose_and_examples_in_the_language_of_the_page(site):
    site.module("a.py", MODULE)
    page = "---\ndescription: d\n---\n\n# Title { #title }\n\nText.\n\n" + show("a.py:first")
    found = made(site, page + "## Next { #next }\n", "zh")
    assert sources(found) == [
        "# Title\n\nText.",
        "x = 1",
        "# 加一\nx += 1\nprint(x)",
        "## Next",
    ]
    assert (found.nbformat, found.nbformat_minor) == (4, 5)


def test_outputs_are_of_their_kinds(site):
    site.module("a.py", MODULE)
    cell = made(site, show("a.py:first", "a.py:second")).cells[-1]
    assert [o.get("name", o.output_type) for o in cell.outputs] == ["stderr", "stdout", "error"]
    assert [o.text for o in cell.outputs[:2]] == ["UserWarning: careful\n", "between\n"]
    assert cell.outputs[2].ename == "RuntimeError"
    assert cell.outputs[2].evalue == "first line\nsecond: line"
    assert cell.metadata.tags == ["raises-exception"]


def test_outputs_are_of_the_device(site):
    site.module("a.py", MODULE)
    for device, text in (("cpu", "2\n"), ("cuda", "3\n")):
        assert made(site, show("a.py:first"), device=device).cells[-1].outputs[0].text == text


def test_an_exception_of_another_name_is_an_error_all_the_same(site):
    code = 'class Odd(Exception): pass\nprint(1)\nraise Odd("why")\n#> 1\n#> Odd: why\n'
    site.module("a.py", f'# %% odd tags=["raises-exception"]\n{code}')
    printed, error = made(site, show("a.py:odd")).cells[-1].outputs
    assert (printed.text, error.ename, error.evalue) == ("1\n", "Odd", "why")


def test_a_cell_that_needs_a_gpu_may_fail_without_one(site):
    site.module("a.py", '# %% gpu tags=["requires-cuda"]\nprint(1)\n#cuda> 1\n')
    cell = made(site, show("a.py:gpu")).cells[-1]
    assert cell.metadata.tags == ["raises-exception", "requires-cuda"]
    assert cell.outputs[0].text == "1\n"


def test_a_figure_says_what_it_shows(site):
    site.module("a.py", "# %% draw\nprint(1)\n#> 1\n")
    site.module("a.draw.svg", '<!-- Matplotlib 1 -->\n<svg width="1"><g id="a"/></svg>\n')
    cell = made(site, '```python alt="A <line>."\n--8<-- "a.py:draw"\n```\n').cells[-1]
    printed, drawn = cell.outputs
    assert printed.text == "1\n"
    assert 'aria-label="A &lt;line&gt;."' in drawn.data["image/svg+xml"]
    assert drawn.data["text/plain"] == drawn.metadata["image/svg+xml"]["alt"] == "A <line>."


def test_cells_that_the_page_does_not_show_run_before_those_that_need_them(site):
    site.module("a.py", "# %% one\nx = 1\n\n# %% two\nx += 1\n\n# %% three\nprint(x)\n#> 2\n")
    found = made(site, show("a.py:one", "a.py:three"))
    assert sources(found) == ["x = 1", "x += 1", "print(x)"]
    assert [cell.metadata.get("tags", []) for cell in found.cells] == [[], ["remove-cell"], []]


def test_a_module_begins_again_after_another(site):
    site.module("a.py", "# %% one\nx = 1\n\n# %% two\nprint(x)\n#> 1\n")
    site.module("b.py", "# %% other\nx = 5\n")
    found = made(site, show("a.py:one", "b.py:other", "a.py:two"))
    assert sources(found) == ["x = 1", "x = 5", "x = 1", "print(x)"]
    assert [cell.metadata.get("tags", []) for cell in found.cells][2] == ["remove-cell"]
    assert len({cell.id for cell in found.cells}) == 4


def test_admonitions_and_tabs_become_plain_markdown(site):
    site.module("a.py", "# %% one\nx = 1\n")
    page = (
        '!!! tip "Title `x`"\n\n    Inside.\n\n    ```python\n    --8<-- "a.py:one"\n    ```\n\n'
        '    After.\n    \n=== "CPU"\n\n    ```console\n    $ ls {.x}\n    ```\n\n'
        "!!! note\n\n    N.\n"
    )
    assert sources(made(site, page)) == [
        "> **Title `x`**\n>\n> Inside.\n>",
        "x = 1",
        ">\n> After.\n\n**CPU**\n\n```console\n$ ls {.x}\n```\n\n> **Note**\n>\n> N.",
    ]


def test_links_are_what_the_caller_says(site):
    page = "[`a`](b.md#c), `[x](y.md)`, [o](https://x.org/a.md){ .button }, ![i](i.png)"
    found = made(site, page, link=lambda target: f"<{target}>")
    assert sources(found) == [
        "[`a`](<b.md#c>), `[x](y.md)`, [o](https://x.org/a.md), ![i](<i.png>)"
    ]


def test_the_same_page_gives_the_same_bytes(site):
    site.module("a.py", MODULE)
    page = "# T\n\n" + show("a.py:first", "a.py:second")
    assert encode(made(site, page)) == encode(made(site, page))


NEWEST = PROJECT.releases[0]


@pytest.mark.skipif(
    version("torch").partition("+")[0] != NEWEST, reason=f"a notebook says what {NEWEST} prints"
)
@pytest.mark.parametrize(
    ("language", "page"),
    [
        ("en", "autograd/graph.md"),  # errors, a warning and a figure
        ("zh", "cheatsheet.md"),  # cells of every module
    ],
)
def test_the_notebook_prints_what_the_page_shows(language, page, tmp_path, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    recorded = notebook(weave_file(PROJECT, PROJECT.docs(language) / page))
    ran = nbformat.reads(encode(recorded).decode(), nbformat.NO_CONVERT)
    place = {"metadata": {"path": str(tmp_path)}}
    limits = {"timeout": 120, "startup_timeout": 120}
    NotebookClient(ran, resources=place, kernel_name="python3", **limits).execute()
    compared = 0
    for ours, theirs in zip(recorded.cells, ran.cells, strict=True):
        if ours.cell_type != "code":
            continue
        varies = "varies" in ours.metadata.get("tags", [])
        assert agree(printed(ours, "stdout"), printed(theirs, "stdout"), varies=varies)
        for line in printed(ours, "stderr").split("\n"):
            assert line.removesuffix(" ...") in printed(theirs, "stderr")
        assert bool(printed(ours, "stderr")) == bool(printed(theirs, "stderr"))
        assert len(raised(ours)) == len(raised(theirs))
        for a, b in zip(raised(ours), raised(theirs), strict=True):
            assert a.ename == b.ename
            assert agree(a.evalue, abbreviate(a.evalue, [("error", b.evalue)]))
        assert drawn(ours) == drawn(theirs)
        compared += len(ours.outputs)
    assert compared > 10


def printed(cell, name: str) -> str:
    return "".join(o.text for o in cell.outputs if o.get("name") == name)


def raised(cell) -> list:
    return [o for o in cell.outputs if o.output_type == "error"]


def drawn(cell) -> int:
    return sum(o.output_type == "display_data" for o in cell.outputs)
