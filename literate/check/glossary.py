"""Both glossaries list the same terms, and what is linked to them is one of their words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from literate.check.language import VARIANTS, variants
from literate.check.structure import Pages
from literate.check.terms import GLOSSARY, Term, meant, names, terms
from literate.page import Page
from literate.problem import Problem
from literate.project import LANGUAGES, Project


def glossary(project: Project, pages: Pages) -> Iterator[Problem]:
    """What is wrong with the glossaries, with the words listed for them, and with links to them.

    Raises:
        LiterateError: ``VARIANTS`` cannot be read.
    """
    both = {x: pages[x, GLOSSARY] for x in LANGUAGES if (x, GLOSSARY) in pages}
    if len(both) < len(LANGUAGES):
        return
    known = {language: terms(page) for language, page in both.items()}
    yield from _differs(*both.values(), *known.values())
    for language, page in both.items():
        yield from _ambiguous(page, known[language])
        agreed = {term.agreed(language) for term in known[language]}
        for word in sorted(set(variants(project)[language].values()) - agreed):
            what = f"'{word}' is no term of {page.name}"
            yield Problem(VARIANTS, 1, what, "Write the term as the glossary does")
    sections = {term.section for term in known[LANGUAGES[0]]}
    for shown, link in ((page, link) for page in pages.values() for link in page.links):
        path, _, section = link.target.partition("#")
        into = path.endswith(GLOSSARY) and section in sections
        if into and not meant(known[shown.language], shown.path, link.target, link.text):
            what = f"'{link.text}' is no term of the glossary's section #{section}"
            fix = "Link the section that has it, or the term itself: glossary.md#leaf-tensor"
            yield Problem(shown.name, link.line, what, fix)


def _differs(here: Page, there: Page, ours: list[Term], theirs: list[Term]) -> Iterator[Problem]:
    """The first row that the glossaries do not share."""
    fix = "Give both glossaries the same terms in the same order"
    for a, b in itertools.zip_longest(ours, theirs):
        if not (a and b):
            what = f"the other glossary lacks '{(a or b).english}', {(a or b).chinese}"
            yield Problem((here if a else there).name, (a or b).line, what, fix)
            return
        if a[1:4] != b[1:4]:
            what = f"the term '{a.english}', {a.chinese}, is '{b.english}', {b.chinese}, at "
            yield Problem(here.name, a.line, f"{what}{there.name}:{b.line}", fix)
            return


def _ambiguous(page: Page, known: list[Term]) -> Iterator[Problem]:
    """Names that two terms have, and anchors that are taken."""
    seen: dict[str, Term] = {}
    taken = {heading.id: "a heading" for heading in page.headings}
    for term in known:
        for name in dict.fromkeys(name.lower() for name in names(term)):
            if (first := seen.setdefault(name, term)) is not term:
                what = f"'{name}' is a name of '{first.english}' at line {first.line}, too"
                yield Problem(page.name, term.line, what, "Let each name have one term")
        if term.id in taken:
            what = f"the anchor #{term.id} is that of {taken[term.id]}"
            yield Problem(page.name, term.line, what, "Give the term a name of its own")
        taken[term.id] = f"'{term.english}'"
