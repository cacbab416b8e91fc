"""Begin a page: its module, both languages, the navigation, the first page of its chapter.

What a new page begins with is in ``templates/`` and passes every check as it is. Everything is
made in memory first; then all files are written, or none.
"""

from __future__ import annotations

import builtins
import contextlib
import json
import re
import traceback
from pathlib import Path

from literate.check.structure import hidden_names
from literate.navigation import CONFIGURATIONS, configuration, with_page
from literate.page import read_page
from literate.problem import LiterateError, Problem
from literate.project import (
    LANGUAGE_NAMES,
    LANGUAGES,
    OTHER,
    Project,
    Source,
    read_source,
    replace_files,
)
from literate.prose import front_matter
from literate.stubs import is_stub

_WORD = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_TEMPLATES = Path(__file__).with_name("templates")
_KINDS = {"tutorials": "tutorial", "errors": "error"}
# The chapters that are made when their first page is.
_CHAPTERS = {
    "tutorials": {"zh": "教程", "en": "Tutorials"},
    "errors": {"zh": "报错", "en": "Errors"},
}
_QUESTION = {"zh": "TODO 这一页回答什么问题？", "en": "TODO Which question does this page answer?"}


def page_path(name: str) -> str:
    """``chapter/page`` from what a person may type: a module, a page, slashes of any kind.

    Raises:
        LiterateError: it names no page.
    """
    path = name.replace("\\", "/").strip("/").removeprefix("./").removeprefix("snippets/")
    path = re.sub(r"^docs/[^/]+/|\.(?:py|md)$", "", path)
    if not re.fullmatch(f"{_WORD}/{_WORD}", path) or path.endswith("/index"):
        fix = "Name a chapter and a page in lower-case words: autograd/jacobian"
        raise LiterateError(Problem(name, 1, "is no name for a page", fix))
    return path


def is_new_chapter(project: Project, path: str) -> bool:
    """Whether a page needs a chapter that does not exist and whose title is not known."""
    folder = path.partition("/")[0]
    exists = all((project.docs(x) / folder / "index.md").is_file() for x in LANGUAGES)
    return not exists and folder not in _CHAPTERS


def new(
    project: Project,
    path: str,
    titles: dict[str, str],
    chapters: dict[str, str],
    message: str = "",
    only: str | None = None,
) -> tuple[list[Path], list[Path]]:
    """Write what a new page begins with.

    Args:
        path: ``autograd/jacobian``.
        titles: the page's title in each language.
        chapters: the chapter's title in each language, where the chapter is new.
        message: for an error, the last line of its traceback: ``RuntimeError: …``.
        only: the language that it is written in, if the other page waits for its translation.

    Returns:
        The files that are new, and those that existed and have changed.

    Raises:
        LiterateError, OSError: a page exists, something is missing, or a file cannot be written;
            nothing is changed.
    """
    module = project.snippets / f"{path}.py"
    pages = {language: project.docs(language) / f"{path}.md" for language in LANGUAGES}
    problems = [
        Problem(project.relative(file), 1, "is there already", "Edit it, or choose another name")
        for file in (module, *pages.values())
        if file.exists()
    ]
    problems += hidden_names(f"{path}.py")
    for language in LANGUAGES:
        lacks = not titles[language] and only in (None, language)
        if lacks or re.search(r"[\n{}\[\]]|^#|#$", titles[language]):
            name = project.relative(pages[language])
            what = f"needs a title in {LANGUAGE_NAMES[language]}, in a line without {{ }} [ ]"
            problems.append(Problem(name, 1, what, f"Give --{language} '…'"))
    if problems:
        raise LiterateError(problems)
    folder, _, name = path.partition("/")
    chapters = _chapters(project, folder, chapters)
    kind = _KINDS.get(folder, "page")
    error = _error(message, project.relative(module)) if kind == "error" else {}
    code = _fill(f"{kind}.py.txt", error)
    if only:
        code = re.sub(rf"# {OTHER[only]}: .*\n", "", code)
    contents = {module: code.encode()}
    for language, file in pages.items():
        title, chapter = titles[language], chapters[language]
        words = {"TITLE": title, "ID": name, "CHAPTER": chapter, "MODULE": f"{path}.py"}
        waits = bool(only) and language != only
        contents[file] = _fill("stub.md" if waits else f"{kind}.{language}.md", words).encode()
        contents |= _entries(project, language, path, title, chapter, waits)
    existed = [file for file in contents if file.exists()]
    replace_files(contents)
    return [file for file in contents if file not in existed], existed


def _fill(name: str, words: dict[str, str]) -> str:
    """A template with its words in capitals replaced."""
    text = (_TEMPLATES / name).read_text(encoding="utf-8")
    return re.sub(r"[A-Z]+", lambda found: words.get(found[0], found[0]), text)


def _error(message: str, name: str) -> dict[str, str]:
    """The words of the template of an error, from the last line of its traceback."""
    kind, _, text = message.strip().partition(": ")
    if not re.fullmatch(r"[A-Za-z_][\w.]*", kind):
        fix = "Give the last line of its traceback: --message 'RuntimeError: …'"
        raise LiterateError(Problem(name, 1, "needs the error's message", fix))
    found = getattr(builtins, kind, None)
    known = isinstance(found, type) and issubclass(found, Exception)
    warns = known and issubclass(found, Warning)
    if not (warns or (known and _said(found, text) == message.strip())):
        # The author's code will raise torch's own type; until then its text is kept.
        kind, text = "RuntimeError", text or kind
    lines = f"{kind}: {text}" if text else kind
    call = json.dumps(text, ensure_ascii=False) if text else ""
    words = {
        "TAGS": ' tags=["raises-exception"]',
        "IMPORTS": "import torch\n",
        "RAISE": f"raise {kind}({call})",
        "OUTPUT": "\n".join(f"#> {line}".rstrip() for line in lines.split("\n")),
    }
    if warns:
        words |= {"TAGS": "", "IMPORTS": "import warnings\n\nimport torch\n"}
        words["RAISE"] = f"warnings.warn({call}, {kind})"
    return words


def _said(kind: type[Exception], text: str) -> str | None:
    """What a traceback says last, or None where the error takes other arguments than a text."""
    with contextlib.suppress(TypeError):
        error = kind(text) if text else kind()
        return "".join(traceback.format_exception_only(error)).rstrip("\n")
    return None


def _chapters(project: Project, folder: str, given: dict[str, str]) -> dict[str, str]:
    """The titles of the chapter: those of its first pages, or of the chapter to be made."""
    found, problems = {}, []
    for language in LANGUAGES:
        file = project.docs(language) / folder / "index.md"
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


def _entries(
    project: Project, language: str, path: str, title: str, chapter: str, waits: bool
) -> dict[Path, bytes]:
    """The files that lead to the page: the first page of its chapter, the navigation."""
    contents = {}
    folder, _, name = path.partition("/")
    docs = project.docs(language)
    index, home = docs / folder / "index.md", docs / "index.md"
    if index.is_file():
        source = read_source(index, project.relative(index))
    else:
        words = {"CHAPTER": chapter, "TITLE": chapter, "ID": folder}
        text = _fill("stub.md" if waits else f"chapter.{language}.md", words)
        source = Source(index.name, tuple(text.rstrip("\n").split("\n")), "\n", False)
        if home.is_file():
            first = read_source(home, project.relative(home))
            link = f"[{chapter}]({folder}/index.md)"
            contents[home] = first.encode(_with_link(first, link, language))
    listed = not is_stub(front_matter("\n".join(source.lines))[0])  # which lists nothing
    link = f"[{title}]({name}.md)"
    contents[index] = source.encode(_with_link(source, link, language) if listed else source.lines)
    if (project.root / CONFIGURATIONS[language]).is_file():
        source = configuration(project, language)
        lines = with_page(source, f"{path}.md", chapter, [f"{folder}/index.md"])
        contents[project.root / source.name] = source.encode(lines)
    return contents


def _with_link(source: Source, link: str, language: str) -> list[str]:
    """A page with one more link: at the end of its last cards, or of the page."""
    lines, question = list(source.lines), _QUESTION[language]
    ends = [i for i, line in enumerate(lines) if line.strip() == "</div>"]
    if not (ends and any("cards" in line for line in lines)):
        return [*lines, "", f"- {link}: {question}"]
    return [*lines[: ends[-1]], f"- {link}", "", f"    {question}", "", *lines[ends[-1] :]]
