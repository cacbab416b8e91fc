"""A parsed page as Markdown and as a notebook, made from its HTML."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin

import nbformat
from bs4 import BeautifulSoup, Comment, Tag
from markdownify import ATX, MarkdownConverter

from literate.check.terms import known_terms, meant
from literate.page import Draw, Example, Highlight, Page, parse
from literate.project import FOLDERS, Project, is_url, link_url, page_url, read_source
from literate.prose import MARKER
from literate.record.records import Verified
from literate.run.figures import labelled
from literate.site.indexes import KINDS, Part, generated
from literate.site.render import WARNING, drawing, statement
from literate.site.search import Section, sections
from literate.site.stub import notice
from literate.site.table import PAGE, table_from
from literate.snippet import Cell
from literate.stubs import is_stub
from literate.words import say

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
_ERRORS = "Error|Exception|Failure|Exit|Interrupt|Iteration|Timeout|Empty|Full"
_ERROR = re.compile(rf"(?:\w+\.)*[A-Z]\w*(?:{_ERRORS})(?::.*)?")
# Around an example in ``Converted.text``: a line of _BEGIN and the example's key, one of _END.
_BEGIN, _END = "\ue000", "\ue001"
# What in a text could be taken for Markdown: within a line, and at the beginning of one.
_INLINE = re.compile(r"[\\`$]|\*(?=\S)|(?<!\w)_(?=\w)|<(?=[A-Za-z/!?])|\](?=[(\[])")
_BLOCK = re.compile(r"^(\d*)(?=(?:#{1,6}|[-+>])\s|(?<=\d)[.)]\s)", re.MULTILINE)


@dataclass(frozen=True)
class Converted:
    """A page as Markdown with full links."""

    page: Page
    url: str
    text: str  # with _BEGIN and _END around each example
    verified: str  # what was verified where; empty on the home page
    sections: list[Section]  # for the search


def convert(project: Project, language: str, path: str, site: str, verified: Verified) -> Converted:
    """Convert a page, ``path`` in ``docs/<language>/``, of the site at the address ``site``.

    Raises:
        LiterateError: the page or a module of it cannot be used.
    """
    home = site + FOLDERS[language]
    url, draw = home + page_url(path), _drawing(language, project.releases)
    source = read_source(project.docs(language) / path, f"docs/{language}/{path}")
    page = parse(project, source, language, path, draw=draw)
    soup = BeautifulSoup(page.html, "html.parser")
    known = known_terms(project, language)
    found = sections(page, soup, known)
    for tabs in soup.find_all("div", "tabbed-set"):
        _name_tabs(soup, tabs)
    for element in soup.find_all(["a", "img"]):
        name = "href" if element.name == "a" else "src"
        if (target := element.get(name)) and not is_url(target):
            if term := meant(known, path, target, element.get_text()):
                target = f"{target.partition('#')[0]}#{term.id}"
            element[name] = home + link_url(path, target)
    if is_stub(page.meta):
        below = BeautifulSoup(notice(project, page), "html.parser")
        for link in below.find_all("a"):
            link["href"] = urljoin(url, link["href"])
        soup.h1.insert_after(below)
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        if (marker := MARKER.fullmatch(comment)) and marker[1] in KINDS:
            parts = generated(marker[1], project, verified, language, path)
            comment.replace_with(_generated(parts, url))
    said = ""
    if path != "index.md":  # which speaks of all modules
        there = home + page_url(PAGE) if table_from(project, language, path) else ""
        said = statement(verified, page, table=there)
    text = _Converter(language=language).convert_soup(soup) + "\n"
    return Converted(page, url, text, said, found)


def _generated(parts: Iterable[Part], url: str) -> BeautifulSoup:
    """What a marker on the page at an address stands for, with full links."""
    html = "".join(f"<h2>{p.title}</h2>{p.html}" if p.title else p.html for p in parts)
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select(".filter, [hidden]"):
        element.decompose()
    for link in soup.find_all("a"):
        link["href"] = urljoin(url, link["href"])
    return soup


@functools.cache  # so that one parser serves all pages: it is kept by how it draws
def _drawing(language: str, releases: tuple[str, ...]) -> Draw:
    """How the site draws an example, in a box with its key, a figure in words."""
    draw = drawing(language, releases)

    def draw_marked(example: Example, highlight: Highlight) -> str:
        alt = f"<p><em>{escape(say(language, 'figure', example.alt or ''))}</em></p>"
        html = re.sub("(?s)<figure.*?</figure>", lambda _: alt, draw(example, highlight))
        if not example.cell.shows_code:
            return html
        return f'<div class="example" id="{escape(example.key)}">{html}</div>'

    return draw_marked


def _name_tabs(soup: BeautifulSoup, tabs: Tag) -> None:
    """Put the label of each tab above its content; the output of a device says so by itself."""
    labels = tabs.select_one(".tabbed-labels").extract().find_all("label")
    blocks = tabs.select_one(".tabbed-content").find_all("div", recursive=False)
    for label, block in zip(labels, blocks, strict=True):
        if tabs.parent.get("class") == ["example"]:
            block["data-device"] = label.get_text()
        else:
            label.name = "strong"
            block.insert(0, soup.new_tag("p"))
            block.p.append(label)


class _Converter(MarkdownConverter):
    """HTML of a page to Markdown."""

    class Options:
        heading_style, bullets, sub_symbol, sup_symbol = ATX, "-", "<sub>", "<sup>"
        keep_inline_images_in = ("td", "th", "h1", "h2", "h3", "h4", "h5", "h6")

    def escape(self, text, parent_tags):
        return _INLINE.sub(r"\\\g<0>", text)

    def convert_p(self, el, text, parent_tags):
        text = _BLOCK.sub(r"\1\\", text.strip())
        title = el.name == "summary" or "admonition-title" in el.get("class", ())
        return super().convert_p(el, f"**{text}**" if title else text, parent_tags)

    convert_summary = convert_p
    convert_details = MarkdownConverter.convert_blockquote

    def convert_div(self, el, text, parent_tags):
        classes = el.get("class", ())
        if "arithmatex" in classes:
            return f"\n\n$${el.get_text().strip()[2:-2]}$$\n\n"
        if "example" in classes:
            return f"\n\n{_BEGIN}{el['id']}\n{text.strip()}\n{_END}\n\n"
        if "admonition" in classes:
            return self.convert_blockquote(el, text, parent_tags)
        return super().convert_div(el, text, parent_tags)

    def convert_span(self, el, text, parent_tags):
        return f"${el.get_text()[2:-2].strip()}$" if "arithmatex" in el.get("class", ()) else text

    def convert_abbr(self, el, text, parent_tags):
        return el.get("title", text)

    def convert_td(self, el, text, parent_tags):
        return super().convert_td(el, re.sub(r"(?<!\\)\|", r"\|", text), parent_tags)

    def convert_code(self, el, text, parent_tags):
        if "_noformat" in parent_tags:
            return text
        pad = " " * (text.startswith("`") or text.endswith("`"))
        return f"{_ticks(text, 1)}{pad}{text}{pad}{_ticks(text, 1)}"

    def convert_pre(self, el, text, parent_tags):
        code = el.get_text().removesuffix("\n")
        classes = (el.code or el).get("class", ())
        language = next((c.removeprefix("language-") for c in classes if "language-" in c), "")
        marks = (say(self.options["language"], c) for c in ("wrong", "right") if c in classes)
        above = "".join(f"{mark}\n\n" for mark in marks)
        if "output" in classes:
            reader = self.options["language"]
            varies = say(reader, "values-vary") if "varies" in classes else ""
            noted = say(reader, "comma").join(filter(None, (el.parent.get("data-device"), varies)))
            above = say(reader, "output-of" if noted else "output", noted) + say(reader, "colon")
            above += "\n\n"
        return f"\n\n{above}{_ticks(code, 3)}{language}\n{code}\n{_ticks(code, 3)}\n\n"


def _ticks(code: str, least: int) -> str:
    return "`" * max([least, *(len(run) + 1 for run in re.findall("`+", code))])


def to_markdown(converted: Converted) -> str:
    """The page as Markdown that stands by itself, for programs and other sites."""
    description = converted.page.meta.get("description")
    head = [f"> {description}" if description else "", f"<{converted.url}>", converted.verified]
    head = "\n\n".join(filter(None, head))
    text = re.sub(rf"(?m)^[ >]*(?:{_BEGIN}.+|{_END})\n", "", converted.text)
    return re.sub(r"(?m)^# .*$", lambda title: f"{title[0]}\n\n{head}", text, count=1)


def to_notebook(converted: Converted) -> nbformat.NotebookNode:
    """The page as a notebook of nbformat 4.5 that runs by itself, with the recorded outputs.

    Prose becomes Markdown cells, an example a code cell in the page's language. A cell that the
    page does not show but the code needs is there too, tagged ``remove-cell`` and folded. Outputs
    are the CPU's, or CUDA's where a cell needs a GPU.
    """
    page, cells, count = converted.page, [], itertools.count(1)
    examples = {example.key: example for example in page.examples}
    before: Example | None = None
    pieces = re.split(rf"[ >]*{_BEGIN}(.+)\n[^{_END}]*{_END}\n?", converted.text)
    for i, piece in enumerate(pieces):
        if i % 2:
            example = examples[piece]
            for cell in (*_cells_between(before, example), example.cell):
                code = _code_cell(page.language, example, cell) | {"execution_count": next(count)}
                cells.append(code | {"id": f"{len(cells) + 1}-{cell.title}"[:64]})
            before = example
        elif text := re.sub(r"\A(?:>? *\n)+|(?:\n>? *)+\Z", "", piece):
            id_ = f"text-{len(cells) + 1}"
            cells.append({"cell_type": "markdown", "id": id_, "metadata": {}, "source": text})
    made = {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return nbformat.from_dict(made)


def encode_notebook(converted: Converted) -> bytes:
    """The page as a file of Jupyter."""
    return (nbformat.writes(to_notebook(converted)).rstrip("\n") + "\n").encode()


def _cells_between(before: Example | None, example: Example) -> Iterator[Cell]:
    """The cells of the example's module that run between the example before and this one.

    After an example of another module, which may have changed every name, the module begins again.
    """
    goes_on = before and before.module is example.module and before.cell.line < example.cell.line
    start = before.cell.line if goes_on else 0
    between = (c for c in example.module.cells.values() if start < c.line < example.cell.line)
    return (cell for cell in between if cell.shows_code)


def _code_cell(language: str, example: Example, cell: Cell) -> dict:
    """A cell of the example's module; all but the example's own are folded."""
    shown = cell is example.cell
    tags = cell.tags | ({"raises-exception"} if cell.conditional else set())  # on another machine
    metadata = {"jupyter": {"source_hidden": True, "outputs_hidden": True}} if not shown else {}
    if tags := tags if shown else tags | {"remove-cell"}:
        metadata["tags"] = sorted(tags)
    outputs = list(_outputs(cell))
    if figure := example.module.recorded_figure(cell.title):
        alt = (example.alt if shown else None) or ""
        data = {"image/svg+xml": labelled(figure, cell.title, alt, language), "text/plain": alt}
        described = {"metadata": {"image/svg+xml": {"alt": alt}}}
        outputs.append({"output_type": "display_data", "data": data} | described)
    source = "\n".join(text for _, text in cell.shown(language))
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": outputs}


def _outputs(cell: Cell) -> Iterator[dict]:
    """The documented output. A warning is told by its type, an exception by its place and type."""
    text = cell.documented("cuda" if cell.required_gpus else "cpu")
    lines = text.split("\n") if text else []
    error: list[str] = []
    if "raises-exception" in cell.tags:
        start = next((i for i, x in enumerate(lines) if _ERROR.fullmatch(x)), len(lines) - 1)
        lines, error = lines[:start], lines[start:]
    for warned, group in itertools.groupby(lines, lambda line: bool(WARNING.fullmatch(line))):
        printed = "".join(f"{line}\n" for line in group)
        yield {"output_type": "stream", "name": "stderr" if warned else "stdout", "text": printed}
    if error:
        name, _, value = "\n".join(error).partition(":")
        said = {"ename": name.rpartition(".")[2], "evalue": value.removeprefix(" ")}
        yield {"output_type": "error", **said, "traceback": ["\n".join(error)]}
