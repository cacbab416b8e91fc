"""Run only what changed since it was last seen green: ``nox -s cpu -- --changed``.

What was green is kept per device in ``.cache/literate/green.json``, which is never committed and
may be deleted: then everything runs. It holds only as long as Python, torch and the other packages
are the same, and the code of ours that runs and compares.

This module starts without pytest and torch, so that it can answer at once when nothing changed::

    python -m literate.changed --codeblocks --device=cpu --changed
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import os
import platform
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from literate.project import DEVICES, LANGUAGES, Project, replace_files, stamp

if TYPE_CHECKING:
    import pytest

    from literate.read import Module

# Whose version decides what a module prints.
PACKAGES = ("torch", "numpy", "matplotlib", "scikit-learn", "pillow", "pytest-codeblocks")
# Arguments beside which a run of all tests is a run of all tests.
_PLAIN = {"--codeblocks", "--changed", "-q", "-v", *(f"--device={device}" for device in DEVICES)}


def surroundings() -> str:
    """A hash of what a result depends on beside the project's pages and modules."""
    versions = {}
    for package in PACKAGES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions[package] = importlib.metadata.version(package)
    digest = hashlib.sha256(json.dumps([platform.python_version(), versions]).encode())
    folder = Path(__file__).parent
    for file in sorted(folder.rglob("*.py")):
        digest.update(file.relative_to(folder).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def everything(project: Project) -> str:
    """A hash of all pages, modules and figures."""
    digest = hashlib.sha256()
    for file in _files(project):
        with open(file, "rb") as stream:
            digest.update(project.relative(file).encode() + b"\0" + stream.read() + b"\0")
    return digest.hexdigest()


def stamps(project: Project) -> dict[str, tuple[int, int] | None]:
    """What changes when one of the files of ``everything`` does."""
    return {file: stamp(file) for file in _files(project)}


def _files(project: Project) -> list[str]:
    """All pages, modules and figures, and what sets up the checks, sorted."""
    folders = [project.snippets, *(project.docs(language) for language in LANGUAGES)]
    found = {
        os.path.join(folder, name)
        for top in folders
        for folder, _, names in os.walk(top)
        if os.path.basename(folder) != "__pycache__"
        for name in names
        if name.endswith(_READ)
    }
    found.update(str(project.root / name) for name in ("conftest.py", "pyproject.toml"))
    return sorted(file for file in found if os.path.isfile(file))


_READ = (".py", ".md", ".svg")


def fingerprint(module: Module, device: str) -> str:
    """A hash of what a module does and of what it documents for a device."""
    from literate.provenance import code_hash, output_hashes
    from literate.run import torch_version

    figures = [module.recorded_figure(title) for title in module.cells]
    text = json.dumps([code_hash(module), output_hashes(module, device, torch_version()), figures])
    return hashlib.sha256(text.encode()).hexdigest()


class Green:
    """What was green on a device, in these surroundings.

    Attributes:
        whole: the hash of everything when all of it was green, or "".
        modules: the fingerprint of each module when all of its cells were green.
    """

    def __init__(self, project: Project, device: str) -> None:
        self.file = project.cache / "green.json"
        self.device = device
        self.surroundings = surroundings()
        self.whole = ""
        self.modules: dict[str, str] = {}
        found = self._read().get(device)
        if isinstance(found, dict) and found.get("surroundings") == self.surroundings:
            self.whole = str(found.get("whole", ""))
            modules = found.get("modules")
            self.modules = dict(modules) if isinstance(modules, dict) else {}

    def _read(self) -> dict:
        """The file, or nothing where it is missing or cannot be used."""
        try:
            data = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return data if isinstance(data, dict) else {}

    def write(self) -> None:
        """Keep it. A file that cannot be written costs a run and no more."""
        data = self._read()
        data[self.device] = {
            "surroundings": self.surroundings,
            "whole": self.whole,
            "modules": dict(sorted(self.modules.items())),
        }
        with contextlib.suppress(OSError):
            replace_files({self.file: json.dumps(data, indent=1).encode()})


class Keeper:
    """A pytest plugin that keeps what was green, and leaves it out where that is asked for.

    A module is green if each of its cells that this machine can run was run and found right, and
    if it is still the module that it was when the run began.
    """

    def __init__(
        self,
        project: Project,
        device: str,
        gpus: int,
        *,
        only_changed: bool,
        only_unrecorded: bool = False,
    ) -> None:
        self.project, self.device, self.gpus = project, device, gpus
        self.only_changed, self.only_unrecorded = only_changed, only_unrecorded
        self.green = Green(project, device)
        self.before, self.stamps = everything(project), stamps(project)
        self.fingerprints = dict(self._fingerprints())
        self.passed: dict[str, set[str]] = defaultdict(set)
        self.failed: set[str] = set()
        self.left_out = 0

    def _fingerprints(self):
        from literate.problem import LiterateError
        from literate.read import read_module

        for path in self.project.modules():
            with contextlib.suppress(LiterateError):
                yield path, fingerprint(read_module(self.project, path), self.device)

    def is_green(self, path: str) -> bool:
        """Whether a module was green as it is."""
        known = self.fingerprints.get(path)
        return known is not None and self.green.modules.get(path) == known

    def recorded(self) -> set[str]:
        """The modules whose record of this device and release of torch still describes them."""
        from literate.provenance import Verified
        from literate.read import read_module
        from literate.run import torch_version

        verified = Verified(self.project)
        modules = [read_module(self.project, path) for path in self.fingerprints]
        return {m.path for m in modules if verified.holds(m, self.device, torch_version())}

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list) -> None:
        out = {path for path in self.fingerprints if self.only_changed and self.is_green(path)}
        out |= self.recorded() if self.only_unrecorded else set()
        if not out:
            return
        left, kept = [], []
        for item in items:
            (left if getattr(item, "module_path", None) in out else kept).append(item)
        if left:
            config.hook.pytest_deselected(items=left)
            items[:] = kept
            self.left_out = len({item.module_path for item in left})

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.left_out:
            some = f"{self.left_out} of {len(self.fingerprints)} modules"
            why = "recorded with this torch" if self.only_unrecorded else "green and unchanged"
            terminalreporter.write_line(f"left out, {why}: {some}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        about = getattr(report, "literate", None) or {}
        path = about.get("module")
        if path is None:
            return
        if report.failed or hasattr(report, "wasxfail"):
            self.failed.add(path)
        elif report.when == "call" and report.passed:
            self.passed[path].add(about["title"])

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        config = session.config
        if hasattr(config, "workerinput") or config.option.collectonly:
            return
        untouched = stamps(self.project) == self.stamps
        now = self.fingerprints if untouched else dict(self._fingerprints())
        for path in {*self.passed, *self.failed}:
            if path in self.failed or now.get(path) != self.fingerprints.get(path):
                self.green.modules.pop(path, None)
            elif self.passed[path] >= self._runnable(path):
                self.green.modules[path] = now[path]
        for path in set(self.green.modules) - set(now):
            del self.green.modules[path]
        plain = set(config.invocation_params.args) <= _PLAIN
        whole = plain and exitstatus == 0 and untouched
        if whole and all(self.is_green(path) for path in now):
            self.green.whole = self.before
        elif exitstatus:
            self.green.whole = ""
        self.green.write()

    def _runnable(self, path: str) -> set[str]:
        from literate.read import read_module
        from literate.run import torch_version

        cells = read_module(self.project, path).cells.values()
        return {
            cell.title
            for cell in cells
            if cell.required_gpus <= self.gpus and cell.runs_on(torch_version())
        }


def main(arguments: list[str]) -> int:
    """Answer that nothing changed, or run pytest. Returns the exit code."""
    device = next((a.partition("=")[2] for a in arguments if a.startswith("--device=")), "cpu")
    project = Project(Path.cwd())
    if set(arguments) <= _PLAIN:
        green = Green(project, device)
        if green.whole and green.whole == everything(project):
            print(f"nothing changed since all {len(green.modules)} modules were green on {device}")
            return 0
    import pytest

    return int(pytest.main(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
