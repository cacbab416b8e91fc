"""Begin a page: its module, both languages, and its chapter if that is new.

What a new page begins with is in ``templates/`` and passes every check as it is. Everything is
made in memory first; then all files are written, or none.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

from literate.check.addresses import aliases
from literate.check.names import claimed
from literate.check.structure import hidden_names
from literate.navigation import (
    CONFIGURATIONS,
    INDEX,
    TOPICS,
    chapter,
    configuration,
    head,
    with_chapter,
)
from literate.page import read_page
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGE_NAMES, LANGUAGES, OTHER, Project, replace_files
from literate.scaffold.error import error_cell
from literate.scaffold.places import WORD

_TEMPLATES = Path(__file__).with_name("templates")
_KINDS = {"tutorials": "tutorial", "errors": "error"}
# The chapters that are made when their first page is.
_CHAPTERS = {
    "tutorials": {"zh": "教程", "en": "Tutorials"},
    "errors": {"zh": "报错", "en": "Errors"},
}


def page_path(name: str) -> str:
    """``chapter/page`` from what a person may type: a module, a page, slashes of any kind.

    Raises:
        LiterateError: it names no page.
    """
    path = name.replace("\\", "/").strip("/").removeprefix("./").removeprefix("snippets/")
    path = re.sub(r"^docs/[^/]+/|\.(?:py|md)$", "", path)
    if not re.fullmatch(f"{WORD}/{WORD}", path) or path.endswith("/index"):
        fix = "Name a chapter and a page in lower-case words: autograd/jacobian"
        raise LiterateError(Problem(name, 1, "is no name for a page", fix))
    return path


def is_new_chapter(project: Project, path: str) -> bool:
    """Whether a page needs a chapter that does not exist and whose title is not known."""
    folder = path.partition("/")[0]
    exists = all((project.docs(x) / folder / INDEX).is_file() for x in LANGUAGES)
    return not exists and folder not in _CHAPTERS


def taken(project: Project, path: str) -> list[Problem]:
    """Why a page cannot have this name."""
    files = [project.snippets / f"{path}.py", *(project.docs(x) / f"{path}.md" for x in LANGUAGES)]
    fix = "Edit it, or choose another name"
    there = (project.relative(file) for file in files if file.exists())
    problems = [Problem(name, 1, "is there already", fix) for name in there]
    for language, page in ((x, page) for x in LANGUAGES for page in project.pages(x)):
        if path in aliases(head(project, language, page).meta):
            what = f"is an old address of docs/{language}/{page}"
            problems.append(Problem(f"docs/{language}/{path}.md", 1, what, "Choose another name"))
    chapter = path.partition("/")[0]
    return [*problems, *claimed(project, chapter), *hidden_names(f"{path}.py")]


def new(
    project: Project,
    path: str,
    titles: dict[str, str],
    chapters: dict[str, str],
    message: str = "",
    after: str = "",
    only: str = "",
) -> tuple[list[Path], list[Path]]:
    """Write what a new page begins with.

    Args:
        path: ``autograd/jacobian``.
        titles: the page's title in each language.
        chapters: the chapter's title in each language, where the chapter is new.
        message: for an error, the last line of its traceback: ``RuntimeError: …``.
        after: the folder of the chapter that a new one follows; see ``with_chapter``.
        only: the language that it is written in, if the other page waits for its translation.

    Returns:
        The files that are new, and those that existed and have changed.

    Raises:
        LiterateError, OSError: a page exists, something is missing, or a file cannot be written;
            nothing is changed.
    """
    module = project.snippets / f"{path}.py"
    pages = {language: project.docs(language) / f"{path}.md" for language in LANGUAGES}
    problems = taken(project, path)
    for language in LANGUAGES:
        lacks = not titles[language] and only in ("", language)
        if lacks or re.search(r"[\n{}\[\]]|^#|#$", titles[language]):
            name = project.relative(pages[language])
            what = f"needs a title in {LANGUAGE_NAMES[language]}, in a line without {{ }} [ ]"
            problems.append(Problem(name, 1, what, f"Give --{language} '…'"))
    if problems:
        raise LiterateError(problems)
    folder, _, name = path.partition("/")
    chapters = _chapters(project, folder, chapters)
    kind = _KINDS.get(folder, "page")
    error = error_cell(message, project.relative(module)) if kind == "error" else {}
    code = _fill(f"{kind}.py.txt", error)
    if only:
        code = re.sub(rf"# {OTHER[only]}: .*\n", "", code)
    contents = {module: code.encode()}
    order = last_order(project, folder)
    for language, file in pages.items():
        words = {"TITLE": titles[language], "ID": name, "CHAPTER": chapters[language]}
        words |= {"MODULE": f"{path}.py", "ORDER": str(order), "TOPICS": ", ".join(TOPICS)}
        waits = only not in ("", language)
        contents[file] = _fill("stub.md" if waits else f"{kind}.{language}.md", words).encode()
        contents |= _chapter(project, language, folder, chapters[language], after, waits)
    existed = [file for file in contents if file.exists()]
    replace_files(contents)
    return [file for file in contents if file not in existed], existed


def _fill(name: str, words: dict[str, str]) -> str:
    """A template with its words in capitals replaced."""
    text = (_TEMPLATES / name).read_text(encoding="utf-8")
    return re.sub(r"[A-Z]+", lambda found: words.get(found[0], found[0]), text)


def _chapters(project: Project, folder: str, given: dict[str, str]) -> dict[str, str]:
    """The titles of the chapter: those of its first pages, or of the chapter to be made."""
    found, problems = {}, []
    for language in LANGUAGES:
        file = project.docs(language) / folder / INDEX
        if file.is_file():
            found[language] = read_page(project, file).title
        elif title := given.get(language) or _CHAPTERS.get(folder, {}).get(language):
            found[language] = title
        else:
            what = f"there is no chapter '{folder}' yet"
            fix = f"Give its title: --chapter-{language} '…'; or name a chapter of docs/{language}"
            problems.append(Problem(project.relative(file), 1, what, fix))
    if problems:
        raise LiterateError(problems)
    return found


def last_order(project: Project, folder: str) -> int:
    """The place behind the pages of a chapter, in steps that leave room between them."""
    pages = ((x, page) for x in LANGUAGES for page in chapter(project, x, folder)[1:])
    orders = (head(project, language, page).order for language, page in pages)
    return 10 + int(max((order for order in orders if order < math.inf), default=0))


def _chapter(
    project: Project, language: str, folder: str, title: str, after: str, waits: bool
) -> dict[Path, bytes]:
    """The first page of a chapter and its line in the navigation, if it is new."""
    index = project.docs(language) / folder / INDEX
    if index.is_file():
        return {}
    words = {"CHAPTER": title, "TITLE": title, "ID": folder}
    contents = {index: _fill("stub.md" if waits else f"chapter.{language}.md", words).encode()}
    if (project.root / CONFIGURATIONS[language]).is_file():
        source = configuration(project, language)
        contents[project.root / source.name] = source.encode(with_chapter(source, folder, after))
    return contents
