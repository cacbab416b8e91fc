"""The Python-Markdown extension that puts woven pages on the site, and links names of torch.

Its settings are the site's language and, if it has one, the address of the project's repository::

    markdown_extensions:
      literate.extension: {language: zh, repo_url: https://github.com/owner/name}
"""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from literate.address import pointed_at
from literate.api import address, named, uses
from literate.edition import for_site
from literate.pairs import Pairs, notice
from literate.problem import LiterateError, Problem
from literate.project import Project, Source, is_notebook
from literate.provenance import Verified, statement
from literate.tabulate import table, table_from
from literate.take_away import take_away
from literate.weave import EXAMPLE, EXAMPLE_END, FENCE, Example, Prose, Woven, weave

if TYPE_CHECKING:
    from literate.preview import Preview

try:  # so that MkDocs prints the message and not a traceback
    from mkdocs.exceptions import BuildError
except ImportError:  # another generator
    BuildError = ValueError


# What a preview shows beside what is recorded; None in a build.
PREVIEW: Preview | None = None

# Stands for HTML in the Markdown of a page; drawn anew each time, so that no page can hold it.
_KEPT = f"literate-kept-{secrets.token_hex(16)}-"
_PRE = re.compile(r"<pre\b[^>]*>(.*?)</pre\s*>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_USED = {"zh": "本页用到的 API（{}）", "en": "APIs used on this page ({})"}


class _Weave(Preprocessor):
    def __init__(
        self, md: Markdown, project: Project, language: str, repo_url: str, marks: bool
    ) -> None:
        super().__init__(md)
        self.project, self.language, self.repo_url = project, language, repo_url
        self.marks = marks
        self.kept: list[str] = []
        self.finished = False
        self.name, self.first_line = "", 1
        self.source: tuple[str, ...] = ()
        self.woven: list[str] = []  # what its fences hold, top to bottom

    def run(self, lines: list[str]) -> list[str]:
        source, first_line = self._source(lines)
        page = self._page(source.name)
        self.name, self.first_line, self.source = source.name, first_line, source.lines
        try:
            woven = weave(self.project, source, self.language, first_line=first_line)
            if PREVIEW is not None:
                woven = PREVIEW.refresh(woven)
            verified = Verified(self.project)
            line = statement(
                verified,
                woven.modules,
                self.language,
                table=page and table_from(self.project, self.language, page),
            )
            if page == "index.md":  # the home page speaks of all modules
                line = ""
            older = notice(Pairs(self.project), self.language, page)
            text = for_site(
                self._marked(woven) if self.marks else woven,
                under_title="\n\n".join(filter(None, (older and self._keep(older), line))),
                keep=self._keep,
                generate=lambda _: table(self.project, verified, self.language),
                releases=self.project.releases,
            )
        except LiterateError as error:
            if PREVIEW is not None:
                text = PREVIEW.broken(str(error), lines)
                self.woven = list(fenced(text))
                return text
            raise BuildError(str(error)) from None
        if used := api_list(woven, self.language):
            text += f"\n{self._keep(used)}\n"
        if page:
            links = take_away(woven, page, self.language, self.repo_url)
            text += f"\n{self._keep(links)}\n"
        lines = text.rstrip("\n").split("\n")
        self.woven = list(fenced(lines))
        return lines

    def _page(self, name: str) -> str:
        """The page that is rendered, in its language; empty where nobody says which it is."""
        file = self.project.root / name
        found = self.project.page_of(file) if file.is_file() else None
        return found[1] if found else ""

    def _marked(self, woven: Woven) -> Woven:
        """The page with a mark before and after each example."""
        parts: list[Prose | Example] = []
        for part in woven.parts:
            if isinstance(part, Example):
                before, after = ("", self._keep(EXAMPLE), ""), ("", self._keep(EXAMPLE_END), "")
                # No line of the page has a number below 1.
                parts += [Prose(-9, before), part, Prose(-9, after)]
            else:
                parts.append(part)
        return replace(woven, parts=tuple(parts))

    def _keep(self, html: str) -> str:
        self.kept.append(html)
        return f"{_KEPT}{len(self.kept) - 1}."

    def _source(self, lines: list[str]) -> tuple[Source, int]:
        """The page as the generator hands it over, with its name and first line.

        The generator has cut off the front matter and tells nobody which page it renders; MkDocs'
        own extension for links knows. Elsewhere errors count lines from below the front matter.
        """
        text = tuple(line.removesuffix("\r").removeprefix("\ufeff") for line in lines)
        try:
            file = Path(self.md.treeprocessors["relpath"].file.abs_src_path)
            before = file.read_text(encoding="utf-8-sig").rstrip().split("\n")
        except (KeyError, AttributeError, TypeError, OSError):
            return Source(f"docs/{self.language}/(a page)", text, "\n", False), 1
        body = len("\n".join(text).rstrip().split("\n"))
        name = self.project.relative(file)
        return Source(name, text, "\n", False), max(1, len(before) - body + 1)


def api_list(woven: Woven, language: str) -> str:
    """The names of torch that a page's code uses, linked to their documentation, as HTML."""
    names: set[str] = set()
    for module in woven.modules:
        names |= uses(module, [e.cell.title for e in woven.examples if e.module is module]).keys()
    if not names:
        return ""
    items = "".join(f"<li>{_linked(name, escape(name))}</li>" for name in sorted(names))
    summary = _USED[language].format(len(names))
    return f'<details class="apis"><summary>{summary}</summary><ul>{items}</ul></details>'


def _linked(name: str, code: str) -> str:
    return f'<a class="api" rel="external" href="{escape(address(name))}"><code>{code}</code></a>'


class _ApiLinks(Treeprocessor):
    """Links every name of torch in inline code to PyTorch's documentation.

    Headings and links stay as they are.
    """

    def run(self, root: Element) -> None:
        for parent in self._open(root):
            for index, child in enumerate(parent):
                name = child.tag == "code" and named(self._text(child))
                if name:
                    link = Element("a", {"class": "api", "rel": "external", "href": address(name)})
                    link.tail, child.tail = child.tail, None
                    link.append(child)
                    parent[index] = link

    def _open(self, element: Element) -> list[Element]:
        """The elements below ``element`` whose code can become a link."""
        closed = re.compile("h[1-6]|a|pre")
        return [element] + [
            below
            for child in element
            if isinstance(child.tag, str) and not closed.fullmatch(child.tag)
            for below in self._open(child)
        ]

    def _text(self, code: Element) -> str:
        """Inline code as written, which an extension may have stashed as HTML."""
        text = "".join(code.itertext())
        if stashed := HTML_PLACEHOLDER_RE.fullmatch(text):
            text = str(self.md.htmlStash.rawHtmlBlocks[int(stashed[1])])
        return unescape(text)


class _Stash(Preprocessor):
    """Hands the HTML that the weaver kept to Python-Markdown.

    A preprocessor of its own, because the marks of Python-Markdown's stash survive only below the
    one that normalises white space.
    """

    def __init__(self, md: Markdown, kept: list[str]) -> None:
        super().__init__(md)
        self.kept = kept

    def run(self, lines: list[str]) -> list[str]:
        text = re.sub(
            rf"{_KEPT}(\d+)\.",
            lambda found: self.md.htmlStash.store(self.kept[int(found[1])]),
            "\n".join(lines),
        )
        self.kept.clear()
        return text.split("\n")


class _Finished(Treeprocessor):
    """Notes that the tree is as it will be; others send parts of it through the postprocessors."""

    def __init__(self, md: Markdown, weaver: _Weave) -> None:
        super().__init__(md)
        self.weaver = weaver

    def run(self, root: Element) -> None:
        self.weaver.finished = True


class _ClosedWorld(Postprocessor):
    """Holds the code blocks of the finished HTML against the fences that were woven.

    Whatever door a page finds, a block that no fence made is an error, and so is a fence that made
    none.
    """

    def __init__(self, md: Markdown, weaver: _Weave) -> None:
        super().__init__(md)
        self.weaver = weaver

    def run(self, text: str) -> str:
        if not self.weaver.finished:
            return text
        self.weaver.finished = False
        shown = [
            unescape(_TAG.sub("", code)).removesuffix("\n")
            for code in _PRE.findall(_COMMENT.sub("", text))
        ]
        woven = self.weaver.woven
        if shown != woven:
            message = str(self._problem(shown, woven))
            if PREVIEW is None:
                raise BuildError(message)
            PREVIEW.problems.append(message)
        return text

    def _problem(self, shown: list[str], woven: list[str]) -> Problem:
        pairs = itertools.zip_longest(shown, woven)
        a, b = next(pair for pair in pairs if pair[0] != pair[1])
        if a is None or (b is not None and b not in shown):
            what, code = "a fence that the site does not show as code", b
        else:
            what, code = "a code block on the page that no fence made", a
        first = next((line.strip() for line in code.split("\n") if line.strip()), "")
        lines = enumerate(self.weaver.source, self.weaver.first_line)
        line = next((number for number, text in lines if first and first in text), 1)
        mend = "Show a cell in a ```python fence of its own, with a blank line around it"
        return Problem(self.weaver.name, line, f"{what}: '{first[:60]}'", mend)


def fenced(lines: list[str]) -> Iterator[str]:
    """What the fences of a page hold, top to bottom."""
    rest = iter(lines)
    for line in rest:
        if fence := FENCE.fullmatch(line):
            indent, ticks = fence["indent"], fence["ticks"]
            body = itertools.takewhile(lambda text: not text.strip().startswith(ticks), rest)  # noqa: B023
            yield "\n".join(text.removeprefix(indent) for text in body)


class _NotebookLinks(Treeprocessor):
    """Points links to a page that is shown as a notebook at that, which is what MkDocs knows."""

    def run(self, root: Element) -> None:
        try:
            here = self.md.treeprocessors["relpath"].file.src_uri
        except (KeyError, AttributeError):  # another generator
            return
        for link in root.iter("a"):
            path, mark, anchor = link.get("href", "").partition("#")
            if path and is_notebook(pointed_at(here, path)):
                link.set("href", path.removesuffix(".md") + ".ipynb" + mark + anchor)


class LiterateExtension(Extension):
    """Weaves every page before anything else reads it."""

    def __init__(self, **settings) -> None:
        self.config = {
            "language": ["zh", "language whose comments the code shows"],
            "repo_url": ["", "address of the project's repository"],
            "root": [".", "folder that holds snippets/"],
            "marks": [False, "whether comments mark examples, for a page that becomes a notebook"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - their name
        project = Project(Path(self.getConfig("root")).resolve())
        # Above every other preprocessor: normalisation (30), fences (25), HTML blocks (20).
        repo_url = self.getConfig("repo_url") or ""
        marks = self.getConfig("marks")
        weaver = _Weave(md, project, self.getConfig("language"), repo_url, marks)
        md.preprocessors.register(weaver, "literate", 100)
        # Below the normalisation, which would remove the stash's marks.
        md.preprocessors.register(_Stash(md, weaver.kept), "literate-figures", 29)
        # Below inline patterns (20), which make the code; above what unpacks and validates links.
        md.treeprocessors.register(_ApiLinks(md), "literate-api", 15)
        # Below all others, whose HTML it reads.
        md.treeprocessors.register(_Finished(md, weaver), "literate-finished", -100)
        md.postprocessors.register(_ClosedWorld(md, weaver), "literate-closed-world", -100)
        if not marks and PREVIEW is None:  # a preview shows the Markdown itself
            # Above MkDocs' own for links (0).
            md.treeprocessors.register(_NotebookLinks(md), "literate-notebook-links", 5)


def makeExtension(**settings) -> LiterateExtension:  # noqa: N802 - their name
    """How Python-Markdown loads the extension."""
    return LiterateExtension(**settings)
