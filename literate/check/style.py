"""What a reader takes in at a glance: short cells, and a page that says what it is about."""

from __future__ import annotations

import itertools

from literate.problem import Problem
from literate.project import LANGUAGES
from literate.read import Module
from literate.templates import is_description, leftovers
from literate.weave import Woven

CELL_LIMIT = 12  # lines of code and comments that a page shows in one block; blank ones are free


def long_cells(modules: dict[str, Module]) -> list[Problem]:
    """Cells that cannot be read in one breath."""
    problems = []
    for module in modules.values():
        for cell in module.cells.values():
            if "remove-cell" in cell.tags:
                continue
            for language in LANGUAGES:
                length = sum(1 for _, text in cell.shown(language) if text.strip())
                if length > CELL_LIMIT:
                    what = f"cell '{cell.title}' has {length} lines; at most {CELL_LIMIT} are read"
                    mend = "Split it, with a sentence between the parts"
                    problems.append(Problem(module.name, cell.line, what, mend))
                    break
    return problems


def descriptions(pages: dict[tuple[str, str], Woven]) -> list[Problem]:
    """Pages that do not say what they are about: search and shared links show it."""
    problems = []
    for woven in pages.values():
        if not str(woven.meta.get("description") or "").strip():
            mend = "Write 'description: …' between two lines '---' at its top"
            problems.append(Problem(woven.name, 1, "has no description", mend))
    return problems


def unwritten(modules: dict[str, Module], pages: dict[tuple[str, str], Woven]) -> list[Problem]:
    """Where a page or its code still says what its template said."""
    said = {language: leftovers(language) for language in LANGUAGES}
    found = []
    for (language, _), woven in pages.items():
        description = str(woven.meta.get("description"))
        if is_description(language, description):
            found.append((woven.name, 1, description))
        lines = ((line, text.strip()) for line, text in woven.words)
        found += [(woven.name, line, text) for line, text in lines if text in said[language]]
    for module in modules.values():
        for cell, language in itertools.product(module.cells.values(), LANGUAGES):
            lines = ((line, text.strip()) for line, text in cell.shown(language))
            found += [(module.name, line, text) for line, text in lines if text in said[language]]
    what, mend = "still says what its template says: '{}'", "Write what the page is about"
    return [Problem(name, line, what.format(_short(text)), mend) for name, line, text in found]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
