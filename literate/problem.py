"""What is wrong, where, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# How a line begins that version control wrote where it could not merge, and what is said of it.
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}) ", re.MULTILINE)
MARKED = "a conflict marker of version control"


@dataclass(frozen=True, order=True)
class Problem:
    """One finding that a person can act on.

    Attributes:
        path: file relative to the project's root, with forward slashes.
        line: line in that file, counted from 1.
        what: what is wrong, as a sentence without its full stop. More lines may follow, such as
            what was printed; the next step then stands on a line of its own.
        fix: the next step, as a sentence without its full stop.
    """

    path: str
    line: int
    what: str
    fix: str

    def __str__(self) -> str:
        place, fix = f"{self.path}:{self.line}", _sentence(self.fix)
        if "\n" in self.what:
            return f"{place}: {self.what}\n  next    {fix}"
        return f"{place}: {_sentence(self.what)} {fix}"


def _sentence(text: str) -> str:
    """A text with a full stop, unless what it quotes at its end brings one."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


class LiterateError(Exception):
    """Input that cannot be used. ``problems`` holds one or more findings, in file order."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple:
        """How another process gets it: by its problems, not by their text."""
        return type(self), (self.problems,)
