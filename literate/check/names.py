"""The names of torch on pages and in cells, and the code that looks them up."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from literate.api import FILES, OWN, canonical, place, uses
from literate.problem import LiterateError, Problem
from literate.run import Run
from literate.verify import printed
from literate.weave import Woven

if TYPE_CHECKING:
    from literate.check import Checked

_NAME = re.compile(r"(?<![\w./-])torch(?:\.[A-Za-z_]\w*)+", re.ASCII)
_NOT_PROSE = re.compile(r"\]\([^)]*\)|<https?:[^>]*>|https?://\S+")


# What is printed of a name that is not as it should be: what to say of it, and the next step.
_WRONG = {
    "missing": ("torch has no '{}'", "Mend the name, or say it in words"),
    "undocumented": (
        "torch does not document '{}', so the address that it is linked to is a guess",
        "Say in literate/api.py where PyTorch documents it",
    ),
}


def unreal_names(checked: Checked, run: Callable[[str, str], Run]) -> list[Problem]:
    """The names of torch, in prose and in code, that the installed torch does not know.

    Args:
        run: runs code, under a name, in a process of its own.

    Raises:
        LiterateError: the names could not be looked up.
    """
    found = [
        (woven.name, line, name)
        for woven in checked.pages.values()
        for line, name in torch_names(woven)
    ]
    found += used_names(checked)
    if not found:
        return []
    ran = run("names", resolving(sorted({name for _, _, name in found})))
    if ran.failures or ran.cells["names"].raised:
        what = f"names of torch could not be looked up: {ran}"
        raise LiterateError(Problem("literate/check/names.py", 1, what, "Run it again"))
    said = dict(reversed(line.split()) for line in printed(ran.cells["names"]).splitlines())
    return [
        Problem(file, line, _WRONG[said[name]][0].format(name), _WRONG[said[name]][1])
        for file, line, name in found
        if name in said
    ]


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
