"""What readers ask, typed into the search: real questions, and every message that a page prints.

``questions.tsv`` holds what users of PyTorch typed in public, and the pages that answer it; none
where the site has no answer. How often the right page comes first is printed: ``-rP`` shows it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from literate.navigation import ENTRIES, head, is_entry
from literate.page import read_page
from literate.project import FOLDERS, LANGUAGES, page_url
from literate.site.search import messages, typed
from tests.browser.conftest import PROJECT, Search

ABOVE = """\
Traceback (most recent call last):
  File "/home/me/project/train.py", line 87, in <module>
    train(model, loader)
  File "/opt/conda/lib/python3.11/site-packages/torch/nn/modules/linear.py", line 134, in forward
    return F.linear(input, self.weight, self.bias)
"""
BEGINS = 90  # characters by which messages are taken for one: what follows is mostly advice
OTHER_TYPE = {"Float": "Half", "Double": "BFloat16", "Long": "Int", "Half": "Double"}
DTYPES = re.compile(r"\b(?:Float|Double|Long|Half|BFloat16|Int)\b")


@pytest.fixture(params=LANGUAGES)
def search(request, page, server) -> tuple[str, Search]:
    return request.param, Search(page, server.url + FOLDERS[request.param])


def questions(language: str) -> list[tuple[str, list[str]]]:
    with open(Path(__file__).with_name("questions.tsv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    mine = [row for row in rows if row["language"] == language]
    return [(row["typed"].replace("\\n", "\n"), row["pages"].split()) for row in mine]


def ranks(search: Search, asked: Mapping[str, set[str]]) -> dict[str, int]:
    """For each query, the place of the first address that is wanted; 0 if none is found."""
    found = {}
    for (query, wanted), addresses in zip(asked.items(), search.ask_all([*asked]), strict=True):
        places = [i for i, one in enumerate(addresses, 1) if wanted & {one, bare(one)}]
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
    places = {}
    for query, wanted in asked:  # in the dialog, as a reader does
        found = [i for i, one in enumerate(box.ask(query), 1) if bare(one) in wanted]
        places[query] = found[0] if found else 0
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
    assert sum(absent) >= 0.7 * len(absent), doubted
    assert sum(wrongly) <= 0.15 * len(wrongly), doubted


def printed(language: str) -> dict[str, set[str]]:
    """Each message that the pages of a language print or quote, and the sections that do."""
    found: dict[str, set[str]] = {}
    readers = (name for name in PROJECT.pages(language) if not name.startswith("contributing/"))
    for name in readers:
        page = read_page(PROJECT, PROJECT.docs(language) / name)
        said = [(example.line, messages(example.cell)) for example in page.examples]
        said += [(f.line, typed(f.text) or [f.text]) for f in page.fences if f.wording]
        for line, lines in said:
            above = [h.id for h in page.headings if h.line < line and 1 < h.level < 4]
            place = page_url(name) + (f"#{above[-1]}" if above else "")
            for message in lines:
                found.setdefault(message, set()).add(place)
    return found


def answers(language: str, everything: dict[str, set[str]]) -> dict[str, set[str]]:
    """The addresses that answer each message: its entries, or else the sections that print it.

    So do entries whose message begins alike, with other numbers and names, or goes on where the
    page cut it, those that quote it as part of a longer text, and those whose title, the part of a
    message that never changes, stands in it or goes on where the page cut it.
    """
    names = [name for name in PROJECT.pages(language) if is_entry(PROJECT, language, name)]
    heads = {page_url(x): head(PROJECT, language, x).title.replace("`", "") for x in names}
    titles = {address: shape(title) for address, title in heads.items()}
    quoting = [
        (page_url(name), shape(fence.text))
        for name in names
        for fence in read_page(PROJECT, PROJECT.docs(language) / name).fences
        if fence.wording
    ]
    entries: dict[str, set[str]] = {}
    for message, places in everything.items():
        found = {bare(place) for place in places if place.startswith(ENTRIES)}
        entries.setdefault(shape(message)[:BEGINS], set()).update(found)
    wanted = {}
    for message, places in everything.items():
        alike = entries[shape(message)[:BEGINS]]
        longer = (x for begin, x in entries.items() if begin.startswith(shape(message)[:BEGINS]))
        alike = alike.union(*longer) if len(shape(message)) > 20 else alike
        alike = alike | {x for x, title in titles.items() if title in shape(message)}
        if len(shape(message)) > 50:
            alike = alike | {x for x, text in quoting if shape(message) in text}
        if len(cut := message.partition(": ")[2].replace("`", "")) > 10:
            alike = alike | {x for x, title in heads.items() if title.startswith(cut)}
        listed = any(place.startswith(ENTRIES) for place in places)
        wanted[message] = alike if listed else places | alike
    return wanted


def shape(message: str) -> str:
    """A message without what is the reader's own: numbers, names in quotes, the operation."""
    quoted, numbers = r"\"[^\"]*\"|'[^']*'|`[^`]*`", r"\d+x[0-9a-f]+|\d+(?:, \d+)*"
    for own in (r"\w+(?=, is at version)", quoted, numbers, r"\s+"):
        message = re.sub(own, "0", message)
    return message


def _numbers(message: str) -> str:
    mine = r"(?<![A-Za-z]{2})\d+"  # not that of ReluBackward0, Conv2d or BFloat16
    return re.sub(mine, lambda number: str(int(number[0]) * 7 + 13), message)


def _names(message: str) -> str:
    """With another name in the first quotes, but for one that is PyTorch's or all that it says."""
    mine = r"""(['"])(?!torch|numpy)[A-Za-z_][\w.]*\1"""
    if len(re.sub(mine, "", message).split()) > 3:
        message = re.sub(mine, r"\1encoder.proj\1", message, count=1)
    return DTYPES.sub(lambda kind: OTHER_TYPE.get(kind[0], kind[0]), message)


def _half(message: str) -> str:
    return message[: 2 * len(message) // 3 + 20]


# How a message is pasted; how often its page has to come first, and among the first three.
PASTED: dict[str, tuple[Callable[[str], str], float, float]] = {
    "whole": (lambda message: message, 1, 1),
    "half": (_half, 0.95, 0.99),
    "traceback": (lambda message: ABOVE + message, 1, 1),
    "numbers": (_numbers, 1, 1),
    "names": (_names, 0.95, 0.97),
}


@pytest.mark.parametrize("way", PASTED)
def test_every_message_that_is_printed_leads_to_its_answer(search, way):
    language, box = search
    change, first, three = PASTED[way]
    wanted = answers(language, printed(language))
    queries = {message: change(message) for message in wanted}
    asked: dict[str, set[str]] = {}
    typed_alike: dict[str, set[str]] = {}  # but for data types, which "names" replaces
    for message, query in queries.items():
        if query != message or way == "whole":
            masked = DTYPES.sub("T", query)
            typed_alike.setdefault(masked, set()).update(wanted[message])
            asked[query] = typed_alike[masked]
    if way == "half":  # which others may begin with, too
        for query, alike in asked.items():
            begin = (m for m in wanted if shape(m).startswith(shape(query)))
            alike.update(*(wanted[message] for message in begin))
    places = ranks(box, asked)
    print(language, way, told(places))
    assert share(places, 1) >= first, told(places)
    assert share(places, 3) >= three, told(places)
