"""Build the site: Chinese at ``/``, English at ``/en/``, one MkDocs configuration each.

Of what MkDocs made, each page is read once: it gets a strict Content-Security-Policy and no inline
script, so that one short policy holds for all of them, also for pages that instant navigation puts
in place of each other; and its copy for the zip names files where a server would find them.
"""

from __future__ import annotations

import functools
import hashlib
import multiprocessing
import os
import posixpath
import re
import shutil
import signal
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from literate.navigation import CONFIGURATIONS
from literate.problem import LiterateError, Problem
from literate.project import FOLDERS, LANGUAGES, Project, is_url
from literate.site.exports import OFFLINE, export_language, export_site
from literate.site.slim import slim

# On every page. Style attributes are what figures and formulas are drawn with; images may be data
# because the theme's style sheets hold their icons so.
POLICY = (
    "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
# What a host can send as a header on top: a page's own policy cannot say it.
HEADER = f"{POLICY}; frame-ancestors 'none'"

# What only a server or a crawler reads, and what only a person with open developer tools does.
_NOT_OFFLINE = (
    *("404.html", "sitemap.xml", "sitemap-all.xml", "robots.txt", "card-zh.png", "card-en.png"),
    *(".map", ".gz", ".zip"),
)
_RUNS = ("", "module", "text/javascript", "application/javascript")
# What no browser needs of a file: comments in ours, where one in a script begins a line, and the
# theme's palettes, of which we use none.
_UNUSED = {
    "assets/stylesheets/palette.*.css": re.compile(
        r"(?<=[{}])(?:[^{}@,]*\[data-md-color-(?:accent|primary)=[^{}@,]*,?)+\{[^}]*\}"
    ),
    "assets/css/*.css": re.compile(r"/\*.*?\*/|\s+", re.DOTALL),
    "assets/js/*.js": re.compile(r"^[ \t]*/\*.*?\*/\n?", re.DOTALL | re.MULTILINE),
}
_PAGES = 32  # that one process writes again at a time
_WORKERS = 61  # processes that Windows can wait for
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same site makes the same zip


def build(project: Project, folder: Path, *, url: str | None = None) -> None:
    """Build both languages into ``folder``, and what belongs to them. Any warning is an error.

    Args:
        url: address of the published site, ending in ``/``; ``SITE_URL`` by default.

    Raises:
        LiterateError: a language could not be built; MkDocs has printed why.
        OSError: a file could not be written.
    """
    environment = site_environment(url)
    context = multiprocessing.get_context("spawn")
    # A process for each language wherever it is built: MkDocs is made for one build a process.
    workers = max(len(LANGUAGES), min(os.cpu_count() or 1, _WORKERS))
    with (
        tempfile.TemporaryDirectory(prefix="literate-") as beside,
        ProcessPoolExecutor(workers, context, _begin, (environment,)) as pool,
    ):
        # Both at once; MkDocs empties its folder, so English stands elsewhere meanwhile.
        folders = [folder, Path(beside)]
        make = functools.partial(_language, project, environment["SITE_URL"])
        built = dict(zip(LANGUAGES, pool.map(make, LANGUAGES, folders), strict=True))
        shutil.move(Path(beside, FOLDERS["en"]), folder / FOLDERS["en"])
        export_site(project, folder, environment["SITE_URL"], built)
        each = functools.partial(pool.map, chunksize=_PAGES)
        slim(folder, each=each)
        finish(folder, environment["SITE_PATH"], each=each)


def _begin(environment: dict[str, str]) -> None:
    """Begin a process of the pool; Ctrl-C ends it without a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.update(environment)


def _language(project: Project, url: str, language: str, folder: Path) -> list[str]:
    """Build a language of the site in ``folder``. Returns the addresses of its pages."""
    from mkdocs.__main__ import cli

    os.chdir(project.root)
    command = ["build", "--strict", "--clean"]
    command += ["--config-file", str(project.root / CONFIGURATIONS[language])]
    try:
        cli([*command, "--site-dir", str(folder / FOLDERS[language])])
    except SystemExit as ended:
        if ended.code:
            what = f"the {language} site could not be built (see above)"
            fix = "Fix what MkDocs names"
            raise LiterateError(Problem(CONFIGURATIONS[language], 1, what, fix)) from None
    return export_language(project, folder, url, language)


def site_environment(url: str | None) -> dict[str, str]:
    """The environment in which the configurations know the addresses of site and repository."""
    environment = dict(os.environ)
    url = url or environment.get("SITE_URL") or "http://127.0.0.1:8000/"
    url = url if url.endswith("/") else f"{url}/"
    environment["SITE_URL"], environment["SITE_URL_EN"] = url, url + FOLDERS["en"]
    environment["SITE_PATH"] = "/" + url.partition("//")[2].partition("/")[2]
    if environment.get("REPO_URL"):  # MkDocs warns of a path without an address
        environment["EDIT_URI_ZH"] = "edit/main/docs/zh/"
        environment["EDIT_URI_EN"] = "edit/main/docs/en/"
    environment.setdefault("NO_MKDOCS_2_WARNING", "1")
    return environment


def finish(site: Path, path: str = "/", *, each: Callable[..., Iterable] = map) -> None:
    """State the policy on every page, move inline scripts and styles to files, write the zip.

    Comments in our own files and the name of the generator are left out.

    Args:
        site: the folder of the built site.
        path: where the site stands on its host, ``/`` or ``/handbook/``. Hosts show the page for
            missing pages at any address, so its files are named from the host's root.
        each: what calls a function for each page: ``map``, or that of a pool of processes.

    Raises:
        LiterateError: a page holds what no file can replace (an event handler in an attribute, a
            ``javascript:`` address) or has no head; no file is changed.
    """
    names = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    html = sorted(name for name in names if name.endswith(".html"))
    written = each(functools.partial(_write_again, site, names, path), html)
    pages = {page.name: page for page in written}
    if problems := [problem for page in pages.values() for problem in page.problems]:
        raise LiterateError(problems)
    for folder, unused in _UNUSED.items():
        for file in site.rglob(folder):
            text = unused.sub(" ", file.read_text(encoding="utf-8"))
            file.write_text(text, encoding="utf-8", newline="\n")
    for page in pages.values():
        (site / page.name).write_text(page.online, encoding="utf-8", newline="\n")
        for name, text in page.files.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text, encoding="utf-8", newline="\n")
            names.add(name)
    with zipfile.ZipFile(site / OFFLINE, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(name for name in names if not name.endswith(_NOT_OFFLINE)):
            data = pages[name].offline if name in pages else (site / name).read_bytes()
            info = zipfile.ZipInfo(f"{Path(OFFLINE).stem}/{name}", _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, data)


class _Written(NamedTuple):
    """A page, written once more."""

    name: str
    online: str
    offline: str
    files: dict[str, str]  # of what stood in it
    problems: list[Problem]


def _write_again(site: Path, names: set[str], path: str, name: str) -> _Written:
    page = _Page(name, names, path)
    page.feed((site / name).read_text(encoding="utf-8"))
    page.close()
    page.end()
    return _Written(name, "".join(page.online), "".join(page.offline), page.files, page.problems)


class _Page(HTMLParser):
    """Writes a page once more, as it was but for what has to change: on the site, and in the zip.

    Args:
        name: the page's file in the site.
        names: all files of the site.
        path: see ``finish``.
    """

    def __init__(self, name: str, names: set[str], path: str) -> None:
        super().__init__(convert_charrefs=False)
        self.name, self.names = name, names
        self.up = "../" * name.count("/")
        self.root = path if posixpath.basename(name) == "404.html" else self.up
        self.online: list[str] = []
        self.offline: list[str] = []
        self.files: dict[str, str] = {}
        self.problems: list[Problem] = []
        self._inline: tuple[str, str] | None = None  # its tag, and the start tag as typed
        self._text: list[str] = []
        self._left_out = False  # of the zip, up to the end of a link
        self._stated = False

    def _say(self, text: str, offline: str | None = None) -> None:
        if self._inline:
            self._text.append(text)
            return
        self.online.append(text)
        if not self._left_out:
            self.offline.append(text if offline is None else offline)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        typed = self.get_starttag_text()
        # What the theme's link for sharing a search holds until there is one.
        typed = typed.replace('"javascript:void(0)"', '"#"')
        if given.get("href") == "javascript:void(0)":
            given["href"] = "#"
        self._forbidden(tag, given)
        if tag == "meta" and given.get("name") == "generator":
            return
        if "content-security-policy" in given.get("http-equiv", "").lower():
            return  # stated anew
        runs = tag == "script" and given.get("type", "").lower() in _RUNS and "src" not in given
        if runs or tag == "style":
            self._inline = tag, typed
            return
        if tag == "a" and given.get("href") == self.up + OFFLINE:
            self._left_out = True
        if "hreflang" in given and tag == "link":
            self._say(typed, "")
            return
        offline = typed
        for key, before in (("href", ""), ("content", "0; url=")):  # of a redirect
            if (value := given.get(key, "")).startswith(before):
                place = self._file(value.removeprefix(before))
                offline = offline.replace(f'{key}="{escape(value)}"', f'{key}="{before}{place}"')
        self._say(typed, offline)
        if not self._stated and "charset" in given:
            self._stated = True
            meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            self._say(meta, "")

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if self._inline and self._inline[0] == tag:
            _, typed = self._inline
            text = "".join(self._text)
            self._inline, self._text = None, []
            digest = hashlib.sha256(text.encode()).hexdigest()[:8]
            if tag == "style":
                name = f"assets/stylesheets/inline.{digest}.css"
                self._say(f'<link rel="stylesheet" href="{self.root}{name}">')
            else:
                name = f"assets/javascripts/inline.{digest}.js"
                self._say(f'{typed[:-1]} src="{self.root}{name}"></script>')
            self.files[name] = text
            return
        self._say(f"</{tag}>")
        if tag == "a":
            self._left_out = False

    def handle_data(self, data: str) -> None:
        self._say(data)

    def handle_entityref(self, name: str) -> None:
        self._say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._say(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._say(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._say(f"<!{decl}>")

    def end(self) -> None:
        if not self._stated:
            fix = "Let it extend the theme's base.html, or remove it"
            what = "the page has no <head> with a <meta charset> to state the policy behind"
            self.problems.append(Problem(self.name, 1, what, fix))

    def _file(self, href: str) -> str:
        """A link to a folder as a link to the page in it; any other as it is."""
        place = re.split(r"[?#]", href, maxsplit=1)[0]
        if not place or place.startswith("/") or is_url(place):
            return escape(href)
        folder = posixpath.dirname(self.name)
        if posixpath.normpath(posixpath.join(folder, place, "index.html")) not in self.names:
            return escape(href)
        slash = "" if place.endswith("/") else "/"
        return escape(f"{place}{slash}index.html{href.removeprefix(place)}")

    def _forbidden(self, tag: str, given: dict[str, str]) -> None:
        """Report attributes that would run as scripts."""
        for key, value in given.items():
            if key.startswith("on"):
                what = f"<{tag} {key}=…> runs a script that the policy forbids"
                fix = "Listen in a file below overrides/assets/js instead"
            elif value.strip().lower().startswith("javascript:"):
                what = f'<{tag} {key}="javascript:…"> is an address that the policy forbids'
                fix = "Use a button, and listen in a file below overrides/assets/js"
            else:
                continue
            self.problems.append(Problem(self.name, self.getpos()[0], what, fix))
