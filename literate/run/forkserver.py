"""Processes that execute jobs: forked by a server that has imported torch, or spawned.

The server (``serve``) runs in a process of its own, has one thread and imports little besides
torch. It never uses CUDA, which no process can use whose parent did. ``Server`` starts it and
sends it jobs.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib.util
import multiprocessing
import os
import pickle
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from multiprocessing.connection import Connection

from literate.run.leftovers import kill
from literate.run.process import Job, execute, prepare

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_START = (
    "import sys; sys.path[0] = sys.argv[1]; from literate.run import forkserver; del sys.path[0]; "
)
_SERVE = _START + "forkserver.serve(*sys.argv[2:])"
_SPAWN = _START + "forkserver.spawned()"


def serve(descriptor: str, *preload: str) -> None:
    """Fork for each job that comes until there are no more; then end all that was forked.

    The first answer is the time when the server was ready. Then, for each process that was started,
    (the job's folder, process id, None), and when it ended (folder, process id, exit code).
    """
    for name in preload:
        if importlib.util.find_spec(name):  # else it is for the module that needs it to say so
            importlib.import_module(name)
    if torch := sys.modules.get("torch"):  # a first tensor's text imports parts of torch
        repr(torch.arange(2.0, requires_grad=True))
    prepare()
    gc.collect()
    gc.freeze()  # else a collection in a forked process would touch, and so copy, all memory
    awake, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    client = Connection(int(descriptor))
    running: dict[int, str] = {}  # the folder of a process's job
    try:
        client.send(time.time())
        while True:
            readable = select.select([client, awake], [], [])[0]
            if awake in readable:
                os.read(awake, 4096)
                _reap(client, running)
            if client in readable:
                if (job := client.recv()) is None:
                    break
                pid = _fork(job, (client.fileno(), awake, wake))
                running[pid] = job.folder
                client.send((job.folder, pid, None))
    except (EOFError, OSError):  # the client has ended
        pass
    finally:
        for pid, folder in running.items():
            kill(pid)
            shutil.rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                os.rmdir(os.path.dirname(folder))
        os._exit(0)


def _reap(client: Connection, running: dict[int, str]) -> None:
    """Answer for the processes that have ended, and end what they started."""
    with contextlib.suppress(ChildProcessError):
        while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            kill(ended.si_pid)  # while its number cannot be another's
            pid, status = os.waitpid(ended.si_pid, 0)
            if folder := running.pop(pid, None):
                client.send((folder, pid, os.waitstatus_to_exitcode(status)))


def _fork(job: Job, own: tuple[int, ...]) -> int:
    """Execute a job in a process of its own, which shall not have the descriptors ``own``."""
    os.environ.clear()
    os.environ.update(job.environment)
    tempfile.tempdir = None  # it follows from them
    # A fork inherits its server's generators; Python's own reseeds itself.
    if torch := sys.modules.get("torch"):
        torch.default_generator.seed()
    if numpy_random := sys.modules.get("numpy.random"):
        numpy_random.seed()
    if pid := os.fork():  # a server is started only where hasattr(os, "fork")
        return pid
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor in own:
            os.close(descriptor)
        execute(job)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(70)


def spawned() -> None:
    """Execute the job that stands in the standard input, where no server forks."""
    job = pickle.load(sys.stdin.buffer)
    prepare()
    execute(job)


class Process:
    """A process that executes a job."""

    def __init__(self, job: Job) -> None:
        self.folder = job.folder
        self.pid = 0  # until it was started
        self.lost = False  # its server has ended
        self.code: int | None = None
        self.done = threading.Event()
        self.unwanted = False

    def note_start(self, pid: int) -> None:
        self.pid = pid
        if self.unwanted:
            kill(pid)

    def end(self) -> None:
        """End it and all that it started."""
        self.unwanted = True
        if self.pid:
            if self.lost or not self.done.is_set():
                kill(self.pid)
            self.done.wait(5)

    def results(self) -> bytes:
        """What it wrote; its folder is removed."""
        data = b""
        with contextlib.suppress(OSError), open(f"{self.folder}/results", "rb") as stream:
            data = stream.read()
        shutil.rmtree(self.folder, ignore_errors=True)
        return data

    def status(self) -> str:
        """How it ended, in words."""
        if self.code is None:
            return "its process vanished"
        if self.code < 0:
            with contextlib.suppress(ValueError):
                return signal.Signals(-self.code).name
        return f"exit code {self.code}"


def spawn(job: Job) -> Process:
    """Start a process that imports everything by itself."""
    process = Process(job)
    python = _python(_SPAWN, (), job.environment, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.note_start(python.pid)
    with contextlib.suppress(OSError), python.stdin as stream:
        pickle.dump(job, stream)

    def wait() -> None:
        process.code = python.wait()
        kill(python.pid)
        process.done.set()

    threading.Thread(target=wait, name="literate-spawned", daemon=True).start()
    return process


class Server:
    """Starts a fork server with some variables, which imports the modules ``preload``.

    It ends with this process, and so does all that it forked.
    """

    def __init__(self, variables: dict[str, str], preload: tuple[str, ...]) -> None:
        self.preload = preload
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115
        # With huge pages a fork copies a tenth of the page tables.
        variables = variables | {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
        self.connection, other = multiprocessing.Pipe()
        with other:
            arguments = (str(other.fileno()), *preload)
            options = {"pass_fds": [other.fileno()], "start_new_session": True}  # no Ctrl-C
            self.process = _python(_SERVE, arguments, variables, stderr=self.errors, **options)
        self.lock = threading.Lock()
        self.forked: dict[str, Process] = {}  # by the folder of its job
        self.ready = 0.0  # when it could fork, in seconds since the epoch
        self.ended = False
        self.thread = threading.Thread(target=self._listen, name="literate-server", daemon=True)
        self.thread.start()
        atexit.register(self.close)

    def fork(self, job: Job) -> Process:
        """Ask for a process."""
        process = Process(job)
        with self.lock, contextlib.suppress(OSError):  # if it has ended, the thread notices
            self.forked[job.folder] = process
            self.connection.send(job)
        if self.ended:
            self._lose_all()
        return process

    def _listen(self) -> None:
        """Take in the answers, until there are no more."""
        with contextlib.suppress(EOFError, OSError):
            self.ready = self.connection.recv()
            while True:
                folder, pid, code = self.connection.recv()
                if code is None:
                    self.forked[folder].note_start(pid)
                else:
                    process = self.forked.pop(folder)
                    process.code = code
                    process.done.set()
        self.ended = True
        self._lose_all()

    def _lose_all(self) -> None:
        with self.lock:
            for process in self.forked.values():
                process.lost = True
                process.done.set()

    def reason(self) -> str:
        """Why it ended before it was ready: its last line, or its exit code."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.errors.seek(0)
        said = self.errors.read().decode("utf-8", "replace").strip().splitlines()
        return said[-1].strip() if said else f"exit code {self.process.returncode}"

    def close(self) -> None:
        """End it."""
        atexit.unregister(self.close)
        with contextlib.suppress(OSError), self.lock:
            self.connection.send(None)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.thread.join(5)
        self.connection.close()
        self.errors.close()


def _python(code: str, arguments: tuple[str, ...], variables: dict[str, str], **options):
    """Start this Python with no flags and no one's packages but those that are installed."""
    null = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "cwd": os.path.abspath("/")}
    command = [sys.executable, "-c", code, _ROOT, *arguments]
    return subprocess.Popen(command, env=variables, **null | options)
