"""What can be checked without running anything: the closed world, and the two languages' parity."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass, field

from literate.api import FILES, OWN, canonical, place, uses
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGES, OTHER, Project
from literate.read import Module, read_module
from literate.weave import Woven, weave_file

_NAME = re.compile(r"(?<![\w./-])torch(?:\.[A-Za-z_]\w*)+", re.ASCII)
_NOT_PROSE = re.compile(r"\]\([^)]*\)|<https?:[^>]*>|https?://\S+")
_CALLED = {"zh": "Chinese", "en": "English"}


@dataclass
class Checked:
    """The result of a check.

    Attributes:
        problems: everything found.
        modules: the modules that could be read, by path.
        pages: the pages that could be woven, by (language, page).
    """

    problems: list[Problem] = field(default_factory=list)
    modules: dict[str, Module] = field(default_factory=dict)
    pages: dict[tuple[str, str], Woven] = field(default_factory=dict)

    def of(self, name: str) -> list[Problem]:
        """The problems of one file."""
        return sorted(problem for problem in self.problems if problem.path == name)


def check(project: Project) -> Checked:
    """Read every module, weave every page, and hold the languages against each other."""
    checked = Checked()
    for path in project.modules():
        try:
            checked.modules[path] = read_module(project, path)
        except LiterateError as error:
            checked.problems.extend(error.problems)
        else:
            checked.problems.extend(_late_imports(checked.modules[path]))
        stem = path.rpartition("/")[2].removesuffix(".py")
        if stem in sys.stdlib_module_names:
            what = f"hides Python's own module '{stem}' from programs that start beside it"
            problem = Problem(f"snippets/{path}", 1, what, "Rename it, and its page")
            checked.problems.append(problem)
    checked.problems.extend(_stray_figures(project, checked.modules))
    existing = {language: set(project.pages(language)) for language in LANGUAGES}
    for language in LANGUAGES:
        for page in sorted(existing[language]):
            try:
                checked.pages[language, page] = weave_file(project, project.docs(language) / page)
            except LiterateError as error:
                new = [p for p in error.problems if p not in checked.problems]
                checked.problems.extend(new)
            other = OTHER[language]
            if page not in existing[other]:
                name = f"docs/{language}/{page}"
                what = f"has no {_CALLED[other]} page"
                mend = f"Write docs/{other}/{page}"
                checked.problems.append(Problem(name, 1, what, mend))
    for (language, page), woven in checked.pages.items():
        checked.problems.extend(_order(woven))
        checked.problems.extend(_headings(woven))
        other = checked.pages.get((OTHER[language], page))
        if other and language == LANGUAGES[0]:
            checked.problems.extend(_parity(woven, other))
    if len(checked.pages) == sum(map(len, existing.values())):
        checked.problems.extend(_unshown(checked))
    return checked


def _late_imports(module: Module) -> list[Problem]:
    """A module's imports stand in its first cell; a cell that is to fail may show one."""
    problems = []
    for cell in list(module.cells.values())[1:]:
        if "raises-exception" in cell.tags:
            continue
        for statement in ast.parse("\n".join(cell.lines)).body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                line = cell.first - 1 + statement.lineno
                mend = "Move it to the module's first cell: a page shows its imports once, on top"
                problems.append(Problem(module.name, line, "an import below the first cell", mend))
    return problems


def _stray_figures(project: Project, modules: dict[str, Module]) -> list[Problem]:
    """Recorded figures whose module or cell is gone. An unreadable module's are left in peace."""
    problems = []
    for file in sorted(project.snippets.rglob("*.svg")):
        stem, _, title = file.name.removesuffix(".svg").rpartition(".")
        path = file.with_name(f"{stem}.py").relative_to(project.snippets).as_posix()
        if path in modules and title not in modules[path].cells:
            what = f"snippets/{path} has no cell '{title}' that this could be the figure of"
        elif not (project.snippets / path).is_file():
            what = f"there is no module snippets/{path} that this could be a figure of"
        else:
            continue
        problems.append(Problem(project.relative(file), 1, what, "Delete the file"))
    return problems


def _order(woven: Woven) -> list[Problem]:
    """Cells share their names top to bottom, so a page shows them in the module's order."""
    problems = []
    last: dict[str, int] = {}
    for example in woven.examples:
        path = example.module.path
        if example.cell.line < last.get(path, 0):
            what = f"cell '{example.cell.title}' stands above the cells shown before it"
            mend = f"Show the cells of {example.module.name} in their order"
            problems.append(Problem(woven.name, example.line, what, mend))
        last[path] = example.cell.line
    return problems


def _headings(woven: Woven) -> list[Problem]:
    problems, seen = [], {}
    for heading in woven.headings:
        if heading.id is None:
            what = f"the heading '{heading.title}' has no id"
            problems.append(Problem(woven.name, heading.line, what, "End it with { #some-id }"))
        elif heading.id in seen:
            what = f"the heading id '{heading.id}' is used at line {seen[heading.id]} already"
            problems.append(Problem(woven.name, heading.line, what, "Choose another"))
        seen.setdefault(heading.id, heading.line)
    if sum(heading.level == 1 for heading in woven.headings) != 1:
        what = "a page has one heading of level 1"
        problems.append(Problem(woven.name, 1, what, "Write '# Title { #id }' at its top"))
    return problems


def _parity(ours: Woven, theirs: Woven) -> list[Problem]:
    """Headings, cells and blocks are the same, in the same order, in both languages."""
    problems = []
    for what, a, b in (
        ("heading", _outline(ours), _outline(theirs)),
        ("cell", _cells(ours), _cells(theirs)),
        ("code block", _blocks(ours), _blocks(theirs)),
        ("marker", list(ours.markers), list(theirs.markers)),
    ):
        for (line, mine), (other_line, others) in zip(a, b, strict=False):
            if mine != others:
                said = f"{what} '{mine}' stands where {theirs.name}:{other_line} has '{others}'"
                if what == "code block":
                    said = f"the code differs from that at {theirs.name}:{other_line}"
                mend = "Make the two pages show the same, in the same order"
                problems.append(Problem(ours.name, line, said, mend))
                problems.append(
                    Problem(theirs.name, other_line, f"differs from {ours.name}:{line}", mend)
                )
                break
        else:
            for longer, shorter, long, short in ((a, b, ours, theirs), (b, a, theirs, ours)):
                if len(longer) > len(shorter):
                    line, extra = longer[len(shorter)]
                    said = f"{what} '{extra}' is missing in {short.name}"
                    if what == "code block":
                        said = f"this {what} is missing in {short.name}"
                    problems.append(Problem(long.name, line, said, "Show it in both languages"))
                    last = shorter[-1][0] if shorter else 1
                    said = f"misses the {what} of {long.name}:{line}"
                    mend = "Show it in both languages"
                    problems.append(Problem(short.name, last, said, mend))
    return problems


def _outline(woven: Woven) -> list[tuple[int, str]]:
    return [(h.line, f"{'#' * h.level} #{h.id}") for h in woven.headings]


def _cells(woven: Woven) -> list[tuple[int, str]]:
    return [(e.line, e.key) for e in woven.examples]


def _blocks(woven: Woven) -> list[tuple[int, str]]:
    return [(b.line, f"{b.language}\n{b.code}") for b in woven.blocks]


def _unshown(checked: Checked) -> list[Problem]:
    problems = []
    shown: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for (language, _), woven in checked.pages.items():
        shown[language].update(example.key for example in woven.examples)
    anywhere = {key.rpartition(":")[0] for keys in shown.values() for key in keys}
    for module in checked.modules.values():
        if module.path not in anywhere:
            mend = f"Include its cells in docs/<language>/{module.path[:-3]}.md"
            problems.append(Problem(module.name, 1, "no page shows a cell of this module", mend))
            continue
        for cell in module.cells.values():
            if "remove-cell" in cell.tags:
                continue
            missing = [
                _CALLED[language]
                for language in LANGUAGES
                if f"{module.path}:{cell.title}" not in shown[language]
            ]
            if missing:
                what = f"cell '{cell.title}' is shown on no {' and no '.join(missing)} page"
                mend = f'Include it (--8<-- "{module.path}:{cell.title}"), or tag it remove-cell'
                problems.append(Problem(module.name, cell.line, what, mend))
    return problems


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
