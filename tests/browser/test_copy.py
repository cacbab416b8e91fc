"""The buttons on an example: in sight, beside the code; and what they copy runs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, tab_to

ABOVE = "button[data-md-type=above]"
# Of the first example with a single line: its buttons, where its letters stand, and the colors.
MEASURE = """block => {
  const nav = block.querySelector(".md-code__nav"), code = block.querySelector("code")
  const letters = document.createRange()
  letters.selectNodeContents(code)
  const number = color => color.match(/[\\d.]+/g).slice(0, 3).map(Number)
  return {
    bottom: nav.getBoundingClientRect().bottom,
    top: Math.min(...[...letters.getClientRects()].map(r => r.top)),
    right: nav.getBoundingClientRect().right,
    ink: number(getComputedStyle(nav.querySelector("button")).color),
    paper: number(getComputedStyle(nav).backgroundColor),
  }
}"""


@pytest.fixture
def page(context, server) -> Page:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.host)
    return context.new_page()


def press(page: Page, button) -> str:
    """What a press on the button copies."""
    button.scroll_into_view_if_needed()
    button.click()
    expect(page.locator(".md-dialog")).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


def last_block(page: Page, named: str):
    """The example with some code in it, with its buttons."""
    block = page.locator("[data-cell]", has_text=named).last
    block.scroll_into_view_if_needed()
    expect(block.locator("button").first).to_be_attached()
    return block


def type_in(text: str, folder) -> tuple[str, str]:
    """What Python's standard prompt prints and complains of when a text is typed into it."""
    environment = os.environ | {"MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8"}
    given = {"cwd": folder, "env": environment, "capture_output": True, "encoding": "utf-8"}
    typed = subprocess.run([sys.executable, "-i", "-q"], input=text, check=False, **given)
    return typed.stdout, typed.stderr


@pytest.mark.parametrize(
    ("address", "named", "prints"),
    [
        (
            "en/tensors/broadcasting/",
            "clone().add_(1)",
            ("RuntimeError: output with", "[11, 21, 31]])"),
        ),
        ("train/loop/", "training_report(model, optimizer)", ("accuracy 0.92", "bias True")),
    ],
)
def test_all_up_to_an_example_runs_at_the_prompt(page, server, address, named, prints, tmp_path):
    """Past the errors above it, through functions and loops."""
    page.goto(server.url + address)
    copied = press(page, last_block(page, named).locator(ABOVE))
    out, complaints = type_in(copied, tmp_path)
    assert "Error" not in complaints, complaints
    assert all(text in out for text in prints), out


def test_an_error_that_the_reader_asks_for_is_raised(page, server, tmp_path):
    page.goto(server.url + "tensors/broadcasting/")
    copied = press(page, last_block(page, "expanded.add_(1)").locator(ABOVE))
    assert "RuntimeError: unsupported operation" in type_in(copied, tmp_path)[1]


def test_a_single_example_is_copied_as_the_prompt_takes_it(page, server):
    page.goto(server.url + "en/train/loop/")
    block = last_block(page, "def training_report")
    copied = press(page, block.locator("button[data-md-type=copy]"))
    assert copied.endswith("\n\ntraining_report(model, optimizer)\n")
    assert "\n\n " not in copied
    copied = press(page, last_block(page, "def train_epoch").locator("button").first)
    assert copied.endswith("dataset)\n\n")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("autograd/backward/", "复制到此处为止的全部代码"),
        ("en/autograd/backward/", "Copy everything up to here"),
    ],
)
def test_the_second_button_has_a_name_and_a_key_and_the_first_example_needs_none(
    page, server, address, name
):
    page.goto(server.url + address)
    blocks = page.locator("[data-cell]")
    for block in blocks.all():
        block.scroll_into_view_if_needed()
    expect(page.get_by_role("button", name=name)).to_have_count(blocks.count() - 1)
    expect(blocks.first.locator("button")).to_have_count(1)
    tab_to(page, ABOVE)
    page.keyboard.press("Enter")
    expect(page.locator(".md-dialog")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("import torch\n")


def test_where_the_code_above_is_on_another_page_there_is_no_second_button(page, server):
    page.goto(server.url)
    for block in page.locator("div[data-cell]").all():
        block.scroll_into_view_if_needed()
        expect(block.locator("button").first).to_be_attached()
        expect(block.locator(ABOVE)).to_have_count(0)


def test_a_row_of_the_cheat_sheet_is_copied_without_its_task_and_result(page, server):
    page.goto(server.url + "en/cheatsheet/")
    row = page.get_by_role("row", name="from values")
    row.hover()
    copied = press(page, row.locator("button"))
    assert copied.rstrip() == "x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_buttons_are_seen_at_rest_and_beside_the_code(page, server, size, scheme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(server.url + "gpu/transfer/")
    for block in page.locator("[data-cell]").all():
        block.scroll_into_view_if_needed()
        expect(block.locator("button").first).to_be_attached()
        page.mouse.move(0, 0)
        seen = block.evaluate(MEASURE)
        assert seen["bottom"] <= seen["top"] + 1
        assert seen["right"] <= size["width"]
        assert contrast(seen["ink"], seen["paper"]) >= 3


def contrast(*colors: list[float]) -> float:
    """As WCAG counts it."""

    def light(color: list[float]) -> float:
        parts = [c / 255 for c in color]
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dark, bright = sorted(map(light, colors))
    return (bright + 0.05) / (dark + 0.05)
