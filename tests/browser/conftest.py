"""The built site behind a server, and a browser that looks at it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from literate.project import Project
from literate.site import build
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

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def without_sandbox() -> list[str]:
    """The flag that root needs, as in a container: it cannot have Chromium's sandbox."""
    return ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """The site, built once and served at the address that it was built for.

    At another one instant navigation would not find its pages. ``SITE`` names a site that is built
    already, for an address like ``http://127.0.0.1:8140/handbook/``.
    """
    if built := os.environ.get("SITE"):
        folder = Path(built).resolve()
        home = (folder / "index.html").read_text(encoding="utf-8")
        (port,) = re.findall(rf'<link rel="canonical" href="http://127.0.0.1:(\d+){PATH}">', home)
        server = Server(folder, PATH, int(port))
    else:
        server = Server(tmp_path_factory.mktemp("site"), PATH)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("REPO_URL", REPO_URL)
            build(PROJECT, server.site, url=server.url)
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
        flags = [*FLAGS, *without_sandbox()]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
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
    """The small project, whose builds find the weaver."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        yield small_project
