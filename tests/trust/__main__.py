"""The command line: ``python -m tests.trust [PATH ...]``, which ``nox -s trust`` runs."""

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal

from literate.check import check_all
from literate.problem import LiterateError, Problem
from literate.project import Project
from literate.record.records import Verified
from literate.run.machine import cores, start_method
from tests.trust import SAME, Mutant, Trusted
from tests.trust.outputs import Modules
from tests.trust.pages import Pages
from tests.trust.records import Records

MANY = 500  # damages, from which on several processes judge them


def main(arguments: Sequence[str] | None = None) -> int:
    """Damage the project in the current folder. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="nox -s trust --", description=__doc__)
    parser.add_argument("paths", nargs="*", help="pages, modules or folders; all by default")
    parser.add_argument("--kind", action="append", dest="kinds", help="of damage; may be repeated")
    parser.add_argument("--sample", type=int, metavar="N", help="damages of each kind")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="which N; 0 by default")
    try:
        trusted = trust(Project(Path.cwd()), **vars(parser.parse_args(arguments)))
    except LiterateError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    print(*trusted.report(), sep="\n")
    return 1 if trusted.red or trusted.survivors else 0


def trust(
    project: Project,
    kinds: Sequence[str] | None = None,
    paths: Sequence[str] = (),
    sample: int | None = None,
    seed: int = 0,
) -> Trusted:
    """Damage a project and judge each damage; none if the project's check is red.

    Args:
        kinds, paths: the kinds of damage, and the pages, modules and folders; all by default.
        sample: how many damages of each kind; all by default. ``seed`` chooses them.

    Raises:
        LiterateError: there is no such path, or nothing to damage.
    """
    checked = check_all(project)
    trusted = Trusted(red=checked.problems)
    given = project, checked, Verified(project), _chosen(project, paths), trusted
    for room in () if trusted.red else (Modules(*given), Pages(*given), Records(*given)):
        found: dict[str, list[Mutant]] = {}
        for mutant in room.mutants():
            if not kinds or mutant.kind in kinds:
                found.setdefault(mutant.kind, []).append(mutant)
        mutants = []
        for kind, some in found.items():
            few = sample is not None and sample < len(some)
            mutants += random.Random(f"{seed} {kind}").sample(some, sample) if few else some
        print(f"{len(mutants)} damages to {type(room).__name__.lower()} ...", flush=True)
        mutants = room.prepared(mutants)
        for mutant, layer in zip(mutants, _judged(mutants), strict=True):
            if layer == SAME:
                trusted.same += 1
            elif layer:
                trusted.seen[mutant.kind, layer] += 1
            else:
                trusted.survivors.append(mutant)
    if not (trusted.seen or trusted.survivors or trusted.red):
        fix = "Name other paths or kinds of damage"
        raise LiterateError(Problem("docs", 1, "nothing to damage was found", fix))
    return trusted


def _chosen(project: Project, paths: Sequence[str]) -> Callable[[str], bool]:
    """Whether a page or module, by its name, is one of those that are asked for."""
    files = [(project.root / path).resolve() for path in paths]
    for path, file in zip(paths, files, strict=True):
        if not file.exists():
            fix = "Name pages, modules or folders of them, below docs/ and snippets/"
            raise LiterateError(Problem(path, 1, "is not there", fix))
    root = project.root.resolve()
    return lambda name: not files or any((root / name).is_relative_to(file) for file in files)


_JUDGED: list[Mutant] = []


def _judge(number: int) -> str:
    return _JUDGED[number].judge()


def _judged(mutants: list[Mutant]) -> list[str]:
    """The layer that sees each mutant. On every core, where processes can be forked."""
    if len(mutants) < MANY or start_method() != "forkserver":
        return [mutant.judge() for mutant in mutants]
    _JUDGED[:] = mutants  # what judges them cannot be sent to a process, but inherited
    # A Ctrl-C is for this process to act on.
    with get_context("fork").Pool(cores(), signal, (SIGINT, SIG_IGN)) as pool:
        return pool.map(_judge, range(len(mutants)), chunksize=50)


if __name__ == "__main__":
    sys.exit(main())
