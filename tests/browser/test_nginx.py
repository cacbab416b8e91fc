"""The configuration on the page about hosting, run by nginx as it stands there."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from playwright.sync_api import expect

from literate.site.build import HEADER, build
from tests.browser.conftest import PROJECT, ROOT

AROUND = """\
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    {folders}
    include {folder}/handbook.conf;
}}
"""


def configuration(language: str) -> str:
    page = (PROJECT.docs(language) / "contributing/hosting.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"^```text\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return found


@pytest.fixture(scope="module")
def nginx(small_project, tmp_path_factory) -> Iterator[str]:
    """The address of a site that nginx serves with our configuration."""
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if not program or not Path("/etc/nginx/mime.types").is_file():
        pytest.skip("nginx is not installed (Debian: apt install nginx-light)")
    folder = tmp_path_factory.mktemp("nginx")
    site = folder / "site"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    build(small_project, site, url=f"http://127.0.0.1:{port}/")
    text = configuration("en")
    assert configuration("zh") == text
    here = {"listen      80;": f"listen 127.0.0.1:{port};"}
    here["root        /srv/handbook;"] = f"root {site};"
    for ours, there in here.items():
        assert text.count(ours) == 1
        text = text.replace(ours, there)
    (folder / "handbook.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    own = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{name}_temp_path {folder}/{name};" for name in own)
    main, error = folder / "nginx.conf", folder / "error.log"
    around = AROUND.format(folder=folder, folders=folders, user=user)
    main.write_text(around, encoding="utf-8")
    running = subprocess.Popen([program, "-c", main, "-e", error], cwd=ROOT)
    try:
        for _ in range(1200):
            with socket.socket() as probe:
                if running.poll() is not None or not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.05)
        assert running.poll() is None, error.read_text(encoding="utf-8")
        yield f"http://127.0.0.1:{port}/"
    finally:
        running.terminate()
        running.wait(60)


def get(address: str):
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    try:
        return urllib.request.urlopen(request, timeout=60)
    except HTTPError as error:
        return error


def test_pages_are_compressed_asked_about_and_restricted(nginx):
    answer = get(nginx + "en/one/")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"] == HEADER
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["ETag"]
    assert b"<h1" in gzip.decompress(answer.read())


def test_files_with_a_hash_are_kept_for_ever_and_others_are_not(nginx):
    page = gzip.decompress(get(nginx).read()).decode()
    hashed = re.findall(r'(?:src|href)="([^"]+\.[0-9a-f]{8,10}\.(?:js|css))"', page)
    assert len(hashed) > 3
    for name in hashed:
        kept = get(nginx + name).headers["Cache-Control"]
        assert kept == "public, max-age=31536000, immutable"
    assert get(nginx + "search/pages.js").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("file", "kind"), [("index.md", "text/markdown"), ("one.py", "text/x-python")]
)
def test_text_is_said_to_be_utf_8(page, nginx, file, kind):
    assert get(f"{nginx}one/{file}").headers["Content-Type"] == f"{kind}; charset=utf-8"
    page.goto(f"{nginx}one/index.md")
    assert page.evaluate("document.characterSet") == "UTF-8"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_missing_pages_are_shown_in_the_language_of_their_address(nginx, language):
    answer = get(nginx + ("en/" if language == "en" else "") + "no/such/page")
    assert answer.status == 404
    assert f'<html lang="{language}"'.encode() in gzip.decompress(answer.read())
    assert answer.headers["Content-Security-Policy"] == HEADER


def test_a_browser_finds_nothing_to_complain_about(page, nginx):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(nginx, wait_until="networkidle")
    page.locator("article a", has_text="one").click()
    page.wait_for_url(nginx + "one/")
    expect(page.locator("h1")).to_contain_text("one")
    page.goto(nginx + "en/two/", wait_until="networkidle")
    page.keyboard.press("/")
    page.keyboard.type("tensor")
    page.locator("#search ol[data-answered=tensor] a").first.wait_for()
    assert said == []
