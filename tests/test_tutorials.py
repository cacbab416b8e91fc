"""Notebook pages: what is written for mkdocs-jupyter, and what a reader gets in the end."""

from __future__ import annotations

import json
import os
import posixpath
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from literate.notebook_html import mend_pages, mended
from literate.notebook_pages import MADE, notebook_file, write_notebooks
from literate.problem import LiterateError
from literate.project import Project, is_notebook
from literate.weave import weave_file

ROOT = Path(__file__).resolve().parents[1]
PROJECT = Project(ROOT)
PAGES = [(language, page) for language in ("zh", "en") for page in PROJECT.notebook_pages(language)]
LIMIT = 60 * 1024  # bytes of HTML


class Tags(HTMLParser):
    """The start tags of a page, and its text without tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


def root(built: Path, language: str) -> Path:
    return built if language == "zh" else built / "en"


def read(built: Path, language: str, page: str) -> str:
    file = root(built, language) / page.removesuffix(".md") / "index.html"
    return file.read_text(encoding="utf-8")


def article(html: str) -> str:
    return html[html.index("<article") : html.index("</article>")]


def text(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize(("language", "page"), PAGES)
class TestPage:
    """Each tutorial as it stands on the site."""

    @pytest.fixture
    def html(self, built, language, page):
        return read(built, language, page)

    @pytest.fixture
    def woven(self, language, page):
        return weave_file(PROJECT, PROJECT.docs(language) / page)

    def test_headings_keep_their_ids_and_the_contents_lead_to_them(self, html, woven):
        ids = [heading.id for heading in woven.headings]
        assert re.findall(r'<h[1-6] id="([^"]*)"', article(html)) == ids
        contents = html.split('class="md-nav md-nav--secondary"')[1:]
        assert len(contents) == 2  # in the menu and beside the page
        for one in contents:
            links = re.findall(r'href="#([^"]*)" class="md-nav__link"', one)
            assert links == ids[1:]
        assert f'href="#{ids[0]}" class="md-skip"' in html
        assert "" not in Tags(html).ids

    def test_title_description_and_what_was_verified_are_the_page_s(self, html, woven, language):
        title = next(heading.title for heading in woven.headings if heading.level == 1)
        assert f"<title>{title} - " in html
        head = (ROOT / woven.name).read_text(encoding="utf-8").split("\n")[1]
        description = Tags(html).tags
        (content,) = [a["content"] for t, a in description if a.get("name") == "description"]
        assert content == head.removeprefix("description: ").strip('"')
        assert '<p class="verified">' in article(html)
        assert f'<html lang="{language}"' in html

    def test_it_shows_the_code_and_the_figures_in_order(self, html, woven):
        shown = re.findall(r'<div class="(?:joined )?highlight">(.*?)</div>', article(html), re.S)
        code = ["\n".join(line for _, line in woven.code(example)) for example in woven.examples]
        assert [text(one).rstrip("\n") for one in shown] == code
        alts = [e.alt for e in woven.examples if e.module.recorded_figure(e.cell.title)]
        labels = re.findall(r'<figure class="output"><svg role="img" aria-label="([^"]*)"', html)
        assert [unescape(label) for label in labels] == alts

    def test_nothing_of_the_notebook_viewer_is_left(self, html):
        assert not re.search(r"<(style|script|link)\b", article(html))
        assert not re.search(r"jp-|jupyter|ipynb\b.*highlight|require\.?js|mathjax", html, re.I)
        assert "literate-" not in html

    def test_it_is_small(self, html):
        assert len(html.encode()) <= LIMIT

    def test_it_names_no_place_on_this_machine(self, html):
        assert str(ROOT) not in html
        assert "site-packages" not in html

    def test_search_knows_its_sections_as_those_of_any_page(self, built, woven, language, page):
        index = json.loads((root(built, language) / "search/search_index.json").read_text())
        address = page.removesuffix("md").rstrip(".") + "/"
        entries = [e for e in index["docs"] if e["location"].partition("#")[0] == address]
        others = [heading.id for heading in woven.headings][1:]
        assert [entry["location"] for entry in entries] == [
            address,
            *(f"{address}#{other}" for other in others),
        ]
        words = json.dumps(entries, ensure_ascii=False).replace("\u200b", "")
        assert "Copied!" not in words
        assert "¶" not in words
        assert "raises-exception" not in words
        line = woven.code(woven.examples[0])[-1][1]
        assert words.count(json.dumps(line)[1:-1]) == 1


def test_links_of_tutorials_and_to_them_lead_somewhere(built):
    files = {file: Tags(file.read_text(encoding="utf-8")) for file in built.rglob("*.html")}
    checked = 0
    for file, page in files.items():
        here = file.relative_to(built).as_posix()
        for tag, attributes in page.tags:
            href = attributes.get("href") or ""
            if tag != "a" or re.match(r"[a-z]+:|//|/", href):
                continue
            path, _, anchor = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(here), path))
            found = built / (here if not path else target)
            found = found / "index.html" if found.is_dir() else found
            if not ("tutorials/" in here or "tutorials/" in found.relative_to(built).as_posix()):
                continue
            checked += 1
            assert found.is_file(), f"{here}: {href}"
            if anchor and not anchor.startswith("__"):
                assert anchor in files[found].ids, f"{here}: {href}"
    assert checked > 100


MODULE = '# %% one\nprint(1)\n#> 1\n\n# %% two tags=["raises-exception"]\n1 / 0\n'
MODULE += "#> ZeroDivisionError: division by zero\n"
PAGE = """\
---
description: A "page" & more.
---

# Title of `x` { #top }

See [the other](../index.md#home).

```python
--8<-- "m.py:one"
```

## 标题 *a* < `b_c` + d { #second }

| a | b |
|---|---|
| 1 | 2 |

```python
--8<-- "m.py:two"
```
"""
CONFIGURATION = """\
site_name: T
site_description: S
docs_dir: docs/{0}
site_dir: site
use_directory_urls: true
exclude_docs: |
  /tutorials/*.md
  !/tutorials/index.md
nav: [index.md, tutorials/t.ipynb]
repo_url: https://example.org/r
edit_uri: edit/main/docs/{0}/
theme: {{name: material, font: false, features: [content.action.edit]}}
plugins:
  search: {{}}
  mkdocs-jupyter:
    include: ["tutorials/*.ipynb"]
    allow_errors: false
    cache: false
    no_prompt: true
    remove_tag_config: {{remove_cell_tags: [table-of-contents]}}
markdown_extensions:
  literate.extension: {{language: {0}}}
  attr_list: {{}}
  tables: {{}}
  toc: {{permalink: true}}
  pymdownx.highlight: {{}}
  pymdownx.superfences: {{}}
"""
CONFIGURATIONS = {"zh": "zh.yml", "en": "en.yml"}


@pytest.fixture
def small(site, monkeypatch):
    """A project with one notebook page, as the current folder."""
    site.module("m.py", MODULE)
    site.page("index.md", "# Home { #home }\n\n[A tutorial](tutorials/t.md#second)\n")
    site.page("tutorials/t.md", PAGE)
    for language, name in CONFIGURATIONS.items():
        (site.root / name).write_text(CONFIGURATION.format(language), encoding="utf-8")
    monkeypatch.chdir(site.root)
    return site


def test_a_page_on_the_way_to_the_site_and_on_it(small, monkeypatch):
    write_notebooks(small.project, CONFIGURATIONS)
    made = nbformat.read(notebook_file(small.project, "en", "tutorials/t.md"), as_version=4)
    nbformat.validate(made)
    assert [c.cell_type for c in made.cells] == ["markdown", "raw", "code", "raw", "code", "raw"]
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", "en.yml"]
    subprocess.run(build, cwd=small.root, check=True)
    mend_pages(small.project, small.root / "site", "en")
    html = (small.root / "site/tutorials/t/index.html").read_text(encoding="utf-8")
    contents = html[html.index("md-nav--secondary") :]
    assert re.findall(r'href="#(\w+)" class="md-nav__link"', contents)[:1] == ["second"]
    link = contents[contents.index('href="#second"') :]
    assert text("<" + link[: link.index("</a>")]).strip() == "标题 a < b_c + d"
    assert "<title>Title of x - T</title>" in html
    assert 'content="A &quot;page&quot; &amp; more."' in html
    assert '<h2 id="second">' in html
    assert '<a href="https://example.org/r/edit/main/docs/en/tutorials/t.md"' in html
    assert 'href="../../#home"' in html
    assert "<td>2</td>" in html
    assert "ZeroDivisionError: division by zero" in html
    home = (small.root / "site/index.html").read_text(encoding="utf-8")
    assert 'href="tutorials/t/#second"' in home


def test_a_notebook_that_is_as_it_should_be_is_left_alone(small):
    write_notebooks(small.project, CONFIGURATIONS)
    file = notebook_file(small.project, "zh", "tutorials/t.md")
    before = file.stat()
    write_notebooks(small.project, CONFIGURATIONS)
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert file.stat().st_ino == before.st_ino


def test_the_notebook_of_a_page_that_is_gone_goes_too(small):
    write_notebooks(small.project, CONFIGURATIONS)
    (small.project.docs("zh") / "tutorials/t.md").unlink()
    write_notebooks(small.project, CONFIGURATIONS)
    assert not notebook_file(small.project, "zh", "tutorials/t.md").exists()
    assert notebook_file(small.project, "en", "tutorials/t.md").exists()


@pytest.mark.parametrize("name", ["t.ipynb", "mine.ipynb"])
@pytest.mark.parametrize("content", ["{}", "no JSON", '{"metadata": {}, "cells": []}'])
def test_another_notebook_is_never_lost(small, name, content):
    file = small.project.docs("zh") / "tutorials" / name
    file.write_text(content)
    with pytest.raises(LiterateError, match=rf"docs/zh/tutorials/{name}:1: .*Move it away"):
        write_notebooks(small.project, CONFIGURATIONS)
    assert file.read_text() == content
    assert not notebook_file(small.project, "en", "tutorials/t.md").exists()


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("m.py:two", "m.py:three", 20, "has no cell 'three'"),
        ("../index.md", "../gone.md", 7, "gone.md"),
        (
            '```python\n--8<-- "m.py:one"\n```',
            "print(1)\n\n```python\nx\n```",
            11,
            "nothing checks",
        ),
        ("```python\n", '```python hl_lines="1"\n', 9, "no effect on a notebook page"),
        (
            '```python\n--8<-- "m.py:one"\n```',
            '- a\n\n    ```python\n    --8<-- "m.py:one"\n    ```',
            11,
            "stands in no list",
        ),
    ],
)
def test_what_is_wrong_is_told_with_page_and_line(small, old, new, line, what):
    small.page("tutorials/t.md", PAGE, PAGE.replace(old, new, 1))
    with pytest.raises(LiterateError) as raised:
        write_notebooks(small.project, CONFIGURATIONS)
    (problem,) = raised.value.problems
    assert (problem.path, problem.line) == ("docs/en/tutorials/t.md", line)
    assert what in problem.what
    assert not notebook_file(small.project, "zh", "tutorials/t.md").exists()


def test_the_program_says_what_is_wrong_and_fails(small):
    small.page("tutorials/t.md", PAGE.replace("m.py:two", "m.py:three"))
    result = subprocess.run(
        [sys.executable, "-m", "literate.notebook_pages", *CONFIGURATIONS.values()],
        cwd=small.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "docs/zh/tutorials/t.md:20: snippets/m.py has no cell 'three'" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_notebook_without_its_page_is_told(small):
    write_notebooks(small.project, CONFIGURATIONS)
    with pytest.raises(LiterateError, match=r"docs/en/tutorials/t.md:1: .*tutorials/t.ipynb"):
        mend_pages(small.project, small.root / "site", "en")


def test_a_page_of_another_viewer_is_refused(small):
    write_notebooks(small.project, CONFIGURATIONS)
    made = nbformat.read(notebook_file(small.project, "en", "tutorials/t.md"), as_version=4)
    assert made.metadata[MADE]["headings"] == ["top", "second"]
    for html in ("", "<article >x</article>", '<article ><div class="jupyter-wrapper">x</article>'):
        with pytest.raises(LiterateError, match=r"docs/en/tutorials/t.md:1: .*does not know"):
            mended(html, made)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("tutorials/t.md", True),
        ("tutorials/index.md", False),
        ("tutorials/t.ipynb", False),
        ("tutorials/deep/t.md", False),
        ("a/tutorials/t.md", False),
        ("tutorials.md", False),
        ("", False),
    ],
)
def test_which_pages_are_shown_as_notebooks(page, expected):
    assert is_notebook(page) is expected
