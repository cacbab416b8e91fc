"""What the items of a run share, and what the run counts and prints at its end."""

from __future__ import annotations

import functools
import platform
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from literate.check import Checked, check
from literate.check.torch_names import unreal_names
from literate.problem import LiterateError
from literate.project import LANGUAGES, Project
from literate.record.records import Verified
from literate.releases import older
from literate.run import runner as running
from literate.run.machine import Machine, kind, torch_version, workers_on
from literate.run.process import Code
from literate.run.runner import Run, Runner, require_torch
from literate.run.verdict import Mismatch, rounded, verify
from literate.snippet import Cell, Module

CLOSED_WORLD, USES_CUDA = "closed-world", "uses-cuda"  # the items that are no code block
RUN_FIELDS = ("module", "torch", "seconds", "server", "start_up")  # of a run, for the summary


def or_exit(function: Callable, *arguments):
    """Call a function; where no module can run at all, end the session with one message."""
    try:
        return function(*arguments)
    except LiterateError as error:
        pytest.exit(str(error), returncode=1)


class Session:
    """What the items of one pytest process share."""

    def __init__(self, config: pytest.Config) -> None:
        self.config, self.project = config, Project(config.rootpath)
        self.device: str = config.getoption("--device")
        self.machine, self.verified = Machine(), Verified(self.project)
        self.runs: dict[str, Future[Run]] = {}
        self.verdicts: dict[tuple[str, str], tuple[Mismatch | None, str]] = {}
        option, worker = config.option, hasattr(config, "workerinput")
        # Modules run ahead of their items, but not under xdist: a worker is told late which.
        self.ahead = not (option.collectonly or getattr(option, "numprocesses", None) or worker)
        selects = ("keyword", "markexpr", "lf", "failedfirst", "deselect", "maxfail", "changed")
        self.eager = self.ahead and not any(getattr(option, name, None) for name in selects)
        self.workers = 1 if worker else None

    @functools.cached_property
    def runner(self) -> Runner:
        require_torch()
        if self.device == "cuda":
            self.workers = self.workers or workers_on(self.machine.memory)
        return Runner(
            self.device,
            gpus=self.machine.gpus,
            time_limit=self.config.option.time_limit,
            workers=self.workers,
            wall_limit=self.config.option.wall_limit,
            start_method=self.config.option.start_method,
            cache=self.project.cache,
        )

    def submit(self, module: Module) -> Future[Run]:
        """Run a module once, in the background."""
        if module.path not in self.runs:
            self.runs[module.path] = self.runner.submit(module)
        return self.runs[module.path]

    def run(self, module: Module) -> Run:
        """What a module did, waited for."""
        return or_exit(lambda: running.outcome(self.submit(module)))

    def verdict(self, module: Module, cell: Cell, run: Run) -> tuple[Mismatch | None, str]:
        """What is wrong with a cell, and what is right only within rounding; once for all pages."""
        key = module.path, cell.title
        if key not in self.verdicts:
            torch = run.torch or torch_version()
            record = self.verified.find(module.path, run.device, torch)
            here = kind(run.device, self.machine.name or "", run.capability)
            exact = record is not None and record.hardware == here
            same_figure = exact and bool(record.figures)
            given = {"exact_figure": same_figure, "releases": self.project.releases}
            mismatch = verify(module, cell, run, exact=exact, **given)
            rounding = "" if mismatch or exact else rounded(module, cell, run)
            if not mismatch and (problem := self.verified.problem(module, cell, run.device, torch)):
                mismatch = Mismatch(problem)
            self.verdicts[key] = mismatch, rounding
        return self.verdicts[key]

    @functools.cached_property
    def checked(self) -> Checked:
        """What is wrong with pages and modules before anything runs."""

        def run_code(name: str, code: str) -> Run:
            cells = [Code(name, code, 1, False)]
            return or_exit(self.runner.run_cells, name, __file__, cells)

        checked = check(self.project)
        checked.kept.save()
        # An older release may lack what the pages name.
        if not older(torch_version(), self.project.releases):
            pages, modules = checked.pages.values(), checked.modules.values()
            checked.problems.extend(unreal_names(pages, modules, run_code))
        return checked


class Summary:
    """A pytest plugin that counts the blocks that ran on a device of a machine."""

    def __init__(self, session: Session) -> None:
        self.config, self.project = session.config, session.project
        self.device, self.machine = session.device, session.machine
        self.started = time.monotonic()
        self.runs: dict[str, dict] = {}
        self.pages: dict[str, list[str]] = defaultdict(list)  # one entry for each block
        self.rounded: dict[str, str] = {}
        self.any_block = False
        self.skipped = self.left_out = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.any_block |= report.nodeid.rpartition("::")[2] not in (CLOSED_WORLD, USES_CUDA)
        if not (about := getattr(report, "literate", None)):
            return
        if about["rounded"]:
            self.rounded[about["cell"]] = about["rounded"]
        if about["run"]:
            self.runs[about["run"]["module"]] = about["run"]
        if report.skipped:
            self.skipped += 1
        else:
            self.pages[about["group"]].append(about["page"])

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.any_block |= self.config.option.collectonly or self.config.option.changed
        worker = hasattr(self.config, "workerinput")
        if not (worker or self.any_block) and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        write = terminalreporter.write_line
        if self.config.option.collectonly:
            return
        if self.left_out:
            some = f"{self.left_out} of {len(self.project.modules())} modules"
            write(f"left out, as their records hold: {some}")
        if not self.any_block:
            write("no code block was run, so nothing was verified", red=True)
            return
        terminalreporter.section("verified" if not terminalreporter.stats.get("failed") else "ran")
        for line in (*self._counts(), *self._times()):
            write(line)
        if self.rounded:  # where the tolerance was used: another release, device or processor
            write(f"right within rounding, not to the byte: {_count(len(self.rounded), 'cell')}")
        for cell, why in sorted(self.rounded.items()):
            write(f"  {cell}: {why}")
        if older(torch_version(), self.project.releases):
            newest = self.project.releases[0]
            write(f"names in prose were not looked up: pages name what torch {newest} has")

    def _counts(self) -> Iterator[str]:
        """What ran, and where."""
        groups = (*LANGUAGES, *(["other"] if self.pages["other"] else []))
        yield "  ".join(
            f"{group}: {_count(len(self.pages[group]), 'block')} "
            f"on {_count(len(set(self.pages[group])), 'page')}"
            for group in groups
        )
        gpu = f" ({self.machine.name})" if self.machine.name else ""
        torch = ", ".join(sorted({run["torch"] for run in self.runs.values() if run["torch"]}))
        where = [f"device {self.device}{gpu}", f"torch {torch or 'not imported'}"]
        yield " · ".join([*where, f"Python {platform.python_version()}"])
        extra = []
        if self.device == "cuda":
            touched = [run["touched"] for run in self.runs.values() if run["touched"]]
            cells, modules = _count(sum(touched), "cell"), _count(len(touched), "module")
            extra.append(f"{cells} of {modules} touched the GPU")
        if self.pages["hidden"]:
            extra.append(_count(len(self.pages["hidden"]), "hidden cell"))
        if self.skipped:
            extra.append(f"{self.skipped} skipped (see -rs)")
        yield from [" · ".join(extra)] if extra else []

    def _times(self) -> Iterator[str]:
        """Where the time went, and the slowest modules; in seconds."""
        number = self.config.getoption("--times")
        if number is None and self.device == "cpu":
            return
        torch = max((run["server"] for run in self.runs.values()), default=0)
        starts = sum(run["start_up"] for run in self.runs.values())
        every = f"{time.monotonic() - self.started:.1f} in all"
        yield f"seconds: {every}; import of torch {torch:.1f}; starts of modules {starts:.1f}"
        slowest = sorted(self.runs.values(), key=lambda run: -run["seconds"])[
            : 5 if number is None else number or None
        ]
        yield "slowest modules: " + ", ".join(f"{r['module']} {r['seconds']:.2f}" for r in slowest)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
