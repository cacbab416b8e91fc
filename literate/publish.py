"""What is made from the finished site's pages: files to take away, and lists of what there is.

Next to each page's ``index.html`` come its Markdown (``index.md``) and, where it shows code, a
notebook and the snippet module; at the root ``sitemap.xml`` and ``robots.txt``, and in each
language ``llms.txt`` and ``llms-full.txt``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from literate.address import FOLDERS, address, beside, resolve
from literate.edition import for_machines
from literate.llms import Listed, llms, llms_full
from literate.navigation import CONFIGURATIONS
from literate.notebook import encode, notebook
from literate.project import LANGUAGES, Project
from literate.provenance import Verified, statement
from literate.tabulate import PAGE, table
from literate.take_away import module_of
from literate.weave import weave_file

_HREFLANG = {"zh": "zh-Hans", "en": "en"}


@dataclass(frozen=True)
class Navigation:
    """What a language's configuration says: the site's name and summary, and its pages.

    Attributes:
        pages: (title of the chapter or None, page) pairs in order.
    """

    name: str
    summary: str
    pages: tuple[tuple[str | None, str], ...]


def publish(project: Project, folder: Path, url: str) -> None:
    """Write what belongs to the built site in ``folder``.

    Args:
        url: address of the site, ending in ``/``.

    Raises:
        LiterateError: a page or a module cannot be used.
        OSError: a file cannot be written.
    """
    navigation = {language: read_navigation(project, language) for language in LANGUAGES}
    for language in LANGUAGES:
        found = navigation[language]
        root, home = folder / FOLDERS[language], url + FOLDERS[language]
        listed = list(_pages(project, language, found, root, home))
        for name, write in (("llms.txt", llms), ("llms-full.txt", llms_full)):
            _write(root / name, write(found.name, found.summary, listed))
    addresses = {
        language: [
            address(page)
            for _, page in navigation[language].pages
            if (folder / FOLDERS[language] / address(page) / "index.html").is_file()
        ]
        for language in LANGUAGES
    }
    for file in folder.rglob("sitemap.xml.gz"):
        file.unlink()
    _write(folder / "sitemap.xml", sitemap(url, addresses, LANGUAGES))
    # The theme asks each language for a sitemap of its own, to tell its pages from others.
    for language in LANGUAGES[1:]:
        _write(folder / FOLDERS[language] / "sitemap.xml", sitemap(url, addresses, (language,)))
    _write(folder / "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {url}sitemap.xml\n")


def read_navigation(project: Project, language: str) -> Navigation:
    """A language's configuration, as the generator reads it."""
    from mkdocs.utils import yaml_load  # knows INHERIT and !ENV

    with open(project.root / CONFIGURATIONS[language], encoding="utf-8") as stream:
        configuration = yaml_load(stream)
    name = configuration["site_name"]
    pages = tuple(_entries(configuration.get("nav") or [], None))
    return Navigation(name, configuration.get("site_description", ""), pages)


def _entries(nav: object, chapter: str | None) -> Iterator[tuple[str | None, str]]:
    if isinstance(nav, str):
        if "://" not in nav:
            yield chapter, nav
    elif isinstance(nav, dict):
        for title, inner in nav.items():
            within = chapter or (title if isinstance(inner, list) else None)
            yield from _entries(inner, within)
    else:
        for entry in nav:
            yield from _entries(entry, chapter)


def _pages(
    project: Project, language: str, found: Navigation, root: Path, home: str
) -> Iterator[Listed]:
    """Write the files of each page and return the pages that are Markdown, in order."""
    verified = Verified(project)
    existing = set(project.pages(language))
    for chapter, entry in found.pages:
        # A page that the generator makes from a notebook is written in Markdown, too.
        page = PurePosixPath(entry).with_suffix(".md").as_posix()
        if page not in existing:
            continue
        woven = weave_file(project, project.docs(language) / page)
        link = _linked(page, home)
        url = home + address(page)
        records = posixpath.relpath(PAGE, posixpath.dirname(page) or ".")
        text = for_machines(
            woven,
            url=url,
            link=link,
            verified=statement(
                verified, woven.modules, language, table=records if PAGE in existing else ""
            ),
            generate=lambda _, url=url: _absolute(table(project, verified, language), url),
        )
        at = address(page) + "index.md"
        _write(root / at, text)
        if woven.examples:
            _write(root / beside(page, ".ipynb"), encode(notebook(woven, link=link)))
        if module := module_of(woven, page):
            _write(root / beside(page, ".py"), module.file.read_bytes())
        description = str(woven.meta.get("description") or "")
        yield Listed(chapter or woven.title, woven.title, home + at, description, text)


def _absolute(html: str, url: str) -> str:
    """HTML of the page at ``url`` with full addresses."""
    return re.sub(r'(?<=\shref=")[^"]*', lambda found: urljoin(url, found[0]), html)


def _linked(page: str, home: str) -> Callable[[str], str]:
    """What makes the page's links full addresses."""
    return lambda target: home + resolve(page, target)


def sitemap(url: str, addresses: dict[str, list[str]], languages: tuple[str, ...]) -> str:
    """A sitemap that names, for each page of ``languages``, the same page in every language."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for language in languages:
        for place in addresses[language]:
            lines += ["<url>", f"<loc>{escape(url + FOLDERS[language] + place)}</loc>"]
            others = {_HREFLANG[o]: o for o in LANGUAGES if place in addresses[o]}
            if "zh" in others.values():
                others["x-default"] = "zh"
            for hreflang, other in others.items():
                href = quoteattr(url + FOLDERS[other] + place)
                lines.append(f'<xhtml:link rel="alternate" hreflang="{hreflang}" href={href}/>')
            lines.append("</url>")
    return "\n".join([*lines, "</urlset>"]) + "\n"


def _write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
