"""The lists of errors and warnings: by topic, with the entry of each, and from A to Z."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from textwrap import shorten

from literate.navigation import TOPICS, head, is_entry
from literate.page import Example, Page
from literate.project import DEVICES, Project
from literate.prose import Fence
from literate.releases import condition, covered, spans
from literate.site.listing import (
    Part,
    Place,
    filter_field,
    link,
    listed_html,
    looked_up,
    sections_of,
)
from literate.site.search import MESSAGE, messages, typed
from literate.snippet import Cell
from literate.words import say

_BEGINNING = 60  # characters by which the filter knows a message
_FORM = 60  # characters in which messages of one form agree
_LONG = 120  # characters of a message in the list from A to Z


@dataclass
class Listed:
    """A message with the sections that show it, and what older releases say: (releases, text).

    ``quoted`` tells that no code here raises it.
    """

    message: str
    places: list[Place] = field(default_factory=list)
    older: list[tuple[str, str]] = field(default_factory=list)
    quoted: bool = False

    @property
    def wordings(self) -> list[str]:
        """The message, and what older releases say."""
        return [self.message, *(text for _, text in self.older)]


def errors(project: Project, language: str) -> list[Listed]:
    """Every message that a shown cell is documented to print or a page quotes.

    Messages that differ in numbers alone are one; so are the wordings of a cell's releases. The
    places of entries come first, and so do their messages, in the order of each.

    Raises:
        LiterateError: a navigation cannot be read.
    """
    found: dict[str, Listed] = {}
    for page, chapter in _entries_first(project, language):
        section = sections_of(page, chapter)
        shown: list[Example | Fence] = [*page.examples]
        shown += (fence for fence in page.fences if fence.wording)
        for one in sorted(shown, key=lambda one: one.line):
            if isinstance(one, Fence):
                for message in typed(one.text) or one.text.split("\n")[:1]:
                    _list_at(found, message, section(one.line), quoted=True)
                continue
            for message, older in _wordings(one.cell, project.releases):
                listed = _list_at(found, message, section(one.line))
                known = {(said, _shape(text)) for said, text in listed.older}
                listed.older += [one for one in older if (one[0], _shape(one[1])) not in known]
                listed.quoted = False
    return list(found.values())


def _entries_first(project: Project, language: str) -> list[tuple[Page, str]]:
    pages = looked_up(project, language)
    return sorted(pages, key=lambda one: not is_entry(project, language, one[0].path))


def _list_at(
    found: dict[str, Listed], message: str, place: Place, *, quoted: bool = False
) -> Listed:
    """The entry of a message, with one more section that shows it."""
    listed = found.setdefault(_shape(message), Listed(message, quoted=quoted))
    listed.places += [place] if place not in listed.places else []
    return listed


def _shape(message: str) -> str:
    """A message with one number for all."""
    return re.sub(r"\d+(?:\.\d+)?", "0", message)


def _form(message: str) -> str:
    """How a message begins, without what is the reader's own: an entry is for all of one form."""
    return _shape(re.sub(r"\"[^\"]*\"|'[^']*'|`[^`]*`|\[[^\]]*\]", "0", message))[:_FORM]


def _wordings(cell: Cell, releases: tuple[str, ...]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each message of a cell, and what other releases say in its place."""
    now = messages(cell, *DEVICES)
    others: dict[str, list[tuple[str, str]]] = {message: [] for message in now}
    for key in cell.alternatives:
        named = covered(key, cell.outputs, releases)
        said = spans(named, releases) if named else condition(key).removeprefix("torch ")
        for message in messages(cell, key):
            if message not in now:
                alike = max(
                    now, key=lambda x: SequenceMatcher(None, x, message).ratio(), default=""
                )
                others.setdefault(alike or message, []).append((said, message))
    yield from others.items()


def of_topics(project: Project, language: str, page: str) -> list[Part]:
    """The entries by topic; below them, by type, the messages of a form that none has."""
    found = errors(project, language)
    pages = project.pages(language)
    entries: dict[str, list[Listed]] = {x: [] for x in pages if is_entry(project, language, x)}
    for listed in found:
        for path in {place.page for place in listed.places} & entries.keys():
            entries[path].append(listed)
    groups: dict[str, list[str]] = {topic: [] for topic in TOPICS}
    for path in sorted(entries, key=lambda path: head(project, language, path).title.lower()):
        topic = str(head(project, language, path).meta.get("topic"))
        groups.setdefault(topic, []).append(_entry(project, path, entries[path], language, page))
    parts = [
        Part(topic, say(language, f"topic-{topic}"), listed_html(items))
        for topic, items in groups.items()
        if items
    ]
    known = {_form(x) for group in entries.values() for one in group for x in one.wordings}
    rest = [
        one for one in found if _kind(one.message) and known.isdisjoint(map(_form, one.wordings))
    ]
    rest.sort(key=lambda one: (_kind(one.message).lower(), one.message.lower()))
    for kind, group in itertools.groupby(rest, lambda one: _kind(one.message)):
        items = (_error(listed, language, page) for listed in group)
        parts.append(Part(kind.lower(), kind, listed_html(items)))
    return [filter_field(language, "errors", len(entries) + len(rest)), *parts]


def from_a_to_z(project: Project, language: str, page: str) -> list[Part]:
    """Every message by its first letter, without its type; older wordings too."""
    rows: dict[tuple[str, str], str] = {}
    for listed in errors(project, language):
        place = listed.places[0]
        place = Place(place.page) if is_entry(project, language, place.page) else place
        for said, text in [("", listed.message), *listed.older]:
            cut = shorten(_text(text), _LONG, placeholder=" …")
            shown = link(place, page, f"<code>{escape(cut)}</code>", bare=True)
            kind = " · ".join(filter(None, (_kind(text), said and f"torch {said}")))
            row = f"{shown} <small>{escape(kind)}</small>"
            rows.setdefault((_letter(text), _text(text)), row)
    ordered = sorted(rows, key=lambda row: (row[0] < "A", row[0], row[1].lower()))
    parts = [filter_field(language, "errors", len(rows))]
    for letter, group in itertools.groupby(ordered, lambda row: row[0]):
        items = listed_html(rows[row] for row in group)
        parts.append(Part(f"letter-{letter.lower()}" if letter != "#" else "letter", letter, items))
    return parts


def _text(message: str) -> str:
    """A message without its type."""
    return (message.partition(": ")[2] if MESSAGE.match(message) else "") or message


def _kind(message: str) -> str:
    """The type of a message, without its module; empty for one that has none."""
    return message.partition(":")[0].rpartition(".")[2] if MESSAGE.match(message) else ""


def _letter(message: str) -> str:
    """The letter that a message is found under; ``#`` without one."""
    first = re.search(r"[A-Za-z]", _text(message))
    return first[0].upper() if first else "#"


def _entry(project: Project, path: str, found: list[Listed], language: str, page: str) -> str:
    """An entry: its title, its description, and unseen, for the filter, all that is said in it."""
    meta, title = head(project, language, path)
    texts = (_text(wording) for one in found for wording in one.wordings)
    beginnings = {_shape(text.lower()): text[:_BEGINNING] for text in reversed([*texts])}
    known = _shape(title.lower())  # what holds the title is found by it
    said = dict.fromkeys(text for shape, text in beginnings.items() if known not in shape)
    shown = link(Place(path), page, f"<code>{escape(title)}</code>", bare=True)
    unseen = "".join(f"<code>{escape(text)}</code>" for text in said)
    description = escape(str(meta.get("description") or ""))
    return f"{shown}<p>{description}</p>" + (f"<span hidden>{unseen}</span>" if said else "")


def _error(listed: Listed, language: str, page: str) -> str:
    """A message that has no entry, by the sections that show it."""
    links = []
    for place in listed.places:
        label = f" <small>{escape(place.chapter)}</small>" if place.chapter else ""
        links.append(link(place, page, "" if links else _code(listed.message)) + label)
    return "<br>\n".join(links) + _notes(listed, language)


def _code(message: str) -> str:
    kind, colon, text = message.partition(": ")
    return f"<code><span>{escape(kind + colon)}</span>{escape(text)}</code>"


def _notes(listed: Listed, language: str) -> str:
    """Whether a message was run, and what older releases say in its place."""
    notes = f"<p>{say(language, 'quoted')}</p>" if listed.quoted else ""
    for versions, text in listed.older:
        said, old = say(language, "older-wording", versions), f" <code>{escape(text)}</code>"
        if text == listed.message:
            said, old = say(language, "only-older", versions), ""
        notes += f"<p>{escape(said)}{old}</p>"
    return notes
