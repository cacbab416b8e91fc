"""The environments that the noxfile makes: one with torch for all sessions, one without.

nox would make one for each session, five of them with torch: 5 GB each. This module needs nothing
but Python, so that it can be imported before anything is installed.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

# PyTorch's own index of builds without CUDA. On Linux, PyPI has CUDA builds alone.
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
_TIMEOUT = 3  # seconds that the index has to answer
_PROGRAM = "Scripts/python.exe" if os.name == "nt" else "bin/python"
_PYTHON = "python {}.{}".format(*sys.version_info[:2])


class InstallError(Exception):
    """What could not be installed, in one line."""


def requirements(root: Path, *groups: str) -> list[str]:
    """The requirements of dependency groups of ``pyproject.toml``; of all groups by default."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["dependency-groups"]

    def of(name: str) -> Iterator[str]:
        for entry in table[name]:
            yield from [entry] if isinstance(entry, str) else of(entry["include-group"])

    return list(dict.fromkeys(r for name in groups or table for r in of(name)))


def own_python(arguments: Sequence[str]) -> bool:
    """Whether nox was told, by its command line, to use the Python that runs it."""
    ours = f"{' '.join(arguments)} ".partition(" -- ")[0] + " "
    options = ("--no-venv", "--force-venv-backend=none", "--force-venv-backend none", "-fb none")
    return any(f" {option} " in ours for option in options)


def torch_requirements(release: str, *, cuda_build: bool = False) -> list[str]:
    """What to ask pip for. ``===`` is met by PyPI's build alone: it excludes ``2.15.0+cpu``."""
    return [f"torch=={release}", *([f"torch==={release}"] if cuda_build else [])]


def index_options(*, cuda_build: bool) -> list[str]:
    """The options that let pip find the smallest torch that will do."""
    if platform.system() == "Linux" and not cuda_build and answers(CPU_INDEX):
        return ["--extra-index-url", CPU_INDEX]
    return []


def answers(index: str) -> bool:
    """Whether a package index can be reached, asked briefly."""
    try:
        request = urllib.request.Request(f"{index}/torch/", method="HEAD")
        with urllib.request.urlopen(request, timeout=_TIMEOUT):
            return True
    except (OSError, ValueError):
        return False


def size(release: str, *, large: bool) -> str:
    """One line on what installing torch takes, and how to avoid it."""
    what, other = "about 200 MB to download and 1 GB on disk", ""
    if large:
        what = "PyPI's CUDA build is about 3 GB to download and 5.5 GB on disk"
        other = ", or set PIP_FIND_LINKS to a folder that holds a smaller build"
    avoid = f"use your own Python's torch with 'nox --no-venv'{other}"
    return f"torch {release}: {what}. To avoid it, {avoid}."


class Environment:
    """A virtual environment in ``folder``, with a note of what was installed into it."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.python = folder / _PROGRAM
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

        Asking pip takes longer than most sessions, so a note is read instead. It is removed while
        pip is at work: an install that was killed is done again. Returns the environment's Python.

        Raises:
            InstallError: the environment cannot be made, or pip failed and has said why.
        """
        torch = torch_requirements(release, cuda_build=cuda_build) if release else []
        needed = [*requirements(self.root, *groups), *torch]
        installed = self.installed()
        if set(needed) <= set(installed):
            return self.python
        self._note.unlink(missing_ok=True)
        # Where a release takes another's place, gigabytes that only the other needed would stay.
        replaced = torch and torch[0] not in installed and "torch==" in "\n".join(installed)
        if replaced or not self._usable():
            self._make()
            installed = []
        self._remove_unfinished()
        options = ["--quiet"]
        print(f"installing {', '.join(groups)} into {self.folder}", file=sys.stderr, flush=True)
        if not set(torch) <= set(installed):  # without --quiet, pip shows its progress
            options = index_options(cuda_build=cuda_build)
            large = platform.system() == "Linux" and not options
            print(size(release, large=large), file=sys.stderr, flush=True)
        # What was installed before and is still listed is asked for again, so that it stays.
        known = {*requirements(self.root), *torch_requirements(release or "", cuda_build=True)}
        wanted = list(dict.fromkeys([*needed, *(r for r in installed if r in known)]))
        pip = [self.python, "-m", "pip", "install", "--disable-pip-version-check"]
        if _call([*pip, *options, *wanted]):
            asked = ", ".join([*groups, *torch[:1]])
            raise InstallError(f"pip could not install {asked}; what it says is above")
        self._note.write_text("\n".join([_PYTHON, *wanted]), encoding="utf-8")
        return self.python

    def has(self, release: str) -> bool:
        return f"torch=={release}" in self.installed()

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _usable(self) -> bool:
        """Whether it has a Python of the version that runs this, with pip."""
        code = "import pip, sys; print('python {}.{}'.format(*sys.version_info[:2]))"
        try:
            asked = subprocess.run([self.python, "-c", code], capture_output=True, text=True)
        except OSError:
            return False
        return asked.stdout.strip() == _PYTHON

    def _make(self) -> None:
        """Make it anew. virtualenv came with nox; the venv of Debian's Python lacks pip."""
        self.remove()
        if _call([sys.executable, "-m", "virtualenv", "--quiet", self.folder]):
            raise InstallError(f"virtualenv could not make {self.folder}; what it says is above")

    def _remove_unfinished(self) -> None:
        """Let pip install again what it was installing when it was killed.

        That may look installed, but INSTALLER is the file that pip writes last.
        """
        for pattern in ("lib/python*/site-packages/*.dist-info", "Lib/site-packages/*.dist-info"):
            for folder in self.folder.glob(pattern):
                if not (folder / "INSTALLER").exists():
                    shutil.rmtree(folder)


def _call(command: Sequence[object]) -> int:
    return subprocess.call([str(part) for part in command])
