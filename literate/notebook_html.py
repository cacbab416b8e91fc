"""Give the notebook pages of a finished site the look of its other pages.

mkdocs-jupyter wraps each cell in boxes of its own, adds half a megabyte of styles, and finds no ids
for Chinese headings. What is wanted of its page is the highlighted code; all else is as it went in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from literate.notebook_pages import BEGIN, END, MADE, notebook_file
from literate.problem import LiterateError, Problem
from literate.project import Project, replace_files

_ARTICLE = re.compile(r"(?<=<article ).*(?=</article>)", re.DOTALL)
_NOTEBOOK = re.compile(r'<div class="jupyter-wrapper">.*<!-- jupyter-wrapper -->', re.DOTALL)
_PART = re.compile(
    rf'{BEGIN}.*?{END}|<div class="highlight-ipynb [^"]*"><pre>(.*?)</pre></div>', re.DOTALL
)
_EXTRA = re.compile(r"\s*(?:<(style|script)\b.*?</\1>|<!--.*?-->)", re.DOTALL)
_CONTENTS = re.compile(r'(?<=<a href=")#[^"]*(?=" class="md-nav__link">)')
_SKIP = re.compile(r'(?<=<a href=")#[^"]*(?=" class="md-skip">)')
_DESCRIPTION = re.compile(r'(?<=<meta name="description" content=")[^"]*(?=">)')
_EDIT = re.compile(r'(?<=<a href=")([^"]*)\.ipynb(?="[^>]* rel="edit")')
_LINE_ANCHOR = re.compile(r'<a [^>]*href="#__codelineno[^>]*></a>')
# Strings and what is inside them have one colour.
_STRING = re.compile(r'(?:<span class="(?:s1|s2|si)">[^<]*</span>)+')
_TAG = re.compile(r"<[^>]*>")
# Code in the search index, and the copy of it that mkdocs-jupyter hides behind its button.
_TWICE = re.compile(r"Copied! (<pre>(.*?)</pre>)((?:(?!Copied! <pre>)[^<])*)", re.DOTALL)
_BLANK = re.compile(r"[\s\u200b]")


def mend_pages(project: Project, folder: Path, language: str) -> None:
    """Mend the notebook pages and their entries in the search index.

    Args:
        folder: the language's finished site.

    Raises:
        LiterateError: a notebook has no page, or its page is not what is known here.
    """
    contents: dict[Path, bytes | None] = {}
    titles: dict[str, str] = {}
    for name in project.notebook_pages(language):
        made = nbformat.read(notebook_file(project, language, name), as_version=4)
        about = made.metadata[MADE]
        file = folder / name.removesuffix(".md") / "index.html"
        if not file.is_file():
            what = "the site has no page made of this page's notebook"
            mend = f"Name it in the navigation as {name.removesuffix('.md')}.ipynb"
            raise LiterateError(Problem(about["page"], 1, what, mend))
        contents[file] = mended(file.read_text(encoding="utf-8"), made).encode()
        titles[f"{name.removesuffix('.md')}/"] = about["headings"][0]
    index = folder / "search" / "search_index.json"
    if titles and index.is_file():
        found = json.loads(index.read_text(encoding="utf-8"))
        found["docs"] = list(_entries(found["docs"], titles))
        contents[index] = json.dumps(found, separators=(",", ":")).encode()
    replace_files(contents)


def mended(html: str, made: NotebookNode) -> str:
    """A page that mkdocs-jupyter made of the notebook ``made``, as the other pages are.

    Raises:
        LiterateError: the page is not what is known here.
    """
    about = made.metadata[MADE]
    title, *ids = about["headings"]
    article = _ARTICLE.search(html)
    inner = article and _NOTEBOOK.search(article[0])
    code = [found[1] for found in _PART.finditer(inner[0])] if inner else []
    ours = list(_pieces(made))
    links = len(_CONTENTS.findall(html))
    if [part is None for part in code] != [kind == "html" for kind, _ in ours] or (
        links % len(ids) if ids else links
    ):
        what = "mkdocs-jupyter made of this page's notebook what literate does not know"
        mend = "Install the versions in pyproject.toml, or teach literate/notebook_html.py the new"
        raise LiterateError(Problem(about["page"], 1, what, mend))
    body = "\n".join(
        text.strip("\n") if kind == "html" else _highlighted(part, text)
        for part, (kind, text) in zip(code, ours, strict=True)
    )
    before, after = article[0][: inner.start()], article[0][inner.end() :]
    content = _EXTRA.sub("", before) + body + _EXTRA.sub("", after)
    html = html[: article.start()] + content + html[article.end() :]
    # The table of contents stands on the page once or twice: beside it, and in the menu.
    following = iter(ids * links)
    html = _CONTENTS.sub(lambda _: f"#{next(following)}", html)
    html = _SKIP.sub(f"#{title}", html)
    html = _DESCRIPTION.sub(lambda _: escape(about["description"]), html)
    return _LINE_ANCHOR.sub("", _EDIT.sub(r"\1.md", html))


def _pieces(made: NotebookNode) -> Iterator[tuple[str, str]]:
    """What the notebook holds, in order: ("html", HTML), or ("code", CSS classes)."""
    for cell in made.cells:
        if cell.cell_type == "raw":
            yield "html", cell.source.removeprefix(BEGIN).removesuffix(END)
        elif cell.cell_type == "code":
            yield "code", cell.metadata[MADE]
            for output in cell.outputs:
                yield "html", output.data["text/html"].removeprefix(BEGIN).removesuffix(END)


def _highlighted(code: str, classes: str) -> str:
    code = _STRING.sub(lambda found: f'<span class="s">{_TAG.sub("", found[0])}</span>', code)
    return f'<div class="{classes}"><pre><code>{code}</code></pre></div>'


def _entries(entries: list[dict], titles: dict[str, str]) -> Iterator[dict]:
    """The entries of the search index, with those of the notebook pages as of any other page.

    Args:
        titles: the id of a notebook page's title, by the page's address.
    """
    for entry in entries:
        page, _, heading = entry["location"].partition("#")
        if page in titles:
            if not heading:
                continue  # what stands above the title: nothing
            location = page if heading == titles[page] else entry["location"]
            entry = {**entry, "location": location, "text": _TWICE.sub(_once, entry["text"])}
        yield entry


def _once(found: re.Match[str]) -> str:
    code, rest = _BLANK.sub("", found[2]), found[3]
    end = next((i for i in range(len(rest) + 1) if _BLANK.sub("", rest[:i]) == code), 0)
    return f"{found[1]}{rest[end:]}"
