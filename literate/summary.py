"""What a run of the checks counts, and prints at its end."""

from __future__ import annotations

import platform
import time
from collections import defaultdict

import pytest

from literate.keys import older
from literate.probe import Machine
from literate.project import LANGUAGES, Project
from literate.run import torch_version


class Summary:
    """A pytest plugin that counts the blocks that ran.

    Args:
        device, machine: where they ran.
        times: how many of the slowest modules and cells to name, 0 for all; None for no times.
    """

    def __init__(
        self, project: Project, device: str, machine: Machine, times: int | None = None
    ) -> None:
        self.project, self.device, self.machine, self.times = project, device, machine, times
        self.started = time.monotonic()
        self.runs: list[dict] = []
        self.pages: dict[str, set[str]] = defaultdict(set)
        self.blocks: dict[str, int] = defaultdict(int)
        self.hidden = self.skipped = 0
        self.torch: set[str] = set()
        self.rounded: dict[str, str] = {}
        self.collected = False

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        self.collected |= getattr(item, "runs_code", False)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        about = getattr(report, "literate", None)
        if not about or about["kind"] not in ("block", "hidden"):
            return
        self.collected = True
        if about.get("rounded"):
            self.rounded[f"snippets/{about['module']}:{about['title']}"] = about["rounded"]
        if run := about["run"]:
            self.runs.append(run)
            self.torch.update([run["torch"]] if run["torch"] else [])
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped += 1
        elif report.when == "call":
            if about["kind"] == "hidden":
                self.hidden += 1
            else:
                key = about["language"] or "other"
                self.blocks[key] += 1
                self.pages[key].add(about["page"])

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput") or session.config.option.collectonly:
            return
        if not self.collected and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        write = terminalreporter.write_line
        if not self.collected:
            write("no code block was found, so nothing was verified", red=True)
            return
        ran = [
            f"{language}: {_count(self.blocks[language], 'block')} "
            f"on {_count(len(self.pages[language]), 'page')}"
            for language in (*LANGUAGES, "other")
            if self.blocks[language] or language != "other"
        ]
        device = self.device
        if self.machine.name:
            device += f" ({self.machine.name})"
        where = [
            f"device {device}",
            f"torch {', '.join(sorted(self.torch)) or 'not imported'}",
            f"Python {platform.python_version()}",
        ]
        terminalreporter.section("verified" if not terminalreporter.stats.get("failed") else "ran")
        write("  ".join(ran))
        write(" · ".join(where))
        extra = []
        if self.hidden:
            extra.append(_count(self.hidden, "hidden cell"))
        if self.skipped:
            extra.append(f"{self.skipped} skipped (see -rs)")
        if self.device == "cuda":
            touched = [sum(bool(cell[2]) for cell in run["cells"]) for run in self.runs]
            cells, modules = _count(sum(touched), "cell"), _count(sum(map(bool, touched)), "module")
            extra.insert(0, f"{cells} of {modules} touched the GPU")
        if extra:
            write(" · ".join(extra))
        if self.times is not None:
            self._write_times(write)
        self._write_rounded(write)
        if older(torch_version(), self.project.releases):
            newest = self.project.releases[0]
            write(f"names in prose were not looked up: pages name what torch {newest} has")

    def _write_times(self, write) -> None:
        """Where the time went, and what took most of it; in seconds."""
        cells = [
            (seconds, f"{run['module']}:{title}", starts)
            for run in self.runs
            for title, seconds, _, starts in run["cells"]
        ]
        first = [seconds for seconds, _, starts in cells if starts]
        parts = {
            "torch's import by the server": max((run["server"] for run in self.runs), default=0),
            "starts": sum(run["start_up"] for run in self.runs),
            f"the {len(first)} cells that start CUDA": sum(first),
            "other cells": sum(seconds for seconds, _, starts in cells if not starts),
        }
        spent = " · ".join(f"{name} {seconds:.1f}" for name, seconds in parts.items())
        write(f"seconds: {time.monotonic() - self.started:.1f} in all; of the modules: {spent}")
        modules = [(run["seconds"], run["module"]) for run in self.runs]
        for noun, found in (("module", modules), ("cell", [cell[:2] for cell in cells])):
            slowest = sorted(found, reverse=True)[: self.times or None]
            said = ", ".join(f"{name} {seconds:.2f}" for seconds, name in slowest)
            write(f"slowest {noun}s: {said}")

    def _write_rounded(self, write) -> None:
        """Where the tolerance was used: on another release, device or kind of processor."""
        if not self.rounded:
            return
        write(f"right within rounding, not to the byte: {_count(len(self.rounded), 'cell')}")
        for cell, why in sorted(self.rounded.items()):
            write(f"  {cell}: {why}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
