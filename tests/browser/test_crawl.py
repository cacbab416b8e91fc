"""Every page of both languages, opened once on a phone: what it asks for, says and links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.conftest import PHONE

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
# A path of a machine: of a user, of an environment, of Windows.
MACHINE = re.compile(
    r"(?<![\w:/.~-])(?:/(?:home|Users|root|tmp|opt|var|work|private)/[\w.-]+/|[A-Z]:\\\w)"
    r"|site-packages|dist-packages"
)


@dataclass
class Crawl:
    """What was seen, page by page."""

    ids: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    wide: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def addresses(site: Path) -> list[str]:
    """Every page, as a path below the site."""
    files = (file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    return sorted(name.removesuffix("index.html") for name in files)


@pytest.fixture(scope="module")
def crawl(browser, server) -> Iterator[Crawl]:
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
    for here in addresses(server.site):
        page.goto(server.url + here, wait_until="load")
        look = page.evaluate(LOOK)
        seen.ids[here] = look["ids"]
        seen.names[here] = {*look["ids"], *look["names"]}
        seen.links[here] = look["links"]
        if look["width"] > 0:
            seen.wide[here] = f"{look['width']} px, {look['wide']}"
    context.close()
    return seen


def test_every_page_was_seen(crawl, server):
    assert {"", "en/", "404.html", "en/404.html"} <= set(crawl.links)
    assert len(crawl.links) > 90


def test_no_page_asks_another_host(crawl):
    assert crawl.foreign == []


def test_no_file_is_missing(crawl):
    assert crawl.failed == []


def test_the_console_is_silent(crawl):
    """A breach of the policy speaks here too."""
    assert crawl.errors == []


def test_no_page_is_wider_than_a_phone(crawl):
    assert crawl.wide == {}


def test_ids_are_there_and_unique(crawl):
    empty = [name for name, ids in crawl.ids.items() if "" in ids]
    twice = {n: sorted({i for i in ids if ids.count(i) > 1}) for n, ids in crawl.ids.items()}
    assert empty == []
    assert {name: ids for name, ids in twice.items() if ids} == {}


def test_every_link_leads_somewhere(crawl, server):
    broken = set()
    for name, links in crawl.links.items():
        for link in links:
            if not link.startswith(server.host):
                continue
            file = server.find(link)
            fragment = unquote(urlsplit(link).fragment)
            if file is None:
                broken.add(f"{name}: {link}")
            elif fragment and file.suffix == ".html":
                there = file.relative_to(server.site.resolve()).as_posix()
                if fragment not in crawl.names[there.removesuffix("index.html")]:
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
