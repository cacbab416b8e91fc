"""The lists that the site makes: errors and warnings, names of torch, and three numbers."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from literate.record.records import Record, Verified, code_hash, output_hashes
from literate.site.convert import convert, to_markdown
from literate.site.errors import errors
from literate.site.extension import article
from literate.site.indexes import apis
from literate.site.listing import APIS, ERRORS, MESSAGES
from literate.snippet import read_module

SHAPES = """\
# %% wrong tags=["raises-exception"]
import torch

torch.ones(2, 3) @ torch.ones(2, 3)
#> RuntimeError: mm: sizes (2x3 and 2x3)
#torch<2.15> RuntimeError: sizes (2x3 and 2x3)

# %% warns
torch.zeros(1).T
#> UserWarning: <T> of "x" ...
#> tensor([0.])

# %% gone
torch.optim.SGD
#torch<2.15> FutureWarning: old
"""
OTHER = """\
# %% again tags=["raises-exception"]
from torch import nn

nn.Linear(4, 5)
#> RuntimeError: mm: sizes (4x5 and 10x2)
"""


def page(title: str, *sections: str) -> str:
    head = f"---\ndescription: d\n---\n\n# {title} {{ #top }}\n\n"
    return head + "\n\n".join(sections) + "\n"


def show(cell: str) -> str:
    return f'```python\n--8<-- "{cell}"\n```'


@pytest.fixture
def listed(site):
    """A project of two chapters, with the pages of both indexes."""
    site.releases("2.15.0", "2.14.0")
    site.module("calc/shapes.py", SHAPES)
    site.module("nets/layer.py", OTHER)
    wrong, warns, gone = (show(f"calc/shapes.py:{x}") for x in ("wrong", "warns", "gone"))
    parts = "## It `fails` { #fails }", wrong, "### Warned { #warned }", warns, gone
    named = "Use `torch.nn.Linear` and torch.dot.", "## See also { #see-also }", "`torch.mm`"
    site.page("calc/shapes.md", page("Shapes", *parts))
    site.page("nets/layer.md", page("Layers", show("nets/layer.py:again"), *named))
    site.page("nets/use.md", page("Use", "A `torch.dot(a, b)`."))
    site.page("index.md", page("Home", wrong, "<!-- literate:numbers -->"))
    site.page(ERRORS, page("Errors", "<!-- literate:errors -->"))
    site.page(APIS, page("APIs", "<!-- literate:apis -->"))
    nav = "nav:\n  - index.md\n  - Nets: [nets/layer.md, nets/use.md]\n  - Calc: [calc/shapes.md]\n"
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        (site.root / name).write_text(nav, encoding="utf-8")
    return site.project


def test_a_quoted_message_is_listed_as_such_unless_it_was_reproduced(listed, site):
    text = "RuntimeError: mm: sizes (1x1 and 2x2)\nRuntimeError: on two devices"
    quoted = f'```text wording="2.15.0"\n{text}\n```'
    site.page("nets/use.md", page("Use", "## There { #there }", quoted))
    found = {one.message.partition(" (")[0]: one for one in errors(listed, "en")}
    assert found["RuntimeError: on two devices"].quoted
    assert [p.id for p in found["RuntimeError: on two devices"].places] == ["there"]
    reproduced = found["RuntimeError: mm: sizes"]
    assert (reproduced.quoted, len(reproduced.places)) == (False, 3)
    html = article(listed, "en", ERRORS)
    assert html.count("not run here") == 1
    assert "<strong>3</strong> errors and warnings" in article(listed, "en", "index.md")


def test_a_message_has_all_its_sections_and_its_older_wording(listed):
    found = {one.message: one for one in errors(listed, "en")}
    first, warned, gone = (
        found["RuntimeError: mm: sizes (4x5 and 10x2)"],
        found['UserWarning: <T> of "x"'],
        found["FutureWarning: old"],
    )
    assert len(found) == 3
    places = [(p.page, p.id, p.section, p.chapter) for p in first.places]
    assert places == [
        ("nets/layer.md", "", "", "Nets"),
        ("calc/shapes.md", "fails", "It fails", "Calc"),
    ]
    assert first.older == [("2.14", "RuntimeError: sizes (2x3 and 2x3)")]
    assert [p.id for p in warned.places] == ["warned"]
    assert gone.older == [("2.14", "FutureWarning: old")]  # the newest release is silent


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_error_index_is_a_list_below_each_type(listed, language):
    soup = BeautifulSoup(article(listed, language, ERRORS), "html.parser")
    assert [h.get("id") for h in soup.find_all("h2")] == [
        *("futurewarning", "runtimeerror", "userwarning"),
    ]
    lists = soup.select("h2 + ul.index")
    assert [len(one.find_all("li")) for one in lists] == [1, 1, 1]
    links = [(a["href"], a.code and a.code.get_text()) for a in lists[1].find_all("a")]
    assert links == [
        ("../nets/layer/", "RuntimeError: mm: sizes (4x5 and 10x2)"),
        ("../calc/shapes/#fails", None),
    ]
    assert "torch 2.14" in lists[1].p.get_text()
    assert lists[2].code.get_text() == 'UserWarning: <T> of "x"'
    assert "3" in soup.select_one(".filter [role=status]").get_text()
    assert soup.select_one(".filter input")["aria-label"]


ENTRY = """\
# %% raise tags=["raises-exception"]
import torch

torch.ones(3) @ torch.ones(4)
#> RuntimeError: dot: sizes 3 and 4
#torch<2.15> RuntimeError: inconsistent 3 and 4
"""


@pytest.fixture
def entered(listed, site):
    """The same project with an entry of two messages, the page's and its own."""
    site.module("errors/sizes.py", ENTRY)
    old = '```text wording="https://e.org/1"\nRuntimeError: mm: sizes (9x9 and 8x8)\n```'
    text = page("sizes", show("errors/sizes.py:raise"), "## Older { #older }", old)
    site.page("errors/sizes.md", text.replace("description: d", "description: d\ntopic: shapes"))
    site.page(MESSAGES, page("A–Z", "<!-- literate:messages -->"))
    return listed


def test_an_entry_stands_under_its_topic_with_its_messages_and_the_rest_below(entered):
    soup = BeautifulSoup(article(entered, "en", ERRORS), "html.parser")
    headings = [h.get("id") for h in soup.find_all("h2")]
    assert headings == ["shapes", "futurewarning", "userwarning"]
    (entry,) = soup.select("#shapes + ul.index > li")
    assert [(a["href"], a.get_text()) for a in entry.find_all("a")] == [("sizes/", "sizes")]
    assert entry.p.get_text() == "d"
    assert [code.get_text() for code in entry.select("[hidden] code")] == ["inconsistent 3 and 4"]


def test_from_a_to_z_each_wording_leads_to_its_entry_first(entered):
    soup = BeautifulSoup(article(entered, "en", MESSAGES), "html.parser")
    rows = [(li.a["href"], li.code.get_text(), li.small.get_text()) for li in soup.select("li")]
    assert rows == [
        ("../sizes/", "dot: sizes 3 and 4", "RuntimeError"),
        ("../sizes/", "inconsistent 3 and 4", "RuntimeError · torch 2.14"),
        ("../sizes/", "mm: sizes (9x9 and 8x8)", "RuntimeError"),
        ("../../calc/shapes/#warned", "old", "FutureWarning"),
        ("../sizes/", "sizes (2x3 and 2x3)", "RuntimeError · torch 2.14"),
        ("../../calc/shapes/#warned", '<T> of "x"', "UserWarning"),
    ]
    assert [h.get_text()[0] for h in soup.find_all("h2")] == ["D", "I", "M", "O", "S", "T"]


def test_an_entry_says_its_topic_and_is_no_place_to_learn_a_name(entered):
    soup = BeautifulSoup(article(entered, "en", "errors/sizes.md"), "html.parser")
    assert soup.select_one(".page-head .topic a")["href"] == "../#shapes"
    places = apis(entered, "en")["torch.ones"]
    assert [place.page for place in places] == ["calc/shapes.md"]


def test_a_broken_page_is_left_to_its_own_build(site, listed):
    site.page("nets/layer.md", "# T { #t }\n\n```python\nprint(1)\n```\n")
    assert [one.places[0].page for one in errors(listed, "en")] == ["calc/shapes.md"] * 3


def test_a_name_has_a_section_of_each_page_first_of_those_that_speak_of_it(listed):
    found = {name: [(p.page, p.id) for p in places] for name, places in apis(listed, "en").items()}
    assert found["torch.dot"] == [("nets/layer.md", ""), ("nets/use.md", "")]
    assert found["torch.nn.Linear"] == [("nets/layer.md", "")]
    assert found["torch.ones"] == [("calc/shapes.md", "fails")]
    assert found["torch.zeros"] == [("calc/shapes.md", "warned")]
    assert "torch.mm" not in found  # which only "See also" names


def test_the_api_index_leads_to_pages_and_to_pytorch_and_folds_many(site, listed):
    for number in range(8):
        site.page(f"nets/{number}.md", page(number, "`torch.dot`"))
    soup = BeautifulSoup(article(listed, "en", APIS), "html.parser")
    headings = [h.get_text().removesuffix("¶") for h in soup.find_all("h2")]
    assert headings == ["torch", "torch.nn", "torch.optim"]
    (dot,) = (li for li in soup.select(".index > li") if li.code.get_text() == "torch.dot")
    assert dot.a["href"].startswith("https://docs.pytorch.org/")
    assert len(dot.find_all("a", recursive=False)) == 6
    assert [a.get_text() for a in dot.details.find_all("a")] == ["3", "4", "5", "6", "7"]
    assert dot.summary.get_text() == "5 more pages"


def test_the_markdown_of_an_index_has_full_links_and_no_field(listed):
    made = convert(listed, "en", ERRORS, "https://e.org/", Verified(listed))
    text = to_markdown(made)
    assert "\n## RuntimeError\n\n- [`RuntimeError: mm: sizes (4x5 and 10x2)`" in text
    assert "(https://e.org/en/calc/shapes/#fails)" in text
    assert "entries" not in text
    assert [section.text for section in made.sections] == [""]  # the search has them already


def test_the_numbers_count_what_ran_and_what_holds(site, listed):
    site.page("verified.md", page("V", "x"))
    verified = Verified(listed)

    def numbers() -> list[str]:
        (listed.snippets / "verified.json").write_bytes(verified.encode())
        soup = BeautifulSoup(article(listed, "en", "index.md"), "html.parser")
        found = [li.get_text() for li in soup.select(".numbers li")]
        assert [a["href"] for a in soup.select(".numbers a")] == [
            "errors/" if "error" in text else "verified/" for text in found
        ]
        return [re.match(r"\d+ \w+", text)[0] for text in found]

    assert numbers() == ["3 errors"]
    for path, torch in (
        ("calc/shapes.py", "2.15.0+cpu"),
        ("calc/shapes.py", "2.14.0+cpu"),
        ("nets/layer.py", "2.15.0+cpu"),
    ):
        module = read_module(listed, path)
        run = {"torch": torch, "hardware": "h", "python": "3.11", "date": "2026-11-23"}
        run |= {"code": code_hash(module), "outputs": output_hashes(module, "cpu", torch)}
        verified.put(path, Record("cpu", **run))
    assert numbers() == ["4 blocks", "3 errors", "1 releases"]
    site.module("nets/layer.py", OTHER.replace("(4, 5)", "(4, 6)"))
    assert numbers() == ["3 blocks", "3 errors"]


def test_an_entry_without_a_typed_message_is_listed_too(entered, site):
    quote = '```text wording="https://e.org/2"\nUnable to do: it\nat all\n```'
    head = page("Unable", quote).replace("description: d", "description: u\ntopic: gpu")
    site.page("errors/unable.md", head)
    soup = BeautifulSoup(article(entered, "en", ERRORS), "html.parser")
    (entry,) = soup.select("#gpu + ul.index > li")
    assert (entry.a.get_text(), entry.p.get_text()) == ("Unable", "u")
    soup = BeautifulSoup(article(entered, "en", MESSAGES), "html.parser")
    rows = {li.code.get_text(): li.small.get_text() for li in soup.select("li")}
    assert rows["Unable to do: it"] == ""
