"""What readers do, done as they do it: by mouse and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from literate.weave import weave_file
from tests.browser.conftest import PHONE, PROJECT

PAGE = "autograd/backward/"
QUERY = "[data-md-component=search-query]"
RESULT = "[data-md-component=search-result] .md-search-result__link"


def tab_to(page: Page, selector: str, limit: int = 80) -> None:
    """Press the tabulator until the element has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"{limit} steps of the tabulator do not reach {selector}")


# --- search -----------------------------------------------------------------------------------


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


# --- language ---------------------------------------------------------------------------------


def test_the_language_link_stays_on_the_page_and_the_heading(page, server):
    page.goto(server.url + PAGE)
    page.locator(".md-content a.headerlink").nth(2).click(force=True)
    fragment = page.url.partition("#")[2]
    assert fragment
    page.locator("[data-language-link]").click()
    page.wait_for_url(f"{server.url}en/{PAGE}#{fragment}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("[data-language-link]").click()
    page.wait_for_url(f"{server.url}{PAGE}#{fragment}")


def test_the_language_link_follows_instant_navigation(page, server):
    page.goto(server.url + PAGE, wait_until="networkidle")
    page.evaluate("window.stayed = true")
    page.locator(".md-footer__link--next").click()
    page.wait_for_url(server.url + "autograd/accumulate/")
    assert page.evaluate("window.stayed"), "the page was loaded anew"
    expect(page.locator("[data-language-link]")).to_have_attribute(
        "href", re.compile(r"/en/autograd/accumulate/$")
    )
    page.locator("[data-language-link]").click()
    page.wait_for_url(server.url + "en/autograd/accumulate/")


def test_the_keyboard_changes_the_language(page, server):
    page.goto(server.url + PAGE)
    tab_to(page, "[data-language-link]")
    page.keyboard.press("Enter")
    page.wait_for_url(server.url + "en/" + PAGE)


@pytest.mark.parametrize(("locale", "offered"), [("en-GB", 1), ("zh-CN", 0), ("fr-FR", 0)])
def test_who_prefers_the_other_language_is_told_once_and_not_sent(browser, server, locale, offered):
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(server.url + PAGE, wait_until="networkidle")
    assert page.url == server.url + PAGE
    line = page.locator(".other-language")
    expect(line).to_have_count(offered)
    if offered:
        assert line.get_attribute("lang") == "en"
        line.locator("button").click()
        page.goto(server.url + "autograd/accumulate/", wait_until="networkidle")
        expect(line).to_have_count(0)
    context.close()


# --- copy -------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_copy_button_copies_the_code_without_its_output(context, server, language, by):
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.host)
    page = context.new_page()
    page.goto(server.url + ("en/" if language == "en" else "") + PAGE)
    woven = weave_file(PROJECT, PROJECT.docs(language) / (PAGE.rstrip("/") + ".md"))
    example = next(e for e in woven.examples if e.cell.documented("cpu"))
    code = page.locator(".highlight:has(+ .output)").first
    code.scroll_into_view_if_needed()
    button = code.locator("button[data-md-type=copy]")
    if by == "mouse":
        code.hover()
        button.click()
    else:
        expect(button).to_be_attached()
        tab_to(page, "button[data-md-type=copy]")
        page.keyboard.press("Enter")
    expect(page.locator(".md-dialog")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip("\n") == "\n".join(text for _, text in woven.code(example)).strip("\n")


def test_an_output_has_no_copy_button(page, server):
    page.goto(server.url + PAGE, wait_until="networkidle")
    assert page.locator(".output").count() > 3
    for output in page.locator(".output").all():
        output.scroll_into_view_if_needed()
    expect(page.locator(".output button")).to_have_count(0)


# --- colours, and a page that is not there ---------------------------------------------------


def test_dark_mode_is_remembered_on_the_next_page_and_in_the_other_language(page, server):
    page.goto(server.url + PAGE)
    scheme = page.locator("body")
    for _ in range(3):
        if scheme.get_attribute("data-md-color-scheme") == "slate":
            break
        page.locator("label[for^=__palette]:visible").click()
    expect(scheme).to_have_attribute("data-md-color-scheme", "slate")
    for address in ("autograd/accumulate/", "en/" + PAGE):
        page.goto(server.url + address)
        expect(scheme).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_missing_page_says_so_in_both_languages_and_leads_on(page, server, language):
    answer = page.goto(server.url + language + "no/such/page/")
    assert answer.status == 404
    expect(page.locator(".not-found section[lang=zh]")).to_be_visible()
    expect(page.locator(".not-found section[lang=en]")).to_be_visible()
    first = page.locator(".not-found section").first
    expect(first).to_have_attribute("lang", "en" if language else "zh")
    page.locator("[data-language-link]").click()
    page.wait_for_url(server.url + ("" if language else "en/"))


def test_a_host_with_one_page_for_what_is_missing_speaks_english_below_en(page, server, site):
    """As GitHub Pages does."""
    body = (site / "404.html").read_text(encoding="utf-8")
    address = server.url + "en/no/such/page/"
    page.route(
        address, lambda route: route.fulfill(status=404, body=body, content_type="text/html")
    )
    page.goto(address)
    expect(page.locator(".not-found section").first).to_have_attribute("lang", "en")
