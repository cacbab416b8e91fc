"""Draw an example as HTML, and say what of a page was verified."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import NamedTuple

from literate.page import Draw, Example, Highlight, Page
from literate.project import DEVICE_NAMES, DEVICES
from literate.record.records import Verified
from literate.releases import condition, covered, key_device, output_rank, release, spans
from literate.rows import rows
from literate.run.figures import inline
from literate.run.verdict import claims_cuda
from literate.site.fold import folded
from literate.site.paste import attributes
from literate.snippet import Cell, Module
from literate.words import day, say

_ROW = ("task", "code", "gives")  # the columns of a table of rows
WARNING = re.compile(r"(?:\w+\.)*[A-Z]\w*Warning(?:: .*)?")  # a line that a warning is shown by


@dataclass(frozen=True)
class Fresh:
    """What a cell did in a run that is not recorded: what it printed, raised and drew."""

    text: str
    raised: bool = False
    figure: str | None = None


def drawing(
    language: str,
    releases: Sequence[str] = (),
    fresh: Mapping[tuple[str, str], Fresh] | None = None,
) -> Draw:
    """How the site draws the examples of a page.

    Args:
        releases: the releases of torch that pages are verified on, newest first.
        fresh: runs that are shown in place of the recorded ones, by (module path, title).
    """

    def draw(example: Example, highlight: Highlight) -> str:
        ran = (fresh or {}).get((example.module.path, example.cell.title))
        return "\n".join(_parts(example, language, releases, highlight, ran))

    return draw


def _parts(
    example: Example,
    language: str,
    releases: Sequence[str],
    highlight: Highlight,
    ran: Fresh | None,
) -> Iterator[str]:
    """The code, its output, its figure and what is said of them."""
    cell = _as_it_ran(example.cell, ran) if ran else example.cell
    figure = (ran and ran.figure) or example.module.recorded_figure(cell.title)
    if table := _table(cell, language, highlight):
        yield table
        yield from _folded(cell, language, releases, highlight)
        return
    panels = list(_panels(cell, example.line, language, highlight))
    code = "\n".join(text for _, text in cell.shown(language))
    classes = [cell.mark] * bool(cell.mark) + ["joined"] * bool(panels or figure)
    if cell.shows_code:
        shown = folded(cell, language, highlight(code, "python", *classes))
        yield shown.replace("<div ", f"<div{attributes(example, language)} ", 1)
    yield from panels
    if cell.required_gpus and not (figure or cell.documented("cuda")):
        key = "not-run" if cell.required_gpus == 1 else "not-run-on-two"
        yield f"<p><em>{say(language, key)}</em></p>"
    if ran:
        yield f'<p><em class="unrecorded">{say(language, "unrecorded")}</em></p>'
    if figure:
        kind = "output" if cell.shows_code else "picture"
        yield inline(figure, cell.title, example.alt or "", language, kind)
    yield from _folded(cell, language, releases, highlight)
    if cell.requires_no_driver:
        yield f"<p><em>{say(language, 'needs-no-driver')}</em></p>"
    if cell.requires_posix:
        yield f"<p><em>{say(language, 'needs-posix')}</em></p>"
    if cell.required_torch:
        yield f"<p><em>{say(language, 'needs-torch', cell.required_torch)}</em></p>"


def _folded(
    cell: Cell, language: str, releases: Sequence[str], highlight: Highlight
) -> Iterator[str]:
    """What other releases of torch print, folded."""
    for title, text in _other_releases(cell, language, releases):
        output, title = _output(cell, text, language, highlight), escape(title)
        yield f'<details class="other-torch">\n<summary>{title}</summary>\n{output}\n</details>'


def _table(cell: Cell, language: str, highlight: Highlight) -> str:
    """A cell tagged ``rows`` as a table; nothing for another one, and if it makes none."""
    found = rows(cell, language, cell.documented("cpu")) if "rows" in cell.tags else None
    heads = (f'<th scope="col">{say(language, f"row-{key}")}</th>' for key in _ROW)
    body = ""
    for task, code, given in found or ():
        code = highlight(code, "python", first=False).strip()
        body += f'<tr><th scope="row">{escape(task)}</th>'
        body += f"<td>{code}</td><td><code>{escape(given)}</code></td>" if given else ""
        body += "</tr>\n" if given else f'<td colspan="2">{code}</td></tr>\n'
    head = f"<thead><tr>{''.join(heads)}</tr></thead>"
    return f'<table class="rows">\n{head}\n<tbody>\n{body}</tbody>\n</table>' if body else ""


def _as_it_ran(cell: Cell, ran: Fresh) -> Cell:
    tags = cell.tags | ({"raises-exception"} if ran.raised else set())
    outputs = {"cpu": tuple(ran.text.split("\n"))} if ran.text else {}
    return replace(cell, tags=tags, outputs=outputs)


def output_classes(cell: Cell, text: str) -> list[str]:
    """What an output of a cell is labeled as: ``varies``, and ``error`` or ``warns``."""
    classes = ["varies"] if "varies" in cell.tags else []
    if "raises-exception" in cell.tags:
        return [*classes, "error"]
    return classes + ["warns"] * any(map(WARNING.fullmatch, text.split("\n")))


def _output(cell: Cell, text: str, language: str, highlight: Highlight) -> str:
    if not text:
        return f"<p><em>{say(language, 'prints-nothing')}</em></p>"
    classes = output_classes(cell, text)
    return highlight(text, "text", "output", "no-copy", *classes, first=False)


def _panels(cell: Cell, number: int, language: str, highlight: Highlight) -> Iterator[str]:
    """The output of a cell, as one panel or, where CPU and CUDA differ, as linked tabs."""
    devices = DEVICES[1:] if cell.required_gpus else DEVICES if cell.differs else DEVICES[:1]
    panels = [_output(cell, cell.documented(device), language, highlight) for device in devices]
    if not (cell.differs or cell.documented(devices[0])):
        return
    if devices == DEVICES[:1]:
        yield from panels
        return
    name = f"__tabbed_example_{number}"
    inputs = labels = ""
    for i, device in enumerate(devices, 1):
        checked = ' checked="checked"' if i == 1 else ""
        inputs += f'<input{checked} id="{name}_{i}" name="{name}" type="radio" />'
        labels += f'<label for="{name}_{i}">{DEVICE_NAMES[device]}</label>'
    blocks = "".join(f'<div class="tabbed-block">\n{panel}\n</div>\n' for panel in panels)
    yield (
        f'<div class="tabbed-set tabbed-alternate" data-tabs="{number}:{len(devices)}">{inputs}'
        f'<div class="tabbed-labels">{labels}</div>\n<div class="tabbed-content">\n{blocks}</div>\n'
        "</div>"
    )


def _other_releases(
    cell: Cell, language: str, releases: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """What other releases of torch print, newest first: (a line that names them, the output).

    A reader whose output differs, or who looks for an older message, finds it folded.
    """

    def newest_first(key: str) -> tuple:
        device, *_, numbers = output_rank(key)
        return device, tuple(-number for number in numbers)

    for key in sorted(cell.alternatives, key=newest_first):
        named = covered(key, cell.outputs, releases)
        versions = spans(named, releases) if named else condition(key).removeprefix("torch ")
        title = say(language, f"other-torch-{key_device(key)}", versions)
        yield title, "\n".join(cell.alternatives[key])


class State(NamedTuple):
    """What is known of a page's modules on a device: whether they ran there, in words."""

    ran: bool
    text: str  # after "Verified:", or for itself
    chip: str  # for itself


def states(verified: Verified, page: Page) -> list[State]:
    """What of a page's modules was verified where.

    CUDA is named only where a module asks for it, or was recorded on it.
    """
    modules, language, found = page.modules, page.language, []
    for device, name in DEVICE_NAMES.items() if modules else ():
        known = [r for m in modules for r in verified.records.get(m.path, ()) if r.device == device]
        if device == "cuda" and not known and not any(map(claims_cuda, modules)):
            continue
        said = verified.releases or sorted({r.release for r in known}, key=release, reverse=True)
        extra = sorted({r.release for r in known} - set(said), key=release, reverse=True)
        held = {t: [verified.holds(m, device, t) for m in modules] for t in (*said, *extra)}
        whole = {torch: records for torch, records in held.items() if all(records)}
        if not whole:
            text = say(language, "changed-since" if known else "never-run", name)
            needing = sum(e.cell.required_gpus > 0 for e in page.examples)
            if device == "cuda" and needing:
                text += say(language, "need-a-gpu" if needing > 1 else "needs-a-gpu", needing)
            found.append(State(False, text, text))
            continue
        records = [record for some in whole.values() for record in some]
        gpus = sorted({r.hardware for r in records}) if device == "cuda" else []
        where = " / ".join([name, *gpus])
        since, of = min(record.date for record in records), spans(list(whole), verified.releases)
        text = f"{where} · torch {of} · {day(since, language)}"
        chip = f"{say(language, 'ran', where)} · torch {of} · {since}"
        found.append(State(True, text, chip))
    return found


def statement(verified: Verified, page: Page, *, table: str = "") -> str:
    """A sentence that says so, as Markdown; empty for a page without code.

    Args:
        table: address of the table of all records, from the page; no link without one.
    """
    known, language = states(verified, page), page.language
    if not known:
        return ""
    known.sort(key=lambda state: not state.ran)
    claim = say(language, "verified") if known[0].ran else ""
    said = say(language, "semicolon").join(state.text for state in known)
    text = claim + said + say(language, "stop")
    if table:
        space = " " if language == "en" else ""
        text += f"{space}[{say(language, 'record')}]({table}#{anchor(page.modules[0])})"
    return text


def anchor(module: Module) -> str:
    """The id of a module's row in the table of all records."""
    return module.path.removesuffix(".py").replace("/", "-")
