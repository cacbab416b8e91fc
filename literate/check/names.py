"""The names of torch on pages and in cells, and the code that looks them up."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from literate.api import FILES, OWN, canonical, place, uses
from literate.markup import INLINE_CODE, paragraphs
from literate.problem import LiterateError, Problem
from literate.read import Module
from literate.run import Run
from literate.weave import Woven

if TYPE_CHECKING:
    from literate.check import Checked

_NAME = re.compile(r"(?<![\w./-])torch(?:\.[A-Za-z_]\w*)+", re.ASCII)
_NOT_PROSE = re.compile(r"\]\([^)]*\)|<https?:[^>]*>|https?://\S+")


# What is found of a name that is not as it should be: what to say of it, and the next step.
_WRONG = {
    "missing": ("torch has no '{}'", "Mend the name, or say it in words"),
    "undocumented": (
        "torch does not document '{}', so the address that it is linked to is a guess",
        "Say in literate/api.py where PyTorch documents it",
    ),
}
# What ends so in inline code is a file.
_FILE = re.compile(
    r".*\.(?:bin|cfg|conf|csv|gz|html|ini|ipynb|json|log|md|npy|npz|org|patch|pkl|png|pt|pth|py|safetensors"
    r"|sh|so|svg|toml|txt|whl|ya?ml|zip)"
)
# Begins the one line that the lookup says; whatever torch prints beside it is torch's own.
FOUND = "literate-names: "


def unreal_names(checked: Checked, run: Callable[[str, str], Run]) -> list[Problem]:
    """The names of torch, in prose and in code, that the installed torch does not know.

    So are the members that prose names and nothing has: ``y.backwards()``.

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
    members = [
        (woven, line, name)
        for woven in checked.pages.values()
        for line, name in named_members(woven)
    ]
    if not found and not members:
        return []
    imported: dict[str, set[str]] = {}
    for woven, _, name in members:
        imported.setdefault(name, set()).update(_imported(woven.modules))
    names = sorted({name for _, _, name in found})
    ran = run("names", resolving(names, {name: sorted(of) for name, of in imported.items()}))
    said = _said(ran)
    wrong, near = said["names"], said["members"]
    problems = [
        Problem(file, line, _WRONG[wrong[name]][0].format(name), _WRONG[wrong[name]][1])
        for file, line, name in found
        if name in wrong
    ]
    for woven, line, name in members:
        if name in near:
            what = f"nothing on this page or in torch has a member '{name}'"
            mend = f"Did you mean '{near[name]}'" if near[name] else "Mend the name"
            problems.append(Problem(woven.name, line, what, mend))
    return problems


def _said(ran: Run) -> dict:
    """What the lookup found, without what torch printed meanwhile."""
    lines: list[str] = []
    if executed := ran.cells.get("names"):
        lines = "".join(text for _, text in executed.segments).splitlines()
        for line in lines:
            if line.startswith(FOUND) and not executed.raised:
                return json.loads(line.removeprefix(FOUND))
    why = [failure.what for failure in ran.failures] + lines[-1:] or ["nothing came back"]
    what = f"the names of torch could not be looked up: {'; '.join(why)}"
    mend = "Look whether 'import torch' works in this environment, and run it again"
    raise LiterateError(Problem("literate/check/names.py", 1, what, mend))


def named_members(woven: Woven) -> list[tuple[int, str]]:
    """The members that a page's inline code names and its cells do not: (line, name) pairs.

    ``y.backward()``, ``.grad`` and ``net.parameters()`` name one. What is no Python, a file or a
    name of torch written out is left out; the latter are ``torch_names``.
    """
    known = _known(woven)
    found = []
    for first, text in paragraphs(woven.words):
        for match in INLINE_CODE.finditer(text):
            code = match[0].strip("`").strip()
            line = first + text.count("\n", 0, match.start())
            if "." in code and not _FILE.fullmatch(code):
                found += [(line, name) for name in _members(code) if name not in known]
    return found


def _members(code: str) -> Iterator[str]:
    """The attributes in a piece of code, but for those of ``torch`` itself."""
    try:
        tree = ast.parse(f"_{code}" if code.startswith(".") else code)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            root = node
            while isinstance(root, ast.Attribute):
                root = root.value
            if not (isinstance(root, ast.Name) and root.id == "torch"):
                yield node.attr


def _known(woven: Woven) -> set[str]:
    """Every name in the modules that a page shows, also those inside strings."""
    return {
        word
        for module in woven.modules
        for cell in module.cells.values()
        for word in re.findall(r"[^\W\d]\w*", "\n".join(cell.lines))
    }


def _imported(modules: list[Module]) -> Iterator[str]:
    """What modules import, by its full name."""
    for module in modules:
        for cell in module.cells.values():
            for node in ast.walk(ast.parse("\n".join(cell.lines))):
                if isinstance(node, ast.Import):
                    yield from (name.name for name in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield from (f"{node.module}.{name.name}" for name in node.names)


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


def resolving(names: list[str], members: dict[str, list[str]] | None = None) -> str:
    """Code that says which names torch lacks, and which it does not document on a page.

    PyTorch's own tests hold its documentation to what has a docstring (its test_docs_coverage.py),
    so a name without one has no page of its own, whatever the rule for addresses says.

    Args:
        names: names of torch.
        members: names of members, and for each what may have it beside torch.
    """
    own = {name: canonical(name) for name in names if place(name).kind == OWN}
    given = f"NAMES = {names!r}\nOWN = {own!r}\nMEMBERS = {members or {}!r}\nFOUND = {FOUND!r}\n"
    return given + RESOLVE


# Run in a process of its own, so that nobody else has to import torch.
RESOLVE = """
import builtins, difflib, importlib, json, sys, types
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
wrong, near = {}, {}
for name in NAMES:
    try:
        find(name)
        thing = find(OWN.get(name, name))
    except (AttributeError, ImportError):
        wrong[name] = "missing"
        continue
    if name in OWN and (isinstance(thing, types.ModuleType) or not thing.__doc__):
        wrong[name] = "undocumented"
def having(thing):
    yield from dir(thing)
    yield from getattr(thing, "__annotations__", ())
    if isinstance(thing, types.ModuleType):
        for one in vars(thing).copy().values():
            if isinstance(one, type):
                yield from dir(one)
                yield from getattr(one, "__annotations__", ())
if MEMBERS:
    usual = "torch torch.nn torch.nn.functional torch.optim torch.optim.lr_scheduler torch.cuda"
    usual += " torch.autograd torch.utils.data numpy"
    known, seen = set(having(builtins)), set()
    for name in usual.split():
        try:
            known.update(having(find(name)))
        except (AttributeError, ImportError):
            pass
    for member, beside in MEMBERS.items():
        for name in set(beside) - seen:
            seen.add(name)
            try:
                known.update(having(find(name)))
            except (AttributeError, ImportError):
                pass
    for member in MEMBERS:
        if member not in known:
            near[member] = next(iter(difflib.get_close_matches(member, known, 1)), "")
print("\\n" + FOUND + json.dumps({"names": wrong, "members": near}))
"""
