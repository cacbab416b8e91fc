"""Which side of a page is older: ``docs/paired.json``.

For each page the file holds a hash of both languages as they were when they said the same. Where
one side differs from it and the other does not, the other is the older one, until it is touched
too or a person says that the change concerns one language only. No version control is asked.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from literate.address import FOLDERS, address, between
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGE_NAMES, LANGUAGES, OTHER, Project, read_source

NAME = "docs/paired.json"


class Pairs:
    """The recorded pairs of a project: ``pairs.records[page][language]`` is a hash."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.file: Path = project.root / NAME
        self.records: dict[str, dict[str, str]] = {}
        if not self.file.is_file():
            return
        source = read_source(self.file, NAME)
        try:
            data = json.loads("\n".join(source.lines))
            self.records = {
                page: {x: str(pair[x]) for x in LANGUAGES} for page, pair in data.items()
            }
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            line = getattr(error, "lineno", 1)
            what = f"is not a record of pairs ({type(error).__name__}: {error})"
            mend = "Restore it from version control, or delete it and run nox -s check"
            raise LiterateError(Problem(NAME, line, what, mend)) from None

    def changed(self, page: str) -> set[str]:
        """The languages in which a page is not what was recorded."""
        now, then = self.hashes(page), self.records.get(page, {})
        return {language for language in LANGUAGES if now.get(language) != then.get(language)}

    def older(self, page: str) -> str | None:
        """The language in which a page waits for the change of the other one, or None."""
        changed = self.changed(page)
        if page not in self.records or len(changed) != 1:
            return None
        older = OTHER[changed.pop()]
        both = set(self.hashes(page)) == set(LANGUAGES)
        return older if both else None

    def hashes(self, page: str) -> dict[str, str]:
        """A hash of each language's page, for the languages that have it."""
        found = {}
        for language in LANGUAGES:
            file = self.project.docs(language) / page
            if file.is_file():
                found[language] = page_hash(file.read_bytes())
        return found

    def take(self, page: str) -> None:
        """Note that both sides of a page say the same now."""
        self.records[page] = self.hashes(page)

    def encode(self) -> bytes:
        """The file: a line for each page, so that two changes rarely meet."""
        lines = [
            f"  {json.dumps(page)}: {json.dumps(pair)}"
            for page, pair in sorted(self.records.items())
        ]
        return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def page_hash(data: bytes) -> str:
    """A hash of a page's words; how its lines are wrapped and ended makes no difference."""
    text = data.decode("utf-8-sig", "backslashreplace")
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def one_sided(pairs: Pairs) -> list[Problem]:
    """The pages that were changed in one language only."""
    problems = []
    for page in pairs.project.pages(LANGUAGES[0]):
        if older := pairs.older(page):
            newer = OTHER[older]
            what = f"has not followed the change of docs/{newer}/{page}"
            mend = (
                f"Change it too, or say that the change is {LANGUAGE_NAMES[newer]} only: "
                f"nox -s check -- --language-only docs/{newer}/{page}"
            )
            problems.append(Problem(f"docs/{older}/{page}", 1, what, mend))
    return problems


def notice(pairs: Pairs, language: str, page: str) -> str:
    """A line for the reader of the older side of a page, as HTML; empty on the newer side."""
    if pairs.older(page) != language:
        return ""
    here, there = (FOLDERS[of] + address(page) for of in (language, OTHER[language]))
    link = between(here, there)
    words, name = _NOTICES[language]
    return f'<p class="older">{words} <a href="{link}" lang="{OTHER[language]}">{name}</a></p>'


_NOTICES = {
    "zh": ("这一页的英文版有改动，中文版还没有跟上。", "Read it in English"),
    "en": ("The Chinese version of this page has changes that are not here yet.", "看中文版"),
}


def to_record(pairs: Pairs) -> list[str]:
    """The pages whose pair is new: both sides were changed, or the page is new or gone."""
    both = set(pairs.project.pages("zh")) & set(pairs.project.pages("en"))
    new = [page for page in both if page not in pairs.records or len(pairs.changed(page)) == 2]
    gone = [page for page in pairs.records if page not in both]
    return sorted([*new, *gone])


def take_all(pairs: Pairs, pages: list[str]) -> None:
    """Record these pages as they are now; those that are gone, no more."""
    for page in pages:
        pairs.records.pop(page, None)
        if len(pairs.hashes(page)) == len(LANGUAGES):
            pairs.take(page)


def unrecorded(pages: list[str]) -> list[Problem]:
    """What to say of new pairs where nothing may be written."""
    return [
        Problem(
            NAME, 1, f"lacks what both languages of '{page}' are now", "Run nox -s check, commit it"
        )
        for page in pages
    ]


def language_only(project: Project, paths: list[str]) -> bytes:
    """The file once these pages' changes are said to concern their language alone.

    Args:
        paths: pages as a person names them: ``docs/zh/a/b.md``, with any slashes.

    Raises:
        LiterateError: a path is no page of the project.
    """
    pairs = Pairs(project)
    for path in paths:
        name = re.sub(r"^\./", "", path.replace("\\", "/"))
        file = Path(name) if Path(name).is_absolute() else project.root / name
        found = project.page_of(file)
        if found is None or not file.is_file():
            raise LiterateError(Problem(path, 1, "is no page", "Name one below docs/zh or docs/en"))
        pairs.take(found[1])
    return pairs.encode()
