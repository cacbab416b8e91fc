"""Read a snippet module into cells.

A module is plain Python in jupytext's percent format::

    # %% where tags=["requires-cuda"]
    # zh: …
    # en: …
    print(x.device)
    #> cpu
    #cuda> cuda:0

``#>`` lines are what the CPU prints, ``#cuda>`` lines what CUDA prints where it differs. What other
versions of torch print stands below: ``#torch<2.12>``, ``#torch>=2.14>``, ``#cuda,torch<2.12>``.
"""

from __future__ import annotations

import ast
import difflib
import functools
import itertools
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from literate.comments import COMMENT, check_code
from literate.problem import LiterateError, Problem
from literate.project import DEVICES, Project, Source, read_source, stamp
from literate.releases import OUTPUT, covers, key_device, output_rank, overlap, release

TAGS = {
    "raises-exception": "ends with the exception that its output names",
    "remove-cell": "runs, is not shown on a page",
    "remove-input": "draws a picture, which a page shows without the code",
    "wrong": "is marked as wrong: it misleads without raising; one that raises is marked anyhow",
    "right": "is marked as right, below one that is wrong",
    "rows": "is shown as a table: a row for each comment, its code and what `show` printed",
    "varies": "numbers in its output are free, words and shape are not",
    "wide-output": "may print lines of more than 100 characters",
    "long-output": "may print more than 30 lines",
    "requires-cuda": "runs only where there is a CUDA GPU",
    "requires-cuda-2": "runs only where there are two CUDA GPUs",
    "requires-no-driver": "runs only with a torch for CUDA where there is no NVIDIA driver",
    "requires-posix": "runs on Linux and macOS alone: Windows lacks what it needs",
    "alone": "makes its module run while no other does: it times, or needs the whole GPU",
    "requires-torch-2.12": "runs on that release of torch, or another one, and newer ones",
    "time-limit-120": "may use that many seconds of CPU time, or another number of them",
}
# Tags that say how a cell is shown, not what it does.
PRESENTATION = {"wrong", "right", "remove-input", "rows"}
TIME_LIMIT = 60  # seconds of CPU time that a cell without a tag may use
_NUMBERED = re.compile(r"requires-torch-(?P<torch>\d+\.\d+)|time-limit-(?P<seconds>[1-9]\d*)")

_MARKER_ALIKE = re.compile(r"#\s*%%")
_TAG = r'"[a-z0-9.-]+"'
_HEADER = re.compile(
    rf"# %% ([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?: tags=\[({_TAG}(?:, {_TAG})*)\])?\s*"
)


@dataclass(frozen=True)
class Cell:
    """One cell of a module. Line numbers count from 1 in the module's file.

    Attributes:
        title: what the cell shows; unique in its module.
        tags: names from ``TAGS``.
        line, first: the lines of the cell's marker and of its first line of code.
        lines: its code, language comments included.
        outputs: the documented lines by their key (see ``literate.releases``), in file order.
        output_start, output_end: the half-open range of output lines in the file.
    """

    title: str
    tags: frozenset[str]
    line: int
    first: int
    lines: tuple[str, ...]
    outputs: dict[str, tuple[str, ...]]
    output_start: int
    output_end: int

    def shown(self, language: str) -> list[tuple[int, str]]:
        """The code as a page in ``language`` shows it: (line in the module, text) pairs."""
        shown = []
        for number, text in enumerate(self.lines, self.first):
            if not (comment := COMMENT.fullmatch(text)):
                shown.append((number, text))
            elif comment[2] == language:
                shown.append((number, f"{comment[1]}# {comment[3] or ''}".rstrip()))
        return shown

    @functools.cached_property
    def code(self) -> str:
        """The code without language comments."""
        return "\n".join(text for text in self.lines if not COMMENT.fullmatch(text))

    @functools.cached_property
    def tree(self) -> ast.Module:
        """The code, parsed. Line 1 is the cell's first line of code."""
        return ast.parse("\n".join(self.lines))

    @functools.cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree."""
        return tuple(ast.walk(self.tree))

    def documented(self, device: str, torch: str | None = None) -> str:
        """The documented output, without a last line end; for arguments see ``key``."""
        return "\n".join(self.outputs.get(self.key(device, torch), ())).rstrip("\n")

    def key(self, device: str, torch: str | None = None) -> str:
        """The key in ``outputs`` for a device and a version of torch; None: the page's version."""
        asked = [device] if device == "cpu" or self.required_gpus else [device, "cpu"]
        for name in asked:
            for key in self.outputs:
                if torch and key_device(key) == name and covers(key, torch):
                    return key
            if name in self.outputs:
                return name
        return asked[-1]

    @property
    def alternatives(self) -> dict[str, tuple[str, ...]]:
        """The outputs of other versions of torch than the page's."""
        return {key: lines for key, lines in self.outputs.items() if key not in DEVICES}

    @property
    def mark(self) -> str:
        """What a page marks the code as: ``wrong``, ``right`` or, mostly, neither."""
        if self.tags & {"wrong", "raises-exception"}:
            return "wrong"
        return "right" if "right" in self.tags else ""

    @property
    def shows_code(self) -> bool:
        """Whether a reader gets the code: on a page that shows the cell, and in what is taken."""
        return "remove-input" not in self.tags

    @property
    def differs(self) -> bool:
        """Whether CPU and CUDA are documented to print different things."""
        return "cuda" in self.outputs and not self.required_gpus

    @property
    def requires_no_driver(self) -> bool:
        """Whether the cell shows what a torch for CUDA does where there is no NVIDIA driver."""
        return "requires-no-driver" in self.tags

    @property
    def requires_posix(self) -> bool:
        """Whether the cell runs everywhere but on Windows."""
        return "requires-posix" in self.tags

    @property
    def conditional(self) -> bool:
        """Whether the cell runs on some machines or releases alone."""
        machine = self.requires_no_driver or self.requires_posix
        return bool(self.required_gpus or self.required_torch or machine)

    @property
    def required_torch(self) -> str:
        """The oldest release of torch that the cell runs on, as ``2.12``; empty for any."""
        return self._number("torch") or ""

    @property
    def time_limit(self) -> int:
        """Seconds of CPU time that the cell may use."""
        return int(self._number("seconds") or TIME_LIMIT)

    def _number(self, name: str) -> str | None:
        found = map(_NUMBERED.fullmatch, sorted(self.tags))
        return next((match[name] for match in found if match and match[name]), None)

    def runs_on(self, torch: str) -> bool:
        """Whether the cell runs on a version of torch; an unknown one, ``""``, is new enough."""
        return not (self.required_torch and torch) or release(torch) >= release(self.required_torch)

    @property
    def required_gpus(self) -> int:
        """How many CUDA GPUs the cell needs to run."""
        return 2 if "requires-cuda-2" in self.tags else int("requires-cuda" in self.tags)


@dataclass(frozen=True)
class Module:
    """A snippet module: its path below ``snippets/``, its file and text, its cells by title."""

    path: str
    file: Path
    source: Source
    cells: dict[str, Cell]

    @property
    def name(self) -> str:
        """The module as messages name it: ``snippets/autograd/backward.py``."""
        return self.source.name

    def figure(self, title: str) -> Path:
        """Where the figure of a cell is recorded, if it draws one."""
        return self.file.with_name(f"{self.file.stem}.{title}.svg")

    def draws(self, title: str) -> bool:
        """Whether a figure of a cell is recorded."""
        return self.figure(title).is_file()

    def recorded_figure(self, title: str) -> str | None:
        """The figure of a cell as recorded, or None."""
        return self.figure(title).read_text(encoding="utf-8") if self.draws(title) else None


_read: dict[tuple[Project, str], tuple[object, Module]] = {}  # and the stamp of each file


def read_module(project: Project, path: str) -> Module:
    """Read ``snippets/<path>``, again only after it changed.

    Raises:
        LiterateError: every problem found in the module.
    """
    now = stamp(f"{project.snippets}{os.sep}{path}")
    before, module = _read.get((project, path), (None, None))
    if module is None or before != now:
        file = project.snippets / path
        both = "Keep the code of both sides, without the markers; then record it again"
        source = read_source(file, project.relative(file), both)
        module = Module(path, file, source, parse_cells(source))
        _read[project, path] = now, module
    return module


def remember(project: Project, module: Module) -> Module:
    """The module, which ``read_module`` gives from now on: its file is as it was when read."""
    _read[project, module.path] = stamp(module.file), module
    return module


def parse_cells(source: Source) -> dict[str, Cell]:
    """Split a module's text into cells.

    Raises:
        LiterateError: every problem found, in the order of lines.
    """
    problems: list[Problem] = []

    def report(line: int, what: str, fix: str) -> None:
        problems.append(Problem(source.name, line, what, fix))

    markers = [i for i, text in enumerate(source.lines) if _MARKER_ALIKE.match(text)]
    if not markers:
        report(1, "has no cell", "Begin one with a line '# %% title'")
    cells: dict[str, Cell] = {}
    for start, end in itertools.pairwise([*markers, len(source.lines)]):
        title, tags = _header(start + 1, source.lines[start], report)
        cell = _cell(title, tags, start, source.lines[start + 1 : end], report)
        check_code(cell, report)
        if title in cells:
            what = f"cell '{title}' has the title of the cell at line {cells[title].line}"
            report(cell.line, what, "Give each cell of a module its own title")
        cells.setdefault(title, cell)
    _check_preamble("\n".join(source.lines[: min(markers, default=0)]), report)
    if problems:
        raise LiterateError(problems)
    return cells


def _check_preamble(text: str, report) -> None:
    """Above the first cell, only a docstring and comments may stand."""
    try:
        tree = ast.parse(text)
        code = tree.body[ast.get_docstring(tree) is not None :]
    except SyntaxError:
        code = [None]
    if code:
        line = getattr(code[0], "lineno", 1)
        report(line, "has code before the first cell", "Put a line '# %% title' above it")


def _header(line: int, text: str, report) -> tuple[str, frozenset[str]]:
    """The title and the tags that a cell's marker gives."""
    header = _HEADER.fullmatch(text)
    if header is None:
        prose = text.endswith(("[markdown]", "[raw]"))
        fix = "Write '# %% title' or '# %% title tags=[\"…\"]': lower-case words and hyphens"
        fix = "Write prose on the pages under docs/" if prose else fix
        report(line, f"'{text}' is not a cell marker", fix)
        return text, frozenset()
    tags = re.findall(r'"(.*?)"', header[2] or "")
    for tag in tags:
        if tag not in TAGS and not _NUMBERED.fullmatch(tag):
            near = difflib.get_close_matches(tag, TAGS, 1)
            fix = f"Did you mean '{near[0]}'" if near else f"Known tags: {', '.join(TAGS)}"
            report(line, f"unknown tag '{tag}'", fix)
    if "right" in tags and {"wrong", "raises-exception"} & set(tags):
        report(line, "a cell that is wrong is tagged 'right'", "Tag the cell that shows the fix")
    return header[1], frozenset(tags)


def _end(lines: Sequence[str]) -> int:
    """The index after the last line that is not blank."""
    return next((i for i in range(len(lines), 0, -1) if lines[i - 1].strip()), 0)


def _cell(title: str, tags: frozenset[str], start: int, body: Sequence[str], report) -> Cell:
    """The cell whose marker is at index ``start`` of the file and whose lines are ``body``."""
    output = end = _end(body)
    while output and OUTPUT.fullmatch(body[output - 1]):
        output -= 1
    code_end = _end(body[:output])
    code_start = next((i for i in range(code_end) if body[i].strip()), 0)
    first = start + 2 + code_start  # 1-based, after the marker
    code = body[code_start:code_end]
    if not code:
        report(start + 1, f"cell '{title}' has no code", "Write some, or remove the cell")
    if output < end and code_end < output:
        report(start + 2 + output, "a blank line separates code and output", "Remove it")
    outputs = _outputs(body[output:end], start + 2 + output, tags, report)
    span = start + 1 + output, start + 1 + end
    return Cell(title, tags, start + 1, first, code, outputs, *span)


def _outputs(lines: Sequence[str], first: int, tags: frozenset[str], report) -> dict:
    """The documented output by its keys; ``first`` is the line of the first one."""
    outputs: dict[str, tuple[str, ...]] = {}
    for line, text in enumerate(lines, first):
        prefix, printed = OUTPUT.fullmatch(text).groups(default="")
        key, last = prefix or "cpu", next(reversed(outputs), "cpu")
        if output_rank(key) < output_rank(last):
            what = f"a '#{prefix}>' line follows a '#{last}>' line"
            report(line, what, "Put them in order: '#>', '#torch<…>', '#torch>=…>', '#cuda>'")
        if key_device(key) == "cpu" and tags & {"requires-cuda", "requires-cuda-2"}:
            what = f"a '#{prefix}>' line in a cell that needs CUDA"
            report(line, what, "Write '#cuda>' lines only")
        if key not in outputs and (other := overlap(key, outputs)):
            what = f"'#{key}>' and '#{other}>' name the same versions"
            report(line, what, "Let each version of torch meet one condition")
        outputs[key] = (*outputs.get(key, ()), printed)
    return outputs
