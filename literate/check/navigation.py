"""Navigation and chapters: every page stands in both, once, in the same order, with its card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from literate.cards import shown_on
from literate.check.structure import Pages
from literate.navigation import CONFIGURATIONS, INDEX, TOPICS, Entry, is_entry, navigations
from literate.problem import Problem
from literate.project import LANGUAGES, Project
from literate.stubs import is_stub

_CHAPTER = "<!-- literate:chapter -->"


def navigation(project: Project, pages: Pages) -> Iterator[Problem]:
    """What the navigations lack, name twice or order differently.

    Raises:
        LiterateError: a navigation cannot be read.
    """
    found = navigations(project)
    for language, entries in found.items():
        yield from _listed(project, language, entries)
    orders = list(_orders(pages))
    yield from orders
    if len(found) == len(LANGUAGES) and not orders:
        here, there = (CONFIGURATIONS[language] for language in LANGUAGES)
        for a, b in zip(*found.values(), strict=False):
            if (a.page, len(a.sections)) != (b.page, len(b.sections)):
                what = f"'{a.page}' stands where {there}:{b.line} has '{b.page}'"
                yield Problem(here, a.line, what, "Give both languages the same navigation")
                break


def _listed(project: Project, language: str, entries: list[Entry]) -> Iterator[Problem]:
    name = CONFIGURATIONS[language]
    listed, existing = {entry.page: entry for entry in entries}, project.pages(language)
    missing: dict[str, list[str]] = {}
    for page in existing:
        if page not in listed and not is_entry(project, language, page):
            folder = page.rpartition("/")[0]
            missing.setdefault(f"{folder}/" if folder else page, []).append(page)
    for line, lacking in missing.items():
        fix = f"Add the line '- {line}' to its 'nav', where it belongs"
        what = f"is not in the navigation ({name})"
        yield Problem(f"docs/{language}/{lacking[0]}", 1, what, fix)
    for entry in entries:
        if entry.page not in existing:
            what = f"there is no page docs/{language}/{entry.page}"
            yield Problem(name, entry.line, what, "Remove the entry, or write the page")
        elif entry is not listed[entry.page]:
            what = f"'{entry.page}' stands in the navigation twice"
            yield Problem(name, entry.line, what, "Remove one of the entries")


def _orders(pages: Pages) -> Iterator[Problem]:
    """Pages whose place in their chapter is no number, or another one in each language.

    A page that waits for its translation has the place of the other.
    """
    written = {key: page for key, page in pages.items() if not is_stub(page.meta)}
    for (language, path), page in written.items():
        order = page.meta.get("order")
        if order is not None and type(order) not in (int, float):
            fix = "Write a number, between those of the pages around it: order: 25"
            yield Problem(page.name, 1, f"its order is '{order}'", fix)
        elif language == LANGUAGES[0] and (other := written.get((LANGUAGES[1], path))):
            theirs = other.meta.get("order")
            if theirs != order and None not in (order, theirs):  # a missing key has its own rule
                what = f"its order is {order}, that of {other.name} is {theirs}"
                yield Problem(page.name, 1, what, "Give both languages the same order")


def chapters(project: Project, pages: Pages) -> Iterator[Problem]:
    """Chapters that have no pages or do not show their cards, and pages without one.

    A page that waits for its translation does not show cards and needs none.
    """
    marked = {
        (language, path, box.kind)
        for (language, path), page in pages.items()
        for box in page.boxes
        if box.kind.startswith("literate:")
    }
    every = ((language, path) for language in LANGUAGES for path in project.pages(language))
    folders = Counter((language, path.rpartition("/")[0]) for language, path in every)
    for (language, path), page in pages.items():
        folder, _, name = path.rpartition("/")
        lists = (language, path, "literate:errors") in marked  # by itself
        if folder and name == INDEX and folders[language, folder] == 1 and not lists:
            fix = f"Add one: nox -s new -- {folder}/its-name; or delete the chapter"
            yield Problem(page.name, 1, "is the first page of a chapter without others", fix)
        elif is_stub(page.meta) or is_entry(project, language, path):
            continue
        elif folder and name == INDEX and (language, path, "literate:chapter") not in marked:
            fix = f"Write {_CHAPTER} on a line of its own where they belong"
            yield Problem(page.name, 1, "does not show the cards of its chapter's pages", fix)
        where, marker = shown_on(path)
        card = page.meta.get("card")
        wanted = path != INDEX and (language, where, f"literate:{marker}") in marked
        if wanted and not (isinstance(card, str) and card.strip()):
            what = f"has no card for docs/{language}/{where}"
            fix = "Write 'card: \"…\"' between two lines '---' at its top: the question it answers"
            yield Problem(page.name, 1, what, fix)


def topics(project: Project, pages: Pages) -> Iterator[Problem]:
    """Entries of errors that no list of a topic would have."""
    for (language, path), page in pages.items():
        if is_entry(project, language, path) and not is_stub(page.meta):
            topic = page.meta.get("topic")
            if topic not in TOPICS:
                fix = f"Write 'topic: …' between two lines '---' at its top: {', '.join(TOPICS)}"
                yield Problem(page.name, 1, f"its topic is '{topic}'", fix)
