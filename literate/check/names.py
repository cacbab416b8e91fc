"""Names of files that each system can hold: a checkout is the same on Windows and macOS."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from literate.problem import Problem
from literate.project import Project

_FOLDERS = ("docs", "snippets")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_IMPOSSIBLE = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
_RENAME = "Rename it"


def unusable(path: str) -> Iterator[Problem]:
    """What Windows would refuse in the name of a file or of a folder around it."""
    for part in path.split("/"):
        if _RESERVED.fullmatch(part):
            yield Problem(path, 1, f"'{part}' is a name that Windows keeps for itself", _RENAME)
        elif found := _IMPOSSIBLE.search(part):
            what = f"has {found[0]!r} in its name '{part}', which Windows cannot write there"
            yield Problem(path, 1, what, _RENAME)


def names(project: Project) -> Iterator[Problem]:
    """Files that another system could not hold, or not beside each other."""
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
