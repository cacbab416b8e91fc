"""Ask a person for what a new page needs, and begin it; no answer is lost on a refusal."""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import subprocess
import sys

from literate.check.language import correct, is_chinese
from literate.navigation import ENTRIES
from literate.problem import LiterateError, Problem
from literate.project import FOLDERS, LANGUAGE_NAMES, LANGUAGES, Project
from literate.scaffold.error import answered, stable
from literate.scaffold.new import is_new_chapter, new, page_path, taken

_TITLE = {"zh": "Chinese title (中文标题)", "en": "English title"}
_ANYWAY = "Begin another entry anyway? [y/N] "


def begin(project: Project, chosen: argparse.Namespace) -> int:
    """Begin a page by the options of the command ``new``; what is missing is asked for.

    Returns:
        The exit code. What is wrong is printed, with the command that gives all answers again.
    """
    given = {key: (getattr(chosen, key) or "").strip() for key in _options()}
    try:
        return _begin(project, chosen, given)
    except LiterateError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        code = 1
    except (OSError, KeyboardInterrupt):
        _repeat(chosen, given)
        raise
    _repeat(chosen, given)
    return code


def _options() -> list[str]:
    chapters = (f"chapter_{language}" for language in LANGUAGES)
    return ["message", *LANGUAGES, *chapters, "after", "only"]


def _repeat(chosen: argparse.Namespace, given: dict[str, str]) -> None:
    """Print the command with all that was given or answered."""
    words = ["nox", "-s", "new", "--", chosen.page, *(["--anyway"] if chosen.anyway else [])]
    for key, value in given.items():
        words += [f"--{key.replace('_', '-')}", value] if value else []
    line = subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
    print(f"\nNothing was changed. To change an answer, edit this:\n  {line}", file=sys.stderr)


def _begin(project: Project, chosen: argparse.Namespace, given: dict[str, str]) -> int:
    path, shown = page_path(chosen.page), []
    if problems := taken(project, path):
        raise LiterateError(problems)
    if path.startswith(ENTRIES):
        given["message"] = ask(given["message"], "The last line of the error's traceback: ")
        name = f"snippets/{path}.py"
        shown = list(answered(project, given["message"], name))
        found = [problem for problem in shown if f"/{ENTRIES}" in problem.path]
        if found and not chosen.anyway:
            if not _is_terminal():
                raise LiterateError(found)
            print(*found, sep="\n")
            if ask("", _ANYWAY).lower() not in ("y", "yes"):
                print("nothing was changed")
                return 0
            chosen.anyway = True
        for language in [given["only"]] if given["only"] else LANGUAGES:
            given[language] = given[language] or stable(given["message"], name)
    only = given["only"]
    for key, question in _questions(is_new_chapter(project, path)).items():
        if given[key] or key.endswith(only):  # the page that waits needs no title of its own
            given[key] = _title(project, key, given, question)
    titles = {x: given[x] or given.get(only, "") for x in LANGUAGES}
    kept = {x: given[f"chapter_{x}"] or given.get(f"chapter_{only}", "") for x in LANGUAGES}
    after = given["after"].strip("/")
    made, changed = new(project, path, titles, kept, given["message"], after, only)
    for verb, files in (("wrote", made), ("added to", changed)):
        for file in files:
            print(f"{verb} {project.relative(file)}")
    print("\nNext:")
    steps = _steps(path, [project.relative(file) for file in made], only)
    steps |= {f"{one.path}:{one.line}": "has this error: link to it" for one in shown}
    for what, why in steps.items():
        print(f"  {what:<{len(path) + 30}}  {why}")
    return 0


def _questions(new_chapter: bool) -> dict[str, str]:
    questions = dict(_TITLE)
    if new_chapter:
        questions |= {f"chapter_{x}": f"The chapter is new. Its {_TITLE[x]}" for x in LANGUAGES}
    return questions


def _steps(path: str, made: list[str], only: str) -> dict[str, str]:
    """What to do next: a file or a command, and what for."""
    folder = path.partition("/")[0]
    steps = {f"snippets/{path}.py": "the code, in cells"}
    written = {x: name for x, name in LANGUAGE_NAMES.items() if only in ("", x)}
    for language, name in written.items():
        card = "its topic" if path.startswith(ENTRIES) else "its card"
        steps[f"docs/{language}/{path}.md"] = (
            f"the page in {name}; {card} stands in the front matter"
        )
        index = f"docs/{language}/{folder}/index.md"
        if index in made:
            steps[index] = f"what the new chapter answers, in {name}, and its card on the home page"
    steps["nox -s serve"] = f"see it at {FOLDERS[next(iter(written))]}{path}/ while you write"
    steps[f"nox -s record -- snippets/{path}.py"] = "put what the code prints below it"
    return steps | {"nox": "run every check"}


def _title(project: Project, key: str, given: dict[str, str], question: str) -> str:
    """A title that is right; at a terminal it is asked for until it is.

    Raises:
        LiterateError: nobody can be asked.
    """
    answer = ask(given[key], f"{question}: ")
    while answer:
        language = key.removeprefix("chapter_")
        option, other = f"--{key.replace('_', '-')}", given[key.replace("en", "zh")]
        corrected = correct(project, language, answer)
        if language == "en" and is_chinese(answer):
            swapped = " The titles are swapped" if other and not is_chinese(other) else ""
            what, fix = f"'{answer}' is not English.{swapped}", f"Give {option} an English title"
            corrected = ""
        elif corrected != answer:
            what, fix = f"'{answer}' should be '{corrected}'", f"Give {option} '{corrected}'"
        else:
            break
        if not _is_terminal():
            given[key] = answer
            raise LiterateError(Problem(option, 1, what, fix))
        print(f"{what}.")
        proposal = f" [{corrected}]" if corrected else ""
        answer = ask("", f"{question}{proposal}: ") or corrected
    return answer


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def ask(given: str, question: str) -> str:
    """What was given, or what a person at the terminal answers; empty where there is nobody."""
    if not given and _is_terminal():
        with contextlib.suppress(EOFError):
            given = input(question)
    return given.strip()
