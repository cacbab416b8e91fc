"""Make a built site hold a strict Content-Security-Policy, and state it on every page.

The theme writes small scripts into its pages. Here they move to files, so that one short policy,
without a hash or a nonce, holds for every page, with any host, and on pages that instant navigation
puts in place of each other: a browser that keeps a page's first policy must be able to keep it.
"""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

from literate.problem import LiterateError, Problem

# On every page. Style attributes are what figures and formulas are drawn with; images may be data
# because the theme's style sheets hold their icons so.
POLICY = (
    "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
# What a host can send as a header on top: a page's own policy cannot say it.
HEADER = f"{POLICY}; frame-ancestors 'none'"

SCRIPTS = "assets/javascripts"
STYLES = "assets/stylesheets"

_INLINE = re.compile(
    r"<(?P<tag>script|style)\b(?P<attributes>[^>]*)>(?P<text>.*?)</(?P=tag)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_TYPE = re.compile(r"""\stype\s*=\s*["']?(?P<type>[^"'\s>]*)["']?""", re.IGNORECASE)
_RUNS = ("", "module", "text/javascript", "application/javascript")
_HEAD = re.compile(r"""<head\b[^>]*>(\s*<meta charset=["']?[\w-]+["']?\s*/?>)?""", re.IGNORECASE)
# What the theme's link for sharing a search holds until there is one; its script handles clicks.
_VOID = re.compile(r"""(?<=\shref=)(["']?)javascript:void\(0\)\1""")
_HANDLER_ALIKE = re.compile(r"""[\s"']on[a-z]+\s*=|javascript:""", re.IGNORECASE)


def restrict(site: Path, path: str = "/") -> int:
    """Move inline scripts and styles of every page to files and state the policy on it.

    A second run changes nothing.

    Args:
        site: the folder of the built site.
        path: where the site stands on its host, ``/`` or ``/handbook/``. Hosts show the page for
            missing pages at any address, so its files are named from the host's root.

    Returns:
        The number of pages.

    Raises:
        LiterateError: a page holds what no file can replace (an event handler in an attribute, a
            ``javascript:`` address) or has no head; no file is changed.
    """
    problems: list[Problem] = []
    pages: dict[Path, str] = {}
    files: dict[str, str] = {}
    for file in sorted(site.rglob("*.html")):
        text = _VOID.sub('"#"', file.read_text(encoding="utf-8"))
        name = file.relative_to(site).as_posix()
        problems.extend(_Handlers(name).problems_of(text))
        root = path if file.name == "404.html" else "../" * name.count("/")
        text, found = _to_files(text, root)
        files.update(found)
        if not (head := _HEAD.search(text)):
            mend = "Let it extend the theme's base.html, or remove it"
            problems.append(Problem(name, 1, "the page has no <head> to state the policy in", mend))
            continue
        statement = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        if statement not in text:
            text = text[: head.end()] + statement + text[head.end() :]
        pages[file] = text
    if problems:
        raise LiterateError(problems)
    for name, content in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(content, encoding="utf-8", newline="\n")
    for file, text in pages.items():
        file.write_text(text, encoding="utf-8", newline="\n")
    return len(pages)


def _to_files(text: str, root: str) -> tuple[str, dict[str, str]]:
    """A page without inline scripts and styles, and the files that it asks for instead."""
    files: dict[str, str] = {}

    def move(found: re.Match[str]) -> str:
        attributes, content = found["attributes"], found["text"]
        kind = _TYPE.search(attributes)
        if found["tag"].lower() == "style":
            name = f"{STYLES}/inline.{_digest(content)}.css"
            files[name] = content
            return f'<link rel="stylesheet" href="{root}{name}">'
        if _SOURCE.search(attributes) or (kind["type"].lower() if kind else "") not in _RUNS:
            return found[0]
        name = f"{SCRIPTS}/inline.{_digest(content)}.js"
        files[name] = content
        return f'<script{attributes} src="{root}{name}"></script>'

    return _INLINE.sub(move, text), files


def _digest(content: str) -> str:
    """Eight digits that change with the content, as in the theme's own file names."""
    return hashlib.sha256(content.encode()).hexdigest()[:8]


class _Handlers(HTMLParser):
    """Finds the attributes that would run as scripts."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.problems: list[Problem] = []

    def problems_of(self, text: str) -> list[Problem]:
        if _HANDLER_ALIKE.search(text):  # parsing takes long; hardly a page needs it
            self.feed(text)
            self.close()
        return self.problems

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for key, value in attributes:
            if key.startswith("on"):
                what = f"<{tag} {key}=…> runs a script that the policy forbids"
                mend = "Listen in a file below overrides/assets/js instead"
            elif (value or "").strip().lower().startswith("javascript:"):
                what = f'<{tag} {key}="javascript:…"> is an address that the policy forbids'
                mend = "Use a button, and listen in a file below overrides/assets/js"
            else:
                continue
            self.problems.append(Problem(self.name, self.getpos()[0], what, mend))
