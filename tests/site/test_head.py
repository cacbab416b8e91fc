"""The row below a page's title: what ran where, and what can be done with the page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from literate.page import read_page
from literate.record.records import Record, Verified, code_hash, output_hashes
from literate.site.head import has_errors, head
from literate.snippet import read_module

MODULE = """\
# %% one
print(1)
#> 1

# %% gpu tags=["requires-cuda"]
print(2)

# %% error tags=["raises-exception"]
int("x")
#> ValueError: x

# %% quiet tags=["raises-exception"]
raise SystemExit
"""
FENCE = '```python\n--8<-- "a.py:{}"\n```\n'


@pytest.fixture
def row(site):
    """The row of a page that shows some cells, and the records that it speaks of."""
    site.releases("2.15.0", "2.14.1")
    site.module("a.py", MODULE)

    def row(*cells: str, language: str = "en", records=(), repo_url: str = "", table="v.md"):
        text = "# T { #t }\n\n" + "\n".join(map(FENCE.format, cells))
        site.page("p.md", text)
        module, verified = read_module(site.project, "a.py"), Verified(site.project)
        for device, torch in records:
            run = {"torch": torch, "hardware": "NVIDIA H200", "python": "3", "date": "2026-11-23"}
            run |= {"code": code_hash(module), "outputs": output_hashes(module, device, torch)}
            verified.put("a.py", Record(device, **run))
        page = read_page(site.project, site.project.docs(language) / "p.md")
        html = head(page, verified, text.split("\n"), table, repo_url)
        return BeautifulSoup(html, "html.parser")

    return row


CPU = [("cpu", "2.15.0"), ("cpu", "2.14.1")]


@pytest.mark.parametrize(
    ("language", "records", "cells", "chips"),
    [
        (
            "en",
            CPU,
            ["one", "gpu"],
            [
                "✓ ran on CPU · torch 2.14 – 2.15 · 2026-11-23",
                "CUDA: not run yet (1 cell needs a GPU)",
            ],
        ),
        (
            "zh",
            CPU,
            ["gpu"],
            [
                "✓ 已在 CPU 上运行 · torch 2.14 – 2.15 · 2026-11-23",
                "CUDA：尚未运行（1 段只能在 GPU 上运行）",
            ],
        ),
        ("en", [], ["one"], ["CPU: not run yet", "CUDA: not run yet"]),
        (
            "en",
            [("cuda", "2.15.0")],
            ["one"],
            ["CPU: not run yet", "✓ ran on CUDA / NVIDIA H200 · torch 2.15 · 2026-11-23"],
        ),
    ],
)
def test_what_ran_where_is_a_chip_each(row, language, records, cells, chips):
    found = row(*cells, language=language, records=records).select(".chip")
    assert [chip.get_text() for chip in found] == chips
    assert ["missing" in chip["class"] for chip in found] == ["✓" not in text for text in chips]
    assert [chip.get("href") for chip in found] == ["v.md#a", *[None] * (len(chips) - 1)]


def test_a_module_that_asks_for_no_device_says_nothing_of_cuda(site, row):
    site.module("a.py", "# %% one\nprint(1)\n#> 1\n")
    chips = row("one", records=CPU, table="").select(".chip")
    assert [(chip.name, chip.get_text()[:12]) for chip in chips] == [("span", "✓ ran on CPU")]


def test_a_page_without_code_offers_its_markdown_alone(row):
    soup = row(repo_url="https://github.com/owner/name")
    assert soup.select(".chip") == []
    assert [a.get("href") for a in soup.select("a")] == ["index.md"]
    assert soup.button["data-copy"] == "index.md"


@pytest.mark.parametrize(
    ("pitfalls", "cell", "there"),
    [
        ("## Pitfalls { #pitfalls }", "error", True),
        ("## Pitfalls { .x #pitfalls }", "error", True),
        ("## Pitfalls { #pitfalls-2 }", "error", False),
        ("## Pitfalls { #pitfalls }", "quiet", False),
        ("", "error", False),
    ],
)
def test_errors_are_pointed_at_where_a_section_of_pitfalls_shows_some(
    site, row, pitfalls, cell, there
):
    text = f"# T {{ #t }}\n\n{pitfalls}\n\n{FENCE.format(cell)}\n\n## End {{ #end }}\n"
    site.page("p.md", text)
    page = read_page(site.project, site.project.docs("en") / "p.md")
    assert has_errors(text.split("\n"), page.examples) == there
    html = head(page, Verified(site.project), text.split("\n"), "", "")
    assert ('<a href="#pitfalls">' in html) == there


def test_an_error_above_the_pitfalls_is_none_of_them(site, row):
    text = f"# T {{ #t }}\n\n{FENCE.format('error')}\n\n## Pitfalls {{ #pitfalls }}\n"
    site.page("p.md", text)
    page = read_page(site.project, site.project.docs("en") / "p.md")
    assert not has_errors(text.split("\n"), page.examples)
