"""Damage the project's own pages in every way, and say which of the checks sees it.

A check that is green says nothing until it was seen red. So each documented output, figure, page
and record is damaged, once for each kind of damage at each place, and judged by the code that
``nox`` runs. Nothing of the project is written to. Each module runs once, for all its damages.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from literate.check import Checked
from literate.problem import Problem
from literate.project import Project
from literate.record.records import Verified

SAME = "same"  # the judgment of a damage that changes nothing a reader sees
# What sees a damage: the comparison that holds on any machine, that to the byte on the machine
# that recorded, the rules for pages and modules, the names of torch, the records, and that the
# page in the other language was not touched.
LAYERS = ("comparison", "byte", "rule", "name", "record", "pair")


@dataclass(frozen=True)
class Mutant:
    """A damage to a place."""

    kind: str  # what is done, as ``sign``
    place: str  # as ``docs/en/a/b.md:12`` or ``snippets/a/b.py:cell``
    text: str  # what stands there now, in a line
    judge: Callable[[], str] = field(repr=False, compare=False)  # the layer that sees it, or ""


@dataclass
class Trusted:
    """What was seen of the damages."""

    seen: Counter[tuple[str, str]] = field(default_factory=Counter)  # by kind and layer
    survivors: list[Mutant] = field(default_factory=list)  # that nothing sees
    red: list[Problem] = field(default_factory=list)  # before any damage
    free: int = 0  # damages to numbers that vary, which are left out
    same: int = 0  # damages that change nothing a reader sees

    def report(self) -> Iterator[str]:
        """A line for each kind, what was left out, and what no check sees."""
        lost = Counter(mutant.kind for mutant in self.survivors)
        yield f"{'kind':<20}{'seen':>7}{'of':>7}" + "".join(f"{x:>12}" for x in LAYERS)
        kinds = sorted({kind for kind, _ in self.seen} | set(lost))
        for name, some in [*((kind, [kind]) for kind in kinds), ("all", kinds)]:
            by = [sum(self.seen[kind, layer] for kind in some) for layer in LAYERS]
            total = sum(by) + sum(lost[kind] for kind in some)
            yield f"{name:<20}{sum(by):>7}{total:>7}" + "".join(f"{n or '':>12}" for n in by)
        yield f"left out: {self.free} damages to numbers that vary, {self.same} that nobody can see"
        for problem in self.red:
            yield f"red before any damage: {problem}"
        for mutant in self.survivors:
            yield f"{mutant.place}: no check sees '{mutant.kind}': {mutant.text}"
        total = self.seen.total() + len(self.survivors)
        yield f"{total} damages, {len(self.survivors)} of them seen by no check"


@dataclass
class Room:
    """A part of the project, which is green: what is damaged there, and what judges that."""

    project: Project
    checked: Checked
    verified: Verified
    chosen: Callable[[str], bool]  # whether a page or module, by its name, is to be damaged
    trusted: Trusted

    def mutants(self) -> Iterator[Mutant]:
        """Every damage."""
        return iter(())

    def prepared(self, mutants: list[Mutant]) -> list[Mutant]:
        """Get ready to judge these damages. Returns those that can be judged."""
        return mutants


def changed(before: str, after: str) -> str:
    """The first line of a text that is another now, and what it was."""
    pairs = itertools.zip_longest(before.split("\n"), after.split("\n"), fillvalue="")
    old, new = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    return f"{new!r:.60} for {old!r:.60}"
