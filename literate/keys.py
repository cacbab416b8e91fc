"""The keys of a cell's outputs: the device, and the versions of torch, that print an output.

``cpu`` and ``cuda`` name what the page shows, ``torch<2.12`` and ``cuda,torch>=2.14`` what other
versions print instead. A line of output begins with its key: ``#cuda,torch>=2.14> 3``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

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


def older_key(device: str, torch: str) -> str:
    """The key of what the releases before one print on a device: ``torch<2.15``."""
    major, minor, _ = release(torch)
    key = f"torch<{major}.{minor}"
    return key if device == "cpu" else f"{device},{key}"


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


def without_build(torch: str) -> str:
    """A version of torch without what names its build: ``2.15.0`` of ``2.15.0+cu132``."""
    return torch.partition("+")[0]


def older(torch: str, releases: Sequence[str]) -> bool:
    """Whether a version of torch is older than the newest of the releases, which come first."""
    return bool(releases) and bool(torch) and release(torch) < release(releases[0])


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


def covered(key: str, keys: Iterable[str], releases: Iterable[str]) -> list[str]:
    """The releases whose output a key names, though others of ``keys`` may name them too."""
    ours = [k for k in sorted(keys, key=output_rank) if key_device(k) == key_device(key)]
    first = {r: next((k for k in ours if covers(k, r)), None) for r in releases}
    return [r for r, found in first.items() if found == key]


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


def spans(versions: Sequence[str], releases: Sequence[str]) -> str:
    """Releases in few words: ``2.11 – 2.13, 2.15``.

    Args:
        versions: the releases to name, in any order.
        releases: all that there are, newest first; a span leaves out none of them.
    """
    order = sorted({*versions, *releases}, key=release)
    short = shortened(order)
    runs: list[list[str]] = [[]]
    for torch in order:
        if torch in versions:
            runs[-1].append(short[torch])
        else:
            runs.append([])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} – {run[-1]}" for run in runs if run)


def shortened(releases: Iterable[str]) -> dict[str, str]:
    """Each release without its last number, if no other shares the rest: ``2.15``."""
    heads = [torch.rpartition(".")[0] for torch in releases]
    return {
        torch: torch if heads.count(head) > 1 else head
        for torch, head in zip(releases, heads, strict=True)
    }
