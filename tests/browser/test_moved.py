"""Old addresses and old heading ids, as a reader who kept them meets them."""

from __future__ import annotations

import zipfile

import pytest
from playwright.sync_api import expect

from literate.site.build import OFFLINE
from tests.browser.conftest import served
from tests.conftest import moved_project


@pytest.fixture(scope="module")
def moved(small_project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("moved")
    with served(moved_project(small_project, folder / "project"), folder / "site") as server:
        yield server


@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
@pytest.mark.parametrize("old", ["first/", "old/place/", "old/place/#was", "old/place/?h=a#top"])
def test_an_old_address_opens_the_page_at_the_heading(page, moved, language, old):
    wrong = []
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(moved.url + language + old)
    place = old.removeprefix("old/place/").removeprefix("first/")
    page.wait_for_url(f"{moved.url}{language}one/{place}")
    if "#" in place:
        assert page.evaluate("document.querySelector(':target').closest('h1').id") == "top"
    assert wrong == []


def test_without_scripts_it_opens_the_page_too(browser, moved):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{moved.url}en/old/place/#was")
    page.wait_for_url(f"{moved.url}en/one/**")
    context.close()


def test_offline_it_opens_the_file_at_the_heading(page, moved, tmp_path):
    with zipfile.ZipFile(moved.site / OFFLINE) as archive:
        archive.extractall(tmp_path)
    (root,) = tmp_path.iterdir()
    page.goto(f"{(root / 'en/old/place/index.html').as_uri()}#was")
    page.wait_for_url(f"{(root / 'en/one/index.html').as_uri()}#was")


def test_the_line_of_a_section_that_moved_shows_to_who_comes_for_it_alone(page, moved):
    page.goto(f"{moved.url}en/two/")
    line = page.locator(".moved")
    expect(line).to_be_hidden()
    page.goto(f"{moved.url}en/two/#gone")
    expect(line).to_be_visible()
    expect(line).to_be_in_viewport()
    line.locator("a").click()
    page.wait_for_url(f"{moved.url}en/one/#top")
