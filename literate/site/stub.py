"""What stands on a page that is there in one language alone."""

from __future__ import annotations

import posixpath
from html import escape

from literate.check.addresses import anchors
from literate.navigation import waits
from literate.page import Page, read_page
from literate.project import FOLDERS, OTHER, Project, page_url, relative_url
from literate.stubs import is_stub
from literate.words import say

_GUIDE = "contributing/index.md"


def notice(project: Project, page: Page) -> str:
    """HTML for below the title of a page whose other language is missing; empty for other pages.

    On a stub it is a box that leads its readers over, and has each id that links may name, of
    headings and old ones. Either page has an element with ``data-one-language``, for templates and
    scripts.

    Raises:
        LiterateError: the page that a stub leads to cannot be used.
    """
    language, other = page.language, OTHER[page.language]
    if not is_stub(page.meta):
        there = waits(project, other, page.path)
        return "<div data-one-language hidden></div>" if there else ""
    whole = read_page(project, project.docs(other) / page.path)
    here, there = (f"/{FOLDERS[x]}{page_url(page.path)}" for x in (language, other))
    link = (
        f'<a href="{posixpath.relpath(there, here)}/" lang="{other}" hreflang="{other}">'
        f"{escape(whole.title)}</a>"
    )
    text = say(language, "read-instead", link)
    if (project.docs(language) / _GUIDE).is_file():
        guide = f'<a href="{relative_url(page.path, _GUIDE)}#one-language">'
        text += say(language, "translate", guide, "</a>")
    ids = "".join(f'<span id="{escape(id_)}"></span>' for id_ in _ids(page, whole))
    return (
        '<div class="admonition" data-one-language>'
        f'<p class="admonition-title">{say(language, "untranslated")}</p>'
        f"<p>{ids}{text}</p></div>"
    )


def _ids(stub: Page, whole: Page) -> list[str]:
    """The ids of a written page that its stub does not have by itself."""
    title = {heading.id for heading in whole.headings if heading.level == 1}
    own = anchors(stub.meta)  # those to its title and to other pages are put there as on any page
    there = {old for old, new in own.items() if new in title or "#" in new}
    ids = [heading.id for heading in whole.headings if heading.id and heading.level > 1]
    ids += [old for old in anchors(whole.meta) | own if old not in there]
    return list(dict.fromkeys(ids))
