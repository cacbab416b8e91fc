"""What a page about an error begins with: the last line of its traceback, and who has it."""

from __future__ import annotations

import ast
import builtins
import contextlib
import json
import re
import traceback
from collections.abc import Iterator

from literate.problem import LiterateError, Problem
from literate.project import LANGUAGES, Project, read_source
from literate.snippet import read_module

_KIND = re.compile(r"([A-Za-z_][\w.]*)(?:: (.*))?", re.DOTALL)
_NUMBER = re.compile(r"(?<![A-Za-z_\d])\d+(?:x\d+)*")  # also 4x5; mat1 is a word
_SHORT = 12  # a message of fewer characters may be in any output


def _split(message: str, name: str) -> tuple[str, str]:
    """The type and the text of an error."""
    found = _KIND.fullmatch(message.strip())
    if found is None or not found[1].rpartition(".")[2].lstrip("_")[:1].isupper():
        fix = "Give the last line of its traceback: --message 'RuntimeError: …'"
        raise LiterateError(Problem(name, 1, "needs the error's message", fix))
    return found[1], found[2] or ""


def stable(message: str, name: str) -> str:
    """What a message always says, as the title of its page: up to the first value of a reader.

    Raises:
        LiterateError: the message does not begin with a type.
    """
    kind, text = _split(message, name)
    words = re.split(r"\s*(?:[\[\]{}<>`\"']|\(|(?<![A-Za-z])\d|[.:;]\s|$)", text.split("\n")[0])[0]
    return words if len(words) >= _SHORT else kind


def error_cell(message: str, name: str) -> dict[str, str]:
    """The words of the template of an error, from the last line of its traceback.

    Builtin types and those of torch are raised. The text of any other one is kept as a string
    until the author's code raises it: another type would be a wrong promise.

    Args:
        name: the module, as messages name it.

    Raises:
        LiterateError: the message does not begin with a type.
    """
    kind, text = _split(message, name)
    output = "".join(f"\n#> {line}".rstrip(" ") for line in message.strip().split("\n"))
    found = getattr(builtins, kind, None)
    if isinstance(found, type) and issubclass(found, Warning):
        imports, call = "import warnings\n\nimport torch", f"{_quoted(text)}, {kind}"
        return {"IMPORTS": imports, "TAGS": "", "RAISE": f"warnings.warn({call}){output}"}
    call = None
    if isinstance(found, type) and issubclass(found, Exception):
        call = next((c for c, said in _said(found, text) if said == message.strip()), None)
    elif kind.startswith("torch.") and not kind.endswith("Warning"):
        call = _quoted(text) if text else ""
    if call is None:
        said = f"message = {_quoted(message.strip())}"
        return {"IMPORTS": "import torch", "TAGS": "", "RAISE": said}
    tags = ' tags=["raises-exception"]'
    return {"IMPORTS": "import torch", "TAGS": tags, "RAISE": f"raise {kind}({call}){output}"}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _said(kind: type[Exception], text: str) -> Iterator[tuple[str, str]]:
    """How an error may be called with a text, and what its traceback says last then."""
    calls = [(_quoted(text), (text,))] if text else [("", ())]
    with contextlib.suppress(ValueError, SyntaxError):  # KeyError says its key as Python writes it
        calls.append((text, (ast.literal_eval(text),)))
    for call, arguments in calls:
        with contextlib.suppress(TypeError):  # it takes other arguments
            lines = traceback.format_exception_only(kind(*arguments))
            yield call, "".join(lines).rstrip("\n")


def answered(project: Project, message: str, name: str) -> Iterator[Problem]:
    """The first place on each page that has a message already, as an output or a heading.

    Numbers do not count, and of a message that is cut, what is left out.

    Raises:
        LiterateError: the message does not begin with a type, or a module cannot be read.
    """
    _, text = _split(message, name)
    wanted = _plain(text.split("\n")[0])
    if len(wanted) < _SHORT:
        return
    cells = set()
    for path in project.modules():
        for cell in read_module(project, path).cells.values():
            lines = (line for lines in cell.outputs.values() for line in lines)
            if any(_alike(wanted, _plain(re.sub(r"^[\w.]+: ", "", line))) for line in lines):
                cells.add(f'"{path}:{cell.title}"')
    for language in LANGUAGES:
        for page in project.pages(language):
            file = project.docs(language) / page
            lines = enumerate(read_source(file, project.relative(file)).lines, 1)
            if number := next((n for n, line in lines if _says(line, wanted, cells)), None):
                fix = "Add to it what is new; for another entry give --anyway"
                yield Problem(project.relative(file), number, "has this error already", fix)


def _says(line: str, wanted: str, cells: set[str]) -> bool:
    """Whether a line of a page shows one of the cells, or is a heading that says a message."""
    if "8<" in line:
        return any(cell in line for cell in cells)
    heading = re.sub(r"^#+\s*|\s*\{[^{}]*\}\s*$|[`\\]", "", line)
    return line.startswith("#") and _alike(wanted, _plain(heading))


def _plain(text: str) -> str:
    """A text whose numbers, blanks and end do not count."""
    return " ".join(_NUMBER.sub("0", text).split()).removesuffix(" ...").rstrip(".")


def _alike(wanted: str, found: str) -> bool:
    """Whether a line is a message, or one is the other's beginning."""
    return len(found) >= _SHORT and (found.startswith(wanted) or wanted.startswith(found))
