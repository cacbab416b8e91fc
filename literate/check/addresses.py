"""Old addresses and old heading ids keep working: the front matter of the page that answers now.

``aliases: [tensors/matmul]`` lists a page's old addresses, ``anchors: {old-id: new-id}`` the old
ids of its headings; ``{old-id: nn/linear#new-id}`` is one whose text is on another page now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from literate.check.names import ADDRESSES
from literate.check.structure import Pages, git, left_main, read_instead
from literate.page import Page
from literate.problem import Problem
from literate.project import LANGUAGES, Project, page_url, read_source
from literate.prose import front_matter

_ADDRESS = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*")
# A fence, for patterns with DOTALL and MULTILINE; headings with their ids, outside of fences.
FENCE = r"^[ \t>]*(?P<fence>`{3,}|~{3,})(?:.*?\n)(?:.*?^[ \t>]*(?P=fence)[ \t]*$|.*\Z)"
_HEADING = r"^#{1,6}[ \t][^\n]*\{[^{}\n]*#(?P<id>[\w-]+)[^{}\n]*\}[ \t]*$"
HEADINGS = re.compile(f"{FENCE}|{_HEADING}", re.DOTALL | re.MULTILINE)


def address(page: str) -> str:
    """The address of a page, without the last slash: ``tensors/matmul`` of ``tensors/matmul.md``.

    That of a chapter's first page, ``tensors/index.md``, is ``tensors``.
    """
    return page_url(page).rstrip("/")


def pages_at(address: str) -> tuple[str, str]:
    """The pages that may stand at an address: ``nn.md`` and ``nn/index.md`` at ``nn``."""
    return f"{address}.md", f"{address}/index.md"


def aliases(meta: Mapping[str, object]) -> list[str]:
    """The old addresses that a page's front matter lists."""
    found = meta.get("aliases")
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def anchors(meta: Mapping[str, object]) -> dict[str, str]:
    """The new id (``new-id``, or ``nn/linear#new-id`` of another page) for each old one."""
    found = meta.get("anchors")
    pairs = found.items() if isinstance(found, dict) else ()
    return {old: new for old, new in pairs if isinstance(old, str) and isinstance(new, str)}


def old_ids(meta: Mapping[str, object], id_: str) -> list[str]:
    """The old ids of a heading, by the front matter of its page."""
    return [old for old, new in anchors(meta).items() if new == id_]


def heading_ids(text: str) -> list[str]:
    """The ids that the headings in the text of a page end with."""
    return [found["id"] for found in HEADINGS.finditer(text) if found["id"]]


_FORMS = {
    "aliases": (aliases, list, "Write a list of old addresses: aliases: [chapter/page]"),
    "anchors": (anchors, dict, "Write old ids and new ones: anchors: {old-id: new-id}"),
}


def addresses(project: Project, pages: Pages) -> Iterator[Problem]:
    """Front matter that leads from what is no old address, or to what is not there."""
    for language in LANGUAGES:
        ours = _of(language, pages)
        for path, page in ours.items():
            found = [*_form(page), *_aliases(page, ours), *_anchors(page, ours)]
            if language == LANGUAGES[0] and (other := pages.get((LANGUAGES[1], path))):
                found += _differs(page, other)
            lines = read_source(project.root / page.name, page.name).lines if found else ()
            for key, what, fix in found:
                at = (i for i, line in enumerate(lines, 1) if line.startswith(f"{key}:"))
                yield Problem(page.name, next(at, 1), what, fix)


def _of(language: str, pages: Pages) -> dict[str, Page]:
    """The pages of a language; one that waits for its translation has the headings of the other."""
    return {
        path: replace(page, headings=read_instead(page, pages).headings)
        for (x, path), page in pages.items()
        if x == language
    }


Wrong = Iterator[tuple[str, str, str]]  # the key, what is wrong with it, the next step


def _form(page: Page) -> Wrong:
    for key, (read, kind, fix) in _FORMS.items():
        given = page.meta.get(key, kind())
        if not isinstance(given, kind) or len(given) != len(read(page.meta)):
            yield key, f"'{key}' is not in the form that it has to have", fix


def _differs(page: Page, other: Page) -> Wrong:
    for key in _FORMS:
        if key in page.meta and key in other.meta and page.meta[key] != other.meta[key]:
            what = f"'{key}' differs from that of {other.name}"
            yield key, what, "Write the same in both languages"


def _aliases(page: Page, pages: Mapping[str, Page]) -> Wrong:
    if not aliases(page.meta):
        return  # as most have none
    listed = [one for other in pages.values() for one in aliases(other.meta)]
    taken = {address(path): other for path, other in pages.items()}
    for old in aliases(page.meta):
        if not _ADDRESS.fullmatch(old) or old.partition("/")[0] in ADDRESSES:
            fix = "Write chapter/page in lower case, without a slash at either end"
            yield "aliases", f"'{old}' is no address that a page had", fix
        elif old in taken:
            what = f"the alias '{old}' is the address of {taken[old].name}"
            yield "aliases", what, "Remove the alias, or that page"
        elif listed.count(old) > 1:
            fix = "List it once, on the page that answers now"
            yield "aliases", f"the alias '{old}' is listed more than once", fix


def _anchors(page: Page, pages: Mapping[str, Page]) -> Wrong:
    if not anchors(page.meta):
        return
    here = {heading.id for heading in page.headings}
    for old, new in anchors(page.meta).items():
        place, sign, id_ = new.rpartition("#")
        found = (pages[path] for path in pages_at(place) if path in pages)
        target = next(found, None) if sign else page
        if old in here:
            fix = "Remove the anchor, or give the heading another id"
            yield "anchors", f"the old id '{old}' is that of a heading", fix
        elif target is None:
            fix = "Write chapter/page#id, or an id of this page"
            yield "anchors", f"the anchor '{old}' leads to '{place}', which is no page", fix
        elif id_ not in {heading.id for heading in target.headings}:
            what = f"the anchor '{old}' leads to '{id_}', which is no heading of {target.name}"
            yield "anchors", what, "Name the id of the heading that answers now"


def lost(project: Project, pages: Pages, since: str = "") -> Iterator[Problem]:
    """Addresses and heading ids that readers may have kept, and that answer no more.

    They are those of the pages as they were where this branch left the main one. Of several
    languages that lack one, the first is named.

    Args:
        since: the revision to compare with; see ``translation.one_sided``.
    """
    base = left_main(project, since)
    if not base or any((x, page) not in pages for x in LANGUAGES for page in project.pages(x)):
        return  # a page that cannot be read may be the one that answers
    listed = git(project, "diff", "--no-renames", "--name-status", base, "--", "docs")
    changed = {line[2:]: line[0] for line in listed.splitlines()}
    told: set[str] = set()
    for language in LANGUAGES:
        answers = {}
        for path, page in _of(language, pages).items():
            led = anchors(read_instead(page, pages).meta) | anchors(page.meta)
            page = replace(page, meta={**page.meta, "anchors": led})
            answers |= dict.fromkeys([address(path), *aliases(page.meta)], page)
        for name, status in changed.items():
            here, path = project.page_of(project.root / name) or ("", "")
            if here == language and name.endswith(".md") and status != "A":
                text = git(project, "show", f"{base}:{name}")
                for old, problem in _lost(name, path, text, answers, changed):
                    if old not in told:
                        yield problem
                    told.add(old)


def _lost(
    name: str, path: str, text: str, answers: Mapping[str, Page], changed: Mapping[str, str]
) -> Iterator[tuple[str, Problem]]:
    """What an older text of a page answered to, and nothing answers to now.

    Where a page that was there before answers for a removed one, it need not have its headings.
    """
    text = text.removeprefix("\ufeff")
    meta, _, _ = front_matter(text)
    for old in (address(path), *aliases(meta)):
        if old not in answers:
            fix = f"Move a page with nox -s move -- {old} chapter/page, or write "
            fix += f"'aliases: [{old}]' into the front matter of the page that answers now"
            yield old, Problem(name, 1, f"nothing answers at the old address '{old}/'", fix)
    page = answers.get(address(path))
    if page and (page.path == path or changed.get(page.name, "A") == "A"):
        known = {*(heading.id for heading in page.headings), *anchors(page.meta)}
        for old in (*heading_ids(text), *anchors(meta)):
            if old not in known:
                fix = f"Write 'anchors: {{{old}: new-id}}' into the front matter"
                what = f"the heading id '{old}' is gone, and links to it from elsewhere miss"
                yield f"{path}#{old}", Problem(page.name, 1, what, fix)
