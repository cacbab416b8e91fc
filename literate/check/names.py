"""Names of files that each system can hold: a checkout is the same on Windows and macOS."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from literate.problem import Problem
from literate.project import DRAWING, FOLDERS, LANGUAGES, Project

_FOLDERS = ("docs", "snippets")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_IMPOSSIBLE = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
_RENAME = "Rename it"
# Folders of the site that hold no chapter.
ADDRESSES = {*filter(None, (f.strip("/") for f in FOLDERS.values())), "assets", "search"}


def unusable(path: str) -> Iterator[Problem]:
    """What Windows would refuse in the name of a file or of a folder around it."""
    for part in path.split("/"):
        if _RESERVED.fullmatch(part):
            yield Problem(path, 1, f"'{part}' is a name that Windows keeps for itself", _RENAME)
        elif found := _IMPOSSIBLE.search(part):
            what = f"has {found[0]!r} in its name '{part}', which Windows cannot write there"
            yield Problem(path, 1, what, _RENAME)


def claimed(project: Project, chapter: str) -> Iterator[Problem]:
    """Why a chapter, ``tensors``, cannot have its name: its address is that of something else."""
    for language in LANGUAGES:
        name = f"docs/{language}/{chapter}/index.md"
        if chapter in ADDRESSES:
            what = f"'{chapter}/' is an address that the site needs for itself"
            yield Problem(name, 1, what, "Give the chapter another name")
        elif chapter == DRAWING:
            what = f"'{chapter}/' is the folder of the functions that draw pictures"
            yield Problem(name, 1, what, "Give the chapter another name")
        elif (project.docs(language) / f"{chapter}.md").is_file():
            what = f"has the address of docs/{language}/{chapter}.md"
            yield Problem(name, 1, what, "Give the chapter another name")


def names(project: Project) -> Iterator[Problem]:
    """Files that another system could not hold, or not beside each other."""
    for chapter in sorted({p.partition("/")[0] for x in LANGUAGES for p in project.pages(x)}):
        found = claimed(project, chapter)
        yield from (problem for problem in found if (project.root / problem.path).is_file())
    seen: dict[str, str] = {}
    for top in _FOLDERS:
        for folder, folders, files in os.walk(project.root / top):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            for name in (*folders, *sorted(files)):
                path = project.relative(project.root / folder / name)
                if name in files:
                    yield from unusable(path)
                if (first := seen.setdefault(path.casefold(), path)) != path:
                    what = f"differs from {first} in capital letters alone"
                    fix = f"{_RENAME}: where case does not count, one of the two is lost"
                    yield Problem(path, 1, what, fix)
