"""The table of what was verified, on which device, with which torch: every module, one row each."""

from __future__ import annotations

import posixpath
from html import escape

from literate.address import address, between
from literate.problem import LiterateError
from literate.project import DEVICE_NAMES, DEVICES, Project
from literate.provenance import STATES, Record, Verified, anchor
from literate.read import Module, read_module
from literate.weave import weave_file

PAGE = "verified.md"  # the page that shows the table, below docs/<language>/

_WORDS = {
    "zh": {
        "caption": "每个代码模块在每种设备上的验证记录",
        "columns": ("代码模块", "设备", "状态", "torch", "Python", "硬件", "日期（UTC）"),
        "verified": "已验证",
        "changed": "{date} 之后有改动",
        "missing": "未验证",
        "gpus": "{gpus}单元未运行：{count} 个",
        "one": "GPU ",
        "two": "双 GPU ",
        "total": "{device}：{all} 个代码模块中已验证 {verified} 个",
        "changes": "{count} 个改动之后还没有再验证",
        "never": "{count} 个从未验证",
        "and": "，",
        "stop": "。",
    },
    "en": {
        "caption": "The record of every module on every device",
        "columns": ("Module", "Device", "Status", "torch", "Python", "Hardware", "Date (UTC)"),
        "verified": "verified",
        "changed": "changed since {date}",
        "missing": "not verified",
        "gpus": "{gpus} cells not run: {count}",
        "one": "GPU",
        "two": "two-GPU",
        "total": "{device}: {verified} of {all} modules verified",
        "changes": "{count} not verified since they changed",
        "never": "{count} never verified",
        "and": ", ",
        "stop": ".",
    },
}


def table(project: Project, verified: Verified, language: str) -> str:
    """The totals and the table, as HTML for ``docs/<language>/verified.md``.

    Raises:
        LiterateError: a module cannot be read.
    """
    words = _WORDS[language]
    modules = [read_module(project, path) for path in project.modules()]
    head = "".join(f'<th scope="col">{column}</th>' for column in words["columns"])
    rows = "\n".join(
        _row(
            module, device, *verified.state(module, device), _page(project, module, language), words
        )
        for module in modules
        for device in DEVICES
    )
    return (
        f"{totals(verified, modules, language)}\n<table data-sortable>\n"
        f"<caption>{words['caption']}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )


def table_from(project: Project, language: str, page: str) -> str:
    """The table's page as a link on ``page`` names it; empty where the project has none."""
    if not (project.docs(language) / PAGE).is_file():
        return ""
    return posixpath.relpath(PAGE, posixpath.dirname(page) or ".")


def totals(verified: Verified, modules: list[Module], language: str) -> str:
    """How many modules are verified on each device, and how many are not, as an HTML list."""
    words = _WORDS[language]
    lines = []
    for device in DEVICES:
        states = [verified.state(module, device)[0] for module in modules]
        counts = {state: states.count(state) for state in STATES}
        said = [
            words["total"].format(
                device=DEVICE_NAMES[device], all=len(modules), verified=counts["verified"]
            )
        ]
        for state, word in (("changed", "changes"), ("missing", "never")):
            if counts[state]:
                said.append(words[word].format(count=counts[state]))
        lines.append(f"<li>{words['and'].join(said)}{words['stop']}</li>")
    return f"<ul>{''.join(lines)}</ul>"


def _row(
    module: Module, device: str, state: str, record: Record | None, page: str, words: dict
) -> str:
    name = escape(module.path.removesuffix(".py"))
    link = f'<a href="{escape(page)}"><code>{name}</code></a>' if page else f"<code>{name}</code>"
    status = words[state].format(date=escape(record.date) if record else "")
    if state != "verified":
        status = f"<strong>{status}</strong>"
    elif count := _not_run(module, device):
        gpus = words["one" if device == "cpu" else "two"]
        status += f"<br><small>{words['gpus'].format(count=count, gpus=gpus)}</small>"
    values = [record.torch, record.python, record.device, record.date] if record else [""] * 4
    cells = [
        f'<th scope="row">{link}</th>',
        f"<td>{DEVICE_NAMES[device]}</td>",
        f'<td data-key="{STATES.index(state)}" class="state">{status}</td>',
        *(f'<td data-key="{escape(value)}">{escape(value) or "—"}</td>' for value in values),
    ]
    return f'<tr id="{escape(anchor(module, device))}">{"".join(cells)}</tr>'


def _not_run(module: Module, device: str) -> int:
    """How many cells of a module a device does not run: one GPU runs no cell that needs two."""
    gpus = DEVICES.index(device)
    return sum(cell.required_gpus > gpus for cell in module.cells.values())


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
