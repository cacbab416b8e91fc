"""What readers see of a page that waits for its translation, and of the page it leads to."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from literate.page import parse, read_page
from literate.project import LANGUAGES, Project, read_source
from literate.site.build import OFFLINE, build
from literate.site.notebooks import on_page_content
from literate.site.stub import notice
from tests.conftest import ROOT, STUB_PAGE, URL

# By the stub's language: its page, its title, its folder in the site and that of the other.
STUBS = {"zh": ("one", "一", "", "en/"), "en": ("two", "Second", "en/", "")}


@pytest.fixture(scope="module")
def halves(halved_project) -> Path:
    """The small project, built with a page that is in English alone, and one in Chinese."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        build(halved_project, halved_project.root / "site", url=URL)
    return halved_project.root / "site"


def text(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            '这一页还没有中文版</p><p><span id="more"></span>请先读英文版：'
            '<a href="../en/one/" lang="en" hreflang="en">one</a>。'
            '愿意帮忙翻译？请看<a href="../contributing/#one-language">怎样参与</a>。</p>',
        ),
        (
            "en",
            'This page is not in English yet</p><p><span id="more"></span>Read it in Chinese: '
            '<a href="../../two/" lang="zh" hreflang="zh">two</a>. '
            'To translate it, see <a href="../contributing/#one-language">how to contribute</a>.'
            "</p>",
        ),
    ],
)
def test_a_page_that_waits_leads_over_and_stays_out_of_lists(halves, language, said):
    name, title, here, there = STUBS[language]
    stub, whole = (text(halves, f"{folder}{name}/index.html") for folder in (here, there))
    assert said in stub
    assert '<meta name="robots" content="noindex">' in stub
    assert "noindex" not in whole
    assert 'class="verified"' not in stub
    assert not re.search(" download[ >]", stub)
    assert f'href="{"../" * here.count("/")}../{there}{name}/"' in stub
    for page in (stub, whole):  # there is no other version, but the script finds its link
        assert len(re.findall('<link rel="translation" hreflang="(?:zh-Hans|en)"', page)) == 2
        assert 'rel="alternate' not in page
        assert page.count("data-one-language") == 1
    assert 'rel="alternate ' in text(halves, "index.html")
    files = {file.name for file in (halves / here / name).iterdir()}
    assert files == {"index.html", "index.md"}
    for index in ("sitemap-all.xml", f"{here}sitemap.xml", f"{here}llms.txt"):
        assert f"{URL}{here}{name}/" not in text(halves, index)
    assert f"<{URL}{here}{name}/>" not in text(halves, f"{here}llms-full.txt")
    assert f"<loc>{URL}{there}{name}/</loc>" in text(halves, "sitemap-all.xml")
    assert f"{URL}{there}{name}/index.md" in text(halves, f"{there}llms.txt")
    navigation = r'(?s)<span class="md-ellipsis">\s*{}\s*</span>\s*<span class="md-status md-sta'
    assert re.search(navigation.format(title), text(halves, f"{here}index.html"))
    assert not re.search(navigation.format(name), text(halves, f"{there}index.html"))


def test_it_is_found_by_its_title_and_says_as_markdown_where_to_read_it(halves):
    index = text(halves, "search/pages.js").partition("(")[2].removesuffix(")\n")
    found = json.loads(index)
    number = found["pages"].index(["one/", "一", ""])
    assert [one for one in found["sections"] if one[0] == number] == [[number, "", "一", "", []]]
    assert text(halves, "en/two/index.md") == (
        f"# Second\n\n<{URL}en/two/>\n\n> **This page is not in English yet**\n>\n"
        f"> Read it in Chinese: [two]({URL}two/). "
        f"To translate it, see [how to contribute]({URL}en/contributing/#one-language).\n"
    )


def test_offline_too_it_leads_over(halves):
    with zipfile.ZipFile(halves / OFFLINE) as archive:
        stub = archive.read(f"{Path(OFFLINE).stem}/one/index.html").decode()
    assert 'href="../en/one/index.html" lang="en"' in stub
    assert '<link rel="translation"' not in stub


def test_the_guide_has_what_it_links_to():
    project = Project(ROOT)
    for language in LANGUAGES:
        guide = read_page(project, project.docs(language) / "contributing/index.md")
        assert "one-language" in [heading.id for heading in guide.headings]


def test_a_tutorial_that_waits_has_the_notice_in_place_of_its_notebook(site):
    site.page("tutorials/a.md", STUB_PAGE.format(title="题"), "# A { #top }\n")
    cell = '<div class="jp-RenderedMarkdown"><h1>题</h1><blockquote>B</blockquote></div>'
    file = SimpleNamespace(src_uri="tutorials/a.ipynb")
    page = SimpleNamespace(file=file, meta={}, toc=None, edit_url=None)
    settings = {"literate.site.extension": {}}
    config = SimpleNamespace(docs_dir=site.project.docs("zh"), mdx_configs=settings)
    html = on_page_content(f'<div class="jupyter-wrapper">{cell}</div>', page, config, None)
    assert "<h1 id=" in html
    assert 'href="../../en/tutorials/a/" lang="en"' in html
    assert "blockquote" not in html
    assert page.meta["status"] == "untranslated"


def test_without_a_guide_it_leads_over_and_a_title_is_no_html(site):
    site.page("a.md", STUB_PAGE.format(title="题"), "# A &lt; B { #top }\n")
    file = site.project.docs("zh") / "a.md"
    page = parse(site.project, read_source(file, "a.md"), "zh", "a.md")
    assert notice(site.project, page).endswith(
        '请先读英文版：<a href="../en/a/" lang="en" hreflang="en">A &lt; B</a>。</p></div>'
    )


@pytest.mark.parametrize(
    ("own", "ids"),
    [
        ("", ["part", "was", "older", "gone"]),
        ("anchors: {was: part, older: a, gone: b#b}\n", ["part", "was"]),
    ],
)
def test_the_old_ids_of_the_written_page_lead_to_it_too(site, own, ids):
    """Those that its own front matter puts elsewhere are there already."""
    whole = "---\nanchors: {was: part, older: a, gone: b#b}\n---\n\n# A { #a }\n\n## P { #part }\n"
    site.page("a.md", f"---\nstatus: untranslated\n{own}---\n\n# A {{ #a }}\n", whole)
    page = read_page(site.project, site.project.docs("zh") / "a.md")
    assert re.findall('<span id="(.*?)">', notice(site.project, page)) == ids
