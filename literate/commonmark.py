"""Turn what Material's Markdown extensions read into Markdown that every reader of it shows.

Admonitions become quotations under a bold title, tabs their content under a bold label, and
attribute lists, icons and wrapping ``<div>`` go; code, tables and mathematics stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from literate.address import is_full
from literate.markup import CODE_OR_MATH
from literate.weave import FENCE, INFO, Example, Prose, Woven

Link = Callable[[str], str]
Item = str | Example

_ADMONITION = re.compile(r' *(?:!!!|\?\?\?\+?) +(?P<type>[\w-]+)[^"]*(?:"(?P<title>.*)")? *')
_TAB = re.compile(r' *===[!+]* +"(?P<label>.*)" *')
_TITLES = {
    "zh": {"note": "注意", "tip": "提示", "warning": "警告", "danger": "危险", "example": "例子"},
    "en": {},  # the type itself, capitalised, as Material does
}
_WRAPPER = re.compile(r"\s*</?(?:div|section)\b[^>]*>\s*")
# An attribute list, where Python-Markdown takes it for one: on a line of its own, at the end of a
# heading or a table's cell, or right behind a link, an emphasis, code or mathematics (\0).
_LIST = r"\{:?[ \t]*(?:[#.][A-Za-z][\w-]*|[\w-]+=(?:\"[^\"\n]*\"|[^\s}]+))[^{}\n]*\}"
_ATTRIBUTES = re.compile(
    rf"(?P<before>^(?=[ \t]*{_LIST}[ \t]*$)|^\#{{1,6}}[^\n]*?(?=[ \t]*{_LIST}[ \t#]*$)"
    rf"|(?<=\S)(?=[ \t]+{_LIST}[ \t]*\|)|\]\([^()\n]*\)|[*\0>])[ \t]*{_LIST}",
    re.MULTILINE,
)
_ICON = re.compile(rf":(?:material|fontawesome|octicons|simple)-[\w-]+:(?:{_LIST})? ?")
_TARGET = re.compile(r"(?P<before>\]\(<?)(?P<target>[^)\s>]+)")


def items(woven: Woven) -> list[Item]:
    """The page's lines and examples from below the front matter on.

    Marks of what is generated are left out.
    """
    hidden = {line for line, _ in woven.markers}
    found: list[Item] = []
    for part in woven.parts:
        if isinstance(part, Prose):
            numbered = enumerate(part.lines, part.line)
            found.extend(
                line for number, line in numbered if number >= woven.body and number not in hidden
            )
        else:
            found.append(part)
    return found


def plain(page: Sequence[Item], language: str | None, link: Link, *, tab: str = "") -> list[Item]:
    """A page in plain Markdown. Fences of the class ``output`` get a line that says so.

    Args:
        page: its lines, and examples wherever they stand for themselves; those come back in their
            places, out of any admonition or tab.
        language: of the titles of admonitions that have none of their own.
        link: takes where a link or an image points if that is no full address (``../nn/module.md``,
            ``#pitfalls``) and returns what to write instead.
        tab: the label of the tab that the lines stand in.
    """
    out: list[Item] = []
    i = 0
    while i < len(page):
        item = page[i]
        i += 1
        if isinstance(item, Example):
            out.append(replace(item, indent=""))
        elif fence := FENCE.fullmatch(item):
            if ".output" in fence["info"]:
                out += [fence["indent"] + _output(language, tab, fence["info"]), ""]
            out.append(fence["indent"] + fence["ticks"] + INFO.fullmatch(fence["info"])["language"])
            while i < len(page):
                out.append(page[i])
                i += 1
                if page[i - 1].strip().startswith(fence["ticks"]):
                    break
        elif opening := _ADMONITION.fullmatch(item):
            body, i = _body(page, i, _width(item) + 4)
            title = opening["title"]
            if title is None:
                kind = opening["type"]
                title = _TITLES.get(language or "en", {}).get(kind, kind.capitalize())
            head = [f"**{_inline(title, link)}**", ""] if title else []
            quote = " " * _width(item) + "> "
            for inner in [*head, *_trimmed(plain(body, language, link))]:
                out.append(f"{quote}{inner}".rstrip() if isinstance(inner, str) else inner)
            out.append("")
        elif opening := _TAB.fullmatch(item):
            body, i = _body(page, i, _width(item) + 4)
            label = _inline(opening["label"], link)
            inner = _trimmed(plain(body, language, link, tab=label))
            if not any(isinstance(item, str) and ".output" in item for item in body[:2]):
                out += [f"**{label}**", ""]
            out += [*inner, ""]
        elif not item.strip():
            out.append(item)
        else:  # a paragraph: code and mathematics may go over the end of a line
            start = i - 1
            while i < len(page) and _goes_on(page[i]):
                i += 1
            lines = [line for line in page[start:i] if not _WRAPPER.fullmatch(line)]
            out += [line for line in _inline("\n".join(lines), link).split("\n") if line.strip()]
    return out


def _output(language: str | None, tab: str, info: str) -> str:
    """The line above an output: ``Output:``, ``Output (CUDA):``."""
    name = "输出" if language == "zh" else "Output"
    notes = [tab] if tab else []
    if ".varies" in info:
        notes.append("数值每次不同" if language == "zh" else "values vary")
    if language == "zh":
        return f"{name}（{'，'.join(notes)}）：" if notes else f"{name}："
    return f"{name} ({', '.join(notes)}):" if notes else f"{name}:"


def _body(page: Sequence[Item], start: int, width: int) -> tuple[list[Item], int]:
    """What is indented by ``width`` from ``start`` on, without that, and the index after it."""
    body: list[Item] = []
    end = start
    while end < len(page) and (_is_blank(page[end]) or _width(page[end]) >= width):
        item = page[end]
        if isinstance(item, Example):
            body.append(replace(item, indent=item.indent[width:]))
        else:
            body.append(item[width:])
        end += 1
    return body, end


def _width(item: Item) -> int:
    """How far an item is indented."""
    text = item.indent if isinstance(item, Example) else item
    return len(text) - len(text.lstrip(" "))


def _goes_on(item: Item) -> bool:
    """Whether an item is one more line of the paragraph above it."""
    if not isinstance(item, str) or not item.strip():
        return False
    return not any(other.fullmatch(item) for other in (FENCE, _ADMONITION, _TAB))


def _is_blank(item: Item) -> bool:
    return isinstance(item, str) and not item.strip()


def _trimmed(lines: list[Item]) -> list[Item]:
    """Without blank lines at both ends."""
    start, end = 0, len(lines)
    while start < end and _is_blank(lines[start]):
        start += 1
    while end > start and _is_blank(lines[end - 1]):
        end -= 1
    return lines[start:end]


def _inline(text: str, link: Link) -> str:
    """A paragraph; code and mathematics in it stay as they are."""

    def point(found: re.Match[str]) -> str:
        target = found["target"]
        return found["before"] + (target if is_full(target) else link(target))

    spans = [match[0] for match in CODE_OR_MATH.finditer(text)]
    # A link's text may hold a code span, so the text is changed as a whole, with its spans away.
    text = CODE_OR_MATH.sub("\0", text)
    text = _TARGET.sub(point, _ATTRIBUTES.sub(r"\g<before>", _ICON.sub("", text)))
    parts = text.split("\0")
    return "".join(a + b for a, b in zip(parts, [*spans, ""], strict=True))
