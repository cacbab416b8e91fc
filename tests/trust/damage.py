"""Ways to damage an output or a figure: a text comes in, damaged ones go out."""

from __future__ import annotations

import base64
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PIL import Image

from literate.run.compare import DECIMALS, ELLIPSIS, Token, plain, tokens

MADE_UP = "made up"
MOVED = 2.0  # points, twice what another kind of machine may draw elsewhere
_NUMBERS = "bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 complex128"
_DTYPES = dict(itertools.pairwise([*_NUMBERS.split(), "complex64"]))
_DEVICES = {"cpu": "cuda:0", "cuda": "cpu"}
_SIZE = re.compile(r"(?<=torch\.Size\(\[)[^\]\n]*(?=\]\))")
_MESSAGE = re.compile(r"(?P<type>[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit))(?P<rest>:.*)?")
_TYPES = {"warning": ("FutureWarning", "UserWarning"), "error": ("ValueError", "RuntimeError")}


class Damage(NamedTuple):
    """A damaged text."""

    kind: str
    text: str
    number: bool = False  # whether only a number changed, or blanks before it: some numbers vary


def edit(text: str, found: re.Match[str], new: str, group: int | str = 0) -> str:
    """The text with something else where a match or a group of it is."""
    return text[: found.start(group)] + new + text[found.end(group) :]


def put(lines: Sequence[str], at: int, *new: str, of: int = 1) -> tuple[str, ...]:
    """The lines with others instead of ``of`` lines from ``at`` on."""
    return (*lines[:at], *new, *lines[at + of :])


def other_digit(text: str, at: int) -> str:
    """The text with another character at ``at``, which may be negative."""
    at %= len(text)
    return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]


def damages(text: str, *, raises: bool = False) -> Iterator[Damage]:
    """Each damage to each place of an output.

    Args:
        raises: whether it ends with an exception's type and message.
    """
    for damage in _damages(plain(text).split("\n"), raises):
        if plain(damage.text) != plain(text):
            yield damage


def _damages(lines: list[str], raises: bool) -> Iterator[Damage]:
    messages = {row: said for row, line in enumerate(lines) if (said := _MESSAGE.fullmatch(line))}
    errors = [row for row, said in messages.items() if "Warning" not in said["type"]]
    error = errors[-1] if raises and errors else len(lines)
    for row, line in enumerate(lines):
        found = list(tokens(line))
        for token, following in itertools.zip_longest(found, found[1:]):
            in_size = any(s.start() <= token.column < s.end() for s in _SIZE.finditer(line))
            for kind, new, number in _of_token(token, following, row >= error, in_size):
                new = line[: token.column] + new + line[token.column + len(token.text) :]
                yield Damage(kind, "\n".join(put(lines, row, new)), number)
        for kind, of, *new in (
            ("dropped-line", 1),
            ("added-line", 1, line, MADE_UP),
            ("added-line", 1, MADE_UP, line),
            ("indentation", 1, f" {line}"),
            ("indentation", 1, re.sub("^ ", "", line)),
            ("swapped-lines", 2, *lines[row + 1 : row + 2], line),
            *(("shape", 1, edit(line, s, f"{s[0]}, 1".lstrip(", "))) for s in _SIZE.finditer(line)),
            *(("shape", 1, edit(line, s, s[0].rpartition(", ")[0])) for s in _SIZE.finditer(line)),
            *_of_message(messages.get(row), len(lines) - row, row == error),
        ):
            yield Damage(kind, "\n".join(put(lines, row, *new, of=of)))


def _of_token(
    token: Token, following: Token | None, in_error: bool, in_size: bool
) -> Iterator[Damage]:
    """What may stand instead of a token."""
    text = token.text
    if token.kind == "blank" and token.column:
        yield Damage("blank", text + " ", following is not None and following.kind == "number")
    elif token.kind == "version":
        yield Damage("version", shifted(text, 1), True)
    elif token.kind == "address":
        yield Damage("address", other_digit(text, -1), True)
    elif token.kind == "number":
        short = len(re.split("[eE]", text)[0].partition(".")[2]) < DECIMALS
        for by in (1, -1) if short else (2, -2):
            yield Damage("short-number" if short else "long-float", shifted(text, by), True)
        first = re.search(r"\d", text)
        yield Damage("leading-digit", edit(text, first, str(int(first[0]) % 9 + 1)), True)
        sign = text[1:] if text[0] == "-" else f"-{text.removeprefix('+')}"
        yield Damage("sign", sign, True)
        if exponent := re.search(r"(?<=[eE])[-+]?\d+$", text):
            yield Damage("exponent", edit(text, exponent, shifted(exponent[0], 1)), True)
        yield Damage("nan", "nan")
        if in_size:
            yield Damage("shape", shifted(text, 1), True)
    elif token.kind == "word":
        yield Damage("error-message" if in_error else "word", f"{text}x")
        yield Damage("case", text[0].swapcase() + text[1:])
        yield Damage("dtype", _DTYPES.get(text, text))
        yield Damage("device", _DEVICES.get(text, text))


def shifted(number: str, by: int) -> str:
    """A number in the same notation with ``by`` added in units of its last digit.

    An exponent stays; what has several points counts as one number without them.
    """
    mantissa, *exponent = re.split("(?=[eE])", number, maxsplit=1)
    digits = re.sub(r"\D", "", mantissa)
    value = int(f"-{digits}" if mantissa[0] == "-" else digits) + by
    new = list(str(abs(value)).zfill(len(digits)))
    written = [new.pop() if c.isdecimal() else c for c in reversed(mantissa.lstrip("+-"))]
    sign = "-" if value < 0 else "+" * mantissa.startswith("+")
    return "".join([sign, *new, *reversed(written), *exponent])


def _of_message(said: re.Match[str] | None, below: int, is_error: bool) -> Iterator[tuple]:
    """The damages to a line with a warning's or an exception's type: (kind, of, new lines)."""
    if said is None:
        return
    named, rest = said["type"], said["rest"] or ""
    kind = "warning" if named.endswith("Warning") else "error"
    yield f"{kind}-type", 1, _TYPES[kind][named == _TYPES[kind][0]] + rest
    if kind == "warning":
        yield "warning-removed", 1
    if kind == "warning" or is_error:
        words = rest.removeprefix(":").removesuffix(ELLIPSIS).split()
        for kept in sorted({0, len(words) // 2}):
            cut = f"{named}: {' '.join(words[:kept])}".rstrip() + ELLIPSIS
            yield f"{kind}-cut", below if is_error else 1, cut


# --- figures -------------------------------------------------------------------------------------

_TEXT = re.compile(r"(?<=>)[^<>]+(?=</text>)")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b")
_CURVE = re.compile(r'<path\b[^>]*?\bd="(?P<d>[^"]*)"[^>]*\bstroke: [^>]*/>')
_MARK = re.compile(r'<use [^>]*\bx="(?P<x>[-\d.]+)"[^>]*/>')
_POINT = re.compile(r"(?<=[ML] )(?P<x>-?[\d.]+)")
_IMAGE = re.compile(r"data:image/png;base64,([\w+/=\s]+)")
_VERSION = re.compile(r"Matplotlib [\w.]+")


def _tick(text: re.Match[str]) -> str:
    """A label whose first number is another; the same if it has none."""
    for token in tokens(text[0]):
        if token.kind == "number":
            start, end = token.column, token.column + len(token.text)
            return text[0][:start] + shifted(token.text, 1) + text[0][end:]
    return text[0]


def _inverted(image: re.Match[str]) -> str:
    """An image whose top left pixel has the opposite colors."""
    packed = io.BytesIO()
    with Image.open(io.BytesIO(base64.b64decode(image[1]))) as shown:
        changed = shown.convert("RGBA")
    red, green, blue, alpha = changed.getpixel((0, 0))
    changed.putpixel((0, 0), (255 - red, 255 - green, 255 - blue, alpha))
    changed.save(packed, format="png")
    return base64.b64encode(packed.getvalue()).decode()


def _moved(point: re.Match[str]) -> str:
    return f"{float(point['x']) + MOVED:.6f}"


# The kind, what it is done to, what stands there instead, and of which group of the match.
_FIGURE = (
    ("label", _TEXT, lambda text: f"{text[0]}x", 0),
    ("tick", _TEXT, _tick, 0),
    ("color", _COLOR, lambda color: "#abcdef" if color[0] != "#abcdef" else "#123456", 0),
    ("image", _IMAGE, _inverted, 1),
    ("curve-removed", _CURVE, lambda curve: "", 0),
    ("curve-moved", _CURVE, lambda curve: _POINT.sub(_moved, curve["d"]), "d"),
    ("point-moved", _MARK, _moved, "x"),
    ("drawn-by", _VERSION, lambda version: "Matplotlib 1.0", 0),
)


def figure_damages(svg: str) -> Iterator[Damage]:
    """Each damage to each place of a figure."""
    for kind, pattern, new, group in _FIGURE:
        for found in pattern.finditer(svg):
            if (text := edit(svg, found, new(found), group)) != svg:
                yield Damage(kind, text)
    for curve in _CURVE.finditer(svg):
        points = list(_POINT.finditer(svg, curve.start("d"), curve.end("d")))
        for point in points[:: max(1, len(points) // 5)]:
            yield Damage("point-moved", edit(svg, point, _moved(point)))
    if (version := _VERSION.search(svg)) and (curve := _CURVE.search(svg)):
        yield Damage("drawn-by", edit(svg, version, "Matplotlib 1.0").replace(curve[0], ""))
