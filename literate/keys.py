"""The keys of a cell's outputs: the device, and the versions of torch, that print an output.

``cpu`` and ``cuda`` name what the page shows, ``torch<2.12`` and ``cuda,torch>=2.14`` what other
versions print instead. A line of output begins with its key: ``#cuda,torch>=2.14> 3``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from literate.project import DEVICES

OUTPUT = re.compile(r"#(cuda|(?:cuda,)?torch(?:<|>=)\d+(?:\.\d+){1,2})?>(?: (.*))?")
_KEY = re.compile(r"(?P<device>cpu|cuda)?,?(?:torch(?P<operator><|>=)(?P<version>[\d.]+))?")
_RELEASE = re.compile(r"\d+(?:\.\d+){1,2}")


def key_device(key: str) -> str:
    """The device whose output a key of ``Cell.outputs`` names."""
    return _KEY.fullmatch(key)["device"] or "cpu"


def condition(key: str) -> str:
    """The versions of torch that a key names, as ``torch < 2.12``; empty if it names none."""
    match = _KEY.fullmatch(key)
    return f"torch {match['operator']} {match['version']}" if match["operator"] else ""


def alternative_key(device: str, versions: str) -> str:
    """The key of the output that ``versions`` of torch (``torch<2.12``) print on a device.

    Raises:
        ValueError: that is no condition; the message says how one is written.
    """
    if not OUTPUT.fullmatch(f"#{versions}>") or not versions.startswith("torch"):
        raise ValueError(f"'{versions}' names no versions: write 'torch<2.12' or 'torch>=2.14'")
    return versions if device == "cpu" else f"{device},{versions}"


def covers(key: str, torch: str) -> bool:
    """Whether a version of torch (``2.11.0+cu126``) is one of those that a key names."""
    match, asked = _KEY.fullmatch(key), release(torch)
    if not (asked and match["operator"]):
        return False
    return (asked < release(match["version"])) == (match["operator"] == "<")


def release(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with, ``(2, 11, 0)``; empty if it begins with none."""
    match = _RELEASE.match(version)
    numbers = [int(part) for part in match[0].split(".")] if match else []
    return (*numbers, *[0] * (3 - len(numbers))) if numbers else ()


def output_rank(key: str) -> tuple:
    """Where an output stands below its cell's code.

    By device; what the page shows, older versions from the oldest on, then newer ones from the
    newest on. So the first condition that a version meets is the closest.
    """
    match = _KEY.fullmatch(key)
    device = DEVICES.index(match["device"] or "cpu")
    if not match["operator"]:
        return device, 0, ()
    numbers = release(match["version"])
    older = match["operator"] == "<"
    return device, 1 if older else 2, numbers if older else tuple(-n for n in numbers)


def overlap(key: str, others: Iterable[str]) -> str | None:
    """The first of ``others`` that names versions which ``key`` names too, or None.

    Among older versions that is allowed, and among newer ones: the first that is met counts.
    """
    new = _KEY.fullmatch(key)
    if not new["operator"]:
        return None
    for other in others:
        old = _KEY.fullmatch(other)
        if other == key or not old["operator"] or old["device"] != new["device"]:
            continue
        here, there = release(new["version"]), release(old["version"])
        if here == there if old["operator"] == new["operator"] else here < there:
            return other
    return None
