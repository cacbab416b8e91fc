"""Ask, in a process of its own, what torch finds on this machine."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass

_ASK = """
import json, torch
found = {"torch": torch.__version__, "cuda": torch.version.cuda or torch.version.hip}
try:
    found["gpus"] = torch.cuda.device_count()
    found["name"] = torch.cuda.get_device_name(0) if found["gpus"] else None
    if found["gpus"]:
        torch.ones(1, device="cuda").item()
except Exception as error:
    found["error"] = f"{type(error).__name__}: {error}".splitlines()[0]
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Machine:
    """What torch finds.

    Attributes:
        torch: torch's version, or None if it cannot be imported.
        cuda: the version of CUDA (or ROCm) that torch was built with, or None.
        gpus: how many GPUs torch sees.
        name: the name of the first.
        error: what went wrong when the first was used, or None.
    """

    torch: str | None = None
    cuda: str | None = None
    gpus: int = 0
    name: str | None = None
    error: str | None = None

    def missing(self) -> str | None:
        """One line on why nothing can be verified on CUDA here, or None if it can."""
        python = f"Python {platform.python_version()}"
        looked = "looked for a CUDA GPU"
        if self.torch is None:
            why = f"torch cannot be imported by {python} ({self.error})"
            what_next = "install a CUDA build of torch"
        elif self.cuda is None:
            why = f"torch {self.torch} for {python} is built without CUDA"
            what_next = "install a CUDA build of torch and run 'nox --no-venv -s cuda'"
        elif self.error:
            why = f"torch {self.torch} cannot use the GPU ({self.error})"
            what_next = "update the driver, or install the build of torch that fits the GPU"
        elif not self.gpus:
            hidden = os.environ.get("CUDA_VISIBLE_DEVICES")
            why = f"torch {self.torch} sees none"
            if hidden is not None:
                why += f" (CUDA_VISIBLE_DEVICES is '{hidden}')"
                what_next = "unset CUDA_VISIBLE_DEVICES"
            else:
                what_next = "check 'nvidia-smi', or use 'nox -s cpu'"
        else:
            return None
        return f"{looked}; found that {why}; to go on, {what_next}."


def probe() -> Machine:
    """What torch finds here. Never raises: what fails is in the result's ``error``."""
    result = subprocess.run(
        [sys.executable, "-c", _ASK], capture_output=True, text=True, check=False
    )
    try:
        return Machine(**json.loads(result.stdout.splitlines()[-1]))
    except (IndexError, ValueError, TypeError):
        lines = result.stderr.strip().splitlines()
        return Machine(error=lines[-1] if lines else f"exit code {result.returncode}")
