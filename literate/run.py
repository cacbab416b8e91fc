"""Run a module on a device, in a process of its own, and say what every cell printed.

The process is forked from a server that has imported torch already (``warm``), so that a module
costs some milliseconds and not torch's import. Where a fork is unsafe or missing (macOS, Windows)
it is spawned. Of a person's own environment it gets what sets up the machine, and nothing else.

On CUDA too each module has a process, and so a CUDA context, of its own. A context costs some
tenths of a second and some hundred MiB, but nothing less keeps one module's damage from another's:
a device-side assert ruins the context of all who share it, memory fractions and statistics are
those of a process, and a process that leaks takes its memory along when it ends. The server has
not used CUDA when it forks. Some processes share the GPU at a time, as many as its memory and the
cores allow; a module that times, or needs all of the GPU, asks for its turn with the tag ``alone``.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import importlib.util
import io
import itertools
import os
import pickle
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from literate.execute import (
    HIDDEN_GPUS,
    OUTPUT_LIMIT,
    Code,
    Ended,
    Executed,
    Flood,
    Job,
    Opened,
    Orphaned,
)
from literate.problem import LiterateError, Problem
from literate.processes import Process, Server, Spawned, cpu_seconds, environment, server_for
from literate.read import Module

TIME_LIMIT = 60.0  # seconds of CPU time for a module's main thread
WALL = 10  # times as long a module may take until its end, the waits included
GPU_SHARE = 2 * 2**30  # bytes of a GPU's memory that a module may need, its context included
_FIRST_LOOK = 0.5  # seconds until the first look at a process that has not ended
_POLL = 0.05  # seconds between two looks after that
_PATIENCE = 3  # times that a module may lose its server before it ran


@dataclass(frozen=True)
class Failure:
    """Why a run ended early or unclean.

    Attributes:
        title: the cell that did it.
        line: its line in the module.
        what: what happened, as a sentence without its full stop.
        mend: the next step, likewise.
        ended: whether the cells below it were not run.
    """

    title: str
    line: int
    what: str
    mend: str
    ended: bool = True


@dataclass
class Run:
    """What a module did on a device.

    Attributes:
        module: the module's path.
        device: ``cpu`` or ``cuda``.
        cells: what each cell that was executed did, by title.
        failures: what went wrong beside the outputs.
        torch: the version of torch that the module saw, or None if it imported none.
        seconds: wall time, in seconds.
        server: of these, the wait for the fork server to import torch.
        start_up: the time from then until the first cell.
        capability: the kind of processor, as ``torch.backends.cpu.get_cpu_capability`` names it;
            empty if the module imported no torch or did not come to its end.
        matplotlib: the version of Matplotlib that the module imported, or empty.
    """

    module: str
    device: str
    cells: dict[str, Executed] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    torch: str | None = None
    seconds: float = 0.0
    server: float = 0.0
    start_up: float = 0.0
    capability: str = ""
    matplotlib: str = ""

    @property
    def allocations(self) -> int:
        """How often the cells allocated memory on CUDA devices."""
        return sum(executed.allocations for executed in self.cells.values())

    def failure(self, title: str) -> Failure | None:
        return next((f for f in self.failures if f.title == title), None)

    def add(self, other: Run, titles: list[str]) -> None:
        """Take some cells from another run of the module, and why one of them is missing."""
        self.cells.update({t: other.cells[t] for t in titles if t in other.cells})
        self.failures += [f for f in other.failures if f.title in titles or f.ended]
        self.seconds += other.seconds

    @property
    def stopped(self) -> Failure | None:
        """The failure after which no cell was run."""
        return next((f for f in self.failures if f.ended), None)


def start_method() -> str:
    """``forkserver`` where a fork is safe, else ``spawn``."""
    safe = hasattr(os, "fork") and sys.platform != "darwin"
    return "forkserver" if safe else "spawn"


def require_torch() -> None:
    """Raise LiterateError if torch cannot be imported by the modules."""
    if importlib.util.find_spec("torch") is None:
        mend = "Run 'nox -s cpu', which installs it, or 'pip install torch numpy'"
        what = f"torch is not installed for {Path(sys.executable).name} {sys.version.split()[0]}"
        raise LiterateError(Problem("pyproject.toml", 1, what, mend))


@functools.cache
def torch_version() -> str:
    """The version of torch that modules import, as its package states it; empty without torch."""
    try:
        return importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return ""


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers_on(memory: int) -> int:
    """How many modules may share a GPU with ``memory`` bytes free, each with a context of its own.

    No more than eight: the driver creates contexts one after the other.
    """
    return max(1, min(cores(), 8, memory // GPU_SHARE))


class _Turns:
    """Lets many run at a time, or one alone, which waits until the others have ended."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.running = self.waiting = 0
        self.taken = False

    @contextlib.contextmanager
    def turn(self, alone: bool):
        with self.changed:
            self.waiting += alone
            if alone:
                self.changed.wait_for(lambda: not (self.running or self.taken))
            else:
                self.changed.wait_for(lambda: not (self.waiting or self.taken))
            self.waiting -= alone
            self.running += 1
            self.taken = alone
        try:
            yield
        finally:
            with self.changed:
                self.running -= 1
                self.taken = False
                self.changed.notify_all()


class Runner:
    """Runs modules, several at a time.

    Args:
        device: ``cpu`` hides all GPUs, ``cuda`` shows one, as the modules see it.
        gpus: how many GPUs there are. A module sees one; where there are more, cells that need two
            are run with their module once more, which then sees two.
        time_limit: seconds of CPU time that the main thread of a module may use; a machine that is
            busy with something else does not use them up. Counted where there is ``/proc``.
        workers: processes at a time; the number of cores by default.
        quiet: whether modules that ask for it run alone; they always do on CUDA.
        method: ``forkserver`` or ``spawn``; see ``start_method``.
        preload: modules that the fork server imports.
        wall_limit: seconds that a module may take; ``WALL`` times ``time_limit`` by default.
        environment: variables that the modules get beside those of the machine, and torch when it
            is imported.
        cache: where Matplotlib may keep what it finds of fonts; by default, in the cache of the
            first module's project.
    """

    def __init__(
        self,
        device: str = "cpu",
        *,
        gpus: int = 0,
        time_limit: float = TIME_LIMIT,
        workers: int | None = None,
        quiet: bool = False,
        method: str | None = None,
        preload: tuple[str, ...] = ("torch",),
        wall_limit: float | None = None,
        environment: dict[str, str] | None = None,
        cache: Path | None = None,
    ) -> None:
        self.device = device
        self.gpus = gpus if device == "cuda" else 0
        self.quiet = quiet or device == "cuda"
        self.turns = _Turns()
        self.time_limit = time_limit
        self.wall_limit = wall_limit or WALL * time_limit
        self.method = method or start_method()
        self.preload = preload
        self.extra = dict(environment or {})
        self.cache = cache
        self.workers = workers or cores()
        # More threads than processes: the server has the next module at hand when one ends.
        self.pool = ThreadPoolExecutor(4 * self.workers + 4, "literate-run")
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
            self._server(private=False)

    def submit(self, module: Module) -> Future[Run]:
        """Run a module in the background."""
        return self.pool.submit(self.run, module)

    def run(self, module: Module) -> Run:
        """Run a module's cells, top to bottom, and return what they did.

        Raises:
            LiterateError: torch cannot be imported.
        """
        alone = self.quiet and any("alone" in c.tags for c in module.cells.values())
        with self.turns.turn(alone):
            run = self._run(module, 1)
            needy = [c.title for c in module.cells.values() if c.required_gpus > 1]
            if needy and self.gpus > 1 and not run.stopped:
                run.add(self._run(module, 2), needy)
        return run

    def _run(self, module: Module, gpus: int) -> Run:
        """Run the cells for which ``gpus`` GPUs will do; that many are visible."""
        cells = [
            Code(c.title, "\n".join(c.lines), c.first, "raises-exception" in c.tags)
            for c in module.cells.values()
            if c.required_gpus <= min(gpus, self.gpus) and c.runs_on(torch_version())
        ]
        lines = {c.title: c.first for c in module.cells.values()}
        file = os.path.realpath(module.file)
        snippets = os.path.normpath(file + "/.." * (module.path.count("/") + 1))
        with self.fonts:
            self.cache = self.cache or Path(snippets).parent / ".cache/literate"
            if any("matplotlib" in cell.code for cell in cells):
                self._find_fonts()
        return self.run_cells(module.path, file, cells, lines, gpus, snippets)

    def run_cells(
        self,
        name: str,
        file: str,
        cells: list[Code],
        lines: dict[str, int],
        gpus: int = 1,
        covered: str = "",
    ) -> Run:
        """Run ``cells`` as parts of ``file``.

        Args:
            lines: where each of them begins.
            gpus: how many GPUs they see on CUDA.
            covered: a folder of whose files they may open no other.
        """
        run = Run(name, self.device)
        if not cells:
            return run
        started = time.monotonic()
        variables = environment(self.extra)
        variables |= {"MPLBACKEND": "module://literate.backend"}
        variables |= {"MPLCONFIGDIR": str(self._matplotlib())}
        for hidden in HIDDEN_GPUS:
            variables.pop(hidden, None)
        variables |= _visible_gpus(self.device, gpus)
        private: bool | None = False
        for attempt in itertools.count():
            folder = os.path.join(self.folder, str(next(self.numbers)))
            job = Job(file, tuple(cells), folder, variables, time.time(), covered)
            private = self._execute(job, run, lines, private or attempt > _PATIENCE)
            if private is None:
                break
        run.seconds = time.monotonic() - started
        return run

    def _matplotlib(self) -> Path:
        """A folder for what Matplotlib finds of fonts: not the person's, who may have settings."""
        folder = there = self.cache or Path(self.folder)
        while not there.exists():
            there = there.parent
        writable = there.is_dir() and os.access(there, os.W_OK)
        return (folder if writable else Path(self.folder)) / "matplotlib"

    def _find_fonts(self) -> None:
        """Let Matplotlib look for fonts before a module does, which it would tell of that."""
        if not any(self._matplotlib().glob("fontlist-*.json")):
            code = Code("fonts", "import matplotlib.font_manager", 1, False)
            self.run_cells("fonts", __file__, [code], {"fonts": 1})

    def _execute(self, job: Job, run: Run, lines: dict[str, int], private: bool) -> bool | None:
        """Start the process, wait for its end, end what it left, and note what it said.

        Returns:
            None, unless the server ended and it is open which module did that. Then nothing is
            noted, and the module is to be run again: with a private server, if it may have been it.
        """
        server = self._server(private) if self.method == "forkserver" else None
        process = self._start(job, server)
        if process is None:
            title = job.cells[0].title
            run.failures.append(Failure(title, lines[title], *_INTERRUPTED))
            return None
        late, flooded, line = "", False, None
        try:
            ended = process.wait(_FIRST_LOOK)
            while not (ended or late or flooded or (self.closed and not process.pid)):
                if process.started is None:  # others are before it
                    ended = process.wait(_FIRST_LOOK)
                    continue
                ended = process.wait(_POLL)
                flooded = self._flooded(job)
                late = self._late(process)
            if late and not ended:
                line = _where(process, job)
        finally:
            process.end()
            self.processes.discard(process)
            if server and private:
                server.close()
        lost = process.lost and not self.closed
        if lost and not server.ready:
            self.broken = self.broken or server.problem()
            raise LiterateError(self.broken)
        if lost and not private:
            ran = os.path.isdir(job.folder)
            if ran:
                _end_strays(job.folder)
                shutil.rmtree(job.folder, ignore_errors=True)
            return ran
        ended = self._note(process.said(job.folder), run, lines)
        title = job.cells[min(len(run.cells), len(job.cells) - 1)].title
        if lost:
            if not any(failure.what == _ORPHANED[0] for failure in run.failures):
                run.failures.append(Failure(title, lines[title], *_ORPHANED))
        elif not (ended or run.failures):
            if flooded:
                what, mend = _FLOOD
            elif late:
                what, mend = late, _LATE[late.startswith("used")]
            elif self.closed:
                what, mend = _INTERRUPTED
            else:
                what = f"crashed the interpreter ({process.status()})"
                mend = "Run the code by itself to see more"
            run.failures.append(Failure(title, line or lines[title], what, mend))
        if run.failures:
            _end_strays(job.folder)
        return None

    def _late(self, process: Process) -> str:
        """Why a process must end now, or nothing."""
        if cpu_seconds(process.pid) >= self.time_limit:
            return f"used {self.time_limit:g} s of CPU time"
        if time.monotonic() - process.started >= self.wall_limit:
            return f"did not end within {self.wall_limit:g} s"
        return ""

    @staticmethod
    def _note(data: bytes, run: Run, lines: dict[str, int]) -> bool:
        """Take in what the process said. Returns whether it came to its end."""
        with io.BytesIO(data) as stream:
            while True:
                try:
                    said = pickle.load(stream)
                except (EOFError, pickle.UnpicklingError):  # it was ended while it wrote
                    return False
                match said:
                    case Executed():
                        run.cells[said.title] = said
                        if said.exits:
                            what = f"called sys.exit() ({said.segments[-1][1]})"
                            line = said.error_line or lines[said.title]
                            mend = "Let the module run to its end"
                            run.failures.append(Failure(said.title, line, what, mend))
                    case Flood():
                        run.failures.append(Failure(said.title, lines[said.title], *_FLOOD))
                    case Opened():
                        what = f"reads {_inside(said.file)}, which no record covers"
                        line = said.line or lines[said.title]
                        failure = Failure(said.title, line, what, "Put it into the module")
                        run.failures.append(failure)
                    case Orphaned():
                        run.failures.append(Failure(said.title, lines[said.title], *_ORPHANED))
                    case Ended():
                        run.torch = said.torch
                        run.server, run.start_up = said.server, said.start_up
                        run.capability, run.matplotlib = said.capability, said.matplotlib
                        for title, what in said.leftovers:
                            what = f"leaves {what} running"
                            mend = "Join or end it in the cell"
                            failure = Failure(title, lines[title], what, mend, ended=False)
                            run.failures.append(failure)
                        return True

    def _server(self, private: bool) -> Server:
        """The server that forks for this runner, started if need be."""
        with self.starting:
            if self.broken:
                raise LiterateError(self.broken)
        return server_for(environment(self.extra), self.preload, private=private)

    def _start(self, job: Job, server: Server | None) -> Process | None:
        """Start a process; None where the runner was closed meanwhile."""
        with self.starting:
            if self.closed:
                return None
            process = server.fork(job, self.folder, self.workers) if server else Spawned(job)
            self.processes.add(process)
        return process

    @staticmethod
    def _flooded(job: Job) -> bool:
        for name in ("out", "err"):
            with contextlib.suppress(OSError):
                if os.path.getsize(os.path.join(job.folder, name)) > 20 * OUTPUT_LIMIT:
                    return True
        return False


_INTERRUPTED = "was interrupted", "Run it again"
_FLOOD = (
    f"printed more than {OUTPUT_LIMIT // 1_000_000} MB",
    "Print what a reader would read",
)


_ORPHANED = "ended the server that runs modules", "Let it leave other processes alone"
_LATE = (
    "End the wait, or raise --time-limit or --wall-limit",
    "End the loop, or raise --time-limit",
)


def outcome(future: Future[Run]) -> Run:
    """Wait for a run that was submitted, in steps: a signal is acted on between two waits only.

    An endless wait misses a signal that another thread got, and on Windows every Ctrl-C.
    """
    while not future.done():
        wait([future], timeout=0.2)
    return future.result()


def _visible_gpus(device: str, gpus: int = 1) -> dict[str, str]:
    """What hides all GPUs from a module, or all but the first or first two."""
    if device == "cpu":
        return dict.fromkeys(HIDDEN_GPUS, "-1")
    given = {name: os.environ[name].split(",") for name in HIDDEN_GPUS if name in os.environ}
    given = given or {HIDDEN_GPUS[0]: [str(number) for number in range(gpus)]}
    return {name: ",".join(numbers[:gpus]) for name, numbers in given.items()}


def _where(process, job: Job) -> int | None:
    """The line of the module that a process is at, if the platform lets us ask."""
    if not hasattr(signal, "SIGUSR1"):
        return None
    with contextlib.suppress(OSError):
        os.kill(process.pid, signal.SIGUSR1)
        trace, until = "", time.monotonic() + 2
        while not trace.endswith("\n") and time.monotonic() < until:
            time.sleep(0.02)
            trace = Path(job.folder, "trace").read_text(encoding="ascii")
        file = job.file.encode("ascii", "backslashreplace").decode()  # as faulthandler writes it
        found = re.findall(rf'File "{re.escape(file)}", line (\d+)', trace)
        return int(found[0]) if found else None
    return None


def _inside(file: str) -> str:
    """A file below ``snippets/`` as messages name it; of a compiled module, its source."""
    with contextlib.suppress(ValueError):
        file = importlib.util.source_from_cache(file)
    parts = Path(file).parts
    last = max(i for i, part in enumerate(parts) if part == "snippets")
    return "/".join(parts[last:])


def _end_strays(folder: str) -> None:
    """End processes that a module started in sessions of their own and did not live to end.

    They are known by what they inherited: the module's working directory, or its output.
    """
    inside = os.path.realpath(folder) + os.sep
    for process in Path("/proc").glob("[0-9]*"):  # none where the platform has no such folder
        for link in ("cwd", "fd/1", "fd/2"):
            with contextlib.suppress(OSError):
                if os.readlink(process / link).startswith(inside):
                    os.kill(int(process.name), signal.SIGKILL)
