"""Files beside the pages of the site: Markdown, notebooks, modules, and lists of all pages."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient

from literate.navigation import waits
from literate.page import Page, parse, read_examples
from literate.project import FOLDERS, Project, page_url, read_source
from literate.record.records import Verified
from literate.run.compare import abbreviate, agree
from literate.site.convert import convert, to_markdown, to_notebook
from literate.site.exports import downloads, export
from literate.site.notebooks import on_page_content

PROJECT = Project(Path(__file__).resolve().parents[2])
URL = "https://example.org/handbook/"
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
    """A project of three pages, with its files where its HTML would stand."""
    site.module("part/a.py", MODULE)
    site.page("index.md", *(HOME.format(title=t, about=a) for t, a in (("家", "一"), ("H", "One"))))
    site.page("part/n.md", "# N { #n }\n\n" + '```python\n--8<-- "part/a.py:one"\n```\n')
    both = (("例", "二：例"), ("Case", "Two: a case"))
    site.page("part/a.md", *(PAGE.format(title=title, about=about) for title, about in both))
    nav = (
        "nav:\n  - {}: index.md\n  - {}: [part/a.md, part/n.ipynb]\n  - Out: https://example.org\n"
    )
    settings = "site_name: 书\nsite_description: 说明\nrepo_url: !ENV [REPO_URL, '']\n"
    zh = settings + nav.format("首页", "部分")
    (site.root / "mkdocs.yml").write_text(zh, encoding="utf-8")
    en = "INHERIT: mkdocs.yml\nsite_name: Book\nsite_description: Summary\n"
    (site.root / "mkdocs.en.yml").write_text(en + nav.format("Home", "Part"), encoding="utf-8")
    folder = tmp_path / "built"
    for place in ("", "part/a/", "en/", "en/part/a/"):
        (folder / place).mkdir(parents=True)
        (folder / place / "index.html").write_text("<html></html>")
    (folder / "en/sitemap.xml.gz").write_bytes(b"the generator's own")
    export(site.project, folder, URL)
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
> Output (numbers vary):
>
> ```text
> 0.5
> ```
"""
    )
    assert "\n# 数\nprint(1)\n```\n\n输出（CPU）：\n" in text(published, "part/a/index.md")


def test_module_and_notebook_are_beside_their_page(published):
    heads = {
        "part/a": f"# 例\n# {URL}part/a/\n# CPU：尚未运行；CUDA：尚未运行。\n# 许可证：MIT\n",
        "en/part/a": f"# Case\n# {URL}en/part/a/\n"
        "# CPU: not run yet; CUDA: not run yet.\n# License: MIT\n",
    }
    for (folder, head), comment in zip(heads.items(), ("# 数", "# number"), strict=True):
        program = text(published, f"{folder}/a.py")
        one = f"\n# %% one\n{comment}\nprint(1)\n#> 1\n#cuda> 2\n"
        assert program == f"{head}{one}\n# %% two\nprint(0.5)\n#> 0.5\n"
        made = nbformat.reads(text(published, f"{folder}/a.ipynb"), nbformat.NO_CONVERT)
        nbformat.validate(made)
        assert made.cells[1].source == f"{comment}\nprint(1)"
    assert f"[home]({URL}en/)" in made.cells[0].source
    assert not (published / "index.py").exists()  # a page without code
    assert not (published / "index.ipynb").exists()
    assert not (published / "part/n/n.py").exists()  # the module of another page


def test_lists_for_language_models(published):
    assert text(published, "en/llms.txt") == (
        f"# Book\n\n> Summary\n\n## H\n\n- [H]({URL}en/index.md): One\n\n## Part\n\n"
        f"- [Case]({URL}en/part/a/index.md): Two: a case\n- [N]({URL}en/part/n/index.md)\n"
    )
    assert f"## 部分\n\n- [例]({URL}part/a/index.md): 二：例\n" in text(published, "llms.txt")
    pages = [text(published, f"{page}index.md") for page in ("", "part/a/", "part/n/")]
    assert text(published, "llms-full.txt") == "\n---\n\n".join(["# 书\n\n> 说明\n", *pages])


def test_a_sitemap_names_each_page_that_was_built_in_both_languages(site, published):
    def pages(name: str) -> dict[str, dict[str, str]]:
        space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
        links = "{http://www.w3.org/1999/xhtml}link"
        return {
            page.findtext("s:loc", namespaces=space): {
                link.get("hreflang"): link.get("href") for link in page.iter(links)
            }
            for page in ElementTree.fromstring(text(published, name))
        }

    both = {
        URL + folder + place: {"zh-Hans": URL + place, "en": f"{URL}en/{place}"}
        | {"x-default": URL + place}
        for folder in ("", "en/")
        for place in ("", "part/a/")
    }
    assert pages("sitemap-all.xml") == both
    for folder in ("", "en/"):  # which the theme fetches: light, and of its language alone
        alone = {place: {} for place in both if ("/en/" in place) == bool(folder)}
        assert pages(f"{folder}sitemap.xml") == alone
    assert not list(published.rglob("*.gz"))
    assert f"Sitemap: {URL}sitemap-all.xml\n" in text(published, "robots.txt")
    (published / "en/part/a/index.html").unlink()
    export(site.project, published, URL)
    assert list(pages("sitemap-all.xml")[f"{URL}part/a/"]) == ["zh-Hans", "x-default"]
    assert f"{URL}en/part/a/" not in pages("sitemap-all.xml")


@pytest.fixture
def made(site):
    """The Markdown and the notebook of a page in English."""

    def made(text: str, language: str = "en") -> tuple[str, nbformat.NotebookNode]:
        site.page("page.md", text)
        converted = convert(site.project, language, "page.md", URL, Verified(site.project))
        notebook = to_notebook(converted)
        nbformat.validate(notebook)
        return to_markdown(converted), notebook

    return made


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        (
            "[`a`](b.md#c), `[x](y.md)`, [o](https://x.org/a.md){ .button }, ![i](i.png)",
            f"[`a`]({URL}en/b/#c), `[x](y.md)`, [o](https://x.org/a.md), ![i]({URL}en/i.png)",
        ),
        ("$a_1*b*$ and zero_, a_b_c, 2 * 3, \\_x_", "$a_1*b*$ and zero_, a_b_c, 2 * 3, \\_x_"),
        ("$$\na_1 < \\sum_i b_i\n$$", "$$\na_1 < \\sum_i b_i\n$$"),
        ("*one* **two** H<sub>2</sub>O \\*x\\*", "*one* **two** H<sub>2</sub>O \\*x*"),
        ("``a`b`` `` `c` ``", "``a`b`` `` `c` ``"),
        ("1\\. no list\n\\# no heading", "1\\. no list\n\\# no heading"),
        ("- one\n\n    more\n\n- two", "- one\n\n  more\n- two"),
        ("| a | b |\n|---|---|\n| `x|y` | $z$ |", "| a | b |\n| --- | --- |\n| `x\\|y` | $z$ |"),
        ('!!! tip "T `x`"\n\n    In.\n\n    - a', "> **T `x`**\n>\n> In.\n>\n> - a"),
        ('??? note "N"\n\n    In.', "> **N**\n>\n> In."),
        (
            '=== "CPU"\n\n    ```console\n    $ ls {.x}\n    ```',
            "**CPU**\n\n```console\n$ ls {.x}\n```",
        ),
        ("````text\n```\n\nx\n````", "````text\n```\n\nx\n````"),
        ("a\n\n<!-- a comment -->\n\nb", "a\n\nb"),
    ],
)
def test_what_a_page_holds_becomes_markdown(made, source, markdown):
    found = made(f"# T {{ #t }}\n\n{source}\n")[0]
    assert found == f"# T\n\n<{URL}en/page/>\n\n{markdown}\n"


def test_a_figure_is_what_it_shows(site, made):
    site.module("a.py", "# %% draw\nprint(1)\n#> 1\n")
    site.module("a.draw.svg", '<!-- Matplotlib 1 -->\n<svg width="1"><g id="a"/></svg>\n')
    markdown, notebook = made('# T { #t }\n\n```python alt="A <line>."\n--8<-- "a.py:draw"\n```\n')
    assert markdown.endswith("```text\n1\n```\n\n*Figure: A \\<line>.*\n")
    printed, drawn = notebook.cells[-1].outputs
    assert printed.text == "1\n"
    assert 'aria-label="A &lt;line&gt;."' in drawn.data["image/svg+xml"]
    assert drawn.data["text/plain"] == drawn.metadata["image/svg+xml"]["alt"] == "A <line>."


def test_a_picture_is_in_words_where_its_code_is_not(site, made):
    picture = '# %% p tags=["remove-input"]\nimport drawing\n'
    site.module("a.py", f"# %% one\nx = 1\n{picture}# %% two\nx\n")
    site.module("a.p.svg", '<!-- Matplotlib 1 -->\n<svg width="1"/>\n')
    one, two = show("a.py:one"), show("a.py:two").partition("\n\n")[2]
    markdown, notebook = made(f'{one}```python alt="A _line_."\n--8<-- "a.py:p"\n```\n\n{two}')
    assert "x = 1\n```\n\n*Figure: A \\_line_.*\n\n```python\nx\n```" in markdown
    assert [cell.source for cell in notebook.cells[1:]] == ["x = 1", "*Figure: A \\_line_.*", "x"]
    assert "drawing" not in str(made(one + two)[1])


def shown_notebook(site, built: str) -> str:
    """The English page of the notebook ``tutorials/a``, of which mkdocs-jupyter made that."""
    page = SimpleNamespace(file=SimpleNamespace(src_uri="tutorials/a.ipynb"), meta={}, edit_url="")
    given = {"mdx_configs": {"literate.site.extension": {}}, "docs_dir": site.project.docs("en")}
    return on_page_content(built, page, SimpleNamespace(**given), None)


def test_the_page_of_a_notebook_shows_the_picture_in_place_of_its_words(site):
    site.module("a.py", '# %% p tags=["remove-input"]\nimport drawing\n# %% two\nx = 2\n')
    site.module("a.p.svg", '<!-- Matplotlib 1 -->\n<svg width="1"/>\n')
    fences = (
        '```python alt="A _line_."\n--8<-- "a.py:p"\n```\n\n```python\n--8<-- "a.py:two"\n```\n'
    )
    site.page("tutorials/a.md", f"# T {{ #t }}\n\n{fences}")
    built = (
        '<div class="jupyter-wrapper"><div class="jp-RenderedMarkdown"><h1>T</h1>'
        '<p><em>Figure: A _line_.</em></p></div><div class="jp-CodeCell">'
        '<div class="highlight-ipynb"><pre>x = 2</pre></div></div></div>'
    )
    html = shown_notebook(site, built)
    assert '<figure class="picture"><svg role="img" aria-label="A _line_."' in html
    assert "Figure:" not in html
    assert 'data-cell="a.py:3"' in html


def test_the_page_of_a_notebook_marks_wrong_code_and_shows_its_error_from_the_first_line(site):
    site.module("a.py", '# %% w tags=["raises-exception"]\n1 / 0\n#> ZeroDivisionError: by zero\n')
    site.page("tutorials/a.md", show("a.py:w"))
    built = (
        '<div class="jupyter-wrapper"><div class="jp-RenderedMarkdown"><h1>T</h1></div>'
        '<div class="jp-CodeCell"><div class="highlight-ipynb"><pre>1 / 0</pre></div>'
        '<div class="jp-OutputArea-output"><pre>\n\nZeroDivisionError: by zero</pre></div></div>'
        "</div>"
    )
    html = shown_notebook(site, built)
    assert 'class="wrong joined highlight"' in html
    assert "<code>ZeroDivisionError: by zero</code>" in html


def show(*cells: str) -> str:
    return "# T { #t }\n\n" + "".join(f'```python\n--8<-- "{cell}"\n```\n\n' for cell in cells)


@pytest.mark.parametrize(
    ("cell", "outputs"),
    [
        (
            '# %% a tags=["raises-exception"]\nf()\n#> UserWarning: careful\n#> between\n'
            "#> RuntimeError: first line\n#> second: line\n",
            [
                ("stderr", "UserWarning: careful\n"),
                ("stdout", "between\n"),
                ("RuntimeError", "first line\nsecond: line"),
            ],
        ),
        (
            '# %% a tags=["raises-exception"]\nf()\n#> 1\n#> Odd: why\n',
            [("stdout", "1\n"), ("Odd", "why")],
        ),
        ('# %% a tags=["requires-cuda"]\nprint(1)\n#cuda> 1\n', [("stdout", "1\n")]),
        ("# %% a\nprint(1)\n#> 1\n#cuda> 2\n", [("stdout", "1\n")]),
    ],
)
def test_outputs_are_of_their_kinds(site, made, cell, outputs):
    site.module("a.py", cell)
    code = made(show("a.py:a"))[1].cells[-1]
    found = [(o.get("name", o.get("ename")), o.get("text", o.get("evalue"))) for o in code.outputs]
    assert found == outputs
    fails = "tags" in cell  # a cell that needs a GPU fails where there is none
    assert ("raises-exception" in code.metadata.get("tags", ())) == fails


def test_cells_that_the_page_does_not_show_run_before_those_that_need_them(site, made):
    site.module("a.py", "# %% one\nx = 1\n\n# %% two\nx += 1\n\n# %% three\nprint(x)\n#> 2\n")
    site.module("b.py", "# %% other\nx = 5\n")
    cells = made(show("a.py:one", "a.py:three", "b.py:other", "a.py:two"))[1].cells[1:]
    folded = [cell.metadata.get("tags", []) == ["remove-cell"] for cell in cells]
    sources = ["x = 1", "x += 1", "print(x)", "x = 5", "x = 1", "x += 1"]
    assert [cell.source for cell in cells] == sources
    assert folded == [False, True, False, False, True, False]
    assert [cell.execution_count for cell in cells] == [1, 2, 3, 4, 5, 6]


def test_an_example_in_an_admonition_divides_it(site, made):
    site.module("a.py", "# %% one\nx = 1\n")
    fence = '    ```python\n    --8<-- "a.py:one"\n    ```\n\n'
    cells = made(f'!!! tip "T"\n\n    Inside.\n\n{fence}    After.\n')[1].cells
    assert [c.source for c in cells] == ["> **T**\n>\n> Inside.", "x = 1", "> After."]


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """The files of the project's own pages."""
    folder = tmp_path_factory.mktemp("whole")
    export(PROJECT, folder, URL)
    return folder


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_project_s_own_pages(whole, language):
    root = whole / FOLDERS[language]
    listed = text(root, "llms.txt")
    for page in PROJECT.pages(language):
        examples = read_examples(PROJECT, PROJECT.docs(language) / page)
        own = PurePosixPath(page).with_suffix(".py").as_posix()
        waiting = waits(PROJECT, language, page)
        assert (f"({URL}{FOLDERS[language]}{page_url(page)}index.md)" in listed) != waiting
        assert (root / page_url(page, ".ipynb")).is_file() == bool(examples)
        shown = any(example.module.path == own for example in examples)
        assert (root / page_url(page, ".py")).is_file() == shown
        markdown = text(root, page_url(page) + "index.md")
        for link in re.findall(rf"\({re.escape(URL)}([^)#\s]*)", markdown):
            is_page = not link.endswith(".svg")  # which MkDocs copies
            assert not is_page or (whole / link / "index.md").is_file(), (page, link)
        prose = re.sub(r"^( *>? *)(```+)\w*\n.*?\n\1\2$", "", markdown, flags=re.M | re.S)
        prose = re.sub(r"`[^`\n]*`", "", prose)  # a guide names what is not to be left over
        assert not re.search(r"--8<--|\{ [.#]|^!!!|^===|<div|^---$|[\ue000\ue001]", prose, re.M)
        links = re.findall(r"(?<!`)\]\(([^)\s]+)\)", prose)
        assert [link for link in links if not link.startswith("https://")] == []


@pytest.mark.skipif(
    version("torch").partition("+")[0] != PROJECT.releases[0], reason="another torch prints more"
)
@pytest.mark.parametrize(
    ("language", "page"), [("en", "autograd/graph.md"), ("zh", "cheatsheet.md")]
)
def test_the_notebook_prints_what_the_page_shows(language, page, tmp_path, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    recorded = to_notebook(convert(PROJECT, language, page, URL, Verified(PROJECT)))
    ran = nbformat.reads(nbformat.writes(recorded), nbformat.NO_CONVERT)
    given = {"resources": {"metadata": {"path": str(tmp_path)}}, "kernel_name": "python3"}
    NotebookClient(ran, timeout=120, startup_timeout=120, **given).execute()
    for ours, theirs in zip(recorded.cells, ran.cells, strict=True):
        for kind in ("stdout", "stderr", "error", "display_data"):
            a, b = said(ours, kind), said(theirs, kind)
            if kind == "stderr":  # a warning says there, in full, where it comes from
                assert bool(a) == bool(b)
                assert all(line.removesuffix(" ...") in b for line in a.split("\n"))
            else:
                b = abbreviate(a, [(kind, b)]) if kind == "error" else b
                assert agree(a, b, varies="varies" in ours.metadata.get("tags", [])), ours.id


def said(cell, kind: str) -> str:
    """What the outputs of one kind say; of figures, how many there are."""
    outputs = [o for o in cell.get("outputs", ()) if kind in (o.output_type, o.get("name"))]
    return "".join(
        o.get("text", f"{o.ename}: {o.evalue}" if kind == "error" else "figure ") for o in outputs
    )


@pytest.mark.parametrize(
    ("repo_url", "issues", "colab"),
    [
        *(
            (f"https://github.com/o/n{end}", "https://github.com/o/n", 1)
            for end in ("", ".git/", "/")
        ),
        *((url, url, 0) for url in ("https://gitlab.com/o/n", "https://github.com/a", "")),
    ],
)
def test_links_to_the_files_of_a_page(site, repo_url, issues, colab):
    site.module("part/a.py", MODULE)
    site.page("part/a.md", PAGE.format(title="T", about="d"))
    file = site.project.docs("en") / "part/a.md"
    page = parse(site.project, read_source(file, "a"), "en", "part/a.md")

    def links(page: Page) -> list[str]:
        return re.findall(r'<a href="([^"]*"(?: download)?)>', downloads(page, repo_url))

    there = "https://colab.research.google.com/github/o/n/blob/gh-pages/en/part/a/a.ipynb"
    report = f"{issues}/issues/new?template=wrong-result.yml&amp;page=docs%2Fen%2Fpart%2Fa.md"
    files = ['a.ipynb" download', 'a.py" download', 'index.md"']
    files += [f'{report}"'] * bool(repo_url) + [f'{there}"'] * colab
    assert links(page) == files
    assert 'data-copy="index.md"' in downloads(page)
    assert links(Page("", "en", "index.md")) == ['index.md"', '../pytorch-by-example.zip" download']
