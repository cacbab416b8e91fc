"""The built site behind a server, and a browser that looks at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from literate.project import Project
from literate.site import build
from tests.browser.chromium import NONE, find_chromium
from tests.browser.server import Server

ROOT = Path(__file__).resolve().parents[2]
PROJECT = Project(ROOT)
# An address below its host, where a link that should be relative shows itself.
SITE_URL = "https://docs.example.org/handbook/"
REPO_URL = "https://github.com/example/handbook"
PATH = "/handbook/"

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


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The folder of the site, built once; ``SITE`` names one that is built already."""
    if built := os.environ.get("SITE"):
        return Path(built).resolve()
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPO_URL", REPO_URL)
        patch.chdir(ROOT)
        build(PROJECT, folder, url=SITE_URL)
    return folder


@pytest.fixture(scope="session")
def server(site) -> Iterator[Server]:
    server = Server(site, PATH)
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not (program := find_chromium()):
        pytest.fail(NONE, pytrace=False)
    with sync_playwright() as playwright:
        # Who is root, as in a container, cannot have Chromium's sandbox.
        root = getattr(os, "geteuid", lambda: 1)() == 0
        flags = [*FLAGS, "--no-sandbox"] if root else list(FLAGS)
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def context(browser) -> Iterator[BrowserContext]:
    """A visitor who was never here, at a desk, and speaks Chinese."""
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context) -> Page:
    return context.new_page()
