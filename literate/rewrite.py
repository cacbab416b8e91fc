"""Write what a run printed into a module's lines; what still agrees stays as it is.

Nothing here reads or writes a file: lines come in and go out.
"""

from __future__ import annotations

from dataclasses import replace

from literate.compare import ELLIPSIS, agree
from literate.execute import Executed
from literate.keys import alternative_key, key_device, output_rank
from literate.read import Cell, Module, parse_cells
from literate.run import Run
from literate.verify import printed

# Where torch's messages begin to speak of a machine: the one that it was built on, or the GPU.
_MACHINE = (" (Triggered internally at ", " GPU 0 has a total capacity of ")


def rewritten(module: Module, run: Run, versions: str | None = None) -> list[str]:
    """The module's lines with the output of ``run``.

    Args:
        versions: as ``torch<2.12``, to write what differs as the output of these versions alone.
    """
    lines = list(module.source.lines)
    for cell in reversed(module.cells.values()):
        if executed := run.cells.get(cell.title):
            outputs = _outputs(cell, executed, run, versions)
            lines[cell.output_start : cell.output_end] = [
                f"#{'' if key == 'cpu' else key}> {line}".rstrip()
                for key in sorted(outputs, key=output_rank)
                for line in outputs[key].split("\n")
            ]
    return lines


def _outputs(cell: Cell, executed: Executed, run: Run, versions: str | None) -> dict[str, str]:
    """A cell's documented outputs by key, now that it printed something.

    The output of CUDA, or of other versions of torch, is documented only where it differs from what
    would count without it.
    """
    if versions:
        target = alternative_key(run.device, versions)
    else:
        target = cell.key(run.device, run.torch)
        if key_device(target) != run.device:
            target = run.device  # so far CUDA was to print what the CPU prints
    outputs = {key: "\n".join(text) for key, text in cell.outputs.items()}
    others = {key: text for key, text in cell.outputs.items() if key != target}
    without = replace(cell, outputs=others).documented(run.device, run.torch)
    optional = target != "cpu" and not (target == "cuda" and cell.required_gpus)
    varies = "varies" in cell.tags

    def agrees(documented: str) -> bool:
        return agree(documented, printed(executed, documented), varies=varies)

    current = target in outputs and agrees(outputs[target])
    same = agree(without, outputs[target], varies=varies) if current else agrees(without)
    if optional and same:
        if target not in outputs:
            return outputs
        # What counts without it may differ no more either.
        return _outputs(replace(cell, outputs=others), executed, run, versions)
    if current:
        return outputs
    if (text := written(executed)) or optional:
        outputs[target] = text
    else:
        outputs.pop(target, None)
    return outputs


def written(executed: Executed) -> str:
    """What is to be written for a cell: what it printed, without what no reader needs."""
    segments = []
    for kind, text in executed.segments:
        if kind in ("warning", "error"):
            for machine in _MACHINE:
                before, found, _ = text.partition(machine)
                text = before + ELLIPSIS if found else text
        segments.append((kind, text))
    text = printed(replace(executed, segments=tuple(segments)))
    return "\n".join(line.rstrip() for line in text.split("\n"))


def with_lines(module: Module, lines: list[str]) -> Module:
    """The module as it will be read when ``lines`` are written."""
    source = replace(module.source, lines=tuple(lines))
    return replace(module, source=source, cells=parse_cells(source))
