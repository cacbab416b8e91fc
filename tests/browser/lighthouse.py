"""Print Lighthouse's scores of a few pages, as a phone on a slow line gets them. Gates nothing.

Lighthouse comes from npm, pinned, into ``.cache/lighthouse``; the browser is the machine's.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from literate.problem import LiterateError
from literate.project import Project
from literate.site import build
from tests.browser.chromium import NONE, find_chromium
from tests.browser.conftest import FLAGS, PATH, REPO_URL, ROOT, without_sandbox
from tests.browser.server import Server

LIGHTHOUSE = "lighthouse@13.5.0"
FOLDER = ROOT / ".cache" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": "",
    "example": "autograd/backward/",
    "figures": "nn/linear-activation/",
    "math": "init/basics/",
    "tutorial": "tutorials/digits/",
    "English example": "en/autograd/backward/",
}


def install() -> Path:
    """Lighthouse's program, installed where it is not yet."""
    npm = shutil.which("npm")
    if not npm:
        sys.exit("npm was not found. Install Node.js (Debian: apt install npm).")
    program = FOLDER / "node_modules/lighthouse/cli/index.js"
    kept = FOLDER / "node_modules/lighthouse/package.json"
    version = LIGHTHOUSE.rpartition("@")[2]
    if not kept.is_file() or json.loads(kept.read_text(encoding="utf-8"))["version"] != version:
        FOLDER.mkdir(parents=True, exist_ok=True)
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([npm, "install", "--prefix", FOLDER, *quiet, LIGHTHOUSE], check=True)
    return program


def measure(program: Path, chromium: str, address: str) -> dict:
    """Lighthouse's report on an address."""
    flags = " ".join(["--headless=new", *FLAGS, *without_sandbox()])
    command = [shutil.which("node"), program, address, "--output=json", "--quiet"]
    command += [f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}"]
    result = subprocess.run(
        command,
        env={**os.environ, "CHROME_PATH": chromium},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(result.stdout)


def main() -> None:
    """Measure the pages named on the command line, or those above."""
    if not (chromium := find_chromium()):
        sys.exit(NONE)
    program = install()
    pages = {address: address for address in sys.argv[1:]} or PAGES
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), PATH)
        os.environ["REPO_URL"] = REPO_URL
        build(Project(ROOT), server.site, url=server.url)
        print(
            f"{'page':20}",
            *(f"{name:>14}" for name in CATEGORIES),
            f"{'KiB':>6}",
            "  falls short in",
        )
        for name, address in pages.items():
            report = measure(program, chromium, server.url + address)
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
    try:
        main()
    except LiterateError as error:
        sys.exit(str(error))
