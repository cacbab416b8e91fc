"""The row below the title of a page: what ran where, and what a reader can do with the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from literate.navigation import TOPICS
from literate.page import Example, Page
from literate.project import relative_url
from literate.record.records import Verified
from literate.site.exports import downloads
from literate.site.listing import ERRORS
from literate.site.render import anchor, states
from literate.site.search import messages
from literate.words import say

CONTENTS = "<!--contents-->"  # for the theme, which knows the headings: see overrides/main.html
_PITFALLS = "pitfalls"  # the id of the section that shows what goes wrong
_SECTION = re.compile(rf"##\s.*\{{[^}}]*#{_PITFALLS}[\s}}]")


def head(page: Page, verified: Verified, lines: Sequence[str], table: str, repo_url: str) -> str:
    """The row as HTML. The home page, which speaks of all modules, has none.

    Args:
        lines: the source of the page.
        table: address of the table of all records, from the page; no link without one.
        repo_url: address of the project's repository; empty without one.
    """
    chips = []
    for state in states(verified, page):
        kind = "chip" if state.ran else "chip missing"
        text = escape(("✓ " if state.ran else "") + state.chip)
        if table and not chips:
            href = escape(f"{table}#{anchor(page.modules[0])}")
            chips.append(f'<a class="{kind}" href="{href}">{text}</a>')
        else:
            chips.append(f'<span class="{kind}">{text}</span>')
    shown = f'<p class="verified">{" ".join(chips)}</p>' if chips else ""
    if (topic := page.meta.get("topic")) in TOPICS:
        said, href = say(page.language, f"topic-{topic}"), relative_url(page.path, ERRORS)
        shown = f'<p class="topic"><a href="{href}#{topic}">{said}</a></p>{shown}'
    if has_errors(lines, page.examples):
        said = say(page.language, "to-errors")
        shown += f'<p class="to-errors"><a href="#{_PITFALLS}">{said}</a></p>'
    return f'<div class="page-head">{shown}{CONTENTS}{downloads(page, repo_url)}</div>'


def has_errors(lines: Sequence[str], examples: Sequence[Example]) -> bool:
    """Whether a page has a section of pitfalls, and below it a recorded error or warning."""
    at = next((n for n, line in enumerate(lines, 1) if _SECTION.match(line)), None)
    return at is not None and any(e.line > at and messages(e.cell) for e in examples)
