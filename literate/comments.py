"""Comments of a cell that mean something: those in a language, and the documented output."""

from __future__ import annotations

import io
import re
import tokenize
from typing import TYPE_CHECKING

from literate.project import LANGUAGES
from literate.releases import OUTPUT

if TYPE_CHECKING:
    from literate.snippet import Cell

_EITHER = "|".join(LANGUAGES)
COMMENT = re.compile(rf"(\s*)# ({_EITHER}):(?: (.*))?")
# What a person may have meant as one of the two, wherever it stands on a line.
_OUTPUT_ALIKE = re.compile(r"#(?:\s*|\w+|[\w,\s]*torch\s*[<>=!]+[\w.\s]*)>")
_COMMENT_ALIKE = re.compile(rf"#\s*(?:{_EITHER})\s*[:：]", re.IGNORECASE)


def check_code(cell: Cell, report) -> None:
    """Report what is wrong with a cell's code and comments."""
    code, first = cell.lines, cell.first
    try:
        cell.tree  # noqa: B018 - parses the code, and keeps it
    except SyntaxError as error:
        line = first - 1 + min(error.lineno or 1, len(code))
        return report(line, f"is not valid Python ({error.msg})", "Fix the code")
    comments = {first + i: c for i, text in enumerate(code) if (c := COMMENT.fullmatch(text))}
    text = "\n".join(code) + "\n"
    if not (_OUTPUT_ALIKE.search(text) or _COMMENT_ALIKE.search(text)):
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        line = first - 1 + token.start[0]
        if token.type != tokenize.COMMENT or comments.pop(line, None):
            continue
        if OUTPUT.fullmatch(token.line.rstrip("\n")):
            fix = "Start a new cell after it: output follows the cell's last line"
            report(line, "output stands in the middle of a cell", fix)
        elif meant := _OUTPUT_ALIKE.match(token.string):
            fix = "Output begins with '#>', '#cuda>' or '#torch<2.12>' and follows the code"
            report(line, f"'{meant[0]}' is not an output prefix here", fix)
        elif _COMMENT_ALIKE.match(token.string):
            fix = "Write '# zh: …' and '# en: …' on lines of their own"
            report(line, f"'{token.string}' is not a language comment", fix)
    for line in comments:
        what = "a language comment in a string, where a page would leave it out"
        report(line, what, "Write the string another way")
