"""The search, by keyboard and on a phone; which page comes first is in ``search.yml``."""

from __future__ import annotations

import re
from html import unescape

import pytest
from playwright.sync_api import expect

from literate.check.search import expectations
from literate.project import FOLDERS, LANGUAGES, page_url
from tests.browser.conftest import PHONE, PROJECT, Search, wait_until

PAGE = "autograd/backward/"
QUERY, RESULT = "#search textarea", "#search ol[data-answered]:not([data-answered='']) a"
FREQUENT = "#search ol a[data-search]"
MESSAGE = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x5 and 10x2)"
# The texts that are marked.
MARKED = "[...(CSS.highlights.get('search') || [])].map(String)"


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_opens_search_and_arrow_and_enter_open_a_result(page, server, key):
    page.goto(server.url + PAGE)
    page.keyboard.press(key)
    expect(page.locator(QUERY)).to_be_focused()
    page.keyboard.type("zero_grad")
    expect(page.locator(RESULT).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(RESULT).first).to_be_focused()
    address = page.locator(RESULT).first.evaluate("link => link.href")
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    expect(page.locator(QUERY)).to_be_hidden()


def test_escape_closes_search(page, server):
    page.goto(server.url + PAGE)
    page.keyboard.press("/")
    expect(page.locator(QUERY)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(QUERY)).to_be_hidden()


def test_search_works_on_a_phone(page, server):
    page.set_viewport_size(PHONE)
    page.goto(server.url + "en/" + PAGE)
    page.locator(".search-open").click()
    page.locator(QUERY).fill("requires_grad")
    expect(page.locator(RESULT).first).to_be_visible()


def test_enter_leads_to_the_section_and_marks_the_message_alone(page, server):
    search = Search(page, server.url + "en/")
    search.ask(f'Traceback (most recent call last):\n  File "a.py", line 1\n{MESSAGE}')
    page.keyboard.press("Enter")
    page.wait_for_url("**/errors/mat1-and-mat2-shapes/")
    wait_until(page, f"{MARKED}.length > 0")
    text = "mat1 and mat2 shapes cannot be multiplied (4x5 and 10x2)"
    assert all(text in marked for marked in page.evaluate(MARKED))
    expect(page.locator(".output", has_text=text).first).to_be_in_viewport()


def test_whole_words_are_marked(page, server):
    search = Search(page, server.url)
    search.ask("显存")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gpu/memory/**")
    wait_until(page, f"{MARKED}.length > 0")
    assert set(page.evaluate(MARKED)) == {"显存"}


def test_what_is_not_here_is_looked_for_in_the_documentation_of_pytorch(page, server):
    search = Search(page, server.url + "en/")
    assert len(search.ask("Unsupported ONNX opset version: 17")) <= 3
    assert search.doubts
    link = page.locator(".search-elsewhere a")
    expect(link).to_have_attribute("href", re.compile("^https://docs.pytorch.org/.*ONNX"))
    search.ask("zero_grad")
    assert not search.doubts


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_typed_nothing_is_offered_errors_that_the_site_answers(page, server, language):
    page.goto(server.url + FOLDERS[language] + PAGE)
    page.keyboard.press("/")
    expect(page.locator(FREQUENT)).to_have_count(5)
    expect(page.locator("#search [role=status]")).not_to_be_empty()
    page.keyboard.press("Enter")
    expect(page.locator(QUERY)).to_be_focused()
    page.keyboard.press("ArrowDown")
    message = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.locator(QUERY)).to_have_value(message)
    expect(page.locator(RESULT).first).to_be_visible()
    page.locator(QUERY).fill("")
    messages = page.locator(FREQUENT).all_inner_texts()
    search = Search(page, server.url + FOLDERS[language])
    doubted = [message for message in messages if not search.ask(message) or search.doubts]
    # What only a GPU raises is found as soon as a page quotes it.
    assert [message for message in doubted if not re.search("device|CUDA", message)] == []


def test_a_question_in_the_address_is_asked(page, server):
    page.goto(server.url + "en/?q=zero_grad")
    expect(page.locator(RESULT).first).to_be_visible()


def test_nothing_of_the_search_is_fetched_before_somebody_searches(page, server):
    server.answers.clear()
    page.goto(server.url + PAGE, wait_until="networkidle")
    asked = [answer.path for answer in server.answers]
    assert asked
    assert not [path for path in asked if "minisearch" in path or "/search/" in path]


def text_of(html: str) -> str:
    return unescape(re.sub("<[^>]*>", "", html))


@pytest.mark.content
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_page_comes_first(page, server, language):
    home = server.url + FOLDERS[language]
    pages = {home + page_url(name): name for name in PROJECT.pages(language)}
    search, wrong = Search(page, home), []
    for expected in (e for e in expectations(PROJECT) if e.language == language):
        found = search.ask(expected.query)
        if not found:
            wrong.append(expected.problem(None))
            continue
        address = home + found[0].partition("#")[0]
        html = server.find(address).read_text(encoding="utf-8")
        headings = map(text_of, re.findall(r"<h[1-6].*?</h[1-6]>", html, re.DOTALL))
        wrong.append(expected.problem(pages[address], headings))
    if wrong := [problem for problem in wrong if problem]:
        pytest.fail("\n".join(map(str, wrong)), pytrace=False)
