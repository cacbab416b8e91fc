"""What is true on one machine or day alone, and so does not belong on a page."""

from __future__ import annotations

import ast
import contextlib
import datetime
import getpass
import importlib.util
import os
import re
import site
import socket
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from literate.run.machine import cores
from literate.snippet import Cell, Module

# Names of machines and people that are words anywhere else, and folders that many machines have.
_COMMON = {
    *("localhost", "root", "runner", "ubuntu", "user", "admin", "administrator", "home", "data"),
    *("tensor", "torch", "pytorch", "python", "cuda", "float", "test", "default", "build", "none"),
    *("/", "/usr", "/usr/local", "/opt", "/home"),
}
_CLOCK = re.compile(r"\b(?:now|time|localtime|gmtime|strftime|ctime|asctime|today|utcnow)\(")
_CORES = ("cpu_count", "process_cpu_count", "sched_getaffinity")
_THREADS = ("get_num_threads", "get_num_interop_threads")  # as many as cores, unless they are set
_TIMES = ("%H:%M", "%I:%M %p")
_WARNED = r"suggested max number of worker in current system is \d+"
_MINUTES = 15  # that a recording may take

_NAME = "Print the name alone: path.name"
_CUT = "Cut the message before that, by a line below the cell: '#> {} ...'"
_ASKED = re.compile(r"\b(?:gethostname|getfqdn|node|uname|getuser|getlogin)\(")


@dataclass(frozen=True)
class Fact:
    """Something that is true here only.

    Attributes:
        what: what it is, as "the home folder".
        pattern: finds it in an output, in which backslashes have become slashes.
        fix: what to do about it.
        cut: what to do about it in a message, whose text nobody chose; ``{}`` is its beginning.
        free: whether it is made of numbers, which may differ where an output varies.
        asked: whether a cell's code asks for it; what anybody may print counts only then.
    """

    what: str
    pattern: re.Pattern[str]
    fix: str
    cut: str = _CUT
    free: bool = False
    asked: Callable[[Cell], object] = lambda cell: True


def _asks_for_names(cell: Cell) -> bool:
    return _ASKED.search(cell.code) is not None


def here_only(
    known: Iterable[Fact], cell: Cell, text: str, messages: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """What in the output of a cell is true here only: (what, fix) pairs.

    Args:
        known: the ``facts`` of its module.
        text: the whole output.
        messages: its errors and warnings.
    """
    text, messages = _slashes(text), [_slashes(message) for message in messages]
    for fact in known:
        found = fact.pattern.search(text)
        if found and not (fact.free and "varies" in cell.tags) and fact.asked(cell):
            said = next((message for message in messages if found[0] in message), "")
            fix = fact.cut.format(_beginning(said, found[0])) if said else fact.fix
            yield f"{fact.what}: {found[0]}", fix
            text = fact.pattern.sub("", text)  # a folder holds the name of its user


def facts(module: Module) -> list[Fact]:
    """What is true here only, and could be in the outputs of a module."""
    return [*_places(module), *_names(module), *_days_and_times(), *_cores(module)]


def _slashes(text: str) -> str:
    r"""Text with each path written alike: ``C:\Users``, and ``C:\\Users`` as ``repr`` has it."""
    return re.sub(r"\\+", "/", text)


def _beginning(message: str, value: str) -> str:
    """The first line of a message, at most the words before a value."""
    before, _, _ = message.partition(value)
    first, more, _ = before.partition("\n")
    return first if more else first.rpartition(" ")[0]


def _places(module: Module) -> Iterator[Fact]:
    folders: dict[str, str] = {}
    for what, folder in _folders(module):
        folders.setdefault(_slashes(str(folder)).rstrip("/"), what)
    for path in sorted(folders, key=len, reverse=True):
        if len(path) > 3 and path.lower() not in _COMMON:
            pattern = rf"(?<![\w.]){re.escape(path)}(?!\w)"
            yield Fact(folders[path], re.compile(pattern, re.IGNORECASE), _NAME)


def _folders(module: Module) -> Iterator[tuple[str, object]]:
    """The folders of this machine, as they are named and as links lead to them."""
    yield from _both("the folder of the project", module.file.absolute().parents[_depth(module)])
    for folder in (sys.prefix, sys.base_prefix, sys.exec_prefix, sysconfig.get_path("stdlib")):
        yield from _both("the folder of Python", folder)
    for folder in (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), _user_packages()):
        yield from _both("the folder of Python's packages", folder)
    with contextlib.suppress(ImportError, ValueError):
        if (torch := importlib.util.find_spec("torch")) and torch.origin:
            yield from _both("the folder of Python's packages", Path(torch.origin).parents[1])
    with contextlib.suppress(RuntimeError):  # nobody's home
        yield from _both("the home folder", Path.home())
    yield from _both("the folder for temporary files", tempfile.gettempdir())


def _depth(module: Module) -> int:
    return module.path.count("/") + 1


def _user_packages() -> str | None:
    with contextlib.suppress(Exception):  # no home
        return site.getusersitepackages()
    return None


def _both(what: str, folder: object) -> Iterator[tuple[str, object]]:
    if folder:
        yield what, folder
        with contextlib.suppress(OSError):
            yield what, Path(str(folder)).resolve()


def _names(module: Module) -> Iterator[Fact]:
    code = "\n".join(cell.code for cell in module.cells.values())
    host = socket.gethostname()
    names = {host: "this machine", host.partition(".")[0]: "this machine"}
    with contextlib.suppress(OSError, KeyError, ImportError):  # a user without a name
        names[getpass.getuser()] = "the user"
    for name, whose in names.items():
        word = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
        if name and not word.search(code):  # what the author wrote is the same everywhere
            usual = len(name) < 4 or name.lower() in _COMMON
            asked = {"asked": _asks_for_names} if usual else {}
            yield Fact(f"the name of {whose}", word, "Print what every machine has", **asked)


def _days_and_times() -> Iterator[Fact]:
    """Today, here and in UTC, in the usual spellings; where a clock is read, the last minutes."""
    now = datetime.datetime.now(datetime.UTC)
    zones = (now, now.astimezone())
    for free, spellings in ((True, _digits), (False, _words)):
        days = "|".join({spelling for zone in zones for spelling in spellings(zone)})
        pattern = re.compile(rf"(?<![\d.])(?:{days})(?!\d)", re.IGNORECASE)
        yield Fact("today's date", pattern, "Print a date that you chose", free=free)
    past = [zone - datetime.timedelta(minutes=m) for zone in zones for m in range(_MINUTES)]
    times = "|".join({f"{t:{form}}".removeprefix("0") for t in past for form in _TIMES})
    pattern = re.compile(rf"(?<![\d:.])0?(?:{times})(?![\d:])")
    clock = "Print no time of day"
    yield Fact("the time of day", pattern, clock, free=True, asked=lambda c: _CLOCK.search(c.code))


def _digits(t: datetime.datetime) -> Iterable[str]:
    year, month, day = f"{t:%Y}", f"0?{t.month}", f"0?{t.day}"
    yield f"{t:%Y%m%d}"
    for mark in ("-", "/", r"\."):
        yield from (mark.join(p) for p in ((year, month, day), (day, month, year)))
        yield mark.join((month, day, year))


def _words(t: datetime.datetime) -> Iterable[str]:
    day, month = rf"0?{t.day}(?:st|nd|rd|th)?", rf"(?:{t:%b}|{t:%B})\.?"
    yield rf"{month} +{day},?(?: +\d\d:\d\d(?::\d\d)?)? +{t:%Y}"  # with a time: of ctime()
    yield rf"{day} +{month},? +{t:%Y}"
    yield rf"{t:%Y} ?年 ?0?{t.month} ?月 ?0?{t.day} ?日"


def _cores(module: Module) -> Iterator[Fact]:
    what = "how many cores this machine has"
    fewer = "Ask for fewer workers: num_workers"
    yield Fact(what, re.compile(_WARNED), fewer, fewer, free=True)
    every = [node for cell in module.cells.values() for node in cell.nodes]
    called = {_called(node) for node in every}
    asking = {
        *_CORES,
        *(() if called & {"set_num_threads", "set_num_interop_threads"} else _THREADS),
    }
    if not called & asking:
        return
    held = {
        target.id
        for node in every
        if isinstance(node, ast.Assign) and _calls(node.value) & asking
        for target in node.targets
        if isinstance(target, ast.Name)
    }

    def prints(cell: Cell) -> bool:
        printing = [node for node in cell.nodes if _called(node) == "print"]
        return any(_calls(node) & asking or _read(node) & held for node in printing)

    numbers = "|".join({str(cores()), str(os.cpu_count())})
    pattern = re.compile(rf"(?<![\w.])(?:{numbers})(?!\w|\.\d)")
    fix = "Print what does not depend on it, or let it vary (the tag varies)"
    yield Fact(what, pattern, fix, free=True, asked=prints)


def _called(node: ast.AST) -> str:
    """The last name of what a node calls; empty if it calls nothing."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", ""))


def _calls(node: ast.AST) -> set[str]:
    return {_called(inner) for inner in ast.walk(node)}


def _read(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
