"""A term's meaning beside its link: by mouse, by keyboard, by finger, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, PHONE, axe_findings, tab_to

PAGE = "nn/sharing/"
TERM = '.md-content p a[href*="glossary/"]'
SAID = {"": "parameter：训练要更新的张量，是模块的一部分", "en/": "parameter: a tensor, part of"}


@pytest.fixture
def tip(page):
    return page.locator("[role=tooltip]")


@pytest.mark.parametrize("language", SAID)
def test_the_mouse_shows_the_meaning_and_takes_it_away(page, server, tip, language):
    page.goto(server.url + language + PAGE)
    link = page.locator(TERM).first
    title = link.get_attribute("title")
    assert title.startswith(SAID[language])
    link.hover()
    expect(tip).to_have_text(title)
    expect(link).to_have_attribute("aria-describedby", tip.get_attribute("id"))
    assert link.get_attribute("title") is None, "the browser shows it as well"
    page.locator("h1").hover()
    expect(tip).to_have_count(0)
    expect(link).to_have_attribute("title", title)
    link.click()
    page.wait_for_url(f"{server.url}{language}glossary/#parameter")
    expect(page.locator("tr:target")).to_contain_text("parameter")


def test_the_keyboard_shows_the_meaning_and_escape_hides_it(page, server, tip):
    page.goto(server.url + PAGE)
    expect(page.locator(TERM).first).to_have_attribute("title", SAID[""])
    tab_to(page, TERM)
    expect(tip).to_have_text(SAID[""])
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}glossary/#parameter")


def test_a_first_tap_shows_the_meaning_and_a_second_follows_the_link(browser, server):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{server.url}en/{PAGE}", wait_until="networkidle")
    link, tip = page.locator(TERM).first, page.locator("[role=tooltip]")
    with page.expect_response("**/terms.js"):  # which the first touch, wherever it is, asks for
        page.locator("h1").tap()
    page.wait_for_timeout(500)
    link.tap()
    expect(tip).to_contain_text(SAID["en/"])
    box = tip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert page.url == f"{server.url}en/{PAGE}"
    page.locator("h1").tap()
    expect(tip).to_have_count(0)
    link.tap()
    link.tap()
    page.wait_for_url(f"{server.url}en/glossary/#parameter")
    context.close()


def test_without_scripts_the_title_says_it(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url + PAGE)
    expect(page.locator(TERM).first).to_have_attribute("title", SAID[""])
    context.close()


def test_a_tutorial_says_it_too(page, server, tip):
    page.goto(f"{server.url}tutorials/digits/")
    page.locator(TERM, has_text="种子").hover()
    expect(tip).to_contain_text("seed：")
