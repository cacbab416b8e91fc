"""Pages damaged: fences, headings, links, names, languages, and what is typed beside cells."""

from __future__ import annotations

import ast
import contextlib
import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from literate.check import structure, translation
from literate.check.glossary import glossary
from literate.check.language import languages
from literate.check.navigation import chapters, navigation
from literate.check.torch_names import named_members, torch_names, unreal_names
from literate.page import Example, Page, parse
from literate.problem import LiterateError
from literate.project import LANGUAGES, OTHER, Source, is_url, linked_file, read_source
from literate.run.process import Code
from literate.run.runner import Run, Runner
from literate.stubs import is_stub
from tests.trust import SAME, Mutant, Room, changed
from tests.trust.damage import edit, put

Key = tuple[str, str]  # language, and path below docs/<language>/
Lines = tuple[str, ...]
# The kind, and the lines that stand instead of those from a number to another, counted from 0; and
# all lines of the page in the other language, if that is damaged, too.
Damages = Iterator[tuple]

# What only a person can tell to be wrong: these the page in the other language has to follow.
WORDS = ("description", "fence-attribute", "words-swapped")
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
        "<pre><code>x = 1\n# tensor([3.])</code></pre>",
        "Prints <samp>tensor([3.])</samp>.",
        '<div class="output" markdown>tensor([3.])</div>',
        '<div style="font-family: monospace" markdown>tensor([3.])</div>',
        '!!! output "x"\n\n    tensor([3.])',
    ),
    "typed-python": (
        *("```python\nx = 1\n```", "~~~python\nx = 1\n~~~", "> ```python\n> x = 1\n> ```"),
        *("```\nx = 1\n```", "``` { .python }\nx = 1\n```", "```py\nx = 1\n```"),
    ),
    "typed-session": (
        *("```text\n>>> x\n1\n```", "```console\n$ python\n>>> x\n```"),
        "```text\nIn [1]: x\nOut[1]: 1\n```",
    ),
}
_ATTRIBUTE = r' ?\b(?P<name>alt|title|hl_lines)="(?P<value>[^"]*)"'
_OPTIONS = (' title="x"', ' hl_lines="1"', ' alt="x"', " x", " {.x}")
_DESCRIPTION = re.compile(r"(description: +)([\"']?)(?P<text>.+?)\2")
_HEADING = (  # the kind, what is found in the line, and what may stand there instead
    ("heading-id", r"(\s*\{ *#[\w-]+)( *\}\s*)$", r"\1x\2", ""),
    ("heading-level", r"^", "#"),
    ("heading-level", r"^#(?=#)", ""),
)


class Pages(Room):
    """The pages of a project, judged by the rules of ``nox -s check``."""

    names: Run | None = None  # which of the names that are asked for exist

    def prepared(self, mutants: list[Mutant]) -> list[Mutant]:
        """Look up the misspelled names of these mutants, all at once."""
        pages: list[Page] = []
        for mutant in mutants:
            if mutant.kind in ("torch-name", "member-name"):
                with contextlib.suppress(LiterateError):  # a rule sees it
                    pages += self._parsed(mutant.judge.args[0]).values()
        with Runner(cache=self.project.cache) as runner:

            def run(name: str, code: str) -> Run:
                self.names = runner.run_cells(name, __file__, [Code(name, code, 1, False)])
                return self.names

            unreal_names(pages, [], run)
        return mutants

    # --- the damages ---

    def mutants(self) -> Iterator[Mutant]:
        pages = self.checked.pages
        shown = Counter(example.key for page in pages.values() for example in page.examples)
        for (language, path), page in sorted(pages.items()):
            half = any(is_stub(pages[x, path].meta) for x in LANGUAGES)
            if half or not self.chosen(page.name):  # there is nothing yet to hold it against
                continue
            here, there = (language, path), (OTHER[language], path)
            lines, theirs = self._source(here).lines, self._source(there).lines
            found = [_of_page(page, lines), _of_words(page, lines)]
            found += [self._of_fence(*each, lines) for each in enumerate(page.examples)]
            found += [_of_pair(page, lines, pages[there], theirs, shown)]
            for kind, start, end, new, *both in itertools.chain(*found):
                text = put(lines, start, *new, of=end - start)
                said = changed("\n".join(lines), "\n".join(text))
                texts = {here: text} | ({there: both[0]} if both else {})
                judge = partial(self.judge, texts, kind)
                yield Mutant(kind, f"{page.name}:{start + 1}", said, judge)

    def _source(self, key: Key) -> Source:
        return read_source(self.project.docs(key[0]) / key[1], self.checked.pages[key].name)

    def _of_fence(self, number: int, example: Example, lines: Lines) -> Damages:
        start, end = _fence(lines, example)
        opening, body, module = lines[start], lines[start + 1 : end], example.module
        new = (r' \g<name>="\g<value> x"', r' \g<name>=""', "")
        yield from _edits("fence-attribute", lines, start, _ATTRIBUTE, *new)
        for option in _OPTIONS:
            if option.partition("=")[0] not in opening:
                yield "fence-attribute", start, start + 1, [opening + option]
        titles, paths = list(module.cells), list(self.checked.modules)
        other = titles[titles.index(example.cell.title) - 1]
        elsewhere = self.checked.modules[paths[paths.index(module.path) - 1]]
        for kind, target in (
            ("include-cell", f"{module.path}:{other}"),
            ("include-cell", f"{example.key}x"),
            ("include-module", f"{elsewhere.path}:{next(iter(elsewhere.cells))}"),
        ):
            if target != example.key:
                including = [text.replace(f'"{example.key}"', f'"{target}"') for text in body]
                yield kind, start, end, [opening, *including]
        for between in ([], [""]):
            yield "mark", start, start, [_MARKS[number % len(_MARKS)], *between]
        for blank in _BLANKS:
            yield "fence-indentation", start, end, [blank + text for text in lines[start:end]]
        for kind, ways in _TYPED.items():
            yield kind, end, end, ["", *ways[number % len(ways)].split("\n"), ""]

    # --- the judge ---

    def _parsed(self, texts: dict[Key, Lines]) -> dict[Key, Page]:
        return {
            key: parse(self.project, replace(self._source(key), lines=lines), *key)
            for key, lines in texts.items()
        }

    def judge(self, texts: dict[Key, Lines], kind: str) -> str:
        """Which layer sees that some pages have other texts: the rules of a check, on them."""
        try:
            parsed = self._parsed(texts)
        except LiterateError:
            return "rule"
        same = (_shown(page) == _shown(self.checked.pages[key]) for key, page in parsed.items())
        if kind == "fence-indentation" and all(same):
            return SAME
        found = self._found(parsed, kind in WORDS)
        return next((layer for layer, problems in found if any(problems)), "")

    @functools.cached_property
    def _leading(self) -> dict[Key, set[Key]]:
        """The pages that lead to each page."""
        found: dict[Key, set[Key]] = {}
        for (language, path), page in self.checked.pages.items():
            for link in page.links:
                target = linked_file(path, link.target.partition("#")[0])
                found.setdefault((language, target), set()).add((language, path))
        return found

    def _found(self, parsed: dict[Key, Page], words: bool) -> Iterator[tuple[str, Iterable]]:
        """What each layer finds on changed pages, the quickest first."""
        pages = {**self.checked.pages, **parsed}
        for (_, path), page in parsed.items():
            yield "rule", structure.page_rules(page)
            both = [pages.get((language, path)) for language in LANGUAGES]
            yield "rule", structure.parity(*both) if all(both) else ()
        if any(_keys(page) != _keys(self.checked.pages[key]) for key, page in parsed.items()):
            yield "rule", structure.unshown(self.checked.modules, pages)
        yield "rule", structure.at_a_glance({}, parsed)
        if self.names:
            yield "name", unreal_names(parsed.values(), [], lambda *_: self.names)
        near = set(parsed).union(*(self._leading.get(key, ()) for key in parsed))
        yield "rule", structure.broken_links(self.project, pages, [pages[key] for key in near])
        yield "rule", languages(self.project, parsed, {})
        yield "rule", glossary(self.project, pages)
        yield "rule", navigation(self.project, pages)
        yield "rule", chapters(self.project, pages)
        names = {page.name for page in parsed.values()}
        yield "pair", translation.changed_alone(names, names) if words else ()


def _keys(page: Page) -> list[str]:
    return [example.key for example in page.examples]


def _of_page(page: Page, lines: Lines) -> Damages:
    """The damages to the order of cells, to headings and to the description."""
    for one, two in itertools.pairwise(page.examples):
        (a, b), (c, d) = _fence(lines, one), _fence(lines, two)
        yield "cell-order", a, d, [*lines[c:d], *lines[b:c], *lines[a:b]]
    for heading in page.headings:
        for kind, pattern, *new in _HEADING:
            yield from _edits(kind, lines, heading.line - 1, pattern, *new)
    for at, found in _described(lines):
        yield "description", at, at + 1, ()
        for new in ("", f"{found['text']} x"):
            yield "description", at, at + 1, [edit(lines[at], found, new, "text")]


def _of_pair(page: Page, lines: Lines, other: Page, theirs: Lines, shown: Counter) -> Damages:
    """The damages that a page's other language has a part in."""
    first = page.language == LANGUAGES[0]
    yield "page-swapped", 0, len(lines), theirs
    if first:
        yield "languages-swapped", 0, len(lines), theirs, lines
    for example, same in zip(page.examples, other.examples, strict=True):
        (start, end), (a, b) = _fence(lines, example), _fence(theirs, same)
        yield "cell-removed", start, end, ()
        if first and shown[example.key] == len(LANGUAGES):  # on no other page
            yield "cell-left-out", start, end, (), put(theirs, a, of=b - a)
        if example.alt and same.alt:
            line = lines[start].replace(f'"{example.alt}"', f'"{same.alt}"')
            yield "words-swapped", start, start + 1, [line]
    for (at, mine), (_, others) in zip(_described(lines), _described(theirs), strict=False):
        yield "words-swapped", at, at + 1, [edit(lines[at], mine, others["text"], "text")]


def _of_words(page: Page, lines: Lines) -> Damages:
    """The damages to links, images and names."""
    for link in page.links:
        path, mark, anchor = link.target.partition("#")
        stem, dot, end = path.rpartition(".")
        target, full = f"]({link.target}", link.image or is_url(link.target)
        for kind, old, new, applies in (
            ("image-words", f"![{link.text}]", "![]", link.image),
            ("link-path", target, f"]({stem}x{dot}{end}{mark}{anchor}", path and not full),
            ("link-anchor", target, f"{target}x", anchor and not full),
        ):
            near = range(link.line - 1, min(link.line + 2, len(lines)))
            at = next((at for at in near if old in lines[at]), None)
            if at is not None and applies:
                yield kind, at, at + 1, [lines[at].replace(old, new, 1)]
    for line, name in torch_names(page):
        whole = rf"(?<![\w./-]){re.escape(name)}(?!\w|\.[A-Za-z_])"
        yield from _edits("torch-name", lines, line - 1, whole, r"\g<0>x")
    for line, name in named_members(replace(page, examples=())):
        for found in re.finditer(rf"(?<=\.){name}\b", lines[line - 1]):
            before = found.string[: found.start()]
            if _is_python(found) and not re.search(r"\btorch\.[\w.]*$", before):
                yield "member-name", line - 1, line, [edit(found.string, found, f"{name}x")]


def _is_python(found: re.Match[str]) -> bool:
    """Whether what is found stands in inline code that is Python; no other code names members."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    code = before.rpartition("`")[2] + found[0] + after.partition("`")[0]
    try:
        ast.parse(f"_{code}" if code.startswith(".") else code)
    except (SyntaxError, ValueError):
        return False
    return before.count("`") % 2 == 1


def _edits(kind: str, lines: Lines, at: int, pattern: str, *templates: str) -> Damages:
    """A damage for each template, at each place of a line that a pattern finds."""
    for found, new in itertools.product(re.finditer(pattern, lines[at]), templates):
        yield kind, at, at + 1, [edit(lines[at], found, found.expand(new))]


def _shown(page: Page) -> tuple:
    """All that a page shows, wherever it stands: a list, say, may take up the fence below it."""
    blocks = ("p", "li")  # an item of a list with a fence in it has paragraphs
    texts = [replace(x, kind="p" if x.kind in blocks else x.kind) for x in page.texts]
    parts = (page.headings, page.links, texts, page.codes, page.fences, page.boxes)
    found = [replace(part, line=0) for part in (*page.examples, *itertools.chain(*parts))]
    return page.meta, found


def _fence(lines: Lines, example: Example) -> tuple[int, int]:
    """The half-open range of an example's lines."""
    start = example.line - 1
    return start, next(i for i in range(start + 1, len(lines)) if "```" in lines[i]) + 1


def _described(lines: Lines) -> list[tuple[int, re.Match[str]]]:
    """The line with a page's description, and what is found there."""
    end = lines.index("---", 1) if "---" in lines[1:] else 0
    found = ((at, _DESCRIPTION.fullmatch(lines[at])) for at in range(end))
    return [(at, match) for at, match in found if match]
