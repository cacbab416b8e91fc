"""Compare documented output with printed output, token by token.

``same`` is for the machine that recorded the output, or one like it: every character counts.
``agree`` is for other releases of torch, devices and processors: a float with at least four
decimals may be off by one unit of its last digit, so ``0.3333`` meets ``0.3334``, and blanks that
pad a number in the middle of a line are free; everything else must be equal.

Neither sees blanks at the end of a line or line ends at the end of the text.
"""

from __future__ import annotations

import difflib
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

ELLIPSIS = " ..."
DECIMALS = 4  # torch prints as many; a shorter float was written out in full

_TOKEN = re.compile(
    r"(?P<newline>\n)"
    r"|(?P<blank>[^\S\n]+)"
    r"|(?P<version>\d+(?:\.\d+){2,})"
    r"|(?P<address>0[xX][0-9a-fA-F]+)"
    r"|(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?)"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<mark>.)"
)

_STYLE = re.compile(r"\x1b\[[0-9;]*m")  # some of torch's messages ask a terminal for bold letters


@dataclass(frozen=True)
class Token:
    """A piece of output: its kind (a group of ``_TOKEN``), its text, its column in the line."""

    kind: str
    text: str
    column: int


def plain(text: str) -> str:
    """``text`` without blanks at the ends of lines, line ends at its end, and terminal styles."""
    return "\n".join(line.rstrip() for line in _STYLE.sub("", text).split("\n")).rstrip("\n")


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text``, without blanks that do not count."""
    for number, line in enumerate(plain(text).split("\n")):
        if number:
            yield Token("newline", "\n", 0)
        for match in _TOKEN.finditer(line):
            yield Token(match.lastgroup or "mark", match[0], match.start())


def _unpadded(found: list[Token]) -> list[Token]:
    """The tokens without the blanks that stand before a number and indent no line."""
    return [
        token
        for i, token in enumerate(found)
        if token.kind != "blank" or token.column == 0 or found[i + 1].kind != "number"
    ]


def same(documented: str, printed: str) -> bool:
    """Whether ``printed`` is what ``documented`` says, to the byte."""
    return plain(documented) == plain(printed)


def agree(documented: str, printed: str, *, varies: bool = False) -> bool:
    """Whether ``printed`` is what ``documented`` says, but for rounding.

    Args:
        varies: numbers are free; words, marks and the number of numbers are not.
    """
    if same(documented, printed):
        return True
    ours, theirs = _unpadded(list(tokens(documented))), _unpadded(list(tokens(printed)))
    return len(ours) == len(theirs) and all(
        _agree(a, b, varies) for a, b in zip(ours, theirs, strict=True)
    )


def _agree(a: Token, b: Token, varies: bool = False) -> bool:
    if a.kind != b.kind or a.text == b.text:
        return a.kind == b.kind
    if varies:
        return a.kind in ("number", "version", "address")
    return a.kind == "number" and _near(a.text, b.text)


def _near(a: str, b: str) -> bool:
    """Whether two different numbers are floats within one unit of the last printed digit.

    The unit is the smaller one where the exponents differ: 9.9999e-01 meets 1.0000e+00.
    """
    (fraction_a, exponent_a), (fraction_b, exponent_b) = _form(a), _form(b)
    if fraction_a != fraction_b or fraction_a < DECIMALS:
        return False
    if (exponent_a is None) != (exponent_b is None) or (a[0] == "-") != (b[0] == "-"):
        return False
    unit = Decimal(1).scaleb(min(exponent_a or 0, exponent_b or 0) - fraction_a)
    return abs(Decimal(a.replace(",", "")) - Decimal(b.replace(",", ""))) <= unit


def _form(number: str) -> tuple[int, int | None]:
    """How a number is written: digits after its point, and its exponent if it has one."""
    mantissa, _, exponent = number.lower().partition("e")
    return len(mantissa.partition(".")[2]), int(exponent) if exponent else None


def abbreviate(documented: str, segments: Sequence[tuple[str, str]]) -> str:
    """The printed text, with a message cut to ``…⟨blank⟩...`` where its documentation is.

    Args:
        documented: a line of it may end in `` ...`` to leave out the rest of a message.
        segments: what was printed, as (kind, text) pairs in order; only those of the kinds
            ``warning`` and ``error`` are cut.
    """
    lines = documented.split("\n")
    printed: list[str] = []
    for kind, text in segments:
        block = text.removesuffix("\n").split("\n")
        if kind in ("warning", "error"):
            block = _cut(lines[len(printed) :], block)
        printed.extend(block)
    return "\n".join(printed)


def cut_alike(documented: str, message: str) -> str:
    """A message, cut as any of the documented lines cuts it; whole if none does."""
    lines, block = documented.split("\n"), message.split("\n")
    cuts = (_cut(lines[start:], block) for start in range(len(lines)))
    return "\n".join(next((cut for cut in cuts if cut is not block), block))


def _cut(documented: Sequence[str], message: list[str]) -> list[str]:
    """``message``, cut as far as the documented lines that stand for it are."""
    for i, (ours, theirs) in enumerate(zip(documented, message, strict=False)):
        if same(ours, theirs):  # a message may itself have a line that ends so
            continue
        head = list(tokens(ours.removesuffix(ELLIPSIS)))
        if ours.endswith(ELLIPSIS) and (head or i):  # the first line names the type
            start = list(tokens(theirs))[: len(head)]
            if len(start) == len(head) and all(map(_agree, head, start)):
                return [*message[:i], ours]
        if not agree(ours, theirs):
            break
    return message


def difference(documented: str, printed: str, *, varies: bool = False, exact: bool = False) -> str:
    """The lines that disagree, each pair with carets under the tokens that differ.

    Lines that agree are shown once, for orientation, as documented.

    Args:
        varies: see ``agree``.
        exact: whether lines agree only as ``same`` says.
    """

    def alike(a: str, b: str) -> bool:
        return same(a, b) if exact else agree(a, b, varies=varies)

    ours = documented.split("\n") if documented else []
    theirs = printed.split("\n") if printed else []
    known = [next((a for a in reversed(ours) if alike(a, line)), line) for line in theirs]
    out: list[str] = []
    matcher = difflib.SequenceMatcher(None, ours, known, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            out.extend(f"              {line}" for line in ours[i1:i2])
            continue
        for a, b in itertools.zip_longest(ours[i1:i2], theirs[j1:j2]):
            out += [f"  documented  {a}"] if a is not None else []
            out += [f"  printed     {b}"] if b is not None else []
            if a is not None and b is not None and (carets := _carets(a, b, varies, exact)):
                out.append(f"              {carets}")
    return "\n".join(line.rstrip() for line in out)


def _carets(documented: str, printed: str, varies: bool, exact: bool) -> str:
    """A line of carets under the tokens of ``printed`` that are not in ``documented``."""
    ours, theirs = list(tokens(documented)), list(tokens(printed))
    if len(ours) == len(theirs):
        pairs = zip(ours, theirs, strict=True)
        wrong = [b for a, b in pairs if (a.text != b.text if exact else not _agree(a, b, varies))]
    else:
        texts = [a.text for a in ours], [b.text for b in theirs]
        codes = difflib.SequenceMatcher(None, *texts, autojunk=False).get_opcodes()
        wrong = [b for kind, *_, j1, j2 in codes if kind != "equal" for b in theirs[j1:j2]]
    line = ""
    for token in wrong:
        line = line.ljust(width(printed[: token.column])) + "^" * max(1, width(token.text))
    return line


def width(text: str) -> int:
    """Columns that ``text`` takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
