"""A woven page as a Jupyter notebook that runs by itself, with the recorded output inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

import nbformat
from nbformat import NotebookNode, v4

from literate.commonmark import Link, items, plain
from literate.figures import labelled
from literate.read import Cell, Module
from literate.weave import Example, Woven

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
_WARNING = re.compile(r"(?:\w+\.)*[A-Z]\w*Warning(?:: .*)?")
_ERROR = re.compile(
    r"(?P<type>(?:\w+\.)*[A-Z]\w*"
    r"(?:Error|Exception|Failure|Exit|Interrupt|Iteration|Timeout|Empty|Full|Warning))(?::.*)?"
)


def notebook(
    woven: Woven, *, device: str = "cpu", link: Link = lambda target: target
) -> NotebookNode:
    """The page as a notebook of nbformat 4.5.

    Prose becomes Markdown cells, each example a code cell in the page's language. A cell that a
    page does not show but that the code needs is there too, tagged ``remove-cell`` and folded.

    Args:
        woven: the page.
        device: whose output the cells hold; a cell that needs a GPU holds CUDA's.
        link: what to write for a link that is no full address, see ``commonmark.plain``.
    """
    made = v4.new_notebook(metadata=_METADATA)
    prose: list[str] = []
    before: tuple[Module, Cell] | None = None
    for item in [*plain(items(woven), woven.language, link), None]:
        if isinstance(item, str):
            prose.append(item)
            continue
        if text := "\n".join(prose).strip("\n"):
            made.cells.append(v4.new_markdown_cell(text, id=f"text-{len(made.cells) + 1}"))
        prose = []
        if item is None:
            break
        for cell in _unseen(before, item):
            made.cells.append(_code(made, woven, item, cell, device))
        made.cells.append(_code(made, woven, item, item.cell, device))
        before = item.module, item.cell
    return made


def encode(made: NotebookNode) -> bytes:
    """A notebook as the bytes of an ``.ipynb`` file."""
    return (nbformat.writes(made).rstrip("\n") + "\n").encode()


def _unseen(before: tuple[Module, Cell] | None, example: Example) -> Iterator[Cell]:
    """The cells of the example's module that have to run between the cell before and the example.

    They are those between the two if the cell before belongs to the module too. If it does not,
    another module may have changed every name, and the module begins again from its first cell.
    """
    start = 0
    if before and before[0] is example.module and before[1].line < example.cell.line:
        start = before[1].line
    for cell in example.module.cells.values():
        if start < cell.line < example.cell.line:
            yield cell


def _code(
    made: NotebookNode, woven: Woven, example: Example, cell: Cell, device: str
) -> NotebookNode:
    """A cell of the example's module as a code cell; all but the example's own are folded."""
    number = sum(other.cell_type == "code" for other in made.cells) + 1
    shown = cell is example.cell
    tags = set(cell.tags)
    if cell.required_gpus:
        tags.add("raises-exception")  # as it will where there is no GPU
    if not shown:
        tags.add("remove-cell")
    metadata = {"tags": sorted(tags)} if tags else {}
    if not shown:
        metadata["jupyter"] = {"source_hidden": True, "outputs_hidden": True}
    figure = example.module.recorded_figure(cell.title)
    alt = (example.alt if shown else None) or ""
    return v4.new_code_cell(
        "\n".join(text for _, text in cell.shown(woven.language or "en")),
        id=f"{len(made.cells) + 1}-{cell.title}"[:64],
        metadata=metadata,
        execution_count=number,
        outputs=[
            *_printed(cell, "cuda" if cell.required_gpus else device),
            *([_drawn(figure, cell.title, alt)] if figure else []),
        ],
    )


def _printed(cell: Cell, device: str) -> Iterator[NotebookNode]:
    """The documented output. A warning is told by its type, an exception by its place and type."""
    text = cell.documented(device)
    lines = text.split("\n") if text else []
    error: list[str] = []
    if "raises-exception" in cell.tags:
        start = next((i for i, line in enumerate(lines) if _error(line)), len(lines) - 1)
        lines, error = lines[:start], lines[start:]
    for warned, group in groupby(lines, lambda line: bool(_WARNING.fullmatch(line))):
        printed = "".join(f"{line}\n" for line in group)
        yield v4.new_output("stream", name="stderr" if warned else "stdout", text=printed)
    if error:
        name, _, value = error[0].partition(":")
        value = "\n".join([value.removeprefix(" "), *error[1:]])
        yield v4.new_output(
            "error",
            ename=name.rpartition(".")[2],
            evalue=value,
            traceback=["\n".join(error)],
        )


def _error(line: str) -> bool:
    found = _ERROR.fullmatch(line)
    return bool(found) and not _WARNING.fullmatch(line)


def _drawn(figure: str, title: str, alt: str) -> NotebookNode:
    return v4.new_output(
        "display_data",
        data={"image/svg+xml": labelled(figure, title, alt), "text/plain": alt},
        metadata={"image/svg+xml": {"alt": alt}},
    )
