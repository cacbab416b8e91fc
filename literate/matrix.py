"""Verify the pages on every release of torch in turn, each in an environment of its own.

``nox -s matrix`` runs this by the Python of nox, so it needs no package. An environment is made
below ``.nox/matrix/`` and removed when its release is done: one at a time takes up the disk.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from literate.environments import Environment, InstallError
from literate.project import Project

_NO_TESTS = 5  # pytest's exit code where all tests were left out
_VERSION = "import torch; print(torch.__version__)"


@dataclass(frozen=True)
class Row:
    """What became of a release.

    Attributes:
        release: as ``2.15.0``.
        build: what torch adds to its version, as ``cpu`` or ``cu130``; "" if it adds nothing.
        passed, failed, skipped: how many blocks; None if none was run.
        seconds: how long they took, without the installation.
        reason: why the row is no success, or "".
    """

    release: str
    build: str = ""
    passed: int | None = None
    failed: int | None = None
    skipped: int | None = None
    seconds: float | None = None
    reason: str = ""

    @property
    def green(self) -> bool:
        return not self.reason and not self.failed


def table(rows: Sequence[Row]) -> str:
    """The rows as text in columns, with what was not run as ``-``."""
    heads = ("torch", "build", "passed", "failed", "skipped", "seconds")
    lines = [heads]
    for row in rows:
        counts = [row.passed, row.failed, row.skipped, row.seconds]
        shown = ["-" if count is None else f"{count:.0f}" for count in counts]
        lines.append((row.release, row.build or "-", *shown))
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    text = []
    for line, reason in zip(lines, ["", *(row.reason for row in rows)], strict=True):
        cells = [cell.rjust(width) for cell, width in zip(line, widths, strict=True)]
        text.append("  ".join([line[0].ljust(widths[0]), *cells[1:], reason]).rstrip())
    return "\n".join(text)


def counts(junit: Path) -> tuple[int, int, int]:
    """How many tests passed, failed and were skipped, by pytest's JUnit file.

    Raises:
        OSError: there is none.
        ValueError: it is not complete.
    """
    try:
        suites = list(ElementTree.parse(junit).getroot().iter("testsuite"))
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None

    def total(name: str) -> int:
        return sum(int(suite.get(name, 0)) for suite in suites)

    failed, skipped = total("failures") + total("errors"), total("skipped")
    return total("tests") - failed - skipped, failed, skipped


def main(root: Path, arguments: Sequence[str]) -> int:
    """Verify, or record, on the releases that are asked for, and print a table.

    Returns:
        0 if every one of them is green, else 1.
    """
    listed = Project(root).releases
    parser = argparse.ArgumentParser(prog="nox -s matrix --", allow_abbrev=False, add_help=False)
    parser.add_argument("--release", action="append", choices=listed, help="this one alone")
    parser.add_argument("--keep", action="store_true", help="remove no environment")
    parser.add_argument("--record", action="store_true", help="write what older releases print")
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
        try:
            rows.append(_row(environment, release, chosen, rest))
        finally:
            if not chosen.keep:
                environment.remove()
                with contextlib.suppress(OSError):  # others are kept there
                    environment.folder.parent.rmdir()
        print(f"\n{table(rows)}\n", flush=True)
    return 0 if rows and all(row.green for row in rows) else 1


def _row(
    environment: Environment, release: str, chosen: argparse.Namespace, rest: list[str]
) -> Row:
    """Install a release, and verify the pages on it."""
    try:
        python = environment.prepare("verify", release=release, cuda_build=chosen.cuda_build)
    except InstallError as error:
        return Row(release, reason=f"not installed: {error}")
    asked = subprocess.run([python, "-c", _VERSION], capture_output=True, text=True, check=False)
    if asked.returncode:
        said = asked.stderr.strip().splitlines() or [f"exit code {asked.returncode}"]
        return Row(release, reason=f"torch cannot be imported: {said[-1]}")
    build = asked.stdout.split()[-1].partition("+")[2]
    reason = ""
    if chosen.record:
        paths = [argument for argument in rest if not argument.startswith("-")]
        unrecorded = ["--unrecorded"] if "--changed" in rest else []
        code = _run(environment, "literate", "record", *unrecorded, *paths)
        reason = f"record ended with exit code {code}" if code else ""
    # What changed since a release ran is what has no record of it.
    verify = ["--unrecorded" if argument == "--changed" else argument for argument in rest]
    with tempfile.TemporaryDirectory() as folder:
        junit = Path(folder, "junit.xml")
        started = time.monotonic()
        code = _run(
            environment, "pytest", "--codeblocks", "--device=cpu", f"--junitxml={junit}", *verify
        )
        seconds = time.monotonic() - started
        try:
            passed, failed, skipped = counts(junit)
        except (OSError, ValueError):
            return Row(release, build, reason=reason or f"pytest ended with exit code {code}")
    nothing_changed = code == _NO_TESTS and "--changed" in rest
    if code and not failed and not nothing_changed:
        reason = reason or f"pytest ended with exit code {code}"
    return Row(release, build, passed, failed, skipped, seconds, reason)


def _run(environment: Environment, *arguments: str) -> int:
    print(f"\ntorch in {environment.folder}: python -m {' '.join(arguments)}", file=sys.stderr)
    return subprocess.call([environment.python, "-m", *arguments], cwd=environment.root)
