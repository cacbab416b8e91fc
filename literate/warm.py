"""The fork server: it has imported torch, and forks a process for each module that is run.

``run`` starts it and sends it requests through a pipe; it answers through another: that a process
was started, how it ended, and what it said. It has one thread and imports little beside torch.
Nothing here uses CUDA, which no process can use whose parent did.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import os
import pickle
import select
import shutil
import signal
import struct
import sys
import time
import traceback

from literate import execute

READY = 0.0  # when this server could fork, in seconds since the epoch; 0 where there is none
HEADER = struct.Struct("<Q")  # the length of the message that follows


def results(folder: str) -> bytes:
    """What a process wrote into its folder, which is removed."""
    data = b""
    with contextlib.suppress(OSError), open(f"{folder}/results", "rb") as stream:
        data = stream.read()
    try:  # what is there if the module left nothing, which is what most do
        os.rmdir(f"{folder}/cwd")
        for name in execute.FILES:
            os.unlink(f"{folder}/{name}")
        os.rmdir(folder)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
    return data


def prepare(preload: tuple[str, ...]) -> None:
    """Import what the forked processes would import.

    Printing a first tensor imports parts of torch; done here, no module pays for it. What was
    allocated so far is put out of the garbage collector's sight: a collection in a forked process
    would touch, and so copy, all of it.
    """
    global READY
    for name in preload:
        if importlib.util.find_spec(name):  # else it is for the module that needs it to say so
            importlib.import_module(name)
    if torch := sys.modules.get("torch"):
        repr(torch.arange(2.0, requires_grad=True))
    execute.settle()
    gc.collect()
    gc.freeze()
    READY = time.time()


def serve(preload: tuple[str, ...]) -> None:
    """Fork for each request until there are no more; then end all that was forked.

    A request is (number, group, limit, job): of a group, so many run at a time. An answer is
    (number, process id, None, b"") when a process was started, and (number, process id, status,
    results) when it ended, the status as ``os.waitpid`` gives it. The first answer says that the
    server is ready.
    """
    requests, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)  # what an import prints is no answer
    prepare(preload)
    awake, wake = os.pipe()
    for descriptor in (awake, wake):
        os.set_blocking(descriptor, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    server = _Server(requests, answers, (requests, answers, awake, wake, null))
    server.answer(0, os.getpid(), None, b"")
    try:
        while server.receive(awake):
            server.reap()
            server.start()
    finally:
        server.end()
        os._exit(0)  # and not by and by, as Python ends


def spawned() -> None:
    """Execute the job that stands in the standard input, where no server forks."""
    job = pickle.load(sys.stdin.buffer)
    execute.settle()
    execute.execute(job)


class _Server:
    def __init__(self, requests: int, answers: int, own: tuple[int, ...]) -> None:
        self.requests, self.answers, self.own = requests, answers, own
        self.buffer = bytearray()
        self.environment: dict[str, str] = {}  # of the process that was forked last
        self.waiting: list[tuple[int, str, int, execute.Job]] = []
        self.running: dict[int, tuple[int, str, str]] = {}  # by process id: number, group, folder

    def receive(self, awake: int) -> bool:
        """Wait for requests or the end of a process. Returns whether more requests may come."""
        readable = select.select([self.requests, awake], [], [])[0]
        if awake in readable:
            with contextlib.suppress(BlockingIOError):
                os.read(awake, 4096)
        if self.requests in readable:
            data = os.read(self.requests, 1 << 20)
            if not data:
                return False
            self.buffer += data
            while message := cut(self.buffer):
                self.waiting.append(pickle.loads(message))
        return True

    def answer(self, *words) -> None:
        message = pickle.dumps(words)
        execute.write(self.answers, HEADER.pack(len(message)) + message)

    def start(self) -> None:
        """Fork for the requests whose turn it is."""
        for request in list(self.waiting):
            number, group, limit, job = request
            if sum(other == group for _, other, _ in self.running.values()) >= limit:
                continue
            self.waiting.remove(request)
            if job.environment != self.environment:
                execute.set_environment(job.environment)
                self.environment = job.environment
            execute.reseed()
            pid = os.fork()  # a server is started only where hasattr(os, "fork")
            if not pid:
                self._execute(job)
            self.running[pid] = number, group, job.folder
            self.answer(number, pid, None, b"")

    def _execute(self, job: execute.Job) -> None:
        """Be the process that executes a job."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for descriptor in self.own:
                os.close(descriptor)
            execute.execute(job)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(70)

    def reap(self) -> None:
        """Answer for the processes that have ended, and end what they started."""
        while self.running:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            kill_group(ended.si_pid)  # while its number cannot be another's
            pid, status = os.waitpid(ended.si_pid, 0)
            if pid in self.running:
                number, _, folder = self.running.pop(pid)
                self.answer(number, pid, status, results(folder))

    def end(self) -> None:
        for pid, (_, _, folder) in self.running.items():
            kill_group(pid)
            shutil.rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                os.rmdir(os.path.dirname(folder))


def kill_group(pid: int) -> None:
    """End a process that leads a group, and all in it."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)


def cut(buffer: bytearray) -> bytes | None:
    """Take the first message out of ``buffer``, if all of it is there."""
    if len(buffer) < HEADER.size:
        return None
    end = HEADER.size + HEADER.unpack_from(buffer)[0]
    if len(buffer) < end:
        return None
    message = bytes(buffer[HEADER.size : end])
    del buffer[:end]
    return message
