"""What the site lists by itself: errors, names of torch, and the numbers of the home page.

A page asks for one of them by a marker on a line of its own: ``<!-- literate:errors -->``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape, unescape
from typing import NamedTuple

from literate.check.torch_names import torch_names, uses
from literate.navigation import navigations
from literate.page import Page, read_page
from literate.problem import LiterateError
from literate.project import DEVICES, Project, relative_url
from literate.record.records import Record, Verified
from literate.releases import condition, covered, spans
from literate.site import table
from literate.site.search import LEFT_OUT, messages
from literate.snippet import Cell, Module, read_module
from literate.torch_docs import torch_url
from literate.words import say

KINDS = ("verified", "errors", "apis", "numbers")  # what a marker may ask for
ERRORS, APIS = "errors/index.md", "api.md"  # the pages that show them, below docs/<language>/
_HOME, _ABOUT_US = "index.md", "contributing/"  # whose examples are not what a reader looks for
_HEADING = re.compile(r'<h[1-3] id="([^"]*)">(.*?)</h[1-3]>', re.DOTALL)
_FIRST = 5  # places of a name that are shown; more of them are folded


class Part(NamedTuple):
    """A piece of what is generated: HTML, below a heading of level 2 if it has a title."""

    id: str
    title: str
    html: str


class Place(NamedTuple):
    """A section of a page; ``id`` and ``section`` are empty above the first one."""

    page: str
    title: str
    id: str
    section: str
    chapter: str


@dataclass
class Listed:
    """A message with the sections that show it, and what older releases say: (releases, text)."""

    message: str
    places: list[Place] = field(default_factory=list)
    older: list[tuple[str, str]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The type of the error or warning, without its module."""
        return self.message.partition(":")[0].rpartition(".")[2]


def generated(
    kind: str, project: Project, verified: Verified, language: str, page: str
) -> list[Part]:
    """What a marker on a page stands for, with links as from that page.

    Args:
        kind: one of ``KINDS``.

    Raises:
        LiterateError: a module or a navigation cannot be read.
    """
    makers: dict[str, Callable[[], list[Part]]] = {
        "verified": lambda: [Part("", "", table.table(project, verified, language))],
        "errors": lambda: _error_index(project, language, page),
        "apis": lambda: _api_index(project, language, page),
        "numbers": lambda: [Part("", "", _numbers(project, verified, language, page))],
    }
    return makers[kind]()


def _pages(project: Project, language: str) -> Iterator[tuple[Page, str]]:
    """The pages that readers look things up in, each with its chapter, as the navigation has them.

    One that cannot be read is left out: the build reports it where it stands.
    """
    chapters = dict.fromkeys(project.pages(language), "")
    if entries := navigations(project).get(language):
        listed = {entry.page: "".join(entry.sections[:1]) for entry in entries}
        chapters = {page: listed[page] for page in listed if page in chapters} | chapters | listed
    for path, chapter in chapters.items():
        file = project.docs(language) / path
        if path in (_HOME, ERRORS, APIS) or path.startswith(_ABOUT_US) or not file.is_file():
            continue
        try:
            yield read_page(project, file), chapter
        except LiterateError:
            continue


def _sections(page: Page, chapter: str) -> Callable[[int], Place]:
    """Says which section of a page a line of it belongs to."""
    shown = {
        id_: unescape(re.sub("<[^>]*>", "", html)) for id_, html in _HEADING.findall(page.html)
    }
    title = next((shown.get(h.id, h.title) for h in page.headings if h.level == 1), page.name)
    begins = [(0, Place(page.path, title, "", "", chapter))]
    for heading in page.headings:
        if heading.level in (2, 3) and heading.id in shown:
            place = Place(page.path, title, heading.id, shown[heading.id], chapter)
            begins.append((heading.line, place))
    return lambda line: next(place for at, place in reversed(begins) if at <= line)


# --- errors and warnings -------------------------------------------------------------------------


def errors(project: Project, language: str) -> list[Listed]:
    """Every message that a shown cell is documented to print, by type and text.

    Messages that differ in numbers alone are one; so are the wordings of a cell's releases.

    Raises:
        LiterateError: a navigation cannot be read.
    """
    found: dict[str, Listed] = {}
    for page, chapter in _pages(project, language):
        section = _sections(page, chapter)
        for example in page.examples:
            for message, older in _wordings(example.cell, project.releases):
                listed = found.setdefault(_shape(message), Listed(message))
                place = section(example.line)
                listed.places += [place] if place not in listed.places else []
                known = {(said, _shape(text)) for said, text in listed.older}
                listed.older += [one for one in older if (one[0], _shape(one[1])) not in known]
    return sorted(found.values(), key=lambda one: (one.kind.lower(), one.message.lower()))


def _shape(message: str) -> str:
    """A message with one number for all."""
    return re.sub(r"\d+(?:\.\d+)?", "0", message)


def _wordings(cell: Cell, releases: tuple[str, ...]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each message of a cell, and what other releases say in its place."""
    now = messages(cell, *DEVICES)
    others: dict[str, list[tuple[str, str]]] = {message: [] for message in now}
    for key in cell.alternatives:
        named = covered(key, cell.outputs, releases)
        said = spans(named, releases) if named else condition(key).removeprefix("torch ")
        for message in messages(cell, key):
            if message not in now:
                alike = max(
                    now, key=lambda x: SequenceMatcher(None, x, message).ratio(), default=""
                )
                others.setdefault(alike or message, []).append((said, message))
    yield from others.items()


def _error_index(project: Project, language: str, page: str) -> list[Part]:
    found = errors(project, language)
    parts = [_filter(language, "errors", len(found))]
    for kind, group in itertools.groupby(found, lambda one: one.kind):
        items = (_error(listed, language, page) for listed in group)
        parts.append(Part(kind.lower(), kind, _list(items)))
    return parts


def _error(listed: Listed, language: str, page: str) -> str:
    kind, colon, text = listed.message.partition(": ")
    message = f"<code><span>{escape(kind + colon)}</span>{escape(text)}</code>"
    links, older = [], ""
    for place in listed.places:
        label = f" <small>{escape(place.chapter)}</small>" if place.chapter else ""
        links.append(_link(place, page, "" if links else message) + label)
    for versions, text in listed.older:
        said, old = say(language, "older-wording", versions), f" <code>{escape(text)}</code>"
        if text == listed.message:
            said, old = say(language, "only-older", versions), ""
        older += f"<p>{escape(said)}{old}</p>"
    return "<br>\n".join(links) + older


# --- names of torch ------------------------------------------------------------------------------


def apis(project: Project, language: str) -> dict[str, list[Place]]:
    """The names of torch that pages name or use, each with one section of each such page.

    Pages whose prose names it come first.

    Raises:
        LiterateError: a navigation cannot be read.
    """
    found: dict[str, dict[str, Place]] = {}
    pages = [(page, _sections(page, chapter)) for page, chapter in _pages(project, language)]
    for page, section in pages:
        for line, name in torch_names(page):
            if (place := section(line)).id not in LEFT_OUT:
                found.setdefault(name, {}).setdefault(page.path, place)
    for page, section in pages:
        for module in page.modules:
            shown = {e.cell.title: e for e in page.examples if e.module is module}
            for name, line in uses(module, shown).items():
                above = [e for e in shown.values() if e.cell.line < line]
                example = max(above, key=lambda e: e.cell.line)
                found.setdefault(name, {}).setdefault(page.path, section(example.line))
    return {name: list(found[name].values()) for name in sorted(found, key=_by_module)}


def _by_module(name: str) -> tuple:
    """The order of names: torch, torch.Tensor, other modules; in each by name."""
    module = name.rpartition(".")[0]
    return module != "torch", module != "torch.Tensor", module.lower(), name.lower()


def _api_index(project: Project, language: str, page: str) -> list[Part]:
    found = apis(project, language)
    parts = [_filter(language, "apis", len(found))]
    for module, group in itertools.groupby(found.items(), lambda one: one[0].rpartition(".")[0]):
        items = (_api(name, places, language, page) for name, places in group)
        parts.append(Part(module.lower().replace(".", "-"), module, _list(items)))
    return parts


def _api(name: str, places: list[Place], language: str, page: str) -> str:
    code = f"<code>{escape(name)}</code>"
    first, rest, more = places[:_FIRST], places[_FIRST:], ""
    if rest:
        summary = say(language, "more-places" if len(rest) > 1 else "one-more", len(rest))
        folded = " · ".join(_link(place, page, brief=True) for place in rest)
        more = f"<details><summary>{summary}</summary>\n{folded}\n</details>"
    official = f'<a class="api" rel="external" href="{escape(torch_url(name))}">{code}</a>'
    return f"{official}<br>\n{' · '.join(_link(place, page) for place in first)}{more}"


# --- what both have ------------------------------------------------------------------------------


def _link(place: Place, page: str, message: str = "", *, brief: bool = False) -> str:
    """A link from a page to a section, by its message too, or by its page's title alone."""
    href = relative_url(page, place.page) + (f"#{place.id}" if place.id else "")
    title = escape(" › ".join(filter(None, (place.title, "" if brief else place.section))))
    title = f"{message}<span>{title}</span>" if message else title
    return f'<a href="{escape(href)}">{title}</a>'


def _list(items: Iterable[str]) -> str:
    return "\n".join(['<ul class="index">', *(f"<li>{item}</li>" for item in items), "</ul>"])


def _filter(language: str, kind: str, count: int) -> Part:
    """The field by which a script filters the lists below it, and how many entries they have."""
    said = {"found": say(language, "filter-found", "{}"), "none": say(language, "filter-none")}
    data = "".join(f' data-{name}="{escape(text)}"' for name, text in said.items())
    label, search = escape(say(language, f"filter-{kind}")), say(language, "filter-search")
    html = (
        f'<div class="filter" role="search" aria-label="{label}"{data}>'
        f'<input type="search" aria-label="{label}" placeholder="{label}" autocomplete="off"'
        ' autocapitalize="off" spellcheck="false">'
        f' <span role="status">{say(language, "filter-found", count)}</span>'
        f' <button type="button" data-search="" hidden>{search}</button></div>'
    )
    return Part("", "", html)


# --- the numbers of the home page ----------------------------------------------------------------


def _numbers(project: Project, verified: Verified, language: str, page: str) -> str:
    """How many cells ran, how many messages are listed, and on how many releases all holds."""
    modules = [read_module(project, path) for path in project.modules()]
    ran = 0
    for module in modules:
        records = [r for r in verified.records.get(module.path, ()) if _holds(verified, module, r)]
        ran += sum(any(_runs(cell, r) for r in records) for cell in module.cells.values())
    held = (all(verified.holds(m, "cpu", torch) for m in modules) for torch in verified.releases)
    counts = {"ran": (ran, table.PAGE), "reproduced": (len(errors(project, language)), ERRORS)}
    counts["releases"] = sum(held) if modules else 0, table.PAGE
    items = ""
    for name, (count, target) in counts.items():
        text = f"<strong>{count}</strong> {say(language, f'numbers-{name}')}"
        if (project.docs(language) / target).is_file():
            text = f'<a href="{escape(relative_url(page, target))}">{text}</a>'
        items += f"<li>{text}</li>" if count else ""
    return f'<ul class="numbers">{items}</ul>'


def _holds(verified: Verified, module: Module, record: Record) -> bool:
    return verified.holds(module, record.device, record.torch) is not None


def _runs(cell: Cell, record: Record) -> bool:
    """Whether a cell ran when its module was recorded: one GPU runs no cell that needs two."""
    return cell.required_gpus <= DEVICES.index(record.device) and cell.runs_on(record.torch)
