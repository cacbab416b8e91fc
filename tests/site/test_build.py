"""The site as it is built: both languages, from this project's own pages and configuration."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml

from literate.navigation import waits
from literate.page import read_page
from literate.project import Project
from literate.site.build import OFFLINE, build, site_environment
from literate.site.redirects import MARK

ROOT = Path(__file__).resolve().parents[2]
PROJECT = Project(ROOT)
URL = "https://example.org/handbook/"
NOTEBOOKS = [
    (language, page)
    for language in ("zh", "en")
    for page in PROJECT.notebook_pages(language)
    if not waits(PROJECT, language, page)
]


class Tags(HTMLParser):
    """The start tags of a page."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def find(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == tag and wanted.items() <= a.items()]


def html(page: str) -> str:
    folder, _, name = page.removesuffix(".md").rpartition("/")
    return "/".join(filter(None, (folder, name if name != "index" else "", "index.html")))


@pytest.mark.parametrize("page", PROJECT.pages("zh"))
def test_each_page_leads_to_itself_in_the_other_language(built, page):
    alternates = []
    for folder, language in ((built, "zh"), (built / "en", "en")):
        file = folder / html(page)
        tags = Tags(file)
        assert tags.find("html")[0]["lang"] == language
        assert tags.find("meta", name="description")[0]["content"]
        (link,) = [a for _, a in tags.tags if "data-language-link" in a]
        here = URL + file.relative_to(built).as_posix().removesuffix("index.html")
        target = built / urljoin(here, link["href"]).removeprefix(URL) / "index.html"
        assert target.is_file()
        assert target != file
        assert target.relative_to(built).as_posix().removeprefix("en/") == html(page)
        found = [a for a in tags.find("link") if a.get("hreflang")]
        alternates.append({a["hreflang"]: a["href"] for a in found})
        loaded = [a.get("src") for _, a in tags.tags]
        loaded += [a.get("href") for a in tags.find("link", rel="stylesheet")]
        assert [url for url in loaded if url and re.match(r"(https?:)?//", url)] == []
    path = html(page).removesuffix("index.html")
    wanted = {"zh-Hans": URL + path, "en": URL + "en/" + path, "x-default": URL + path}
    assert alternates == [wanted, wanted]


def test_a_page_has_few_lines_without_anything(built):
    text = (built / "autograd/backward/index.html").read_text(encoding="utf-8")
    around = re.sub("(?s)<article.*?</article>", "", text).split("\n")
    assert sum(not line.strip() for line in around) < len(around) / 4


@pytest.mark.parametrize("folder", ["", "en/"])
def test_each_navigation_of_a_page_has_a_name_of_its_own_without_scripts(built, folder):
    tags = Tags(built / folder / "autograd/backward/index.html")
    # The contents of the page stand there twice; one of them is shown, by the width.
    contents = ("md-nav md-nav--secondary", "md-nav")
    navs = [nav for nav in tags.find("nav") if nav["class"] not in contents]
    names = [nav["aria-label"] for nav in navs if "aria-label" in nav]
    assert len(names) >= 5
    assert len(set(names)) == len(names)


def test_the_page_for_missing_pages_leads_to_the_other_language(built):
    for name, other in (("404.html", "en/"), ("en/404.html", "")):
        (link,) = [a for _, a in Tags(built / name).tags if "data-language-link" in a]
        # Hosts show the page at any address.
        assert urljoin(URL + "no/such/page", link["href"]) == URL + other


@pytest.mark.parametrize(("language", "page"), NOTEBOOKS)
def test_a_tutorial_looks_as_any_page(built, language, page):
    file = (built if language == "zh" else built / "en") / html(page)
    text = file.read_text(encoding="utf-8")
    source = read_page(PROJECT, PROJECT.docs(language) / page)
    article = text[text.index("<article") : text.index("</article>")]
    ids = [heading.id for heading in source.headings]
    assert re.findall(r'<h[1-6] id="([^"]*)"', article) == ids
    contents = text.split('class="md-nav md-nav--secondary"')[1:]
    assert contents
    for one in contents:
        assert re.findall(r'href="#([^"]*)" class="md-nav__link"', one)[: len(ids) - 1] == ids[1:]
    code = re.findall(
        r'<div data-cell="[^>]*" class="(?:(?:wrong|right|joined) )*highlight">', article
    )
    shown = [example for example in source.examples if example.cell.shows_code]
    assert len(code) == len(shown)
    if page == "tutorials/digits.md":
        assert '<details class="imports">' in article
    outputs = sum(bool(e.cell.documented("cpu")) for e in source.examples)
    assert article.count('<div class="output ') == outputs
    figures = sum(e.module.draws(e.cell.title) for e in shown)
    assert article.count('<figure class="output">') == figures
    assert article.count('<figure class="picture">') == len(source.examples) - len(shown)
    assert source.meta["description"] in text
    assert '<div class="page-head"><p class="verified">' in article
    assert not re.search("jp-|jupyter|<style", text)
    assert len(text) < 120_000  # mkdocs-jupyter made half a megabyte of styles
    for link in Tags(file).find("a"):
        target = re.split("[?#]", link.get("href") or "")[0]
        if target and not re.match("[a-z]+:", target):
            there = file.parent / target
            assert (there / "index.html" if there.is_dir() else there).is_file(), target
    index = json.loads(
        (file.parents[2] / "search/pages.js").read_text("utf-8")[len("searchIndex.pages(") : -2]
    )
    number = [url for url, *_ in index["pages"]].index(f"tutorials/{file.parent.name}/")
    places = [section[1] for section in index["sections"] if section[0] == number]
    assert len(places) > 3
    assert [place for place in places if place and place not in ids] == []


def test_what_a_page_offers_to_take_away_is_there(built):
    for page in built.rglob("*.html"):
        tags = Tags(page)
        offered = [a["href"] for a in tags.find("a") if "download" in a or a["href"] == "index.md"]
        assert [href for href in offered if not (page.parent / href).is_file()] == []
        moved = tags.find("meta", name="robots", content="noindex")
        assert tags.find("nav", **{"class": "take-away"}) or page.name == "404.html" or moved


def test_a_page_has_a_card_for_where_it_is_shared(built):
    for place, language in (("", "zh"), ("en/", "en")):
        page = Tags(built / place / "tensors/matmul/index.html")
        card = {a["property"]: a["content"] for a in page.find("meta") if "property" in a}
        image = card["og:image"].removeprefix(URL)
        assert (image, card["og:locale"][:2]) == (f"assets/images/card-{language}.png", language)
        data = (built / image).read_bytes()
        assert struct.unpack(">II", data[16:24]) == (1200, 630)
        assert len(data) < 60_000
        assert card["og:url"] == f"{URL}{place}tensors/matmul/"
        (description,) = page.find("meta", name="description")
        assert card["og:description"] == description["content"]
        source = read_page(PROJECT, PROJECT.docs(language) / "tensors/matmul.md")
        assert (card["og:title"], card["og:type"]) == (source.title, "article")
        home = Tags(built / place / "index.html").find("meta", property="og:type")
        assert home[0]["content"] == "website"


def test_links_of_the_offline_copy_lead_to_files(built, tmp_path):
    with zipfile.ZipFile(built / OFFLINE) as archive:
        archive.extractall(tmp_path)
    (root,) = tmp_path.iterdir()
    pages = list(root.rglob("*.html"))
    shown = [page for page in pages if MARK not in page.read_text(encoding="utf-8")]
    assert len(shown) == 2 * len(PROJECT.pages("zh"))
    for page in pages:
        for _, attributes in Tags(page).tags:
            target = attributes.get("src") or attributes.get("href")
            path = re.split("[?#]", target or "")[0]
            if path and not re.match(r"[a-z]+:", path):
                assert (page.parent / path).is_file(), (page, target)


def test_a_page_can_be_edited_and_opened_in_colab_where_there_is_a_repository(
    built, small_project, tmp_path, monkeypatch
):
    monkeypatch.setenv("REPO_URL", "https://github.com/owner/name")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    build(small_project, tmp_path / "site", url=URL)
    page = Tags(tmp_path / "site/en/one/index.html")
    notebook = "en/one/one.ipynb"
    assert (tmp_path / "site" / notebook).is_file()
    colab = "https://colab.research.google.com/github/owner/name/blob/gh-pages/"
    assert page.find("a", href=colab + notebook)
    assert page.find("a", href="https://github.com/owner/name/edit/main/docs/en/one.md")
    # The theme asks api.github.com about what it finds so marked.
    assert not [a for _, a in page.tags if a.get("data-md-component") == "source"]
    text = (built / "autograd/backward/index.html").read_text(encoding="utf-8")
    assert not re.search("colab|edit/main", text)


def test_each_page_s_line_leads_to_its_row_and_the_row_back(built):
    for language, folder in (("zh", built), ("en", built / "en")):
        table = Tags(folder / "verified/index.html")
        ids = [a["id"] for a in table.find("tr") if "id" in a]
        assert len(ids) == len(set(ids)) == len(PROJECT.modules())
        for page in PROJECT.pages(language):
            links = [a.get("href", "") for a in Tags(folder / html(page)).find("a")]
            rows = [link.partition("#")[2] for link in links if "verified/#" in link]
            modules = read_page(PROJECT, PROJECT.docs(language) / page).modules
            assert len(rows) == bool(modules and page != "index.md"), page
            assert set(rows) <= set(ids)


def test_both_languages_have_the_same_navigation_and_no_plugin_beside_notebooks():
    class Loader(yaml.SafeLoader):
        pass

    def pages(nav):
        return [
            pages(value) if isinstance(value, list) else value
            for entry in nav
            for value in (entry.values() if isinstance(entry, dict) else [entry])
        ]

    Loader.add_constructor("!ENV", lambda loader, node: None)
    zh, en = (
        yaml.load((ROOT / name).read_text(encoding="utf-8"), Loader)
        for name in ("mkdocs.yml", "mkdocs.en.yml")
    )
    assert pages(zh["nav"]) == pages(en["nav"])
    assert set(zh["plugins"]) == {"mkdocs-jupyter"}


def test_building_needs_no_torch(built):
    programs = (built.parent / "no-torch.log").read_text(encoding="utf-8")
    assert programs.startswith("-m literate build")
    assert programs.count("spawn_main(") >= 2  # a process a language
    assert (built / "en/index.html").is_file()


def test_a_broken_page_stops_the_build_with_its_line(site, tmp_path):
    site.page("index.md", "---\ndescription: d\n---\n\n# T { #t }\n\n```python\nprint(1)\n```\n")
    (site.root / "mkdocs.yml").write_text(
        "site_name: T\ndocs_dir: docs/zh\nmarkdown_extensions:\n"
        "  literate.site.extension: {language: zh}\n"
    )
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "out")],
        cwd=site.root,
        env={**site_environment(URL), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "docs/zh/index.md:7: code on a page that is not an include" in result.stderr
    assert "Traceback" not in result.stderr
