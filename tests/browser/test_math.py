"""Formulas: drawn by the site's own KaTeX, which pages without a formula never fetch."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

MATH, PLAIN = "init/basics/", "init/"


def fetched(server) -> list[str]:
    return [answer.path for answer in server.answers if "/katex/" in answer.path]


@pytest.mark.parametrize("language", ["", "en/"])
def test_formulas_are_drawn_and_fit_a_phone(page, server, language):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size(PHONE)
    page.goto(server.url + language + MATH, wait_until="networkidle")
    formulas = page.locator(".arithmatex")
    assert formulas.count() > 10
    expect(page.locator(".arithmatex > .katex")).to_have_count(formulas.count())
    expect(page.locator(".katex-error")).to_have_count(0)
    expect(page.locator(".arithmatex math").first).to_be_attached()  # for screen readers
    used = "[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)"
    assert any("KaTeX" in family for family in page.evaluate(used))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert said == []


def test_only_a_page_with_a_formula_fetches_katex(page, server):
    server.answers.clear()
    page.goto(server.url + PLAIN, wait_until="networkidle")
    assert fetched(server) == []
    page.locator(f"article a[href$='{MATH}']").first.click()
    page.wait_for_url(server.url + MATH)
    expect(page.locator(".arithmatex > .katex").first).to_be_visible()
    assert fetched(server)
    server.answers.clear()
    page.locator(".md-footer__link--next").click()
    page.wait_for_url(server.url + "init/apply/")
    expect(page.locator(".arithmatex > .katex").first).to_be_visible()
    assert [path for path in fetched(server) if path.endswith(".js")] == []
