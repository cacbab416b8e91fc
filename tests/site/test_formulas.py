"""Formulas: TeX in a page, MathML in the site."""

from __future__ import annotations

from xml.etree.ElementTree import tostring

import pytest
from mkdocs.exceptions import BuildError

from literate.site.extension import article
from literate.site.formulas import mathml


def text(tex: str) -> str:
    """What a browser shows of a formula, in the order of its parts."""
    return "".join(mathml(tex).itertext())


def test_a_formula_becomes_mathml():
    assert text(r"\pm\sqrt{6/(\text{fan\_in} + 1)}") == "±6/(fan_in+1)"
    assert text(r"\sum_{i=1}^n x_i") == "∑i=1nxi"
    drawn = tostring(mathml(r"\frac{a}{b}"), encoding="unicode")
    assert drawn.startswith('<math display="inline"><mrow><mfrac>')


def test_a_sign_has_the_space_of_an_operator():
    (sign,) = [e for e in mathml(r"\pm 1").iter() if e.text == "±"]
    assert sign.tag == "mo"


@pytest.mark.parametrize(
    "tex", [r"\foo{x}", "{x", "x}", "a & b", r"\left( x", "", "a_1_2", r"\frac{1}"]
)
def test_what_cannot_be_drawn_whole_is_not_drawn(tex):
    assert mathml(tex) is None


def test_a_page_shows_formulas_in_lines_and_in_blocks(site):
    page = "# T\n\nIn $x_1$ line.\n\n$$\n\\frac{a}{b}\n$$\n\n| a |\n|-|\n| $y$ |\n"
    site.page("p.md", page)
    html = article(site.project, "en", "p.md")
    assert html.count("<math ") == 3
    assert html.count('<math display="block">') == 1
    assert r"\(" not in html


def test_a_formula_that_cannot_be_drawn_is_told_with_its_line(site):
    site.page("p.md", "# T\n\nFine: $x$\n\nNot: $\\foo$\n")
    with pytest.raises(BuildError, match=r"docs/en/p.md:5: the formula '\\foo' cannot be drawn"):
        article(site.project, "en", "p.md")
