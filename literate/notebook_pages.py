"""Notebook pages: those below ``docs/<language>/tutorials/``, which mkdocs-jupyter renders.

Each is written, woven and checked as any other page. Before the build it becomes a notebook beside
its Markdown, which MkDocs leaves out; after it ``notebook_html`` mends what mkdocs-jupyter made.

Run as a program, this writes the notebooks.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import get_files
from mkdocs.structure.pages import Page
from nbformat import NotebookNode, v4

from literate.notebook import encode, notebook
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGES, NOTEBOOKS, Project, replace_files
from literate.weave import EXAMPLE, EXAMPLE_END, Woven, weave_file

# The key of a notebook's metadata that says which page it was made from.
MADE = "literate"
# Around each piece of HTML in a notebook.
BEGIN, END = "<!-- literate-part -->", "<!-- /literate-part -->"
# Headings for mkdocs-jupyter's table of contents, which is all that it finds in such a cell.
_HEADINGS = "table-of-contents"

_EXAMPLE = re.compile(f"{EXAMPLE}(.*?){EXAMPLE_END}", re.DOTALL)
_CODE = re.compile(r'\s*<div class="(?P<classes>[^"]*\bhighlight\b[^"]*)">.*?</div>', re.DOTALL)


def write_notebooks(project: Project, configurations: dict[str, str]) -> None:
    """Write the notebooks of all languages; one that is as it should be is left alone.

    Args:
        configurations: the MkDocs configuration of each language, relative to the root.

    Raises:
        LiterateError: a page cannot be a notebook, or another notebook stands in its place.
    """
    contents: dict[Path, bytes | None] = {}
    for language, configuration in configurations.items():
        pages = project.notebook_pages(language)
        found = sorted((project.docs(language) / NOTEBOOKS).glob("*.ipynb"))
        wanted = {notebook_file(project, language, page) for page in pages}
        for file in found:
            if not _is_ours(file):
                what = "this notebook stands where one is made from the page of its name"
                mend = "Move it away; a tutorial is a page (.md) and a snippet module"
                raise LiterateError(Problem(project.relative(file), 1, what, mend))
            if file not in wanted:
                contents[file] = None
        made = _notebooks(project, language, project.root / configuration, pages)
        for file, data in made:
            if not file.exists() or file.read_bytes() != data:
                contents[file] = data
    replace_files(contents)


def notebook_file(project: Project, language: str, page: str) -> Path:
    """Where the notebook of a page stands."""
    return (project.docs(language) / page).with_suffix(".ipynb")


def _is_ours(file: Path) -> bool:
    try:
        return MADE in json.loads(file.read_text(encoding="utf-8"))["metadata"]
    except (ValueError, KeyError, TypeError):
        return False


def _notebooks(
    project: Project, language: str, configuration: Path, pages: list[str]
) -> Iterator[tuple[Path, bytes]]:
    if not pages:
        return
    # As if the site were made from the Markdown: what MkDocs makes of it is what we want.
    config = load_config(str(configuration), exclude_docs=f"/{NOTEBOOKS}/*.ipynb")
    config.mdx_configs.setdefault("literate.extension", {})["marks"] = True
    files = get_files(config)
    for name in pages:
        woven = weave_file(project, project.docs(language) / name)
        _refuse(woven)
        page = Page(None, files.get_file_from_path(name), config)
        page.read_source(config)
        with _no_warning(project, woven):
            page.render(config, files)
        yield notebook_file(project, language, name), encode(_notebook(woven, page))


def _refuse(woven: Woven) -> None:
    """What an ordinary page may have and a notebook cannot."""
    problems = []
    if not woven.headings:
        mend = "Write '# Title { #id }' at its top"
        problems.append(Problem(woven.name, 1, "a notebook page has no heading", mend))
    for example in woven.examples:
        if example.indent:
            mend = "Put it between paragraphs, or move the page to another chapter"
            what = "on a notebook page an example stands in no list, tab or admonition"
            problems.append(Problem(woven.name, example.line, what, mend))
        if example.options:
            what = f"the fence's option '{example.options}' has no effect on a notebook page"
            problems.append(Problem(woven.name, example.line, what, "Remove it"))
    if problems:
        raise LiterateError(problems)


@contextmanager
def _no_warning(project: Project, woven: Woven):
    """Raise what MkDocs warns of, a broken link mostly, with the line that it means."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = records.append
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    lines = (project.root / woven.name).read_text(encoding="utf-8").split("\n")
    problems = []
    for record in records:
        message = record.getMessage()
        targets = re.findall(r"'([^']+)'", message)[1:]
        named = (n for n, line in enumerate(lines, 1) if any(f"({t}" in line for t in targets))
        mend = "Mend it; a page is named from this one's folder: ../gpu/timing.md#timer"
        what = message.split("\n")[0].rstrip(".")
        problems.append(Problem(woven.name, next(named, 1), what, mend))
    if problems:
        raise LiterateError(problems)


def _notebook(woven: Woven, page: Page) -> NotebookNode:
    """The notebook that mkdocs-jupyter gets: code cells, and all else as HTML."""
    made = notebook(woven)
    shown = [c for c in made.cells if "remove-cell" not in c.metadata.get("tags", ())]
    code = [cell for cell in shown if cell.cell_type == "code"]
    headings = list(_headings(page.toc))
    contents = "\n\n".join(f"{'#' * level} {_plain(title)}" for level, title, _ in headings)
    tags = {"tags": [_HEADINGS]}
    cells = [v4.new_markdown_cell(contents, id=_HEADINGS, metadata=tags)]
    pieces = _EXAMPLE.split(page.content)  # prose, example, prose, …
    for number, html in enumerate(pieces):
        if number % 2 == 0:
            text = f"{BEGIN}{html}{END}"
            metadata = {"raw_mimetype": "text/html"}
            cells.append(v4.new_raw_cell(text, id=f"text-{number}", metadata=metadata))
            continue
        cell = code[number // 2]
        block = _CODE.match(html)
        cell.metadata = {MADE: block["classes"]}  # no tags, which would be words of the page
        output = html[block.end() :]
        data = {"text/html": f"{BEGIN}{output}{END}"}
        cell.outputs = [v4.new_output("display_data", data=data)] if output.strip() else []
        cells.append(cell)
    made.cells = cells
    made.metadata[MADE] = {
        "page": woven.name,
        "description": page.meta.get("description", ""),
        "headings": [id_ for _, _, id_ in headings],
    }
    return made


def _headings(toc) -> Iterator[tuple[int, str, str]]:
    """(level, title, id) of each heading."""
    for link in toc:
        yield link.level, link.title, link.id
        yield from _headings(link.children)


def _plain(title: str) -> str:
    """A heading's text so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]()>#+.!-])", r"\\\1", unescape(title))


if __name__ == "__main__":
    try:
        write_notebooks(Project(Path.cwd()), dict(zip(LANGUAGES, sys.argv[1:], strict=True)))
    except (LiterateError, MkDocsException, OSError) as error:
        sys.exit(str(error))
