"""The zip that works from the disk: its links, its search, and that it is always the same."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from literate.offline import offline_index, offline_page, pack

NAMES = {"index.html", "a/b/index.html", "a/b/b.py", "en/index.html", "en/a/b/index.html", "x.css"}


@pytest.mark.parametrize(
    ("name", "href", "there"),
    [
        ("index.html", "a/b/", "a/b/index.html"),
        ("index.html", "a/b", "a/b/index.html"),
        ("index.html", ".", "./index.html"),
        ("a/b/index.html", "../../", "../../index.html"),
        ("a/b/index.html", "../..", "../../index.html"),
        ("a/b/index.html", "../../en/a/b/#part", "../../en/a/b/index.html#part"),
        ("a/b/index.html", "../../x.css", "../../x.css"),
        ("a/b/index.html", "b.py", "b.py"),
        ("a/b/index.html", "#part", "#part"),
        ("a/b/index.html", "https://example.org/a/b/", "https://example.org/a/b/"),
        ("a/b/index.html", "../missing/", "../missing/"),
        ("a/b/index.html", "mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_links_name_their_files(name, href, there):
    assert f'<a class="c" href="{there}">' in offline_page(
        f'<a class="c" href="{href}">', name, NAMES
    )


def test_code_that_looks_like_a_link_stays():
    shown = '<pre>&lt;a href="a/b/"&gt;</pre>'
    assert offline_page(shown, "index.html", NAMES) == shown


def test_a_page_takes_its_rules_from_no_server_and_its_worker_from_the_root():
    page = (
        '<head><meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'
        '<link rel="canonical" href="https://example.org/en/a/b/">'
        '<link rel="alternate " hreflang="en" href="https://example.org/en/a/b/"></head>'
        '<nav><a href="index.md">m</a> · <a href="../pytorch-by-example.zip" download>z</a></nav>'
    )
    worker = "../../../assets/vendor/iframe-worker/iframe-worker.js"
    assert offline_page(page, "en/a/b/index.html", NAMES) == (
        '<head><link rel="canonical" href="https://example.org/en/a/b/">'
        f'<script src="{worker}"></script></head><nav><a href="index.md">m</a></nav>'
    )


def test_the_search_index_is_a_script_whose_places_are_files():
    docs = [{"location": at, "text": "页"} for at in ("", "a/b/", "a/b/#part")]
    script = offline_index(json.dumps({"config": {}, "docs": docs}))
    index = json.loads(script.removeprefix("var __index = "))
    places = [document["location"] for document in index["docs"]]
    assert places == ["index.html", "a/b/index.html", "a/b/index.html#part"]
    assert "页" in script


def test_the_same_site_makes_the_same_zip(tmp_path):
    packed = []
    for n, order in enumerate((sorted(NAMES), sorted(NAMES, reverse=True))):
        site = tmp_path / str(n)
        for name in order:
            _write(site / name, f"<head></head>{name}")
        _write(site / "search/search_index.json", '{"docs": []}')
        _write(site / "sitemap.xml", "for crawlers")
        packed.append(pack(site).read_bytes())
        packed.append(pack(site).read_bytes())  # over the one that is there
    assert len(set(packed)) == 1
    with zipfile.ZipFile(pack(site)) as archive:
        folder = "pytorch-by-example/"
        assert set(archive.namelist()) == {
            folder + name for name in NAMES | {"search/search_index.js"}
        }


def _write(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
