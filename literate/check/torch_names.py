"""The names of torch that pages and cells use exist, and so do the members that prose names."""

from __future__ import annotations

import ast
import builtins
import contextlib
import difflib
import importlib
import inspect
import json
import re
import types
from collections.abc import Callable, Iterable, Iterator

from literate.page import Page
from literate.problem import LiterateError, Problem
from literate.run.runner import Run
from literate.snippet import Module
from literate.torch_docs import METHODS_OWN, MODULES, OWN, PLACES, canonical, place

_NAME = re.compile(r"(?<![\w./-])torch(?:\.[A-Za-z_]\w*)+", re.ASCII)
_CALLED = re.compile(r"(torch(?:\.[A-Za-z_]\w*)+)(?:\((?:(?!\)\.).)*\))?", re.ASCII | re.DOTALL)
# What ends so in inline code is a file.
_FILE = re.compile(
    r".*\.(?:bin|cfg|conf|css|csv|gz|html|ini|ipynb|js|json|log|md|npy|npz|org|patch|pkl|png|pt|pth|py|safetensors"
    r"|sh|so|svg|toml|txt|whl|ya?ml|zip)"
)
# Begins the one line that the lookup says; whatever torch prints beside it is torch's own.
FOUND = "literate-names: "
# What is found of a name that is not as it should be: what to say of it, and the next step.
_WRONG = {
    "missing": ("torch has no '{}'", "Fix the name, or say it in words"),
    "undocumented": (
        "torch does not document '{}', so the address that it is linked to is a guess",
        "Say in literate/torch_docs.py where PyTorch documents it",
    ),
}


def unreal_names(
    pages: Iterable[Page], modules: Iterable[Module], run: Callable[[str, str], Run]
) -> list[Problem]:
    """The names of torch, in prose and in code, that the installed torch does not know.

    So are the members that prose names and nothing has: ``y.backwards()``.

    Args:
        run: runs code, under a name, in a process of its own.

    Raises:
        LiterateError: the names could not be looked up.
    """
    pages = list(pages)
    found = [(page.name, line, name) for page in pages for line, name in torch_names(page)]
    for module in modules:
        shown = [title for title, cell in module.cells.items() if "remove-cell" not in cell.tags]
        found += [(module.name, line, name) for name, line in uses(module, shown).items()]
    members = [(page, line, name) for page in pages for line, name in named_members(page)]
    if not found and not members:
        return []
    modules = {module.path: module for page, *_ in members for module in page.modules}
    beside = _imports(cell.tree for m in modules.values() for cell in m.cells.values()).values()
    asked = {name for *_, name in found}, {name for *_, name in members}, beside
    said = _said(run("names", resolving(*asked)))
    wrong, near = said["names"], said["members"]
    problems = []
    for file, line, name in found:
        if name in wrong:
            what, fix = _WRONG[wrong[name]]
            problems.append(Problem(file, line, what.format(name), fix))
    for page, line, name in members:
        if name in near:
            what = f"nothing on this page or in torch has a member '{name}'"
            fix = f"Did you mean '{near[name]}'" if near[name] else "Fix the name"
            problems.append(Problem(page.name, line, what, fix))
    return problems


def _said(ran: Run) -> dict:
    """What the lookup found, without what torch printed meanwhile."""
    executed = ran.cells.get("names")
    lines = "".join(text for _, text in executed.segments).splitlines() if executed else []
    for line in lines:
        if line.startswith(FOUND) and not executed.raised:
            return json.loads(line.removeprefix(FOUND))
    why = [failure.what for failure in ran.failures] + lines[-1:] or ["nothing came back"]
    what = f"the names of torch could not be looked up: {'; '.join(why)}"
    fix = "Look whether 'import torch' works in this environment, and run it again"
    raise LiterateError(Problem("literate/check/torch_names.py", 1, what, fix))


def named(code: str) -> str | None:
    """The name of torch that inline code is, with or without a call's parentheses after it."""
    match = _CALLED.fullmatch(code)
    return match[1] if match and not _FILE.fullmatch(match[1]) else None


def torch_names(page: Page) -> list[tuple[int, str]]:
    """The literal ``torch.`` names in a page's prose, as (line, name) pairs."""
    found = [
        (text.line + text.text.count("\n", 0, match.start()), match[0])
        for text in (*page.texts, *page.codes)
        for match in _NAME.finditer(text.text)
    ]
    return sorted((line, name) for line, name in found if not _FILE.fullmatch(name))


def named_members(page: Page) -> list[tuple[int, str]]:
    """The members that a page's inline code names and its cells do not: (line, name) pairs.

    ``y.backward()``, ``.grad`` and ``net.parameters()`` name one. What is no Python, a file or a
    name of torch written out is left out; the latter are ``torch_names``.
    """
    cells = (cell for module in page.modules for cell in module.cells.values())
    known = {word for cell in cells for word in re.findall(r"[^\W\d]\w*", "\n".join(cell.lines))}
    found = []
    for code in page.codes:
        if "." in code.text and not _FILE.fullmatch(code.text):
            with contextlib.suppress(SyntaxError, ValueError):
                tree = ast.parse(f"_{code.text}" if code.text.startswith(".") else code.text)
                found += [
                    (code.line, node.attr)
                    for node in ast.walk(tree)
                    if isinstance(node, ast.Attribute)
                    and node.attr not in known
                    and not _NAME.fullmatch(ast.unparse(node))
                ]
    return found


def resolving(names: Iterable[str], members: Iterable[str] = (), beside: Iterable[str] = ()) -> str:
    """Code that says which names torch lacks, and which it does not document on a page.

    PyTorch's own tests hold its documentation to what has a docstring (its test_docs_coverage.py),
    so a name without one has no page of its own, whatever the rule for addresses says.

    Args:
        names: names of torch.
        members: names of members, and ``beside``, what may have them apart from torch.
    """
    # What the tables name by itself was looked up by who wrote it there.
    looked_up = [name for name in names if name not in PLACES]
    own = {name: canonical(name) for name in looked_up if place(name).kind == OWN}
    given = sorted(names), own, sorted(members), sorted(beside)
    lines = "import builtins, contextlib, difflib, importlib, json, types\n"
    lines += "".join(map(inspect.getsource, (_find, _having, _look_up)))
    return f"{lines}print('\\n{FOUND}' + json.dumps(_look_up(*{given!r})))\n"


# --- run in a process of its own, so that nobody else has to import torch ------------------------


def _find(name):
    """What a full name is; None for what only an object of a class has."""
    first, *rest = name.split(".")
    thing = importlib.import_module(first)
    for end, part in enumerate(rest, 1):
        if hasattr(thing, part):
            thing = getattr(thing, part)
        elif part in getattr(thing, "__annotations__", ()):
            thing = None
        else:
            thing = importlib.import_module(".".join([first, *rest[:end]]))
    return thing


def _having(thing):
    """The members of a thing and, if it is a module, of its classes."""
    inside = list(vars(thing).values()) if isinstance(thing, types.ModuleType) else []
    for owner in [thing, *(one for one in inside if isinstance(one, type))]:
        yield from (*dir(owner), *getattr(owner, "__annotations__", ()))


def _look_up(names, own, members, beside):
    """What is wrong with names of torch, and for members that nothing has what is near."""
    wrong, known = {}, set(_having(builtins))
    for name in names:
        try:
            thing = [_find(name), _find(own.get(name, name))][1]
            if name in own and (isinstance(thing, types.ModuleType) or not thing.__doc__):
                wrong[name] = "undocumented"
        except (AttributeError, ImportError):
            wrong[name] = "missing"
    usual = "torch torch.nn torch.nn.functional torch.optim torch.optim.lr_scheduler torch.cuda "
    usual += "torch.autograd torch.utils.data numpy"
    for name in {*usual.split(), *beside} if members else ():
        with contextlib.suppress(AttributeError, ImportError):
            known.update(_having(_find(name)))
    near = {m: [*difflib.get_close_matches(m, known, 1), ""][0] for m in members if m not in known}
    return {"names": wrong, "members": near}


def uses(module: Module, titles: Iterable[str]) -> dict[str, int]:
    """The names of torch that some cells of a module use, each with the line that first does.

    Only what the syntax tree alone can tell is found: names reached through the module's imports
    (``torch.optim.SGD``, ``nn.Linear`` after ``from torch import nn``). What a method is called on
    shows only when the code runs, so ``y.backward()`` is not among them; nor is a name that
    the cell's documented error says to be missing.
    """
    trees = [cell.tree for cell in module.cells.values()]
    bound = set().union(*map(_bound, trees))
    imported = {
        name: full
        for name, full in _imports(trees).items()
        if full.partition(".")[0] == "torch" and name not in bound
    }
    found: dict[str, int] = {}
    for cell in (module.cells[title] for title in titles):
        for line, first, *members in sorted(_chains(cell.tree)) if cell.shows_code else ():
            name = _documented(imported[first], members) if first in imported else ""
            owner, _, member = name.rpartition(".")
            lacking = f"module '{owner}' has no attribute '{member}'"
            if name and not any(lacking in line for o in cell.outputs.values() for line in o):
                found.setdefault(name, cell.first - 1 + line)
    return found


def _imports(trees: Iterable[ast.Module]) -> dict[str, str]:
    """What names stand for by an import: ``{"nn": "torch.nn"}``, and full names for themselves."""
    imported: dict[str, str] = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Import):
            for name, short in ((alias.name, alias.asname) for alias in node.names):
                first = name.partition(".")[0]
                imported |= {name: name, short or first: name if short else first}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imported |= {n.asname or n.name: f"{node.module}.{n.name}" for n in node.names}
    return imported


def _bound(tree: ast.Module) -> set[str]:
    """The names that mean something else than an import: variables, parameters, functions."""
    return {
        str(getattr(node, kind))
        for node in ast.walk(tree)
        for kind in ("id", "arg", "name")
        if hasattr(node, kind)
        and not isinstance(node, ast.alias | ast.keyword)
        and not isinstance(getattr(node, "ctx", None), ast.Load)
    }


def _chains(tree: ast.Module) -> Iterator[tuple]:
    """The longest dotted names in a tree: its line, and its parts."""
    nodes = list(ast.walk(tree))
    inner = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in inner:
            parts = ast.unparse(node).split(".")
            if all(map(str.isidentifier, parts)):
                yield node.lineno, *parts


def _documented(name: str, members: list[str]) -> str:
    """A name with as many of its members as documentation speaks of, or nothing."""
    for member in members:
        if member.startswith("_") or (name in PLACES and name not in METHODS_OWN):
            break  # torch.float32.itemsize is torch.float32
        name += f".{member}"
    return name if name not in MODULES else ""
