"""Verify the pages on every release of torch in turn, each in an environment of its own.

``nox -s matrix`` runs this by the Python of nox, so it needs no package. An environment is made
below ``.nox/matrix/`` and removed when its release is done: one at a time takes up the disk.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path

from environments import Environment, InstallError

from literate.project import Project

_NO_TESTS = 5  # pytest's exit code where all tests were left out
_VERSION = "import torch; print(torch.__version__)"
_HEADS = ("torch", "build", "passed", "failed", "skipped", "seconds")


class NotGreenError(Exception):
    """Why a release is not green, in one line."""


def table(rows: Sequence[tuple[Sequence[object], str]]) -> str:
    """Rows of values, each with what is wrong with it, in columns; ``-`` for what is missing."""
    lines = [(_HEADS, "")]
    for row, why in rows:
        shown = [f"{v:.0f}" if isinstance(v, float) else str(v) for v in row]
        lines.append(([*shown, *["-"] * (len(_HEADS) - len(row))], why))
    widths = [max(len(row[i]) for row, _ in lines) for i in range(len(_HEADS))]
    text = []
    for row, why in lines:
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        text.append("  ".join([row[0].ljust(widths[0]), *cells[1:], why]).rstrip())
    return "\n".join(text)


def counts(junit: Path) -> tuple[int, int, int]:
    """How many tests passed, failed and were skipped, by pytest's JUnit file."""
    total = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for suite in ElementTree.parse(junit).getroot().iter("testsuite"):
        for name in total:
            total[name] += int(suite.get(name, 0))
    failed, skipped = total["failures"] + total["errors"], total["skipped"]
    return total["tests"] - failed - skipped, failed, skipped


def main(root: Path, arguments: Sequence[str]) -> int:
    """Verify, or record, on the releases that are asked for. Returns 0 if all are green, else 1."""
    listed = Project(root).releases
    parser = argparse.ArgumentParser(prog="nox -s matrix --", allow_abbrev=False, add_help=False)
    parser.add_argument("--release", action="append", choices=listed, help="this one alone")
    parser.add_argument("--keep", action="store_true", help="remove no environment")
    parser.add_argument("--record", action="store_true", help="write what older releases print")
    what = "with --record, write an exception of another type"
    parser.add_argument("--accept-type", action="store_true", help=what)
    parser.add_argument("--cuda-build", action="store_true", help="PyPI's builds, not PyTorch's")
    try:
        chosen, rest = parser.parse_known_args(arguments)
    except SystemExit:  # argparse has said why
        return 1
    # The newest release prints what pages show first: 'nox -s record' writes that.
    releases = chosen.release or (listed[1:] if chosen.record else listed)
    rows = []
    for release in releases:
        environment = Environment(root, root / ".nox" / "matrix" / release)
        values: list[object] = [release]
        try:
            _verify(environment, values, chosen, rest)
            rows.append((values, ""))
        except NotGreenError as error:
            rows.append((values, str(error)))
        finally:
            if not chosen.keep:
                environment.remove()
                with contextlib.suppress(OSError):  # others are kept there
                    environment.folder.parent.rmdir()
        print(f"\n{table(rows)}\n", flush=True)
    return 0 if rows and not any(why or row[3] for row, why in rows) else 1


def _verify(environment: Environment, values: list, chosen, rest: list[str]) -> None:
    """Install a release and verify the pages on it; ``values`` gets its build and its counts."""
    try:
        python = environment.prepare("verify", release=values[0], cuda_build=chosen.cuda_build)
    except InstallError as error:
        raise NotGreenError(f"not installed: {error}") from None
    asked = subprocess.run([python, "-c", _VERSION], capture_output=True, text=True, check=False)
    if asked.returncode:
        said = asked.stderr.strip().splitlines() or [f"exit code {asked.returncode}"]
        raise NotGreenError(f"torch cannot be imported: {said[-1]}")
    values.append(asked.stdout.split()[-1].partition("+")[2] or "-")
    recorded = 0
    if chosen.record:
        paths = [argument for argument in rest if argument[:1] != "-" or argument == "--changed"]
        paths += ["--accept-type"] * chosen.accept_type
        recorded = _run(environment, "literate", "record", *paths)
    junit = environment.folder / "junit.xml"
    junit.unlink(missing_ok=True)
    started = time.monotonic()
    options = ["--codeblocks", "--device=cpu", f"--junitxml={junit}"]
    code = _run(environment, "pytest", *options, *rest)
    with contextlib.suppress(OSError, ElementTree.ParseError):
        values += [*counts(junit), time.monotonic() - started]
    if recorded:
        raise NotGreenError(f"record ended with exit code {recorded}")
    complete = len(values) == len(_HEADS)
    expected = not code or (complete and values[3]) or (code == _NO_TESTS and "--changed" in rest)
    if not (complete and expected):
        raise NotGreenError(f"pytest ended with exit code {code}")


def _run(environment: Environment, *arguments: str) -> int:
    print(f"\ntorch in {environment.folder}: python -m {' '.join(arguments)}", file=sys.stderr)
    return subprocess.call([environment.python, "-m", *arguments], cwd=environment.root)
