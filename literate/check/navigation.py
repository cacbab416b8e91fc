"""Every page is in the navigation of its language, and on the first page of its chapter."""

from __future__ import annotations

from dataclasses import replace

from literate.address import pointed_at
from literate.check.prose import links
from literate.navigation import CONFIGURATIONS, Entry, configuration, read_navigation, with_page
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGES, Project
from literate.weave import Woven

_ADD = "nox -s check -- --fix adds it at the end of its chapter"


def navigation(project: Project, pages: dict[tuple[str, str], Woven]) -> list[Problem]:
    """What the two navigations lack, have too much, or order differently."""
    problems, found = [], {}
    for language in LANGUAGES:
        name = CONFIGURATIONS[language]
        if not (project.root / name).is_file():
            continue
        try:
            found[language] = read_navigation(configuration(project, language))
        except LiterateError as error:
            problems.extend(error.problems)
            continue
        listed = {entry.page: entry for entry in found[language]}
        existing = set(project.pages(language))
        for page in sorted(existing - set(listed)):
            what = f"is not in the navigation ({name})"
            problems.append(Problem(f"docs/{language}/{page}", 1, what, _ADD))
        for entry in found[language]:
            if entry.page.endswith(".md") and entry.page not in existing:
                what = f"there is no page docs/{language}/{entry.page}"
                problems.append(
                    Problem(name, entry.line, what, "Remove the entry, or write the page")
                )
            elif entry is not listed[entry.page]:
                what = f"'{entry.page}' stands in the navigation twice"
                problems.append(Problem(name, entry.line, what, "Remove one of the entries"))
    if len(found) == len(LANGUAGES):
        problems.extend(_same(found))
    problems.extend(_indexes(pages))
    return problems


def mend_navigation(project: Project) -> dict:
    """The configurations with the pages that they lack, where the chapter is there."""
    contents = {}
    for language in LANGUAGES:
        name = CONFIGURATIONS[language]
        if not (project.root / name).is_file():
            continue
        source = configuration(project, language)
        listed = {entry.page for entry in read_navigation(source)}
        chapters = {page.rpartition("/")[0] for page in listed}
        lines = list(source.lines)
        for page in project.pages(language):
            if page not in listed and page.rpartition("/")[0] in chapters:
                lines = with_page(replace(source, lines=tuple(lines)), page, "")
        if lines != list(source.lines):
            contents[project.root / name] = source.encode(lines)
    return contents


def _same(found: dict[str, list[Entry]]) -> list[Problem]:
    """The two list the same pages in the same order and depth."""
    ours, theirs = (found[language] for language in LANGUAGES)
    problems = []
    for a, b in zip(ours, theirs, strict=False):
        if (a.page, len(a.sections)) != (b.page, len(b.sections)):
            here, there = (CONFIGURATIONS[language] for language in LANGUAGES)
            what = f"'{a.page}' stands where {there}:{b.line} has '{b.page}'"
            mend = "Give both languages the same navigation"
            problems.append(Problem(here, a.line, what, mend))
            break
    return problems


def _indexes(pages: dict[tuple[str, str], Woven]) -> list[Problem]:
    """A chapter's first page points at each of the others."""
    problems = []
    for (language, page), woven in pages.items():
        folder, _, name = page.rpartition("/")
        if name != "index.md" or not folder:
            continue
        targets = {pointed_at(page, link.target.partition("#")[0]) for link in links(woven)}
        for other_language, other in pages:
            if other_language != language or other.rpartition("/")[0] != folder or other == page:
                continue
            if other not in targets:
                what = f"does not point at the chapter's page {other}"
                mend = f"Add a row that links to {other.rpartition('/')[2]}"
                problems.append(Problem(woven.name, 1, what, mend))
    return problems
