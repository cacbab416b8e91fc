"""The table of records: a row for each module, a column for each device and release of torch."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from html import escape

from literate.page import read_examples
from literate.problem import LiterateError
from literate.project import DEVICE_NAMES, DEVICES, Project, relative_url
from literate.record.records import STATES, Verified
from literate.releases import shortened
from literate.run.verdict import claims_cuda
from literate.site.render import anchor
from literate.snippet import Module, read_module
from literate.words import day, say

PAGE = "verified.md"  # the page that shows the table, below docs/<language>/
_SIGNS = {"verified": "✓", "changed": "✗", "missing": "—"}


def table(project: Project, verified: Verified, language: str) -> str:
    """The totals and the table, as HTML for ``docs/<language>/verified.md``.

    Raises:
        LiterateError: a module cannot be read.
    """
    modules = [read_module(project, path) for path in project.modules()]
    columns = [("cpu", torch) for torch in verified.releases]
    for device in DEVICES:
        recorded = [(device, torch) for torch in verified.recorded_releases(device)]
        columns += [pair for pair in recorded if pair not in columns]
        columns += [] if any(device == one for one, _ in columns) else [(device, "")]
    short = shortened({torch for _, torch in columns if torch}) | {"": ""}
    head = "".join(
        f'<th scope="col">{DEVICE_NAMES[device]}{"<br>" * bool(torch)}{short[torch]}</th>'
        for device, torch in columns
    )
    pages = _pages_of(project, language)
    named = {(device, torch): f"{DEVICE_NAMES[device]} {short[torch]}" for device, torch in columns}
    rows = "\n".join(_row(verified, m, named, pages.get(m.path, ""), language) for m in modules)
    return (
        f"{_totals(verified, modules, columns, language)}\n<table data-sortable data-stacks>\n"
        f"<caption>{say(language, 'table')}</caption>\n"
        f'<thead><tr><th scope="col">{say(language, "table-module")}</th>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )


def table_from(project: Project, language: str, page: str) -> str:
    """The table's page as a link on ``page`` names it; empty where the project has none."""
    there = (project.docs(language) / PAGE).is_file()
    return posixpath.relpath(PAGE, posixpath.dirname(page) or ".") if there else ""


def _totals(
    verified: Verified, modules: Sequence[Module], columns: list[tuple[str, str]], language: str
) -> str:
    """How many modules are verified on each device and release, and where, as an HTML list."""
    said: dict[tuple, list[str]] = {}  # the releases by all else that is said of them
    for device, torch in columns:
        held = [record for m in modules if (record := verified.holds(m, device, torch))]
        asking = sum(device == "cpu" or bool(claims_cuda(m)) for m in modules)
        where = ""
        if held:
            hardware = escape(" / ".join(sorted({record.hardware for record in held})))
            python = escape(", ".join(sorted({record.python for record in held})))
            given = {"date": day(min(record.date for record in held), language)}
            where = say(language, "total-where", hardware=hardware, python=python, **given)
        versions = said.setdefault((device, asking, len(held), where), [])
        versions += sorted({record.torch for record in held}) or [torch] * bool(torch)
    lines = []
    for (device, asking, count, where), versions in said.items():
        given = {"torch": escape(", ".join(versions)), "all": asking, "verified": count}
        line = say(language, "total", device=DEVICE_NAMES[device], **given) + where
        if not versions:
            line = say(language, "never-run", DEVICE_NAMES[device])
        lines.append(f"<li>{line}{say(language, 'stop')}</li>")
    return f"<ul>{''.join(lines)}</ul>"


def _row(
    verified: Verified, module: Module, columns: dict[tuple, str], page: str, language: str
) -> str:
    """The row of a module, with a link to the page that shows it."""
    name = f"<code>{escape(module.path.removesuffix('.py'))}</code>"
    link = f'<a href="{escape(page)}">{name}</a>' if page else name
    cells = [f'<th scope="row">{link}</th>']
    for (device, torch), label in columns.items():
        state, record = verified.state(module, device, torch)
        if state == "missing" and device == "cuda" and not claims_cuda(module):
            state = "not-asked"
        said = say(language, f"state-{state}") + (f" {record.date}" if record else "")
        sign = f'<abbr title="{escape(said)}">{_SIGNS[state]}</abbr>' if state in _SIGNS else ""
        gpus = DEVICES.index(device)  # one GPU runs no cell that needs two
        left = sum(c.required_gpus > gpus or not c.runs_on(torch) for c in module.cells.values())
        sign += f" <small>−{left}</small>" if left and record else ""
        key = [*STATES, "not-asked"].index(state)
        cells.append(f'<td data-label="{label}" data-key="{key}" class="state">{sign}</td>')
    return f'<tr id="{escape(anchor(module))}">{"".join(cells)}</tr>'


def _pages_of(project: Project, language: str) -> dict[str, str]:
    """The address, from the table's page, of a page that shows each module: its own if it can."""
    found: dict[str, str] = {}
    for page in project.pages(language):
        try:
            examples = read_examples(project, project.docs(language) / page)
        except LiterateError:  # which the build reports at that page
            continue
        for path in {example.module.path for example in examples}:
            if path not in found or path == page.removesuffix(".md") + ".py":
                found[path] = relative_url(PAGE, page)
    return found
