"""What changed since the main branch, and whether it is content alone.

Content is what a page is made of. It cannot break the machinery, whose tests take minutes and are
then left out. This module needs nothing but Python and git.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

# What pages are made of, but not the guide and its module, which tests of the machinery read.
_CONTENT = re.compile(r"(?:docs|snippets)/(?!(?:\w\w/)?contributing/)|tests/browser/search\.yml$")
# Of the configurations, the navigation alone.
_CONFIGURATIONS = ("mkdocs.yml", "mkdocs.en.yml")
_NAVIGATION = re.compile(r"^nav:.*\n(?:[ -].*\n|\n)*", re.MULTILINE)


def content(root: Path, *asked_for: str, arguments: Sequence[str] = ()) -> list[str]:
    """The files that changed, sorted, if all of them are content; else, or without any, none.

    The working tree, with what git does not know yet, is compared with where it left the main
    branch. In CI only a pull request is compared: the main branch is checked whole.

    Args:
        asked_for: names of sessions; if one is among ``arguments``, a person wants all of it.
    """
    ours = " ".join(arguments).partition(" -- ")[0].split()
    if os.environ.get("CI"):
        main = os.environ.get("GITHUB_BASE_REF")
        main = main and f"origin/{main}"
    else:
        main = None if set(asked_for) & set(ours) else "origin/HEAD"
    base = main and _git(root, "merge-base", "HEAD", main).strip()
    if not base:
        return []
    tracked = _git(root, "diff", "--name-only", "--no-renames", "-z", base)
    unknown = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    files = sorted({*tracked.split("\0"), *unknown.split("\0")} - {""})
    return files if all(_is_content(root, base, file) for file in files) else []


def _is_content(root: Path, base: str, file: str) -> bool:
    if file not in _CONFIGURATIONS:
        return _CONTENT.match(file) is not None
    with contextlib.suppress(OSError):
        now = (root / file).read_text(encoding="utf-8", errors="replace")
        before = _git(root, "show", f"{base}:{file}")
        return _NAVIGATION.sub("", now) == _NAVIGATION.sub("", before)
    return False


def _git(root: Path, *arguments: str) -> str:
    """What git says; nothing where it fails, as in a folder that is no repository."""
    given = {"cwd": root, "capture_output": True, "encoding": "utf-8", "errors": "replace"}
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        said = subprocess.run(["git", *arguments], check=True, **given).stdout
        return said.replace("\r\n", "\n")
    return ""
