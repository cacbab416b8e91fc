"""Make pages small, and what all of them load: one style sheet and one script for both languages.

Works on the finished site. Material brings styles for everything that a page could hold; rules that
no page and no script of this site can meet are left out. The two files are named by their content,
so that a host may let browsers keep them for ever.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import rjsmin
import tinycss2
from tinycss2 import ast

from literate.problem import LiterateError, Problem

_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)">\s*')
_SCRIPT = re.compile(r'<script src="([^"]+)"></script>\s*')
_ASSET = re.compile(r'((?:href|src|"search")(?:=|: )")([^"]*\bassets/[^"]+)"')
_ATTRIBUTE = re.compile(r'\b(?:class|id|name|role|type|data-[\w-]+)="([^"]*)"')
_WORD = re.compile(r"[\w-]+")
_COLOUR = re.compile(r"data-md-color-(?:primary|accent|scheme)\s*=\s*[\"']?([\w-]+)")
_VARIABLE = re.compile(r"(?<![\w-])--[\w-]+")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
# Names, operators and the like: most of what is marked in code, in the colour of the code itself.
_PLAIN_TOKEN = re.compile(
    r'<span class="(?:kc|n|o|ow|p|sa|w)">([^<]*)</span>|<span></span>(?=<code>)'
)
_SPACE = re.compile(r"(<(pre|script|textarea)\b.*?</\2>)|\s*\n\s*", re.DOTALL)
# At-rules that hold rules, and so are pruned too.
_GROUPS = ("media", "supports", "layer", "container")
# Read by nobody: maps of sources, and stemmers, because the search does not stem.
_UNREAD = ("**/*.map", "**/assets/javascripts/lunr")


def join_assets(site: Path) -> None:
    """Join the style sheets and the scripts that the pages load, and drop the English copies.

    Args:
        site: the finished site: Chinese pages at its root, English ones below ``en/``.

    Raises:
        LiterateError: pages load different style sheets or scripts, or one that is not there.
    """
    pages = {file: file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html"))}
    sheets, scripts = (_common(site, pages, pattern) for pattern in (_SHEET, _SCRIPT))
    script = ";\n".join(_script(file) for file in scripts) + ";\n"
    words = set(_WORD.findall(script))
    for file in (site / "assets/js").rglob("*.js"):  # those that are loaded when they are needed
        words.update(_WORD.findall(_read(file)))
    for text in pages.values():
        for value in _ATTRIBUTE.findall(text):
            words.update(value.split())
    style = prune("".join(map(_read, sheets)), words)
    sheet = _write(site, "assets/stylesheets", ".css", style)
    bundle = _write(site, "assets/javascripts", ".js", script)
    for file, text in pages.items():
        text = _once(_SHEET, text, lambda at: f'<link rel="stylesheet" href="{at}{sheet}">\n    ')
        text = _once(_SCRIPT, text, lambda at: f'<script src="{at}{bundle}"></script>\n    ')
        if _is_english(site, file):
            text = _ASSET.sub(lambda found, file=file: _shared(site, file, found), text)
        file.write_text(compact(text), encoding="utf-8", newline="\n")
    _drop(site, [*sheets, *scripts])


def compact(html: str) -> str:
    """A page without blanks that separate nothing, and without marks that change no colour."""
    html = _PLAIN_TOKEN.sub(lambda found: found[1] or "", html)
    return _SPACE.sub(lambda found: found[1] or "\n", html)


def prune(style: str, words: set[str]) -> str:
    """A style sheet without the rules that can never apply, and without unread variables.

    Args:
        words: every class, id and attribute value that a page or a script may use. A selector that
            needs another one is dropped; one that merely excludes another one is not.
    """
    rules = list(_alive(tinycss2.parse_stylesheet(style, True, True), words))
    while True:
        text = tinycss2.serialize(rules)
        names = _VARIABLE.findall(text)
        read = set(re.findall(r"var\(\s*(--[\w-]+)", text)) | words
        if not {name for name in names if name not in read}:
            return text
        for rule in _style_rules(rules):
            rule.content = tinycss2.parse_component_value_list(_without_unread(rule, read))


def _alive(rules: Iterable, words: set[str]) -> Iterator:
    for rule in rules:
        if isinstance(rule, ast.AtRule) and rule.lower_at_keyword in _GROUPS and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, True, True)
            rule.content = [*_alive(inner, words)]
            if not rule.content:
                continue
        elif isinstance(rule, ast.QualifiedRule):
            selectors = [s for s in _split(rule.prelude) if _applies(s, words)]
            if not selectors:
                continue
            rule.prelude = [token for s in selectors for token in (*s, _COMMA)][:-1]
        yield rule


_COMMA = ast.LiteralToken(0, 0, ",")


def _split(prelude: list) -> list[list]:
    selectors: list[list] = [[]]
    for token in prelude:
        if token == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _applies(selector: list, words: set[str]) -> bool:
    """Whether every class, id and colour that a selector asks for exists. Not looked at is what
    stands in ``:not()``, ``:is()`` and the like."""
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "ident" and before == "." and token.value not in words:
            return False
        if token.type == "hash" and token.value not in words:
            return False
        if token.type == "[] block":
            colour = _COLOUR.match(tinycss2.serialize(token.content))
            if colour and colour[1] not in words:
                return False
    return True


def _style_rules(rules: Iterable) -> Iterator[ast.QualifiedRule]:
    for rule in rules:
        if isinstance(rule, ast.QualifiedRule):
            yield rule
        elif isinstance(rule, ast.AtRule) and rule.lower_at_keyword in _GROUPS:
            yield from _style_rules(rule.content or ())


def _without_unread(rule: ast.QualifiedRule, read: set[str]) -> str:
    """The text between a rule's braces, without variables that nothing reads."""
    kept = []
    for node in tinycss2.parse_blocks_contents(rule.content, True, True):
        if not isinstance(node, ast.Declaration):
            kept.append(node.serialize())
        elif not node.name.startswith("--") or node.name in read:
            kept.append(node.serialize() + ";")
    return "".join(kept).removesuffix(";")


def _common(site: Path, pages: dict[Path, str], pattern: re.Pattern) -> list[Path]:
    """The files, below the root, that every page loads, in order."""
    common: list[Path] | None = None
    for file, text in pages.items():
        loaded = [_target(site, href) for href in pattern.findall(text)]
        missing = [path for path in loaded if not path.is_file()]
        name = file.relative_to(site).as_posix()
        if missing:
            what = f"loads {missing[0].relative_to(site).as_posix()}, which is not there"
            raise LiterateError(Problem(name, 1, what, "Check extra_css and extra_javascript"))
        if common is not None and loaded != common:
            what = "loads other style sheets or scripts than the pages before it"
            mend = "Load the same on every page: extra_css, extra_javascript, overrides/main.html"
            raise LiterateError(Problem(name, 1, what, mend))
        common = loaded
    return common or []


def _target(site: Path, href: str) -> Path:
    """The file below the root that a page's link to an asset means, in either language."""
    return site / "assets" / href.rpartition("assets/")[2].partition("?")[0]


def _is_english(site: Path, file: Path) -> bool:
    return file.relative_to(site).parts[0] == "en"


def _once(pattern: re.Pattern, text: str, element: Callable[[str], str]) -> str:
    """Put an element in the place of the first match, and nothing in the place of the others."""
    found = pattern.search(text)
    if found is None:
        return text
    before = found[1].rpartition("assets/")[0]
    return text[: found.start()] + element(before) + pattern.sub("", text[found.end() :])


def _shared(site: Path, file: Path, found: re.Match) -> str:
    """An English page's link to an asset, or to the Chinese site's file that is the same."""
    before, _, name = found[2].rpartition("assets/")
    shared, own = site / "assets" / name, site / "en/assets" / name
    if not shared.is_file() or (own.is_file() and own.read_bytes() != shared.read_bytes()):
        return found[0]
    # The page for addresses that do not exist has absolute links, the others have relative ones.
    before = before.removesuffix("en/") if before.startswith("/") else f"../{before}"
    return f'{found[1]}{before}assets/{name}"'


def _write(site: Path, folder: str, suffix: str, text: str) -> str:
    """Write a file that is named by its content. Returns its path below the root."""
    data = text.encode()
    name = f"{folder}/site.{hashlib.sha256(data).hexdigest()[:10]}{suffix}"
    (site / folder).mkdir(parents=True, exist_ok=True)
    (site / name).write_bytes(data)
    return name


def _drop(site: Path, joined: list[Path]) -> None:
    """Remove what was joined, what nobody reads, and English copies of Chinese files."""
    for path in {*joined, *(path for pattern in _UNREAD for path in site.glob(pattern))}:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    own = site / "en/assets"
    for file in [*own.rglob("*")]:
        if not file.is_file():
            continue
        shared = site / "assets" / file.relative_to(own)
        if shared in joined or (shared.is_file() and shared.read_bytes() == file.read_bytes()):
            file.unlink()
    for folder in sorted((path for path in own.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    if own.is_dir() and not any(own.iterdir()):
        own.rmdir()


def _script(file: Path) -> str:
    """A script without its comments, unless it is as small as it can be already."""
    text = _SOURCE_MAP.sub("", _read(file)).strip()
    return text if file.name.endswith(".min.js") else rjsmin.jsmin(text)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
