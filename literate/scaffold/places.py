"""What a person names on the command line: a page, a chapter, a cell or a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from literate.check.addresses import address
from literate.problem import LiterateError, Problem
from literate.project import NOTEBOOKS

WORD = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_PLACE = re.compile(
    rf"(?P<path>{WORD}(?:/{WORD})?)(?:(?P<chapter>/)|:(?P<cell>{WORD})|#(?P<id>[\w-]+))?"
)


@dataclass(frozen=True)
class Place:
    """What a person names: ``tensors/``, ``tensors/matmul``, one with ``:cell`` or with ``#id``."""

    given: str
    path: str
    kind: str  # chapter, page, cell or heading
    part: str = ""

    def hold_to_chapters(self) -> None:
        """Refuse what cannot move or go: pages outside of chapters, a chapter's first page alone.

        Raises:
            LiterateError: it is one of these.
        """
        if self.path == NOTEBOOKS:
            what = f"'{NOTEBOOKS}/' is where the site looks for its notebooks"
            raise self.problem(what, "Name single pages")
        folder, _, name = self.path.rpartition("/")
        if self.kind == "page" and (not folder or name == "index"):
            what = "is the first page of its chapter" if folder else "is in no chapter"
            fix = f"Name the chapter: {folder}/" if folder else "Name a page of one: chapter/page"
            raise self.problem(what, fix)

    def problem(self, what: str, fix: str) -> LiterateError:
        return LiterateError(Problem(self.given, 1, what, fix))


def place(given: str) -> Place:
    """What ``given`` names; it may be written as one of the files, with slashes of any kind.

    Raises:
        LiterateError: it names nothing.
    """
    text = given.replace("\\", "/").removeprefix("./")
    text = re.sub(r"^(?:docs/[^/]+|snippets)/|\.(?:py|md)(?=[:#]|$)", "", text)
    found = _PLACE.fullmatch(text)
    if found is None or (found["chapter"] and "/" in found["path"]):
        fix = "Name a page (tensors/matmul), a chapter (tensors/), a cell (tensors/matmul:outer) "
        raise LiterateError(Problem(given, 1, "names nothing", f"{fix}or a heading (…#outer)"))
    kinds = {"chapter": found["chapter"], "cell": found["cell"], "heading": found["id"]}
    kind = next((kind for kind, part in kinds.items() if part), "page")
    return Place(given, found["path"], kind, found["cell"] or found["id"] or "")


def named(name: str) -> str:
    """How others name a page or a module: ``tensors/matmul``."""
    return re.sub(r"^(?:docs/[^/]+|snippets)/|\.(?:md|py)$", "", name)


def page_address(name: str) -> str:
    """The address of the page ``docs/<language>/…``."""
    return address(name.split("/", 2)[2])
