"""Leave out of the built pages and of the theme's style sheets what nobody sees.

A name, an operator, a bracket in code look like the code around them, so they are no elements of
their own: they would be two of five of a page's, each to be styled again at every change.

A rule is left out if it asks for a class that no page has and no script names, or for a palette
that no page chooses; a picture in a variable, if no rule uses it. A sheet gets the name of what is
left in it, so that a browser keeps it as long as it stays as it is.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

_PLAIN = re.compile(r'<span class="(?:n|p|o|ow|w|kc)">([^<]*)</span>')  # Pygments' short names
_SHEETS = "assets/stylesheets/*.min.css"
_CLASSES = re.compile(r"""\bclass=(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_PALETTE = re.compile(r'\b(data-md-color-(?:primary|accent))="?([\w-]+)')
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_EMPTY = re.compile(r"@media[^{};]*\{\}")
_PICTURE = re.compile(r'(--[\w-]+):url\("[^"]*"\);?')
_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/\s*")


def slim(site: Path, *, each: Callable[..., Iterable] = map) -> None:
    """Write the pages of a built site and the theme's sheets anew.

    Args:
        each: what calls a function for each page: ``map``, or that of a pool of processes.
    """
    pages = sorted(site.rglob("*.html"))
    known = set().union(*each(_without_plain, pages))
    scripts = [file.read_text(encoding="utf-8") for file in site.rglob("*.js")]
    for script in scripts:
        known.update(re.findall(r"[\w-]+", script))
    sheets = {file: file.read_text(encoding="utf-8") for file in site.rglob("*.css")}
    theirs = [file for file in sheets if file.match(_SHEETS)]
    for file in theirs:
        sheets[file] = _without(_MAP.sub("", sheets[file]), known)
    used = set(re.findall(r"var\((--[\w-]+)", "".join([*sheets.values(), *scripts])))
    renamed = {}
    for file in theirs:
        text = _PICTURE.sub(lambda found: found[0] if found[1] in used else "", sheets[file])
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        renamed[file.name] = f"{file.name.partition('.')[0]}.{digest}.min.css"
        file.unlink()
        file.with_name(f"{file.name}.map").unlink(missing_ok=True)
        file.with_name(renamed[file.name]).write_text(text, encoding="utf-8", newline="\n")
    list(each(functools.partial(_rename, renamed), pages))


def _without_plain(file: Path) -> set[str]:
    """Write a page without elements for plain code.

    Returns the classes of its elements and the chosen palettes, as selectors name them.
    """
    page = _PLAIN.sub(r"\1", file.read_text(encoding="utf-8"))
    file.write_text(page, encoding="utf-8", newline="\n")
    classes = (name for found in _CLASSES.findall(page) for name in "".join(found).split())
    return {*classes, *map("=".join, _PALETTE.findall(page))}


def _rename(sheets: Mapping[str, str], file: Path) -> None:
    """Name sheets in a page as they are called now."""
    page = file.read_text(encoding="utf-8")
    for old, new in sheets.items():
        page = page.replace(f"/{old}", f"/{new}")
    file.write_text(page, encoding="utf-8", newline="\n")


def _without(sheet: str, known: set[str]) -> str:
    """A style sheet without the rules that match nothing."""

    def matches(selector: str) -> bool:
        # What stands in parentheses may be an alternative, or be what an element is not.
        while (bare := re.sub(r"\([^()]*\)", "", selector)) != selector:
            selector = bare
        asked = re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selector)
        asked += re.findall(r"\[(data-md-color-(?:primary|accent)=[\w-]+)\]", selector)
        return known.issuperset(asked)

    def rule(found: re.Match[str]) -> str:
        kept = [one for one in re.split(r",(?![^(]*\))", found[1]) if matches(one)]
        return f"{','.join(kept)}{{{found[2]}}}" if kept else ""

    return _EMPTY.sub("", _RULE.sub(rule, sheet))
