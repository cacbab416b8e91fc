"""The table of what was verified: a row for each module, a column for each device and release."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from literate.provenance import Record, Verified, code_hash, output_hashes
from literate.read import read_module
from literate.tabulate import table, totals

MODULE = """\
# %% a
print(device)
#> cpu
#cuda> cuda:0

# %% b tags=["requires-cuda"]
print(device)
#cuda> cuda:0

# %% c tags=["requires-torch-2.15"]
print(device)
"""
PAGE = '# T { #t }\n\n```python\n--8<-- "x/a.py:a"\n```\n'


@pytest.fixture
def recorded(site):
    """Records of ``x/a.py`` for some (device, torch) pairs; ``b.py`` asks for no device."""
    site.releases("2.15.0", "2.14.1")
    site.module("x/a.py", MODULE)
    site.module("b.py", "# %% a\nprint(1)\n")
    site.page("x/a.md", PAGE)

    def recorded(*runs: tuple[str, str], **changes: str) -> Verified:
        module = read_module(site.project, "x/a.py")
        verified = Verified(site.project)
        for device, torch in runs:
            values = {
                "torch": torch,
                "hardware": "NVIDIA H200" if device == "cuda" else "GenuineIntel AVX2",
                "python": "3.11",
                "date": "2026-11-23",
                "code": code_hash(module),
                "outputs": output_hashes(module, device, torch),
            }
            verified.put("x/a.py", Record(device, **values | changes))
        return verified

    return recorded


def parsed(html: str) -> ElementTree.Element:
    html = html.replace("<br>", "<br/>").replace("data-sortable", 'data-sortable=""')
    return ElementTree.fromstring(f"<div>{html}</div>")


def rows(html: str) -> dict[str, list[str]]:
    """The texts of each row's cells, by the row's id."""
    return {
        row.get("id"): ["".join(cell.itertext()) for cell in row]
        for row in parsed(html).findall(".//tbody/tr")
    }


def columns(html: str) -> list[str]:
    return ["".join(cell.itertext()) for cell in parsed(html).findall(".//thead//th")]


NEWEST, OLDER, GPU = ("cpu", "2.15.0+cpu"), ("cpu", "2.14.1+cu130"), ("cuda", "2.13.0+cu130")


def test_every_device_and_release_has_a_column(site, recorded):
    html = table(site.project, recorded(NEWEST, OLDER, GPU), "en")
    assert columns(html) == ["Module", "CPU2.15", "CPU2.14", "CUDA2.13"]
    assert rows(html) == {
        "b": ["b", "—", "—", ""],
        "x-a": ["x/a", "✓ −1", "✓ −2", "✓ −1"],
    }


@pytest.mark.parametrize(("language", "word"), [("zh", "未运行"), ("en", "not run")])
def test_what_did_not_run_is_said(site, recorded, language, word):
    html = table(site.project, recorded(NEWEST), language)
    assert columns(html)[1:] == ["CPU2.15", "CPU2.14", "CUDA"]
    assert rows(html)["x-a"] == ["x/a", "✓ −1", "—", "—"]
    assert [abbr.get("title") for abbr in parsed(html).findall(".//tr[@id='x-a']//abbr")][1:] == [
        word,
        word,
    ]


@pytest.mark.parametrize("what", ["code", "outputs"])
def test_a_change_is_said_with_the_day_of_the_last_record(site, recorded, what):
    html = table(site.project, recorded(NEWEST, **{what: "other"}), "en")
    assert rows(html)["x-a"][1] == "✗ −1"
    assert parsed(html).find(".//tr[@id='x-a']//abbr").get("title") == "changed 2026-11-23"


def test_records_of_modules_that_are_gone_have_no_row(site, recorded):
    verified = recorded(NEWEST)
    verified.records["gone.py"] = verified.records["x/a.py"]
    assert list(rows(table(site.project, verified, "en"))) == ["b", "x-a"]


def test_states_sort_from_verified_to_not_asked_for(site, recorded):
    html = parsed(table(site.project, recorded(NEWEST), "en"))
    keys = [[cell.get("data-key") for cell in row.findall("td")] for row in html.iter("tr")][1:]
    assert keys == [["2", "2", "3"], ["0", "2", "2"]]


def test_what_a_record_holds_is_escaped(site, recorded):
    html = table(site.project, recorded(NEWEST, hardware='<b a="1">&'), "en")
    assert '<b a="1">&' in "".join(parsed(html).find("ul").itertext())
    assert "<b " not in html


def test_the_table_has_a_caption_and_scopes(site, recorded):
    html = parsed(table(site.project, recorded(NEWEST), "en"))
    assert html.find(".//caption").text
    assert {heading.get("scope") for heading in html.findall(".//thead//th")} == {"col"}
    assert [row[0].get("scope") for row in html.findall(".//tbody/tr")] == ["row", "row"]


@pytest.mark.parametrize(
    ("page", "address"),
    [("x/a.md", "../x/a/"), ("other.md", "../other/"), ("y/index.md", "../y/"), (None, None)],
)
def test_a_module_links_to_the_page_that_shows_it(site, recorded, page, address):
    verified = recorded(NEWEST)
    for language in ("zh", "en"):
        (site.project.docs(language) / "x/a.md").unlink()
    site.page("broken.md", "```python\n")
    if page:
        site.page(page, PAGE)
    links = {link.get("href") for link in parsed(table(site.project, verified, "zh")).iter("a")}
    assert links == ({address} if page else set())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            [
                "CPU，torch 2.15.0+cpu：2 个代码模块中已验证 1 个"
                "（GenuineIntel AVX2，Python 3.11，2026 年 11 月 23 日）。",
                "CPU，torch 2.14.1：2 个代码模块中已验证 0 个。",
                "CUDA：尚未运行。",
            ],
        ),
        (
            "en",
            [
                "CPU, torch 2.15.0+cpu: 1 of 2 modules verified "
                "(GenuineIntel AVX2, Python 3.11, 23 November 2026).",
                "CPU, torch 2.14.1: 0 of 2 modules verified.",
                "CUDA: not run yet.",
            ],
        ),
    ],
)
def test_totals(site, recorded, language, said):
    verified = recorded(NEWEST)
    modules = [read_module(site.project, path) for path in site.project.modules()]
    html = parsed(totals(verified, modules, language))
    assert [line.text for line in html.iter("li")] == said


def test_the_total_of_cuda_counts_the_modules_that_ask_for_it(site, recorded):
    modules = [read_module(site.project, path) for path in site.project.modules()]
    assert "CUDA, torch 2.13.0+cu130: 1 of 1 modules" in totals(recorded(GPU), modules, "en")
