"""What the search has to find first: which pages may, and how the list of them is read."""

from __future__ import annotations

import pytest

from literate.check.search import SEARCH, expectations, unknown_pages
from literate.problem import LiterateError

LIST = "both:\n  mat1: a.md\nzh:\n  形状: [a.md, b.md]\nen:\n  shape: b.md\n"


def listed(site, text: str):
    site._write(site.root / SEARCH, text)
    return expectations(site.project)


def test_a_query_holds_for_its_languages_and_names_a_page_or_several(site):
    assert expectations(site.project) == []
    found = [(e.language, e.query, e.pages, e.line) for e in listed(site, LIST)]
    assert found == [
        ("zh", "mat1", ("a.md",), 2),
        ("en", "mat1", ("a.md",), 2),
        ("zh", "形状", ("a.md", "b.md"), 4),
        ("en", "shape", ("b.md",), 6),
    ]


@pytest.mark.parametrize(
    ("query", "page", "accepted"),
    [
        ("mat1 shape", "a.md", True),  # as it is listed
        ("mat1 shape", "b.md", False),
        ("shapes of mat1", "b.md", True),  # its title
        ("BATCH SIZES?", "b.md", True),  # one of its headings
        ("batch size", "b.md", False),  # a part of one
    ],
)
def test_another_page_may_come_first_if_its_title_or_a_heading_is_the_query(
    site, query, page, accepted
):
    (expected,) = listed(site, f"en:\n  {query}: a.md\n")
    problem = expected.problem(page, ["Shapes of `mat1`", "Batch sizes¶"])
    assert (problem is None) is accepted
    if problem:
        said = f"{SEARCH}:2: '{query}' now finds b.md first, not a.md. "
        assert str(problem) == said + "If b.md answers it better, write it there."


def test_a_query_that_finds_nothing_is_a_problem_of_its_own(site):
    (expected,) = listed(site, "en:\n  q: [a.md, b.md]\n")
    assert "'q' finds nothing any more, not a.md or b.md" in str(expected.problem(None))


def test_a_page_that_is_gone_is_named_with_its_line_and_the_likely_one(site):
    site.page("tensors/a.md", "")
    listed(site, "both:\n  q: tensor/a.md\nen:\n  r: [tensors/a.md, nn/other.md]\n")
    assert list(map(str, unknown_pages(site.project))) == [
        f"{SEARCH}:2: there is no page docs/zh/tensor/a.md for 'q'. Did you mean tensors/a.md.",
        f"{SEARCH}:2: there is no page docs/en/tensor/a.md for 'q'. Did you mean tensors/a.md.",
        f"{SEARCH}:4: there is no page docs/en/nn/other.md for 'r'. "
        "Name the page that answers it now.",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("both:\n  q: a.md\nfr:\n  q: a.md\n", 3),
        ("both:\n  q:\n", 2),
        ("both:\n  q: []\n", 2),
        ("both:\n  q: {a: b}\n", 2),
        ("both: [a.md]\n", 1),
        ("- a.md\n", 1),
        ("", 1),
        ("both:\n  q: a.md\n q: 1\n", 3),
    ],
)
def test_what_is_no_such_list_is_one_error_with_its_line(site, text, line):
    with pytest.raises(LiterateError, match=rf"^{SEARCH}:{line}: is no list of searches \(.+\)"):
        listed(site, text)
