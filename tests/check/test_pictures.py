"""Cells whose code is not shown: what a reader gets does not need them."""

from __future__ import annotations

import pytest

from literate.check.pictures import not_taken_along
from literate.snippet import read_module

MODULE = """\
# %% one
x = [1]

# %% draw tags=["remove-input"]
from drawing import line

for i, height in enumerate(x):
    line(i, [h for h in x], lambda length: length)

# %% two
{}
"""


@pytest.fixture
def found(site):
    def found(code: str) -> list[str]:
        site.module("a.py", MODULE.format(code))
        return [str(problem) for problem in not_taken_along(read_module(site.project, "a.py"))]

    return found


@pytest.mark.parametrize(
    ("code", "name", "line"),
    [("print(x)\nprint(height)", "height", 12), ("line()", "line", 11), ("x += [i]", "i", 11)],
)
def test_a_name_of_a_cell_that_is_not_shown_is_refused(found, code, name, line):
    assert found(code) == [
        f"snippets/a.py:{line}: uses '{name}', which only cell 'draw' defines, whose code is not "
        "shown. Define it in a cell that is shown, or give it another name there."
    ]


@pytest.mark.parametrize(
    "code", ["print(x, h, length)", "for i in x:\n    print(i)", "def line():\n    pass\nline()"]
)
def test_names_of_other_cells_or_of_the_cell_itself_are_right(found, code):
    assert found(code) == []


def test_the_drawing_functions_are_for_cells_that_are_not_shown(found):
    (problem,) = found("import drawing")
    assert problem.startswith("snippets/a.py:10: cell 'two' imports drawing, which no reader has")
