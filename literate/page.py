"""Read a page by the parser that renders the site: its examples, headings, links and words.

The site, the checks, the notebooks and the Markdown files all use the result. Code enters a page as
a fence that superfences finds; whatever else the HTML shows as code is an error.
"""

from __future__ import annotations

import functools
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.superfences import SuperFencesCodeExtension

from literate.cards import Cards, with_card
from literate.include import ALIKE, Example, include, wrong_with
from literate.lines import Places, not_closed
from literate.problem import LiterateError, Problem
from literate.project import Project, Source, read_source, stamp
from literate.prose import (
    Box,
    Code,
    Collector,
    Fence,
    Heading,
    Link,
    Text,
    front_matter,
    refused,
)
from literate.snippet import Module, read_module
from literate.wording import panel
from literate.wording import refused as refused_source

# Fences that show no cell.
PLAIN = ("console", "text", "mermaid")
MARKDOWN: dict[str, dict] = {
    **{name: {} for name in ("admonition", "attr_list", "md_in_html", "tables", "toc")},
    **{"pymdownx.arithmatex": {"generic": True}, "pymdownx.details": {}},
    "pymdownx.highlight": {"stripnl": False},  # an output may begin with a blank line
    "pymdownx.tabbed": {"alternate_style": True},
}

MARK = f"fence-{secrets.token_hex(8)}"  # which no page can hold
_AROUND = re.compile(rf"<div {MARK}=(\d+)>(.*?)</div {MARK}>", re.DOTALL)
_CARDS = re.compile(rf"<!--{MARK} (\w+)-->\s*(.*?)\s*<!--/{MARK}-->", re.DOTALL)
_CODE = re.compile(r"<!--.*?-->|<(?:fence-|pre\b)[^>]*>", re.DOTALL | re.IGNORECASE)
_SESSION = re.compile(r"^\s*(?P<sign>>>>|In \[\d*\]:)(?:\s|$)", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """A page, ``docs/<language>/<path>``, with its front matter and the HTML made from it.

    All tuples are in the order of the page; lines count from 1 in its file.
    """

    name: str
    language: str
    path: str
    meta: dict[str, object] = field(default_factory=dict, repr=False)
    examples: tuple[Example, ...] = ()
    fences: tuple[Fence, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    texts: tuple[Text, ...] = field(default=(), repr=False)
    codes: tuple[Code, ...] = ()
    boxes: tuple[Box, ...] = ()
    html: str = field(default="", repr=False)

    @property
    def modules(self) -> list[Module]:
        """The modules that the page includes, each once, in order."""
        return list({example.module.path: example.module for example in self.examples}.values())

    @property
    def title(self) -> str:
        """The text of its heading of level 1, or its name."""
        return next((h.title for h in self.headings if h.level == 1), self.name)


Highlight = Callable[..., str]  # (code, language, *classes) -> HTML
Draw = Callable[[Example, Highlight], str]


def plain(example: Example, highlight: Highlight) -> str:
    """The code of an example, in English."""
    return highlight("\n".join(text for _, text in example.cell.shown("en")), "python")


_read: dict[tuple[Project, Path], tuple[object, Page]] = {}  # and the stamp of each file


def read_page(project: Project, file: Path) -> Page:
    """Parse a page, once as long as it and its modules stay as they are.

    Raises:
        LiterateError: every problem of the page, and those of the modules it includes.
    """
    now = stamp(file)
    before, page = _read.get((project, file), (None, None))
    if page is None or before != now or _outdated(project, page):
        language, path = project.page_of(file)
        page = parse(project, read_source(file, project.relative(file)), language, path)
        _read[project, file] = now, page
    return page


def _outdated(project: Project, page: Page) -> bool:
    return any(read_module(project, module.path) is not module for module in page.modules)


def remember(project: Project, file: Path, page: Page) -> None:
    """Let ``read_page`` give this page from now on: its file is as it was when read."""
    _read[project, file] = stamp(file), page


def read_fences(project: Project, file: Path) -> tuple[list[Example], list[Fence]]:
    """The examples and the other fences of a page, by the part of the parser that finds fences.

    Raises:
        LiterateError: an include that shows no cell.
    """
    fences, md = _parser(project, None)
    fences.read(read_source(file, project.relative(file)))
    md.reset()
    lines = fences.body.split("\n")
    for name in ("normalize_whitespace", "fenced_code_block"):
        lines = md.preprocessors[name].run(lines)
    for wrong in fences.places.left_over():
        fences.report(*wrong)
    if fences.problems:
        raise LiterateError(fences.problems)
    return fences.examples, fences.fences


def read_examples(project: Project, file: Path) -> list[Example]:
    """The examples of a page; see ``read_fences``."""
    return read_fences(project, file)[0]


@functools.lru_cache(maxsize=8)
def _parser(project: Project, draw: Draw | None) -> tuple[PageExtension, Markdown]:
    """A parser, to be used for one page after another."""
    extension = PageExtension(project, draw=draw)
    return extension, Markdown(extensions=[extension])


def parse(
    project: Project, source: Source, language: str, path: str, *, draw: Draw = plain
) -> Page:
    """Parse the text of a page; ``draw`` makes the HTML of an example.

    Raises:
        LiterateError: every problem of the page, and those of the modules it includes.
    """
    extension, md = _parser(project, draw)
    extension.read(source, language, path)
    html = md.reset().convert(extension.body)
    if extension.problems:
        raise LiterateError(extension.problems)
    shown = map(tuple, (extension.examples, extension.fences, *extension.found.collected()))
    page = Page(source.name, language, path, extension.meta, *shown, html)
    return with_card(page, source, extension, md)


class PageExtension(Extension):
    """Python-Markdown for pages: the extensions they are written with, and what a page shows.

    Args:
        draw: makes the HTML of an example; None if no HTML is wanted.
        strict: whether HTML that no Markdown makes is refused: the site adds some of its own.
        settings: more settings of ``MARKDOWN``, by extension.
    """

    mark = MARK  # of what stands in the HTML for a fence, or for the cards of a chapter

    def __init__(
        self,
        project: Project,
        *,
        draw: Draw | None = None,
        pygments: bool = False,
        strict: bool = True,
        settings: dict[str, dict] | None = None,
    ) -> None:
        super().__init__()
        self.project, self.draw, self.pygments, self.strict = project, draw, pygments, strict
        self.settings = settings or {}
        self.read(Source("", (), "\n", False))

    def read(self, source: Source, language: str = "", path: str = "") -> None:
        """Begin a page, ``docs/<language>/<path>``."""
        self.source, self.language, self.path = source, language, path
        self.problems: list[Problem] = []
        self.examples: list[Example] = []
        self.fences: list[Fence] = []
        self.lines: list[int] = []  # of the fences that became HTML
        text = "\n".join(source.lines)
        self.meta, start, wrong = front_matter(text)
        self.body, self.places = text[start:], Places(text, start)
        self.found = Collector(self.places, self.report, self.strict)
        for found in (*wrong, *refused(text)):
            self.report(*found)

    def report(self, line: int, what: str, fix: str) -> None:
        self.problems.append(Problem(self.source.name, line, what, fix))

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - their name
        if self.draw:
            settings = {name: MARKDOWN[name] | self.settings.get(name, {}) for name in MARKDOWN}
            settings["pymdownx.highlight"]["use_pygments"] = self.pygments
            md.registerExtensions(list(MARKDOWN), settings)
        every = {"name": "*", "class": "", "format": self._fence, "validator": _any_options}
        fences = SuperFencesCodeExtension(disable_indented_code_blocks=True, custom_fences=[every])
        fences.extendMarkdown(md)
        if self.draw:
            md.preprocessors.register(Cards(md, self), "literate-cards", 23)
            # Below all others, whose result they read.
            md.treeprocessors.register(_Finished(md), "literate-finished", -100)
            md.postprocessors.register(_Collect(md, self), "literate-collect", -100)

    def _fence(self, text, language, css_class, options, md, classes=None, **_) -> str:
        """The HTML of a fence; called by superfences for each fence, in order."""
        line = self.places.fence(text)
        if wrong := not_closed(line, self.source.lines[line - 1], text):
            self.report(*wrong)
            return ""
        own = {"python": "alt", "text": "wording"}
        allowed = (*filter(None, [own.get(language)]), "title", "hl_lines")
        if unknown := [*(classes or ()), *(set(options) - set(allowed))]:
            what = f"'{unknown[0]}' is not an option of a '{language}' fence"
            self.report(line, what, f"Known options: {', '.join(allowed)}")
        fences = md.preprocessors["fenced_code_block"]
        shown = {name: value for name, value in options.items() if name in ("title", "hl_lines")}

        def highlight(code: str, language: str, *classes: str, first: bool = True) -> str:
            given = {"classes": list(classes), "id_value": "", "attrs": {}}
            fences.line_count = code.count("\n") + 1  # which hl_lines are held to
            return fences.highlight(code, language, dict(shown) if first else {}, md, **given)

        html = ""
        if language == "python":
            example = self._include(line, text, options)
            if example and self.draw:
                html = self.draw(example, highlight)
        elif language in PLAIN:
            if ALIKE.match(text) and not text.startswith("```"):
                fix = "Cells are shown in ```python fences"
                self.report(line, f"an include in a '{language}' fence", fix)
            if session := _SESSION.search(text):
                below = line + 1 + text.count("\n", 0, session.start("sign"))
                self.report(below, "a Python session, which nothing runs", "Move it into a cell")
            source = options.get("wording")
            if source is not None and (what := refused_source(source, self.project.releases)):
                fix = "Give a release of torch that pyproject.toml lists, or an issue's address"
                self.report(line, what, fix)
            self.fences.append(Fence(line, language, text, source or ""))
            html = highlight(text, language) if self.draw else ""
            html = panel(html, source, self.language) if source and html else html
        else:
            what = f"unknown fence '{language}'" if language else "a fence without a language"
            self.report(line, what, f"Use python with an include, or one of {', '.join(PLAIN)}")
        self.lines.append(line)
        return f"<div {MARK}={len(self.lines)}>{html}</div {MARK}>"

    def _include(self, line: int, text: str, options: dict) -> Example | None:
        """The example that a python fence shows, if there is nothing wrong with it."""
        try:
            example = include(self.project, (self.source.name, line), text, options)
        except LiterateError as error:
            self.problems += [p for p in error.problems if p not in self.problems]
            return None
        for found in wrong_with(example, self.examples):
            self.report(*found)
        self.examples.append(example)
        return example

    def finish(self, html: str) -> str:
        """Collect what the finished HTML of the page shows. Returns it without our marks."""
        shown = _AROUND.sub(r"<fence- number=\1>", _CARDS.sub(r"<!-- literate:\1 -->", html))
        # What the site adds is of no interest, but for code.
        self.found.feed(shown if self.strict else "".join(_CODE.findall(shown)))
        self.found.close()
        for number, line in enumerate(self.lines, 1):
            if self.found.fences.count(number) != 1:
                fix = "Take it out of the comment, or put blank lines around it"
                self.report(line, "a fence that the page does not show as code", fix)
        for wrong in self.places.left_over():
            self.report(*wrong)
        return _AROUND.sub(r"\2", _CARDS.sub(r"\2", html))


def _any_options(language, inputs, options, attrs, md) -> bool:
    options.update(inputs)  # '_fence' says which of them it does not know
    return True


class _Finished(Treeprocessor):
    """Notes that the page is complete: others send parts of it through the postprocessors."""

    def run(self, root) -> None:
        self.md.postprocessors["literate-collect"].complete = True


class _Collect(Postprocessor):
    def __init__(self, md: Markdown, page: PageExtension) -> None:
        super().__init__(md)
        self.page, self.complete = page, False

    def run(self, text: str) -> str:
        complete, self.complete = self.complete, False
        return self.page.finish(text) if complete else text
