"""A page on paper. Columns as high as a sheet break where sheets do, and can be measured."""

from __future__ import annotations

import re

import pytest

SHEETS = """height => {
  const article = document.querySelector("article"), width = 700
  Object.assign(article.style, {
    width: `${width}px`, height: `${height}px`, columnWidth: `${width}px`, columnGap: 0,
    columnFill: "auto", margin: 0, padding: 0,
  })
  const left = article.getBoundingClientRect().x
  const sheets = e => new Set(
    [...e.getClientRects()].map(r => Math.floor((r.x + r.width / 2 - left) / width)))
  const found = (selector, wrong) => [...article.querySelectorAll(selector)]
    .filter(e => e.getClientRects().length && wrong(e))
    .map(e => e.textContent.trim().slice(0, 60))
  const below = e => e.nextElementSibling?.getClientRects().length ? e.nextElementSibling : null
  return {
    count: Math.max(...[...article.querySelectorAll("p")].flatMap(e => [...sheets(e)])) + 1,
    cut: found(".highlight, .highlight code, tr, figure", e => sheets(e).size > 1),
    alone: found("h2, h3, .joined", e => below(e) && sheets(e).isDisjointFrom(sheets(below(e)))),
    clipped: found("pre > code", e => e.scrollWidth > e.clientWidth + 1),
  }
}"""


@pytest.mark.parametrize("height", [980, 1040])
@pytest.mark.parametrize("address", ["train/loop/", "en/loss/overview/", "nn/linear-activation/"])
def test_no_box_is_cut_and_no_heading_stands_at_the_foot(page, server, address, height):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(server.url + address)
    found = page.evaluate(SHEETS, height)
    assert found.pop("count") > 4
    assert found == {"cut": [], "alone": [], "clipped": []}


def test_paper_is_white_for_who_reads_in_the_dark(page, server):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(server.url + "train/loop/")
    ink = page.locator("article p:not(.verified)").first.evaluate("e => getComputedStyle(e).color")
    assert ink == "rgb(27, 36, 35)"


@pytest.mark.parametrize("address", ["cheatsheet/", "en/cheatsheet/"])
def test_the_cheat_sheet_is_two_sheets_of_a4(page, server, address):
    page.goto(server.url + address)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 2
