"""Links to terms of the glossary lead to the term and say what it means."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from literate.record.records import Verified
from literate.site.convert import convert, to_markdown
from literate.site.extension import article
from literate.site.search import aliases

GLOSSARY = """\
---
description: d
---

# G { #glossary }

## T { #terms }

| Term | 中文 | Also called | Meaning | Explained in |
|---|---|---|---|---|
| leaf tensor | 叶子张量 | rootless, leaf | made by `x.y()` & co | |
| meta device | meta 设备 | | no data | [P](calc/p.md), [P](calc/p.md#no-data) |
"""
PAGE = """\
---
description: d
---

# P { #p }

[leaves](../glossary.md#terms), the [`meta` device](../glossary.md#terms),
[it](../glossary.md#leaf-tensor), [terms](../glossary.md#terms), [all](../glossary.md)

## No data { #no-data }

## Other { #other }
"""


@pytest.fixture
def project(site):
    site.page("glossary.md", GLOSSARY)
    site.page("calc/p.md", PAGE.replace("leaves", "leaf tensors"))
    return site.project


def test_a_link_leads_to_its_term_and_says_its_meaning(project):
    soup = BeautifulSoup(article(project, "en", "calc/p.md"), "html.parser")
    links = [(a["href"], a.get("title")) for a in soup.select("a[href*=glossary]")]
    leaf = ("../../glossary/#leaf-tensor", "leaf tensor: made by x.y() & co")
    meta = ("../../glossary/#meta-device", "meta device: no data")
    section, whole = ("../../glossary/#terms", None), ("../../glossary/", None)
    assert links == [leaf, meta, leaf, section, whole]


def test_a_row_of_the_glossary_has_the_anchor_of_its_term(project):
    soup = BeautifulSoup(article(project, "en", "glossary.md"), "html.parser")
    assert [row.get("id") for row in soup.select("tr")] == [None, "leaf-tensor", "meta-device"]


def test_the_markdown_of_a_page_links_the_term(project):
    site = "https://e.org/"
    page = convert(project, "en", "calc/p.md", site, Verified(project))
    assert "[leaf tensors](https://e.org/en/glossary/#leaf-tensor)" in to_markdown(page)


def test_a_term_is_found_in_the_sections_that_explain_it(project):
    page = convert(project, "en", "calc/p.md", "https://e.org/", Verified(project))
    both = ["meta device", "meta 设备"]
    assert [section.names for section in page.sections] == [["meta", *both], both, []]


def test_other_names_are_aliases_and_no_text_of_the_glossary(project):
    assert aliases(project, "en") == {"rootless": "leaf tensor", "leaf": "leaf tensor"}
    page = convert(project, "en", "glossary.md", "https://e.org/", Verified(project))
    texts = " ".join(section.text for section in page.sections)
    assert "叶子张量" in texts
    assert "rootless" not in texts
    assert "rootless" in to_markdown(page)
