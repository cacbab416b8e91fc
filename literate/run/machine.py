"""This machine: its cores, processor, GPUs, torch, variables, and the processes on it."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from literate.run.leftovers import process_fields
from literate.run.process import Job
from literate.snippet import Cell

GPU_SHARE = 2 * 2**30  # bytes of a GPU's memory that a module may need, its context included

SHOW_GPUS = ("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES")
# What a module's process gets of a person's environment: who and where they are, ...
PERSON = "HOME|USER|LOGNAME|USERNAME|USERPROFILE|HOMEDRIVE|HOMEPATH|(LOCAL)?APPDATA|TMPDIR|TEMP|TMP"
# ... and what sets up the machine, some of it read when torch is imported.
_MACHINE = (
    "PATH|LD_LIBRARY_PATH|LD_PRELOAD|DYLD_LIBRARY_PATH|TZ|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|"
    "PATHEXT|PROGRAMDATA|PROGRAMFILES|NUMBER_OF_PROCESSORS|PROCESSOR_(ARCHITECTURE|IDENTIFIER)|"
    "(CUDA|NVIDIA|HIP|ROCR|ROCM|HSA|(OMP|MKL|ATEN|OPENBLAS|KMP|GOMP)_).*"
)
_VERBOSE = "MKL_VERBOSE|OMP_DISPLAY_ENV|OMP_DISPLAY_AFFINITY|KMP_SETTINGS"

_ASK = """
import json, torch
found = {"torch": torch.__version__, "cuda": torch.version.cuda or torch.version.hip}
try:
    if found["cuda"]:
        found["gpus"] = torch.cuda.device_count()
        torch.cuda.init()
        found["name"] = torch.cuda.get_device_name(0)
        found["arch"] = "sm_{}{}".format(*torch.cuda.get_device_capability(0))
        found["built_for"] = torch.cuda.get_arch_list()
        found["memory"] = torch.cuda.mem_get_info(0)[0]
        torch.ones(1, device="cuda").add(1).item()
except Exception as error:
    found["error"] = f"{type(error).__name__}: {error}".splitlines()[0]
print("\\nfound " + json.dumps(found))
"""
_CUDA_BUILD = "install a CUDA build of torch"
_FIX = {  # what torch or CUDA says: the next step
    "Found no NVIDIA driver": "install the NVIDIA driver ('nvidia-smi' shows it)",
    "driver on your system is too old": "update the driver, or install a torch for an older CUDA",
    "out of memory": "end what occupies the GPU ('nvidia-smi' lists it)",
    "no kernel image": "install a build of torch that has the GPU's architecture",
    "": "update the driver, or install the build of torch that fits the GPU",
}


@dataclass(frozen=True)
class Machine:
    """What torch finds. Of several GPUs, the first is described."""

    torch: str | None = None  # its version; None if it cannot be imported
    cuda: str | None = None  # the version of CUDA (or ROCm) that torch was built with
    gpus: int = 0
    name: str | None = None
    error: str | None = None  # when the GPU was used
    arch: str | None = None  # as sm_90
    built_for: Sequence[str] = ()  # the architectures that torch was built for
    memory: int = 0  # bytes that are free

    def missing(self) -> str | None:
        """One line on why nothing can be verified on CUDA here, or None if it can."""
        python, error = f"Python {platform.python_version()}", self.error or ""
        hidden = os.environ.get("CUDA_VISIBLE_DEVICES")
        if not self.torch:
            why, fix = f"torch cannot be imported by {python} ({error})", _CUDA_BUILD
        elif not self.cuda:
            why = f"torch {self.torch} for {python} is built without CUDA"
            fix = f"{_CUDA_BUILD}: 'nox -s cuda' does so on Linux, 'nox --no-venv -s cuda' takes "
            fix += "your own"
        elif not self.gpus and (not error or "No CUDA GPUs are available" in error):
            why, fix = f"torch {self.torch} sees none", "check 'nvidia-smi', or use 'nox -s cpu'"
            if hidden is not None:
                why += f" (CUDA_VISIBLE_DEVICES is '{hidden}')"
                fix = "unset CUDA_VISIBLE_DEVICES"
        elif error:
            why = f"torch {self.torch} cannot use the GPU ({error.rstrip('.')})"
            if "no kernel image" in error and self.built_for:
                why += f", which is {self.arch}; torch is built for {', '.join(self.built_for)}"
            fix = next(fix for said, fix in _FIX.items() if said in error)
        else:
            return None
        return f"looked for a CUDA GPU; found that {why}; to go on, {fix}."


def probe() -> Machine:
    """What torch finds here. Never raises: what fails is in the result's ``error``."""
    command = [sys.executable, "-c", _ASK]
    text = {"encoding": "utf-8", "errors": "backslashreplace"}  # in the machine's language, perhaps
    result = subprocess.run(command, capture_output=True, check=False, **text)
    try:
        found = re.findall(r"^found (\{.*\})$", result.stdout, re.MULTILINE)[-1]
        return Machine(**json.loads(found))
    except (IndexError, ValueError, TypeError):
        lines = result.stderr.strip().splitlines() or [f"exit code {result.returncode}"]
        return Machine(error=lines[-1])


@functools.cache
def build_for_cuda() -> bool:
    """Whether the torch that modules import is built for NVIDIA's CUDA, by what its files say."""
    with contextlib.suppress(ImportError, OSError, AttributeError):
        file = Path(next(iter(importlib.util.find_spec("torch").submodule_search_locations)))
        text = (file / "version.py").read_text(encoding="utf-8")
        return bool(re.search(r"^cuda\b.*=\s*['\"]\d", text, re.MULTILINE))
    return False


@functools.cache
def has_driver() -> bool:
    """Whether NVIDIA's driver is installed here."""
    with contextlib.suppress(OSError):
        ctypes.CDLL("nvcuda.dll" if os.name == "nt" else "libcuda.so.1")
        return True
    return False


def is_windows() -> bool:
    """Whether this is Windows."""
    return os.name == "nt"


def lacking(cell: Cell, gpus: int, device: str) -> str:
    """What this machine lacks to run a cell, as a clause; empty if nothing.

    Args:
        gpus: how many GPUs can be seen.
    """
    here, needed = torch_version(), cell.required_gpus
    if not cell.runs_on(here):
        return f"needs torch {cell.required_torch} or newer; torch {here} is here"
    if cell.requires_no_driver and not build_for_cuda():
        return f"needs a torch for CUDA; torch {here} is not built for it"
    if cell.requires_no_driver and has_driver():
        return "needs a machine without an NVIDIA driver; one is here"
    if cell.requires_posix and is_windows():
        return "needs Linux or macOS; this is Windows"
    wanted = "a CUDA GPU" if needed == 1 else f"{needed} CUDA GPUs"
    return f"needs {wanted}; {gpus} to be seen on {device}" if needed > gpus else ""


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
    """How many modules may share a GPU with ``memory`` bytes free; the driver is slow beyond 8."""
    return max(1, min(cores(), 8, memory // GPU_SHARE))


@functools.cache
def _vendor() -> str:
    """Who made the processor (``GenuineIntel``); else ``platform.machine()``."""
    found = re.search(r", (\w+)$", os.environ.get("PROCESSOR_IDENTIFIER", ""))  # of Windows
    with contextlib.suppress(OSError):
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
        found = re.search(r"^(?:vendor_id|CPU implementer)\s*:\s*(\S+)", text, re.MULTILINE)
    return found[1] if found else platform.machine()


def kind(device: str, gpu: str, capability: str) -> str:
    """What computed an output: the GPU's name, or the processor's maker and the capability.

    Two machines of one kind print the same, to the byte. ``capability`` is what a run saw of
    ``torch.backends.cpu.get_cpu_capability()``, or empty.
    """
    return gpu if device == "cuda" else f"{_vendor()} {capability}".rstrip()


def start_method() -> str:
    """``forkserver`` where a fork is safe, else ``spawn``."""
    safe = hasattr(os, "fork") and sys.platform != "darwin"
    return "forkserver" if safe else "spawn"


def environment(also: str = PERSON) -> dict[str, str]:
    """The variables for torch, and those that match ``also``, but none to show or hide GPUs.

    Modules run side by side, each with a thread for each core: threads that wait shall sleep, not
    spin, which takes the cores from the others and made long modules take seven times as long.
    """
    wanted, unwanted = f"{also}|{_MACHINE}", "|".join((_VERBOSE, *SHOW_GPUS))
    given = {n: v for n, v in os.environ.items() if re.fullmatch(wanted, n)}
    ours = {"LC_ALL": "C.UTF-8"} | ({"PYTHONUTF8": "1"} if os.name == "nt" else {})
    theirs = {n: v for n, v in given.items() if not re.fullmatch(unwanted, n)}
    return {"OMP_WAIT_POLICY": "passive"} | theirs | ours


def visible_gpus(device: str, gpus: int = 1) -> dict[str, str]:
    """The variables that hide all GPUs from a module, or all but the first or first two."""
    if device == "cpu":
        return dict.fromkeys(SHOW_GPUS, "-1")
    given = {name: os.environ[name].split(",") for name in SHOW_GPUS if name in os.environ}
    given = given or {SHOW_GPUS[0]: [str(number) for number in range(gpus)]}
    return {name: ",".join(numbers[:gpus]) for name, numbers in given.items()}


def cpu_seconds(pid: int) -> float:
    """CPU time of a process's main thread; 0 where the platform does not tell."""
    ticks = process_fields(f"/proc/{pid}/task/{pid}/stat")[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") if ticks else 0.0


def line_of(pid: int, job: Job) -> int | None:
    """The line of the module that a process is at, if the platform lets us ask; this ends it."""
    if not hasattr(signal, "SIGUSR1"):
        return None
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGUSR1)
        text, until = "", time.monotonic() + 2
        while not text.endswith("\n") and time.monotonic() < until:
            time.sleep(0.02)
            text = Path(job.folder, "trace").read_text(encoding="ascii")
        file = job.file.encode("ascii", "backslashreplace").decode()  # as faulthandler writes it
        found = re.search(rf'File "{re.escape(file)}", line (\d+)', text)
        return int(found[1]) if found else None
    return None


def end_strays(folder: str) -> None:
    """End processes that a module started in sessions of their own and did not live to end.

    They are known by what they inherited: the module's working directory, or its output.
    """
    inside = os.path.realpath(folder) + os.sep
    for process in Path("/proc").glob("[0-9]*"):  # none where the platform has no such folder
        for link in ("cwd", "fd/1", "fd/2"):
            with contextlib.suppress(OSError):
                if os.readlink(process / link).startswith(inside):
                    os.kill(int(process.name), signal.SIGKILL)
