"""The built site behind a server, and a browser that looks at it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from literate.project import FOLDERS, LANGUAGES, Project, page_url
from literate.site.build import build
from tests.browser.chromium import NONE, find_chromium
from tests.browser.server import Server

ROOT = Path(__file__).resolve().parents[2]
PROJECT = Project(ROOT)
REPO_URL = "https://github.com/example/handbook"
PATH = "/handbook/"  # below its host, where a link that should be relative shows itself

PATIENCE = 60_000  # milliseconds, for a machine that does other things too
expect.set_options(timeout=PATIENCE)

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
if getattr(os, "geteuid", lambda: 1)() == 0:  # root, as in a container, cannot have the sandbox
    FLAGS.append("--no-sandbox")
AXE = Axe()
# Material lets code that is too wide be scrolled by keyboard, a moment after the page is laid out.
SCROLLABLE = """[...document.querySelectorAll("pre > code")].every(
    code => code.scrollWidth <= code.clientWidth || code.tabIndex >= 0)"""
# The first addresses that the search's worker finds for each of many queries.
ASK_ALL = """async queries => {
    const root = new URL("../../", document.querySelector("script[src*='js/search.js']").src)
    const address = new URL("assets/js/search-worker.js#" + new URL("search/", root), root)
    const worker = new Worker(address), found = []
    const ask = query => new Promise(resolve => {
        worker.onmessage = ({ data }) => {
            if (data.complete && data.query === query) resolve(data.found)
        }
        worker.postMessage(query)
    })
    for (const query of queries) {
        const { results } = await ask(query)
        found.push(results.slice(0, 8).map(({ page, hits: [{ section }] }) => {
            return new URL(page.url + (section.id && "#" + section.id), root).href
        }))
    }
    worker.terminate()
    return found
}"""


def pytest_addoption(parser: pytest.Parser) -> None:
    what = "look only at what a change of this page, module or figure can break; may be repeated"
    parser.addoption("--page", action="append", default=[], metavar="FILE", help=what)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "content: what a page can break; --page runs these alone")
    for name in config.getoption("--page"):
        if not (ROOT / name).is_file():
            raise pytest.UsageError(f"--page {name}: there is no such file. Check the path.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--page"):
        left_out = [item for item in items if item.get_closest_marker("content") is None]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def chosen(config: pytest.Config) -> list[str] | None:
    """The addresses of the pages that ``--page`` is about; None without that option."""
    if not (files := [name.replace(os.sep, "/") for name in config.getoption("--page")]):
        return None
    found = []
    for language in LANGUAGES:
        for page in PROJECT.pages(language):
            file = PROJECT.docs(language) / page
            text = file.read_text(encoding="utf-8")
            if PROJECT.relative(file) in files or any(_shows(text, name) for name in files):
                found.append(FOLDERS[language] + page_url(page))
    return found


def _shows(text: str, name: str) -> bool:
    """Whether a page includes a module, also by its figure, or shows an image."""
    if name.startswith("snippets/"):
        return f'"{name.removeprefix("snippets/").partition(".")[0]}.py:' in text
    return not name.endswith((".md", ".yml")) and name.rpartition("/")[2] in text


def axe_findings(page: Page, sizes: Iterable[dict] = (DESK, PHONE)) -> list[str]:
    """What axe-core finds on the open page, light and dark, in windows of these sizes."""
    found = set()
    page.wait_for_load_state("load")  # a busy machine's network is idle before every script has run
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size in sizes:
            page.set_viewport_size(size)
            page.wait_for_timeout(300)  # colors fade
            for _ in range(50):  # the policy forbids what wait_for_function does
                if page.evaluate(SCROLLABLE):
                    break
                page.wait_for_timeout(100)
            for violation in AXE.run(page).response["violations"]:
                where = f"{scheme}, {size['width']} px: {violation['id']}"
                for node in violation["nodes"]:
                    why = " ".join(node["failureSummary"].split())
                    found.add(f"{where}: {node['html'][:150]}: {why[:250]}")
    return sorted(found)


def open_next(page: Page) -> str:
    """Follow the link to the next page, whichever that is, until it is there. Returns its address.

    Instant navigation states the address before it asks for the page.
    """
    link = page.locator(".md-footer__link--next")
    address = link.evaluate("link => link.href")
    link.click()
    page.wait_for_url(address)
    if address.startswith("http"):  # on the disk each page is loaded anew
        expect(page.locator("link[rel=canonical]")).to_have_attribute("href", address)
    return address


class Search:
    """The search of a page, asked one question after another."""

    def __init__(self, page, url: str) -> None:
        page.goto(url)
        page.keyboard.press("/")
        self.page, self.url = page, url
        self.box, self.list = page.locator("#search textarea"), page.locator("#search ol")
        self.ask("torch")
        expect(page.locator("#search")).to_have_attribute("data-complete", "")  # the whole index

    def ask(self, query: str) -> list[str]:
        """The addresses found, one a page, the best first, with the id of a section."""
        self.box.fill(query)
        expect(self.list).to_have_attribute("data-answered", query.strip())
        found = self.list.evaluate("l => [...l.children].map(one => one.querySelector('a').href)")
        return [address.removeprefix(self.url) for address in found]

    def ask_all(self, queries: list[str]) -> list[list[str]]:
        """What ``ask`` finds for each of many, from the page's own worker and not by its dialog."""
        answers = self.page.evaluate(ASK_ALL, queries)
        return [[address.removeprefix(self.url) for address in found] for found in answers]

    @property
    def doubts(self) -> bool:
        """Whether it says that the site may have no answer."""
        return self.page.locator(".search-elsewhere").is_visible()


def wait_until(page: Page, condition: str) -> None:
    """Wait until an expression is true: the policy forbids what ``wait_for_function`` does."""
    for _ in range(PATIENCE // 100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never true: {condition}")


def tab_to(page: Page, selector: str, limit: int = 80) -> None:
    """Press the tabulator until the element has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"{limit} steps of the tabulator do not reach {selector}")


@contextlib.contextmanager
def served(project: Project, folder: Path) -> Iterator[Server]:
    """The site of a project, built into ``folder`` and served at the address it was built for."""
    server = Server(folder, PATH)
    build(project, server.site, url=server.url)
    yield server
    server.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """The site, built once and served at the address that it was built for.

    At another one instant navigation would not find its pages. Under xdist the first process that
    asks builds it; each serves it, as if it had been built for its own address.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "site"
    built_for = folder.with_suffix(".host")  # written when the site is built
    with pytest.MonkeyPatch.context() as patch, FileLock(folder.with_suffix(".lock")):
        patch.setenv("REPO_URL", REPO_URL)
        if built_for.exists():
            server = Server(folder, PATH, host=built_for.read_text(encoding="utf-8"))
        else:
            server = Server(folder, PATH)
            build(PROJECT, folder, url=server.url)
            built_for.write_text(server.host, encoding="utf-8")
    yield server
    server.close()


@pytest.fixture(scope="session")
def site(server) -> Path:
    """The folder of the built site."""
    return server.site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not (program := find_chromium()):
        pytest.fail(NONE, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser) -> Iterator[BrowserContext]:
    """A visitor who was never here, at a desk, and speaks Chinese."""
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context) -> Page:
    return context.new_page()


@pytest.fixture(scope="session")
def small_project(small_project) -> Iterator[Project]:
    """The small project, whose builds find our extension."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        yield small_project
