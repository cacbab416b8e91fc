"""The index of the site's search: what each section of a language says, in two files.

``search/pages.js`` holds titles, names, messages and what readers call a term; a first answer needs
no more. ``search/texts.js`` holds the texts. Both are scripts, so that they load from the disk too.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString, Tag

from literate.check.language import variants, word_lists
from literate.page import Page
from literate.project import Project, page_url
from literate.snippet import Cell

ALIASES = "docs/aliases.yml"  # for each language, what readers type for a term
MESSAGE = re.compile(r"(?:\w+\.)*[A-Z]\w*(?:Error|Warning|Exception|Exit|Iteration|Interrupt)\b.*")
LEFT_OUT = ("see-also",)  # sections that only name others
_HEADINGS = ("h1", "h2", "h3")


@dataclass
class Section:
    """A heading of a page and what stands below it, up to the next one."""

    id: str
    title: str
    names: list[str] = field(default_factory=list)  # inline code, each once
    messages: list[str] = field(default_factory=list)  # that its cells are documented to print
    text: str = ""


def sections(page: Page, soup: BeautifulSoup) -> list[Section]:
    """The sections of a page, in order.

    Args:
        soup: its HTML, with each example in an element of the class ``example`` and its key as id.
    """
    found, pieces = [Section("", page.title)], []
    examples = {example.key: example.cell for example in page.examples}

    def close() -> None:
        found[-1].text = re.sub(r"\s+", " ", "".join(pieces)).strip()
        pieces.clear()

    for element in _shown(soup):
        if isinstance(element, NavigableString):
            pieces.append(element)
        elif element.name in _HEADINGS:
            close()
            title = element.get_text().strip()
            if element.name != "h1":
                found.append(Section(str(element.get("id", "")), title))
        elif element.name == "code":
            pieces.append(element.get_text())
            if element.get_text() not in found[-1].names:
                found[-1].names.append(element.get_text())
        elif "example" in element.get("class", ()):
            pieces.append(f" {element.get_text(' ')} ")
            found[-1].messages += messages(examples[element["id"]])
        else:
            pieces.append(" ")
    close()
    return [section for section in found if section.id not in LEFT_OUT]


def _shown(parent: Tag) -> Iterator[Tag | NavigableString]:
    """Texts, headings, inline code and examples, in order, and a block where one begins."""
    for child in parent.children:
        if type(child) is NavigableString:
            yield child
        elif isinstance(child, Tag):
            classes = child.get("class", ())
            if {"take-away", "apis", "arithmatex", "headerlink"} & set(classes):
                continue
            if child.name in (*_HEADINGS, "code") or "example" in classes:
                yield child
                continue
            if child.name in ("p", "li", "td", "th", "div", "pre", "br", "summary", "h4"):
                yield child
            yield from _shown(child)


def messages(cell: Cell, *keys: str) -> list[str]:
    """The errors and warnings that a cell is documented to print, each once.

    Args:
        keys: of its outputs, such as ``cpu``; all of them by default.
    """
    lines = itertools.chain.from_iterable(
        lines for key, lines in cell.outputs.items() if not keys or key in keys
    )
    found = (line.removesuffix(" ...") for line in lines if MESSAGE.fullmatch(line))
    return list(dict.fromkeys(found))


def aliases(project: Project, language: str) -> dict[str, str]:
    """What readers type, and the words that the pages use for it.

    Raises:
        LiterateError: a list of words is not the mapping that it should be.
    """
    typed = word_lists(project, ALIASES, "aliases", "term: [what readers type]")
    return variants(project)[language] | typed[language]


def index(pages: Iterable[tuple[Page, list[Section]]], known: dict[str, str]) -> dict[str, str]:
    """The files of a language's index, by name.

    Args:
        pages: each page with its sections.
        known: see ``aliases``.
    """
    listed, heads, texts = [], [], []
    for number, (page, found) in enumerate(pages):
        listed.append([page_url(page.path), page.title, str(page.meta.get("description") or "")])
        for section in found:
            names = " ".join(section.names)
            heads.append([number, section.id, section.title, names, section.messages])
            texts.append(section.text)
    head = {"pages": listed, "sections": heads, "aliases": known}
    return {"pages.js": _script("pages", head), "texts.js": _script("texts", texts)}


def _script(name: str, value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"searchIndex.{name}({text})\n"
