"""The switch between CPU and CUDA, on a small project of its own.

As long as nobody has recorded on CUDA, no page of ours shows one. The configuration, the templates
and the extension are the real ones; pages and modules are the test's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, axe_findings, open_next, served, tab_to
from tests.browser.server import Server

CPU, CUDA = "cpu", "cuda:0"


@pytest.fixture(scope="module")
def device_server(small_project, tmp_path_factory) -> Iterator[Server]:
    with served(small_project, tmp_path_factory.mktemp("small-site")) as server:
        yield server


def shown(page: Page) -> list[str]:
    """The outputs that a reader sees."""
    return [text.strip() for text in page.locator(".output code:visible").all_inner_texts()]


def switch(page: Page, device: str):
    return page.locator(".tabbed-labels label", has_text=re.compile(f"^{device}$")).first


def test_a_page_shows_one_device_and_the_switch_shows_the_other_everywhere(page, device_server):
    page.goto(device_server.url + "one/")
    assert shown(page) == [CPU, "tensor(2.)"]
    switch(page, "CUDA").click()
    assert shown(page) == [CUDA, "tensor(2., device='cuda:0')"]
    switch(page, "CPU").click()
    assert shown(page) == [CPU, "tensor(2.)"]


def test_a_choice_by_keyboard_is_remembered_on_other_pages_and_in_the_other_language(
    page, device_server
):
    page.goto(device_server.url + "one/")
    tab_to(page, ".tabbed-set > input")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".output code:visible").first).to_have_text(CUDA)
    assert open_next(page) == device_server.url + "two/"
    expect(page.locator(".output code:visible").first).to_have_text(CUDA)
    page.locator("[data-language-link]").click()
    page.wait_for_url(device_server.url + "en/two/")
    expect(page.locator(".output code:visible").first).to_have_text(CUDA)
    page.reload()
    assert shown(page)[0] == CUDA


@pytest.mark.parametrize("language", ["", "en/"])
def test_axe_finds_nothing_on_a_page_with_a_switch(page, device_server, language):
    page.goto(device_server.url + language + "one/", wait_until="networkidle")
    assert axe_findings(page, [PHONE]) == []


def test_on_paper_both_outputs_stand_below_the_names_of_their_devices(page, device_server):
    page.emulate_media(media="print")
    page.goto(device_server.url + "one/")
    labels = page.locator(".tabbed-set").first.locator("label")
    panels = page.locator(".tabbed-set").first.locator(".output")
    assert labels.all_inner_texts() == ["CPU", "CUDA"]
    for label, panel in zip(labels.all(), panels.all(), strict=True):
        word, box = label.bounding_box(), panel.bounding_box()
        assert 0 < word["width"] < box["width"] / 4
        assert abs(word["y"] + word["height"] / 2 - box["y"]) < 12  # on the line above the output
        assert word["x"] > box["x"] + box["width"] / 2  # where the word for output does not stand


def test_without_a_repository_the_foot_leads_to_none(page, device_server):
    page.goto(device_server.url + "one/")
    assert page.locator(".md-copyright").inner_text().strip() == "许可证：MIT · 参与编写"
