"""Weave a page: put cells and their documented output where the page includes them.

The result, a ``Woven`` page, is what everything else reads: the site (``for_site``), the checks
(``for_codeblocks``) and the comparison of the languages. Where a block stands on the page, in which
module and at which of its lines, is kept for every block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from literate.markup import INLINE_CODE, SESSION, misread, opens, typed
from literate.problem import LiterateError, Problem
from literate.project import Project, Source, read_source, stamp
from literate.read import Cell, Module, read_module, resolve_include

# Fences that hold no code of ours: commands for the reader's terminal, plain text, a diagram.
PLAIN = ("console", "text", "mermaid")
# Fences of other Markdown, a README say, that pytest-codeblocks runs.
RUNNABLE = ("python", "sh", "bash")

# What marks, in a page's HTML, where an example begins and where its output ends.
EXAMPLE, EXAMPLE_END = "<!-- literate-example -->", "<!-- /literate-example -->"

FENCE = re.compile(r"(?P<indent>\s*)(?P<ticks>`{3,})(?P<info>[^`]*)")
_FENCE_ALIKE = re.compile(r"\s*(?:(?:>\s*|[-*+]\s+|\d+[.)]\s+)+(?:`{3,}|~{3,})|~{3,}|`{3,})")
INFO = re.compile(r"\s*(?:\{\s*\.)?(?P<language>[^\s{}]*)(?P<options>.*)")
_OPTIONS = re.compile(r"(?:(?:alt|title|hl_lines)=\"[^\"]*\"(?: +|$))*")
_ALT = re.compile(r"\balt=\"([^\"]*)\"")
_INCLUDE = re.compile(r"\s*-+8<-+\s*(?P<quote>[\"'])(?P<target>[^\"']*)(?P=quote)\s*")
_INCLUDE_ALIKE = re.compile(r"\s*-+8<-+")
_MARKER = re.compile(r"\s*<!--\s*literate:\s*(?P<what>.*?)\s*-->\s*")
_MARKER_ALIKE = re.compile(r"<!--\s*literate\b", re.IGNORECASE)
# What a page can have generated in its middle: <!-- literate:verified --> on a line of its own.
MARKERS = {"verified": "the table of what was verified"}
_PYTEST = re.compile(r"<!--[-\s]*pytest", re.IGNORECASE)
_HEADING = re.compile(
    r"(?P<level>#{1,6})\s*(?P<title>[^#\s].*?)(?:\s*\{(?P<attributes>[^{}]*)\})?\s*#*\s*"
)


@dataclass(frozen=True)
class Prose:
    """Lines of the page that stand for themselves, the first of them at ``line``."""

    line: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """A cell where a page includes it.

    Attributes:
        line: the page's line with the fence.
        indent: what stands before the fence: inside lists, admonitions and tabs it is not empty.
        options: what follows the language in the fence's info string, without ``alt``.
        alt: what the cell's figure shows, in words, if it draws one.
        module, cell: the code.
    """

    line: int
    indent: str
    options: str
    module: Module
    cell: Cell
    alt: str | None = None

    @property
    def key(self) -> str:
        """The include's target: ``autograd/backward.py:leaf``."""
        return f"{self.module.path}:{self.cell.title}"


@dataclass(frozen=True)
class Heading:
    line: int
    level: int
    title: str
    id: str | None


@dataclass(frozen=True)
class Woven:
    """A woven page.

    Attributes:
        name: how messages name the page: ``docs/zh/autograd/backward.md``.
        language: the page's language, or None for Markdown outside ``docs/<language>/``.
        parts: the page from top to bottom.
        headings: its headings, in order.
        words: (line, text) of its prose, without code fences and comments.
        markers: (line, what is generated there) pairs.
        body: line of the first line below the front matter.
        meta: the front matter.
    """

    name: str
    language: str | None
    parts: tuple[Prose | Example, ...]
    headings: tuple[Heading, ...] = ()
    words: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    markers: tuple[tuple[int, str], ...] = ()
    body: int = 1
    meta: dict[str, object] = field(default_factory=dict, repr=False)

    @property
    def examples(self) -> list[Example]:
        return [part for part in self.parts if isinstance(part, Example)]

    @property
    def modules(self) -> list[Module]:
        """The modules that the page includes, each once, in order."""
        return list({example.module.path: example.module for example in self.examples}.values())

    @property
    def title(self) -> str:
        """The text of its first heading of level 1, or its name."""
        return next((h.title for h in self.headings if h.level == 1), self.name)

    def code(self, example: Example) -> list[tuple[int, str]]:
        """An example's code in the page's language: (line in the module, text) pairs."""
        return example.cell.shown(self.language or "en")


_woven: dict[tuple[Project, Path], tuple[object, Woven]] = {}


def weave_file(project: Project, file: Path) -> Woven:
    """Weave a Markdown file of the project, once as long as it and its modules stay as they are.

    Raises:
        LiterateError: every problem of the page, and those of the modules it includes.
    """
    key, now = (project, file), stamp(file)
    then, woven = _woven.get(key, (None, None))
    if woven is None or then != now or not _current(project, woven):
        found = project.page_of(file)
        source = read_source(file, project.relative(file))
        woven = weave(project, source, found[0] if found else None)
        _woven[key] = now, woven
    return woven


def _current(project: Project, woven: Woven) -> bool:
    return all(read_module(project, module.path) is module for module in woven.modules)


def weave(project: Project, source: Source, language: str | None, *, first_line: int = 1) -> Woven:
    """Weave a page's text.

    Args:
        project: where the modules stand.
        source: the page.
        language: whose comments the code shows; None shows the English ones and allows Markdown
            that is not ours: any fence, and no rules for its code.
        first_line: number of the text's first line, if what is above it was cut off.

    Raises:
        LiterateError: every problem of the page, and those of the modules it includes.
    """
    return _Weaver(project, source, language, first_line).weave()


def _load(text: str) -> object:
    """``yaml.safe_load``, by the fast loader where there is one; the other one names the line."""
    try:
        return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return yaml.safe_load(text)


class _Weaver:
    def __init__(self, project, source, language, first_line) -> None:
        self.project, self.source, self.language = project, source, language
        self.lines = source.lines
        self.offset = first_line
        self.problems: list[Problem] = []
        self.parts: list[Prose | Example] = []
        self.headings: list[Heading] = []
        self.words: list[tuple[int, str]] = []
        self.markers: list[tuple[int, str]] = []
        self.shown: dict[str, int] = {}  # the line of each cell's fence
        self.prose_start = 0
        self.meta: dict[str, object] = {}
        self.depth = 0  # of the list items, admonitions and tabs that a line may stand in
        self.fresh = True  # whether a line begins a block

    def report(self, index: int, what: str, mend: str) -> None:
        self.problems.append(Problem(self.source.name, index + self.offset, what, mend))

    def weave(self) -> Woven:
        index = body = self.front_matter()
        comment = False
        while index < len(self.lines):
            line = self.lines[index]
            fence = FENCE.fullmatch(line)
            if self.language and not comment:
                self.layout(index, line, bool(fence))
            if fence:
                index = self.fence(index, fence, comment)
                self.fresh = True
                continue
            code_away = INLINE_CODE.sub("", line) if "<!--" in line else ""
            if _FENCE_ALIKE.match(line):
                what = f"'{line.strip()[:40]}' opens a fence that only some tools see"
                self.report(index, what, "Open it with ``` at the start of a line of its own")
            elif self.language and _PYTEST.search(code_away):
                what = "a comment for pytest, which could excuse a block from its check"
                self.report(index, what, "Remove it; tag the cell raises-exception or varies")
            elif marker := not comment and _MARKER.fullmatch(line):
                self.marker(index, marker["what"])
            elif _INCLUDE_ALIKE.match(line):
                mend = 'Put it into a fence: ```python, --8<-- "module.py:cell", ```'
                self.report(index, "an include outside a python fence", mend)
            else:
                if not comment and _MARKER_ALIKE.search(code_away):
                    mend = "Write <!-- literate:verified --> on a line of its own"
                    self.report(index, "a comment that only looks like a marker", mend)
                comment = self.text(index, line, comment)
            self.fresh = not line.strip()
            index += 1
        if comment:
            what = "an HTML comment is still open at the end of the page"
            self.report(len(self.lines) - 1, what, "Close it with -->")
        if self.language:
            for line, what, mend in typed(self.words):
                self.report(line - self.offset, what, mend)
        self.end_prose(len(self.lines))
        if self.problems:
            raise LiterateError(self.problems)
        return Woven(
            self.source.name,
            self.language,
            tuple(self.parts),
            tuple(self.headings),
            tuple(self.words),
            tuple(self.markers),
            body + self.offset,
            self.meta,
        )

    def layout(self, index: int, line: str, fence: bool) -> None:
        """Refuse a line that begins as its reader, or another tool, would not read it."""
        text = line.lstrip(" ")
        if not text:
            return
        level = (len(line) - len(text)) // 4
        if self.fresh or fence:
            self.depth = min(self.depth, level)
        if wrong := misread(line, self.depth, fence=fence, begins=self.fresh):
            self.report(index, *wrong)
        elif opens(line) and level <= self.depth:
            self.depth = level + 1

    def front_matter(self) -> int:
        """The index of the first line after the front matter, which is checked to be YAML."""
        if self.offset != 1 or not self.lines or self.lines[0].rstrip() != "---":
            return 0
        for end in range(1, len(self.lines)):
            if self.lines[end].rstrip() in ("---", "..."):
                break
        else:
            self.report(0, "the front matter is not closed", "End it with a line '---'")
            return len(self.lines)
        try:
            data = _load("\n".join(self.lines[1:end]))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = f"the front matter is not YAML ({getattr(error, 'problem', error)})"
            self.report(1 + mark.line if mark else 0, what, "Mend it; quote values that hold ': '")
        else:
            if not isinstance(data, dict | None):
                self.report(0, "the front matter is not a mapping", "Write 'key: value' lines")
            else:
                self.meta = data or {}
        return end + 1

    def text(self, index: int, line: str, comment: bool) -> bool:
        """Note a line of prose. Returns whether an HTML comment is still open after it."""
        visible, rest = "", line
        while rest:
            if comment:
                _, end, rest = rest.partition("-->")
                comment = not end
            else:
                before, start, rest = rest.partition("<!--")
                visible += before
                comment = bool(start) and visible.count("`") % 2 == 0
                visible += start if not comment else ""
        if not comment and (heading := _HEADING.fullmatch(visible)):
            id_ = re.search(r"(?:^|\s)#([\w-]+)", heading["attributes"] or "")
            line_number = index + self.offset
            self.headings.append(
                Heading(line_number, len(heading["level"]), heading["title"], id_ and id_[1])
            )
        if visible.strip():
            self.words.append((index + self.offset, visible))
        return comment

    def marker(self, index: int, what: str) -> None:
        """Something that is generated where the page says so."""
        if what not in MARKERS:
            self.report(index, f"unknown marker '{what}'", f"Known: {', '.join(MARKERS)}")
        self.markers.append((index + self.offset, what))

    def fence(self, index: int, opening: re.Match[str], comment: bool) -> int:
        """Handle the fence that opens at ``index``. Returns the index after its end."""
        ticks = opening["ticks"]
        end = index + 1
        while end < len(self.lines):
            line = self.lines[end].strip()
            if line.startswith(ticks):
                break
            end += 1
        else:
            self.report(index, "the fence is never closed", f"Close it with a line '{ticks}'")
            return len(self.lines)
        if line.strip("`"):
            what = f"'{line[:40]}' inside a fence ends it for some tools"
            self.report(end, what, "Open the outer fence with more backticks")
        if self.language and re.search(r"[^\S ]", opening[0] + self.lines[end]):
            what, mend = "a fence with a blank that is no space", "Write spaces, or none"
            self.report(index, what, mend)
        info = INFO.fullmatch(opening["info"])
        language, options = info["language"], info["options"].strip()
        body = self.lines[index + 1 : end]
        if language in ("python", *PLAIN) and self.language and not _OPTIONS.fullmatch(options):
            what = f"'{options}' is nothing that a fence can say here"
            self.report(index, what, 'Write alt="…", title="…" or hl_lines="…"')
        includes = [i for i, text in enumerate(body) if _INCLUDE_ALIKE.match(text)]
        if includes and comment:
            what = "an include inside a comment, where no reader sees it"
            self.report(index + 1 + includes[0], what, "Tag the cell remove-cell, or uncomment it")
        elif comment and self.language:
            what = "a fence inside a comment, which some tools show"
            self.report(index, what, "Remove it, or take it out of the comment")
        elif includes and language == "python":
            self.include(index, opening["indent"], options, body, includes)
            self.end_prose(index, end + 1)
        elif includes and not (language == "text" and len(ticks) > 3):  # which shows a fence
            what = f"an include in a '{language}' fence"
            self.report(index + 1 + includes[0], what, "Cells are shown in ```python fences")
        elif language in PLAIN or not self.language:
            for i, text in enumerate(body, index + 1):
                if self.language and SESSION.match(text):
                    what = "a Python session in a fence, which nothing checks"
                    mend = "Move the code to a cell and include it"
                    self.report(i, what, mend)
        elif language == "python":
            what = "code on the page itself, which nothing checks"
            self.report(index, what, 'Move it to a cell and include it: --8<-- "module.py:cell"')
        else:
            what = f"unknown fence '{language}'" if language else "a fence without a language"
            mend = f"Use python with an include, or one of {', '.join(PLAIN)}"
            self.report(index, what, mend)
        return end + 1

    def include(self, index, indent, options, body, includes) -> None:
        at = index + 1 + includes[0]
        if len(includes) > 1:
            what = "more than one include in a fence"
            self.report(index + 1 + includes[1], what, "Show one cell per fence")
            return
        for i, text in enumerate(body):
            if text.strip() and i != includes[0]:
                self.report(index + 1 + i, "text beside an include", "Move it into the cell")
                return
        match = _INCLUDE.fullmatch(body[includes[0]])
        if not match:
            self.report(at, "malformed include", 'Write --8<-- "folder/module.py:cell"')
            return
        path, colon, title = match["target"].rpartition(":")
        if not colon:
            path, title = title, ""
        try:
            path = resolve_include(self.project, path)
        except ValueError as error:
            self.report(at, f"the path '{path}' {error}", "Name a module below snippets/ with /")
            return
        if not (self.project.snippets / path).is_file():
            self.report(at, f"there is no module snippets/{path}", "Check the path, or create it")
            return
        try:
            module = read_module(self.project, path)
        except LiterateError as error:
            self.problems.extend(p for p in error.problems if p not in self.problems)
            return
        if title not in module.cells:
            titles = ", ".join(module.cells)
            what = f"snippets/{path} has no cell '{title}'" if title else "no cell is named"
            self.report(at, what, f"Its cells: {titles}")
            return
        cell = module.cells[title]
        alt = _ALT.search(options)
        options = _ALT.sub("", options).strip()
        example = Example(index + self.offset, indent, options, module, cell, alt and alt[1])
        drawn = module.figure(title).is_file()
        if drawn and self.language and not (alt and alt[1].strip()):
            mend = 'Say in words what it shows: ```python alt="…"'
            self.report(index, f"the figure of cell '{title}' has no alternative text", mend)
        elif alt and not drawn and not cell.required_gpus:
            what = f"cell '{title}' has no recorded figure to describe"
            self.report(index, what, f"nox -s record -- {module.name}, or remove the alt text")
        if (line := self.shown.setdefault(example.key, example.line)) != example.line:
            what = f"the page shows this cell already at line {line}"
            self.report(at, what, "Show a cell once per page")
        if "remove-cell" in cell.tags:
            what = f"cell '{title}' is tagged remove-cell but shown"
            self.report(at, what, f"Remove the tag at {module.name}:{cell.line}, or this fence")
        self.end_prose(index)
        self.parts.append(example)

    def end_prose(self, index: int, start: int | None = None) -> None:
        """Close the run of prose before ``index``; the next one begins at ``start``."""
        if self.prose_start < index:
            first = self.prose_start
            prose = Prose(first + self.offset, tuple(self.lines[first:index]))
            self.parts.append(prose)
        self.prose_start = index if start is None else start
