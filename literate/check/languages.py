"""Each page, comment and title is written in its own language.

What is Chinese has Chinese characters in it, and what is English has none; so that two texts which
changed places are found.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from literate.check.prose import links, paragraphs, plain
from literate.check.terms import GLOSSARY
from literate.navigation import CONFIGURATIONS, configuration, read_navigation
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGE_NAMES, LANGUAGES, OTHER, Project
from literate.read import COMMENT, Module
from literate.weave import Woven

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_ELSEWHERE = re.compile(r"\[[^\]\n]*\]\(https?://[^)\n]*\)")  # titles are as they are there
_HOME = {"zh": "首页", "en": "Home"}  # the one page that is not called as it calls itself
_WORD = re.compile(r"[A-Za-z]{2,}")
_WORDS = 4  # so many English words in a line are a sentence; fewer may be names


def languages(
    project: Project, pages: dict[tuple[str, str], Woven], modules: dict[str, Module]
) -> list[Problem]:
    """What stands in the other language than its own."""
    problems = []
    for module in modules.values():
        problems.extend(_comments(module))
    for (language, page), woven in pages.items():
        for line, what, text in _said(woven):
            if _foreign(text, language, all_of_it=True):
                problems.append(_problem(woven.name, line, what, language))
        for line, text in paragraphs(woven):
            text = _ELSEWHERE.sub("", text)
            for number, words in enumerate(plain(text).split("\n"), line):
                term = page == GLOSSARY and words.lstrip().startswith("|")
                heading = words.startswith("#")  # which may be an error message, or a name
                free = term if language == "en" else heading
                if not free and _foreign(words, language):
                    problems.append(_problem(woven.name, number, "this line", language))
    problems.extend(_navigation(project, pages))
    return problems


def _problem(name: str, line: int, what: str, language: str) -> Problem:
    here, there = LANGUAGE_NAMES[language], LANGUAGE_NAMES[OTHER[language]]
    return Problem(name, line, f"{what} is not {here}", f"Write it in {here}, not in {there}")


def _foreign(text: str, language: str, *, all_of_it: bool = False) -> bool:
    """Whether a text is not in a language. A few English words make no line foreign."""
    if _HAN.search(text):
        return language == "en"
    enough = 1 if all_of_it else _WORDS
    return language == "zh" and len(_WORD.findall(text)) >= enough


def _said(woven: Woven) -> Iterator[tuple[int, str, str]]:
    """What a page says beside its prose: (line, what it is, the words)."""
    for key in ("title", "description"):
        yield 1, f"the {key} in the front matter", str(woven.meta.get(key) or "")
    for example in woven.examples:
        yield example.line, "the figure's alternative text", example.alt or ""
    for link in links(woven):
        if link.image:
            yield link.line, "the image's alternative text", link.text


def _comments(module: Module) -> Iterator[Problem]:
    """Comments that changed places. What is a name or code may be the same in both languages."""
    for cell in module.cells.values():
        found = [
            (line, comment[2], comment[3] or "")
            for line, text in enumerate(cell.lines, cell.first)
            if (comment := COMMENT.fullmatch(text))
        ]
        for line, counted in _runs(found):
            if counted["zh"] != counted["en"]:
                what = f"a comment of {counted['zh']} Chinese lines and {counted['en']} English"
                mend = "Let each '# zh:' line have its '# en:' line"
                yield Problem(module.name, line, what, mend)
        english = {text for _, language, text in found if language == "en"}
        for line, language, text in found:
            same = language == "zh" and text in english and len(_WORD.findall(text)) < _WORDS
            if not same and _foreign(text, language, all_of_it=True):
                yield _problem(module.name, line, f"the '# {language}:' comment", language)


def _runs(found: list[tuple[int, str, str]]) -> Iterator[tuple[int, Counter[str]]]:
    """Comments that follow each other: their first line, and how many lines each language has."""
    lines = {line: language for line, language, _ in found}
    for start in lines:
        if start - 1 not in lines:
            run = itertools.takewhile(lines.__contains__, itertools.count(start))
            yield start, Counter(lines[line] for line in run)


def _navigation(project: Project, pages: dict[tuple[str, str], Woven]) -> Iterator[Problem]:
    """Titles of the navigation that belong to another chapter or page, by the pages' own titles."""
    for language in LANGUAGES:
        name = CONFIGURATIONS[language]
        if not (project.root / name).is_file():
            continue
        try:
            entries = read_navigation(configuration(project, language))
        except LiterateError:
            continue  # the check of the navigation says why
        titled = []
        for entry in entries:
            chapter = entry.page.endswith("/index.md") and entry.sections
            title = entry.title or (entry.sections[-1] if chapter else None)
            woven = pages.get((language, entry.page))
            if title and woven:
                own = _HOME[language] if entry.page == "index.md" else woven.title
                titled.append((entry, title, own))
        for entry, title, own in titled:
            alike = max((_alike(title, other) for _, _, other in titled), default=0)
            if _alike(title, own) < max(alike, 0.5):
                what = f"'{title}' is the title of '{entry.page}', which calls itself '{own}'"
                yield Problem(name, entry.line, what, "Give it the title of its page")


def _alike(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a.lower(), b.lower()).ratio()
