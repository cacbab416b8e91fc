"""What a reader's line has to carry, as the server counts it: compressed, headers included."""

from __future__ import annotations

import gzip

import pytest

KB = 1000
FIRST, NEXT = "autograd/backward/", "autograd/accumulate/"


def arrived(page, server, address: str) -> list:
    """Open a page, let it come to rest, and return what the server sent for it."""
    server.answers.clear()
    page.goto(server.url + address, wait_until="networkidle")
    return list(server.answers)


def told(answers: list) -> str:
    """The answers, the heaviest first, for who must mend a budget that is broken."""
    heavy = sorted(answers, key=lambda answer: -answer.bytes)
    lines = [f"{answer.bytes:7} {answer.status} {answer.path}" for answer in heavy]
    return "\n".join([f"{sum(answer.bytes for answer in answers)} bytes", *lines])


@pytest.mark.parametrize("language", ["", "en/"])
def test_an_example_page_is_light_and_the_next_one_lighter(page, server, language):
    first = arrived(page, server, language + FIRST)
    assert sum(answer.bytes for answer in first) <= 75 * KB, told(first)
    then = arrived(page, server, language + NEXT)
    assert sum(answer.bytes for answer in then) <= 12 * KB, told(then)


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_reader_who_follows_a_link_asks_for_no_more(page, server, language):
    """Instant navigation fetches the next page itself; its scripts must not come again."""
    arrived(page, server, language + FIRST)
    server.answers.clear()
    page.locator(f"article a[href*='{NEXT.split('/')[1]}'], .md-footer a[rel=next]").first.click()
    page.wait_for_url(server.url + language + NEXT)
    page.wait_for_load_state("networkidle")
    then = list(server.answers)
    assert sum(answer.bytes for answer in then) <= 12 * KB, told(then)


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_search_index_is_small(site, language):
    index = (site / language / "search/search_index.json").read_bytes()
    assert len(gzip.compress(index, 6)) <= 350 * KB


def test_every_page_is_small(site):
    sizes = {
        f.relative_to(site).as_posix(): len(gzip.compress(f.read_bytes(), 6))
        for f in site.rglob("*.html")
    }
    assert {name: size for name, size in sizes.items() if size > 15 * KB} == {}
