"""Pages and modules belong together: every cell is shown, both languages show the same."""

from __future__ import annotations

import ast
import contextlib
import difflib
import functools
import itertools
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from literate.check.names import unusable
from literate.check.terms import GLOSSARY, terms
from literate.page import Page
from literate.problem import Problem
from literate.project import (
    DRAWING,
    LANGUAGE_NAMES,
    LANGUAGES,
    OTHER,
    Project,
    is_url,
    linked_file,
)
from literate.rows import rows
from literate.run.figures import drawn_with
from literate.snippet import Module
from literate.stubs import STATUS, is_stub

Pages = dict[tuple[str, str], Page]  # by language and path
Modules = dict[str, Module]

CELL_LIMIT = 12  # lines of code and comments that a page shows in one block; blank ones are free
# The packages that modules import, and that would look for each other beside a program.
_PACKAGES = {DRAWING, "torch", "torchvision", "numpy", "matplotlib", "sklearn", "PIL", "literate"}
_BOTH = "Show it in both languages"
_SAME = "Make the two pages show the same, in the same order"


def about(find: Callable[..., Iterable[tuple]]) -> Callable[..., Iterator[Problem]]:
    """Let a rule about one page or module, its first argument, yield (line, what, fix)."""

    @functools.wraps(find)
    def problems(subject: Page | Module, *more: object) -> Iterator[Problem]:
        return (Problem(subject.name, *found) for found in find(subject, *more))

    return problems


@about
def module_rules(module: Module) -> Iterator[tuple]:
    """Imports stand in the first cell, unless a cell is to fail."""
    for cell in list(module.cells.values())[1:]:
        exempt = "raises-exception" in cell.tags or not cell.shows_code
        for statement in () if exempt else cell.tree.body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                fix = "Move it to the module's first cell: a page shows its imports once, on top"
                yield cell.first - 1 + statement.lineno, "an import below the first cell", fix


@about
def tables(module: Module) -> Iterator[tuple]:
    """Cells tagged rows that make no table."""
    for cell in module.cells.values():
        if "rows" in cell.tags and not rows(cell, LANGUAGES[0], cell.documented("cpu")):
            what = f"cell '{cell.title}' is tagged rows, but makes no table"
            fix = "Begin each row with a comment, let it end with one show(…), and record it"
            yield cell.line, what, fix


def hidden_names(path: str) -> Iterator[Problem]:
    """A module with a name of Windows, of Python's own, or of a package that modules import."""
    yield from unusable(f"snippets/{path}")
    stem = path.rpartition("/")[2].removesuffix(".py")
    if stem in sys.stdlib_module_names or stem in _PACKAGES:
        owner = "the package" if stem in _PACKAGES else "Python's own module"
        what = f"hides {owner} '{stem}' from programs that start beside it"
        yield Problem(f"snippets/{path}", 1, what, "Rename it, and its page")


def stray_figures(project: Project, modules: Modules) -> Iterator[Problem]:
    """Recorded figures whose module or cell is gone. An unreadable module's stay."""
    for file in sorted(project.snippets.rglob("*.svg")):
        stem, _, title = file.name.removesuffix(".svg").rpartition(".")
        path = file.with_name(f"{stem}.py").relative_to(project.snippets).as_posix()
        what = ""
        if path in modules and title not in modules[path].cells:
            what = f"snippets/{path} has no cell '{title}' that this could be the figure of"
        elif not (project.snippets / path).is_file():
            what = f"there is no module snippets/{path} that this could be a figure of"
        if what:
            yield Problem(project.relative(file), 1, what, "Delete the file")


def figures_of_another_version(project: Project, modules: Iterable[Module]) -> Iterator[Problem]:
    """Recorded figures that another Matplotlib drew than the one that is pinned.

    What it draws is compared with the recorded one only in part, so they are recorded together.
    """
    settings = project.root / "pyproject.toml"
    text = settings.read_text(encoding="utf-8") if settings.is_file() else ""
    pinned = re.search(r'"matplotlib==([\w.]+)"', text)
    for module, title in ((m, title) for m in modules for title in m.cells if pinned):
        svg = module.recorded_figure(title)
        if svg is not None and drawn_with(svg) != f"Matplotlib {pinned[1]}":
            by = drawn_with(svg) or "an unknown Matplotlib"
            what, fix = f"was drawn with {by}, but {pinned[1]} is pinned", "Record it again: "
            name = project.relative(module.figure(title))
            yield Problem(name, 1, what, f"{fix}nox -s record -- {module.name}")


@about
def page_rules(page: Page) -> Iterator[tuple]:
    """Cells in their module's order, headings with ids, one title."""
    last: dict[str, int] = {}
    for example in page.examples:
        module, cell = example.module, example.cell
        if cell.line < last.get(module.path, 0):
            what = f"cell '{cell.title}' stands above the cells shown before it"
            yield example.line, what, f"Show the cells of {module.name} in their order"
        last[module.path] = cell.line
    seen: dict[str, int] = {}
    for h in page.headings:
        if h.id is None:
            yield h.line, f"the heading '{h.title}' has no id", "End it with { #some-id }"
        elif (first := seen.setdefault(h.id, h.line)) != h.line:
            what = f"the heading id '{h.id}' is used at line {first} already"
            yield h.line, what, "Choose another"
    if sum(heading.level == 1 for heading in page.headings) != 1:
        yield 1, "a page has one heading of level 1", "Write '# Title { #id }' at its top"


def at_a_glance(modules: Modules, pages: Pages) -> Iterator[Problem]:
    """Cells are short enough to read, and pages say what they are about."""
    for module, cell in ((m, cell) for m in modules.values() for cell in m.cells.values()):
        length = max(sum(bool(t.strip()) for _, t in cell.shown(x)) for x in LANGUAGES)
        if length > CELL_LIMIT and cell.shows_code and "remove-cell" not in cell.tags:
            what = f"cell '{cell.title}' has {length} lines; at most {CELL_LIMIT} are read"
            fix = "Split it, with a sentence between the parts"
            yield Problem(module.name, cell.line, what, fix)
    for page in pages.values():
        said = str(page.meta.get("description") or "").strip()  # search and shared links show it
        if not (said or is_stub(page.meta)):
            fix = "Write 'description: …' between two lines '---' at its top"
            yield Problem(page.name, 1, "has no description", fix)


def unshown(modules: Modules, pages: Pages) -> Iterator[Problem]:
    """Modules and cells that a language shows on no page."""
    shown = {
        (page.language, example.key)
        for page in pages.values()
        for example in read_instead(page, pages).examples
    }
    anywhere = {key.rpartition(":")[0] for _, key in shown}
    for module in modules.values():
        if module.path not in anywhere:
            fix = f"Include its cells in docs/<language>/{module.path[:-3]}.md"
            yield Problem(module.name, 1, "no page shows a cell of this module", fix)
            continue
        for cell in module.cells.values():
            key = f"{module.path}:{cell.title}"
            missing = [LANGUAGE_NAMES[x] for x in LANGUAGES if (x, key) not in shown]
            if missing and "remove-cell" not in cell.tags:
                what = f"cell '{cell.title}' is shown on no {' and no '.join(missing)} page"
                fix = f'Include it (--8<-- "{key}"), or tag it remove-cell'
                yield Problem(module.name, cell.line, what, fix)


def read_instead(page: Page, pages: Pages) -> Page:
    """The page that the readers of a stub are led to; any other page itself."""
    return pages.get((OTHER[page.language], page.path), page) if is_stub(page.meta) else page


# What both languages of a page have to show: in the same order, or (a sentence may put its links in
# another one) in any. A fence's words are each language's own, so its options' names alone count,
# unless it quotes a message.
_ORDERED = {
    "heading": lambda page: [(h.line, f"{'#' * h.level} #{h.id}") for h in page.headings],
    "cell": lambda page: [
        (e.line, " ".join([e.key, *sorted(re.findall(r"(\w+)=\"", e.options))]))
        for e in page.examples
    ],
    "fence": lambda page: [
        (f.line, " ".join([f.language, f.wording, *f.text.split()] if f.wording else [f.language]))
        for f in page.fences
    ],
    "image": lambda page: [(x.line, x.target) for x in page.links if x.image],
    "admonition or tab": lambda page: [(box.line, box.kind) for box in page.boxes],
}
_UNORDERED = {
    "link": lambda page: [(x.line, x.target) for x in page.links if not x.image],
    "front matter key": lambda page: [(1, key) for key in page.meta],
}


def parity(ours: Page, theirs: Page) -> Iterator[Problem]:
    """Where both languages of a page differ in what both have to show."""
    if is_stub(ours.meta) or is_stub(theirs.meta):
        yield from _half(*((ours, theirs) if is_stub(ours.meta) else (theirs, ours)))
        return
    unnamed = any(heading.id is None for page in (ours, theirs) for heading in page.headings)
    for what, of in _ORDERED.items():
        if what == "heading" and unnamed:  # said by 'page_rules'
            continue
        yield from _in_order(what, of(ours), of(theirs), ours, theirs)
    for what, of in _UNORDERED.items():
        for here, there in ((ours, theirs), (theirs, ours)):
            missing = Counter(x for _, x in of(here)) - Counter(x for _, x in of(there))
            for line, extra in reversed(of(here)):  # of several, the last ones are too many
                if missing[extra]:
                    missing[extra] -= 1
                    said = f"{what} '{extra}' is missing in {there.name}"
                    yield Problem(here.name, line, said, _BOTH)


def _half(stub: Page, page: Page) -> Iterator[Problem]:
    """What is wrong with a page that waits for its translation, which is a title and no more."""
    if is_stub(page.meta):
        what, fix = "waits for its translation in both languages", "Write it in one of them"
        yield from (Problem(one.name, 1, what, fix) for one in (stub, page))
        return
    said = (block for block in stub.texts if block.kind != "h1")
    below = (*said, *stub.examples, *stub.fences, *stub.links, *stub.boxes)
    if below:
        what = f"says '{STATUS}', and has more than a title"
        fix = f"Write all that {page.name} says and remove '{STATUS}', or remove what is here"
        yield Problem(stub.name, min(part.line for part in below), what, fix)
    titles = ([(h.line, f"# #{h.id}") for h in p.headings if h.level == 1] for p in (stub, page))
    yield from _in_order("heading", *titles, stub, page)


def _in_order(what: str, a: list, b: list, ours: Page, theirs: Page) -> Iterator[Problem]:
    for mine, others in itertools.zip_longest(a, b):
        if not (mine and others):
            long, short, rest = (ours, theirs, b) if mine else (theirs, ours, a)
            (line, extra), last = mine or others, rest[-1][0] if rest else 1
            yield Problem(long.name, line, f"{what} '{extra}' is missing in {short.name}", _BOTH)
            yield Problem(short.name, last, f"misses the {what} of {long.name}:{line}", _BOTH)
            return
        if mine[1] != others[1]:
            said = f"{what} '{mine[1]}' stands where {theirs.name}:{others[0]} has '{others[1]}'"
            yield Problem(ours.name, mine[0], said, _SAME)
            yield Problem(theirs.name, others[0], f"differs from {ours.name}:{mine[0]}", _SAME)
            return


def broken_links(
    project: Project, pages: Pages, of: Iterable[Page] | None = None
) -> Iterator[Problem]:
    """Links to what is not there, and images without a word for those who do not see them.

    Args:
        of: the pages whose links are looked at; all by default.
    """
    existing = {language: set(project.pages(language)) for language in LANGUAGES}

    @functools.cache
    def ids(language: str, path: str) -> set[str | None] | None:
        if (page := pages.get((language, path))) is None:
            return None
        named = {term.id for term in terms(page)} if path == GLOSSARY else set()
        return named | {heading.id for heading in read_instead(page, pages).headings}

    for page, link in ((p, x) for p in (pages.values() if of is None else of) for x in p.links):
        file, _, anchor = link.target.partition("#")
        target, there = linked_file(page.path, file), existing[page.language]
        name, known = f"docs/{page.language}/{target}", ids(page.language, target)
        if link.image and not link.text.strip():
            what = f"the image '{link.target}' has no alternative text"
            fix = "Say in words what it shows: ![…](…)"
        elif is_url(link.target) or not link.target:
            continue
        elif link.target.startswith("/") or target.startswith("..") or "\\" in file:
            what = f"'{link.target}' leads out of the language"
            fix = "Link to a page beside this one: ../chapter/page.md"
        elif file and target not in there and not project.has(name):
            near = difflib.get_close_matches(target, there, 1)
            what = f"there is no {name} to link to"
            fix = f"Did you mean {near[0]}" if near else "Check the path"
        elif anchor and known is not None and anchor not in known:
            near = difflib.get_close_matches(anchor, filter(None, known), 1)
            what = f"{name} has no heading #{anchor}"
            fix = f"Did you mean #{near[0]}" if near else "Name a heading of that page"
        else:
            continue
        yield Problem(page.name, link.line, what, fix)


def left_main(project: Project, since: str = "") -> str:
    """The revision to compare with: a given one, or where this branch left the main one."""
    return since or git(project, "merge-base", "HEAD", "origin/HEAD").strip()


def git(project: Project, *arguments: str) -> str:
    """What git says; nothing where it fails, as in a folder that is no repository."""
    command = ["git", "-c", "core.quotePath=false", *arguments]
    given = {"cwd": project.root, "capture_output": True, "encoding": "utf-8", "check": True}
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        return subprocess.run(command, **given).stdout
    return ""
