"""Every cell is shown, every page stands on cells, nothing is left over."""

from __future__ import annotations

import ast
import re
import sys

from literate.figures import drawn_with
from literate.problem import Problem
from literate.project import LANGUAGE_NAMES, LANGUAGES, Project
from literate.read import Module
from literate.weave import Woven

# The packages that modules import, and that would look for each other beside a program.
_PACKAGES = {"torch", "torchvision", "numpy", "matplotlib", "sklearn", "PIL", "literate"}


def hidden_names(path: str) -> list[Problem]:
    """A module that has the name of one of Python's own, or of a package that modules import."""
    stem = path.rpartition("/")[2].removesuffix(".py")
    if stem in sys.stdlib_module_names:
        what = f"hides Python's own module '{stem}' from programs that start beside it"
    elif stem in _PACKAGES:
        what = f"hides the package '{stem}' from programs that start beside it"
    else:
        return []
    return [Problem(f"snippets/{path}", 1, what, "Rename it, and its page")]


def late_imports(module: Module) -> list[Problem]:
    """A module's imports stand in its first cell; a cell that is to fail may show one."""
    problems = []
    for cell in list(module.cells.values())[1:]:
        if "raises-exception" in cell.tags:
            continue
        for statement in cell.tree.body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                line = cell.first - 1 + statement.lineno
                mend = "Move it to the module's first cell: a page shows its imports once, on top"
                problems.append(Problem(module.name, line, "an import below the first cell", mend))
    return problems


def stray_figures(project: Project, modules: dict[str, Module]) -> list[Problem]:
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


def figures_of_another_version(project: Project, modules: list[Module]) -> list[Problem]:
    """Recorded figures that another Matplotlib drew than the one that is pinned.

    What it draws is compared with the recorded one only in part, so they are recorded together.
    """
    try:
        text = (project.root / "pyproject.toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    pinned = re.search(r'"matplotlib==([\w.]+)"', text)
    problems = []
    for module in modules if pinned else []:
        for title in module.cells:
            svg = module.recorded_figure(title)
            if svg is not None and drawn_with(svg) != f"Matplotlib {pinned[1]}":
                what = f"was drawn with {drawn_with(svg) or 'an unknown Matplotlib'}, "
                what += f"but {pinned[1]} is pinned"
                mend = f"Record it again: nox -s record -- {module.name}"
                name = project.relative(module.figure(title))
                problems.append(Problem(name, 1, what, mend))
    return problems


def order(woven: Woven) -> list[Problem]:
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


def headings(woven: Woven) -> list[Problem]:
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


def unshown(modules: dict[str, Module], pages: dict[tuple[str, str], Woven]) -> list[Problem]:
    """Modules and cells that a language shows on no page."""
    problems = []
    shown: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for (language, _), woven in pages.items():
        shown[language].update(example.key for example in woven.examples)
    anywhere = {key.rpartition(":")[0] for keys in shown.values() for key in keys}
    for module in modules.values():
        if module.path not in anywhere:
            mend = f"Include its cells in docs/<language>/{module.path[:-3]}.md"
            problems.append(Problem(module.name, 1, "no page shows a cell of this module", mend))
            continue
        for cell in module.cells.values():
            if "remove-cell" in cell.tags:
                continue
            missing = [
                LANGUAGE_NAMES[language]
                for language in LANGUAGES
                if f"{module.path}:{cell.title}" not in shown[language]
            ]
            if missing:
                what = f"cell '{cell.title}' is shown on no {' and no '.join(missing)} page"
                mend = f'Include it (--8<-- "{module.path}:{cell.title}"), or tag it remove-cell'
                problems.append(Problem(module.name, cell.line, what, mend))
    return problems
