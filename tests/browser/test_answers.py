"""What readers ask, typed into the search: real questions, and every message that a page prints.

``questions.tsv`` holds what users of PyTorch typed in public, and the pages that answer it; none
where the site has no answer. How often the right page comes first is printed: ``-rP`` shows it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from literate.page import read_page
from literate.project import FOLDERS, LANGUAGES, page_url
from literate.site.search import messages
from tests.browser.conftest import PROJECT, Search

ABOVE = """\
Traceback (most recent call last):
  File "/home/me/project/train.py", line 87, in <module>
    train(model, loader)
  File "/opt/conda/lib/python3.11/site-packages/torch/nn/modules/linear.py", line 134, in forward
    return F.linear(input, self.weight, self.bias)
"""
OTHER_TYPE = {"Float": "Half", "Double": "BFloat16", "Long": "Int", "Half": "Double"}


@pytest.fixture(params=LANGUAGES)
def search(request, page, server) -> tuple[str, Search]:
    return request.param, Search(page, server.url + FOLDERS[request.param])


def questions(language: str) -> list[tuple[str, list[str]]]:
    with open(Path(__file__).with_name("questions.tsv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    mine = [row for row in rows if row["language"] == language]
    return [(row["typed"].replace("\\n", "\n"), row["pages"].split()) for row in mine]


def ranks(search: Search, asked: Iterable[tuple[str, set[str]]]) -> dict[str, int]:
    """For each query, the place of the first address that is wanted; 0 if none is shown."""
    found = {}
    for query, wanted in asked:
        places = [i for i, one in enumerate(search.ask(query), 1) if wanted & {one, bare(one)}]
        found[query] = places[0] if places else 0
    return found


def bare(address: str) -> str:
    return address.partition("#")[0]


def share(places: dict[str, int], up_to: int) -> float:
    """How much of the queries is answered by one of the first results."""
    return sum(0 < place <= up_to for place in places.values()) / len(places)


def told(places: dict[str, int]) -> str:
    late = [f"{place}: {query[-100:]!r}" for query, place in places.items() if place != 1]
    top = f"first {share(places, 1):.0%}, among three {share(places, 3):.0%} of {len(places)}"
    return "\n".join([top, *late])


@pytest.mark.content
def test_real_questions_find_their_page(search):
    language, box = search
    asked = [(q, {page_url(f"{p}.md") for p in pages}) for q, pages in questions(language) if pages]
    places = ranks(box, asked)
    print(language, told(places))
    assert share(places, 1) >= 0.8, told(places)
    assert share(places, 3) >= 0.95, told(places)


def test_what_the_site_does_not_answer_is_said_to_be_elsewhere(search):
    language, box = search
    doubted = {}
    for query, pages in questions(language):
        box.ask(query)
        doubted[query] = box.doubts, bool(pages)
    absent = [doubts for doubts, answered in doubted.values() if not answered]
    wrongly = [doubts for doubts, answered in doubted.values() if answered]
    print(language, f"{sum(absent)} of {len(absent)} absent, {sum(wrongly)} of {len(wrongly)} not")
    assert sum(absent) >= 0.5 * len(absent), doubted
    assert sum(wrongly) <= 0.15 * len(wrongly), doubted


def printed(language: str) -> dict[str, set[str]]:
    """Each message that the pages of a language print, and the sections that do."""
    found: dict[str, set[str]] = {}
    for name in PROJECT.pages(language):
        page = read_page(PROJECT, PROJECT.docs(language) / name)
        for example in page.examples:
            above = [h.id for h in page.headings if h.line < example.line and 1 < h.level < 4]
            place = page_url(name) + (f"#{above[-1]}" if above else "")
            for message in messages(example.cell):
                found.setdefault(message, set()).add(place)
    return found


def _numbers(message: str) -> str:
    return re.sub(r"\d+", lambda number: str(int(number[0]) * 7 + 13), message)


def _names(message: str) -> str:
    other = re.sub(r"""(['"])[A-Za-z_][\w.]*\1""", r"\1encoder.proj\1", message)
    return re.sub(r"\b(?:Float|Double|Long|Half)\b", lambda kind: OTHER_TYPE[kind[0]], other)


# How a message is pasted; how often its page has to come first, and among the first three, and
# whether the link leads to the section that prints it.
PASTED: dict[str, tuple[Callable[[str], str], float, float, bool]] = {
    "whole": (lambda message: message, 1, 1, True),
    "traceback": (lambda message: ABOVE + message, 1, 1, True),
    "numbers": (_numbers, 1, 1, False),
    "names": (_names, 0.8, 0.9, False),
}


@pytest.mark.parametrize("way", PASTED)
def test_every_message_that_is_printed_leads_to_its_section(search, way):
    language, box = search
    change, first, three, section = PASTED[way]
    alike: dict[str, set[str]] = {}  # messages that differ in numbers alone are one
    everything = printed(language)
    for message, places in everything.items():
        alike.setdefault(re.sub(r"\d+", "0", message), set()).update(places)
    asked = {}
    for message, places in everything.items():
        if (query := change(message)) != message or way == "whole":
            wanted = alike[re.sub(r"\d+", "0", message)] if way == "numbers" else places
            asked[query] = wanted if section else {bare(place) for place in wanted}
    places = ranks(box, asked.items())
    print(language, way, told(places))
    assert share(places, 1) >= first, told(places)
    assert share(places, 3) >= three, told(places)
