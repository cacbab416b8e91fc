"""Run a module on a device, in a process of its own, and say what every cell printed.

The process is forked from a server that has imported torch, or spawned where a fork is unsafe or
missing (macOS, Windows). Of a person's environment it gets what sets up the machine, nothing else.
On CUDA, too, only that keeps a device-side assert, memory fractions and leaks from other modules.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import itertools
import os
import pickle
import shutil
import sys
import tempfile
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from literate.problem import LiterateError, Problem
from literate.run import machine
from literate.run.figures import uses_drawing
from literate.run.forkserver import Process, Server, spawn
from literate.run.machine import start_method
from literate.run.process import FLOOD, OUTPUT_LIMIT, SERVER_ENDED, Code, Executed, Failure, Job
from literate.snippet import TIME_LIMIT, Module

WALL = 10  # times as long a cell may take until its end, the waits included
_POLL = 0.1  # seconds between two looks at a process
_INTERRUPTED = "was interrupted", "Run it again"

_servers: dict[object, Server] = {}  # importing torch takes seconds: runners share a server
_servers_lock = threading.Lock()


@dataclass
class Run:
    """What a module did on a device."""

    module: str
    device: str
    cells: dict[str, Executed] = field(default_factory=dict)  # that were executed, by title
    failures: list[Failure] = field(default_factory=list)  # what went wrong beside the outputs
    torch: str | None = None  # the version that the module imported
    seconds: float = 0.0  # wall time
    server: float = 0.0  # of these, the wait for the fork server to import torch
    start_up: float = 0.0  # from then until the first cell
    capability: str = ""  # of the processor, as torch names it, if the module came to its end
    matplotlib: str = ""  # the version that the module imported

    @property
    def allocations(self) -> int:
        """How often the cells allocated memory on CUDA devices."""
        return sum(executed.allocations for executed in self.cells.values())

    def failure(self, title: str) -> Failure | None:
        return next((f for f in self.failures if f.title == title), None)

    @property
    def stopped(self) -> Failure | None:
        """The failure after which no cell was run."""
        return next((f for f in self.failures if f.ended), None)


def require_torch() -> None:
    """Raise LiterateError if torch cannot be imported by the modules."""
    if importlib.util.find_spec("torch") is None:
        fix = "Run 'nox -s cpu', which installs it, or 'pip install torch numpy'"
        what = f"torch is not installed for {Path(sys.executable).name} {sys.version.split()[0]}"
        raise LiterateError(Problem("pyproject.toml", 1, what, fix))


@dataclass(eq=False)
class Runner:
    """Runs modules, several at a time; on the device ``cpu`` they see no GPU, on ``cuda`` one."""

    device: str = "cpu"
    gpus: int = 0  # with two, cells that need them are run with their module once more
    time_limit: float = TIME_LIMIT  # of CPU time of a cell's main thread, where /proc is
    wall_limit: float | None = None  # until a cell's end; by default WALL * time_limit
    workers: int | None = None  # so many modules at a time; by default one for each core
    quiet: bool = False  # modules tagged ``alone`` run alone, as they do on CUDA
    method: str | None = None  # forkserver or spawn; by default what is safe
    start_method: str | None = None  # how modules start processes unless they say so
    preload: tuple[str, ...] = ("torch",)  # what the fork server imports
    cache: Path | None = None  # for Matplotlib's fonts; by default of the first module's project

    def __post_init__(self) -> None:
        self.gpus = self.gpus if self.device == "cuda" else 0
        self.wall_limit = self.wall_limit or WALL * self.time_limit
        self.workers = self.workers or machine.cores()
        self.method = self.method or start_method()
        # More threads than processes: the next module is at hand when one ends.
        self.pool = ThreadPoolExecutor(self.workers + 2, "literate-run")
        self.turns = threading.Condition()
        self.running = self.alone = 0
        self.starting = threading.Lock()
        self.fonts = threading.Lock()
        self.processes: set[Process] = set()
        self.folder = tempfile.mkdtemp(prefix="literate-")
        self.numbers = itertools.count()
        self.closed = False
        self.broken: Problem | None = None  # why no server starts

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End everything that still runs."""
        with self.starting:  # what starts now is ended below, what comes later does not start
            self.closed = True
        self.pool.shutdown(wait=False, cancel_futures=True)
        for process in list(self.processes):
            process.end()
        self.pool.shutdown(wait=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start the fork server, which imports torch, before there is a module to run."""
        if self.method == "forkserver":
            self._server()

    def submit(self, module: Module) -> Future[Run]:
        """Run a module in the background."""
        return self.pool.submit(self.run, module)

    def run(self, module: Module) -> Run:
        """What a module's cells do, top to bottom. Raises LiterateError if torch is broken."""
        tags = {tag for cell in module.cells.values() for tag in cell.tags}
        with self._turn("alone" in tags and (self.quiet or self.device == "cuda")):
            run = self._run(module, 1)
            needy = [c.title for c in module.cells.values() if c.required_gpus > 1]
            if needy and self.gpus > 1 and not run.stopped:
                other = self._run(module, 2)
                run.cells |= {t: c for t, c in other.cells.items() if t in needy}
                run.failures += [f for f in other.failures if f.title in needy or f.ended]
                run.seconds += other.seconds
        return run

    @contextlib.contextmanager
    def _turn(self, alone: bool):
        """Wait until a module may run: one alone, or ``workers`` while none is to run alone."""
        with self.turns:
            self.alone += alone
            self.turns.wait_for(
                lambda: self.running < (1 if alone else 0 if self.alone else self.workers)
            )
            self.running += 1
        try:
            yield
        finally:
            with self.turns:
                self.running -= 1
                self.alone -= alone
                self.turns.notify_all()

    def _run(self, module: Module, gpus: int) -> Run:
        """Run the cells for which ``gpus`` GPUs suffice; that many are visible."""
        cells = []
        for c in module.cells.values():
            if not machine.lacking(c, min(gpus, self.gpus), self.device):
                given = "raises-exception" in c.tags, c.time_limit / TIME_LIMIT
                cells.append(Code(c.title, "\n".join(c.lines), c.first, *given))
        file = os.path.realpath(module.file)
        snippets = os.path.normpath(file + "/.." * (module.path.count("/") + 1))
        with self.fonts:
            self.cache = self.cache or Path(snippets).parent / ".cache/literate"
            draws = any("matplotlib" in cell.code or uses_drawing(cell.code) for cell in cells)
            if draws and not any(self._matplotlib().glob("fontlist-*.json")):
                # A module that looks for fonts itself would be told so by Matplotlib.
                code = Code("fonts", "import matplotlib.font_manager", 1, False)
                self.run_cells("fonts", __file__, [code])
        return self.run_cells(module.path, file, cells, gpus=gpus, covered=snippets)

    def run_cells(
        self, name: str, file: str, cells: list[Code], *, gpus: int = 1, covered: str = ""
    ) -> Run:
        """Run ``cells`` as parts of ``file``, which may open no other file of ``covered``."""
        run = Run(name, self.device)
        if not cells:
            return run
        started = time.monotonic()
        variables = machine.environment() | machine.visible_gpus(self.device, gpus)
        variables |= {"MPLBACKEND": "svg", "MPLCONFIGDIR": str(self._matplotlib())}
        folder = os.path.join(self.folder, str(next(self.numbers)))
        job = Job(file, tuple(cells), folder, variables, covered, self.start_method)
        server = self._server() if self.method == "forkserver" else None
        if not self._execute(job, run, server, last=not server):
            # Who was running may have ended the server: each runs again with one of its own.
            machine.end_strays(folder)
            shutil.rmtree(folder, ignore_errors=True)
            with contextlib.closing(Server(machine.environment(), self.preload)) as server:
                self._execute(job, run, server, last=True)
        run.seconds = time.monotonic() - started
        return run

    def _matplotlib(self) -> Path:
        """A folder for Matplotlib's list of fonts: not the person's, who may have settings."""
        folder = (self.cache or Path(self.folder)) / "matplotlib"
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        return folder if os.access(folder, os.W_OK) else Path(self.folder) / "matplotlib"

    def _execute(self, job: Job, run: Run, server: Server | None, *, last: bool) -> bool:
        """Execute a job and note what it did; False if the server ended before the ``last`` try."""
        asked, cell = time.time(), job.cells[0]
        with self.starting:
            if self.closed:
                run.failures.append(Failure(cell.title, cell.line, *_INTERRUPTED))
                return True
            process = server.fork(job) if server else spawn(job)
            self.processes.add(process)
        try:
            stopped = self._watch(process, job)
        finally:
            process.end()
            self.processes.discard(process)
        lost = process.lost and not self.closed
        if lost and not server.ready:
            self.broken = self.broken or _broken(server)
            raise LiterateError(self.broken)
        if lost and not last:
            return False
        ready = max(asked, server.ready if server else 0.0)
        ended = self._note(process.results(), run, asked, ready)
        if stopped:  # what the cell has done since does not count
            first, failure = stopped
            for cell in job.cells[first:]:
                run.cells.pop(cell.title, None)
            run.failures = [failure]
        elif not run.failures and (lost or not ended):
            crash = (
                f"crashed the interpreter ({process.status()})",
                "Run the code by itself to see more",
            )
            why = SERVER_ENDED if lost else _INTERRUPTED if self.closed else crash
            cell = job.cells[min(len(run.cells), len(job.cells) - 1)]
            run.failures.append(Failure(cell.title, cell.line, *why))
        if run.failures:
            machine.end_strays(job.folder)
        return True

    def _watch(self, process: Process, job: Job) -> tuple[int, Failure] | None:
        """Wait until a process ends or must be ended. Returns which cell is to blame, and why."""
        begun, used, since = -1, 0.0, 0.0
        while not process.done.wait(_POLL):
            if not process.pid:  # its server imports torch
                if self.closed:
                    break
                continue
            before, begun = begun, job.size("begun")
            if begun != before:
                used, since = machine.cpu_seconds(process.pid), time.monotonic()
            at = max(0, begun - 1)
            cell = job.cells[at]
            limit, wall = self.time_limit * cell.share, self.wall_limit * cell.share
            more = f'allow it more: tags=["time-limit-{2 * TIME_LIMIT * cell.share:.0f}"],'
            if max(job.size("out"), job.size("err")) > 20 * OUTPUT_LIMIT:
                return at, Failure(cell.title, cell.line, *FLOOD)
            if machine.cpu_seconds(process.pid) - used >= limit:
                what, fix = f"used {limit:g} s of CPU time", f"End the loop, or {more}"
            elif time.monotonic() - since >= wall:
                what, fix = f"did not end within {wall:g} s", f"End the wait, or {more}"
            else:
                continue
            line = machine.line_of(process.pid, job)
            if begun != job.size("begun"):  # it is at the line of another cell
                line = None
            return at, Failure(cell.title, line or cell.line, what, f"{fix} or raise --time-limit")
        return None

    @staticmethod
    def _note(data: bytes, run: Run, asked: float, ready: float) -> bool:
        """Take in what the process wrote. Returns whether it came to its end."""
        stream = io.BytesIO(data)
        with contextlib.suppress(EOFError, pickle.UnpicklingError):  # it was ended while it wrote
            while found := pickle.load(stream):
                if isinstance(found, Executed):
                    run.cells[found.title] = found
                elif isinstance(found, Failure):
                    run.failures.append(found)
                else:
                    run.server, run.start_up = ready - asked, found.pop("start") - ready
                    vars(run).update(found)
                    return True
        return False

    def _server(self) -> Server:
        """The server that forks, for all runners with its variables."""
        if self.broken:
            raise LiterateError(self.broken)
        ours = tuple(sorted(machine.environment(also="").items())), self.preload
        with _servers_lock:
            if ours not in _servers or _servers[ours].ended:
                _servers[ours] = Server(machine.environment(), self.preload)
            return _servers[ours]


def outcome(future: Future[Run]) -> Run:
    """Wait for a run that was submitted, in steps: an endless wait may miss a Ctrl-C."""
    while not future.done():
        wait([future], timeout=0.2)
    return future.result()


def _broken(server: Server) -> Problem:
    names = " and ".join(server.preload) or "Python"
    fix = f"Install it again, or see more: {Path(sys.executable).name} -c 'import torch'"
    return Problem("pyproject.toml", 1, f"{names} cannot be imported ({server.reason()})", fix)
