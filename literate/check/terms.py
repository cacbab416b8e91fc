"""The terms of a glossary, and which of them a link into it means."""

from __future__ import annotations

import functools
import itertools
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from literate.page import Page, read_page
from literate.project import Project, linked_file, stamp
from literate.prose import ASIDE

GLOSSARY = "glossary.md"
ALSO = 2  # the column of a term's other names, which readers type and no page has to avoid

HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
_ALIKE = 0.5  # how much of its words a link shares with a term, at least
_common = os.path.commonprefix  # of any texts, characterwise


class Term(NamedTuple):
    """A row of a glossary."""

    line: int
    section: str  # the id of the heading above it
    english: str
    chinese: str
    also: tuple[str, ...] = ()  # other names, in the language of the glossary
    meaning: str = ""
    places: tuple[str, ...] = ()  # the sections that explain it: ``nn/module.md#call``

    @property
    def id(self) -> str:
        """Its anchor, the same in both languages: ``leaf-tensor``; without what is in brackets."""
        name = re.sub(r"\(.*?\)", "", self.english.lower())
        return re.sub(r"[^a-z0-9_]+", "-", name).strip("-")

    def agreed(self, language: str) -> str:
        """The one word that pages write for it."""
        return self.chinese if language == "zh" else self.english


def known_terms(project: Project, language: str) -> list[Term]:
    """The terms of the glossary of a language; none if there is no glossary.

    Raises:
        LiterateError: the glossary cannot be read.
    """
    file = project.docs(language) / GLOSSARY
    return list(_known_terms(project, file, stamp(file))) if file.is_file() else []


@functools.lru_cache(maxsize=8)
def _known_terms(project: Project, file: Path, _stamp: object) -> tuple[Term, ...]:
    return tuple(terms(read_page(project, file)))


def terms(page: Page) -> list[Term]:
    """The rows of a glossary's tables: English, Chinese, other names, meaning, where to read on."""
    rows, codes, links = (defaultdict(list) for _ in range(3))
    for code in page.codes:
        codes[code.line].append(code.text)
    for link in page.links:
        links[link.line].append(link.target)
    for block in page.texts:
        if block.kind == "td":
            rows[block.line].append(block.text)
    found = []
    for line, cells in rows.items():
        code = iter(codes[line])
        cells = [re.sub(ASIDE, lambda _, code=code: next(code, ""), cell) for cell in cells]
        sections = [heading.id or "" for heading in page.headings if heading.line < line]
        also, meaning, *_ = [*cells[ALSO:], "", ""]
        others = tuple(filter(None, re.split(r"\s*[、,]\s*", also)))
        if len(cells) > 1:
            named = (line, (sections or [""])[-1], *cells[:2], others)
            found.append(Term(*named, meaning, tuple(links[line])))
    return found


def meant(known: Iterable[Term], here: str, target: str, text: str) -> Term | None:
    """The term that a link means: by its id, or, with the id of a section, by the link's text.

    Args:
        known: the terms of the glossary in the language of the page.
        here: the page of the link, and its ``target`` as it is written there.
    """
    path, _, anchor = target.partition("#")
    if not path.endswith(GLOSSARY) or linked_file(here, path) != GLOSSARY:
        return None
    known = list(known)
    section = [term for term in known if term.section == anchor]
    if not section:
        return next((term for term in known if term.id == anchor), None)
    if named := next((term for term in section if text in names(term)), None):
        return named
    alike = {term: max(_share(text, name) for name in names(term)) for term in section}
    best = max(alike, key=alike.get)
    return best if alike[best] >= _ALIKE else None


def names(term: Term) -> Iterator[str]:
    """What a term is called, in both languages."""
    return itertools.chain((term.english, term.chinese), term.also)


def columns(line: str) -> list[str]:
    """The cells of a line of a table, with their blanks; nothing for any other line."""
    return re.split(r"(?<!\\)\|", line)[1:-1] if line.startswith("|") else []


@functools.lru_cache(maxsize=65536)
def _share(text: str, name: str) -> float:
    """The share of the words of a text and a name that both have, 0 to 1, in any form."""
    ours, theirs = _words(text), _words(name)
    both = sum(any(_same(one, other) for other in theirs) for one in ours)
    exact = len(ours & theirs)  # which decides between forms: 'parameter', 'parameters'
    return (2 * both + exact / 100) / ((len(ours) + len(theirs)) or 1)


@functools.lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """Chinese characters and other words."""
    return frozenset((*re.findall(HAN, text), *re.findall(r"[a-z0-9_]+", text.lower())))


@functools.lru_cache(maxsize=65536)
def _same(one: str, other: str) -> bool:
    """Whether two words are forms of one, such as 'map' and 'mapping', 'copy' and 'copies'."""
    shorter = min(len(one), len(other))
    return one == other or len(_common([one, other])) >= max(3, 0.75 * shorter)
