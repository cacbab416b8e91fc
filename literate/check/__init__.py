"""What can be checked without running anything, and fixed without asking anybody.

``check`` is what a run of the examples means nothing without; ``check_all`` is what a page has to
hold before it is published.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from literate.check import (
    addresses,
    glossary,
    language,
    names,
    navigation,
    pictures,
    processes,
    search,
    structure,
    translation,
)
from literate.check.kept import Kept
from literate.page import Page
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGE_NAMES, LANGUAGES, OTHER, Project, replace_files
from literate.record.records import Verified
from literate.snippet import Module, read_module


@dataclass
class Checked:
    """What was found: problems, and notes that fail nothing; and what could be read."""

    kept: Kept = field(repr=False)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    modules: dict[str, Module] = field(default_factory=dict)  # by path
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)  # by language and path

    def of(self, name: str) -> list[Problem]:
        """The problems of one file."""
        return sorted(problem for problem in self.problems if problem.path == name)

    @contextlib.contextmanager
    def noting(self):
        """Note the problems of what cannot be read."""
        try:
            yield
        except LiterateError as error:
            self.problems += error.problems

    def add(self, rule: Callable[..., Iterable[Problem]], *arguments: object) -> None:
        """Note what a rule finds, and what it cannot read."""
        with self.noting():
            for problem in rule(*arguments):
                self.problems.append(problem)


def check(project: Project) -> Checked:
    """Read every module and every page, and hold the languages against each other."""
    checked = Checked(Kept(project))
    for path in project.modules():
        with checked.noting():
            checked.modules[path] = checked.kept.right_module(path) or _module(checked, path)
        checked.add(structure.hidden_names, path)
    checked.add(structure.stray_figures, project, checked.modules)
    checked.add(names.names, project)
    existing = [(language, page) for language in LANGUAGES for page in project.pages(language)]
    for here, page in existing:
        with checked.noting():
            checked.pages[here, page] = checked.kept.read_page(project.docs(here) / page)
        other = OTHER[here]
        if (other, page) not in existing:
            what, fix = f"has no {LANGUAGE_NAMES[other]} page", f"Write docs/{other}/{page}"
            checked.problems.append(Problem(f"docs/{here}/{page}", 1, what, fix))
    for (here, path), page in checked.pages.items():
        checked.add(structure.page_rules, page)
        if here == LANGUAGES[0] and (theirs := checked.pages.get((OTHER[here], path))):
            checked.add(structure.parity, page, theirs)
    checked.add(translation.twins, checked.pages)
    if len(checked.pages) == len(existing):
        checked.add(structure.unshown, checked.modules, checked.pages)
        for module in checked.modules.values():
            checked.add(translation.partners, module, checked.pages)
    checked.problems = list(dict.fromkeys(checked.problems))
    return checked


def _module(checked: Checked, path: str) -> Module:
    """Read a module, and note what is wrong with it alone."""
    module, before = read_module(checked.kept.project, path), len(checked.problems)
    checked.add(structure.module_rules, module)
    checked.add(structure.tables, module)
    checked.add(processes.unguarded, module)
    checked.add(pictures.not_taken_along, module)
    if len(checked.problems) == before:
        checked.kept.note_right_module(module)
    return module


def check_all(project: Project, since: str = "") -> Checked:
    """All that can be found without running anything.

    Args:
        since: the revision that pages of one language are compared with; see ``one_sided``.
    """
    checked = check(project)
    pages, modules = checked.pages, checked.modules
    checked.add(structure.at_a_glance, modules, pages)
    checked.add(structure.broken_links, project, pages)
    checked.add(navigation.navigation, project, pages)
    checked.add(navigation.chapters, project, pages)
    checked.add(navigation.topics, project, pages)
    checked.add(search.unknown_pages, project)
    checked.add(addresses.addresses, project, pages)
    checked.add(addresses.lost, project, pages, since)
    checked.add(language.languages, project, pages, modules)
    checked.add(glossary.glossary, project, pages)
    try:
        kept = checked.kept
        checked.add(language.wording, project, kept.right_words, kept.note_right_words)
    except ModuleNotFoundError:
        what, fix = "nothing here checks words and typography", "nox -s check installs what does"
        checked.notes.append(Problem("pyproject.toml", 1, what, fix))
    unwritten = language.unwritten(pages, modules)
    # A template may wait on the machine of who writes, not where a page is about to be published.
    (checked.problems if os.environ.get("CI") else checked.notes).extend(unwritten)
    checked.notes += translation.waiting(pages)
    one_sided, not_yet = translation.one_sided(project, since)
    checked.problems += one_sided
    checked.notes += not_yet
    with checked.noting():
        verified = Verified(project)
        checked.add(verified.problems, modules.values())
        checked.add(structure.figures_of_another_version, project, modules.values())
        fix = "nox -s matrix -- --record runs every release, nox -s cuda -- --record a GPU"
        notes = verified.notes(modules.values())
        checked.notes += [Problem(verified.name, 1, note, fix) for note in notes]
    checked.problems = sorted(set(checked.problems))
    checked.kept.save()
    return checked


def fix_all(project: Project) -> list[str]:
    """Fix what is mechanical: typography, agreed words, figures of no cell, records kept twice.

    Returns:
        The files that changed, as messages name them.
    """
    changed: set[Path] = set()
    stray = structure.stray_figures(project, check(project).modules)
    for fix in (
        lambda: {project.root / problem.path: None for problem in stray},
        lambda: language.fix_wording(project),
        lambda: _records_once(project),
    ):
        with contextlib.suppress(LiterateError, ModuleNotFoundError):  # the check says why
            contents = fix()
            replace_files(contents)
            changed.update(contents)
    return sorted(map(project.relative, changed))


def _records_once(project: Project) -> dict[Path, bytes]:
    """The file of the records, if a merge left some of them there twice."""
    verified = Verified(project)
    return {verified.file: verified.encode()} if verified.doubled else {}
