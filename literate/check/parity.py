"""Both languages of a page show the same."""

from __future__ import annotations

import re
from collections import Counter

from literate.check.prose import boxes, links
from literate.problem import Problem
from literate.weave import Woven

_BOTH = "Show it in both languages"
_VALUE = re.compile(r"(?<==)\"[^\"]*\"")
_SAME = "Make the two pages show the same, in the same order"


def parity(ours: Woven, theirs: Woven) -> list[Problem]:
    """Where the pages differ in what both have to show.

    Headings, cells, images and admonitions are the same in the same order. A sentence may
    put its links in another order, so that links are the same in any. What the pages say of
    themselves in their front matter has the same keys.
    """
    problems = []
    for what, a, b in (
        ("heading", _outline(ours), _outline(theirs)),
        ("cell", _cells(ours), _cells(theirs)),
        ("marker", list(ours.markers), list(theirs.markers)),
        ("image", _images(ours), _images(theirs)),
        ("admonition or tab", boxes(ours), boxes(theirs)),
    ):
        problems.extend(_in_order(what, a, b, ours, theirs))
    for what, a, b in (
        ("link", _links(ours), _links(theirs)),
        ("front matter key", _keys(ours), _keys(theirs)),
    ):
        for mine, others, left, right in ((a, b, ours, theirs), (b, a, theirs, ours)):
            problems.extend(_in_any_order(what, mine, others, left, right))
    return problems


def _in_order(what, a, b, ours, theirs) -> list[Problem]:
    problems = []
    for (line, mine), (other_line, others) in zip(a, b, strict=False):
        if mine != others:
            said = f"{what} '{mine}' stands where {theirs.name}:{other_line} has '{others}'"
            problems.append(Problem(ours.name, line, said, _SAME))
            said = f"differs from {ours.name}:{line}"
            problems.append(Problem(theirs.name, other_line, said, _SAME))
            return problems
    for longer, shorter, long, short in ((a, b, ours, theirs), (b, a, theirs, ours)):
        if len(longer) > len(shorter):
            line, extra = longer[len(shorter)]
            said = f"{what} '{extra}' is missing in {short.name}"
            problems.append(Problem(long.name, line, said, _BOTH))
            last = shorter[-1][0] if shorter else 1
            problems.append(
                Problem(short.name, last, f"misses the {what} of {long.name}:{line}", _BOTH)
            )
    return problems


def _in_any_order(what, a, b, ours, theirs) -> list[Problem]:
    missing = Counter(mine for _, mine in a) - Counter(others for _, others in b)
    problems = []
    for line, mine in reversed(a):  # of several, the last ones are too many
        if missing[mine]:
            missing[mine] -= 1
            said = f"{what} '{mine}' is missing in {theirs.name}"
            problems.append(Problem(ours.name, line, said, _BOTH))
    return problems


def _outline(woven: Woven) -> list[tuple[int, str]]:
    return [(h.line, f"{'#' * h.level} #{h.id}") for h in woven.headings]


def _cells(woven: Woven) -> list[tuple[int, str]]:
    """The cells, and what their fences say of them, whose words are each language's own."""
    return [
        (e.line, " ".join([e.key, *sorted(re.findall(r"(\w+)=", _VALUE.sub("", e.options)))]))
        for e in woven.examples
    ]


def _images(woven: Woven) -> list[tuple[int, str]]:
    return [(link.line, link.target) for link in links(woven) if link.image]


def _links(woven: Woven) -> list[tuple[int, str]]:
    return [(link.line, link.target) for link in links(woven) if not link.image]


def _keys(woven: Woven) -> list[tuple[int, str]]:
    return [(1, key) for key in woven.meta]
