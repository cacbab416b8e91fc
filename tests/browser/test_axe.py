"""What axe-core finds: on one page of each kind, or with ``--page`` on the pages it is about."""

from __future__ import annotations

import pytest

from tests.browser.conftest import axe_findings, chosen

pytestmark = pytest.mark.content

KINDS = {
    "home": "",
    "chapter": "autograd/",
    "example": "autograd/backward/",
    "figures": "nn/linear-activation/",
    "math": "init/basics/",
    "GPU": "gpu/memory/",
    "tutorial": "tutorials/digits/",
    "cheat sheet": "cheatsheet/",
    "glossary": "glossary/",
    "error index": "errors/",
    "API index": "api/",
    "verification": "verified/",
    "contributing": "contributing/hosting/",
    "diagram": "contributing/architecture/",
    "missing page": "404.html",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    kinds = [folder + address for address in KINDS.values() for folder in ("", "en/")]
    ids = [f"{kind}-{language}" for kind in KINDS for language in ("zh", "en")]
    if (some := chosen(metafunc.config)) is not None:
        kinds, ids = some, [address.rstrip("/") or "home" for address in some]
    metafunc.parametrize("address", kinds, ids=ids)


def test_axe_finds_nothing(page, server, address):
    page.goto(server.url + address, wait_until="networkidle")
    assert axe_findings(page) == []
