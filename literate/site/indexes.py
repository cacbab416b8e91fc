"""What the site lists by itself: errors, names of torch, and the numbers of the home page.

A page asks for one of them by a marker on a line of its own: ``<!-- literate:errors -->``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from html import escape

from literate.check.torch_names import torch_names, uses
from literate.navigation import is_entry
from literate.project import DEVICES, Project, relative_url
from literate.record.records import Record, Verified
from literate.site import table
from literate.site.errors import errors, from_a_to_z, of_topics
from literate.site.listing import (
    ERRORS,
    Part,
    Place,
    filter_field,
    link,
    listed_html,
    looked_up,
    sections_of,
)
from literate.site.search import LEFT_OUT
from literate.snippet import Cell, Module, read_module
from literate.torch_docs import torch_url
from literate.words import say

KINDS = ("verified", "errors", "messages", "apis", "numbers")  # what a marker may ask for
_FIRST = 5  # places of a name that are shown; more of them are folded


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
        "errors": lambda: of_topics(project, language, page),
        "messages": lambda: from_a_to_z(project, language, page),
        "apis": lambda: _api_index(project, language, page),
        "numbers": lambda: [Part("", "", _numbers(project, verified, language, page))],
    }
    return makers[kind]()


# --- names of torch ------------------------------------------------------------------------------


def apis(project: Project, language: str) -> dict[str, list[Place]]:
    """The names of torch that pages name or use, each with one section of each such page.

    Pages whose prose names it come first. Entries of errors are no places to learn a name.

    Raises:
        LiterateError: a navigation cannot be read.
    """
    found: dict[str, dict[str, Place]] = {}
    pages = [
        (page, sections_of(page, chapter))
        for page, chapter in looked_up(project, language)
        if not is_entry(project, language, page.path)
    ]
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
    parts = [filter_field(language, "apis", len(found))]
    for module, group in itertools.groupby(found.items(), lambda one: one[0].rpartition(".")[0]):
        items = (_api(name, places, language, page) for name, places in group)
        parts.append(Part(module.lower().replace(".", "-"), module, listed_html(items)))
    return parts


def _api(name: str, places: list[Place], language: str, page: str) -> str:
    code = f"<code>{escape(name)}</code>"
    first, rest, more = places[:_FIRST], places[_FIRST:], ""
    if rest:
        summary = say(language, "more-places" if len(rest) > 1 else "one-more", len(rest))
        folded = " · ".join(link(place, page, brief=True) for place in rest)
        more = f"<details><summary>{summary}</summary>\n{folded}\n</details>"
    official = f'<a class="api" rel="external" href="{escape(torch_url(name))}">{code}</a>'
    return f"{official}<br>\n{' · '.join(link(place, page) for place in first)}{more}"


# --- the numbers of the home page ----------------------------------------------------------------


def _numbers(project: Project, verified: Verified, language: str, page: str) -> str:
    """How many cells ran, how many messages are listed, and on how many releases all holds."""
    modules = [read_module(project, path) for path in project.modules()]
    ran = 0
    for module in modules:
        records = [r for r in verified.records.get(module.path, ()) if _holds(verified, module, r)]
        ran += sum(any(_runs(cell, r) for r in records) for cell in module.cells.values())
    held = (all(verified.holds(m, "cpu", torch) for m in modules) for torch in verified.releases)
    reproduced = sum(not listed.quoted for listed in errors(project, language))
    counts = {"ran": (ran, table.PAGE), "reproduced": (reproduced, ERRORS)}
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
    if cell.requires_no_driver:
        return record.device == "cpu" and "+cu" in record.torch
    return cell.required_gpus <= DEVICES.index(record.device) and cell.runs_on(record.torch)
