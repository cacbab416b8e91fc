"""The names of torch on pages and in cells, and the code that looks them up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from literate.api import FILES, OWN, canonical, place, uses
from literate.weave import Woven

if TYPE_CHECKING:
    from literate.check import Checked

_NAME = re.compile(r"(?<![\w./-])torch(?:\.[A-Za-z_]\w*)+", re.ASCII)
_NOT_PROSE = re.compile(r"\]\([^)]*\)|<https?:[^>]*>|https?://\S+")


def torch_names(woven: Woven) -> list[tuple[int, str]]:
    """The literal ``torch.`` names in a page's prose, as (line, name) pairs."""
    found = []
    for line, text in woven.words:
        for match in _NAME.finditer(_NOT_PROSE.sub(" ", text)):
            if not match[0].endswith(FILES):
                found.append((line, match[0]))
    return found


def used_names(checked: Checked) -> list[tuple[str, int, str]]:
    """The names of torch that the shown cells use, as (module, line, name)."""
    return [
        (module.name, line, name)
        for module in checked.modules.values()
        for name, line in uses(
            module,
            [title for title, cell in module.cells.items() if "remove-cell" not in cell.tags],
        ).items()
    ]


def resolving(names: list[str]) -> str:
    """Code that prints which names torch lacks, and which it does not document on a page.

    PyTorch's own tests hold its documentation to what has a docstring (its test_docs_coverage.py),
    so a name without one has no page of its own, whatever the rule for addresses says.
    """
    own = {name: canonical(name) for name in names if place(name).kind == OWN}
    return f"NAMES = {names!r}\nOWN = {own!r}\n{RESOLVE}"


# Run in a process of its own, so that nobody else has to import torch.
RESOLVE = """
import importlib, sys, types
def find(name):
    first, *rest = name.split(".")
    thing = importlib.import_module(first)
    for i, part in enumerate(rest, 1):
        if part in getattr(thing, "__annotations__", ()) and not hasattr(thing, part):
            if i == len(rest):
                return None
            raise AttributeError(part)
        if not hasattr(thing, part):
            importlib.import_module(".".join([first, *rest[:i]]))
        thing = getattr(thing, part)
    return thing
for name in NAMES:
    try:
        find(name)
        thing = find(OWN.get(name, name))
    except (AttributeError, ImportError):
        print("missing", name)
        continue
    if name in OWN and (isinstance(thing, types.ModuleType) or not thing.__doc__):
        print("undocumented", name)
"""
