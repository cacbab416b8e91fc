"""Print Lighthouse's scores of a few pages, as a phone on a slow line gets them. Gates nothing.

Lighthouse and the Node.js that it asks for come from npm, pinned; the browser is the machine's. Its
performance counts only where nothing else runs: what takes longer there is taken for the page's. So
each page is opened three times, and the median is printed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from literate.project import Project
from literate.site.build import build
from tests.browser.chromium import NONE, find_chromium
from tests.browser.conftest import FLAGS, PATH, REPO_URL, ROOT
from tests.browser.server import Server

PACKAGES = ("node@22.23.3", "lighthouse@13.5.0")
RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": "",
    "errors": "errors/",
    "glossary": "glossary/",
    "example": "autograd/backward/",
    "figures": "nn/linear-activation/",
    "math": "init/basics/",
    "tutorial": "tutorials/digits/",
    "English home": "en/",
    "English errors": "en/errors/",
    "English glossary": "en/glossary/",
    "English example": "en/autograd/backward/",
}


def median(npx: str, chromium: str, address: str) -> dict:
    """Of some reports on an address, the one whose performance is in the middle."""
    reports = [measure(npx, chromium, address) for _ in range(RUNS)]
    reports.sort(key=lambda report: report["categories"]["performance"]["score"] or 0)
    return reports[RUNS // 2]


def measure(npx: str, chromium: str, address: str) -> dict:
    """Lighthouse's report on an address."""
    flags = " ".join(["--headless=new", *FLAGS])
    packages = [f"--package={name}" for name in PACKAGES]
    command = [npx, "--yes", *packages, "--", "lighthouse", address, "--output=json", "--quiet"]
    command += [f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    result = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(result.stdout)


def main() -> None:
    """Measure the pages named on the command line, or those above."""
    if not (chromium := find_chromium()):
        sys.exit(NONE)
    if not (npx := shutil.which("npx")):
        sys.exit("npx was not found. Install Node.js (Debian: apt install npm).")
    pages = {address: address for address in sys.argv[1:]} or PAGES
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), PATH)
        os.environ["REPO_URL"] = REPO_URL
        build(Project(ROOT), server.site, url=server.url)
        names = [f"{name:>14}" for name in CATEGORIES]
        print(f"{'page':20}", *names, f"{'KiB':>6}", "  falls short in")
        for name, address in pages.items():
            report = median(npx, chromium, server.url + address)
            scores = [report["categories"][c]["score"] for c in CATEGORIES]
            shown = [f"{'?' if s is None else round(100 * s):>14}" for s in scores]
            weight = report["audits"]["total-byte-weight"]["numericValue"] / 1024
            short = [
                reference["id"]
                for category in CATEGORIES[1:]
                for reference in report["categories"][category]["auditRefs"]
                if reference["weight"] and report["audits"][reference["id"]]["score"] == 0
            ]
            print(f"{name:20}", *shown, f"{weight:6.0f}", " ", ", ".join(short), flush=True)
        server.close()


if __name__ == "__main__":
    main()
