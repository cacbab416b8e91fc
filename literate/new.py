"""Begin a page: its module, both languages, the navigation, the chapter's first page.

All is made in memory first; then all files are written, or none.
"""

from __future__ import annotations

import builtins
import re
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from literate import templates
from literate.check import check_all
from literate.navigation import CONFIGURATIONS, configuration, with_page
from literate.pairs import Pairs, page_hash
from literate.problem import LiterateError, Problem
from literate.project import (
    LANGUAGE_NAMES,
    LANGUAGES,
    Project,
    Source,
    read_source,
    replace_files,
)

_PATH = re.compile(
    r"(?P<folder>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)/(?P<stem>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
)
_CARDS = re.compile(r"class=\"[^\"]*\bcards\b")
_CARDS_END = re.compile(r"\s*</div>\s*")
_KINDS = {"tutorials": "tutorial", "errors": "error"}


@dataclass(frozen=True)
class Wanted:
    """What a person asks for.

    Attributes:
        path: ``autograd/jacobian``.
        titles: the page's title in each language.
        chapters: the chapter's title in each language, where the chapter is new.
        message: for an error, the last line of its traceback: ``RuntimeError: …``.
    """

    path: str
    titles: dict[str, str]
    chapters: dict[str, str] = field(default_factory=dict)
    message: str | None = None

    @property
    def folder(self) -> str:
        return self.path.partition("/")[0]

    @property
    def kind(self) -> str:
        return _KINDS.get(self.folder, "page")


def page_path(name: str) -> str:
    """``chapter/page`` from what a person may type: a module, a page, slashes of any kind.

    Raises:
        LiterateError: it names no page.
    """
    path = name.replace("\\", "/").strip("/").removeprefix("./").removeprefix("snippets/")
    path = re.sub(r"^docs/[^/]+/", "", path)
    path = re.sub(r"\.(?:py|md)$", "", path)
    if not _PATH.fullmatch(path) or path.endswith("/index"):
        mend = "Name a chapter and a page in lower-case words: autograd/jacobian"
        raise LiterateError(Problem(name, 1, "is no name for a page", mend))
    return path


def is_new_chapter(project: Project, path: str) -> bool:
    """Whether a page needs a chapter that is not there and whose title nobody knows."""
    folder = path.partition("/")[0]
    there = all((project.docs(x) / folder / "index.md").is_file() for x in LANGUAGES)
    return not there and folder not in templates.CHAPTERS


def new(project: Project, wanted: Wanted) -> tuple[list[Path], list[Path]]:
    """Write what a new page begins with.

    Returns:
        The files that are new, and those that were there and have changed.

    Raises:
        LiterateError: there is such a page already, something is missing, or the page would not
            pass the checks. Nothing is changed then.
        OSError: a file cannot be written. Nothing is changed then.
    """
    contents = _contents(project, wanted)
    before = set(check_all(project).problems)
    old = {file: file.read_bytes() if file.exists() else None for file in contents}
    replace_files(contents)
    try:
        found = [problem for problem in check_all(project).problems if problem not in before]
        if found:
            raise LiterateError(found)
    except BaseException:
        replace_files(old)
        raise
    made = [file for file in contents if old[file] is None]
    return made, [file for file in contents if old[file] is not None]


def _contents(project: Project, wanted: Wanted) -> dict[Path, bytes]:
    module = project.snippets / f"{wanted.path}.py"
    pages = {language: project.docs(language) / f"{wanted.path}.md" for language in LANGUAGES}
    problems = [
        Problem(project.relative(file), 1, "is there already", "Edit it, or choose another name")
        for file in (module, *pages.values())
        if file.exists()
    ]
    for language in LANGUAGES:
        if not _is_title(wanted.titles.get(language, "")):
            name = project.relative(pages[language])
            what = f"needs a title in {LANGUAGE_NAMES[language]}, in a line without {{ }} [ ]"
            problems.append(Problem(name, 1, what, f"Give --{language} '…'"))
    if problems:
        raise LiterateError(problems)

    error = None
    if wanted.kind == "error":
        error = _shown(wanted.message or "", project.relative(module))
    contents = {module: templates.module(wanted.kind, error).encode()}
    titles, chapters = _correct(wanted.titles), _correct(_chapters(project, wanted))
    for language, file in pages.items():
        title, chapter = titles[language], chapters[language]
        text = templates.page(wanted.kind, language, f"{wanted.path}.py", title, chapter)
        contents[file] = text.encode()
    for language in LANGUAGES:
        _enter(project, wanted, language, titles[language], chapters[language], contents)
    _pair(project, contents)
    return contents


def _enter(project, wanted, language, title, chapter, contents) -> None:
    """Put the page on the first page of its chapter, and both into the navigation."""
    docs = project.docs(language)
    index, home = docs / wanted.folder / "index.md", docs / "index.md"
    card = templates.card(language, f"{wanted.path.partition('/')[2]}.md", title)
    if index.is_file():
        source = read_source(index, project.relative(index))
        contents[index] = source.encode(_with_card(source, card))
    else:
        contents[index] = templates.chapter(language, wanted.folder, chapter, card).encode()
        if home.is_file():
            source = read_source(home, project.relative(home))
            start = next((i for i, x in enumerate(source.lines) if "#chapters" in x), None)
            if start is not None:
                card = templates.card(language, f"{wanted.folder}/index.md", chapter, whole=True)
                contents[home] = source.encode(_with_card(source, card, start))
    if (project.root / CONFIGURATIONS[language]).is_file():
        source = configuration(project, language)
        before = [f"{wanted.folder}/index.md"]
        lines = with_page(source, f"{wanted.path}.md", chapter, before)
        contents[project.root / source.name] = source.encode(lines)


def _is_title(title: str) -> bool:
    return bool(title.strip()) and not re.search(r"[\n{}\[\]]|^#|#$", title.strip())


def _chapters(project: Project, wanted: Wanted) -> dict[str, str]:
    """The titles of the chapter: those of its first pages, or of the chapter to be made."""
    found, problems = {}, []
    for language in LANGUAGES:
        file = project.docs(language) / wanted.folder / "index.md"
        given = wanted.chapters.get(language, "").strip()
        if file.is_file():
            text = read_source(file, project.relative(file)).lines
            heading = next(
                (re.match(r"# (.+?)\s*(?:\{.*)?$", x) for x in text if x[:2] == "# "), None
            )
            found[language] = heading[1] if heading else wanted.folder
        elif given or wanted.folder in templates.CHAPTERS:
            found[language] = given or templates.CHAPTERS[wanted.folder][language]
        else:
            what = f"there is no chapter '{wanted.folder}' yet"
            mend = f"Give its title: --chapter-{language} '…'; or name a chapter of docs/{language}"
            problems.append(Problem(project.relative(file), 1, what, mend))
    if problems:
        raise LiterateError(problems)
    return found


def _with_card(source: Source, card: list[str], start: int = 0) -> list[str]:
    """A page with one more card on it, below line ``start``; or a row, or an item of a list.

    What the page has is what it gets; of several kinds, the first.
    """
    lines = list(source.lines)
    title, words = card[0], card[2].strip()
    cards = next((i for i in range(start, len(lines)) if _CARDS.search(lines[i])), len(lines))
    for i in range(cards, len(lines)):
        if _CARDS_END.fullmatch(lines[i]):
            return lines[:i] + card + lines[i:]
    rows = [i for i in range(start, len(lines)) if re.match(r"\|.*\]\([^)]*\.md", lines[i])]
    if rows:
        return [*lines[: rows[-1] + 1], f"| {title[2:]} | {words} |", *lines[rows[-1] + 1 :]]
    return [*lines, "", f"{title}: {words}"]


def _correct(titles: dict[str, str]) -> dict[str, str]:
    """What a person typed in the typography of the pages, where the tool for it is there."""
    try:
        from autocorrect_py import format_for
    except ModuleNotFoundError:  # the check will say what is to be written otherwise

        def format_for(text: str, _: str) -> str:
            return text

    return {x: format_for(f"# {title.strip()}", "markdown")[2:] for x, title in titles.items()}


def _pair(project: Project, contents: dict[Path, bytes]) -> None:
    """Both sides of these pages say the same, unless one was waiting for the other before."""
    pairs = Pairs(project)
    written = [(project.page_of(file), data) for file, data in contents.items()]
    for page in {found[1] for found, _ in written if found}:
        if pairs.older(page) is None:
            hashes = {
                found[0]: page_hash(data) for found, data in written if found and found[1] == page
            }
            pairs.records[page] = hashes
    contents[pairs.file] = pairs.encode()


def _shown(message: str, name: str) -> templates.Shown:
    """An error's type and text.

    Raises:
        LiterateError: it is not the last line of a traceback, as Python prints it.
    """
    mend = "Give the last line of its traceback: --message 'RuntimeError: …'"
    kind, _, text = message.strip().partition(": ")
    kind = kind.strip()
    if not re.fullmatch(r"[A-Za-z_][\w.]*", kind):
        raise LiterateError(Problem(name, 1, "needs the error's message", mend))
    found = getattr(builtins, kind, None)
    if not (isinstance(found, type) and issubclass(found, Exception)):
        # A type of torch's own: its text is kept, and the author's code will raise the real one.
        return templates.Shown("RuntimeError", text or kind)
    if issubclass(found, Warning):
        return templates.Shown(kind, text, warning=True)
    try:
        said = "".join(traceback.format_exception_only(found(text) if text else found())).rstrip(
            "\n"
        )
    except TypeError:
        said = ""
    if said != templates.Shown(kind, text).message:
        return templates.Shown("RuntimeError", text or kind)
    return templates.Shown(kind, text)
