"""Links of a page: those to other pages, and those to terms of the glossary, with their meaning."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from literate.check.terms import GLOSSARY, Term, known_terms, meant
from literate.project import is_notebook, is_url, linked_file, relative_url
from literate.words import say

if TYPE_CHECKING:
    from literate.site.extension import SiteExtension


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, site: SiteExtension) -> None:
        super().__init__(md)
        self.site = site


class PageLinks(_Links):
    """Points links at what MkDocs knows, or, where no generator does so, at the built page."""

    def run(self, root: Element) -> None:
        here = self.site.page
        for link in root.iter("a"):
            target = link.get("href", "")
            path, mark, anchor = target.partition("#")
            if not path.endswith(".md") or is_url(target):
                continue
            there = linked_file(here, path)
            if self.site.standalone:
                link.set("href", relative_url(here, there) + mark + anchor)
            elif is_notebook(there):
                link.set("href", path.removesuffix(".md") + ".ipynb" + mark + anchor)


class TermLinks(_Links):
    """Leads each link into the glossary to its term, and puts an anchor on each term there."""

    def run(self, root: Element) -> None:
        site = self.site
        known = known_terms(site.project, site.language)
        rows = root.iter("tr") if site.page == GLOSSARY else ()
        anchors = {term.english: term.id for term in known}
        for row in rows:
            if anchor := anchors.get(text_of(row[0], self.md)):
                row.set("id", anchor)
        for link in root.iter("a"):
            target = link.get("href", "")
            if GLOSSARY in target and (
                term := meant(known, site.page, target, text_of(link, self.md))
            ):
                link.set("href", f"{target.partition('#')[0]}#{term.id}")
                link.set("title", told(term, site.language))


def told(term: Term, language: str) -> str:
    """What a link to a term says when it is pointed at."""
    return say(language, "term", term.english, term.meaning)


def text_of(element: Element, md: Markdown) -> str:
    """The text of an element, with inline code that an extension has stashed as HTML."""

    def code(found: re.Match[str]) -> str:
        html = str(md.htmlStash.rawHtmlBlocks[int(found[1])])
        return unescape(re.sub("<[^>]*>", "", html))

    return HTML_PLACEHOLDER_RE.sub(code, "".join(element.itertext()))
