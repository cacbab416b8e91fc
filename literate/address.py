"""Where a page and what is made from it stand on the site."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePosixPath

FOLDERS = {"zh": "", "en": "en/"}
PAGES = (".md", ".ipynb", ".py")  # what the generator makes a page from
_FULL = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def address(page: str) -> str:
    """The page's address in its language: ``autograd/backward/`` for ``autograd/backward.md``."""
    path = PurePosixPath(page).with_suffix("")
    if path.name == "index":
        path = path.parent
    return "" if path == PurePosixPath(".") else f"{path}/"


def beside(page: str, suffix: str) -> str:
    """A file next to the page: ``autograd/backward/backward.ipynb`` for ``.ipynb``."""
    return address(page) + PurePosixPath(page).stem + suffix


def is_full(target: str) -> bool:
    """Whether a link is a whole address, of another site or of none: ``https:``, ``mailto:``."""
    return _FULL.match(target) is not None


def pointed_at(page: str, path: str) -> str:
    """The file that a path on a page means, relative to the page's language as the page is."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page


def between(here: str, there: str) -> str:
    """A link from one address to another, both from the site's root or both in one language."""
    return posixpath.relpath("/" + there, "/" + here) + "/"


def resolve(page: str, target: str) -> str:
    """The address, in the page's language, of what a link on the page points at.

    Args:
        page: relative to ``docs/<language>/``.
        target: a path from the page, with or without a fragment: ``../nn/module.md#init``.
    """
    path, sign, fragment = target.partition("#")
    found = pointed_at(page, path)
    if found.endswith(PAGES):
        found = address(found)
    return found + sign + fragment
