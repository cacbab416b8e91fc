"""What is made from the finished site: the files next to each page, and the lists of pages."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path, PurePosixPath

import nbformat
import pytest

from literate.address import FOLDERS, address, beside, resolve
from literate.project import Project, Source
from literate.publish import publish
from literate.take_away import colab_url, take_away
from literate.weave import weave, weave_file

ROOT = Path(__file__).resolve().parents[1]
PROJECT = Project(ROOT)
URL = "https://example.org/handbook/"
GITHUB = "https://github.com/owner/name"

HOME = "---\ndescription: {about}\n---\n\n# {title} {{ #home }}\n\n[a](part/a.md#pick)\n"
PAGE = """\
---
description: "{about}"
---

# {title} {{ #a }}

Text, [home](../index.md).

```python
--8<-- "part/a.py:one"
```

## {title} 2 {{ #pick }}

!!! warning "W"

    ```python
    --8<-- "part/a.py:two"
    ```
"""
MODULE = """\
# %% one
# zh: 数
# en: number
print(1)
#> 1
#cuda> 2

# %% two tags=["varies"]
print(0.5)
#> 0.5
"""


@pytest.fixture
def published(site, tmp_path) -> Path:
    """A project of two pages, published where its HTML would stand."""
    site.module("part/a.py", MODULE)
    site.page(
        "index.md",
        HOME.format(title="家", about="一"),
        HOME.format(title="Home", about="One"),
    )
    site.page("part/n.md", "# N { #n }\n\n" + '```python\n--8<-- "part/a.py:one"\n```\n')
    site.page(
        "part/a.md",
        PAGE.format(title="例", about="二：例"),
        PAGE.format(title="Case", about="Two: a case"),
    )
    (site.root / "mkdocs.yml").write_text(
        "site_name: 书\nsite_description: 说明\nrepo_url: !ENV [REPO_URL, '']\n"
        "nav:\n  - 首页: index.md\n  - 部分: [part/a.md, part/n.ipynb]\n  - Out: https://example.org\n",
        encoding="utf-8",
    )
    (site.root / "mkdocs.en.yml").write_text(
        "INHERIT: mkdocs.yml\nsite_name: Book\nsite_description: Summary\n"
        "nav:\n  - Home: index.md\n  - Part: [part/a.md, part/n.ipynb]\n",
        encoding="utf-8",
    )
    folder = tmp_path / "built"
    for place in ("", "part/a/", "en/", "en/part/a/"):
        (folder / place).mkdir(parents=True)
        (folder / place / "index.html").write_text("<html></html>")
    (folder / "sitemap.xml").write_text("the generator's own")
    (folder / "en/sitemap.xml.gz").write_bytes(b"the generator's own")
    publish(site.project, folder, URL)
    return folder


def text(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_a_page_as_markdown_says_what_it_is_and_what_its_code_printed(published):
    assert (
        text(published, "en/part/a/index.md")
        == """\
# Case

> Two: a case

<https://example.org/handbook/en/part/a/>

CPU: not run yet; CUDA: not run yet.

Text, [home](https://example.org/handbook/en/).

```python
# number
print(1)
```

Output (CPU):

```text
1
```

Output (CUDA):

```text
2
```

## Case 2

> **W**
>
> ```python
> print(0.5)
> ```
>
> Output (values vary):
>
> ```text
> 0.5
> ```
"""
    )
    assert "\n# 数\nprint(1)\n" in text(published, "part/a/index.md")


def test_the_module_is_next_to_its_page_byte_for_byte(site, published):
    for folder in ("part/a", "en/part/a"):
        copy = published / folder / "a.py"
        assert copy.read_bytes() == (site.project.snippets / "part/a.py").read_bytes()
    assert not (published / "index.py").exists()


def test_the_notebook_is_next_to_its_page_in_its_language(published):
    for folder, comment in (("part/a", "# 数"), ("en/part/a", "# number")):
        made = nbformat.reads(text(published, f"{folder}/a.ipynb"), nbformat.NO_CONVERT)
        nbformat.validate(made)
        assert made.cells[1].source == f"{comment}\nprint(1)"
    assert f"[home]({URL}en/)" in made.cells[0].source
    assert not (published / "index.ipynb").exists()  # a page without code


def test_llms_txt_lists_the_pages_by_chapter(published):
    assert (
        text(published, "en/llms.txt")
        == f"""\
# Book

> Summary

## Home

- [Home]({URL}en/index.md): One

## Part

- [Case]({URL}en/part/a/index.md): Two: a case
- [N]({URL}en/part/n/index.md)
"""
    )
    assert f"## 部分\n\n- [例]({URL}part/a/index.md): 二：例\n" in text(published, "llms.txt")


def test_a_page_that_is_built_from_a_notebook_has_its_files_too(published):
    assert text(published, "en/part/n/index.md").startswith("# N\n")
    assert "# 数" in nbformat.reads(text(published, "part/n/n.ipynb"), 4).cells[1].source


def test_llms_full_holds_every_page(published):
    whole = text(published, "llms-full.txt")
    assert whole.startswith("# 书\n\n> 说明\n")
    for page in ("index.md", "part/a/index.md"):
        assert text(published, page) in whole


def test_one_sitemap_names_each_page_in_both_languages(published):
    def pages(name: str) -> dict[str, dict[str, str]]:
        space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
        root = ElementTree.fromstring(text(published, name))
        return {
            page.findtext("s:loc", namespaces=space): {
                link.get("hreflang"): link.get("href")
                for link in page.iter("{http://www.w3.org/1999/xhtml}link")
            }
            for page in root
        }

    places = ["", "part/a/"]
    both = {
        URL + folder + place: {
            "zh-Hans": URL + place,
            "en": f"{URL}en/{place}",
            "x-default": URL + place,
        }
        for folder in ("", "en/")
        for place in places
    }
    assert pages("sitemap.xml") == both
    assert pages("en/sitemap.xml") == {k: v for k, v in both.items() if "/en/" in k}
    assert not list(published.rglob("*.gz"))
    assert f"Sitemap: {URL}sitemap.xml\n" in text(published, "robots.txt")


def test_a_page_that_was_not_built_is_in_no_sitemap(site, published):
    (published / "en/part/a/index.html").unlink()
    publish(site.project, published, URL)
    assert "en/part/a/" not in text(published, "sitemap.xml")
    assert f"<loc>{URL}part/a/</loc>" in text(published, "sitemap.xml")


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """The project's own pages, without the HTML."""
    folder = tmp_path_factory.mktemp("whole")
    publish(PROJECT, folder, URL)
    return folder


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_has_its_files(whole, language):
    root = whole / FOLDERS[language]
    listed = text(root, "llms.txt")
    for page in PROJECT.pages(language):
        woven = weave_file(PROJECT, PROJECT.docs(language) / page)
        assert f"({URL}{FOLDERS[language]}{address(page)}index.md)" in listed
        assert (root / beside(page, ".ipynb")).is_file() == bool(woven.examples)
        own = PurePosixPath(page).with_suffix(".py").as_posix()
        shown = own in [module.path for module in woven.modules]
        assert (root / beside(page, ".py")).is_file() == shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_as_markdown_holds_what_only_the_site_reads(whole, language):
    for page in PROJECT.pages(language):
        markdown = text(whole / FOLDERS[language], address(page) + "index.md")
        prose = re.sub(r"^( *>? *)(```+)\w*\n.*?\n\1\2$", "", markdown, flags=re.M | re.S)
        prose = re.sub(r"`[^`\n]*`", "", prose)  # a guide names what is not to be left over
        assert not re.search(r"--8<--|\{ [.#]|^!!!|^===|<div|^---$", prose, re.M), page
        links = re.findall(r"(?<!`)\]\(([^)\s]+)\)", prose)
        assert [link for link in links if not link.startswith("https://")] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_of_the_markdown_leads_to_a_page(whole, language):
    for page in PROJECT.pages(language):
        markdown = text(whole / FOLDERS[language], address(page) + "index.md")
        for link in re.findall(rf"\({re.escape(URL)}([^)#\s]*)", markdown):
            assert (whole / link / "index.md").is_file(), (page, link)


@pytest.mark.parametrize(
    ("page", "target", "there"),
    [
        ("index.md", "train/loop.md", "train/loop/"),
        ("a/b.md", "../nn/index.md#top", "nn/#top"),
        ("a/b.md", "../index.md", ""),
        ("a/b.md", "#part", "a/b/#part"),
        ("a/index.md", "b.md", "a/b/"),
        ("a/b.md", "../assets/page.png", "assets/page.png"),
        ("a/b.md", "c.ipynb", "a/c/"),
    ],
)
def test_where_a_link_leads(page, target, there):
    assert resolve(page, target) == there


def test_links_to_take_a_page_away(site):
    site.module("part/a.py", MODULE)
    source = Source(
        "docs/en/part/a.md", tuple(PAGE.format(title="T", about="d").split("\n")), "\n", False
    )
    woven = weave(site.project, source, "en")
    line = take_away(woven, "part/a.md", "en", GITHUB)
    colab = "https://colab.research.google.com/github/owner/name/blob/gh-pages/en/part/a/a.ipynb"
    assert re.findall(r'<a href="([^"]*)"( download)?>', line) == [
        ("a.py", " download"),
        ("a.ipynb", " download"),
        (colab, ""),
        ("index.md", ""),
    ]
    assert "colab" not in take_away(woven, "part/a.md", "en")
    # A page that shows another page's module, as the home page does.
    home = take_away(woven, "index.md", "en", GITHUB)
    assert re.findall(r'href="([^"]*)" download', home) == [
        "index.ipynb",
        "../pytorch-by-example.zip",
    ]


@pytest.mark.parametrize(
    ("repo_url", "found"),
    [
        ("https://github.com/owner/name", True),
        ("https://github.com/owner/name.git/", True),
        ("https://gitlab.com/owner/name", False),
        ("https://github.com/owner", False),
        ("", False),
    ],
)
def test_colab_opens_notebooks_of_github_only(repo_url, found):
    url = "https://colab.research.google.com/github/owner/name/blob/gh-pages/a.ipynb"
    assert colab_url(repo_url, "a.ipynb") == (url if found else None)
