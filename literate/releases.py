"""The keys of a cell's outputs: the device, and the versions of torch, that print an output.

``cpu`` and ``cuda`` name what the page shows, ``torch<2.12`` and ``cuda,torch>=2.14`` what other
versions print instead. A line of output begins with its key: ``#cuda,torch>=2.14> 3``.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence

from literate.project import DEVICES

OUTPUT = re.compile(r"#(cuda|(?:cuda,)?torch(?:<|>=)\d+(?:\.\d+){1,2})?>(?: (.*))?")
_KEY = re.compile(r"(cpu|cuda)?,?(?:torch(<|>=)([\d.]+))?")
_RELEASE = re.compile(r"\d+(?:\.\d+){1,2}")


@functools.lru_cache(maxsize=1024)
def _parts(key: str) -> tuple[str, str, str]:
    """The device, the operator and the version of a key; the last two may be empty."""
    device, operator, version = _KEY.fullmatch(key).groups(default="")
    return device or "cpu", operator, version


def key_device(key: str) -> str:
    """The device whose output a key of ``Cell.outputs`` names."""
    return _parts(key)[0]


def condition(key: str) -> str:
    """The versions of torch that a key names, as ``torch < 2.12``; empty if it names none."""
    _, operator, version = _parts(key)
    return operator and f"torch {operator} {version}"


def older_key(device: str, torch: str) -> str:
    """The key of what the releases before one print on a device: ``torch<2.15``."""
    major, minor, _ = release(torch)
    return f"{'' if device == 'cpu' else device + ','}torch<{major}.{minor}"


def covers(key: str, torch: str) -> bool:
    """Whether a version of torch (``2.11.0+cu126``) is one of those that a key names."""
    _, operator, version = _parts(key)
    asked = release(torch)
    return bool(asked and operator) and (asked < release(version)) == (operator == "<")


def release(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with, ``(2, 11, 0)``; empty if it begins with none."""
    match = _RELEASE.match(version)
    return (*map(int, match[0].split(".")), 0)[:3] if match else ()


def without_build(torch: str) -> str:
    """A version of torch without what names its build: ``2.15.0`` of ``2.15.0+cu132``."""
    return torch.partition("+")[0]


def older(torch: str, releases: Sequence[str]) -> bool:
    """Whether a version of torch is older than the newest of the releases, which come first."""
    return bool(releases and torch) and release(torch) < release(releases[0])


def output_rank(key: str) -> tuple:
    """The order below a cell's code: device; the page's output, ``<`` upward, ``>=`` downward."""
    device, operator, version = _parts(key)
    sign = {"": 0, "<": 1, ">=": -1}[operator]
    return DEVICES.index(device), sign % 3, tuple(sign * n for n in release(version))


def covered(key: str, keys: Iterable[str], releases: Iterable[str]) -> list[str]:
    """The releases whose output a key names, though others of ``keys`` may name them too."""
    ours = [k for k in sorted(keys, key=output_rank) if key_device(k) == key_device(key)]
    return [r for r in releases if next((k for k in ours if covers(k, r)), None) == key]


def overlap(key: str, others: Iterable[str]) -> str | None:
    """The first of ``others``, which stand above ``key``, that conflicts with it.

    ``<2.12`` and ``<2.13`` do not: the first that fits counts. ``<2.13`` and ``>=2.12`` do.
    """
    device, operator, version = _parts(key)
    for other in others if operator else ():
        its_device, its_operator, its_version = _parts(other)
        if its_operator and its_device == device and other != key:
            here, there = release(version), release(its_version)
            if here == there if operator == its_operator else here < there:
                return other
    return None


def spans(versions: Sequence[str], releases: Sequence[str]) -> str:
    """Versions in few words: ``2.11 – 2.13, 2.15``; a span leaves out none of ``releases``."""
    order = sorted({*versions, *releases}, key=release)
    short = shortened(order)
    runs = (list(run) for here, run in itertools.groupby(order, versions.__contains__) if here)
    return ", ".join(" – ".join(short[torch] for torch in {r[0]: 0, r[-1]: 0}) for r in runs)


def shortened(releases: Iterable[str]) -> dict[str, str]:
    """Each release without its last number, if no other shares the rest: ``2.15``."""
    heads = {torch: torch.rpartition(".")[0] for torch in releases}
    shared = list(heads.values()).count
    return {torch: torch if shared(head) > 1 else head for torch, head in heads.items()}
