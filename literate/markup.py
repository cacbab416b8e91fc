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
_NO_COMMENT = re.compile(r"<!--?-?>|--!>")  # for a browser these are all of a comment, or its end
_STYLED = re.compile(r"<\w[^>]*\s(?:style|on\w+)\s*=", re.IGNORECASE)
_REFERENCE = re.compile(r"^ *\[[^\]\n]+\]:|\] ?\[[^\]\n]*\]", re.MULTILINE)
_HIGHLIGHTED = re.compile(r"`+ *(?:#!|:::)[\w#.+-]")
# What no reader sees, and programs read in different ways.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")

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
    if line.startswith(("<<<<<<< ", ">>>>>>> ")):
        return "is left from a conflict of two branches", "Keep one side, without the markers"
    if _NO_COMMENT.search(line):
        return "a comment that ends elsewhere than it seems to", "Write <!-- … -->"
    if found := _CONTROL.search(line):
        return f"a control character (U+{ord(found[0]):04X})", "Remove it"
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
    if _INNER_HEADING.match(line):
        return "a heading inside something else", "Begin it at the start of a line of its own"
    return None


def typed(words: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """HTML typed by hand, links by reference, highlighted inline code: (line, what, next step).

    Args:
        words: (line, text) of the prose; see ``Woven.words``.
    """
    for first, text in paragraphs(words):
        masked = CODE_OR_MATH.sub(lambda found: re.sub(r"[^\n]", "x", found[0]), _escaped(text))
        for match in _TAG.finditer(masked):
            if match[1].lower() not in TAGS:
                what = f"'<{match[1]}>' on a page: HTML other than {', '.join(TAGS)}"
                mend = "Write Markdown; code stands in a cell, and a bare '<' in `…` or $…$"
                yield first + masked.count("\n", 0, match.start()), what, mend
        for match in _STYLED.finditer(masked):
            what = "HTML with a style or a script of its own"
            yield first + masked.count("\n", 0, match.start()), what, "Remove the attribute"
        for match in _REFERENCE.finditer(masked):
            what = "a link by reference, or brackets that look like one"
            mend = "Write [text](target), or put what is code into `…`"
            yield first + masked.count("\n", 0, match.start()), what, mend
        for code in INLINE_CODE.finditer(_escaped(text)):
            if _HIGHLIGHTED.match(code[0]):
                line = first + text.count("\n", 0, code.start())
                what = f"'{code[0][:40]}' is highlighted as code, which nothing checks"
                yield line, what, "Remove the language before it, or move it to a cell"


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


def _escaped(text: str) -> str:
    r"""A text in which ``\``` and ``\$`` open nothing."""
    return re.sub(r"\\[`$\\]", "xx", text)
