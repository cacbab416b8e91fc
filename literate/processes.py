"""The processes that execute jobs: forked by a server, or spawned; and what they inherit.

Of a person's own environment they get what sets up the machine, and nothing else; nor do the flags
of the Python that starts them reach them.
"""

from __future__ import annotations

import atexit
import contextlib
import itertools
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from literate.execute import HIDDEN_GPUS, Job, write
from literate.problem import Problem
from literate.warm import HEADER, cut, kill_group, results

_ROOT = str(Path(__file__).resolve().parents[1])
# How a Python of ours starts; what it imports of the person's is what is installed.
_START = "import sys; sys.path[0] = sys.argv[1]; from literate import warm; del sys.path[0]; "
_SERVE = _START + "warm.serve(tuple(sys.argv[2:]))"
_SPAWN = _START + "warm.spawned()"

# What a module's process gets of a person's environment: who and where they are, ...
_PERSON = {
    *("HOME", "USER", "LOGNAME", "USERNAME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH"),
    *("APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP"),
}
# ... and what sets up the machine, some of it read when torch is imported.
_MACHINE = {
    *("PATH", "LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "TZ"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "PROGRAMDATA", "PROGRAMFILES"),
    *("NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "PROCESSOR_IDENTIFIER"),
}
_LIBRARIES = (
    *("CUDA", "NVIDIA", "HIP", "ROCR", "ROCM", "HSA"),
    *("OMP_", "MKL_", "ATEN_", "OPENBLAS_", "KMP_", "GOMP_"),
)
_TALKATIVE = {"MKL_VERBOSE", "OMP_DISPLAY_ENV", "OMP_DISPLAY_AFFINITY", "KMP_SETTINGS"}
_OURS = {"LC_ALL": "C.UTF-8", **({"PYTHONUTF8": "1"} if os.name == "nt" else {})}


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """The variables of a process that runs examples: the machine's, ours, then ``extra``."""
    machine = {
        name: value
        for name, value in os.environ.items()
        if name in _PERSON or name in _MACHINE or name.startswith(_LIBRARIES)
        if name not in _TALKATIVE
    }
    return machine | _OURS | (extra or {})


class Process:
    """A process that executes a job, forked by a server.

    Attributes:
        pid: its number, once it was started.
        started: when, by the monotonic clock.
        lost: whether its server has ended.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.pid = 0
        self.started: float | None = None
        self.lost = False
        self.code: int | None = None
        self.results = b""
        self.done = threading.Event()
        self.unwanted = False

    def wait(self, seconds: float) -> bool:
        """Wait for its end. Returns whether it has ended."""
        return self.done.wait(seconds)

    def end(self) -> None:
        """End it and all that it started."""
        self.unwanted = True
        if self.pid and (self.lost or not self.done.is_set()):
            _kill(self.pid)
        if self.pid:
            self.done.wait(5)

    def said(self, folder: str) -> bytes:
        return results(folder) if self.lost or not self.done.is_set() else self.results

    def status(self) -> str:
        """How it ended, in words."""
        if self.code is None:
            return "its process vanished"
        if self.code < 0:
            with contextlib.suppress(ValueError):
                return signal.Signals(-self.code).name
        return f"exit code {self.code}"


class Spawned(Process):
    """A process of its own, started afresh."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.folder)
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SPAWN, _ROOT],
            env=job.environment,
            cwd=os.path.abspath(os.sep),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.pid, self.started = self.process.pid, time.monotonic()
        with contextlib.suppress(OSError), self.process.stdin as stream:
            stream.write(pickle.dumps(job))

    def wait(self, seconds: float) -> bool:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.code = self.process.wait(seconds)
        return self.code is not None

    def end(self) -> None:
        _kill(self.pid)
        self.wait(5)

    def said(self, folder: str) -> bytes:
        return results(folder)


class Server:
    """A fork server of ours: see ``warm``. It ends with this process, and all that it forked.

    Args:
        variables: its environment.
        preload: modules that it imports.
    """

    def __init__(self, variables: dict[str, str], preload: tuple[str, ...]) -> None:
        self.preload = preload
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115
        # With large pages a fork copies a tenth of the page tables.
        tunables = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, _ROOT, *preload],
            env=variables | tunables,
            cwd=os.path.abspath(os.sep),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            bufsize=0,
            start_new_session=True,  # a Ctrl-C in the terminal is ours to act on
        )
        self.lock = threading.Lock()
        self.numbers = itertools.count(1)
        self.forked: dict[int, Process] = {}
        self.ready = self.ended = False
        self.thread = threading.Thread(target=self._listen, name="literate-server", daemon=True)
        self.thread.start()
        atexit.register(self.close)

    def fork(self, job: Job, group: str, limit: int) -> Process:
        """Ask for a process. Of a group, ``limit`` run at a time."""
        process = Process(job.folder)
        with self.lock:
            number = next(self.numbers)
            self.forked[number] = process
            message = pickle.dumps((number, group, limit, job))
            try:
                if self.ended:
                    raise BrokenPipeError
                write(self.process.stdin.fileno(), HEADER.pack(len(message)) + message)
            except OSError:
                self.forked.pop(number, None)
                process.lost = True
                process.done.set()
        return process

    def _listen(self) -> None:
        """Take in the answers, until there are no more."""
        buffer = bytearray()
        while data := os.read(self.process.stdout.fileno(), 1 << 16):
            buffer += data
            while message := cut(buffer):
                self._take(*pickle.loads(message))
        with self.lock:
            self.ended = True
            lost = list(self.forked.values())
        for process in lost:
            process.lost = True
            process.done.set()

    def _take(self, number: int, pid: int, status: int | None, said: bytes) -> None:
        self.ready = True
        process = self.forked.get(number)
        if process is None:
            return
        if status is None:
            process.pid, process.started = pid, time.monotonic()
            if process.unwanted:
                _kill(pid)
            return
        del self.forked[number]
        process.code, process.results = os.waitstatus_to_exitcode(status), said
        process.done.set()

    def problem(self) -> Problem:
        """Why it has not started, as it said or as it ended."""
        self.thread.join(5)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.errors.seek(0)
        said = self.errors.read().decode("utf-8", "replace").strip().splitlines()
        reason = said[-1].strip() if said else f"exit code {self.process.returncode}"
        what = f"{' and '.join(self.preload) or 'Python'} cannot be imported ({reason})"
        mend = "Install it again, or see more: " + f"{Path(sys.executable).name} -c 'import torch'"
        return Problem("pyproject.toml", 1, what, mend)

    def close(self) -> None:
        atexit.unregister(self.close)
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.thread.join(5)
        self.process.stdout.close()
        self.errors.close()


_SHARED: dict[object, Server] = {}  # importing torch takes seconds: runners use one server
_SHARED_LOCK = threading.Lock()


def server_for(variables: dict[str, str], preload: tuple[str, ...], *, private: bool) -> Server:
    """A server with this environment; unless it is to be private, one that may be running already.

    What is a person's does not make another environment, nor what GPUs are seen: each job says so.
    """
    given = {name: value for name, value in variables.items() if name not in HIDDEN_GPUS}
    if private:
        return Server(given, preload)
    key = tuple(sorted((n, v) for n, v in given.items() if n not in _PERSON)), preload
    with _SHARED_LOCK:
        server = _SHARED.get(key)
        if server is None or server.ended:
            server = _SHARED[key] = Server(given, preload)
        return server


def cpu_seconds(pid: int) -> float:
    """CPU time of a process's main thread; 0 where the platform does not tell."""
    try:
        with open(f"/proc/{pid}/task/{pid}/stat", encoding="ascii", errors="replace") as stat:
            ticks = stat.read().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _kill(pid: int) -> None:
    """End a process and all that it started."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(pid)], capture_output=True, check=False)
        return
    kill_group(pid)
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
