"""Compare documented output with printed output, token by token.

``same`` is for the machine that recorded the output, or one like it: every character counts.
``agree`` is for other releases of torch, devices and processors, whose rounding may differ: text,
integers, shapes, dtypes, devices, signs, and the blanks that indent a line must be equal. A float
with at least four decimals may be off by one unit of its last digit, so ``0.3333`` meets
``0.3334``; shorter ones are equal or another number, so ``0.1`` never meets ``0.2``. ``nan`` and
``inf`` are words and equal themselves. Blanks before a number in the middle of a line may be more
or fewer: they pad columns.

Neither sees blanks at the end of a line or line ends at the end of the text.
"""

from __future__ import annotations

import difflib
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

_STYLE = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Token:
    """A piece of output: its kind (a group of ``_TOKEN``), text, and first column in its line."""

    kind: str
    text: str
    column: int


def plain(text: str) -> str:
    """``text`` without blanks at the ends of lines, line ends at its end, and terminal styles.

    Some of torch's messages ask a terminal for bold letters.
    """
    text = _STYLE.sub("", text) if "\x1b" in text else text
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n")


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


def _agree(a: Token, b: Token, varies: bool) -> bool:
    if a.kind != b.kind:
        return False
    if a.text == b.text:
        return True
    if a.kind != "number":
        return varies and a.kind in ("version", "address")
    return varies or _near(a.text, b.text)


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
        documented: the documented output; a line of it may end in `` ...`` to leave out the rest
            of a warning's or an exception's message.
        segments: what was printed, as (kind, text) pairs in order; only segments of the kinds
            ``warning`` and ``error`` may be left out in part.
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
    lines = documented.split("\n")
    block = message.split("\n")
    for start in range(len(lines)):
        if (cut := _cut(lines[start:], block)) is not block:
            return "\n".join(cut)
    return message


def _cut(documented: Sequence[str], message: list[str]) -> list[str]:
    """``message``, cut as far as the documented lines that stand for it are."""
    for i, (ours, theirs) in enumerate(zip(documented, message, strict=False)):
        if same(ours, theirs):  # a message may itself have a line that ends so
            continue
        if ours.endswith(ELLIPSIS):
            head = list(tokens(ours.removesuffix(ELLIPSIS)))
            rest = list(tokens(theirs))
            named = head or i  # the first line names the type
            if (
                named
                and len(head) <= len(rest)
                and all(map(_agree, head, rest, [False] * len(head)))
            ):
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
    ours, theirs = documented.split("\n"), printed.split("\n")
    if not documented:
        ours = []
    if not printed:
        theirs = []
    canonical = {
        j: i
        for j, line in enumerate(theirs)
        for i, other in enumerate(ours)
        if (same(other, line) if exact else agree(other, line, varies=varies))
    }
    keys = [ours[canonical[j]] if j in canonical else line for j, line in enumerate(theirs)]
    out: list[str] = []
    matcher = difflib.SequenceMatcher(None, ours, keys, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            out.extend(f"              {line}" for line in ours[i1:i2])
            continue
        paired = min(i2 - i1, j2 - j1)
        for i, j in zip(range(i1, i1 + paired), range(j1, j1 + paired), strict=True):
            out.append(f"  documented  {ours[i]}")
            out.append(f"  printed     {theirs[j]}")
            if carets := _carets(ours[i], theirs[j], varies, exact):
                out.append(f"              {carets}")
        out.extend(f"  documented  {ours[i]}" for i in range(i1 + paired, i2))
        out.extend(f"  printed     {theirs[j]}" for j in range(j1 + paired, j2))
    return "\n".join(line.rstrip() for line in out)


def _carets(documented: str, printed: str, varies: bool, exact: bool) -> str:
    """A line of carets under the tokens of ``printed`` that are not in ``documented``."""
    ours, theirs = list(tokens(documented)), list(tokens(printed))
    if len(ours) == len(theirs):
        wrong = [
            b
            for a, b in zip(ours, theirs, strict=True)
            if (a.text != b.text if exact else not _agree(a, b, varies))
        ]
    else:
        matcher = difflib.SequenceMatcher(
            None, [a.text for a in ours], [b.text for b in theirs], autojunk=False
        )
        wrong = [
            token
            for kind, _, _, j1, j2 in matcher.get_opcodes()
            if kind != "equal"
            for token in theirs[j1:j2]
        ]
    line = ""
    for token in wrong:
        line = line.ljust(_width(printed[: token.column])) + "^" * max(1, _width(token.text))
    return line


def _width(text: str) -> int:
    """Columns that ``text`` takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
