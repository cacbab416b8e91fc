"""What is said in one language is said in the other one, or waits there for its translation."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from literate.check.structure import Pages, about, git, left_main, read_instead
from literate.navigation import waits
from literate.problem import Problem
from literate.project import LANGUAGE_NAMES, LANGUAGES, OTHER, Project
from literate.prose import front_matter
from literate.snippet import COMMENT, Module
from literate.stubs import STATUS, is_stub


@about
def partners(module: Module, pages: Pages) -> Iterator[tuple]:
    """Comments that have none of the other language beside them, where pages show them in both."""
    for cell in module.cells.values():
        texts = enumerate(cell.lines, cell.first)
        found = [(line, c[1], c[2]) for line, text in texts if (c := COMMENT.fullmatch(text))]
        # Lines without a gap, of one indentation, are one comment.
        one = itertools.groupby(enumerate(found), lambda at: (at[1][0] - at[0], at[1][1]))
        for lines in ([line for _, line in group] for _, group in one):
            first, said = lines[0][0], Counter(language for *_, language in lines)
            zh, en = (said[language] for language in LANGUAGES)
            if zh and en and zh != en:
                what = f"a comment of {zh} Chinese lines and {en} English"
                yield first, what, "Let each '# zh:' line have its '# en:' line"
            for language in LANGUAGES:
                if not said[language] and not _to_come(module, language, pages):
                    what = f"a '# {OTHER[language]}:' comment has no '# {language}:' partner"
                    yield first, what, f"Write the '# {language}:' line beside it"


def _to_come(module: Module, language: str, pages: Pages) -> bool:
    """Whether a language shows a module on no page, and on one once that is translated."""
    here = [page for page in pages.values() if page.language == language]
    shown, then = (
        any(module.path == shown.path for page in some for shown in page.modules)
        for some in (here, (read_instead(page, pages) for page in here))
    )
    return then and not shown


def waiting(pages: Pages) -> Iterator[Problem]:
    """The pages that wait for their translation."""
    for page in pages.values():
        if is_stub(page.meta):
            there = f"docs/{OTHER[page.language]}/{page.path}"
            fix = f"Write it from {there}, then remove '{STATUS}'"
            what = f"waits for its translation into {LANGUAGE_NAMES[page.language]}"
            yield Problem(page.name, 1, what, fix)


def twins(pages: Pages) -> Iterator[Problem]:
    """Pages that wait with one title: a generator hands on no more, so nothing tells them apart."""
    seen: dict[tuple, str] = {}
    for page in pages.values():
        if is_stub(page.meta):
            own = (page.language, *((heading.title, heading.id) for heading in page.headings))
            if (first := seen.setdefault(own, page.name)) != page.name:
                what = f"waits for its translation with title and id of {first}"
                yield Problem(page.name, 1, what, "Give it a title that says more")


def one_sided(project: Project, since: str = "") -> tuple[list[Problem], list[Problem]]:
    """Pages that changed in one language alone: in commits (problems), or not yet in any (notes).

    A commit may say that its change concerns a language alone: ``Language-only: a typo``. A page
    whose other language waits for its translation, or did so before, has nobody to follow it.

    Args:
        since: the revision to compare with; by default, where this branch left the main one.
    """
    committed: set[str] = set()
    if base := left_main(project, since):
        form = "--format=%x00%(trailers:key=Language-only,valueonly)"
        for commit in git(project, "log", form, "--name-only", f"{base}..HEAD").split("\0"):
            trailer, _, names = commit.partition("\n\n")
            committed |= set() if trailer.strip() else set(names.split("\n"))
    status = git(project, "status", "--porcelain", "--untracked-files=all", "docs")
    uncommitted = {line[3:].strip('"') for line in status.splitlines()}
    both = committed | uncommitted
    found = (changed_alone(committed, both), changed_alone(uncommitted, both))
    return tuple(
        [problem for problem in some if not _waited(project, base or "HEAD", problem.path)]
        for some in found
    )


def changed_alone(changed: set[str], all_changed: set[str]) -> Iterator[Problem]:
    """The pages among ``changed`` whose other language is not among ``all_changed``."""
    for language, name in itertools.product(LANGUAGES, sorted(changed)):
        other = name.replace(f"docs/{language}/", f"docs/{OTHER[language]}/")
        if name.endswith(".md") and other != name and other not in all_changed:
            fix = "Change it too, or end the commit's message with 'Language-only: <why>'"
            yield Problem(other, 1, f"has not followed the change of {name}", fix)


def _waited(project: Project, revision: str, name: str) -> bool:
    """Whether a page waits for its translation in a language, or did so at a revision."""
    _, page = project.page_of(project.root / name)
    before = (git(project, "show", f"{revision}:docs/{x}/{page}") for x in LANGUAGES)
    return any(waits(project, language, page) for language in LANGUAGES) or any(
        is_stub(front_matter(text.removeprefix("\ufeff"))[0]) for text in before
    )
