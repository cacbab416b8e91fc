"""Ways to damage an output or a figure: each is another text for its reader.

Nothing here reads or judges anything: a text comes in, damaged ones go out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from literate.compare import DECIMALS, ELLIPSIS, Token, plain, tokens

MADE_UP = "made up"
_DTYPES = {
    **{"float32": "float64", "float64": "float32", "float16": "bfloat16", "bfloat16": "float16"},
    **{"int64": "int32", "int32": "int64", "int16": "int8", "int8": "int16", "uint8": "int8"},
    **{"bool": "uint8", "complex64": "complex128", "complex128": "complex64"},
}
_DEVICES = {"cpu": "cuda:0", "cuda": "cpu"}
_SIZE = re.compile(r"(?<=torch\.Size\(\[)[^\]\n]*(?=\]\))")
_MESSAGE = re.compile(r"(?P<type>[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit))(?P<rest>:.*)?")
MOVED = 2.0  # points, twice what another kind of machine may draw elsewhere


@dataclass(frozen=True)
class Damage:
    """A damaged text.

    Attributes:
        kind: what was done to it.
        text: what it says now.
        number: whether a number alone became another one, or the blanks before it: where numbers
            vary, that is what a run may print.
    """

    kind: str
    text: str
    number: bool = False


def damages(text: str, *, raises: bool = False) -> Iterator[Damage]:
    """Each damage to each place of an output.

    Args:
        text: what a cell is documented to print, without line ends at its end.
        raises: whether it ends with an exception's type and message.
    """
    lines = plain(text).split("\n")
    message = _messages(lines)
    error = max((i for i, said in message.items() if "Warning" not in said["type"]), default=None)
    error = error if raises else None
    row, found = 0, list(tokens(text))
    for i, token in enumerate(found):
        if token.kind == "newline":
            row += 1
            continue
        following = found[i + 1] if i + 1 < len(found) else None
        in_error = error is not None and row >= error
        for kind, new, number in _of_token(token, following, in_error):
            line = lines[row]
            line = line[: token.column] + new + line[token.column + len(token.text) :]
            yield Damage(kind, _with(lines, row, line), number)
    for row, line in enumerate(lines):
        yield from _of_line(lines, row, line)
    for row, said in message.items():
        yield from _of_message(lines, row, said, row == error)


def _with(lines: list[str], row: int, *new: str, of: int = 1) -> str:
    return "\n".join([*lines[:row], *new, *lines[row + of :]])


def _messages(lines: list[str]) -> dict[int, re.Match[str]]:
    """The lines that begin with the type of a warning or an exception."""
    return {i: found for i, line in enumerate(lines) if (found := _MESSAGE.fullmatch(line))}


def _of_token(
    token: Token, following: Token | None, in_error: bool
) -> Iterator[tuple[str, str, bool]]:
    """The damages to a token: (kind, what stands there instead, whether it is still a number)."""
    text = token.text
    if token.kind == "blank" and token.column:
        yield "blank", text + " ", following is not None and following.kind == "number"
    elif token.kind == "version":
        yield "version", shifted(text, 1), True
    elif token.kind == "address":
        yield "address", text[:-1] + ("0" if text[-1] != "0" else "1"), True
    elif token.kind == "number":
        short = len(re.split("[eE]", text)[0].partition(".")[2]) < DECIMALS
        for by in (1, -1) if short else (2, -2):
            yield "short-number" if short else "long-float", shifted(text, by), True
        first = re.search(r"\d", text)
        digit = str(int(first[0]) % 9 + 1)
        yield "leading-digit", text[: first.start()] + digit + text[first.end() :], True
        yield "sign", text[1:] if text[0] == "-" else f"-{text.removeprefix('+')}", True
        if exponent := re.search(r"(?<=[eE])[-+]?\d+$", text):
            yield "exponent", text[: exponent.start()] + shifted(exponent[0], 1), True
        yield "nan", "nan", False
    elif token.kind == "word":
        yield "error-message" if in_error else "word", f"{text}x", False
        if (other := text[0].swapcase() + text[1:]) != text:
            yield "case", other, False
        if text in _DTYPES:
            yield "dtype", _DTYPES[text], False
        if text in _DEVICES:
            yield "device", _DEVICES[text], False


def shifted(number: str, by: int) -> str:
    """A number, written as before, once its last digit is another by so much.

    An exponent stays; what has several points is taken for one number without them.
    """
    mantissa, *exponent = re.split("(?=[eE])", number, maxsplit=1)
    digits = re.sub(r"\D", "", mantissa)
    value = int(f"-{digits}" if mantissa[0] == "-" else digits) + by
    new = list(str(abs(value)).zfill(len(digits)))
    extra = len(new) - len(digits)
    for place, mark in enumerate(mantissa.lstrip("+-").replace(",", "")):
        if not mark.isdecimal():
            new.insert(place + extra, mark)
    whole, *fraction = re.split(r"(?=\.)", "".join(new), maxsplit=1)
    whole = f"{int(whole):,}" if "," in mantissa else whole
    sign = "-" if value < 0 else mantissa[0] * (mantissa[0] == "+")
    return "".join([sign, whole, *fraction, *exponent])


def _of_line(lines: list[str], row: int, line: str) -> Iterator[Damage]:
    if len(lines) > 1:
        yield Damage("dropped-line", _with(lines, row))
    yield Damage("added-line", _with(lines, row, line, MADE_UP))
    yield Damage("added-line", _with(lines, row, MADE_UP, line))
    if line:
        yield Damage("indentation", _with(lines, row, f" {line}"))
    if line.startswith(" "):
        yield Damage("indentation", _with(lines, row, line[1:]))
    if row + 1 < len(lines) and lines[row + 1] != line:
        yield Damage("swapped-lines", _with(lines, row, lines[row + 1], line, of=2))
    for found in _SIZE.finditer(line):
        sizes = found[0].split(", ") if found[0] else []
        for i, size in enumerate(sizes):
            other = [*sizes[:i], shifted(size, 1) if size.isdecimal() else MADE_UP, *sizes[i + 1 :]]
            yield Damage("shape", _with(lines, row, _at(line, found, ", ".join(other))), True)
        yield Damage("shape", _with(lines, row, _at(line, found, ", ".join([*sizes, "1"]))))
        if sizes:
            yield Damage("shape", _with(lines, row, _at(line, found, ", ".join(sizes[:-1]))))


def _at(line: str, found: re.Match[str], new: str) -> str:
    return line[: found.start()] + new + line[found.end() :]


def _of_message(
    lines: list[str], row: int, said: re.Match[str], is_error: bool
) -> Iterator[Damage]:
    """What is done to a line that a warning or an exception begins with."""
    named, rest = said["type"], said["rest"] or ""
    warning = named.endswith("Warning")
    kind = "warning" if warning else "error"
    ours = ("FutureWarning", "UserWarning") if warning else ("ValueError", "RuntimeError")
    other = ours[named == ours[0]]
    yield Damage(f"{kind}-type", _with(lines, row, other + rest))
    if warning:
        yield Damage("warning-removed", _with(lines, row))
    if not (warning or is_error):
        return
    after = len(lines) - row if is_error else 1
    words = rest.removeprefix(":").removesuffix(ELLIPSIS).split()
    for kept in sorted({0, len(words) // 2}):
        cut = f"{named}: {' '.join(words[:kept])}".rstrip() + ELLIPSIS
        if (cut, after) != (lines[row], 1):
            yield Damage(f"{kind}-cut", _with(lines, row, cut, of=after))


# --- figures -------------------------------------------------------------------------------------

_TEXT = re.compile(r"(?<=>)[^<>]+(?=</text>)")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b")
_CURVE = re.compile(r'<path\b[^>]*?\bd="(?P<d>[^"]*)"[^>]*\bstroke: [^>]*/>')
_MARK = re.compile(r'<use [^>]*\bx="(?P<x>[-\d.]+)"[^>]*/>')
_POINT = re.compile(r"(?<=[ML] )(?P<x>-?[\d.]+)")
_VERSION = re.compile(r"Matplotlib [\w.]+")


def figure_damages(svg: str) -> Iterator[Damage]:
    """Each damage to each place of a figure."""

    def at(found: re.Match[str], new: str, group: int | str = 0) -> str:
        return svg[: found.start(group)] + new + svg[found.end(group) :]

    def point(found: re.Match[str]) -> str:
        return f"{float(found['x']) + MOVED:.6f}"

    for text in _TEXT.finditer(svg):
        number = next((t for t in tokens(text[0]) if t.kind == "number"), None)
        yield Damage("label", at(text, f"{text[0]}x"))
        if number:
            new = shifted(number.text, 1)
            said = text[0][: number.column] + new + text[0][number.column + len(number.text) :]
            yield Damage("tick", at(text, said))
    for color in _COLOR.finditer(svg):
        yield Damage("color", at(color, "#abcdef" if color[0] != "#abcdef" else "#123456"))
    first = None
    for curve in _CURVE.finditer(svg):
        first = first or curve
        yield Damage("curve-removed", at(curve, ""))
        points = list(_POINT.finditer(svg, curve.start("d"), curve.end("d")))
        moved = _POINT.sub(point, curve["d"])
        yield Damage("curve-moved", at(curve, moved, "d"))
        for one in points[:: max(1, len(points) // 5)]:
            yield Damage("point-moved", at(one, point(one)))
    for mark in _MARK.finditer(svg):
        yield Damage("point-moved", at(mark, point(mark), "x"))
    if version := _VERSION.search(svg):
        other = at(version, "Matplotlib 1.0")
        yield Damage("drawn-by", other)
        if first:
            yield Damage("drawn-by", other.replace(first[0], ""))
