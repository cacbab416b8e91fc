"""A MkDocs hook: the tutorials are notebooks, which mkdocs-jupyter shows as our other pages look.

Each is written and checked as any page. Before the build it becomes a notebook beside its Markdown;
of what mkdocs-jupyter makes of that, the cells are kept and half a megabyte of styles is not.
"""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup, Tag
from mkdocs.structure.toc import get_toc

from literate.check.addresses import old_ids
from literate.check.terms import GLOSSARY, known_terms
from literate.page import Example, Page, read_page
from literate.project import (
    FOLDERS,
    Project,
    page_url,
    read_source,
    relative_url,
    replace_files,
)
from literate.run.figures import inline
from literate.site.convert import convert, encode_notebook
from literate.site.extension import records_of
from literate.site.fold import folded
from literate.site.head import head
from literate.site.links import told
from literate.site.paste import attributes, not_shown
from literate.site.redirects import moved_sections
from literate.site.render import output_classes
from literate.site.stub import notice
from literate.site.table import PAGE
from literate.site.torch_links import torch_names
from literate.stubs import is_stub
from literate.words import say

_SHOWN = ".jp-RenderedMarkdown, .highlight-ipynb, .jp-OutputArea-output"


def _language(config) -> tuple[Project, str]:
    docs = Path(config.docs_dir)
    return Project(docs.parents[1]), docs.name


def on_pre_build(config) -> None:
    """Write the notebooks; one that is as it should be is left alone."""
    project, language = _language(config)
    contents = {}
    for path in project.notebook_pages(language):
        file = (project.docs(language) / path).with_suffix(".ipynb")
        top = "../" * f"{FOLDERS[language]}{page_url(path)}".count("/")  # a link that holds offline
        data = encode_notebook(convert(project, language, path, top, records_of(project)))
        if not file.exists() or file.read_bytes() != data:
            contents[file] = data
    replace_files(contents)


def on_page_content(html: str, page, config, files) -> str:
    """The content of a notebook's page as the content of any page."""
    if not page.file.src_uri.endswith(".ipynb"):
        return html
    project, language = _language(config)
    path = page.file.src_uri.removesuffix(".ipynb") + ".md"
    source = read_page(project, project.docs(language) / path)
    mark = '<div class="jupyter-wrapper">'
    soup = BeautifulSoup(mark + html.partition(mark)[2], "html.parser")
    terms = {f"/{page_url(GLOSSARY)}#{x.id}": x for x in known_terms(project, language)}
    for link in soup.find_all("a", href=True):
        if term := terms.get("/" + link["href"].lstrip("./")):
            link["title"] = told(term, language)
    parts = list(_parts(soup, source, say(language, "permalink")))
    if is_stub(source.meta):
        parts = parts[:1]  # the notebook has the notice, as a quotation
    repo_url = config.mdx_configs["literate.site.extension"].get("repo_url") or ""
    lines = read_source(project.docs(language) / path, path).lines
    table = relative_url(path, PAGE)
    row = head(source, records_of(project), lines, table, repo_url)
    parts[1:1] = [notice(project, source), row]
    page.meta |= source.meta
    page.toc = get_toc(_contents(source))
    if page.edit_url:
        page.edit_url = page.edit_url.removesuffix(".ipynb") + ".md"
    ends = moved_sections(project, source), not_shown(source), torch_names(source)
    return "\n".join([*parts, *ends])


def _parts(soup: BeautifulSoup, source: Page, permalink: str):
    """The HTML of each cell and each output, in order."""
    examples = (example for example in source.examples if example.cell.shows_code)
    pictures = (example for example in source.examples if not example.cell.shows_code)
    headings, picture, example = iter(source.headings), next(pictures, None), None
    for shown in soup.select(_SHOWN):
        if "jp-RenderedMarkdown" in shown["class"]:
            for link in shown.select(".anchor-link"):
                link.decompose()
            for tag in shown.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
                tag["id"] = next(headings).id
                for old in old_ids(source.meta, tag["id"]):
                    tag.insert(0, soup.new_tag("span", id=old))
                anchor = {"class": "headerlink", "href": f"#{tag['id']}", "title": permalink}
                tag.append(soup.new_tag("a", attrs=anchor, string="¶"))
            title = shown.find("h1")
            if title:
                yield str(title.extract())
            html = shown.decode_contents()
            for words in shown.find_all("em"):
                if picture and words.get_text() == say(source.language, "figure", picture.alt):
                    html = html.replace(str(words.parent), _figure(picture, source), 1)
                    picture = next(pictures, None)
            yield html
        elif "highlight-ipynb" in shown["class"]:
            example = next(examples)
            cell = shown.find_parent(class_="jp-CodeCell")
            classes = [example.cell.mark, "joined" * bool(cell.select(".jp-OutputArea-output"))]
            given = attributes(example, source.language)
            block = _block(" ".join([*filter(None, classes), "highlight"]), shown.pre, given)
            yield folded(example.cell, source.language, block)
        elif not shown.pre:
            yield _figure(example, source)
        else:
            kinds = output_classes(example.cell, shown.pre.get_text())
            if "error" in kinds and isinstance(first := shown.pre.contents[0], str):
                # Jupyter's traceback begins with a blank line.
                first.replace_with(first.lstrip("\n"))
            yield _block(" ".join(["output no-copy", *kinds, "highlight"]), shown.pre)


def _figure(example: Example, source: Page) -> str:
    title, kind = example.cell.title, "output" if example.cell.shows_code else "picture"
    svg = example.module.recorded_figure(title) or ""
    return inline(svg, title, example.alt or "", source.language, kind)


def _block(classes: str, pre: Tag, given: str = "") -> str:
    return f'<div{given} class="{classes}"><pre><code>{pre.decode_contents()}</code></pre></div>'


def _contents(source: Page) -> list[dict]:
    """The headings of a page, each with those below it, as Python-Markdown lists them."""
    top: list[dict] = []
    open_: list[dict] = []
    for heading in source.headings:
        level = heading.level
        token = {"level": level, "id": heading.id, "name": heading.title, "children": []}
        while open_ and open_[-1]["level"] >= level:
            open_.pop()
        (open_[-1]["children"] if open_ else top).append(token)
        open_.append(token)
    return top
