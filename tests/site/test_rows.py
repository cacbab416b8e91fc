"""Cells that a page shows as a table: a row for each task, with its code and what that gave."""

from __future__ import annotations

import pytest

from literate.check.structure import tables
from literate.project import Source
from literate.rows import Row, rows
from literate.site.extension import article
from literate.snippet import parse_cells, read_module

MODULE = """\
# %% show tags=["remove-cell"]
def show(value):
    print(value)

# %% tasks tags=["rows"]
# zh: 求和
# en: sum
x = [1, 2]
show(sum(x))
# zh: 没有结果
# en: no <result>
with open(name) as file:
    y = file.read()
# zh: 名字
# en: a name
z = max(x)

show(z)
#> 3
#> (2, 3) int64
"""
PAGE = """\
---
description: d
---

# T { #t }

```python
--8<-- "part/a.py:tasks"
```
"""


def cell_of(code: str):
    source = Source("a.py", tuple(f'# %% a tags=["rows"]\n{code}'.split("\n")), "\n", False)
    return parse_cells(source)["a"]


def test_a_row_has_a_task_its_code_and_what_was_shown(site):
    site.module("part/a.py", MODULE)
    cell = read_module(site.project, "part/a.py").cells["tasks"]
    assert rows(cell, "en", cell.documented("cpu")) == [
        Row("sum", "x = [1, 2]\nsum(x)", "3"),
        Row("no <result>", "with open(name) as file:\n    y = file.read()", ""),
        Row("a name", "z = max(x)", "(2, 3) int64"),
    ]


def test_a_page_shows_the_table_and_no_other_output(site):
    site.module("part/a.py", MODULE)
    site.page("part/a.md", PAGE)
    html = article(site.project, "zh", "part/a.md")
    assert html.count('<th scope="row">') == 3
    assert '<th scope="row">求和</th>' in html
    assert "<code>(2, 3) int64</code>" in html
    assert "show(" not in html.partition("<template")[0]
    assert "output" not in html
    assert "no &lt;result&gt;" in article(site.project, "en", "part/a.md")


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("show(1)", "1"),  # in no row
        ("# zh: 一\n# en: one\nshow(1)\ny = 2", "1"),  # code below what is shown
        ("# zh: 一\n# en: one\nshow(1)", ""),  # not recorded
        ("# zh: 一\n# en: one\nprint(1)", "1"),  # printed, not shown
        ("# zh: 一\n# en: one\nshow(1)", "1\n2"),
    ],
)
def test_what_makes_no_table_is_drawn_as_any_cell_and_found_by_check(site, code, printed):
    assert rows(cell_of(code), "en", printed) is None
    outputs = "".join(f"#> {line}\n" for line in printed.split("\n") if line)
    site.module("part/a.py", f'# %% tasks tags=["rows"]\n{code}\n{outputs}')
    site.page("part/a.md", PAGE)
    assert "<table" not in article(site.project, "en", "part/a.md")
    [problem] = tables(read_module(site.project, "part/a.py"))
    assert problem.line == 1
    assert "makes no table" in problem.what


def test_a_table_is_no_problem(site):
    site.module("part/a.py", MODULE)
    assert not list(tables(read_module(site.project, "part/a.py")))
