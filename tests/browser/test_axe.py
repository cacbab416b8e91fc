"""axe-core finds nothing on any type of page, light and dark, at a desk and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK, PHONE

AXE = Axe()
PAGES = {
    "home": "",
    "chapter": "autograd/",
    "example": "autograd/backward/",
    "figures": "nn/linear-activation/",
    "math": "init/basics/",
    "GPU": "gpu/memory/",
    "tutorial": "tutorials/digits/",
    "cheat sheet": "cheatsheet/",
    "glossary": "glossary/",
    "verification": "verified/",
    "contributing": "contributing/hosting/",
    "missing page": "404.html",
}


@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(page, server, address, language):
    page.goto(server.url + language + address, wait_until="networkidle")
    found = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            page.wait_for_timeout(300)  # colours fade
            for violation in AXE.run(page).response["violations"]:
                where = f"{scheme}, {size['width']} px: {violation['id']}"
                for node in violation["nodes"]:
                    why = " ".join(node["failureSummary"].split())
                    found.add(f"{where}: {node['html'][:150]}: {why[:250]}")
    assert not found, "\n".join(sorted(found))
