"""The search, by keyboard and on a phone; which page comes first is in ``search.yml``."""

from __future__ import annotations

import re
from html import unescape

import pytest
from playwright.sync_api import expect

from literate.check.search import expectations
from literate.project import FOLDERS, LANGUAGES, page_url
from tests.browser.conftest import PHONE, PROJECT

PAGE = "autograd/backward/"
QUERY = "[data-md-component=search-query]"
RESULT = "[data-md-component=search-result] .md-search-result__link"


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_opens_search_and_arrow_and_enter_open_a_result(page, server, key):
    page.goto(server.url + PAGE)
    page.keyboard.press(key)
    expect(page.locator(QUERY)).to_be_focused()
    page.keyboard.type("zero_grad")
    expect(page.locator(RESULT).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(RESULT).first).to_be_focused()
    address = page.locator(RESULT).first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.split("?")[0].split("#")[0] != server.url + PAGE)
    assert page.url.split("?")[0].split("#")[0] in address


def test_escape_closes_search(page, server):
    page.goto(server.url + PAGE)
    page.keyboard.press("/")
    expect(page.locator(QUERY)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(QUERY)).not_to_be_focused()


def test_search_works_on_a_phone(page, server):
    page.set_viewport_size(PHONE)
    page.goto(server.url + "en/" + PAGE)
    page.locator("label.md-header__button[for=__search]").click()
    page.locator(QUERY).fill("requires_grad")
    expect(page.locator(RESULT).first).to_be_visible()


def text_of(html: str) -> str:
    return unescape(re.sub("<[^>]*>", "", html))


@pytest.mark.content
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_page_comes_first(page, server, language):
    home = server.url + FOLDERS[language]
    pages = {home + page_url(name): name for name in PROJECT.pages(language)}
    page.goto(home)
    page.keyboard.press("/")
    box, first = page.locator(QUERY), page.locator(RESULT).first
    wrong = []
    for expected in (e for e in expectations(PROJECT) if e.language == language):
        box.fill("")
        expect(page.locator(RESULT)).to_have_count(0)
        box.fill(expected.query)
        try:
            expect(first).to_be_visible()
        except AssertionError:
            wrong.append(expected.problem(None))
            continue
        address = first.evaluate("link => link.href").split("?")[0].split("#")[0]
        html = server.find(address).read_text(encoding="utf-8")
        headings = map(text_of, re.findall(r"<h[1-6].*?</h[1-6]>", html, re.DOTALL))
        wrong.append(expected.problem(pages[address], headings))
    if wrong := [problem for problem in wrong if problem]:
        pytest.fail("\n".join(map(str, wrong)), pytrace=False)
