"""The table of what was verified: a row for each module, a column for each device and release."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from html import escape

from literate.address import address, between
from literate.keys import shortened
from literate.problem import LiterateError
from literate.project import DEVICE_NAMES, DEVICES, Project
from literate.provenance import STATES, Record, Verified, anchor, written
from literate.read import Cell, Module, claims_cuda, read_module
from literate.weave import weave_file

PAGE = "verified.md"  # the page that shows the table, below docs/<language>/

_WORDS = {
    "zh": {
        "caption": "每个代码模块在每种设备、每个 torch 版本上的验证记录",
        "module": "代码模块",
        "verified": "已验证",
        "changed": "有改动",
        "missing": "未运行",
        "not-asked": "不涉及",
        "total": "{device}，torch {torch}：{all} 个代码模块中已验证 {verified} 个",
        "where": "（{hardware}，Python {python}，{date}）",
        "cuda": "CUDA：尚未运行",
        "stop": "。",
    },
    "en": {
        "caption": "The record of every module on every device and release of torch",
        "module": "Module",
        "verified": "verified",
        "changed": "changed",
        "missing": "not run",
        "not-asked": "does not ask for it",
        "total": "{device}, torch {torch}: {verified} of {all} modules verified",
        "where": " ({hardware}, Python {python}, {date})",
        "cuda": "CUDA: not run yet",
        "stop": ".",
    },
}
_SIGNS = {"verified": "✓", "changed": "✗", "missing": "—", "not-asked": ""}


def table(project: Project, verified: Verified, language: str) -> str:
    """The totals and the table, as HTML for ``docs/<language>/verified.md``.

    Raises:
        LiterateError: a module cannot be read.
    """
    words = _WORDS[language]
    modules = [read_module(project, path) for path in project.modules()]
    columns = _columns(verified)
    short = shortened([torch for _, torch in columns if torch])
    head = "".join(
        f'<th scope="col">{DEVICE_NAMES[device]}{f"<br>{short[torch]}" if torch else ""}</th>'
        for device, torch in columns
    )
    rows = "\n".join(
        _row(verified, module, columns, _page(project, module, language), words)
        for module in modules
    )
    return (
        f"{totals(verified, modules, language)}\n<table data-sortable>\n"
        f"<caption>{words['caption']}</caption>\n"
        f'<thead><tr><th scope="col">{words["module"]}</th>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _columns(verified: Verified) -> list[tuple[str, str]]:
    """The (device, release) pairs to show, newest first; CUDA without a release if none ran."""
    columns = []
    for device in DEVICES:
        releases = verified.recorded_releases(device)
        if device == "cpu":
            releases = [*verified.releases, *(r for r in releases if r not in verified.releases)]
        columns += [(device, torch) for torch in releases or [""]]
    return columns


def table_from(project: Project, language: str, page: str) -> str:
    """The table's page as a link on ``page`` names it; empty where the project has none."""
    if not (project.docs(language) / PAGE).is_file():
        return ""
    return posixpath.relpath(PAGE, posixpath.dirname(page) or ".")


def totals(verified: Verified, modules: Sequence[Module], language: str) -> str:
    """How many modules are verified on each device and release, and where, as an HTML list."""
    words = _WORDS[language]
    ran: dict[tuple, list[str]] = {}  # the releases by all else that is said of them
    for device, torch in _columns(verified):
        held = [record for m in modules if (record := verified.holds(m, device, torch))]
        asking = sum(device == "cpu" or bool(claims_cuda(m)) for m in modules)
        said = (device, asking, len(held), _where(held, words, language))
        ran.setdefault(said, []).extend(sorted({record.torch for record in held}) or [torch])
    lines = []
    for (device, asking, verified_here, where), versions in ran.items():
        said = words["cuda"] if device == "cuda" else ""
        if any(versions):
            named = escape(", ".join(versions))
            given = {"torch": named, "all": asking, "verified": verified_here}
            said = words["total"].format(device=DEVICE_NAMES[device], **given) + where
        if said:
            lines.append(f"<li>{said}{words['stop']}</li>")
    return f"<ul>{''.join(lines)}</ul>"


def _where(held: list[Record], words: dict, language: str) -> str:
    """What hardware and Python made records, and since when."""
    if not held:
        return ""
    return words["where"].format(
        hardware=escape(" / ".join(sorted({record.hardware for record in held}))),
        python=escape(", ".join(sorted({record.python for record in held}))),
        date=written(min(record.date for record in held), language),
    )


def _row(
    verified: Verified,
    module: Module,
    columns: list[tuple[str, str]],
    page: str,
    words: dict,
) -> str:
    name = escape(module.path.removesuffix(".py"))
    link = f'<a href="{escape(page)}"><code>{name}</code></a>' if page else f"<code>{name}</code>"
    cells = [f'<th scope="row">{link}</th>']
    for device, torch in columns:
        state, record = verified.state(module, device, torch)
        if state == "missing" and device == "cuda" and not claims_cuda(module):
            state = "not-asked"
        key = [*STATES, "not-asked"].index(state)
        said = words[state] + (f" {record.date}" if record else "")
        sign = f'<abbr title="{escape(said)}">{_SIGNS[state]}</abbr>' if _SIGNS[state] else ""
        left = sum(_left_out(cell, device, torch) for cell in module.cells.values())
        sign += f" <small>−{left}</small>" if left and record else ""
        cells.append(f'<td data-key="{key}" class="state">{sign}</td>')
    return f'<tr id="{escape(anchor(module))}">{"".join(cells)}</tr>'


def _left_out(cell: Cell, device: str, torch: str) -> bool:
    """Whether a device or a release does not run a cell: one GPU runs none that needs two."""
    return cell.required_gpus > DEVICES.index(device) or not cell.runs_on(torch)


def _page(project: Project, module: Module, language: str) -> str:
    """The address, from the table's page, of the page that shows a module; the first of several."""
    own = module.path.removesuffix(".py") + ".md"
    pages = project.pages(language)
    for page in [own] * (own in pages) + pages:
        try:
            woven = weave_file(project, project.docs(language) / page)
        except LiterateError:  # which the build reports at that page
            continue
        if module in woven.modules:
            return between(address(PAGE), address(page))
    return ""
