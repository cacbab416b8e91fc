"""What can be checked without running anything. A room for each kind of finding::

    closed_world  every cell is shown, nothing is left over     terms       the agreed words
    parity        both languages show the same                  typography  blanks, punctuation
    links         what pages point at exists                    pairs       which side is older
    navigation    every page is in the navigation               style       length, descriptions
    languages     each side is written in its own
    names         torch has what pages and cells name; asks torch, so the run of the checks does

``check`` is the closed world and the parity, without which a run of the checks means nothing;
``check_all`` is what a page has to hold before it is published.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

from literate import pairs
from literate.check import closed_world, links, style, terms, typography
from literate.check.languages import languages
from literate.check.navigation import mend_navigation, navigation
from literate.check.parity import parity
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGE_NAMES, LANGUAGES, OTHER, Project, replace_files
from literate.provenance import Verified
from literate.read import Module, read_module
from literate.weave import Woven, weave_file


@dataclass
class Checked:
    """The result of a check.

    Attributes:
        problems: everything found.
        notes: what is worth knowing and fails nothing.
        modules: the modules that could be read, by path.
        pages: the pages that could be woven, by (language, page).
    """

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    modules: dict[str, Module] = field(default_factory=dict)
    pages: dict[tuple[str, str], Woven] = field(default_factory=dict)

    def of(self, name: str) -> list[Problem]:
        """The problems of one file."""
        return sorted(problem for problem in self.problems if problem.path == name)


def check(project: Project) -> Checked:
    """Read every module, weave every page, and hold the languages against each other."""
    checked = Checked()
    for path in project.modules():
        try:
            checked.modules[path] = read_module(project, path)
        except LiterateError as error:
            checked.problems.extend(error.problems)
        else:
            checked.problems.extend(closed_world.late_imports(checked.modules[path]))
        checked.problems.extend(closed_world.hidden_names(path))
    checked.problems.extend(closed_world.stray_figures(project, checked.modules))
    existing = {language: set(project.pages(language)) for language in LANGUAGES}
    for language in LANGUAGES:
        for page in sorted(existing[language]):
            try:
                checked.pages[language, page] = weave_file(project, project.docs(language) / page)
            except LiterateError as error:
                new = [p for p in error.problems if p not in checked.problems]
                checked.problems.extend(new)
            other = OTHER[language]
            if page not in existing[other]:
                name = f"docs/{language}/{page}"
                what = f"has no {LANGUAGE_NAMES[other]} page"
                mend = f"Write docs/{other}/{page}"
                checked.problems.append(Problem(name, 1, what, mend))
    for (language, page), woven in checked.pages.items():
        checked.problems.extend(closed_world.order(woven))
        checked.problems.extend(closed_world.headings(woven))
        other = checked.pages.get((OTHER[language], page))
        if other and language == LANGUAGES[0]:
            checked.problems.extend(parity(woven, other))
    if len(checked.pages) == sum(map(len, existing.values())):
        checked.problems.extend(closed_world.unshown(checked.modules, checked.pages))
    return checked


def check_all(project: Project, *, write: bool = False) -> Checked:
    """All that can be found without running anything.

    Args:
        write: whether new pairs of pages may be recorded in ``docs/paired.json``; else a pair that
            is not recorded is a problem.
    """
    checked = check(project)
    pages, modules, problems = checked.pages, checked.modules, checked.problems
    problems.extend(links.broken_links(project, pages))
    problems.extend(navigation(project, pages))
    problems.extend(languages(project, pages, modules))
    problems.extend(style.descriptions(pages))
    problems.extend(style.long_cells(modules))
    checked.notes.extend(style.unwritten(modules, pages))
    try:
        problems.extend(typography.check_typography(project))
    except ModuleNotFoundError:
        mend = "nox -s check installs what does"
        note = Problem("pyproject.toml", 1, "nothing here checks the typography", mend)
        checked.notes.append(note)
    except LiterateError as error:  # a file that cannot be read
        problems.extend(error.problems)
    for room in (_terms, _records, _pairs):
        try:
            room(project, checked, write)
        except LiterateError as error:
            problems.extend(error.problems)
    checked.problems = sorted(set(problems))
    return checked


def _terms(project: Project, checked: Checked, _write: bool) -> None:
    checked.problems.extend(terms.terms(project, checked.pages, checked.modules))


def _pairs(project: Project, checked: Checked, write: bool) -> None:
    """Pages that wait for their other side. New pairs are recorded once all else is in order.

    Not before: a page that is being written is changed many times, now here and now there.
    """
    recorded = pairs.Pairs(project)
    checked.problems.extend(pairs.one_sided(recorded))
    new = pairs.to_record(recorded)
    if new and not write:
        checked.problems.extend(pairs.unrecorded(new))
    elif new and not checked.problems:
        pairs.take_all(recorded, new)
        replace_files({recorded.file: recorded.encode()})
        what = f"recorded that both languages say the same: {', '.join(new[:3])}"
        what += ", …" if len(new) > 3 else ""
        checked.notes.append(Problem(pairs.NAME, 1, what, "Commit it with your change"))


def _records(project: Project, checked: Checked, _write: bool) -> None:
    """Outputs that no run printed, and releases and devices that have to run again."""
    verified = Verified(project)
    modules = list(checked.modules.values())
    checked.problems.extend(verified.problems(modules))
    checked.problems.extend(closed_world.figures_of_another_version(project, modules))
    for note in verified.notes(modules):
        mend = "nox -s matrix -- --record runs every release, nox -s cuda -- --record a GPU"
        checked.notes.append(Problem(verified.name, 1, note, mend))


def fix_all(project: Project) -> list[str]:
    """Mend what is mechanical: typography, variants of terms, navigation, figures of no cell.

    Returns:
        The files that changed, as messages name them.
    """
    changed: list[str] = []

    def write(contents: dict) -> None:
        replace_files(contents)
        changed.extend(project.relative(file) for file in contents)

    checked = check(project)
    stray = closed_world.stray_figures(project, checked.modules)
    write({project.root / problem.path: None for problem in stray})
    for mend in (
        lambda: terms.mend_terms(project, checked.pages, checked.modules),
        lambda: mend_navigation(project),
        lambda: typography.mend_typography(project),
    ):
        with contextlib.suppress(LiterateError, ModuleNotFoundError):  # the check says why
            write(mend())
    return sorted(set(changed))
