"""The index of the site's search: what each section of a language says, in two files.

``search/pages.js`` holds titles, names, messages and what readers call a term; a first answer needs
no more. ``search/texts.js`` holds the texts. Both are scripts, so that they load from the disk too.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString, Tag

from literate.check.language import variants, word_lists
from literate.check.terms import ALSO, GLOSSARY, Term, known_terms, names
from literate.page import Page
from literate.project import Project, page_url
from literate.snippet import Cell

ALIASES = "docs/aliases.yml"  # for each language, what readers type for a term
_TYPE = r"(?:\w+\.)*[A-Z]\w*(?:Error|Warning|Exception|Exit|Iteration|Interrupt)\b"
MESSAGE = re.compile(f"{_TYPE}.*")
LEFT_OUT = ("see-also",)  # sections that only name others
_HEADINGS = ("h1", "h2", "h3")


@dataclass
class Section:
    """A heading of a page and what stands below it, up to the next one."""

    id: str
    title: str
    names: list[str] = field(default_factory=list)  # inline code, each once; terms explained there
    messages: list[str] = field(default_factory=list)  # that its cells are documented to print
    text: str = ""


def sections(page: Page, soup: BeautifulSoup, known: Iterable[Term] = ()) -> list[Section]:
    """The sections of a page, in order.

    Args:
        soup: its HTML, with each example in an element of the class ``example`` and its key as id.
        known: terms, whose names are found in the sections that explain them.
    """
    found, pieces = [Section("", page.title)], []
    examples = {example.key: example.cell for example in page.examples}

    def close() -> None:
        found[-1].text = re.sub(r"\s+", " ", "".join(pieces)).strip()
        pieces.clear()

    also = f"td:nth-of-type({ALSO + 1})" if page.path == GLOSSARY else "._"  # aliases already
    for element in _shown(soup, set(map(id, soup.select(also)))):
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
        elif "wording" in element.get("class", ()):
            quoted = element.pre.get_text().strip()
            pieces.append(f" {quoted} ")
            found[-1].messages += typed(quoted) or [quoted]
        else:
            pieces.append(" ")
    close()
    for section in found:
        here = page.path + f"#{section.id}" * bool(section.id)
        section.names += (x for term in known if here in term.places for x in names(term))
    return [section for section in found if section.id not in LEFT_OUT]


def _shown(parent: Tag, without: Set[int]) -> Iterator[Tag | NavigableString]:
    """Texts, headings, inline code and examples, in order, and a block where one begins.

    Args:
        without: the ids of the tags that are left out.
    """
    for child in parent.children:
        if type(child) is NavigableString:
            yield child
        elif isinstance(child, Tag):
            classes = child.get("class", ())
            hidden = {"take-away", "apis", "arithmatex", "headerlink"} & set(classes)
            if hidden or id(child) in without:
                continue
            if child.name in (*_HEADINGS, "code") or {"example", "wording"} & set(classes):
                yield child
                continue
            if child.name in ("p", "li", "td", "th", "div", "pre", "br", "summary", "h4"):
                yield child
            yield from _shown(child, without)


def messages(cell: Cell, *keys: str) -> list[str]:
    """The errors and warnings that a cell is documented to print, each once.

    Args:
        keys: of its outputs, such as ``cpu``; all of them by default.
    """
    lines = itertools.chain.from_iterable(
        lines for key, lines in cell.outputs.items() if not keys or key in keys
    )
    return typed("\n".join(lines))


def typed(text: str) -> list[str]:
    """The lines of a text that are an error or a warning, by their type, each once.

    A type that stands alone has the next line as its message.
    """
    text = re.sub(rf"^({_TYPE}):[ ]*\n(?=[^\n])", r"\1: ", text, flags=re.MULTILINE)
    found = (line.removesuffix(" ...") for line in text.split("\n") if MESSAGE.fullmatch(line))
    return list(dict.fromkeys(found))


def aliases(project: Project, language: str) -> dict[str, str]:
    """What readers type, and the words that the pages use for it.

    Raises:
        LiterateError: a list of words is not the mapping that it should be.
    """
    typed = word_lists(project, ALIASES, "aliases", "words: [what readers type]")
    known = known_terms(project, language)
    also = {name: term.agreed(language) for term in known for name in term.also}
    return variants(project)[language] | also | typed[language]


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
            named = " ".join(section.names)
            heads.append([number, section.id, section.title, named, section.messages])
            texts.append(section.text)
    head = {"pages": listed, "sections": heads, "aliases": known}
    return {"pages.js": _script("pages", head), "texts.js": _script("texts", texts)}


def _script(name: str, value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"searchIndex.{name}({text})\n"
