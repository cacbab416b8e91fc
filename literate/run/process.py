"""Execute a module's cells in this process, which is started for it and ends with it.

The fork server imports this file, so it imports little. File descriptors 1 and 2 are files: what
C code and child processes print is captured too.
"""

from __future__ import annotations
import __future__

import contextlib
import ctypes
import faulthandler
import importlib.util
import io
import linecache
import os
import pickle
import re
import signal
import sys
import time
import traceback
import types
import warnings
from dataclasses import dataclass

from literate.project import DRAWING
from literate.run import figures
from literate.run.leftovers import left_running, running

OUTPUT_LIMIT = 1_000_000  # bytes that a cell may print
FLOOD = f"printed more than {OUTPUT_LIMIT // 1_000_000} MB", "Print what a reader would read"
SERVER_ENDED = "ended the server that runs modules", "Let it leave other processes alone"

# The drawing functions; the records of figures cover them.
_DRAWING = re.compile(rf"[^/]+/{DRAWING}/.*")
_APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
_LIBC = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
_FUTURES = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)


@dataclass(frozen=True)
class Code:
    """A cell to execute."""

    title: str
    code: str
    line: int  # of the file, where the code begins
    raises: bool  # tagged raises-exception
    share: float = 1.0  # of the time limits that a cell has without a tag


@dataclass(frozen=True)
class Job:
    """What one process executes."""

    file: str
    cells: tuple[Code, ...]
    folder: str  # temporary, to be made, for the working directory and what is captured
    environment: dict[str, str]  # all of the process's variables
    covered: str = ""  # a folder of whose files only the module, and what draws, may be opened
    start_method: str | None = None  # of processes that the cells start

    def size(self, name: str) -> int:
        """The size of a file in ``folder``: 0 before the process has made it."""
        with contextlib.suppress(OSError):
            return os.path.getsize(os.path.join(self.folder, name))
        return 0


@dataclass(frozen=True)
class Failure:
    """Why a run ended early or unclean."""

    title: str  # the cell that caused it
    line: int  # of the module
    what: str  # happened, as a sentence without subject and full stop
    fix: str  # the next step, likewise
    ended: bool = True  # the cells below it were not run


@dataclass(frozen=True)
class Executed:
    """What one cell did.

    ``segments`` is what it printed, as (kind, text) pairs: ``stdout`` with each ``warning`` at its
    place, then ``stderr``, then the ``error``, an exception's type and message.
    """

    title: str
    segments: tuple[tuple[str, str], ...]
    error_line: int | None  # of the module, that raised
    exits: bool  # raised SystemExit
    seconds: float
    figures: tuple[str, ...] = ()  # drawn with Matplotlib, as SVG
    allocations: int = 0  # of memory on CUDA devices, by torch
    starts_cuda: bool = False  # the first of its process to use CUDA

    @property
    def raised(self) -> bool:
        return any(kind == "error" for kind, _ in self.segments)


def execute(job: Job) -> None:
    """Execute ``job`` and end the process. What happens is appended, pickled, to ``results``:

    an ``Executed`` for each cell, each ``Failure``, and at the end a dict (see ``_seen``). A cell
    that raises unasked or fails is the last. A file keeps what a process wrote before it crashed.
    The file ``begun`` has a byte for each cell that began. SIGUSR1 has the line written to
    ``trace``, and ends the process.
    """
    if hasattr(os, "setsid"):
        os.setsid()  # so that this process and all that it starts can be ended as a group
    streams = _Streams(job.folder)
    os.chdir(os.path.join(job.folder, "cwd"))
    if hasattr(faulthandler, "register"):
        trace = open(os.path.join(job.folder, "trace"), "wb")  # noqa: SIM115
        faulthandler.register(signal.SIGUSR1, trace, all_threads=False, chain=True)
    main = types.ModuleType("__main__")
    main.__file__, main.__builtins__ = job.file, __builtins__
    sys.modules["__main__"], sys.argv = main, [job.file]
    sys.path.insert(0, os.path.dirname(job.file))
    if job.covered:
        sys.path.append(job.covered)  # for the drawing functions
    linecache.checkcache(job.file)
    if job.start_method:
        _set_start_method(job.start_method)
    opened = _watch_opening(job.file, job.covered) if job.covered else []
    started_by: dict[object, Code] = {}  # threads and child processes: the cell that started them
    flags, parent, start = 0, os.getppid(), time.time()
    results = open(os.path.join(job.folder, "results"), "wb")  # noqa: SIM115
    begun = os.open(os.path.join(job.folder, "begun"), _APPEND, 0o600)

    def say(found: object) -> None:
        pickle.dump(found, results)
        results.flush()

    for cell in job.cells:
        os.write(begun, b".")
        executed, flags = _execute_cell(cell, job.file, main.__dict__, flags, streams)
        say(executed)
        for thing in running():
            started_by.setdefault(thing, cell)
        if isinstance(executed, Failure):
            break
        if executed.exits:
            what = f"called sys.exit() ({executed.segments[-1][1]})"
            line, fix = executed.error_line or cell.line, "Let the module run to its end"
            say(Failure(cell.title, line, what, fix))
        elif opened:
            path, line = opened[0]
            what = f"reads {path}, which no record covers"
            say(Failure(cell.title, line or cell.line, what, "Put it into the module"))
        elif os.getppid() != parent:
            say(Failure(cell.title, cell.line, *SERVER_ENDED))
        elif cell.raises or not executed.raised:
            continue
        break
    for what, thing in left_running() if started_by else ():
        cell = started_by.get(thing, job.cells[0])
        fix = "Join or end it in the cell"
        say(Failure(cell.title, cell.line, f"leaves {what} running", fix, ended=False))
    say(_seen() | {"start": start})
    os._exit(0)  # the runner ends all that this process started


def _set_start_method(name: str) -> None:
    """Let Python start processes so by default, as it does on another platform or release.

    A module may still set another one, which it could not after ``set_start_method``.
    """
    from multiprocessing import context

    context._default_context._default_context = context._default_context.get_context(name)


def prepare() -> None:
    """Set up what is the same for all processes; a server does it for those that it forks."""
    hidden = ("ignore", None, DeprecationWarning, None, 0)  # Python's filter; readers see them all
    warnings.filters[:] = [entry for entry in warnings.filters if tuple(entry) != hidden]
    # plt.show() says so where it cannot tell that there is no display (macOS, Windows).
    warnings.filterwarnings("ignore", "FigureCanvasSVG is non-interactive", UserWarning)
    # It depends on the cores of the machine.
    warnings.filterwarnings("ignore", "This DataLoader will create", UserWarning)
    for name in ("stdout", "__stdoutp"):  # glibc and musl, macOS
        with contextlib.suppress(ValueError):  # what C code prints stands in order
            stream = ctypes.c_void_p.in_dll(_LIBC, name)
            _LIBC.setvbuf(stream, None, 4 if os.name == "nt" else 2, 0)
    sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False))  # noqa: SIM115
    for descriptor, name, errors in ((1, "stdout", "strict"), (2, "stderr", "backslashreplace")):
        raw = open(descriptor, "wb", buffering=0, closefd=False)  # noqa: SIM115
        stream = io.TextIOWrapper(raw, "utf-8", errors, newline="\n", write_through=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _watch_opening(file: str, folder: str) -> list[tuple[str, int | None]]:
    """The files in ``folder`` except ``file`` that are opened from now on, and at which line."""
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
            with contextlib.suppress(ValueError):
                path = importlib.util.source_from_cache(path)
            name = os.path.relpath(path, os.path.dirname(folder)).replace(os.sep, "/")
            if not _DRAWING.fullmatch(name):
                found.append((name, frame and frame.f_lineno))

    sys.addaudithook(watch)
    return found


class _Streams:
    """File descriptors 1 and 2 as files, with the warnings noted between what is printed."""

    def __init__(self, folder: str) -> None:
        os.mkdir(folder, 0o700)
        os.mkdir(os.path.join(folder, "cwd"))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        # Appending, so that a child process and this one do not write over each other.
        self.files = [os.open(f"{folder}/{name}", _APPEND, 0o600) for name in ("out", "err")]
        for descriptor, opened in enumerate(self.files, 1):
            os.dup2(opened, descriptor)
        self.offsets = [0, 0]
        self.warned: list[tuple[int, str]] = []
        self.pid, self.show = os.getpid(), warnings.showwarning
        warnings.showwarning = self.note_warning

    def note_warning(self, message, category, *place, **more) -> None:
        if os.getpid() != self.pid:  # a forked process prints it, as a spawned one does
            return self.show(message, category, *place, **more)
        self.warned.append((self.sizes()[0], f"{category.__name__}: {message}"))

    def sizes(self) -> list[int]:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # the cell may have put anything there
                stream.flush()
        with contextlib.suppress(Exception):
            _LIBC.fflush(None)
        return [os.fstat(file).st_size for file in self.files]

    def take(self) -> list[tuple[str, str]] | None:
        """The segments printed since the last call, or None if they are too long."""
        ends = self.sizes()
        if any(end - start > OUTPUT_LIMIT for start, end in zip(self.offsets, ends, strict=True)):
            return None
        segments = []
        position = self.offsets[0]
        for offset, warning in self.warned:
            segments += [("stdout", self.read(0, position, offset)), ("warning", warning)]
            position = offset
        segments.append(("stdout", self.read(0, position, ends[0])))
        segments.append(("stderr", self.read(1, self.offsets[1], ends[1])))
        self.offsets, self.warned = ends, []
        return [(kind, text) for kind, text in segments if text]

    def read(self, which: int, start: int, end: int) -> str:
        with open(self.files[which], "rb", closefd=False) as file:
            file.seek(start)
            data = file.read(end - start)
        return data.decode("utf-8", "backslashreplace").replace("\r\n", "\n")


def _execute_cell(
    cell: Code, file: str, namespace: dict, flags: int, streams: _Streams
) -> tuple[Executed | Failure, int]:
    before, started = _allocations(), time.perf_counter()
    raised, line = None, None
    drawn: tuple[str, ...] = ()
    try:
        # Blank lines above the code give tracebacks and warnings the lines of the real file.
        source = "\n" * (cell.line - 1) + cell.code + "\n"
        code = compile(source, file, "exec", flags=flags, dont_inherit=True)
        flags |= code.co_flags & _FUTURES
        exec(code, namespace)
    except BaseException as error:  # whatever a reader's code may raise
        raised = error
    seconds = time.perf_counter() - started
    try:
        drawn = figures.take()
    except Exception as error:
        sys.modules["matplotlib.pyplot"].close("all")
        if raised is None:  # the code ended, but what it drew cannot be shown
            raised, line = error, cell.line + cell.code.count("\n")
    text, exits = "", isinstance(raised, SystemExit)
    if raised is not None:
        frames = traceback.extract_tb(raised.__traceback__)
        line = next((f.lineno for f in reversed(frames) if f.filename == file), line)
        if line is None and isinstance(raised, SyntaxError):
            line = raised.lineno
        text = "".join(traceback.format_exception_only(raised)).rstrip("\n")
        _let_go(raised)
        raised = None
    after, segments = _allocations(), streams.take()
    if segments is None:
        return Failure(cell.title, cell.line, *FLOOD), flags
    segments += [("error", text)] if text else []
    used = max(0, (after or 0) - (before or 0)), before is None and after is not None
    return Executed(cell.title, tuple(segments), line, exits, seconds, drawn, *used), flags


def _let_go(error: BaseException) -> None:
    """Let what the frames of an exception hold end with its cell, as the workers of a loader."""
    chain = [error]
    for one in chain:
        traceback.clear_frames(one.__traceback__)
        for other in (one.__cause__, one.__context__):
            if other is not None and all(other is not known for known in chain):
                chain.append(other)


def _allocations() -> int | None:
    """How often torch has allocated memory on CUDA devices; None if CUDA is not in use."""
    with contextlib.suppress(Exception):  # no torch, or a cell has ruined the device
        cuda = sys.modules["torch"].cuda
        if cuda.is_initialized():
            stats = map(cuda.memory_stats, range(cuda.device_count()))
            return sum(found.get("allocation.all.allocated", 0) for found in stats)
    return None


def _seen() -> dict:
    """What a run is told of torch and Matplotlib, by the names of ``Run``'s attributes."""
    torch, matplotlib = sys.modules.get("torch"), sys.modules.get("matplotlib")
    seen = {"matplotlib": str(getattr(matplotlib, "__version__", ""))}
    seen["torch"] = str(torch.__version__) if torch else None
    with contextlib.suppress(Exception):  # no torch, or what a cell has made of it
        seen["capability"] = str(torch.backends.cpu.get_cpu_capability())
    return seen
