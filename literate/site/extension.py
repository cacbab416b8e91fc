"""The Python-Markdown extension of the site: pages with their outputs, and links to PyTorch's docs.

Its settings are the site's language and, if it has one, the address of the project's repository::

    markdown_extensions:
      literate.site.extension: {language: zh, repo_url: https://github.com/owner/name}
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pygments.style import Style

from literate.check.addresses import anchors, old_ids
from literate.page import Page, PageExtension
from literate.problem import LiterateError
from literate.project import (
    Project,
    Source,
    read_source,
    relative_url,
    stamp,
)
from literate.prose import MARKER, front_matter
from literate.record.records import Verified
from literate.run.compare import width
from literate.site.exports import downloads
from literate.site.formulas import Formulas
from literate.site.head import head
from literate.site.indexes import KINDS, generated
from literate.site.links import PageLinks, TermLinks
from literate.site.paste import not_shown
from literate.site.redirects import moved_sections
from literate.site.render import Fresh, drawing
from literate.site.stub import notice
from literate.site.table import PAGE, table_from
from literate.site.torch_links import TorchLinks, shorten, torch_names
from literate.words import say

try:  # so that MkDocs prints the message and not a traceback
    from mkdocs.exceptions import BuildError
except ImportError:  # another generator
    BuildError = ValueError

_NARROW = 36  # columns of type: what fits a phone beside the lines and margins of a table


_HOME = "index.md"
_COMMENT = re.compile(r"\s*<!--(.*)-->\s*")


class _NoRules(type(Style)):
    def __iter__(cls) -> Iterator:
        return iter(())


class _Unstyled(Style, metaclass=_NoRules):
    """No colors: they stand in the site's sheet. Pygments would make another for each block."""


class SiteExtension(PageExtension):
    """Renders the pages of one language."""

    def __init__(
        self,
        *,
        page: str = "",
        fresh: Mapping[tuple[str, str], Fresh] | None = None,
        **settings,
    ) -> None:
        self.config = {
            "language": ["zh", "language whose comments the code shows"],
            "repo_url": ["", "address of the project's repository"],
            "root": [".", "folder that holds snippets/"],
        }
        self.setConfigs(settings)
        language = self.getConfig("language")
        project = Project(Path(self.getConfig("root")).resolve())
        words = {"permalink_title": say(language, "permalink")}
        toc = {"permalink": True, **words}
        self.page, self.standalone = page, bool(page)
        draw = drawing(language, project.releases, fresh)
        given = {"toc": toc, "pymdownx.highlight": {"pygments_style": _Unstyled}}
        super().__init__(project, draw=draw, pygments=True, strict=False, settings=given)
        self.language = language

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - their name
        super().extendMarkdown(md)
        # Above every other preprocessor: normalization (30), fences (25), HTML blocks (20).
        md.preprocessors.register(_Begin(md, self), "literate-begin", 100)
        md.preprocessors.register(_Add(md, self), "literate-add", 24)
        # Below inline patterns (20), which make the code; above what unpacks and validates links.
        md.treeprocessors.register(TorchLinks(md), "literate-torch-links", 15)
        md.treeprocessors.register(Formulas(md, self), "literate-formulas", 14)
        md.treeprocessors.register(TermLinks(md, self), "literate-term-links", 12)
        md.treeprocessors.register(_Tables(md), "literate-tables", 10)
        # Above MkDocs' own for links (0).
        md.treeprocessors.register(PageLinks(md, self), "literate-page-links", 5)
        # Below the table of contents (5), which would take its words from them.
        md.treeprocessors.register(_OldIds(md), "literate-old-ids", 4)

    def begin(self, lines: list[str]) -> None:
        """Begin the page whose body is given, front matter cut off, by whoever renders it."""
        body = "\n".join(line.removesuffix("\r").removeprefix("\ufeff") for line in lines)
        if not self.standalone:
            self.page = _page_with(self.project, self.language, body)
        name = f"docs/{self.language}/{self.page or '(a page)'}"
        if self.page:
            source = read_source(self.project.root / name, name)
        else:
            source = Source(name, tuple(body.split("\n")), "\n", False)
        self.read(source, self.language, self.page)

    def finish(self, html: str) -> str:
        html = super().finish(html)
        if self.problems:
            raise BuildError(str(LiterateError(self.problems)))
        return html


_BODIES: dict[tuple[Project, str], dict[str, str]] = {}  # the page of each body, when last seen


@functools.lru_cache(maxsize=4096)
def _body(project: Project, language: str, page: str, _stamp: object) -> str:
    return _body_of(read_source(project.docs(language) / page, page)).strip()


def _body_of(source: Source) -> str:
    text = "\n".join(source.lines)
    return text[front_matter(text)[1] :]


def _page_with(project: Project, language: str, body: str) -> str:
    """The page that has a body, or nothing: a generator tells nobody which page it renders."""
    known, body = _BODIES.setdefault((project, language), {}), body.strip()
    if (page := known.get(body, "")) and _now(project, language, page) == body:
        return page
    known.clear()  # a file was saved since, or nothing is known yet
    for page in project.pages(language):
        known.setdefault(_now(project, language, page), page)
    return known.get(body, "")


def _now(project: Project, language: str, page: str) -> str:
    return _body(project, language, page, stamp(project.docs(language) / page))


def records_of(project: Project) -> Verified:
    """The records of a project, read again only after they changed.

    Raises:
        LiterateError: the file of the records cannot be used.
    """
    return _records(project, stamp(project.snippets / "verified.json"))


@functools.lru_cache(maxsize=8)
def _records(project: Project, _stamp: object) -> Verified:
    return Verified(project)


class _Begin(Preprocessor):
    def __init__(self, md: Markdown, site: SiteExtension) -> None:
        super().__init__(md)
        self.site = site

    def run(self, lines: list[str]) -> list[str]:
        self.site.begin(lines)
        return lines


class _Add(_Begin):
    """Adds what is generated: below the title what is known of it, in the middle, at the end."""

    def run(self, lines: list[str]) -> list[str]:
        site = self.site
        if site.problems:
            raise BuildError(str(LiterateError(site.problems)))
        project, language, page = site.project, site.language, site.page
        shown = Page(site.source.name, language, page, site.meta, tuple(site.examples))
        verified = records_of(project)
        repo_url = site.getConfig("repo_url") or ""
        try:  # as text, so that MkDocs sees the ids in it
            below = notice(project, shown).split("\n") if page else []
        except LiterateError as error:  # of the page that a stub leads to
            raise BuildError(str(error)) from None
        if page != _HOME:  # which speaks of all modules
            there = page and table_from(project, language, page)
            records = relative_url(page, PAGE) if there else ""
            row = head(shown, verified, site.source.lines, records, repo_url)
            below += ["", self.md.htmlStash.store(row)]
        out: list[str] = []
        for line in lines:
            comment = _COMMENT.fullmatch(line)
            marker = comment and MARKER.fullmatch(comment[1])
            if marker and marker[1] in KINDS:
                for part in generated(marker[1], project, verified, language, page):
                    out += ["", f"## {part.title} {{ #{part.id} }}"] if part.title else []
                    out += ["", self.md.htmlStash.store(part.html), ""]
                continue
            out.append(line)
            if below and re.match(r"#\s", line):
                out += ["", *below, ""]
                below = []
        moved = moved_sections(project, shown) if page else ""
        ends = [moved, not_shown(shown), torch_names(shown)]
        ends += [downloads(shown)] if page == _HOME else []
        for html in filter(None, ends):
            out += ["", self.md.htmlStash.store(html)]
        return out


class _Tables(Treeprocessor):
    """Shortens names in tables, lets them break at their dots, and readies tables for a phone.

    There a row of a wide one is a box, in which the heading of its column tells what a cell is.
    """

    def run(self, root: Element) -> None:
        for found in root.iter("table"):
            for link in found.iter("a"):
                shorten(link)
            headings = ["".join(cell.itertext()) for cell in found.iter("th")]
            rows = [row.findall("td") for row in found.iter("tr")]
            widths = [_width(column) for column in zip(*filter(None, rows), strict=True)]
            for code in found.iter("code"):
                _break_at_dots(code)
            if sum(widths) <= _NARROW:
                continue
            found.set("data-stacks", "")
            for row in rows:
                for cell, heading in zip(row, headings, strict=False):
                    cell.set("data-label", heading)
                    content = Element("div")
                    content.text, cell.text = cell.text, None
                    content[:], cell[:] = cell[:], [content]


def _width(cells: Iterable[Element]) -> int:
    """The columns of type that the longest of the cells fills; a Chinese character fills two."""
    texts = ("".join(cell.itertext()) for cell in cells)
    return max(map(width, texts))


def _break_at_dots(code: Element) -> None:
    """Let a name break behind its dots, but not behind ``nn.``, where it gains nothing."""
    first, *rest = re.split(r"(?<=\w{3}\.)(?=\w)", code.text or "")
    if rest and not len(code):
        code.text = first
        for part in rest:
            SubElement(code, "wbr").tail = part


class _OldIds(Treeprocessor):
    """Puts the old ids of a heading into it, for links from elsewhere that still have them."""

    def run(self, root: Element) -> None:
        meta = self.md.preprocessors["literate-begin"].site.meta
        for heading in root.iter() if anchors(meta) else ():
            for old in old_ids(meta, heading.get("id", "")):
                mark = Element("span", {"id": old})
                mark.tail, heading.text = heading.text, None
                heading.insert(0, mark)


def article(
    project: Project,
    language: str,
    page: str,
    *,
    fresh: Mapping[tuple[str, str], Fresh] | None = None,
) -> str:
    """The HTML of a page's article, with the links of the built site.

    Args:
        fresh: runs that are shown in place of the recorded ones, by (module path, title).

    Raises:
        LiterateError, or MkDocs' BuildError: the page cannot be rendered.
    """
    given = {"language": language, "root": str(project.root)}
    site = SiteExtension(page=page, fresh=fresh, **given)
    md = Markdown(extensions=[site])
    return md.convert(_body_of(read_source(project.docs(language) / page, page)))


def makeExtension(**settings) -> SiteExtension:  # noqa: N802 - their name
    """How Python-Markdown loads the extension."""
    return SiteExtension(**settings)
