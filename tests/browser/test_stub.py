"""A page that waits for its translation, on a phone: it leads to the section that was asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATH, PHONE, axe_findings, served
from tests.browser.server import Server


@pytest.fixture(scope="module")
def server(halved_project, tmp_path_factory) -> Iterator[Server]:
    with served(halved_project, tmp_path_factory.mktemp("halves")) as server:
        yield server


@pytest.mark.parametrize(
    ("locale", "stub", "whole"), [("zh-CN", "one/", "en/one/"), ("en-US", "en/two/", "two/")]
)
def test_a_reader_is_led_over_and_not_offered_the_way_back(browser, server, locale, stub, whole):
    page = browser.new_context(viewport=PHONE, locale=locale).new_page()
    page.goto(server.url + whole)  # by a search engine, say: nothing is chosen yet
    expect(page.locator("[data-language-link]")).to_have_attribute("href", f"{PATH}{stub}")
    expect(page.locator(".other-language")).to_have_count(0)
    page.goto(server.url + ("en/" if stub.startswith("en/") else ""))
    page.locator(f"article a[href$='{stub.removeprefix('en/')}#more']").click()
    page.wait_for_url(server.url + stub + "#more")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe_findings(page, [PHONE]) == []
    page.locator("[data-one-language] a[hreflang]").click()
    page.wait_for_url(server.url + whole + "#more")
    page.context.close()
