"""Run modules twice, and give their lines with what they printed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, SIGTERM, default_int_handler, signal

from literate.problem import LiterateError, Problem
from literate.releases import key_device, older_key, output_rank, release
from literate.run.compare import ELLIPSIS, agree, cut_alike, plain, same
from literate.run.process import Executed
from literate.run.runner import Run, Runner, outcome
from literate.snippet import Cell, Module, parse_cells

# The environment of the second run: what holds on one machine only differs there.
ANOTHER_MACHINE = {"OMP_NUM_THREADS": "1", "ATEN_CPU_CAPABILITY": "default"}
# Where torch's messages begin to name the machine it was built on, or the GPU.
_MACHINE = (" (Triggered internally at ", " GPU 0 has a total capacity of ")


def run_twice(*given) -> tuple[list[Run], list[Run]]:
    """Two runs of each module; see ``run_all``.

    The second is by another Python, with other hash seeds, in ``ANOTHER_MACHINE``.
    """
    first = run_all(*given)
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    other = context.Process(target=_run_again, args=(there, *given))
    ours = signal(SIGINT, SIG_IGN)  # a Ctrl-C reaches both processes; this one ends the other
    try:
        other.start()
    finally:
        signal(SIGINT, ours)
    there.close()
    try:
        second = here.recv()
    except EOFError:
        what = f"the second run ended early (exit code {other.exitcode})"
        raise LiterateError(Problem("snippets", 1, what, "Run it again")) from None
    except BaseException:
        other.terminate()
        raise
    finally:
        other.join()
    if isinstance(second, Exception):
        raise second
    return first, second


def _run_again(connection, *given) -> None:
    """Send the runs by this process, or the exception. SIGTERM ends it and its modules."""
    signal(SIGINT, lambda *_: None)  # not SIG_IGN, which the modules would inherit
    signal(SIGTERM, default_int_handler)
    os.environ.update(ANOTHER_MACHINE)
    with contextlib.suppress(KeyboardInterrupt):
        try:
            connection.send(run_all(*given))
        except Exception as error:
            connection.send(error)


def run_all(
    modules: list[Module], device: str, gpus: int, time_limit: float, workers: int | None
) -> list[Run]:
    """The run of each module, in their order."""
    preload = ("torch",) if any("torch" in "".join(m.source.lines) for m in modules) else ()
    given = {"gpus": gpus, "time_limit": time_limit, "workers": workers}
    with Runner(device, quiet=True, preload=preload, **given) as runner:
        return [outcome(future) for future in [runner.submit(module) for module in modules]]


def printed(executed: Executed, documented: str = "") -> str:
    """What is written for a cell: what it printed, without what no reader needs.

    A message is cut where it begins to name a machine, and where its documentation cuts it.
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


def new_lines(
    module: Module,
    run: Run,
    releases: Sequence[str] = (),
    *,
    known: Collection[str] = (),
    exact: bool = True,
) -> list[str]:
    """The module's lines with the output of ``run``; what is still true stays as it is.

    Args:
        releases: those that pages are verified on, newest first.
        known: the releases whose documented output this device printed: it stays. The others
            are taken to print what the next newer one does until they run.
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


def with_lines(module: Module, lines: list[str]) -> Module:
    """The module as it will be read when ``lines`` are written."""
    source = replace(module.source, lines=tuple(lines))
    return replace(module, source=source, cells=parse_cells(source))


def still_true(cell: Cell, executed: Executed, documented: str, *, exact: bool) -> bool:
    """Whether a cell printed what is documented."""
    text = printed(executed, documented)
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
    """A cell's documented outputs by key, after a run.

    That of CUDA or an older release is documented only where it differs from what counts without.
    """
    device, documented = run.device, cell.documented(run.device, run.torch)
    outputs = {key: "\n".join(text) for key, text in cell.outputs.items()}
    text = documented
    if not still_true(cell, executed, documented, exact=exact):
        text = printed(executed, documented)
        if "varies" in cell.tags:  # as another release or device has printed before
            others = (t for t in outputs.values() if t and agree(t, text, varies=True))
            text = next(others, text)
    elif device == "cpu" or device not in outputs:
        return outputs
    now = ".".join(map(str, release(run.torch or "")))
    if now not in releases:  # a project that lists none
        key = cell.key(device, run.torch)
        key = key if key_device(key) == device else device
        others = {k: t for k, t in outputs.items() if k != key}
        found = _by_key(device, [now], {now: text}, _with(cell, others))
        return others | ({key: text} if found else {})
    texts = {torch: cell.documented(device, torch) for torch in releases}
    if text != documented:
        place = releases.index(now)
        newest = not any(torch in known for torch in releases[:place])
        for i, torch in enumerate(releases):
            if torch == now or (torch not in known and (newest or i > place)):
                texts[torch] = text
    others = {k: t for k, t in outputs.items() if key_device(k) != device}
    return others | _by_key(device, releases, texts, _with(cell, others))


def _with(cell: Cell, outputs: dict[str, str]) -> Cell:
    return replace(cell, outputs={key: tuple(t.split("\n")) for key, t in outputs.items()})


def _by_key(
    device: str, order: Sequence[str], texts: dict[str, str], without: Cell
) -> dict[str, str]:
    """The fewest keys by which each release prints its text on a device.

    Args:
        without: the cell without any output of the device.
    """
    optional = device != "cpu" and not without.required_gpus
    if optional and all(texts[r] == without.documented(device, r) for r in order):
        return {}
    outputs, newer = {}, order[0]
    if texts[newer] or optional:
        outputs[device] = texts[newer]
    for torch in order[1:]:
        if texts[torch] != texts[newer]:
            outputs[older_key(device, newer)] = texts[torch]
        newer = torch
    return outputs
