"""The agreed words: ``docs/*/glossary.md`` has them, ``docs/variants.yml`` what is not written.

The tables of both glossaries list the same terms. The variants that are avoided stand, for each
language, behind their term::

    zh:
      反向传播: [反传, 后向传播]
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from literate.check.prose import links, paragraphs, plain
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGES, Project, read_source
from literate.read import COMMENT, Module
from literate.weave import Woven

GLOSSARY = "glossary.md"
VARIANTS = "docs/variants.yml"
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Term:
    """A row of a glossary: where it stands, and a term in both languages."""

    line: int
    section: str
    english: str
    chinese: str


@dataclass(frozen=True)
class Variant:
    """A word that is not used: the pattern that finds it, and the agreed one."""

    word: str
    agreed: str

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        if _HAN.search(self.word):
            return re.compile(re.escape(self.word))
        words = r"\s+".join(map(re.escape, self.word.split()))
        return re.compile(rf"\b{words}\b", re.IGNORECASE)


def terms(
    project: Project, pages: dict[tuple[str, str], Woven], modules: dict[str, Module]
) -> list[Problem]:
    """Where pages and comments use another word than the agreed one.

    Raises:
        LiterateError: ``docs/variants.yml`` cannot be used.
    """
    glossaries = {lang: pages.get((lang, GLOSSARY)) for lang in LANGUAGES}
    if not all(glossaries.values()):
        return []
    tables = {language: table(woven) for language, woven in glossaries.items()}
    problems = _same_terms(glossaries, tables)
    unwanted = variants(project)
    for language in LANGUAGES:
        agreed = {term.chinese if language == "zh" else term.english for term in tables[language]}
        for word in sorted({variant.agreed for variant in unwanted[language]} - agreed):
            what = f"'{word}' is no term of {glossaries[language].name}"
            problems.append(Problem(VARIANTS, 1, what, "Write the term as the glossary does"))
    problems.extend(_all_avoided(pages, modules, unwanted))
    problems.extend(_linked(pages, tables["zh"]))
    return problems


def _all_avoided(pages, modules, unwanted) -> Iterator[Problem]:
    for (language, _), woven in pages.items():
        for line, text in paragraphs(woven):
            yield from _avoided(woven.name, line, text, unwanted[language])
    for module in modules.values():
        for cell in module.cells.values():
            for line, text in enumerate(cell.lines, cell.first):
                comment = COMMENT.fullmatch(text)
                if comment and comment[3]:
                    yield from _avoided(module.name, line, comment[3], unwanted[comment[2]])


def mend_terms(
    project: Project, pages: dict[tuple[str, str], Woven], modules: dict[str, Module]
) -> dict[Path, bytes]:
    """The files with the agreed words in place of their variants."""
    unwanted = variants(project)
    wrong: dict[str, set[int]] = {}
    for problem in _all_avoided(pages, modules, unwanted):
        wrong.setdefault(problem.path, set()).add(problem.line)
    contents = {}
    for name, numbers in wrong.items():
        file = project.root / name
        source = read_source(file, name)
        lines = list(source.lines)
        for number in numbers:
            comment = COMMENT.fullmatch(lines[number - 1])
            language = name.split("/")[1] if name.startswith("docs/") else comment[2]
            lines[number - 1] = _with_agreed(lines[number - 1], unwanted[language])
        contents[file] = source.encode(lines)
    return contents


def table(woven: Woven) -> list[Term]:
    """The rows of a glossary's tables."""
    sections = {heading.line: heading.id or "" for heading in woven.headings}
    section, rows, previous = "", [], False
    for line, text in woven.words:
        section = sections.get(line, section)
        columns = [column.strip() for column in text.strip().strip("|").split("|")]
        row = text.lstrip().startswith("|") and len(columns) >= 2
        ruler = row and all(set(column) <= set("-: ") for column in columns)
        if row and previous and not ruler:  # below the ruler, which is below the header
            rows.append(Term(line, section, columns[0], columns[1]))
        previous = row and (previous or ruler)
    return rows


def variants(project: Project) -> dict[str, list[Variant]]:
    """The words not to use, by language.

    Raises:
        LiterateError: the file is not the mapping that it should be.
    """
    file = project.root / VARIANTS
    if not file.is_file():
        return {language: [] for language in LANGUAGES}
    source = read_source(file, VARIANTS)
    try:
        given = yaml.safe_load("\n".join(source.lines)) or {}
        return {
            language: [
                Variant(str(word), str(agreed))
                for agreed, words in (given.get(language) or {}).items()
                for word in words
            ]
            for language in LANGUAGES
        }
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = f"is no list of variants ({getattr(error, 'problem', error)})"
        mend = "Write 'zh:' and 'en:', and below them 'term: [variant, variant]'"
        raise LiterateError(Problem(VARIANTS, line, what, mend)) from None


def _same_terms(glossaries: dict[str, Woven], tables: dict[str, list[Term]]) -> list[Problem]:
    ours, theirs = (tables[language] for language in LANGUAGES)
    here, there = (glossaries[language].name for language in LANGUAGES)
    mend = "Give both glossaries the same terms in the same order"
    for a, b in zip(ours, theirs, strict=False):
        if (a.section, a.english, a.chinese) != (b.section, b.english, b.chinese):
            what = f"the term '{a.english}', {a.chinese}, is '{b.english}', {b.chinese}, at "
            return [Problem(here, a.line, f"{what}{there}:{b.line}", mend)]
    if len(ours) != len(theirs):
        longer, name = (ours, here) if len(ours) > len(theirs) else (theirs, there)
        extra = longer[min(len(ours), len(theirs))]
        what = f"the other glossary lacks '{extra.english}', {extra.chinese}"
        return [Problem(name, extra.line, what, mend)]
    return []


def _avoided(name: str, line: int, text: str, unwanted: list[Variant]) -> Iterator[Problem]:
    """The variants in a text that begins at ``line``; a variant may go over the end of a line."""
    prose = plain(text)
    for variant in unwanted:
        for match in variant.pattern.finditer(prose):
            what = f"the agreed word for '{' '.join(match[0].split())}' is '{variant.agreed}'"
            mend = "Write that, or run nox -s check -- --fix"
            yield Problem(name, line + prose.count("\n", 0, match.start()), what, mend)


def _with_agreed(line: str, unwanted: list[Variant]) -> str:
    for variant in unwanted:
        for match in reversed(list(variant.pattern.finditer(plain(line)))):
            word = variant.agreed
            if match[0][0].isupper():
                word = word[0].upper() + word[1:]
            line = line[: match.start()] + word + line[match.end() :]
    return line


def _linked(pages: dict[tuple[str, str], Woven], table: list[Term]) -> list[Problem]:
    """A Chinese link into the glossary says a word of the section that it leads to."""
    words: dict[str, set[str]] = {}
    for term in table:
        words.setdefault(term.section, set()).update(_HAN.findall(term.chinese))
        words[term.section].update(re.findall(r"[a-z_]{2,}", term.chinese.lower()))
    problems = []
    for (language, _), woven in pages.items():
        for link in links(woven) if language == "zh" else ():
            path, _, section = link.target.partition("#")
            if not path.endswith(GLOSSARY) or section not in words:
                continue
            said = {*_HAN.findall(link.text), *re.findall(r"[a-z_]{2,}", link.text.lower())}
            if not said & words[section]:
                what = f"'{link.text}' is no term of the glossary's section #{section}"
                mend = "Link the agreed term, to the section that has it"
                problems.append(Problem(woven.name, link.line, what, mend))
    return problems
