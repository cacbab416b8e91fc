"""What may stand on a page beside its fences: the rules that keep the world closed.

Python-Markdown shows more as code than fences: lines indented by four, ``<pre>`` typed by hand,
``#!python`` in inline code. And it reads some lines otherwise than anybody who looks at them. Such
lines are refused, so that what a page shows as code is what was woven.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# Inline code; in a text of several lines it may go over their ends.
INLINE_CODE = re.compile(r"(?P<ticks>`+).+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
# Mathematics, as pymdownx.arithmatex finds it.
_MATH = (
    r"(?<!\\)\$\$(?:\\.|[^\\])+?\$\$|(?<![\\$])\$(?![\s$])(?:\\.|[^\\$])+?(?<!\s)\$"
    r"|\\\[.+?\\\]|\\\(.+?\\\)|\\begin\{(?P<of>\w+\*?)\}.+?\\end\{(?P=of)\}"
)
CODE_OR_MATH = re.compile(f"{INLINE_CODE.pattern}|{_MATH}", re.DOTALL)
# How a Python session begins its lines.
SESSION = re.compile(r"\s*(?:>>>|In \[\d*\]:)(?:\s|$)")
TAGS = ("div", "br", "sub", "sup")

_CONTAINER = re.compile(r' *(?:(?:[-*+]|\d+\.) +\S|(?:!!!|\?\?\?\+?) ?[\w-]|===[!+]* ")')
_UNDERLINE = re.compile(r" *(?:=+|-+) *")
_INNER_HEADING = re.compile(r"(?!#)(?:[ >]|(?:[-*+]|\d+\.) )+#{1,6}(?!#)[^\n]*[^#\s]")
_TAG = re.compile(r"<[/!?]?([A-Za-z][\w-]*)(?=[\s/>]|$)")
_RAW = re.compile(r"<div\b(?![^>]*\smarkdown\b)", re.IGNORECASE)
# Attributes, of HTML or in a list, and kinds of admonitions with which words could pass for what
# was checked.
_OURS = r"(?:output|highlight|joined|verified|unrecorded|other-torch)\b"
_DISGUISE = re.compile(
    rf"[<{{][^<>{{}}]*?(\b(?:style|on\w+)\s*=|(?:\.|\bclass\s*=[^<>{{}}]*?\b){_OURS})"
    rf"|^ *(?:!!!|\?\?\?)[^\"\n]*?\b({_OURS})",
    re.IGNORECASE | re.MULTILINE,
)
_SUSPICIOUS = re.compile(r"!!!|\?\?\?|<[A-Za-z/!?]|\]:|\] ?\[|` *(?:#!|:::)|\{[^{}]*[.=]")
_REFERENCE = re.compile(r"^ *\[[^\]\n]+\]:|\] ?\[[^\]\n]*\]", re.MULTILINE)
_HIGHLIGHTED = re.compile(r"`+ *(?:#!|:::)[\w#.+-]")
# What no reader sees and programs read in different ways; what version control leaves; what is all
# of a comment for a browser, or its end.
_ODD = re.compile(
    r"(?P<control>[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff])"
    r"|(?P<conflict>^(?:<{7}|>{7}) )|(?P<comment><!--?-?>|--!>)"
)

_SPACES = "Indent with spaces, four for each list, admonition or tab around it"


def opens(line: str) -> bool:
    """Whether a line opens a list item, an admonition or a tab, in which others can stand."""
    return bool(_CONTAINER.match(line))


def misread(line: str, depth: int, *, fence: bool, begins: bool) -> tuple[str, str] | None:
    """What is wrong with how a line begins, and the next step.

    Args:
        line: any line but one inside a fence or a comment.
        depth: how many list items, admonitions or tabs it can stand in.
        fence: whether it opens a fence.
        begins: whether it begins a block; else it goes on with the paragraph above it.
    """
    if odd := _ODD.search(line):
        if odd["conflict"]:
            return "is left from a conflict of two branches", "Keep one side, without the markers"
        if odd["comment"]:
            return "a comment that ends elsewhere than it seems to", "Write <!-- … -->"
        return f"a control character (U+{ord(odd[0]):04X})", "Remove it"
    blank = line[: len(line) - len(line.lstrip())]
    if "\t" in line or blank.strip(" "):
        character = (blank.strip(" ") or "\t")[0]
        return f"a line with a blank that is no space (U+{ord(character):04X})", _SPACES
    width = len(blank)
    if fence and width != 4 * depth:
        return f"a fence indented by {width} where nothing is open that it could stand in", _SPACES
    if begins and width > 4 * depth + 3:
        mend = "Remove the indentation, or show a cell in a ```python fence"
        return "an indented line that begins a paragraph, which is code for some tools", mend
    if not begins and _UNDERLINE.fullmatch(line):
        mend = "Write '## Title { #id }', or a blank line above a rule"
        return "a line that makes the one above it a heading", mend
    if "#" in line and _INNER_HEADING.match(line):
        return "a heading inside something else", "Begin it at the start of a line of its own"
    return None


def typed(words: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """HTML typed by hand, links by reference, highlighted inline code: (line, what, next step).

    Args:
        words: (line, text) of the prose; see ``Woven.words``.
    """
    # Code may go over the end of a line, but not over that of a list's item: both are asked.
    found = set()
    for first, text in paragraphs(words):
        if _SUSPICIOUS.search(text):
            found.update(_typed(first, text))
            if "\n" in text:
                for number, line in enumerate(text.split("\n"), first):
                    found.update(_typed(number, line))
    yield from sorted(found)


def _typed(first: int, text: str) -> Iterator[tuple[int, str, str]]:
    """What ``typed`` finds in a text that begins at the line ``first``."""
    text = re.sub(r"\\[`$\\]", "xx", text)  # escaped, they open nothing
    masked = CODE_OR_MATH.sub(lambda found: re.sub(r"[^\n]", "x", found[0]), text)

    def line(match: re.Match[str]) -> int:
        return first + text.count("\n", 0, match.start())

    for match in _TAG.finditer(masked):
        if match[1].lower() not in TAGS:
            what = f"'<{match[1]}>' on a page: HTML other than {', '.join(TAGS)}"
            mend = "Write Markdown; code stands in a cell, and a bare '<' in `…` or $…$"
            yield line(match), what, mend
    for match in _RAW.finditer(masked):
        yield line(match), "a <div> whose text no Markdown reads", "Write <div markdown>"
    for match in _DISGUISE.finditer(masked):
        what = f"'{match[1] or match[2]}' could make words look like an output or a record"
        yield line(match), what, "Remove it"
    for match in _REFERENCE.finditer(masked):
        what = "a link by reference, or brackets that look like one"
        yield line(match), what, "Write [text](target), or put what is code into `…`"
    for match in INLINE_CODE.finditer(text):
        if _HIGHLIGHTED.match(match[0]):
            what = f"'{match[0][:40]}' is highlighted as code, which nothing checks"
            yield line(match), what, "Remove the language before it, or move it to a cell"


def paragraphs(words: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Runs of prose lines that follow each other, as (first line, text) pairs."""
    first, lines = 0, []
    for line, text in words:
        if lines and line != first + len(lines):
            yield first, "\n".join(lines)
            lines = []
        if not lines:
            first = line
        lines.append(text)
    if lines:
        yield first, "\n".join(lines)
