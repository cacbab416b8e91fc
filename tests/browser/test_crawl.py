"""Every page of both languages, opened once on a phone: what it asks for, says and links to.

With ``--page``, the pages that it is about. Then each is made as wide as a desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from literate.site.redirects import MARK
from tests.browser.conftest import DESK, PHONE, chosen

pytestmark = pytest.mark.content

# Read in the page: what only the browser knows.
LOOK = """() => {
  const ids = [...document.querySelectorAll("[id]")].map(e => e.id)
  const wide = [...document.querySelectorAll("body *")].filter(e =>
    e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== "fixed")
  return {
    ids,
    names: [...document.querySelectorAll("a[name]")].map(e => e.name),
    links: [...document.querySelectorAll("a[href], link[href]")].map(e => e.href),
    width: document.documentElement.scrollWidth - innerWidth,
    wide: wide.slice(-1).map(e => e.outerHTML.slice(0, 120)),
  }
}"""
# What of a page's code and tables is not in sight unless the reader scrolls sideways.
HIDDEN = """() => [...document.querySelectorAll("pre > code, .md-typeset__scrollwrap")].filter(
  e => e.clientWidth && e.scrollWidth > e.clientWidth + 1
).concat([...document.querySelectorAll("article tbody > tr > *")].filter(
  cell => cell.getBoundingClientRect().right > innerWidth
)).map(e => e.textContent.trim().slice(0, 80))"""
# A path of a machine: of a user, of an environment, of Windows. Not one of a machine that builds
# PyTorch, which stands in its messages, nor the bare name of the folder that packages lie in.
MACHINE = re.compile(
    r"(?<![\w:/.~-])(?!/opt/conda/conda-)"
    r"(?:/(?:home|Users|root|tmp|opt|var|work|private)/[\w.-]+/|[A-Z]:\\\w)"
    r"|[\w.-]/(?:site|dist)-packages|(?:site|dist)-packages/\w"
)


@dataclass
class Crawl:
    """What was seen, page by page."""

    pages: dict[str, dict] = field(default_factory=dict)  # what LOOK returns, by address
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)  # at either width


def addresses(config: pytest.Config, site: Path) -> list[str]:
    """Those of all pages; with ``--page``, of its pages and of both home pages."""
    if (some := chosen(config)) is not None:
        return sorted({"", "en/", *some})
    # On a page that leads on, the browser is elsewhere at once.
    files = [f for f in site.rglob("*.html") if MARK not in f.read_text(encoding="utf-8")]
    return sorted(f.relative_to(site).as_posix().removesuffix("index.html") for f in files)


@pytest.fixture(scope="module")
def crawl(browser, server, request) -> Iterator[Crawl]:
    seen = Crawl()
    context = browser.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    here = ""

    def asked(request) -> None:
        if not request.url.startswith((server.url, "data:", "blob:")):
            seen.foreign.append(f"{here}: {request.url}")

    def answered(response) -> None:
        if response.status >= 400:
            seen.failed.append(f"{here}: {response.status} {response.url}")

    def said(message) -> None:
        if message.type in ("error", "warning"):
            seen.errors.append(f"{here}: {message.text}")

    context.on("request", asked)
    context.on("response", answered)
    page.on("console", said)
    page.on("pageerror", lambda error: seen.errors.append(f"{here}: {error}"))
    for here in addresses(request.config, server.site):
        page.goto(server.url + here, wait_until="load")
        seen.pages[here] = page.evaluate(LOOK)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            seen.hidden += [f"{here}, {size['width']} px: {x}" for x in page.evaluate(HIDDEN)]
        page.set_viewport_size(PHONE)
    context.close()
    return seen


def test_every_page_was_seen(crawl, request):
    some = chosen(request.config)
    assert {"", "en/", *(["404.html", "en/404.html"] if some is None else some)} <= set(crawl.pages)
    assert some is not None or len(crawl.pages) > 90


@pytest.mark.parametrize("wrong", ["foreign", "failed", "errors"])
def test_no_page_asks_another_host_misses_a_file_or_breaks_the_policy(crawl, wrong):
    assert getattr(crawl, wrong) == []


def test_no_page_is_wider_than_a_phone(crawl):
    wide = {name: (look["width"], look["wide"]) for name, look in crawl.pages.items()}
    assert {name: found for name, found in wide.items() if found[0] > 0} == {}


def test_no_code_is_clipped_and_no_column_is_off_the_screen(crawl):
    assert crawl.hidden == []


def test_ids_are_there_and_unique(crawl):
    ids = {name: look["ids"] for name, look in crawl.pages.items()}
    wrong = {n: sorted({i for i in all_ if not i or all_.count(i) > 1}) for n, all_ in ids.items()}
    assert {name: found for name, found in wrong.items() if found} == {}


def ids_in(file: Path) -> list[str]:
    """The ids and names in a page that was not opened."""
    return re.findall(r'\s(?:id|name)="([^"]+)"', file.read_text(encoding="utf-8"))


def test_every_link_leads_somewhere(crawl, server):
    broken = set()
    for name, look in crawl.pages.items():
        for link in (link for link in look["links"] if link.startswith(server.host)):
            file = server.find(link)
            fragment = unquote(urlsplit(link).fragment)
            if file is None:
                broken.add(f"{name}: {link}")
            elif fragment and file.suffix == ".html":
                there = file.relative_to(server.site.resolve()).as_posix()
                look_there = crawl.pages.get(there.removesuffix("index.html"))
                ids = look_there["ids"] + look_there["names"] if look_there else ids_in(file)
                if fragment not in ids:
                    broken.add(f"{name}: {link} (no such id)")
    assert sorted(broken) == []


def test_no_file_tells_a_path_of_a_machine(site):
    found = []
    for file in sorted(site.rglob("*")):
        if file.suffix in (".html", ".json", ".md", ".txt", ".xml", ".ipynb", ".py", ".svg"):
            text = file.read_text(encoding="utf-8")
            found += [
                f"{file.relative_to(site)}: {text[m.start() - 20 : m.end() + 40]!r}"
                for m in MACHINE.finditer(text)
            ]
    assert found == []
