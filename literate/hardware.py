"""The kind of processor that a result was computed on."""

from __future__ import annotations

import functools
import os
import platform
import re
import subprocess
import sys
from pathlib import Path


@functools.cache
def vendor() -> str:
    """Who made this machine's processor, as it names itself: ``GenuineIntel``, ``Apple``.

    ``platform.machine()`` where it does not say.
    """
    found = ""
    if sys.platform == "linux":
        try:
            text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = ""
        if match := re.search(r"^(?:vendor_id|CPU implementer)\s*:\s*(\S+)", text, re.MULTILINE):
            found = match[1]
    elif sys.platform == "darwin":
        ask = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        try:
            said = subprocess.run(ask, capture_output=True, text=True, check=False).stdout
        except OSError:
            said = ""
        found = said.split()[0] if said.split() else ""
    elif os.name == "nt":  # "Intel64 Family 6 Model 85 Stepping 7, GenuineIntel"
        found = os.environ.get("PROCESSOR_IDENTIFIER", "").rpartition(",")[2].strip()
    return found or platform.machine()


def kind(device: str, gpu: str, capability: str) -> str:
    """What printed an output: two machines of one kind print the same, to the byte.

    Args:
        device: ``cpu`` or ``cuda``.
        gpu: the name of the GPU, for ``cuda``.
        capability: ``torch.backends.cpu.get_cpu_capability()`` as the run saw it, or empty.
    """
    return gpu if device == "cuda" else f"{vendor()} {capability}".rstrip()
