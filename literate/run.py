"""Run a module on a device, in a process of its own, and say what every cell printed.

The process is forked from a server that has imported torch already (multiprocessing's forkserver
with a preload), so that a module costs some milliseconds and not torch's import. Where a fork is
unsafe or missing (macOS, Windows) it is spawned.

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
import multiprocessing
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import types
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
    execute,
)
from literate.problem import LiterateError, Problem
from literate.read import Module

TIME_LIMIT = 60.0  # seconds for a module
GPU_SHARE = 2 * 2**30  # bytes of a GPU's memory that a module may need, its context included
_FIRST_LOOK = 0.5  # seconds until the first look at a process that has not ended
_POLL = 0.05  # seconds between two looks after that
_DRAWING = {"MPLBACKEND": "module://literate.backend"}


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
    safe = "forkserver" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
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


def workers_on(memory: int) -> int:
    """How many modules may share a GPU with ``memory`` bytes free, each with a context of its own.

    No more than eight: the driver creates contexts one after the other.
    """
    return max(1, min(os.cpu_count() or 1, 8, memory // GPU_SHARE))


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
        time_limit: seconds that a module may take.
        workers: processes at a time; the number of cores by default.
        quiet: whether modules that ask for it run alone; they always do on CUDA.
        method: multiprocessing's start method.
        preload: modules that the fork server imports.
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
    ) -> None:
        self.device = device
        self.gpus = gpus if device == "cuda" else 0
        self.quiet = quiet or device == "cuda"
        self.turns = _Turns()
        self.time_limit = time_limit
        self.context = multiprocessing.get_context(method or start_method())
        if self.context.get_start_method() == "forkserver":
            self.context.set_forkserver_preload([*preload, "literate.execute", "literate.warm"])
        self.pool = ThreadPoolExecutor(workers or os.cpu_count() or 1, "literate-run")
        self.starting = threading.Lock()
        self.processes: set[multiprocessing.process.BaseProcess] = set()
        self.closed = False

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End everything that still runs."""
        self.closed = True
        self.pool.shutdown(wait=False, cancel_futures=True)
        for process in list(self.processes):
            _end(process)
        self.pool.shutdown(wait=True)

    def submit(self, module: Module) -> Future[Run]:
        """Run a module in the background."""
        return self.pool.submit(self.run, module)

    def run(self, module: Module) -> Run:
        """Run a module's cells, top to bottom, and return what they did."""
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
        return self.run_cells(module.path, str(module.file.resolve()), cells, lines, gpus)

    def run_cells(
        self, name: str, file: str, cells: list[Code], lines: dict[str, int], gpus: int = 1
    ) -> Run:
        """Run ``cells`` as parts of ``file``; ``lines`` says where each of them begins."""
        run = Run(name, self.device)
        if not cells:
            return run
        started = time.monotonic()
        folder = Path(tempfile.mkdtemp(prefix="literate-"))
        try:
            (folder / "cwd").mkdir()
            environment = {**_DRAWING, **_visible_gpus(self.device, gpus)}
            job = Job(file, tuple(cells), str(folder), environment, time.time())
            self._execute(job, run, lines)
        finally:
            if run.failures:
                _end_strays(str(folder))
            shutil.rmtree(folder, ignore_errors=True)
        run.seconds = time.monotonic() - started
        return run

    def _execute(self, job: Job, run: Run, lines: dict[str, int]) -> None:
        """Start the process, wait for its end, end what it left, and note what it said."""
        process = self._start(job)
        deadline = time.monotonic() + self.time_limit
        late = flooded = False
        line = None
        try:
            process.join(_FIRST_LOOK)
            while process.is_alive() and not (late or flooded):
                process.join(_POLL)
                flooded = self._flooded(job)
                late = time.monotonic() >= deadline
            if late and process.is_alive():
                line = _where(process, job)
        finally:
            _end(process)
            self.processes.discard(process)
        ended = self._note(job, run, lines)
        if ended or run.failures:
            return
        title = job.cells[min(len(run.cells), len(job.cells) - 1)].title
        if flooded:
            what, mend = _FLOOD
        elif late:
            what = f"did not end within {self.time_limit:g} s"
            mend = "End the loop or wait, or raise --time-limit"
        elif self.closed:
            what, mend = "was interrupted", "Run it again"
        else:
            what, mend = (
                f"crashed the interpreter ({_status(process)})",
                "Run the code by itself to see more",
            )
        run.failures.append(Failure(title, line or lines[title], what, mend))

    @staticmethod
    def _note(job: Job, run: Run, lines: dict[str, int]) -> bool:
        """Take in what the process said. Returns whether it came to its end."""
        with contextlib.suppress(FileNotFoundError), open(f"{job.folder}/results", "rb") as stream:
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
        return False

    def _start(self, job: Job) -> multiprocessing.process.BaseProcess:
        process = self.context.Process(target=execute, args=(job,))
        with self.starting:
            if self.closed:
                raise RuntimeError("the runner is closed")
            # multiprocessing would import the program that started us into the new process, to
            # find there what it pickled; all that we send is ours.
            main = sys.modules["__main__"]
            sys.modules["__main__"] = types.ModuleType("__main__")
            try:
                process.start()
            finally:
                sys.modules["__main__"] = main
            self.processes.add(process)
        return process

    @staticmethod
    def _flooded(job: Job) -> bool:
        for name in ("out", "err"):
            with contextlib.suppress(OSError):
                if os.path.getsize(os.path.join(job.folder, name)) > 20 * OUTPUT_LIMIT:
                    return True
        return False


_FLOOD = (
    f"printed more than {OUTPUT_LIMIT // 1_000_000} MB",
    "Print what a reader would read",
)


def outcome(future: Future[Run]) -> Run:
    """Wait for a run that was submitted, in steps: a signal is acted on between two waits only.

    An endless wait misses a signal that another thread got, and on Windows every Ctrl-C.
    """
    while not wait([future], timeout=0.2).done:
        pass
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
    if not hasattr(signal, "SIGUSR1") or process.pid is None:
        return None
    with contextlib.suppress(OSError):
        os.kill(process.pid, signal.SIGUSR1)
        time.sleep(0.1)
        trace = Path(job.folder, "trace").read_text(encoding="ascii")
        file = job.file.encode("ascii", "backslashreplace").decode()  # as faulthandler writes it
        found = re.findall(rf'File "{re.escape(file)}", line (\d+)', trace)
        return int(found[0]) if found else None
    return None


def _status(process) -> str:
    code = process.exitcode
    if code is None:
        return "its process vanished"
    if code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _end(process) -> None:
    """End a process and all that it started."""
    pid = process.pid
    if pid is None:
        return
    if os.name == "nt":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(OSError, AttributeError):
        process.kill()
    process.join(5)


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
