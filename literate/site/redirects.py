"""A small page at each old address, which leads on to the page that answers now.

It needs no script; one of ours takes along what stands behind ``#`` in the address.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from literate.check.addresses import aliases, anchors, pages_at
from literate.navigation import head
from literate.page import Page, read_page
from literate.project import FOLDERS, LANGUAGES, Project, page_url, relative_url
from literate.words import say

# What says in the HTML of a page that it is one of these.
MARK = '<meta name="robots" content="noindex">'
# The refresh is for those without scripts alone: it could overtake the script, and drop the '#'.
_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{mark}
<link rel="canonical" href="{url}">
<noscript><meta http-equiv="refresh" content="0; url={href}"></noscript>
</head>
<body>
<main><p>{moved}<a href="{href}">{title}</a></p></main>
<script src="{root}assets/js/moved.js"></script>
</body>
</html>
"""


def write_redirects(project: Project, folder: Path, url: str) -> None:
    """Write the pages at the old addresses of the site in ``folder``.

    Args:
        url: address of the site, ending in ``/``.

    Raises:
        LiterateError: a page cannot be used.
        OSError: a page cannot be written.
    """
    for language in LANGUAGES:
        top = folder / FOLDERS[language]
        for path in project.pages(language):
            for old in aliases(head(project, language, path).meta):
                page = read_page(project, project.docs(language) / path)
                here = f"{old}.md"
                words = {
                    "language": language,
                    "title": page.title,
                    "url": url + FOLDERS[language] + page_url(path),
                    "href": relative_url(here, path),
                    "moved": say(language, "moved"),
                    "root": relative_url(here, "index.md"),
                }
                words = {key: escape(value) for key, value in words.items()}
                file = top / old / "index.html"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(_PAGE.format(mark=MARK, **words), encoding="utf-8", newline="\n")


def moved_sections(project: Project, page: Page) -> str:
    """What a page says at the old ids of sections that are on other pages now, as HTML.

    Only a visitor who comes for one of them sees its line.
    """
    lines = []
    for old, new in anchors(page.meta).items():
        place, sign, id_ = new.rpartition("#")
        if sign:
            docs = project.docs(page.language)
            first, index = pages_at(place)
            there = first if (docs / first).is_file() else index
            title = read_page(project, project.docs(page.language) / there).title
            href = f"{relative_url(page.path, there)}#{id_}"
            link = f'<a href="{escape(href)}">{escape(title)}</a>'
            said = say(page.language, "moved-section")
            lines.append(
                f'<p class="moved" id="{escape(old)}" data-search-exclude>{said}{link}</p>'
            )
    return "\n".join(lines)
