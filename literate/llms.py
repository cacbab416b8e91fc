"""The lists that language models read, after llmstxt.org: what there is, and all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Listed:
    """A page in the navigation.

    Attributes:
        chapter: the title of its chapter, or its own where it is in none.
        title: its title.
        url: the address of its Markdown.
        description: what it answers.
        markdown: the Markdown.
    """

    chapter: str
    title: str
    url: str
    description: str
    markdown: str


def llms(name: str, summary: str, pages: Iterable[Listed]) -> str:
    """``llms.txt``: the site's name and summary, and the pages of each chapter."""
    lines, chapter = [f"# {name}", "", f"> {summary}"], None
    for page in pages:
        if page.chapter != chapter:
            chapter = page.chapter
            lines += ["", f"## {chapter}", ""]
        description = f": {page.description}" if page.description else ""
        lines.append(f"- [{page.title}]({page.url}){description}")
    return "\n".join(lines) + "\n"


def llms_full(name: str, summary: str, pages: Iterable[Listed]) -> str:
    """``llms-full.txt``: the Markdown of all pages, one after the other."""
    head = f"# {name}\n\n> {summary}\n"
    return "\n---\n\n".join([head, *(page.markdown for page in pages)])
