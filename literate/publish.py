"""What is made from the finished site's pages: files to take away, and lists of what there is.

Next to each page's ``index.html`` come its Markdown (``index.md``) and, where it shows code, a
notebook and the snippet module; at the root ``sitemap.xml`` and ``robots.txt``, and in each
language ``llms.txt`` and ``llms-full.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from literate.address import FOLDERS, address, beside, resolve
from literate.edition import for_machines
from literate.llms import Listed, llms, llms_full
from literate.navigation import CONFIGURATIONS, Entry, configuration, read_navigation
from literate.notebook import encode, notebook
from literate.project import LANGUAGES, Project
from literate.provenance import Verified, statement
from literate.tabulate import table, table_from
from literate.take_away import module_of
from literate.weave import weave_file

_HREFLANG = {"zh": "zh-Hans", "en": "en"}


def publish(project: Project, folder: Path, url: str) -> None:
    """Write what belongs to the built site in ``folder``.

    Args:
        url: address of the site, ending in ``/``.

    Raises:
        LiterateError: a page or a module cannot be used.
        OSError: a file cannot be written.
    """
    navigation = {x: read_navigation(configuration(project, x)) for x in LANGUAGES}
    for language in LANGUAGES:
        root, home = folder / FOLDERS[language], url + FOLDERS[language]
        listed = list(_pages(project, language, navigation[language], root, home))
        called = _name_and_summary(project, language)
        for name, write in (("llms.txt", llms), ("llms-full.txt", llms_full)):
            _write(root / name, write(*called, listed))
    addresses = {
        language: [
            address(entry.page)
            for entry in navigation[language]
            if (folder / FOLDERS[language] / address(entry.page) / "index.html").is_file()
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


def _name_and_summary(project: Project, language: str) -> tuple[str, str]:
    """What a language's configuration, or the one that it inherits from, says of the site."""
    from mkdocs.utils import yaml_load  # knows INHERIT and !ENV

    with open(project.root / CONFIGURATIONS[language], encoding="utf-8") as stream:
        settings = yaml_load(stream)
    return settings["site_name"], settings.get("site_description", "")


def _pages(
    project: Project, language: str, navigation: list[Entry], root: Path, home: str
) -> Iterator[Listed]:
    """Write the files of each page and return the pages that are Markdown, in order."""
    verified = Verified(project)
    existing = set(project.pages(language))
    for entry in navigation:
        page = entry.page
        if page not in existing:
            continue
        woven = weave_file(project, project.docs(language) / page)
        link = _linked(page, home)
        url = home + address(page)
        text = for_machines(
            woven,
            url=url,
            link=link,
            verified=""
            if page == "index.md"  # the home page speaks of all modules
            else statement(
                verified, woven.modules, language, table=table_from(project, language, page)
            ),
            generate=lambda _, url=url: _absolute(table(project, verified, language), url),
            releases=project.releases,
        )
        at = address(page) + "index.md"
        _write(root / at, text)
        if woven.examples:
            _write(root / beside(page, ".ipynb"), encode(notebook(woven, link=link)))
        if module := module_of(woven, page):
            _write(root / beside(page, ".py"), module.file.read_bytes())
        description = str(woven.meta.get("description") or "")
        chapter = entry.sections[0] if entry.sections else woven.title
        yield Listed(chapter, woven.title, home + at, description, text)


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
