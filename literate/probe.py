"""Ask, in a process of its own, what torch finds on this machine."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

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
_FOUND = re.compile(r"^found (\{.*\})$", re.MULTILINE)  # whatever torch says around it


@dataclass(frozen=True)
class Machine:
    """What torch finds.

    Attributes:
        torch: torch's version, or None if it cannot be imported.
        cuda: the version of CUDA (or ROCm) that torch was built with, or None.
        gpus: how many GPUs torch sees.
        name: the name of the first.
        error: what went wrong when the first was used, or None.
        arch: the architecture of the first, as ``sm_90``.
        built_for: the architectures that torch was built for.
        memory: bytes that are free on the first.
    """

    torch: str | None = None
    cuda: str | None = None
    gpus: int = 0
    name: str | None = None
    error: str | None = None
    arch: str | None = None
    built_for: Sequence[str] = ()
    memory: int = 0

    def missing(self) -> str | None:
        """One line on why nothing can be verified on CUDA here, or None if it can."""
        why_and_next = self._missing()
        if why_and_next is None:
            return None
        why, what_next = why_and_next
        return f"looked for a CUDA GPU; found that {why}; to go on, {what_next}."

    def _missing(self) -> tuple[str, str] | None:
        """What is wrong, and the next step."""
        python, error = f"Python {platform.python_version()}", self.error or ""
        if self.torch is None:
            why = f"torch cannot be imported by {python} ({error})"
            return why, "install a CUDA build of torch"
        if self.cuda is None:
            why = f"torch {self.torch} for {python} is built without CUDA"
            what = "'nox -s cuda' does so on Linux, 'nox --no-venv -s cuda' takes your own"
            return why, f"install a CUDA build of torch: {what}"
        if not self.gpus and (not error or _NO_GPU in error):
            why = f"torch {self.torch} sees none"
            hidden = os.environ.get("CUDA_VISIBLE_DEVICES")
            if hidden is None:
                return why, "check 'nvidia-smi', or use 'nox -s cpu'"
            return f"{why} (CUDA_VISIBLE_DEVICES is '{hidden}')", "unset CUDA_VISIBLE_DEVICES"
        if error:
            why = f"torch {self.torch} cannot use the GPU ({error.rstrip('.')})"
            if "no kernel image" in error and self.built_for:
                why += f", which is {self.arch}; torch is built for {', '.join(self.built_for)}"
            return why, next((mend for said, mend in _MEND if said in error), _MEND_ANY)
        return None


# What torch says (its CUDAFunctions.cpp and CUDACachingAllocator.cpp, and CUDA itself), what helps.
_NO_GPU = "No CUDA GPUs are available"
_MEND = (
    ("Found no NVIDIA driver", "install the NVIDIA driver ('nvidia-smi' shows it)"),
    ("driver on your system is too old", "update the driver, or install a torch for an older CUDA"),
    ("out of memory", "end what occupies the GPU ('nvidia-smi' lists it)"),
    ("no kernel image", "install a build of torch that has the GPU's architecture"),
)
_MEND_ANY = "update the driver, or install the build of torch that fits the GPU"


def probe() -> Machine:
    """What torch finds here. Never raises: what fails is in the result's ``error``."""
    result = subprocess.run(
        [sys.executable, "-c", _ASK],
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",  # in the machine's language, perhaps
        check=False,
    )
    try:
        return Machine(**json.loads(_FOUND.findall(result.stdout)[-1]))
    except (IndexError, ValueError, TypeError):
        lines = result.stderr.strip().splitlines()
        return Machine(error=lines[-1] if lines else f"exit code {result.returncode}")
