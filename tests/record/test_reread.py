"""``record`` names the lines of pages that speak of an output that changed."""

from __future__ import annotations

import re

import pytest

from tests.record.conftest import files

MODULE = """\
# %% ones
import torch

x = torch.ones(4, 8)
print(x.shape, x.dtype, x.sum())

# %% more
print(x.mean())

# %% quiet
x = x + 1
"""
PAGE = """\
---
description: "What 8 columns are."
---

# T { #t }

Here are 8 columns: (4x8), `ones(4, 8)`, and
32 numbers in all, of float32.

```python
--8<-- "a.py:ones"
```

- Four of 8.
- No 4 and no 18.

| 7 | 8 |
|---|---|
| 9 | 32.0 |

!!! note

    Above.

```python
--8<-- "a.py:more"
```

## Below { #below }

```python
--8<-- "a.py:quiet"
```
"""
SPOKEN_OF = [2, 7, 8, 14, 17, 19]  # an 8, 32, or the lines around
EN = PAGE.replace("\n\n#", "\n\nOne more.\n\n#", 1)


@pytest.fixture
def told(site, record):
    """Record a module that two pages show, then change it and record again."""

    def told(old: str, new: str, *arguments: str, module: str = MODULE) -> list[str]:
        site.module("a.py", module)
        site.module("b.py", "# %% a\nprint(8)\n#> 8\n")
        site.page("one.md", PAGE, EN)
        site.page("two.md", '---\ndescription: "8"\n---\n\n8\n\n```python\n--8<-- "b.py:a"\n```\n')
        assert record().out.count("read again") == 0  # what is new, its author just wrote
        file = site.project.snippets / "a.py"
        file.write_text(file.read_text().replace(old, new))
        before = files(site)
        done = record(*arguments)
        assert done.err == ""
        assert (files(site) == before) == bool(arguments)
        return re.findall("^read again: (.*)", done.out, re.MULTILINE)

    return told


def lines(numbers: list[int]) -> str:
    return ", ".join(f":{number}" for number in numbers)


@pytest.mark.parametrize("arguments", [(), ("--check",)], ids=["", "check"])
def test_the_lines_around_an_output_and_those_with_its_old_numbers_are_named(told, arguments):
    english = [number + 2 * (number > 4) for number in SPOKEN_OF]
    assert told("ones(4, 8)", "ones(4, 6)", *arguments) == [
        f"docs/zh/one.md{lines(SPOKEN_OF)}",
        f"docs/en/one.md{lines(english)}",
    ]


def test_the_heading_below_an_output_begins_another_subject(told):
    assert told("x.mean()", "2 * x.mean()")[0] == "docs/zh/one.md:23"


@pytest.mark.parametrize(
    ("old", "new"),
    [("x.mean()", "x.mean() + 0"), ("x = x + 1", "print(x.max())")],
    ids=["the output stays", "the first output of a cell"],
)
def test_there_is_nothing_to_read_where_no_output_changed(told, old, new):
    assert told(old, new) == []


def test_a_figure_that_changes_is_to_be_described_again(site, record):
    draws = "import matplotlib.pyplot as plt\n\nplt.plot([0, 1])\n"
    site.module("a.py", f"# %% a\n{draws}")
    assert record().code == 0
    site.page(
        "one.md", '---\ndescription: d\n---\n\nUp.\n\n```python alt="A"\n--8<-- "a.py:a"\n```\n'
    )
    site.module("a.py", f"# %% a\n{draws.replace('0, 1', '0, 1, 0')}")
    assert "read again: docs/zh/one.md:5, :7\nread again: docs/en/one.md:5, :7\n" in record().out


def test_a_page_that_cannot_be_read_is_left_to_the_checks(site, record, told):
    site.page("bad.md", "---\ndescription: [\n---\n\na.py:ones\n")
    assert len(told("ones(4, 8)", "ones(4, 6)")) == 2
