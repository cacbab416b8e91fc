"""The controls of a page's own: its head, the lists with their field, the home page's field."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, tab_to

ENTRY = "ul.index > li:visible"
TRACEBACK = """Traceback (most recent call last):
  File "train.py", line 7, in <module>
RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (64x128 and 96x10)"""


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_error_index_is_filtered_by_keyboard_and_leads_to_the_section(page, server, language):
    page.goto(f"{server.url}{language}errors/")
    entries, every = page.locator(ENTRY), page.locator("ul.index > li").count()
    tab_to(page, ".filter input")
    page.keyboard.type("mat1 MULTIPLIED")
    expect(entries).not_to_have_count(every)
    texts = entries.evaluate_all("nodes => nodes.map(node => node.textContent.toLowerCase())")
    assert all("mat1" in text and "multiplied" in text for text in texts)
    assert 0 < page.locator("article h2:visible").count() <= len(texts)
    expect(page.locator(".filter [role=status]")).to_contain_text(str(entries.count()))
    link = entries.first.locator("a").first
    address = link.evaluate("link => link.href")
    tab_to(page, "ul.index a")
    page.keyboard.press("Enter")
    page.wait_for_url(address)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (TRACEBACK, "mat1 and mat2 shapes cannot be multiplied"),
        ("index 99 is out of bounds for dimension 7 with size 1000", "out of bounds for dimension"),
        ("'Net' object has no attribute", "has no attribute"),
        ("expected scalar type Long", "expected target dtype to be Long"),  # an older wording
    ],
)
def test_numbers_and_quoted_names_are_the_readers_own(page, server, typed, found):
    page.goto(f"{server.url}en/errors/")
    page.locator(".filter input").fill(typed)
    expect(page.locator(ENTRY).filter(has_text=found).first).to_be_visible()
    assert page.locator(ENTRY).count() < page.locator("ul.index > li").count() / 5


def test_what_no_list_has_is_looked_for_on_the_whole_site(page, server):
    page.goto(f"{server.url}en/api/")
    page.locator(".filter input").fill("zero_grad accumulate")
    expect(page.locator(ENTRY)).to_have_count(0)
    page.locator(".filter button").click()
    expect(page.locator("#search textarea")).to_have_value("zero_grad accumulate")


def test_a_link_of_the_contents_shows_what_was_filtered_away(page, server):
    page.goto(f"{server.url}en/errors/")
    page.locator(".filter input").fill("mat1")
    expect(page.locator("#valueerror")).to_be_hidden()
    page.locator(".md-nav--secondary a[href$='#valueerror']:visible").click()
    expect(page.locator("#valueerror")).to_be_visible()
    expect(page.locator(".filter input")).to_have_value("")


def test_without_scripts_the_index_is_a_list_without_a_field(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}en/errors/")
    expect(page.locator(ENTRY).first).to_be_visible()
    expect(page.locator(".filter")).to_be_hidden()
    expect(page.locator("[data-copy]")).to_be_hidden()
    page.goto(f"{server.url}en/")
    page.locator(".ask").click()
    page.wait_for_url("**/en/errors/")
    context.close()


def test_the_field_of_the_home_page_is_the_search(page, server):
    page.goto(server.url, wait_until="networkidle")
    tab_to(page, ".ask")
    page.keyboard.press("Enter")
    expect(page.locator("#search textarea")).to_be_focused()
    assert page.url == server.url
    page.keyboard.type("zero_grad")
    expect(page.locator("#search ol[data-answered=zero_grad] a").first).to_be_visible()


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_page_is_copied_as_markdown(context, server, language):
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.host)
    page = context.new_page()
    address = f"{server.url}{language}autograd/backward/"
    page.goto(address)
    page.locator("[data-copy]").click()
    expect(page.locator(".md-dialog")).to_be_visible()
    markdown = page.request.get(address + "index.md").text()
    assert page.evaluate("navigator.clipboard.readText()") == markdown


def test_who_may_not_copy_gets_the_markdown_to_copy_from(page, server):
    page.add_init_script("navigator.clipboard.write = () => Promise.reject(new Error('no'))")
    page.goto(f"{server.url}autograd/backward/")
    page.locator("[data-copy]").click()
    page.wait_for_url("**/autograd/backward/index.md")


@pytest.mark.parametrize("address", ["gpu/transfer/", "en/gpu/transfer/", "en/tutorials/digits/"])
def test_the_head_of_a_page_fits_a_phone_and_leads_to_the_errors(page, server, address):
    page.set_viewport_size(PHONE)
    page.goto(server.url + address)
    wide = page.locator(".page-head :is(a, button, span)").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML)"
    )
    assert wide == []
    page.locator(".to-errors a").click()
    expect(page.locator("#pitfalls")).to_be_in_viewport()


def test_a_warning_is_labeled_as_one(page, server):
    page.goto(f"{server.url}en/tensors/reshape/")
    label = "e => getComputedStyle(e, '::before').content"
    assert page.locator(".output.warns").first.evaluate(label) == '"warning"'
    page.goto(f"{server.url}tensors/reshape/")
    assert page.locator(".output.warns").first.evaluate(label) == '"警告"'


def test_the_head_prints_as_one_line(page, server):
    page.goto(f"{server.url}en/gpu/timing/")
    page.emulate_media(media="print")
    assert page.locator(".take-away").is_hidden()
    lines = page.locator(".page-head .chip").evaluate_all(
        "all => new Set(all.map(e => e.getBoundingClientRect().top)).size"
    )
    assert lines == 1
