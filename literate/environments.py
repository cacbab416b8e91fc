"""The environments that the noxfile makes: one with torch for all sessions, one without.

nox would make one for each session, five of them with torch: 5 GB each. This module needs nothing
but Python, so that it can be imported before anything is installed.
"""

from __future__ import annotations

import itertools
import os
import platform
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

# PyTorch's own index of builds without CUDA. On Linux, PyPI has CUDA builds alone.
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
_PATIENCE = 3  # seconds that the index has to answer
_PYTHON = "python {}.{}".format(*sys.version_info[:2])


class InstallError(Exception):
    """What could not be installed, in one line."""


def requirements(root: Path, *groups: str) -> list[str]:
    """What dependency groups of ``pyproject.toml`` ask for, with what they include.

    Args:
        groups: names of groups; all of them if none is named.
    """
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))[
        "dependency-groups"
    ]

    def of(name: str) -> Iterator[str]:
        for entry in table[name]:
            if isinstance(entry, str):
                yield entry
            else:
                yield from of(entry["include-group"])

    return list(dict.fromkeys(r for name in groups or table for r in of(name)))


def own_python(arguments: Sequence[str]) -> bool:
    """Whether nox was told, by its command line, to use the Python that runs it."""
    ours = list(itertools.takewhile(lambda argument: argument != "--", arguments))
    alike = {("-fb", "none"), ("--force-venv-backend", "none")}
    return (
        "--no-venv" in ours
        or "--force-venv-backend=none" in ours
        or not alike.isdisjoint(itertools.pairwise(ours))
    )


def torch_requirements(release: str, *, cuda_build: bool = False) -> list[str]:
    """What to ask pip for. ``===`` is met by PyPI's build alone: it excludes ``2.15.0+cpu``."""
    return [f"torch=={release}", *([f"torch==={release}"] if cuda_build else [])]


def to_install(needed: Sequence[str], installed: Sequence[str], known: Iterable[str]) -> list[str]:
    """What to ask pip for, together, so that ``needed`` is there; nothing if it is.

    Args:
        installed: what was asked for before.
        known: what is asked for anywhere today. Of ``installed``, the rest is of no interest.
    """
    if set(needed) <= set(installed):
        return []
    known = set(known)
    return [*needed, *(r for r in installed if r in known and r not in needed)]


def index_options(*, cuda_build: bool, system: str | None = None) -> list[str]:
    """The options that let pip find the smallest torch that will do."""
    if (system or platform.system()) == "Linux" and not cuda_build and answers(CPU_INDEX):
        return ["--extra-index-url", CPU_INDEX]
    return []


def answers(index: str) -> bool:
    """Whether a package index can be reached, asked briefly."""
    try:
        request = urllib.request.Request(f"{index}/torch/", method="HEAD")
        with urllib.request.urlopen(request, timeout=_PATIENCE):
            return True
    except (OSError, ValueError):
        return False


def size(release: str, *, large: bool) -> str:
    """One line on what installing torch takes, and how to avoid it."""
    what, other = "about 200 MB to download and 1 GB on disk", ""
    if large:
        what = "PyPI's CUDA build is about 3 GB to download and 5.5 GB on disk"
        other = ", or set PIP_FIND_LINKS to a folder that holds a smaller build"
    avoid = f"To avoid it, use your own Python's torch with 'nox --no-venv'{other}"
    return f"torch {release}: {what}. {avoid}."


class Environment:
    """A virtual environment, and a note of what was asked for when it was filled.

    Args:
        root: the project, whose ``pyproject.toml`` lists what is installed.
        folder: where the environment is, or is going to be.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self._note = folder / "installed.txt"

    def installed(self) -> list[str]:
        """What was asked for; nothing if that was not finished, or for another Python."""
        try:
            note = self._note.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return []
        python, *asked_for = note.splitlines() or [""]
        return asked_for if python == _PYTHON and self.python.exists() else []

    def prepare(self, *groups: str, release: str | None = None, cuda_build: bool = False) -> Path:
        """Install dependency groups, and a release of torch, unless they are there already.

        Asking pip whether all is there takes longer than most sessions, so a note is asked. There
        is none while pip is at work: an install that was killed is done again.

        Returns:
            The environment's Python.

        Raises:
            InstallError: the environment cannot be made, or pip failed; what they say is in the
                terminal.
        """
        torch = torch_requirements(release, cuda_build=cuda_build) if release else []
        known = requirements(self.root)
        if release:
            known += torch_requirements(release, cuda_build=True)
        needed = [*requirements(self.root, *groups), *torch]
        installed = self.installed()
        wanted = to_install(needed, installed, known)
        if not wanted:
            return self.python
        self._note.unlink(missing_ok=True)
        # Where a release takes another's place, gigabytes that only the other needed would stay.
        replaced = torch and torch[0] not in installed and any(map(_is_torch, installed))
        if replaced or not self._usable():
            self._make()
            installed = []
        self._forget_unfinished()
        options = ["--quiet"]
        print(f"installing {', '.join(groups)} into {self.folder}", file=sys.stderr, flush=True)
        if not set(torch) <= set(installed):  # pip says how far it is
            options = index_options(cuda_build=cuda_build)
            large = platform.system() == "Linux" and not options
            print(size(release, large=large), file=sys.stderr, flush=True)
        pip = [self.python, "-m", "pip", "install", "--disable-pip-version-check"]
        if _call([*pip, *options, *wanted]):
            asked = ", ".join([*groups, *torch[:1]])
            raise InstallError(f"pip could not install {asked}; what it says is above")
        self._note.write_text("\n".join([_PYTHON, *wanted]), encoding="utf-8")
        return self.python

    def has(self, release: str) -> bool:
        """Whether a release of torch is in it."""
        return torch_requirements(release)[0] in self.installed()

    def remove(self) -> None:
        """Delete it from the disk."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _usable(self) -> bool:
        """Whether there is a Python of the version that runs this, with pip."""
        code = "import pip, sys; print('python {}.{}'.format(*sys.version_info[:2]))"
        try:
            asked = subprocess.run(
                [self.python, "-c", code], capture_output=True, text=True, check=False
            )
        except OSError:
            return False
        return asked.stdout.strip() == _PYTHON

    def _make(self) -> None:
        """Make it anew. virtualenv came with nox; the venv of Debian's Python lacks pip."""
        self.remove()
        if _call([sys.executable, "-m", "virtualenv", "--quiet", self.folder]):
            raise InstallError(f"virtualenv could not make {self.folder}; what it says is above")

    def _forget_unfinished(self) -> None:
        """Let pip install again what it was installing when it was killed.

        That may look installed; but who installed it is what pip writes last.
        """
        for pattern in ("lib/python*/site-packages/*.dist-info", "Lib/site-packages/*.dist-info"):
            for folder in self.folder.glob(pattern):
                if not (folder / "INSTALLER").exists():
                    shutil.rmtree(folder)


def _is_torch(requirement: str) -> bool:
    return requirement.startswith("torch==")


def _call(command: Sequence[object]) -> int:
    return subprocess.call([str(part) for part in command])
