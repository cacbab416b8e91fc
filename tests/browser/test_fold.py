"""Folded imports: they unfold by keyboard and without scripts, and are copied and printed whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, tab_to

ADDRESS = "en/tutorials/digits/"
CODE = "code:has(.imports)"
IMPORT = f"{CODE} .imports > span:not(:empty)"
# Of the first two lines below the fold: where their first letters stand.
STARTS = """code => {
  const rest = code.querySelector(".imports + span"), walker = document.createTreeWalker(rest, 4)
  const starts = []
  for (let line = true; walker.nextNode() && starts.length < 2;) {
    const text = walker.currentNode, letters = document.createRange()
    if (line && text.data.trim()) {
      letters.setStart(text, 0)
      letters.setEnd(text, 1)
      starts.push(letters.getBoundingClientRect().x)
    }
    line = text.data.endsWith("\\n")
  }
  return starts
}"""
SELECT = """code => getSelection().setBaseAndExtent(code, 0, code, code.childNodes.length)"""


def test_they_unfold_by_keyboard(page, server):
    page.goto(server.url + ADDRESS)
    expect(page.locator(IMPORT).first).to_be_hidden()
    tab_to(page, ".imports > summary")
    page.keyboard.press("Enter")
    expect(page.locator(IMPORT).first).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator(IMPORT).first).to_be_hidden()


def test_they_unfold_without_scripts(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url + ADDRESS)
    page.locator(".imports > summary").first.click()
    expect(page.locator(IMPORT).first).to_be_visible()
    context.close()


def test_what_is_copied_has_them(context, server):
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.host)
    page = context.new_page()
    page.goto(server.url + ADDRESS)
    block = page.locator("[data-cell]:has(.imports)").first
    code = block.locator("code")
    whole = code.text_content().rstrip("\n")
    assert whole.startswith("import ")
    assert "device" in whole
    block.locator("button").first.click()
    expect(page.locator(".md-dialog")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").rstrip("\n") == whole
    code.evaluate(SELECT)
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()").rstrip("\n") == whole


@pytest.mark.parametrize("unfolded", [False, True])
def test_on_a_phone_the_lines_below_begin_where_they_should(page, server, unfolded):
    page.set_viewport_size(PHONE)
    page.goto(server.url + ADDRESS)
    code = page.locator(CODE).first
    if unfolded:
        code.locator("summary").click()
    first, second = code.evaluate(STARTS)
    assert first == second


def test_on_paper_they_are_shown(page, server):
    page.goto(server.url + ADDRESS)
    page.emulate_media(media="print")
    expect(page.locator(IMPORT).first).to_be_visible()
    expect(page.locator(".imports > summary").first).to_be_hidden()
