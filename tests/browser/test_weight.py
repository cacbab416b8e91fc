"""What a reader's line has to carry, as the server counts it: compressed, headers included."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path

import pytest

from tests.browser.conftest import open_next

pytestmark = pytest.mark.content
KB = 1000
# What a first page may weigh, however the site grows; what was measured, and 5 %: the next one, any
# page alone.
FIRST_PAGE, NEXT_PAGE, PAGE = 90 * KB, 15.2 * KB, 22.5 * KB
RAISE = "Make them fewer, or, if a reader gains by them, raise the budget at the top of this file."
FIRST, NEXT = "autograd/backward/", "autograd/accumulate/"


def arrived(page, server, address: str) -> list:
    """Open a page, let it come to rest, and return what the server sent for it."""
    server.answers.clear()
    page.goto(server.url + address, wait_until="networkidle")
    return list(server.answers)


def told(answers: list) -> str:
    """The answers, the heaviest first, for who must fix a budget that is broken."""
    heavy = sorted(answers, key=lambda answer: -answer.bytes)
    lines = [f"{answer.bytes:7} {answer.status} {answer.path}" for answer in heavy]
    total = f"{sum(answer.bytes for answer in answers)} bytes are too many. {RAISE}"
    return "\n".join([total, *lines])


@pytest.mark.parametrize("follow", [False, True], ids=["typed", "link"])
@pytest.mark.parametrize("language", ["", "en/"])
def test_an_example_page_is_light_and_the_next_one_lighter(page, server, language, follow):
    """Where instant navigation fetches the next page, its scripts must not come again."""
    first = arrived(page, server, language + FIRST)
    assert sum(answer.bytes for answer in first) <= FIRST_PAGE, told(first)
    if follow:
        server.answers.clear()
        open_next(page)
        page.wait_for_load_state("networkidle")
        then = list(server.answers)
    else:
        then = arrived(page, server, language + NEXT)
    assert 0 < sum(answer.bytes for answer in then) <= NEXT_PAGE, told(then)


def compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_first_answer_of_the_search_is_light(site, language):
    """Its scripts, and titles, names and messages: at most 150 KB where there are 160 pages."""
    names = ("vendor/minisearch/minisearch.min.js", "js/search-core.js", "js/search-worker.js")
    scripts = sum(compressed(site / "assets" / name) for name in names)
    index = site / language / "search/pages.js"
    pages = len(
        json.loads(index.read_text(encoding="utf-8")[len("searchIndex.pages(") : -2])["pages"]
    )
    assert scripts + compressed(index) / pages * 160 <= 150 * KB


def test_every_page_is_small(site):
    sizes = {file.relative_to(site).as_posix(): compressed(file) for file in site.rglob("*.html")}
    # A list of what all pages show grows with them: 60 KB where there are 160.
    for folder, name in itertools.product(("", "en/"), ("api", "errors", "errors/a-z")):
        size = sizes.pop(f"{folder}{name}/index.html")
        pages = sum(name.startswith("en/") == bool(folder) for name in sizes)
        assert size / pages * 160 <= 60 * KB
    heavy = [f"{name}: {size} bytes" for name, size in sizes.items() if size > PAGE]
    assert not heavy, "\n".join([f"More than {PAGE:.0f} bytes. Split the page.", *heavy])
