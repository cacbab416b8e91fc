"""A message that a page quotes and nothing here has run: its panel, and where its words are from.

A page quotes it in a ``text`` fence that says so, by the release of torch that holds the words, or
by the address of a public issue::

    ```text wording="2.15.0"
    RuntimeError: No CUDA GPUs are available
    ```
"""

from __future__ import annotations

import functools
import importlib.util
import mmap
import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path

from literate.words import say

ENOUGH = 3  # words in a row that are looked for; fewer may stand between two values by chance
_KIND = re.compile(r"^(?:\w+\.)*\w*(?:Error|Exception|Warning): (?:CUDA error: )?")
# What a message says of a reader's case: numbers, values in quotes or brackets, devices, types.
_VALUE = re.compile(
    r"`[^`]*`|\"[^\"]*\"|'[^']*'|\[[^\]]*\]|\([^)]*\)|\S*\d\S*(?: [KMG]iB)?|\S*[./]\w\S*"
    r"|\b(?:cpu|cuda|mps|xpu|meta)\b|\w+_\w+|…|\.\.\."
    r"|\b(?:Float|Double|Half|BFloat16|Long|Int|Byte|Bool|Char|Short)\b"
)
_NAME = re.compile(r"\b[A-Za-z]\w*_\w*_\w+\b")  # so long that torch alone can have written it
_JOINED = re.compile(rb"[\"']\s*\n\s*[frb]*[\"']")  # string literals of Python, one below another


def refused(value: str, releases: Sequence[str]) -> str | None:
    """Why a fence's option ``wording`` is not a source, or None if it is."""
    if value in releases or re.fullmatch(r"https://[\w.-]+/\S+", value):
        return None
    return f"'{value}' is no source of a wording"


def is_issue(source: str) -> bool:
    """Whether a source is the address of an issue, and not a release of torch."""
    return source.startswith("https:")


def panel(code: str, source: str, language: str) -> str:
    """A quoted message as HTML that cannot pass for what was printed.

    Args:
        code: its block of code, as HTML.
    """
    if is_issue(source):
        shown = f'<a rel="external" href="{escape(source)}">{say(language, "wording-issue")}</a>'
        said = say(language, "wording-reported", shown)
    else:
        said = say(language, "wording-torch", escape(source))
    return f'<div class="wording">{code}<p>{said}</p></div>'


def pieces(message: str) -> Iterator[str]:
    """The names and the runs of ``ENOUGH`` words of a message that torch itself wrote."""
    for line in message.split("\n"):
        yield from _NAME.findall(line)
        for piece in _VALUE.split(_KIND.sub("", line)):
            if len(piece.split()) >= ENOUGH:
                yield piece.strip(" ,.:;!?()=")


def unknown(message: str) -> list[str]:
    """What of a message no file of the installed torch holds.

    Sentences, and what stands before and after a value that looks like a word, count one by one.
    """
    return [piece for piece in pieces(message) if not _known(piece)]


@functools.cache
def _known(piece: str) -> bool:
    words = piece.split()
    if _found(piece) or 1 < len(words) < ENOUGH:
        return True
    sentences = re.split(r"(?<=[.!?]) ", piece)
    if len(sentences) > 1:
        return all(map(_known, sentences))
    for end in range(len(words) - 1, ENOUGH - 1, -1):
        if _found(" ".join(words[:end])):  # up to a value that looks like a word
            return len(words) - end < ENOUGH + 1 or _known(" ".join(words[end + 1 :]))
    return False


@functools.cache
def _found(words: str) -> bool:
    return any(find(words.encode()) >= 0 for find in _files())


@functools.cache
def _files() -> list[Callable[[bytes], int]]:
    """How to search each of the installed torch's files: its Python as one, then its libraries."""
    spec = importlib.util.find_spec("torch")
    if spec is None or not spec.submodule_search_locations:
        return []
    folder = Path(next(iter(spec.submodule_search_locations)))
    sources = b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*.py")))
    finders = [re.sub(rb"\s+", b" ", _JOINED.sub(b"", sources)).find]
    native = [*folder.glob("lib/*"), *folder.parent.glob("nvidia/**/libcudart*")]
    for file in sorted((f for f in native if f.is_file()), key=lambda file: file.stat().st_size):
        if re.search(r"\.(?:so|dll|dylib)\b", file.name) and file.stat().st_size:
            with open(file, "rb") as stream:
                finders.append(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ).find)
    return finders
