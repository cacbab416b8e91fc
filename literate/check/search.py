"""What readers type into the search, and the page that has to come first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

from literate.problem import LiterateError, Problem
from literate.project import LANGUAGES, Project, read_source

SEARCH = "tests/browser/search.yml"
_BOTH = "both"  # the section of what is typed in either language


@dataclass(frozen=True)
class Expectation:
    """One query in one language; ``pages`` are those of which any may come first."""

    language: str
    query: str
    pages: tuple[str, ...]
    line: int

    def problem(self, found: str | None, headings: Iterable[str] = ()) -> Problem | None:
        """What is wrong if the page ``found`` comes first.

        Args:
            found: ``nn/module.md``; None if the query finds nothing.
            headings: those of that page, its title too. One that is the query is always right.
        """
        wanted = " or ".join(self.pages)
        if found is None:
            what = f"'{self.query}' finds nothing any more, not {wanted}"
            return Problem(SEARCH, self.line, what, "Write the words on that page")
        if found in self.pages or _plain(self.query) in map(_plain, headings):
            return None
        what = f"'{self.query}' now finds {found} first, not {wanted}"
        return Problem(SEARCH, self.line, what, f"If {found} answers it better, write it there")


def _plain(text: str) -> str:
    """A text without case, blanks and punctuation."""
    return "".join(filter(str.isalnum, text.casefold()))


def expectations(project: Project) -> list[Expectation]:
    """What the file lists, for each language that it holds for; nothing without the file.

    Raises:
        LiterateError: the file is not the mapping that it should be.
    """
    file, found = project.root / SEARCH, []
    if not file.is_file():
        return []
    line, why = 1, "it is empty"
    languages = {_BOTH: LANGUAGES} | {language: (language,) for language in LANGUAGES}
    try:
        root = yaml.compose("\n".join(read_source(file, SEARCH).lines), yaml.SafeLoader)
        for part, queries in root.value:
            line, why = part.start_mark.line + 1, "its parts are 'both', 'zh' and 'en'"
            holds_for = languages[part.value]
            for key, value in queries.value:
                line, why = key.start_mark.line + 1, "a query has a page, or a list of pages"
                nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
                pages = tuple(node.value for node in nodes)
                if not pages or not all(isinstance(text, str) and text for text in pages):
                    raise TypeError
                found += [Expectation(x, key.value, pages, line) for x in holds_for]
    except (yaml.YAMLError, AttributeError, LookupError, TypeError, ValueError) as error:
        if mark := getattr(error, "problem_mark", None):
            line, why = mark.line + 1, getattr(error, "problem", why)
        what = f"is no list of searches ({why})"
        fix = "Write 'both:', 'zh:' or 'en:', and below them 'query: chapter/page.md'"
        raise LiterateError(Problem(SEARCH, line, what, fix)) from None
    return found


def unknown_pages(project: Project) -> Iterator[Problem]:
    """Pages that should be found and do not exist.

    Raises:
        LiterateError: the file cannot be read.
    """
    pages = {language: project.pages(language) for language in LANGUAGES}
    for expected in expectations(project):
        there = pages[expected.language]
        for page in expected.pages:
            if page not in there:
                near = difflib.get_close_matches(page, there, 1)
                what = f"there is no page docs/{expected.language}/{page} for '{expected.query}'"
                fix = f"Did you mean {near[0]}" if near else "Name the page that answers it now"
                yield Problem(SEARCH, expected.line, what, fix)
