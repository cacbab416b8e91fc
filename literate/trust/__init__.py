"""Damage the project's own pages in every way, and say which of the checks sees it.

A check that is green says nothing until it was seen red. So each documented output, figure, page
and record is damaged, once for each kind of damage at each place, and judged by the code that
``nox`` runs. Nothing of the project is written to: a damage exists in memory or in a temporary
folder. Each module runs once, and its run serves all its damages::

    damage    an output or a figure -> damaged ones
    outputs   modules: their outputs, figures, tags and comments
    pages     the pages of both languages
    records   snippets/verified.json
"""

from __future__ import annotations

import difflib
import itertools
import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal

from literate.problem import LiterateError, Problem
from literate.project import Project
from literate.provenance import Verified
from literate.run import cores, start_method

# What sees a damage, in the order asked: the comparison that holds on any machine, that to the
# byte on the machine that recorded, the rules for pages and modules, the names of torch, the
# records, and that the page in the other language was not touched.
MANY = 500  # damages, from which on more than one process judges them
LAYERS = ("comparison", "byte", "rule", "name", "record", "pair")


@dataclass(frozen=True)
class Mutant:
    """A damage to a place.

    Attributes:
        kind: what is done, as ``last-digit``.
        place: where, as ``docs/en/a/b.md:12`` or ``snippets/a/b.py:cell``.
        text: what stands there now, in a line.
        judge: returns the layer that sees it, empty if none does.
    """

    kind: str
    place: str
    text: str
    judge: Callable[[], str] = field(repr=False, compare=False)


class Room:
    """What is damaged in one place of the project.

    Args:
        project, verified: what is damaged, and its records.
        chosen: whether a page or module, by its name, is to be damaged.
        trusted: is told what is red before any damage, and what was left out.
    """

    NAME = ""
    KINDS: tuple[str, ...] = ()

    def __init__(
        self,
        project: Project,
        verified: Verified,
        chosen: Callable[[str], bool],
        trusted: Trusted,
    ) -> None:
        self.project, self.verified = project, verified
        self.chosen, self.trusted = chosen, trusted
        self.root = Path(tempfile.mkdtemp(prefix="literate-"))
        self.read()

    @property
    def folder(self) -> Path:
        """A temporary folder of this process."""
        return self.root / str(os.getpid())

    def close(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    def read(self) -> None:
        """Read what is damaged."""

    def mutants(self) -> Iterator[Mutant]:
        """Every damage."""
        return iter(())

    def prepared(self, mutants: list[Mutant]) -> list[Mutant]:
        """Get ready to judge these damages. Returns those that can be judged."""
        return mutants


@dataclass
class Trusted:
    """What was seen of the damages.

    Attributes:
        seen: (kind, layer) -> how many damages of the kind the layer was the first to see.
        survivors: the damages that nothing sees.
        red: problems that were there before any damage; what they concern was not damaged.
        free: kind -> how many damages were left out, as they are to numbers that vary.
    """

    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    survivors: list[Mutant] = field(default_factory=list)
    red: list[Problem] = field(default_factory=list)
    free: Counter[str] = field(default_factory=Counter)

    def table(self) -> Iterator[str]:
        """A line for each kind: how many were seen, of how many, and by what."""
        lost = Counter(mutant.kind for mutant in self.survivors)
        kinds = sorted({kind for kind, _ in self.seen} | set(lost))
        yield f"{'kind':<20}{'seen':>7}{'of':>7}" + "".join(f"{x:>12}" for x in LAYERS)
        for kind in [*kinds, "all"]:
            by = [
                sum(n for (k, x), n in self.seen.items() if x == layer and kind in (k, "all"))
                for layer in LAYERS
            ]
            total = sum(by) + (len(self.survivors) if kind == "all" else lost[kind])
            yield f"{kind:<20}{sum(by):>7}{total:>7}" + "".join(f"{n or '':>12}" for n in by)

    def report(self) -> Iterator[str]:
        """The table, what was left out, and what nobody saw."""
        yield from self.table()
        if free := sum(self.free.values()):
            yield f"left out: {free} damages to numbers of cells tagged varies, which are free"
        for problem in sorted(set(self.red)):
            yield f"red before any damage: {problem}"
        for mutant in self.survivors:
            yield f"{mutant.place}: no check sees '{mutant.kind}': {mutant.text}"
        total = sum(self.seen.values()) + len(self.survivors)
        yield f"{total} damages, {len(self.survivors)} of them seen by no check"


def trust(
    project: Project,
    *,
    kinds: Sequence[str] = (),
    paths: Sequence[str] = (),
    sample: int | None = None,
    seed: int = 0,
    say: Callable[[str], None] = lambda said: None,
) -> Trusted:
    """Damage a project and judge each damage.

    Args:
        kinds: the kinds of damage; all by default.
        paths: the pages, modules and folders of them that are damaged; all by default.
        sample: how many damages of each kind; all by default.
        seed: which ones.
        say: is told what is begun, as it takes minutes.

    Raises:
        LiterateError: there is no such kind or path, or nothing to damage.
    """
    from literate.trust.outputs import Modules
    from literate.trust.pages import Pages
    from literate.trust.records import Records

    verified = Verified(project)
    trusted = Trusted()
    with ExitStack() as stack:
        rooms = []
        for room in (Modules, Pages, Records):
            rooms.append(room(project, verified, _Chosen(project, paths), trusted))
            stack.callback(rooms[-1].close)
        known = [kind for room in rooms for kind in room.KINDS]
        for kind in kinds:
            if kind not in known:
                near = difflib.get_close_matches(kind, known, 1)
                mend = f"Did you mean '{near[0]}'" if near else f"Kinds: {', '.join(known)}"
                raise LiterateError(Problem("trust", 1, f"'{kind}' is no kind of damage", mend))
        for room in rooms:
            mutants = [m for m in room.mutants() if not kinds or m.kind in kinds]
            mutants = list(_sampled(mutants, sample, seed))
            say(f"{len(mutants)} damages to {room.NAME} ...")
            mutants = room.prepared(mutants)
            for mutant, layer in zip(mutants, _judged(mutants), strict=True):
                if layer:
                    trusted.seen[mutant.kind, layer] += 1
                else:
                    trusted.survivors.append(mutant)
    trusted.free = Counter({k: n for k, n in trusted.free.items() if not kinds or k in kinds})
    if not (trusted.seen or trusted.survivors or trusted.red):
        raise LiterateError(Problem("docs", 1, "nothing to damage was found", "Name other paths"))
    return trusted


_JUDGED: list[Mutant] = []


def _judge(number: int) -> str:
    return _JUDGED[number].judge()


def _judged(mutants: list[Mutant]) -> list[str]:
    """The layer that sees each mutant. On every core, where processes can be forked."""
    if len(mutants) < MANY or start_method() != "forkserver":
        return [mutant.judge() for mutant in mutants]
    _JUDGED[:] = mutants  # what they are judged by cannot be sent to a process, but inherited
    try:
        # A Ctrl-C is for this process to act on.
        with get_context("fork").Pool(cores(), signal, (SIGINT, SIG_IGN)) as pool:
            return pool.map(_judge, range(len(mutants)), chunksize=50)
    finally:
        _JUDGED.clear()


class _Chosen:
    """Whether a page or module, by its name, is one of those that are asked for."""

    def __init__(self, project: Project, paths: Sequence[str]) -> None:
        self.names = []
        for path in paths:
            file = Path(os.path.abspath(project.root / path.replace("\\", "/")))
            if not file.exists():
                mend = "Name pages, modules or folders of them, below docs/ and snippets/"
                raise LiterateError(Problem(path, 1, "is not there", mend))
            self.names.append(project.relative(file))

    def __call__(self, name: str) -> bool:
        return not self.names or any(f"{name}/".startswith(f"{n}/") or n == "." for n in self.names)


def changed(before: str, after: str) -> str:
    """The first line of a text that is another now, and what it was."""
    pairs = itertools.zip_longest(before.split("\n"), after.split("\n"))
    old, new = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    return f"{_short(new)} for {_short(old)}"


def _short(line: str | None) -> str:
    if line is None:
        return "nothing"
    return repr(line if len(line) <= 60 else f"{line[:59]}…")


def _sampled(mutants: Iterable[Mutant], sample: int | None, seed: int) -> Iterator[Mutant]:
    by_kind: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        by_kind.setdefault(mutant.kind, []).append(mutant)
    for kind, some in sorted(by_kind.items()):
        if sample is not None and sample < len(some):
            some = random.Random(f"{seed} {kind}").sample(some, sample)
        yield from some
