"""The command line: ``python -m literate new | move | remove | record | check | serve | build``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from literate.problem import LiterateError
from literate.project import DEVICES, LANGUAGE_NAMES, LANGUAGES, Project


def main(arguments: list[str] | None = None) -> int:
    """Run a command in the current folder. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):  # a terminal may not know Chinese
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    chosen = _parser().parse_args(arguments)
    project = Project(Path.cwd())
    try:
        code = chosen.run(project, chosen)
        print(end="", flush=True)
        return code
    except LiterateError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    except BrokenPipeError:  # who reads what is printed has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        reason = error.strerror or error
        name = project.relative(Path(str(error.filename))) if error.filename else "a file"
        print(f"{name}: {reason}; nothing was changed.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; nothing was changed.", file=sys.stderr)
        return 130


_FLAG = {"action": "store_true"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m literate", description=__doc__)
    commands = parser.add_subparsers(required=True)

    def command(run, what):
        made = commands.add_parser(run.__name__.removeprefix("_"), help=what)
        made.set_defaults(run=run)
        return made.add_argument

    add = command(_new, "begin a page in both languages")
    add("page", help="chapter/page, as autograd/jacobian")
    for language, name in LANGUAGE_NAMES.items():
        add(f"--{language}", metavar="TITLE", help=f"its {name} title")
        add(f"--chapter-{language}", metavar="TITLE", help=f"{name} title of a new chapter")
    what = "write it in this language alone; the other page waits for its translation"
    add("--only", choices=LANGUAGES, help=what)
    add("--message", help="of an error: the last line of its traceback")
    add("--anyway", **_FLAG, help="begin a page for an error that other pages have already")
    add("--after", metavar="CHAPTER", help="put a new chapter after this one: tensors")
    add = command(_move, "give a page, chapter, cell or heading id another name")
    what = "tensors/matmul, tensors/ (a chapter), tensors/matmul:cell, tensors/matmul#heading-id"
    add("old", help=what)
    add("new", help="the same with its new name")
    add = command(_remove, "remove a page or a chapter")
    add("page", help="chapter/page, or chapter/")
    add("--to", metavar="PAGE", default="", help="the page that answers at its address and links")
    add = command(_record, "write what the modules print into them")
    add("paths", nargs="*", help="modules or folders; all by default")
    add("--device", choices=DEVICES, default="cpu")
    add("--check", **_FLAG, help="show the changes, write nothing")
    add("--time-limit", type=float, metavar="SECONDS")
    add("--changed", **_FLAG, help="only modules without a record that holds")
    add("--patch", type=Path, metavar="FILE", help="write all changes into FILE, nothing else")
    what = "write an exception of another type than the documented one"
    add("--accept-type", **_FLAG, help=what)
    add = command(_check, "check pages and modules without running them")
    add("--fix", **_FLAG, help="fix what is mechanical")
    add("--json", **_FLAG, help="print the findings as JSON")
    what = "compare the languages' changes since REV; by default, since the main branch"
    base = os.environ.get("GITHUB_BASE_REF")  # of a pull request
    add("--since", default=f"origin/{base}" if base else "", metavar="REV", help=what)
    add = command(_build, "build the site of both languages")
    add("folder", nargs="?", type=Path, default=Path("site"))
    add = command(_serve, "preview both languages, and build on changes")
    add("--host", default="127.0.0.1")
    add("--port", type=int, default=8000)
    add("--open", **_FLAG, help="open a browser")
    add("--no-run", **_FLAG, help="run no module that is saved")
    return parser


def _new(project: Project, chosen: argparse.Namespace) -> int:
    from literate.scaffold.dialog import begin

    return begin(project, chosen)


def _move(project: Project, chosen: argparse.Namespace) -> int:
    from literate.scaffold.move import move

    return _tell(move(project, chosen.old, chosen.new))


def _remove(project: Project, chosen: argparse.Namespace) -> int:
    from literate.scaffold.move import remove

    return _tell(remove(project, chosen.page, chosen.to))


def _tell(changes) -> int:
    for old, new in changes.moved.items():
        print(f"moved {old} to {new}" if new else f"removed {old}")
    for name in changes.changed:
        print(f"changed {name}")
    if changes.left:
        print("\nLook at:", *changes.left, sep="\n  ")
    print("\nNext:\n  nox -s check")
    return 0


def _record(project: Project, chosen: argparse.Namespace) -> int:
    from literate.record.recorder import record
    from literate.run.machine import probe, workers_on
    from literate.run.runner import TIME_LIMIT

    given = {"device": chosen.device, "time_limit": chosen.time_limit or TIME_LIMIT}
    if chosen.device == "cuda":
        machine = probe()
        if missing := machine.missing():
            print(missing, file=sys.stderr)
            return 1
        workers = workers_on(machine.memory)
        given |= {"gpu": machine.name, "gpus": machine.gpus, "workers": workers}
    given |= {"write": not chosen.check, "patch": chosen.patch, "changed": chosen.changed}
    recorded = record(project, chosen.paths, **given, accept_type=_accepts(chosen))
    for problem in recorded.refused:
        print(problem, file=sys.stderr)
    for diff in recorded.diffs.values():
        print(diff)
    for name in recorded.figures:
        print(f"figure: {name}")
    for places in recorded.read_again:
        print(f"read again: {places}")
    print(_summary(recorded, chosen.check or chosen.patch))
    if chosen.patch:
        print(f"{chosen.patch} holds the changes; to apply them: git apply {chosen.patch.name}")
    would_change = chosen.check and recorded.changed
    return 1 if recorded.refused or would_change else 0


def _accepts(chosen: argparse.Namespace):
    """Whether an exception may change its type: as the command says, or who sits at the terminal.

    ``--check`` asks nobody.
    """

    def accepts(problem) -> bool:
        if chosen.accept_type or chosen.check:
            return chosen.accept_type
        question = f"{problem.path}:{problem.line}: {problem.what}. Write it? [y/N] "
        from literate.scaffold.dialog import ask

        return ask("", question).lower() in ("y", "yes")

    return accepts


def _summary(recorded, later: bool) -> str:
    """What a recording did, or would do ``later``, in a line."""
    changed = recorded.changed
    again = len({f"snippets/{path}" for path in recorded.verified} - set(changed))
    names = f" ({', '.join(changed)})" if 0 < len(changed) < 6 else ""
    what = f"the output of {len(changed)} module{'s' * (len(changed) != 1)}{names}"
    did, noted = ("would change", "to record again") if later else ("changed", "recorded again")
    idle = recorded.total - len(changed) - again
    what = f"{did}: {what if changed else 'no output'}; {noted} with the same output: {again}; "
    return f"{what}nothing to do: {idle}"


def _check(project: Project, chosen: argparse.Namespace) -> int:
    from literate.check import check_all, fix_all

    if chosen.fix:
        fixed = fix_all(project)
        print("\n".join(f"fixed: {name}" for name in fixed) or "nothing to fix by itself")
    checked = check_all(project, chosen.since)
    if chosen.json:
        found = [asdict(problem) | {"severity": "error"} for problem in checked.problems]
        found += [asdict(note) | {"severity": "note"} for note in checked.notes]
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 1 if checked.problems else 0
    for note in checked.notes:
        print(f"note: {note}")
    return _report(checked)


def _report(checked) -> int:
    """Print what was checked; raise what was found."""
    from literate.stubs import is_stub

    if checked.problems:
        raise LiterateError(checked.problems)
    stubs = sum(is_stub(page.meta) for page in checked.pages.values())
    more = f", {stubs} of them to be translated" if stubs else ""
    print(f"nothing to fix: {len(checked.modules)} modules, {len(checked.pages)} pages{more}")
    if not checked.pages:
        print("no page was found below docs/", file=sys.stderr)
    return 0 if checked.pages else 1


def _build(project: Project, chosen: argparse.Namespace) -> int:
    from literate.check import check
    from literate.site.build import build
    from literate.site.exports import OFFLINE

    _report(check(project))
    build(project, chosen.folder.resolve())
    made = ("index.html", "en/index.html", OFFLINE)
    print("built", ", ".join(f"{chosen.folder}/{name}" for name in made))
    return 0


def _serve(project: Project, chosen: argparse.Namespace) -> int:
    from literate.site.serve import serve

    given = {"open_browser": chosen.open, "run": not chosen.no_run}
    return serve(project, chosen.host, chosen.port, **given)


if __name__ == "__main__":
    sys.exit(main())
