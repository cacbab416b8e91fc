"""The table of what was verified."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from literate.provenance import Record, Verified, code_hash, output_hash
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

# %% c tags=["requires-cuda-2"]
print(device)
#cuda> cuda:1
"""
PAGE = '# T { #t }\n\n```python\n--8<-- "x/a.py:a"\n```\n'


@pytest.fixture
def recorded(site):
    """Records of ``x/a.py`` on some devices."""
    site.module("x/a.py", MODULE)
    site.page("x/a.md", PAGE)

    def recorded(*devices: str, **changes: str) -> Verified:
        module = read_module(site.project, "x/a.py")
        verified = Verified(site.project)
        verified.records["x/a.py"] = {
            device: Record(
                **{
                    "code": code_hash(module),
                    "output": output_hash(module, device),
                    "torch": "2.13.0+cu130",
                    "device": "NVIDIA H200" if device == "cuda" else "CPU",
                    "python": "3.11",
                    "date": "2026-11-23",
                }
                | changes
            )
            for device in devices
        }
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


@pytest.mark.parametrize(
    ("language", "cpu", "cuda"),
    [
        ("zh", "已验证GPU 单元未运行：2 个", "已验证双 GPU 单元未运行：1 个"),
        (
            "en",
            "verifiedGPU cells not run: 2",
            "verifiedtwo-GPU cells not run: 1",
        ),
    ],
)
def test_every_module_has_a_row_for_each_device(site, recorded, language, cpu, cuda):
    record = ["2.13.0+cu130", "3.11"]
    assert rows(table(site.project, recorded("cpu", "cuda"), language)) == {
        "x-a": ["x/a", "CPU", cpu, *record, "CPU", "2026-11-23"],
        "x-a-cuda": ["x/a", "CUDA", cuda, *record, "NVIDIA H200", "2026-11-23"],
    }


@pytest.mark.parametrize(("language", "word"), [("zh", "未验证"), ("en", "not verified")])
def test_what_is_missing_is_said(site, recorded, language, word):
    found = rows(table(site.project, recorded("cpu"), language))
    assert found["x-a-cuda"] == ["x/a", "CUDA", word, "—", "—", "—", "—"]


@pytest.mark.parametrize(
    ("language", "word"), [("zh", "2026-11-23 之后有改动"), ("en", "changed since 2026-11-23")]
)
@pytest.mark.parametrize("what", ["code", "output"])
def test_a_change_is_said_with_the_last_record(site, recorded, language, word, what):
    found = rows(table(site.project, recorded("cuda", **{what: "other"}), language))
    assert found["x-a-cuda"][2:] == [word, "2.13.0+cu130", "3.11", "NVIDIA H200", "2026-11-23"]


def test_records_of_modules_that_are_gone_have_no_row(site, recorded):
    verified = recorded("cpu")
    verified.records["gone.py"] = verified.records["x/a.py"]
    assert list(rows(table(site.project, verified, "en"))) == ["x-a", "x-a-cuda"]


def test_states_sort_from_verified_to_missing_and_empty_cells_are_told_by_their_key(site, recorded):
    html = table(site.project, recorded("cpu"), "en")
    assert re.findall(r'<td data-key="(\d)"', html) == ["0", "2"]
    (_, missing) = parsed(html).findall(".//tbody/tr")
    assert [cell.get("data-key") for cell in missing[3:]] == [""] * 4
    changed = table(site.project, recorded("cpu", code="other"), "en")
    assert re.findall(r'<td data-key="(\d)"', changed) == ["1", "2"]


def test_what_a_record_holds_is_escaped(site, recorded):
    html = table(site.project, recorded("cpu", device='<b a="1">&'), "en")
    assert rows(html)["x-a"][5] == '<b a="1">&'
    assert "<b" not in html.replace("<br>", "").replace("<tbody>", "")


def test_the_table_has_a_caption_and_scopes(site, recorded):
    html = parsed(table(site.project, recorded("cpu"), "en"))
    assert html.find(".//caption").text
    assert {heading.get("scope") for heading in html.findall(".//thead//th")} == {"col"}
    assert [row[0].get("scope") for row in html.findall(".//tbody/tr")] == ["row", "row"]


@pytest.mark.parametrize(
    ("page", "address"),
    [("x/a.md", "../x/a/"), ("other.md", "../other/"), ("y/index.md", "../y/"), (None, None)],
)
def test_a_module_links_to_the_page_that_shows_it(site, recorded, page, address):
    verified = recorded("cpu")
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
                "CPU：2 个代码模块中已验证 1 个，1 个从未验证。",
                "CUDA：2 个代码模块中已验证 0 个，1 个改动之后还没有再验证，1 个从未验证。",
            ],
        ),
        (
            "en",
            [
                "CPU: 1 of 2 modules verified, 1 never verified.",
                "CUDA: 0 of 2 modules verified, 1 not verified since they changed, "
                "1 never verified.",
            ],
        ),
    ],
)
def test_totals(site, recorded, language, said):
    site.module("b.py", "# %% a\nprint(1)\n")
    verified = recorded("cpu", "cuda")
    site.module("x/a.py", MODULE.replace("#cuda> cuda:0", "#cuda> cuda:9"))
    modules = [read_module(site.project, path) for path in site.project.modules()]
    html = parsed(totals(verified, modules, language))
    assert [line.text for line in html.iter("li")] == said
