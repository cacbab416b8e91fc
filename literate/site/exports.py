"""Files that the site offers beside its pages: Markdown, notebooks, modules and lists of pages.

Each page gets its Markdown (``index.md``) and, where it shows code, a notebook and its snippet
module. Each language gets ``llms.txt`` and ``llms-full.txt``, the site a sitemap and robots.txt.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from literate.navigation import CONFIGURATIONS, in_order, waits
from literate.page import Page
from literate.project import FOLDERS, LANGUAGES, Project, page_url
from literate.record.records import Verified
from literate.site import search
from literate.site.convert import Converted, convert, encode_notebook, to_markdown
from literate.site.paste import standalone
from literate.site.redirects import write_redirects
from literate.site.render import statement
from literate.snippet import Module
from literate.stubs import is_stub
from literate.words import say

OFFLINE = "pytorch-by-example.zip"  # the whole site
# Where Colab finds the notebooks of the published site.
SITEMAP = "sitemap-all.xml"  # for search engines, in robots.txt
_COLAB = r"https://colab.research.google.com/github/\1/\2/blob/gh-pages/"
_GITHUB = re.compile(r"https?://(?:www\.)?github\.com/([^/]+)/([^/]+?)(?:\.git)?/?")


def module_of(page: Page) -> Module | None:
    """The module that a page is about: the one of its own path, if it shows cells of it."""
    path = page.path.removesuffix(".md") + ".py"
    return next((module for module in page.modules if module.path == path), None)


def downloads(page: Page, repo_url: str = "") -> str:
    """What a reader can do with a page, as HTML: links to the files beside it, and a button.

    Args:
        repo_url: address of the project's repository; on GitHub, there is a link to Colab.
    """
    name, folder, language = Path(page.path).stem, FOLDERS[page.language], page.language
    links = {"download-ipynb": f"{name}.ipynb"} if page.examples else {}
    if module_of(page):
        links["download-py"] = f"{name}.py"
    links["view-markdown"] = "index.md"
    if page.path == "index.md":
        links["download-zip"] = "../" * folder.count("/") + OFFLINE
    if page.examples and repo_url:
        query = urlencode({"template": "wrong-result.yml", "page": f"docs/{language}/{page.path}"})
        links["report"] = f"{repo_url.removesuffix('/').removesuffix('.git')}/issues/new?{query}"
        if github := _GITHUB.fullmatch(repo_url):
            links["open-in-colab"] = github.expand(_COLAB) + folder + page_url(page.path, ".ipynb")
    shown = {
        key: f'<a href="{escape(href)}"{" download" * key.startswith("download")}>'
        f"{say(language, key)}</a>"
        for key, href in links.items()
    }
    copied, markdown = escape(say(language, "page-copied")), escape(links["view-markdown"])
    shown["view-markdown"] += (
        f'\n<button type="button" data-copy="{markdown}" data-copied="{copied}">'
        f"{say(language, 'copy-page')}</button>"
    )
    label, items = say(language, "downloads"), "\n".join(shown.values())
    return f'<nav class="take-away" aria-label="{label}">\n{items}\n</nav>'


def export(project: Project, folder: Path, url: str) -> None:
    """Write the files that belong to the built site in ``folder``: see the two that follow."""
    built = {language: export_language(project, folder, url, language) for language in LANGUAGES}
    export_site(project, folder, url, built)


def export_site(project: Project, folder: Path, url: str, built: Mapping[str, list[str]]) -> None:
    """Write the files that belong to the whole of the built site in ``folder``.

    Args:
        url: address of the site, ending in ``/``.
        built: what ``export_language`` returned, by language.

    Raises:
        LiterateError: a page cannot be used.
        OSError: a file cannot be written.
    """
    for file in folder.rglob("sitemap.xml.gz"):
        file.unlink()
    _write(folder / SITEMAP, _sitemap(url, built, LANGUAGES))
    # The theme fetches what it takes for the sitemap of a language on each page: its pages alone.
    for language in LANGUAGES:
        _write(folder / FOLDERS[language] / "sitemap.xml", _sitemap(url, built, (language,)))
    write_redirects(project, folder, url)
    _write(folder / "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {url}{SITEMAP}\n")


def export_language(project: Project, folder: Path, url: str, language: str) -> list[str]:
    """Write the files that belong to a language of the site in ``folder``.

    Returns:
        The addresses of its pages, below its own.

    Raises:
        LiterateError: a page or a module cannot be used.
        OSError: a file cannot be written.
    """
    from mkdocs.utils import yaml_load  # knows INHERIT and !ENV

    root = folder / FOLDERS[language]
    with open(project.root / CONFIGURATIONS[language], encoding="utf-8") as stream:
        settings = yaml_load(stream)
    index = whole = f"# {settings['site_name']}\n\n> {settings.get('site_description', '')}\n"
    found: list[Converted] = []
    pages = _write_pages(project, language, root, url, found)
    for chapter, listed in itertools.groupby(pages, lambda page: page[0]):
        index += f"\n## {chapter}\n\n"
        for _, line, text in listed:
            index += f"{line}\n"
            whole += f"\n---\n\n{text}"
    _write(root / "llms.txt", index)
    _write(root / "llms-full.txt", whole)
    shown = ((converted.page, converted.sections) for converted in found)
    for name, text in search.index(shown, search.aliases(project, language)).items():
        _write(root / "search" / name, text)
    entries = in_order(project, language)
    written = (entry.page for entry in entries if not waits(project, language, entry.page))
    places = map(page_url, written)
    return [place for place in places if (root / place / "index.html").is_file()]


def _write_pages(
    project: Project, language: str, root: Path, url: str, found: list[Converted]
) -> Iterator[tuple[str, str, str]]:
    """Write the files of each page. Yields its chapter, its line in llms.txt, its Markdown.

    A page that waits for its translation is not listed.

    Args:
        found: each page is added to it.
    """
    existing, verified = set(project.pages(language)), Verified(project)
    for entry in in_order(project, language):
        if entry.page not in existing:
            continue
        converted = convert(project, language, entry.page, url, verified)
        found.append(converted)
        page, text = converted.page, to_markdown(converted)
        _write(root / page_url(entry.page) / "index.md", text)
        if is_stub(page.meta):
            continue
        if page.examples:
            _write(root / page_url(entry.page, ".ipynb"), encode_notebook(converted))
        if module := module_of(page):
            program = standalone(page, module, converted.url, statement(verified, page))
            _write(root / page_url(entry.page, ".py"), program)
        description = page.meta.get("description")
        said = f": {description}" if description else ""
        chapter = entry.sections[0] if entry.sections else page.title
        yield chapter, f"- [{page.title}]({converted.url}index.md){said}", text


def _sitemap(url: str, built: Mapping[str, list[str]], languages: tuple[str, ...]) -> str:
    """A sitemap; one of several languages names for each page the same page in every language."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for language, place in ((x, place) for x in languages for place in built[x]):
        lines += ["<url>", f"<loc>{escape(url + FOLDERS[language] + place)}</loc>"]
        for hreflang, other in {"zh-Hans": "zh", "en": "en", "x-default": "zh"}.items():
            href = escape(url + FOLDERS[other] + place)
            link = f'<xhtml:link rel="alternate" hreflang="{hreflang}" href="{href}"/>'
            lines += [link] if place in built[other] and len(languages) > 1 else []
        lines.append("</url>")
    return "\n".join([*lines, "</urlset>"]) + "\n"


def _write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
