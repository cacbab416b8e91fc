"""Every text is written in its own language, with the agreed words and its typography."""

from __future__ import annotations

import contextlib
import difflib
import functools
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from literate.check.structure import Modules, Pages, about
from literate.check.terms import ALSO, GLOSSARY, HAN, columns
from literate.navigation import CONFIGURATIONS, navigations
from literate.page import Page
from literate.problem import LiterateError, Problem
from literate.project import (
    LANGUAGE_NAMES,
    LANGUAGES,
    OTHER,
    Project,
    Source,
    linked_file,
    read_source,
)
from literate.snippet import COMMENT, Module
from literate.stubs import is_stub

VARIANTS = "docs/variants.yml"  # for each language, the words that are not written for a term

_WORD = re.compile(r"[A-Za-z]{2,}")
_WORDS = 4  # so many English words in a line are a sentence; fewer may be names
_HOME = {"zh": "首页", "en": "Home"}  # the one page that is not called as it calls itself
_CODE = re.compile("`[^`]+`")
_NOT_PROSE = (  # fences, and what stands within a line
    r"^[^\S\n]*(?P<fence>`{3,}|~{3,})(?s:.*?)(?:^[^\S\n]*(?P=fence)[^\S\n]*$|\Z)"
    r"|`+[^`\n]*`+|\]\([^)\n]*\)|https?://\S+|<[^<>\n]*>|\{[^{}\n]*\}|\$[^$\n]+\$"
)
_same_start = os.path.commonprefix  # of any texts, characterwise


def languages(project: Project, pages: Pages, modules: Modules) -> Iterator[Problem]:
    """What stands in the other language than its own.

    Raises:
        LiterateError: a navigation cannot be read.
    """
    for module in modules.values():
        yield from _comments(module)
    stubs = {key for key, page in pages.items() if is_stub(page.meta)}
    for key, page in pages.items():
        yield from _prose(page, stubs) if key not in stubs else ()
    yield from _navigation(project, pages)


def _foreign(language: str, words: int, text: str) -> bool:
    """Whether a text is not in a language. A Chinese one may have fewer English words."""
    if re.search(HAN, text):
        return language == "en"
    return language == "zh" and len(_WORD.findall(text)) >= words


def _not_in(language: str, line: int, what: str) -> tuple:
    here, there = LANGUAGE_NAMES[language], LANGUAGE_NAMES[OTHER[language]]
    return line, f"{what} is not {here}", f"Write it in {here}, not in {there}"


@about
def _prose(page: Page, stubs: set[tuple[str, str]]) -> Iterator[tuple]:
    """What a page says: its prose, and words beside it, one of which is enough to be foreign.

    A link to one of the ``stubs`` may have its title, which waits for its translation, too.
    """
    said = [
        (1, f"the {key} in the front matter", 1, str(page.meta.get(key) or ""))
        for key in ("title", "description")
    ]
    said += [(e.line, "the figure's alternative text", 1, e.alt or "") for e in page.examples]
    said += [(x.line, "the image's alternative text", 1, x.text) for x in page.links if x.image]
    quoted = {
        link.text
        for link in page.links
        if link.target.startswith("http")
        or (page.language, linked_file(page.path, link.target.partition("#")[0])) in stubs
    }
    quoted = sorted(map(re.escape, quoted - {""}), key=len, reverse=True)
    titles = re.compile("|".join(quoted) or "(?!)")  # which are as they are there
    for block in page.texts:
        heading = block.kind.startswith("h")  # which may be an error message, or a name
        term = page.path == GLOSSARY and block.kind in ("td", "th")
        if not term and not (heading and page.language == "zh"):
            lines = titles.sub("", block.text).split("\n")
            said += [(at, "this line", _WORDS, text) for at, text in enumerate(lines, block.line)]
    for line, what, words, text in said:
        if _foreign(page.language, words, text):
            yield _not_in(page.language, line, what)


@about
def _comments(module: Module) -> Iterator[tuple]:
    """Comments that changed places. What is a name or code may be the same in both languages."""
    for cell in module.cells.values():
        texts = enumerate(cell.lines, cell.first)
        found = [(line, match) for line, text in texts if (match := COMMENT.fullmatch(text))]
        english = {match[3] for _, match in found if match[2] == "en"}
        for line, (_, language, text) in ((line, match.groups("")) for line, match in found):
            same = language == "zh" and text in english and len(_WORD.findall(text)) < _WORDS
            if not same and _foreign(language, 1, text):
                yield _not_in(language, line, f"the '# {language}:' comment")


def _navigation(project: Project, pages: Pages) -> Iterator[Problem]:
    """Titles of the navigation that belong to another chapter or page, by the pages' own titles."""
    for language, entries in navigations(project).items():
        titled = []
        for entry in entries:
            if entry.name and (page := pages.get((language, entry.page))):
                own = _HOME[language] if entry.page == "index.md" else page.title
                titled.append((entry, entry.name, own))
        for entry, title, own in titled:
            near = difflib.get_close_matches(title, [one for *_, one in titled], 1, 0.5)
            if near != [own]:
                fix = "Give it the title of its page"
                what = f"'{title}' is the title of '{entry.page}', which calls itself '{own}'"
                yield Problem(CONFIGURATIONS[language], entry.line, what, fix)


def unwritten(pages: Pages, modules: Modules) -> Iterator[Problem]:
    """Where a page or its code still says what its template said."""
    found = [(p.name, 1, str(p.meta.get("description"))) for p in pages.values()]
    found += [(p.name, block.line, block.text) for p in pages.values() for block in p.texts]
    for module, cell in ((m, cell) for m in modules.values() for cell in m.cells.values()):
        shown = (both for x in LANGUAGES for both in cell.shown(x))
        found += [(module.name, line, text[2:]) for line, text in shown if text[:1] == "#"]
    for name, line, text in found:
        if text.startswith("TODO"):
            what = f"still says what its template says: '{text[:40]}'"
            yield Problem(name, line, what, "Write what the page is about")


def variants(project: Project) -> dict[str, dict[str, str]]:
    """The words not to write, by language, and the term that is written instead.

    Raises:
        LiterateError: the file is not the mapping that it should be.
    """
    return word_lists(project, VARIANTS, "variants", "term: [variant, variant]")


def word_lists(project: Project, name: str, what: str, form: str) -> dict[str, dict[str, str]]:
    """The words of a file that lists them by language and term: the term of each word.

    Args:
        name: the file, which need not exist.
        what: it lists, for messages, as is the ``form`` of a line.

    Raises:
        LiterateError: the file is not the mapping that it should be.
    """
    file = project.root / name
    if not file.is_file():
        return {language: {} for language in LANGUAGES}
    both = "Keep the lines of both sides, each word once, without the markers"
    text = "\n".join(read_source(file, name, both).lines)
    try:
        given = yaml.safe_load(text) or {}
        listed = {language: (given.get(language) or {}).items() for language in LANGUAGES}
        return {x: {str(w): str(t) for t, words in listed[x] for w in words} for x in LANGUAGES}
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        what = f"is no list of {what} ({getattr(error, 'problem', error)})"
        fix = f"Write 'zh:' and 'en:', and below them '{form}'"
        raise LiterateError(Problem(name, mark.line + 1 if mark else 1, what, fix)) from None


# --- agreed words and typography, by autocorrect -------------------------------------------------


def wording(
    project: Project,
    is_right: Callable[[Path], bool] = lambda file: False,
    note_right: Callable[[Path], None] = lambda file: None,
) -> Iterator[Problem]:
    """Every line that autocorrect would write otherwise, by its rules and the agreed words.

    Args:
        is_right: says of a file that it was right as it is; see ``Kept``.
        note_right: is told of each other file that is right.

    Raises:
        ModuleNotFoundError: autocorrect is not installed.
    """
    for file, (source, corrected) in _corrected(project, is_right).items():
        if list(source.lines) == corrected:
            note_right(file)
        for number, (old, new) in enumerate(zip(source.lines, corrected, strict=True), 1):
            if old != new:
                what = f"'{_around(old, new)}' should be '{_around(new, old)}'"
                yield Problem(source.name, number, what, "nox -s check -- --fix writes it so")


def fix_wording(project: Project) -> dict[Path, bytes]:
    """The files with every such line as it should be."""
    return {
        file: source.encode(corrected)
        for file, (source, corrected) in _corrected(project).items()
        if list(source.lines) != corrected
    }


def correct(project: Project, language: str, text: str) -> str:
    """A line of prose with the agreed words and, where autocorrect is installed, its typography.

    Raises:
        LiterateError: ``VARIANTS`` cannot be read.
    """
    text = _agree(variants(project).get(language, {}))(text)
    with contextlib.suppress(ModuleNotFoundError):
        import autocorrect_py

        text = autocorrect_py.format_for(text, "markdown")
    return text


def is_chinese(text: str) -> bool:
    """Whether a text has Chinese characters in it."""
    return re.search(HAN, text) is not None


def _around(text: str, other: str) -> str:
    """What differs in a text from another, with a few characters around it."""
    start = len(_same_start([text, other]))
    end = len(text) - len(_same_start([text[start:][::-1], other[start:][::-1]]))
    return text[max(0, start - 12) : end + 12]


def _corrected(
    project: Project, is_right: Callable[[Path], bool] = lambda file: False
) -> dict[Path, tuple[Source, list[str]]]:
    """Pages, READMEs and modules, each with its lines as they should be.

    Args:
        is_right: which of them are left out.
    """
    import autocorrect_py  # not needed to build or to run anything

    corrected: dict[Path, tuple[Source, list[str]]] = {}
    unwanted = variants(project)
    agree = {language: _agree(unwanted.get(language, {})) for language in LANGUAGES}
    for file in (*(project.root / "docs").rglob("*.md"), *project.root.glob("*.md")):
        if is_right(file):
            continue
        source = read_source(file, project.relative(file))
        language, page = project.page_of(file) or ("zh" if ".zh." in file.name else "en", "")
        text = "\n".join(source.lines)
        agreed = _agree_rows(agree[language], text) if page == GLOSSARY else agree[language](text)
        text = autocorrect_py.format_for(agreed, "markdown")
        corrected[file] = source, list(map(_space_code, agreed.split("\n"), text.split("\n")))
    for path in project.modules():
        file, lines = project.snippets / path, []
        if is_right(file):
            continue
        source = read_source(file, project.relative(file))
        for line in source.lines:
            if (match := COMMENT.fullmatch(line)) and match[3]:
                text = agree[match[2]](match[3])
                text = autocorrect_py.format(text) if match[2] == "zh" else text
                line = line[: match.start(3)] + text
            lines.append(line)
        corrected[file] = source, lines
    return corrected


def _agree(unwanted: dict[str, str]) -> Callable[[str], str]:
    """Puts the agreed words into a text, but for its code, addresses, tags and attributes."""
    terms = {word.lower(): term for word, term in unwanted.items()}
    words = sorted(map(re.escape, unwanted), key=len, reverse=True)
    # A Chinese word may stand between others, an English one between blanks.
    words = [word if re.search(HAN, word) else rf"\b{word}\b" for word in words]
    pattern = rf"{_NOT_PROSE}|(?P<word>{'|'.join(words) or '(?!)'})"

    def term(found: re.Match[str]) -> str:
        word = terms[found["word"].lower()] if found["word"] else found[0]
        return word[:1].upper() + word[1:] if found[0][0].isupper() else word

    return functools.partial(re.compile(pattern, re.IGNORECASE | re.MULTILINE).sub, term)


def _agree_rows(agree: Callable[[str], str], text: str) -> str:
    """A glossary with the agreed words, but for the column that lists the others."""
    lines = []
    for line in text.split("\n"):
        cells = [cell if i == ALSO else agree(cell) for i, cell in enumerate(columns(line))]
        lines.append(f"|{'|'.join(cells)}|" if cells else agree(line))
    return "\n".join(lines)


def _space_code(old: str, new: str) -> str:
    """A corrected line with its code as it was, and, beyond autocorrect, blanks around it."""
    before, after = _CODE.findall(old), _CODE.findall(new)
    codes = iter(before if len(before) == len(after) else after)
    spaced = re.sub(rf"(?<={HAN})(?=\0)|(?<=\0)(?={HAN})", " ", _CODE.sub("\0", new))
    return re.sub("\0", lambda _: next(codes), spaced)
