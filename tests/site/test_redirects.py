"""Old addresses and old heading ids on the built site, and in its zip."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from literate.site.build import OFFLINE, POLICY, build
from literate.site.notebooks import on_page_content
from tests.conftest import ROOT, make_once, moved_project

URL = "https://example.org/handbook/"


@pytest.fixture(scope="module")
def moved(small_project, tmp_path_factory) -> Path:
    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", str(ROOT))
            build(moved_project(small_project, folder / "project"), folder / "site", url=URL)

    return make_once(tmp_path_factory, "moved", make) / "site"


@pytest.mark.parametrize(
    ("folder", "language", "said"),
    [("", "zh", "这一页的新地址："), ("en/", "en", "This page has moved: ")],
)
@pytest.mark.parametrize(("old", "up"), [("old/place", "../../"), ("first", "../")])
def test_an_old_address_leads_to_the_page_in_its_language(moved, folder, language, said, old, up):
    text = (moved / folder / old / "index.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in text
    assert '<meta name="robots" content="noindex">' in text
    assert f'<link rel="canonical" href="{URL}{folder}one/">' in text
    assert f'<noscript><meta http-equiv="refresh" content="0; url={up}one/"></noscript>' in text
    assert f'{said}<a href="{up}one/">one</a>' in text
    assert f'content="{POLICY}"' in text
    assert (moved / folder / "assets/js/moved.js").is_file()
    assert f'<script src="{up}assets/js/moved.js"></script>' in text


def test_neither_search_nor_sitemap_nor_lists_name_an_old_address(moved):
    for folder in ("", "en/"):
        index = (moved / folder / "search/pages.js").read_text("utf-8").partition("(")[2]
        places = {page[0] for page in json.loads(index.removesuffix(")\n"))["pages"]}
        assert "one/" in places
        assert not {place for place in places if place.startswith(("old", "first"))}
        for name in ("sitemap.xml", "llms.txt"):
            listed = (moved / folder / name).read_text("utf-8")
            assert "one/" in listed
            assert "old/place" not in listed


def test_in_the_zip_an_old_address_leads_to_the_file(moved):
    with zipfile.ZipFile(moved / OFFLINE) as archive:
        name = f"{Path(OFFLINE).stem}/en/old/place/index.html"
        text = archive.read(name).decode()
    assert 'content="0; url=../../one/index.html"' in text
    assert '<a href="../../one/index.html">one</a>' in text
    assert 'src="../../assets/js/moved.js"' in text


def test_an_old_id_stands_in_its_heading_and_nowhere_else(moved):
    text = (moved / "en/one/index.html").read_text(encoding="utf-8")
    assert '<h1 id="top"><span id="was"></span>one<a' in text
    assert "<title>one - PyTorch by Example</title>" in text
    assert text.count('"was"') == 1


def test_where_a_section_was_a_line_leads_to_its_new_page(moved):
    text = (moved / "en/two/index.html").read_text(encoding="utf-8")
    line = '<p class="moved" id="gone" data-search-exclude>This section has moved: '
    assert f'{line}<a href="../one/#top">one</a></p>' in text


def test_a_tutorial_keeps_its_old_ids_too(site):
    meta = "---\ndescription: d\nanchors: {was: top, gone: tutorials/b#top}\n---\n"
    for name, front in (("a", meta), ("b", "")):
        site.page(f"tutorials/{name}.md", f"{front}\n# T {{ #top }}\n")
    built = '<div class="jupyter-wrapper"><div class="jp-RenderedMarkdown"><h1>T</h1></div></div>'
    page = SimpleNamespace(file=SimpleNamespace(src_uri="tutorials/a.ipynb"), meta={}, edit_url="")
    given = {"mdx_configs": {"literate.site.extension": {}}, "docs_dir": site.project.docs("en")}
    html = on_page_content(built, page, SimpleNamespace(**given), None)
    assert '<h1 id="top"><span id="was"></span>T<a' in html
    assert '<p class="moved" id="gone" data-search-exclude>' in html
