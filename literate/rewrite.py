"""Write what a run printed into a module's lines; what is still true stays as it is.

Nothing here reads or writes a file: lines come in and go out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from literate.compare import ELLIPSIS, agree, cut_alike, plain, same
from literate.execute import Executed
from literate.keys import key_device, older_key, output_rank, release
from literate.read import Cell, Module, parse_cells
from literate.run import Run

# Where torch's messages begin to speak of a machine: the one that it was built on, or the GPU.
_MACHINE = (" (Triggered internally at ", " GPU 0 has a total capacity of ")


def rewritten(
    module: Module,
    run: Run,
    releases: Sequence[str] = (),
    *,
    known: Collection[str] = (),
    exact: bool = True,
) -> list[str]:
    """The module's lines with the output of ``run``.

    Args:
        releases: those that pages are verified on, newest first.
        known: the releases whose documented output this device printed: it stays as it is. The
            others are taken to print what the next newer one does until they run.
        exact: whether an output that differs by rounding alone is replaced.
    """
    lines = list(module.source.lines)
    for cell in reversed(module.cells.values()):
        if executed := run.cells.get(cell.title):
            outputs = _outputs(cell, executed, run, releases, known, exact)
            lines[cell.output_start : cell.output_end] = [
                f"#{'' if key == 'cpu' else key}> {line}".rstrip()
                for key in sorted(outputs, key=output_rank)
                for line in outputs[key].split("\n")
            ]
    return lines


def still_true(cell: Cell, executed: Executed, documented: str, *, exact: bool) -> bool:
    """Whether a cell printed what is documented."""
    text = written(executed, documented)
    if "varies" in cell.tags:
        return agree(documented, text, varies=True)
    return (same if exact else agree)(documented, text)


def _outputs(
    cell: Cell,
    executed: Executed,
    run: Run,
    releases: Sequence[str],
    known: Collection[str],
    exact: bool,
) -> dict[str, str]:
    """A cell's documented outputs by key, now that it printed something.

    The output of CUDA, or of an older release, is documented only where it differs from what
    counts without it.
    """
    device, documented = run.device, cell.documented(run.device, run.torch)
    outputs = {key: "\n".join(text) for key, text in cell.outputs.items()}
    text = documented
    if not still_true(cell, executed, documented, exact=exact):
        text = written(executed, documented)
    elif device == "cpu" or device not in outputs:
        return outputs
    now = ".".join(map(str, release(run.torch or "")))
    if now not in releases:  # a project that names none
        key = cell.key(device, run.torch)
        changed = {key if key_device(key) == device else device}
        others = {key: text for key, text in outputs.items() if key not in changed}
        order, texts = [now], {now: text}
        found = _by_key(device, order, texts, _with(cell, others), run.torch)
        return others | {key: text for text in found.values() for key in changed}
    texts = {torch: cell.documented(device, torch) for torch in releases}
    if text != documented:
        place = releases.index(now)
        newest = not any(torch in known for torch in releases[:place])
        for i, torch in enumerate(releases):
            if torch == now or (torch not in known and (newest or i > place)):
                texts[torch] = text
    others = {key: text for key, text in outputs.items() if key_device(key) != device}
    return others | _by_key(device, releases, texts, _with(cell, others))


def _with(cell: Cell, outputs: dict[str, str]) -> Cell:
    return replace(cell, outputs={key: tuple(t.split("\n")) for key, t in outputs.items()})


def _by_key(
    device: str,
    order: Sequence[str],
    texts: dict[str, str],
    without: Cell,
    torch: str | None = None,
) -> dict[str, str]:
    """The fewest keys by which each release prints its text on a device.

    Args:
        without: the cell without any output of the device.
        torch: the version that ran, where no release is known.
    """
    optional = device != "cpu" and not without.required_gpus
    if optional and all(texts[r] == without.documented(device, torch or r) for r in order):
        return {}
    outputs, newer = {}, order[0]
    if texts[newer] or optional:
        outputs[device] = texts[newer]
    for older in order[1:]:
        if texts[older] != texts[newer]:
            outputs[older_key(device, newer)] = texts[older]
        newer = older
    return outputs


def written(executed: Executed, documented: str = "") -> str:
    """What is to be written for a cell: what it printed, without what no reader needs.

    A message is cut where it begins to speak of a machine, and where its documentation cuts it.
    """
    blocks = []
    for kind, text in executed.segments:
        if kind in ("warning", "error"):
            for machine in _MACHINE:
                before, found, _ = text.partition(machine)
                text = before + ELLIPSIS if found else text
            text = cut_alike(documented, text)
        blocks.append(text.removesuffix("\n"))
    return plain("\n".join(blocks))


def with_lines(module: Module, lines: list[str]) -> Module:
    """The module as it will be read when ``lines`` are written."""
    source = replace(module.source, lines=tuple(lines))
    return replace(module, source=source, cells=parse_cells(source))
