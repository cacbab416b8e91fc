"""Where a page and what is made from it stand on the site."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath

FOLDERS = {"zh": "", "en": "en/"}
PAGES = (".md", ".ipynb", ".py")  # what the generator makes a page from


def address(page: str) -> str:
    """The page's address in its language: ``autograd/backward/`` for ``autograd/backward.md``."""
    path = PurePosixPath(page).with_suffix("")
    if path.name == "index":
        path = path.parent
    return "" if path == PurePosixPath(".") else f"{path}/"


def beside(page: str, suffix: str) -> str:
    """A file next to the page: ``autograd/backward/backward.ipynb`` for ``.ipynb``."""
    return address(page) + PurePosixPath(page).stem + suffix


def resolve(page: str, target: str) -> str:
    """The address, in the page's language, of what a link on the page points at.

    Args:
        page: relative to ``docs/<language>/``.
        target: a path from the page, with or without a fragment: ``../nn/module.md#init``.
    """
    path, sign, fragment = target.partition("#")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    if found.endswith(PAGES):
        found = address(found)
    return found + sign + fragment
