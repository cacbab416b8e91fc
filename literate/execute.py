"""Execute a module's cells in this process, which is made for it and ends with it.

This is the far side of ``run``: the fork server imports it, so it imports little itself. The
module is ``__main__``, from its real file, in the working directory it is given; file descriptors 1
and 2 are files, so that what C code and child processes print is captured too.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import io
import linecache
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
import traceback
import types
import warnings
from dataclasses import dataclass, field

from literate import figures

OUTPUT_LIMIT = 1_000_000  # bytes that a cell may print
HIDDEN_GPUS = ("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES")


FILES = ("out", "err", "trace", "results")


@dataclass(frozen=True)
class Code:
    """A cell to execute: its title, its code, and the line of the file where the code begins."""

    title: str
    code: str
    line: int
    raises: bool


@dataclass(frozen=True)
class Job:
    """What one process executes.

    Attributes:
        file: the module's file.
        cells: its cells, top to bottom.
        folder: a temporary folder, to be made, for the working directory ``cwd`` and ``FILES``.
        environment: all of its variables, for who starts the process.
        asked: when the process was asked for, in seconds since the epoch.
        covered: a folder of whose files only the module itself may be opened; empty for none.
    """

    file: str
    cells: tuple[Code, ...]
    folder: str
    environment: dict[str, str] = field(default_factory=dict)
    asked: float = 0.0
    covered: str = ""


@dataclass(frozen=True)
class Executed:
    """What one cell did.

    Attributes:
        title: the cell.
        segments: what it printed, as (kind, text) pairs: ``stdout`` with each ``warning`` at its
            place, then ``stderr``, then the ``error``, an exception's type and message.
        error_line: the line of the module that raised, or None.
        exits: whether the exception was ``SystemExit``.
        seconds: how long it took, in seconds.
        figures: what it drew with Matplotlib, as SVG.
        allocations: how often torch allocated memory on a CUDA device for it.
        starts_cuda: whether it was the first of its process to use CUDA.
    """

    title: str
    segments: tuple[tuple[str, str], ...]
    error_line: int | None
    exits: bool
    seconds: float
    figures: tuple[str, ...] = ()
    allocations: int = 0
    starts_cuda: bool = False

    @property
    def raised(self) -> bool:
        return any(kind == "error" for kind, _ in self.segments)


@dataclass(frozen=True)
class Flood:
    """A cell printed more than ``OUTPUT_LIMIT``."""

    title: str


@dataclass(frozen=True)
class Opened:
    """A cell opened a file beside its module, at a line of the module."""

    title: str
    file: str
    line: int | None


@dataclass(frozen=True)
class Orphaned:
    """When a cell had run, the process above this one was gone."""

    title: str


@dataclass(frozen=True)
class Ended:
    """All cells were executed.

    Attributes:
        torch: the version of torch that the module saw, or None.
        leftovers: (title, what still runs) pairs.
        server: seconds from the request until the fork server was ready; 0 if it was already.
        start_up: seconds from then until the first cell.
        capability: the kind of processor, as torch names it; empty if torch was not imported.
        matplotlib: the version of Matplotlib; empty if it was not imported.
    """

    torch: str | None
    leftovers: tuple[tuple[str, str], ...]
    server: float = 0.0
    start_up: float = 0.0
    capability: str = ""
    matplotlib: str = ""


def execute(job: Job) -> None:
    """Execute ``job``. What is found out is appended to the file ``results``, pickled.

    That is an ``Executed`` or ``Flood`` for each cell, and an ``Ended`` at the end. After a cell
    that raises unasked, opens what it may not (``Opened``) or ends the process above this one
    (``Orphaned``), those below it are not executed. A file and not a pipe: it keeps what a crashing
    process had to say, and the waiting side has nothing to do but wait.
    """
    if hasattr(os, "setsid"):
        os.setsid()  # so that run can end this process and all that it started
    os.mkdir(job.folder, 0o700)
    cwd = os.path.join(job.folder, "cwd")
    os.mkdir(cwd)
    os.chdir(cwd)
    streams = _Streams(job.folder)
    if hasattr(faulthandler, "register"):
        trace = open(os.path.join(job.folder, "trace"), "wb")  # noqa: SIM115
        faulthandler.register(signal.SIGUSR1, trace, all_threads=False)

    main = types.ModuleType("__main__")
    main.__file__ = job.file
    main.__builtins__ = __builtins__
    sys.modules["__main__"] = main
    sys.argv = [job.file]
    sys.path.insert(0, os.path.dirname(job.file))
    linecache.checkcache(job.file)

    opened = _watch_opening(job.file, job.covered) if job.covered else []
    watch = _Leftovers()
    flags, parent = 0, os.getppid()
    ready = max(job.asked, getattr(sys.modules.get("literate.warm"), "READY", 0.0))
    server, start_up = ready - job.asked, time.time() - ready
    results = os.open(os.path.join(job.folder, "results"), _APPEND, 0o600)
    for cell in job.cells:
        executed, flags = _execute_cell(cell, job.file, main.__dict__, flags, streams)
        write(results, pickle.dumps(executed))
        watch.note(cell.title)
        if opened:
            write(results, pickle.dumps(Opened(cell.title, *opened[0])))
            break
        if os.getppid() != parent:
            write(results, pickle.dumps(Orphaned(cell.title)))
            break
        if isinstance(executed, Flood) or executed.exits or (executed.raised and not cell.raises):
            break
    torch = sys.modules.get("torch")
    version = str(torch.__version__) if torch else None
    ended = Ended(version, watch.found(), server, start_up, _capability(torch), _matplotlib())
    write(results, pickle.dumps(ended))
    # What is left of this process is of no interest: run ends it, with all that it started.
    os._exit(0)


_APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


def write(descriptor: int, data: bytes) -> None:
    """Write all of ``data`` to a file descriptor."""
    while data:
        data = data[os.write(descriptor, data) :]


def settle() -> None:
    """Set up what is the same for all processes; a server does it for those that it forks."""
    _show_deprecations()
    _write_c_output_at_once()
    sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False))  # noqa: SIM115
    sys.stdout = sys.__stdout__ = _text(1, "strict")
    sys.stderr = sys.__stderr__ = _text(2, "backslashreplace")


def set_environment(environment: dict[str, str]) -> None:
    """Replace this process's variables."""
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    for name, value in environment.items():
        if os.environ.get(name) != value:
            os.environ[name] = value
    tempfile.tempdir = None  # it follows from them


def reseed() -> None:
    """Draw new seeds for the process that is forked next, as a freshly started Python has them.

    A fork inherits its server's generators; without this an unseeded snippet would look as if it
    printed the same numbers each time. Python's own generator does it by itself.
    """
    if torch := sys.modules.get("torch"):
        torch.default_generator.seed()
    if numpy_random := sys.modules.get("numpy.random"):
        numpy_random.seed()


def _watch_opening(file: str, folder: str) -> list[tuple[str, int | None]]:
    """The files below ``folder`` but ``file`` that are opened from now on, and where."""
    found: list[tuple[str, int | None]] = []
    inside = os.path.join(folder, "")

    def watch(event: str, arguments: tuple) -> None:
        if event != "open" and event != "import":
            return
        path = arguments[event == "import"]
        if path is None or isinstance(path, int) or path == file:
            return
        path = os.path.abspath(os.fsdecode(path))
        if path.startswith(inside) and path != file:
            frame = sys._getframe()
            while frame and frame.f_code.co_filename != file:
                frame = frame.f_back
            found.append((path, frame and frame.f_lineno))

    sys.addaudithook(watch)
    return found


def _show_deprecations() -> None:
    """Python's filters, but a DeprecationWarning is shown wherever it is raised."""
    hidden = ("ignore", None, DeprecationWarning, None, 0)
    warnings.filters[:] = [entry for entry in warnings.filters if tuple(entry) != hidden]
    getattr(warnings, "_filters_mutated", getattr(warnings, "_filters_mutated_lock_held", int))()


def _text(descriptor: int, errors: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        open(descriptor, "wb", buffering=0, closefd=False),
        encoding="utf-8",
        errors=errors,
        newline="\n",
        write_through=True,
    )


class _Streams:
    """File descriptors 1 and 2 as files, with the warnings noted between what is printed."""

    def __init__(self, folder: str) -> None:
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        self.files = []
        for descriptor, name in ((1, "out"), (2, "err")):
            # Appending, so that a child process and this one do not write over each other.
            opened = os.open(os.path.join(folder, name), _APPEND, 0o600)
            os.dup2(opened, descriptor)
            self.files.append(opened)
        self.offsets = [0, 0]
        self.warned: list[tuple[int, str]] = []
        warnings.showwarning = self.note_warning

    def note_warning(self, message, category, filename, lineno, file=None, line=None) -> None:
        self.flush()
        self.warned.append((self.size(0), f"{category.__name__}: {message}"))

    def flush(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # the cell may have put anything there
                stream.flush()
        with contextlib.suppress(Exception):
            LIBC.fflush(None)

    def size(self, which: int) -> int:
        return os.fstat(self.files[which]).st_size

    def take(self) -> list[tuple[str, str]] | None:
        """The segments printed since the last call, or None if they are too long."""
        self.flush()
        ends = [self.size(0), self.size(1)]
        if any(end - start > OUTPUT_LIMIT for start, end in zip(self.offsets, ends, strict=True)):
            return None
        segments = []
        position = self.offsets[0]
        for offset, warning in self.warned:
            segments.append(("stdout", self.read(0, position, offset)))
            segments.append(("warning", warning))
            position = offset
        segments.append(("stdout", self.read(0, position, ends[0])))
        segments.append(("stderr", self.read(1, self.offsets[1], ends[1])))
        self.offsets, self.warned = ends, []
        return [(kind, text) for kind, text in segments if text]

    def read(self, which: int, start: int, end: int) -> str:
        os.lseek(self.files[which], start, os.SEEK_SET)
        data = b""
        while len(data) < end - start and (more := os.read(self.files[which], end - start)):
            data += more
        return data.decode("utf-8", "backslashreplace").replace("\r\n", "\n")


LIBC = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)


def _write_c_output_at_once() -> None:
    """Let what C code prints stand between what Python prints around it, as in a terminal."""
    unbuffered = 4 if os.name == "nt" else 2
    for name in ("stdout", "__stdoutp"):  # glibc and musl, macOS
        with contextlib.suppress(ValueError):
            LIBC.setvbuf(ctypes.c_void_p.in_dll(LIBC, name), None, unbuffered, 0)


def _execute_cell(
    cell: Code, file: str, namespace: dict, flags: int, streams: _Streams
) -> tuple[Executed | Flood, int]:
    before = _allocations()
    started = time.perf_counter()
    error, line, exits, seconds = None, None, False, None
    drawn: tuple[str, ...] = ()
    try:
        # Blank lines above the code give tracebacks and warnings the lines of the real file.
        source = "\n" * (cell.line - 1) + cell.code + "\n"
        code = compile(source, file, "exec", flags=flags, dont_inherit=True)
        flags |= code.co_flags & _FUTURES
        exec(code, namespace)
        seconds = time.perf_counter() - started
        drawn = figures.take()
    except BaseException as raised:  # whatever a reader's code may raise
        exits = isinstance(raised, SystemExit)
        error = "".join(traceback.format_exception_only(raised)).rstrip("\n")
        frames = traceback.extract_tb(raised.__traceback__)
        line = next((f.lineno for f in reversed(frames) if f.filename == file), None)
        if line is None and isinstance(raised, SyntaxError):
            line = raised.lineno
        del raised
    if seconds is None:
        seconds = time.perf_counter() - started
        drawn = _drawn_before_it_raised()
    elif error is not None:  # the code had ended, and what it drew cannot be shown
        line = cell.line + cell.code.count("\n")
        sys.modules["matplotlib.pyplot"].close("all")
    after = _allocations()
    segments = streams.take()
    if segments is None:
        return Flood(cell.title), flags
    if error is not None:
        segments.append(("error", error))
    allocations = max(0, (after or 0) - (before or 0))
    starts_cuda = before is None and after is not None
    executed = Executed(
        cell.title, tuple(segments), line, exits, seconds, drawn, allocations, starts_cuda
    )
    return executed, flags


def _drawn_before_it_raised() -> tuple[str, ...]:
    """The figures that can be drawn of a cell that raised. None is left open."""
    try:
        return figures.take()
    except Exception:
        sys.modules["matplotlib.pyplot"].close("all")
        return ()


def _allocations() -> int | None:
    """How often torch has allocated memory on CUDA devices; None while CUDA is not in use.

    It only reads: a cell that does not use CUDA finds it as the reader would.
    """
    torch = sys.modules.get("torch")
    try:
        if not torch.cuda.is_initialized():
            return None
        return sum(
            torch.cuda.memory_stats(device).get("allocation.all.allocated", 0)
            for device in range(torch.cuda.device_count())
        )
    except Exception:  # no torch, or a cell has ruined the device
        return None


def _capability(torch: types.ModuleType | None) -> str:
    try:
        return str(torch.backends.cpu.get_cpu_capability())
    except Exception:  # no torch, or what a cell has made of it
        return ""


def _matplotlib() -> str:
    return str(getattr(sys.modules.get("matplotlib"), "__version__", ""))


def _future_flags() -> int:
    import __future__

    return sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)


_FUTURES = _future_flags()


class _Leftovers:
    """What would keep the reader's Python from ending: threads and child processes."""

    def __init__(self) -> None:
        self.seen: dict[object, str] = {}

    def note(self, title: str) -> None:
        for key in (*_threads(), *_children()):
            self.seen.setdefault(key, title)

    def found(self) -> tuple[tuple[str, str], ...]:
        if not (self.seen and (_threads() or _children())):
            return ()
        time.sleep(0.2)  # one that is about to end is none of ours
        left = []
        for thread in _threads():
            left.append((self.seen.get(thread, ""), f"the thread '{thread.name}'"))
        for pid in _children():
            left.append((self.seen.get(pid, ""), "a child process"))
            _end_session(pid)
        return tuple(left)


def _threads() -> list[threading.Thread]:
    main = threading.main_thread()
    return [t for t in threading.enumerate() if t is not main and not t.daemon]


def _children() -> list[int]:
    """Child processes that still run, except those that multiprocessing ends by itself."""
    if hasattr(os, "waitid"):
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:  # none at all, which costs next to nothing to know
            return []
    multiprocessing = sys.modules.get("multiprocessing")
    started = multiprocessing.active_children() if multiprocessing else []
    mine = {child.pid: child.daemon for child in started}
    for name, attribute in (
        ("multiprocessing.resource_tracker", "_resource_tracker._pid"),
        ("multiprocessing.forkserver", "_forkserver._forkserver_pid"),
    ):
        target = sys.modules.get(name)
        for part in attribute.split("."):
            target = getattr(target, part, None)
        mine[target] = True
    running = [pid for pid, daemon in mine.items() if not daemon]
    try:
        with open(f"/proc/self/task/{threading.get_native_id()}/children") as listed:
            pids = [int(pid) for pid in listed.read().split()]
    except OSError:  # not Linux: only what multiprocessing knows
        return running
    return running + [pid for pid in pids if pid not in mine and not _finished(pid)]


def _finished(pid: int) -> bool:
    try:
        # A process is named by bytes, which may be half a character.
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _end_session(pid: int) -> None:
    """End a process that may have left our own session, where run would not find it."""
    if os.name == "nt":  # there run ends the whole tree
        return
    with contextlib.suppress(OSError):
        if os.getpgid(pid) != os.getpgid(0):
            os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
