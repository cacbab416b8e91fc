"""The terms of the glossary: what is read from its rows, what a link means, what is refused."""

from __future__ import annotations

import pytest

from literate.check import check_all
from literate.check.language import fix_wording
from literate.check.terms import known_terms, meant

PAGE = """\
---
description: d
---

# G {{ #glossary }}

## T {{ #terms }}

| Term | 中文 | Also called | Meaning | Explained in |
|---|---|---|---|---|
{}

## U {{ #more }}

| Term | 中文 | Also called | Meaning | Explained in |
|---|---|---|---|---|
| mask | 掩码 | | a `bool` tensor | |
"""
ROWS = """\
| leaf tensor | 叶子张量 | {} | made by `x.y()`, not `z` | [A](calc/a.md), [B](calc/b.md#b) |
| package (wheel) | 安装包 | | a file | |"""
ZH, EN = ROWS.format("叶节点、叶张量"), ROWS.format("leaf node, leaf")


@pytest.fixture
def listed(site):
    site.page("glossary.md", PAGE.format(ZH), PAGE.format(EN))
    return site


def test_a_row_has_all_of_its_cells(listed):
    leaf, package, mask = known_terms(listed.project, "en")
    assert leaf[1:4] == ("terms", "leaf tensor", "叶子张量")
    assert (leaf.also, leaf.meaning) == (("leaf node", "leaf"), "made by x.y(), not z")
    assert (leaf.places, package.places) == (("calc/a.md", "calc/b.md#b"), ())
    assert (package.also, mask.also, mask.meaning) == ((), (), "a bool tensor")
    assert [term.id for term in (leaf, package, mask)] == ["leaf-tensor", "package", "mask"]
    assert known_terms(listed.project, "zh")[0].also == ("叶节点", "叶张量")


def test_without_a_glossary_there_are_no_terms(site):
    assert known_terms(site.project, "en") == []


@pytest.mark.parametrize(
    ("target", "text", "english"),
    [
        ("../glossary.md#terms", "leaf tensors", "leaf tensor"),
        ("../glossary.md#terms", "叶子", "leaf tensor"),
        ("../glossary.md#terms", "Leaf\nnodes", "leaf tensor"),
        ("../glossary.md#terms", "packages", "package (wheel)"),
        ("../glossary.md#leaf-tensor", "whatever", "leaf tensor"),
        ("../glossary.md#more", "masked", "mask"),
        ("../glossary.md#more", "leaf tensor", None),
        ("../glossary.md#terms", "queue", None),
        ("../glossary.md#gone", "mask", None),
        ("../glossary.md", "mask", None),
        ("glossary.md#terms", "leaf tensor", None),
        ("../nn/module.md#terms", "leaf tensor", None),
    ],
)
def test_a_link_means_the_term_that_it_names(listed, target, text, english):
    term = meant(known_terms(listed.project, "en"), "calc/add.md", target, text)
    assert (term.english if term else None) == english


def test_the_words_listed_as_others_are_not_corrected(listed):
    variants = "zh: {叶子张量: [叶张量]}\nen: {leaf tensor: [leaf node]}\n"
    (listed.root / "docs/variants.yml").write_text(variants, encoding="utf-8")
    assert fix_wording(listed.project) == {}
    listed.page("glossary.md", PAGE.format(ZH.replace("made", "叶张量")), PAGE.format(EN))
    (fixed,) = fix_wording(listed.project).values()
    assert "叶节点、叶张量 | 叶子张量 by" in fixed.decode()


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("| leaf | 叶 | | | |", "12: 'leaf' is a name of 'leaf tensor' at line 11, too"),
        ("| more | 更多 | | | |", "12: the anchor #more is that of a heading"),
        ("| mask (m) | 罩 | | | |", "18: the anchor #mask is that of 'mask (m)'"),
    ],
)
def test_a_name_or_an_anchor_has_one_term(listed, new, said):
    rows = [f"{row.splitlines()[0]}\n{new}" for row in (ZH, EN)]
    listed.page("glossary.md", *map(PAGE.format, rows))
    problems = [str(problem) for problem in check_all(listed.project).problems]
    assert any(p.startswith(f"docs/en/glossary.md:{said}") for p in problems), problems
