"""The command line: ``python -m literate new | record | check | trust | serve | build``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from literate.problem import LiterateError, Problem
from literate.project import DEVICES, LANGUAGE_NAMES, LANGUAGES, Project, replace_files

if TYPE_CHECKING:
    from literate.check import Checked
    from literate.record import Recorded


def main(arguments: list[str] | None = None) -> int:
    """Run a command in the current folder. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m literate", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    command = commands.add_parser("new", help="begin a page in both languages")
    command.add_argument("page", help="chapter/page, as autograd/jacobian")
    for language, called in LANGUAGE_NAMES.items():
        command.add_argument(f"--{language}", metavar="TITLE", help=f"its {called} title")
        command.add_argument(
            f"--chapter-{language}", metavar="TITLE", help=f"{called} title of a new chapter"
        )
    command.add_argument("--message", help="of an error: the last line of its traceback")

    command = commands.add_parser("record", help="write what the modules print into them")
    command.add_argument("paths", nargs="*", help="modules or folders; all by default")
    command.add_argument("--device", choices=DEVICES, default="cpu")
    command.add_argument("--check", action="store_true", help="show the changes, write nothing")
    command.add_argument("--time-limit", type=float, metavar="SECONDS")
    command.add_argument(
        "--unrecorded", action="store_true", help="only modules without a record of this torch"
    )
    command.add_argument(
        "--patch", type=Path, metavar="FILE", help="write all changes into FILE, and nothing else"
    )

    command = commands.add_parser("check", help="check pages and modules without running them")
    command.add_argument("--fix", action="store_true", help="mend what is mechanical")
    command.add_argument("--json", action="store_true", help="print the findings as JSON")
    command.add_argument("--no-write", action="store_true", help="record no pair; implied by CI")
    command.add_argument(
        "--language-only",
        nargs="+",
        metavar="PAGE",
        help="the change of these pages concerns their language alone",
    )

    command = commands.add_parser("trust", help="damage the pages, and see what the checks see")
    command.add_argument("paths", nargs="*", help="pages, modules or folders; all by default")
    command.add_argument("--kind", action="append", default=[], help="of damage; may be repeated")
    command.add_argument("--sample", type=int, metavar="N", help="damages of each kind")
    command.add_argument("--seed", type=int, default=0, metavar="S", help="which N; 0 by default")

    command = commands.add_parser("build", help="build the site of both languages")
    command.add_argument("folder", nargs="?", type=Path, default=Path("site"))

    command = commands.add_parser("serve", help="preview both languages, and build on changes")
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=8000)
    command.add_argument("--open", action="store_true", help="open a browser")
    command.add_argument("--no-run", action="store_true", help="run no module that is saved")

    for stream in (sys.stdout, sys.stderr):  # a terminal may not know Chinese
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    chosen = parser.parse_args(arguments)
    project = Project(Path.cwd())
    try:
        return _COMMANDS[chosen.command](project, chosen)
    except LiterateError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        reason = error.strerror or error
        name = project.relative(Path(str(error.filename))) if error.filename else "a file"
        print(f"{name}: {reason}; nothing was changed.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; nothing was changed.", file=sys.stderr)
        return 130


def _new(project: Project, chosen: argparse.Namespace) -> int:
    from literate.new import Wanted, is_new_chapter, new, page_path

    path = page_path(chosen.page)
    titles = {x: _asked(getattr(chosen, x), _TITLES[x]) for x in LANGUAGES}
    if path.startswith("errors/") and not chosen.message:
        chosen.message = _asked(None, "The last line of the error's traceback: ")
    chapters = {x: getattr(chosen, f"chapter_{x}") for x in LANGUAGES}
    if is_new_chapter(project, path):
        chapters = {
            x: _asked(chapters[x], f"The chapter is new. Its {_TITLES[x]}") for x in LANGUAGES
        }
    chapters = {x: title or "" for x, title in chapters.items()}
    made, changed = new(project, Wanted(path, titles, chapters, chosen.message))
    for verb, files in (("wrote", made), ("added to", changed)):
        print("\n".join(f"{verb} {project.relative(file)}" for file in files))
    steps = {
        "nox -s serve": f"write, and see it at {path}/",
        f"nox -s record -- snippets/{path}.py": "put what the code prints below it",
        "nox": "run every check",
    }
    print("\nNext:")
    for command, what in steps.items():
        print(f"  {command:<{max(map(len, steps))}}  {what}")
    return 0


_TITLES = {"zh": "Chinese title (中文标题): ", "en": "English title: "}


def _asked(given: str | None, question: str) -> str:
    """What was given, or what a person at the terminal answers; empty where there is nobody."""
    if given is None and sys.stdin is not None and sys.stdin.isatty():
        try:
            return input(question)
        except EOFError:
            return ""
    return given or ""


def _record(project: Project, chosen: argparse.Namespace) -> int:
    from literate.probe import probe
    from literate.record import record
    from literate.run import TIME_LIMIT, workers_on

    given = {"device": chosen.device, "time_limit": chosen.time_limit or TIME_LIMIT}
    if chosen.device == "cuda":
        machine = probe()
        if missing := machine.missing():
            print(missing, file=sys.stderr)
            return 1
        workers = workers_on(machine.memory)
        given |= {"gpu": machine.name, "gpus": machine.gpus, "workers": workers}
    given |= {"write": not chosen.check, "patch": chosen.patch, "unrecorded": chosen.unrecorded}
    recorded = record(project, chosen.paths, **given)
    for problem in recorded.refused:
        print(problem, file=sys.stderr)
    code = _say_recorded(recorded, chosen)
    if chosen.patch:
        print(f"{chosen.patch} holds the changes; to apply them: git apply {chosen.patch.name}")
    return 1 if recorded.refused else code


def _say_recorded(recorded: Recorded, chosen: argparse.Namespace) -> int:
    for diff in recorded.diffs.values():
        print(diff)
    for name in recorded.figures:
        print(f"figure: {name}")
    verb = "would change" if chosen.check or chosen.patch else "changed"
    print(
        f"{verb}: the output of {len(recorded.diffs)} modules, "
        f"the record of {len(recorded.verified)}; as before: {recorded.unchanged}"
    )
    return 1 if chosen.check and (recorded.diffs or recorded.figures) else 0


def _check(project: Project, chosen: argparse.Namespace) -> int:
    from literate.check import check_all, fix_all

    if chosen.language_only:
        from literate.pairs import NAME, language_only

        replace_files({project.root / NAME: language_only(project, chosen.language_only)})
    if chosen.fix:
        mended = fix_all(project)
        print("\n".join(f"mended: {name}" for name in mended) or "nothing to mend by itself")
    checked = check_all(project, write=not (chosen.no_write or os.environ.get("CI")))
    if chosen.json:
        print(_json(checked.problems, checked.notes))
        return 1 if checked.problems else 0
    for note in checked.notes:
        print(f"note: {note}")
    if checked.problems:
        raise LiterateError(checked.problems)
    return _count(checked)


def _json(problems: list[Problem], notes: list[Problem]) -> str:
    """Findings for editors: a list of path, line, what, mend and severity."""
    kinds = (("error", problems), ("note", notes))
    found = [{**asdict(p), "severity": kind} for kind, some in kinds for p in some]
    return json.dumps(found, ensure_ascii=False, indent=1)


def _count(checked: Checked) -> int:
    pages = len(checked.pages)
    print(f"nothing to mend: {len(checked.modules)} modules, {pages} pages")
    if not pages:
        print("no page was found below docs/", file=sys.stderr)
        return 1
    return 0


def _trust(project: Project, chosen: argparse.Namespace) -> int:
    from literate.trust import trust

    given = {"kinds": chosen.kind, "paths": chosen.paths, "say": partial(print, flush=True)}
    trusted = trust(project, **given, sample=chosen.sample, seed=chosen.seed)
    print("\n".join(trusted.report()))
    return 1 if trusted.red or trusted.survivors else 0


def _build(project: Project, chosen: argparse.Namespace) -> int:
    from literate.check import check
    from literate.site import build
    from literate.take_away import OFFLINE

    checked = check(project)
    if checked.problems:
        raise LiterateError(checked.problems)
    _count(checked)
    build(project, chosen.folder.resolve())
    made = ("index.html", "en/index.html", OFFLINE)
    print("built", ", ".join(f"{chosen.folder}/{name}" for name in made))
    return 0


def _serve(project: Project, chosen: argparse.Namespace) -> int:
    from literate.serve import serve

    given = {"open_browser": chosen.open, "run": not chosen.no_run}
    return serve(project, chosen.host, chosen.port, **given)


_COMMANDS = {
    "new": _new,
    "record": _record,
    "check": _check,
    "trust": _trust,
    "serve": _serve,
    "build": _build,
}

if __name__ == "__main__":
    sys.exit(main())
