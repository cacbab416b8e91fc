"""The table of records: a row for each module, a column for each device and release."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from literate.record.records import Record, Verified, code_hash, output_hashes
from literate.site.table import table
from literate.snippet import read_module

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
NEWEST, OLDER, GPU = ("cpu", "2.15.0+cpu"), ("cpu", "2.14.1+cu130"), ("cuda", "2.13.0+cu130")


@pytest.fixture
def shown(site):
    """The table of a project with records of ``x/a.py``; ``b.py`` asks for no device."""
    site.releases("2.15.0", "2.14.1")
    site.module("x/a.py", MODULE)
    site.module("b.py", "# %% a\nprint(1)\n")
    site.page("x/a.md", PAGE)

    def shown(*runs: tuple[str, str], language: str = "en", **changes: str):
        module, verified = read_module(site.project, "x/a.py"), Verified(site.project)
        for device, torch in runs:
            hardware = "NVIDIA H200" if device == "cuda" else "GenuineIntel AVX2"
            run = {"torch": torch, "hardware": hardware, "python": "3.11", "date": "2026-11-23"}
            run |= {"code": code_hash(module), "outputs": output_hashes(module, device, torch)}
            verified.put("x/a.py", Record(device, **run | changes))
            verified.records["gone.py"] = verified.records["x/a.py"]
        html = table(site.project, verified, language).replace("<br>", "<br/>")
        html = html.replace("data-sortable data-stacks", 'data-sortable="" data-stacks=""')
        return ElementTree.fromstring(f"<div>{html}</div>")

    return shown


def texts(html: ElementTree.Element, path: str) -> list[str]:
    return ["".join(element.itertext()) for element in html.findall(path)]


def test_every_device_and_release_has_a_column(shown):
    html = shown(NEWEST, OLDER, GPU)
    assert texts(html, ".//thead//th") == ["Module", "CPU2.15", "CPU2.14", "CUDA2.13"]
    assert texts(html, ".//tr[@id='b']/*") == ["b", "—", "—", ""]
    assert texts(html, ".//tr[@id='x-a']/*") == ["x/a", "✓ −1", "✓ −2", "✓ −1"]
    assert [row.get("id") for row in html.findall(".//tbody/tr")] == ["b", "x-a"]
    assert html.find(".//caption").text
    assert {cell.get("scope") for cell in html.findall(".//th")} == {"col", "row"}


@pytest.mark.parametrize(("language", "word"), [("zh", "未运行"), ("en", "not run")])
def test_what_did_not_run_is_said_and_sorts_behind_what_did(shown, language, word):
    html = shown(NEWEST, language=language)
    assert texts(html, ".//tr[@id='x-a']/*") == ["x/a", "✓ −1", "—", "—"]
    said = [abbr.get("title") for abbr in html.findall(".//tr[@id='x-a']//abbr")]
    assert said[1:] == [word, word]
    keys = {
        id_: [c.get("data-key") for c in html.findall(f".//tr[@id='{id_}']/td")]
        for id_ in ("b", "x-a")
    }
    assert keys == {"b": ["2", "2", "3"], "x-a": ["0", "2", "2"]}


@pytest.mark.parametrize("what", ["code", "outputs"])
def test_a_change_is_said_with_the_day_of_the_last_record(shown, what):
    html = shown(NEWEST, **{what: "other"})
    assert texts(html, ".//tr[@id='x-a']/*")[1] == "✗ −1"
    assert html.find(".//tr[@id='x-a']//abbr").get("title") == "changed 2026-11-23"


@pytest.mark.parametrize(
    ("page", "address"),
    [("x/a.md", "../x/a/"), ("other.md", "../other/"), ("y/index.md", "../y/"), (None, None)],
)
def test_a_module_links_to_the_page_that_shows_it(site, shown, page, address):
    site.page("a.md", PAGE if page == "x/a.md" else "no example")  # its own page goes first
    site.page("broken.md", "```python\n")
    (site.project.docs("zh") / "x/a.md").unlink()
    if page:
        site.page(page, PAGE)
    links = {link.get("href") for link in shown(NEWEST, language="zh").iter("a")}
    assert links == ({address} if page else set())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            "CPU，torch 2.15.0+cpu：2 个代码模块中已验证 1 个（<b a=1>&，Python 3.11，"
            "2026 年 11 月 23 日）。\nCPU，torch 2.14.1：2 个代码模块中已验证 0 个。\n"
            "CUDA：尚未运行。",
        ),
        (
            "en",
            "CPU, torch 2.15.0+cpu: 1 of 2 modules verified (<b a=1>&, Python 3.11, "
            "23 November 2026).\nCPU, torch 2.14.1: 0 of 2 modules verified.\nCUDA: not run yet.",
        ),
    ],
)
def test_totals(shown, language, said):
    html = shown(NEWEST, language=language, hardware="<b a=1>&")
    assert texts(html, "ul/li") == said.split("\n")


def test_the_total_of_cuda_counts_the_modules_that_ask_for_it(shown):
    assert "CUDA, torch 2.13.0+cu130: 1 of 1 modules" in texts(shown(GPU), "ul/li")[-1]
