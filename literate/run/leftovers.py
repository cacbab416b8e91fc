"""What a module has started and not ended: threads, and other processes.

The fork server imports this file, so it imports little.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time


def running() -> list[threading.Thread | int]:
    """What would keep the reader's Python from ending: threads, and the ids of processes."""
    return [*_threads(), *_children()]


def left_running() -> list[tuple[str, threading.Thread | int]]:
    """What still runs a moment later, in words and as in ``running``; the processes are ended."""
    if not running():
        return []
    time.sleep(0.2)  # one that is about to end is fine
    children = _children()
    for pid in children:  # one that left this process's group would not be found later
        kill(pid)
    left = [(f"the thread '{thread.name}'", thread) for thread in _threads()]
    return left + [("a child process", pid) for pid in children]


def _threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t is not threading.main_thread() and not t.daemon]


def _children() -> list[int]:
    """Child processes that still run, except those that multiprocessing ends by itself."""
    multiprocessing = sys.modules.get("multiprocessing")
    known = {
        p.pid: p.daemon for p in (multiprocessing.active_children() if multiprocessing else ())
    }
    with contextlib.suppress(OSError):  # not Linux: only what multiprocessing knows
        with open("/proc/thread-self/children") as children:
            pids = [int(pid) for pid in children.read().split()]
        for pid in pids:
            if pid not in known and process_fields(f"/proc/{pid}/stat")[:1] not in ([], ["Z"]):
                with open(f"/proc/{pid}/cmdline", "rb") as command:
                    known[pid] = b"\0from multiprocessing." in command.read()  # its own servers
    return [pid for pid, ends_with_us in known.items() if not ends_with_us]


def process_fields(file: str) -> list[str]:
    """The fields of a ``stat`` file in ``/proc`` after the name; empty without such a process."""
    try:  # a name is bytes, which may be cut within a character
        with open(file, encoding="ascii", errors="replace") as text:
            return text.read().rpartition(")")[2].split()
    except OSError:
        return []


def kill(pid: int) -> None:
    """End a process and its group, on Windows its children."""
    if os.name == "nt":
        os.system(f"taskkill /T /F /PID {pid} >NUL 2>&1")
        return
    for end in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            end(pid, signal.SIGKILL)
