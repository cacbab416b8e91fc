"""Pages damaged: fences, headings, links, names, languages, and what is typed beside cells."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from literate.address import is_full, pointed_at
from literate.check import Checked, check_all
from literate.check.closed_world import headings, order, unshown
from literate.check.languages import languages
from literate.check.links import broken_links
from literate.check.names import named_members, torch_names, unreal_names
from literate.check.navigation import navigation
from literate.check.parity import parity
from literate.check.prose import links
from literate.check.style import descriptions
from literate.check.terms import GLOSSARY, terms
from literate.execute import Code
from literate.pairs import Pairs, page_hash, to_record, unrecorded
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGES, OTHER, Project, Source, read_source
from literate.run import Run, Runner
from literate.trust import Mutant, Room, changed
from literate.weave import Example, Woven, weave

Page = tuple[str, str]  # language, and path below docs/<language>/
Lines = tuple[str, ...]

_BLANKS = (" ", "    ", "\t", "\u00a0", "\u3000")
# What is written above a fence to excuse it, and what is typed below one; of several ways a fence
# is damaged in one, the next fence in the next.
_MARKS = (
    *("<!--pytest.mark.xfail-->", "<!--pytest-codeblocks:skip-->"),
    *("<!--pytest-codeblocks:expect-error-->", '<!-- pytest.mark.skipif(True, reason="") -->'),
    *("<!--- pytest-codeblocks:cont --->", "<!--pytest-codeblocks:expected-output-->"),
)
_TYPED = {
    "typed-html": (
        ("<pre><code>x = 1", "# tensor([3.])</code></pre>"),
        ("Prints <samp>tensor([3.])</samp>.",),
        ('<div class="output" markdown>tensor([3.])</div>',),
        ('<div style="font-family: monospace" markdown>tensor([3.])</div>',),
    ),
    "typed-python": (
        ("```python", "x = 1", "```"),
        ("~~~python", "x = 1", "~~~"),
        ("> ```python", "> x = 1", "> ```"),
        ("```", "x = 1", "```"),
        ("``` { .python }", "x = 1", "```"),
        ("```py", "x = 1", "```"),
        ("It is `#!python x = 1`.",),
    ),
    "typed-session": (
        ("```text", ">>> x", "1", "```"),
        ("```console", "$ python", ">>> x", "```"),
        ("```text", "In [1]: x", "Out[1]: 1", "```"),
    ),
    "typed-indented": (
        ("    x = 1", "    # tensor([3.])"),
        ("\tx = 1",),
        ("\u3000\u3000\u3000\u3000x = 1",),
        ('!!! output "x"', "", "    tensor([3.])"),
    ),
}
_ATTRIBUTE = re.compile(r' ?\b(?P<name>alt|title|hl_lines)="(?P<value>[^"]*)"')
# What only a person can tell to be wrong, and what the check asks one to look at.
WORDS = ("description", "fence-attribute", "words-swapped")
_DESCRIPTION = re.compile(r"(?P<key>description: +)(?P<quote>[\"']?)(?P<text>.*?)(?P=quote)")
_HEADING_ID = re.compile(r"\s*\{ *#(?P<id>[\w-]+) *\}\s*$")


class Pages(Room):
    """The pages of a project, damaged and judged by the rules of ``nox -s check``."""

    NAME = "pages"
    KINDS = (
        *("fence-attribute", "include-cell", "include-module", "mark", "fence-indentation"),
        *(*_TYPED, "heading-id", "heading-level", "cell-order", "cell-removed", "cell-left-out"),
        *("page-swapped", "languages-swapped", "words-swapped", "description", "link-path"),
        *("link-anchor", "image-words", "torch-name", "member-name"),
    )

    def read(self) -> None:
        self.base = check_all(self.project)
        self.known = set(self.base.problems)
        unpaired = set(to_record(Pairs(self.project)))
        asked = {
            page for language, page in self.base.pages if self.chosen(f"docs/{language}/{page}")
        }
        # Each page is held to its other language, so that both have to be in order.
        red: dict[str, list[Problem]] = {}
        for problem in self.base.problems:
            if found := self.project.page_of(self.project.root / problem.path):
                red.setdefault(found[1], []).append(problem)
        self.trusted.red += itertools.chain(*(red.get(page, ()) for page in sorted(asked)))
        self.trusted.red += unrecorded(sorted(unpaired & asked))
        self.pages = [
            (language, page)
            for language, page in sorted(self.base.pages)
            if page not in unpaired | set(red) and self.chosen(f"docs/{language}/{page}")
        ]
        self.texts = {page: self._read(page) for page in self.base.pages}
        self.pointed = {page: self._pointed(page, w) for page, w in self.base.pages.items()}
        self.shown = Counter(e.key for woven in self.base.pages.values() for e in woven.examples)
        self.names: Run | None = None

    def _read(self, page: Page) -> Source:
        file = self.project.docs(page[0]) / page[1]
        return read_source(file, self.project.relative(file))

    @staticmethod
    def _pointed(page: Page, woven: Woven) -> set[Page]:
        """The pages that a page points at."""
        targets = (link.target.partition("#")[0] for link in links(woven))
        return {(page[0], pointed_at(page[1], t)) for t in targets if t and not is_full(t)}

    def prepared(self, mutants: list[Mutant]) -> list[Mutant]:
        """Look up the misspelled names of these mutants, all at once."""
        asking = [m for m in mutants if m.kind in ("torch-name", "member-name")]
        woven = {}
        for number, mutant in enumerate(asking):
            ((key, lines),) = mutant.judge.args[0].items()
            with contextlib.suppress(LiterateError):  # a rule sees it
                woven["", str(number)] = self._weave(key, lines)
        if asking:
            with Runner(cache=self.project.cache) as runner:

                def run(name: str, code: str) -> Run:
                    self.names = runner.run_cells(
                        name, __file__, [Code(name, code, 1, False)], {name: 1}
                    )
                    return self.names

                unreal_names(Checked(pages=woven), run)
        return mutants

    # --- the damages ---

    def mutants(self) -> Iterator[Mutant]:
        for key in self.pages:
            lines, woven = self.texts[key].lines, self.base.pages[key]
            other = OTHER[key[0]], key[1]
            found = self._of_page(woven, lines)
            if other in self.base.pages:
                found = itertools.chain(found, self._of_pair(key, other))
            for kind, line, text, *both in found:
                said = changed("\n".join(lines), "\n".join(text))
                texts = {key: text} | ({other: both[0]} if both else {})
                judge = partial(self.judge, texts, kind in WORDS)
                yield Mutant(kind, f"{woven.name}:{line}", said, judge)

    def _of_pair(self, key: Page, other: Page) -> Iterator[tuple]:
        """The damages that a page's other language has a part in: (kind, line, text).

        Where both pages are damaged, what the other one says stands behind it.
        """
        lines, theirs = self.texts[key].lines, self.texts[other].lines
        yield "page-swapped", 1, theirs
        first = key[0] == LANGUAGES[0]
        if first:
            yield "languages-swapped", 1, theirs, lines
        for example in self.base.pages[key].examples:
            start, end = _fence(lines, example)
            without = (*lines[:start], *lines[end:])
            yield "cell-removed", example.line, without
            same = next(e for e in self.base.pages[other].examples if e.key == example.key)
            start, end = _fence(theirs, same)
            if first and self.shown[example.key] == len(LANGUAGES):  # on no other page
                yield "cell-left-out", example.line, without, (*theirs[:start], *theirs[end:])
            if example.alt and same.alt:
                line = lines[example.line - 1].replace(f'"{example.alt}"', f'"{same.alt}"')
                yield "words-swapped", example.line, _with(lines, example.line, line)
        mine, others = _description(lines), _description(theirs)
        if mine and others:
            line = lines[mine[0] - 1].replace(mine[1], others[1])
            yield "words-swapped", mine[0], _with(lines, mine[0], line)

    def _of_page(self, woven: Woven, lines: Lines) -> Iterator[tuple[str, int, Lines]]:
        """The damages to a page by itself: (kind, line, text)."""
        for number, example in enumerate(woven.examples):
            yield from self._of_fence(number, example, lines)
        for one, two in itertools.pairwise(woven.examples):
            (a, b), (c, d) = _fence(lines, one), _fence(lines, two)
            swapped = (*lines[:a], *lines[c:d], *lines[b:c], *lines[a:b], *lines[d:])
            yield "cell-order", one.line, swapped
        for heading in woven.headings:
            text, at = lines[heading.line - 1], heading.line
            if found := _HEADING_ID.search(text):
                other = f"{text[: found.end('id')]}x{text[found.end('id') :]}"
                yield "heading-id", at, _with(lines, at, other)
                yield "heading-id", at, _with(lines, at, text[: found.start()])
            yield "heading-level", at, _with(lines, at, f"#{text}")
            if heading.level > 1:
                yield "heading-level", at, _with(lines, at, text[1:])
        if said := _description(lines):
            at, text = said
            yield "description", at, (*lines[: at - 1], *lines[at:])
            yield "description", at, _with(lines, at, lines[at - 1].replace(text, ""))
            yield "description", at, _with(lines, at, lines[at - 1].replace(text, f"{text} x"))
        for link in links(woven):
            path, _, anchor = link.target.partition("#")
            if link.image:
                yield from self._at("image-words", lines, link.line, f"![{link.text}]", "![]")
            elif not is_full(link.target):
                stem, dot, end = path.rpartition(".")
                for kind, new, applies in (
                    ("link-path", f"{stem}x{dot}{end}#{anchor}".removesuffix("#"), path),
                    ("link-anchor", f"{path}#{anchor}x", anchor),
                ):
                    if applies:
                        yield from self._at(kind, lines, link.line, f"]({link.target}", f"]({new}")
        for at, name in torch_names(woven):
            whole = rf"(?<![\w./-]){re.escape(name)}(?!\w|\.[A-Za-z_])"
            for found in re.finditer(whole, lines[at - 1]):
                text = f"{lines[at - 1][: found.end()]}x{lines[at - 1][found.end() :]}"
                yield "torch-name", at, _with(lines, at, text)
        for at, name in named_members(replace(woven, parts=())):
            for found in re.finditer(rf"(?<=\.){name}\b", lines[at - 1]):
                text = f"{lines[at - 1][: found.end()]}x{lines[at - 1][found.end() :]}"
                before = lines[at - 1][: found.start()]
                if before.count("`") % 2 and not re.search(r"\btorch\.[\w.]*$", before):
                    yield "member-name", at, _with(lines, at, text)

    def _of_fence(
        self, number: int, example: Example, lines: Lines
    ) -> Iterator[tuple[str, int, Lines]]:
        at, module, indent = example.line, example.module, example.indent
        opening = lines[at - 1]
        for found in _ATTRIBUTE.finditer(opening):
            for new in (f' {found["name"]}="{found["value"]} x"', f' {found["name"]}=""', ""):
                text = opening[: found.start()] + new + opening[found.end() :]
                yield "fence-attribute", at, _with(lines, at, text)
        for new in (' title="x"', ' hl_lines="1"', ' alt="x"', " x", " {.x}"):
            if new.partition("=")[0] not in opening:
                yield "fence-attribute", at, _with(lines, at, opening + new)
        start, end = _fence(lines, example)
        titles = list(module.cells)
        other = titles[titles.index(example.cell.title) - 1]
        paths = list(self.base.modules)
        elsewhere = self.base.modules[paths[paths.index(module.path) - 1]]
        for kind, target in (
            ("include-cell", f"{module.path}:{other}"),
            ("include-cell", f"{example.key}x"),
            ("include-module", f"{elsewhere.path}:{next(iter(elsewhere.cells))}"),
        ):
            if target != example.key:
                body = [text.replace(f'"{example.key}"', f'"{target}"') for text in lines[at:end]]
                yield kind, at, (*lines[:at], *body, *lines[end:])
        for between in ([], [""]):
            mark = indent + _MARKS[number % len(_MARKS)]
            yield "mark", at, (*lines[:start], mark, *between, *lines[start:])
        for blank in _BLANKS:
            moved = [blank + text for text in lines[start:end]]
            yield "fence-indentation", at, (*lines[:start], *moved, *lines[end:])
        for kind, ways in _TYPED.items():
            shown = [indent + text for text in ways[number % len(ways)]]
            yield kind, at, (*lines[:end], "", *shown, "", *lines[end:])

    @staticmethod
    def _at(kind: str, lines: Lines, line: int, old: str, new: str):
        """A damage to the first ``old`` from a line on; none if it goes over a line's end."""
        for at in range(line, min(line + 3, len(lines)) + 1):
            if old in lines[at - 1]:
                yield kind, at, _with(lines, at, lines[at - 1].replace(old, new, 1))
                return

    # --- the judge ---

    def _weave(self, key: Page, lines: Lines) -> Woven:
        return weave(self.project, replace(self.texts[key], lines=lines), key[0])

    def judge(self, texts: Mapping[Page, Lines], words: bool = False) -> str:
        """Which layer sees that some pages have other texts: the rules of a check, on them alone.

        What a page is held to are itself, its other language, and the pages that it points at or
        that point at it.

        Args:
            words: whether nothing but words are others, which a person has to write once more in
                the other language; else it is not enough that the other language is as it was.
        """
        try:
            woven = {key: self._weave(key, lines) for key, lines in texts.items()}
        except LiterateError:
            return "rule"
        pages = {**self.base.pages, **woven}
        if any(set(problems) - self.known for problems in self._close(woven, pages)):
            return "rule"
        if self.names and unreal_names(Checked(pages=woven), lambda *_: self.names):
            return "name"
        if any(set(problems) - self.known for problems in self._far(woven, pages)):
            return "rule"
        if not words:
            return ""
        pairs = _PairsOf(self.project, self.texts, texts)
        return "pair" if any(map(pairs.older, {page for _, page in texts})) else ""

    def _close(self, woven: dict[Page, Woven], pages: dict[Page, Woven]) -> Iterator[list]:
        """The rules for a page by itself and beside its other language."""
        for one in woven.values():
            yield order(one)
            yield headings(one)
        for page in {page for _, page in woven}:
            both = [pages.get((language, page)) for language in LANGUAGES]
            yield parity(*both) if all(both) else []
        yield unshown(self.base.modules, pages)
        yield descriptions(woven)

    def _far(self, woven: dict[Page, Woven], pages: dict[Page, Woven]) -> Iterator[list]:
        """The rules for a page among all others."""
        near = set(woven).union(*(self._pointed(key, one) for key, one in woven.items()))
        near |= {key for key, targets in self.pointed.items() if targets & set(woven)}
        yield broken_links(self.project, {key: pages[key] for key in near if key in pages})
        yield languages(self.project, woven, {})
        glossaries = {
            (x, GLOSSARY): pages[x, GLOSSARY] for x in LANGUAGES if (x, GLOSSARY) in pages
        }
        yield terms(self.project, {**glossaries, **woven}, {})
        yield navigation(self.project, pages)


class _PairsOf(Pairs):
    """The recorded pairs, held against some pages' other texts."""

    def __init__(
        self, project: Project, sources: dict[Page, Source], texts: Mapping[Page, Lines]
    ) -> None:
        super().__init__(project)
        self.texts = {key: sources[key].encode(list(lines)) for key, lines in texts.items()}

    def hashes(self, page: str) -> dict[str, str]:
        new = {lang: page_hash(data) for (lang, path), data in self.texts.items() if path == page}
        return super().hashes(page) | new


def _fence(lines: Lines, example: Example) -> tuple[int, int]:
    """The half-open range of an example's lines."""
    start = example.line - 1
    return start, next(i for i in range(start + 1, len(lines)) if "```" in lines[i]) + 1


def _with(lines: Lines, line: int, text: str) -> Lines:
    """The lines with another text in one that is counted from 1."""
    return (*lines[: line - 1], text, *lines[line:])


def _description(lines: Lines) -> tuple[int, str] | None:
    """Line and text of a page's description, if it stands on one line."""
    end = next((i for i, text in enumerate(lines[1:], 1) if text == "---"), 0)
    for number, text in enumerate(lines[:end], 1):
        found = _DESCRIPTION.fullmatch(text)
        if found and found["text"]:
            return number, found["text"]
    return None
