"""What a page points at exists: pages, headings, images; and images are said in words."""

from __future__ import annotations

import difflib
import re

from literate.address import is_full, pointed_at
from literate.check.prose import links
from literate.problem import Problem
from literate.project import LANGUAGES, Project
from literate.weave import Woven

_ID = re.compile(r"\{[^{}]*#([\w-]+)[^{}]*\}|\bid=\"([^\"]+)\"")


def broken_links(project: Project, pages: dict[tuple[str, str], Woven]) -> list[Problem]:
    """Links to what is not there, and images without a word for those who do not see them."""
    problems = []
    ids: dict[tuple[str, str], set[str]] = {}
    existing = {language: set(project.pages(language)) for language in LANGUAGES}
    for (language, page), woven in pages.items():
        for link in links(woven):
            if link.image and not link.text.strip():
                what = f"the image '{link.target}' has no alternative text"
                mend = "Say in words what it shows: ![…](…)"
                problems.append(Problem(woven.name, link.line, what, mend))
            if is_full(link.target) or not link.target:
                continue
            path, _, anchor = link.target.partition("#")
            target = pointed_at(page, path)
            if link.target.startswith("/") or target.startswith(".."):
                what = f"'{link.target}' leads out of the language"
                mend = "Link to a page beside this one: ../chapter/page.md"
                problems.append(Problem(woven.name, link.line, what, mend))
            elif "\\" in path:
                what = f"'{link.target}' has a backslash"
                problems.append(Problem(woven.name, link.line, what, "Write / in links"))
            elif path and not _exists(project, language, target, existing[language]):
                near = difflib.get_close_matches(target, existing[language], 1)
                mend = f"Did you mean {near[0]}" if near else "Check the path"
                what = f"there is no docs/{language}/{target} to link to"
                problems.append(Problem(woven.name, link.line, what, mend))
            elif anchor and (found := pages.get(key := (language, target))):
                if key not in ids:
                    ids[key] = _ids(found)
                if anchor not in ids[key]:
                    near = difflib.get_close_matches(anchor, ids[key], 1)
                    mend = f"Did you mean #{near[0]}" if near else "Name a heading of that page"
                    what = f"{found.name} has no heading #{anchor}"
                    problems.append(Problem(woven.name, link.line, what, mend))
    return problems


def _exists(project: Project, language: str, target: str, pages: set[str]) -> bool:
    return target in pages or (project.docs(language) / target).is_file()


def _ids(woven: Woven) -> set[str]:
    """The anchors of a page: its headings, and what it gives an id."""
    found = {heading.id for heading in woven.headings if heading.id}
    for _, text in woven.words:
        found.update(a or b for a, b in _ID.findall(text))
    return found
