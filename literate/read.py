"""Read a snippet module into cells.

A module is plain Python in jupytext's percent format::

    # %% where tags=["requires-cuda"]
    # zh: …
    # en: …
    print(x.device)
    #> cpu
    #cuda> cuda:0

Output lines name who printed them: ``#>`` the CPU, ``#cuda>`` CUDA where it differs. What another
version of torch prints instead stands below, with the versions that it is from: ``#torch<2.12>`` or
``#torch>=2.14>``, for CUDA ``#cuda,torch<2.12>``.
"""

from __future__ import annotations

import ast
import difflib
import functools
import io
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from literate.keys import OUTPUT, covers, key_device, output_rank, overlap, release
from literate.problem import LiterateError, Problem
from literate.project import DEVICES, LANGUAGES, Project, Source, read_source, stamp

TAGS = {
    "raises-exception": "ends with the exception that its output names",
    "remove-cell": "runs, is not shown on a page",
    "varies": "numbers in its output are free, words and shape are not",
    "requires-cuda": "runs only where there is a CUDA GPU",
    "requires-cuda-2": "runs only where there are two CUDA GPUs",
    "alone": "makes its module run while no other does: it times, or needs the whole GPU",
}

# Of a cell that runs on newer releases of torch only: requires-torch-2.12.
_REQUIRES_TORCH = re.compile(r"requires-torch-(\d+\.\d+)")

_MARKER = re.compile(r"# %%(?: .*|$)")
_MARKER_ALIKE = re.compile(r"#\s*%%")
_TITLE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TAG = r"\"[a-z0-9.-]+\""
_PLAIN_HEADER = re.compile(
    rf"# %% (?P<title>{_TITLE.pattern})(?: tags=\[(?P<tags>{_TAG}(?:, {_TAG})*)\])?"
)
_EITHER = "|".join(LANGUAGES)
COMMENT = re.compile(rf"(\s*)# ({_EITHER}):(?: (.*))?")
# What a person may have meant as one of the two, wherever it stands on a line.
_OUTPUT_ALIKE = re.compile(r"#(?:\s*|\w+|[\w,\s]*torch\s*[<>=!]+[\w.\s]*)>")
_LANGUAGE_ALIKE = re.compile(rf"#\s*(?:{_EITHER})\s*[:：]", re.IGNORECASE)


def is_tag(tag: str) -> bool:
    """Whether a cell can have a tag."""
    return tag in TAGS or bool(_REQUIRES_TORCH.fullmatch(tag))


@dataclass(frozen=True)
class Cell:
    """One cell of a module. Line numbers count from 1 in the module's file.

    Attributes:
        title: what the cell shows; unique in its module.
        tags: names from ``TAGS``.
        line: line of the cell's marker.
        first: line of its first line of code.
        lines: its code, language comments included.
        outputs: the documented lines by who prints them, in the file's order: ``cpu``, ``cuda``,
            or other versions of torch, ``torch<2.12`` and ``cuda,torch<2.12``.
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
            comment = COMMENT.fullmatch(text)
            if comment is None:
                shown.append((number, text))
            elif comment[2] == language:
                shown.append((number, f"{comment[1]}# {comment[3] or ''}".rstrip()))
        return shown

    @functools.cached_property
    def code(self) -> str:
        """The code without language comments: what a hash of the behaviour is made from."""
        return "\n".join(text for text in self.lines if not COMMENT.fullmatch(text))

    def documented(self, device: str, torch: str | None = None) -> str:
        """The output that the module documents, without a last line end.

        Args:
            device: where it is printed.
            torch: the version of torch that prints it; None for the one that the page shows.
        """
        return "\n".join(self.outputs.get(self.key(device, torch), ())).rstrip("\n")

    def key(self, device: str, torch: str | None = None) -> str:
        """Which of ``outputs`` is documented for a device and a version of torch."""
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
        """The outputs that are other versions of torch's."""
        return {key: lines for key, lines in self.outputs.items() if key not in DEVICES}

    @property
    def differs(self) -> bool:
        """Whether CPU and CUDA are documented to print different things."""
        return "cuda" in self.outputs and bool(not self.required_gpus)

    @property
    def required_torch(self) -> str:
        """The oldest release of torch that the cell runs on, as ``2.12``; empty for any."""
        found = (_REQUIRES_TORCH.fullmatch(tag) for tag in self.tags)
        return next((match[1] for match in found if match), "")

    def runs_on(self, torch: str) -> bool:
        """Whether the cell runs on a version of torch; an unknown one, ``""``, is new enough."""
        return not (self.required_torch and torch) or release(torch) >= release(self.required_torch)

    @property
    def required_gpus(self) -> int:
        """How many CUDA GPUs the cell needs to run."""
        return 2 if "requires-cuda-2" in self.tags else int("requires-cuda" in self.tags)


@dataclass(frozen=True)
class Module:
    """A snippet module.

    Attributes:
        path: relative to ``snippets/``, with forward slashes: ``autograd/backward.py``.
        file: the file itself.
        source: its text.
        cells: its cells by title, top to bottom.
    """

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

    def recorded_figure(self, title: str) -> str | None:
        """The figure of a cell as recorded, or None."""
        try:  # most cells have none, and are asked most
            with open(f"{self._stem}.{title}.svg", encoding="utf-8") as stream:
                return stream.read()
        except (FileNotFoundError, IsADirectoryError):
            return None

    @functools.cached_property
    def _stem(self) -> str:
        return str(self.file.with_suffix(""))


_CUDA = re.compile(r"cuda(?::\d+)?")


def claims_cuda(module: Module) -> str | None:
    """What in a module claims that it uses CUDA, as a clause; None if nothing does.

    That is a cell that needs a GPU, output that CUDA is documented to print, or code that names a
    CUDA device: ``"cuda"``, ``"cuda:0"`` or ``x.cuda()``.
    """
    for cell in module.cells.values():
        if cell.required_gpus:
            return f"cell '{cell.title}' needs a GPU"
        if any(key_device(key) == "cuda" for key in cell.outputs):
            return f"cell '{cell.title}' has '#cuda>' lines"
    for cell in module.cells.values():
        for node in ast.walk(ast.parse(cell.code)):
            named = isinstance(node, ast.Constant) and isinstance(node.value, str)
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if (named and _CUDA.fullmatch(node.value)) or (called and node.func.attr == "cuda"):
                return f"cell '{cell.title}' names a CUDA device"
    return None


def read_module(project: Project, path: str) -> Module:
    """Read ``snippets/<path>``.

    Raises:
        LiterateError: every problem found in the module.
    """
    return _read_cached(project, path, stamp(_file(project, path)))


@functools.lru_cache(maxsize=4096)
def _file(project: Project, path: str) -> Path:
    return project.snippets / path


@functools.lru_cache(maxsize=4096)
def _read_cached(project: Project, path: str, _stamp: object) -> Module:
    file = _file(project, path)
    source = read_source(file, project.relative(file))
    return Module(path, file, source, parse_cells(source))


def parse_cells(source: Source) -> dict[str, Cell]:
    """Split a module's text into cells.

    Raises:
        LiterateError: a missing, malformed or duplicate title, an unknown tag, code before the
            first cell, output that does not end its cell, unpaired comments, invalid Python.
    """
    problems: list[Problem] = []

    def report(line: int, what: str, mend: str) -> None:
        problems.append(Problem(source.name, line, what, mend))

    markers = [i for i, text in enumerate(source.lines) if _MARKER_ALIKE.match(text)]
    if not markers:
        report(1, "has no cell", "Begin one with a line '# %% title'")
    for i in markers:
        if not _MARKER.fullmatch(source.lines[i]):
            report(i + 1, f"'{source.lines[i]}' is not a cell marker", "Write '# %% title'")
    if problems:
        raise LiterateError(problems)
    _check_preamble(source.lines[: markers[0]], report)

    cells: dict[str, Cell] = {}
    headers = _headers(source, markers, report)
    for start, end, (title, tags) in zip(
        markers, [*markers[1:], len(source.lines)], headers, strict=True
    ):
        cell = _cell(title, tags, start, source.lines[start + 1 : end], report)
        if title in cells:
            what = f"cell '{title}' has the title of the cell at line {cells[title].line}"
            report(cell.line, what, "Give each cell of a module its own title")
        cells.setdefault(title, cell)
    if problems:
        raise LiterateError(problems)
    return cells


def _check_preamble(lines: tuple[str, ...], report) -> None:
    try:
        body = ast.parse("\n".join(lines)).body
    except SyntaxError:
        body = [None]
    docstring = len(body) == 1 and isinstance(body[0], ast.Expr)
    docstring = docstring and isinstance(body[0].value, ast.Constant)
    if body and not docstring:
        line = getattr(body[0], "lineno", 1)
        report(line, "has code before the first cell", "Put a line '# %% title' above it")


def _plain_headers(source: Source, markers: list[int]) -> list[tuple[str, frozenset[str]]] | None:
    """Title and tags of each cell, if no header asks for more than a glance.

    A header is plain if it is a title and known tags, and if what stands below it is Python by
    itself: then no marker stands in a string, and jupytext would read the same.
    """
    headers = []
    for start, end in zip(markers, [*markers[1:], len(source.lines)], strict=True):
        header = _PLAIN_HEADER.fullmatch(source.lines[start])
        tags = re.findall(r'"([^"]*)"', (header and header["tags"]) or "")
        if header is None or not all(map(is_tag, tags)):
            return None
        try:
            ast.parse("\n".join(source.lines[start:end]))
        except (SyntaxError, ValueError):
            return None
        headers.append((header["title"], frozenset(tags)))
    return headers


def _headers(source: Source, markers: list[int], report) -> list[tuple[str, frozenset[str]]]:
    """Title and tags of each cell, as jupytext reads them."""
    if (plain := _plain_headers(source, markers)) is not None:
        return plain
    import jupytext  # slow to import, and only needed where something is unusual

    form = {"extension": ".py", "format_name": "percent", "comment_magics": False}

    def read(lines: tuple[str, ...]) -> list:
        return list(jupytext.reads("\n".join(lines) + "\n", form).cells)

    try:
        cells = read(source.lines)
    except Exception as error:  # jupytext raises whatever its parsers raise
        line = next((i + 1 for i in markers if _fails(read, source.lines[i : i + 1])), 1)
        what = f"is not a cell marker ({str(error).splitlines()[0]})"
        mend = "Write '# %% title' or '# %% title tags=[\"…\"]'"
        raise LiterateError(Problem(source.name, line, what, mend)) from None
    before = 0  # or 1, for what stands above the first cell
    if markers[0]:
        before = len(read(source.lines[: markers[0] + 1])) - 1
        del cells[:before]
    if len(cells) != len(markers):
        inside = [
            i + 1
            for n, i in enumerate(markers)
            if len(read(source.lines[: i + 1])) != before + n + 1
        ]
        line = inside[0] if inside else markers[0] + 1
        what = "jupytext reads no cell here: '# %%' stands in a string"
        raise LiterateError(Problem(source.name, line, what, "Write the string another way"))

    headers = []
    for i, cell in zip(markers, cells, strict=True):
        line = i + 1
        metadata = dict(cell.metadata)
        metadata.pop("lines_to_next_cell", None)
        title = metadata.pop("title", "")
        tags = metadata.pop("tags", [])
        if cell.cell_type != "code":
            report(line, f"is a {cell.cell_type} cell", "Write prose on the pages under docs/")
        elif not title:
            report(line, "the cell has no title", "Write '# %% title', say what the cell shows")
        elif not _TITLE.fullmatch(title):
            mend = "Use lower-case words joined by hyphens, then tags=[…] where there are any"
            report(line, f"'{title}' is not a cell title", mend)
        for key in metadata:
            report(line, f"unknown cell option '{key}'", 'A cell has a title and tags=["…"]')
        if not isinstance(tags, list):
            report(line, f"tags={tags!r} is not a list", 'Write tags=["…"]')
            tags = []
        for tag in tags:
            if not is_tag(str(tag)):
                near = difflib.get_close_matches(str(tag), TAGS, 1)
                known = ", ".join((*TAGS, "requires-torch-2.12"))
                mend = f"Did you mean '{near[0]}'" if near else f"Known tags: {known}"
                report(line, f"unknown tag '{tag}'", mend)
        headers.append((title, frozenset(map(str, tags))))
    return headers


def _fails(function, *arguments) -> bool:
    try:
        function(*arguments)
    except Exception:
        return True
    return False


def _cell(title: str, tags: frozenset[str], start: int, body: tuple[str, ...], report) -> Cell:
    """The cell whose marker is at index ``start`` of the file and whose lines are ``body``."""
    end = len(body)
    while end and not body[end - 1].strip():
        end -= 1
    output = end
    while output and OUTPUT.fullmatch(body[output - 1]):
        output -= 1
    code_end = output
    while code_end and not body[code_end - 1].strip():
        code_end -= 1
    code_start = 0
    while code_start < code_end and not body[code_start].strip():
        code_start += 1
    first = start + 2 + code_start  # 1-based, after the marker
    code = body[code_start:code_end]

    if not code:
        report(start + 1, f"cell '{title}' has no code", "Write some, or remove the cell")
    if output < end and code_end < output:
        report(start + 2 + output, "a blank line separates code and output", "Remove it")

    outputs: dict[str, list[str]] = {}
    for i in range(output, end):
        prefix, text = OUTPUT.fullmatch(body[i]).groups()
        line, key = start + 2 + i, prefix or "cpu"
        last = list(outputs)[-1] if outputs else key
        if output_rank(key) < output_rank(last):
            what = f"a '#{prefix or ''}>' line follows a '#{last}>' line"
            report(line, what, "Put them in order: '#>', '#torch<…>', '#torch>=…>', '#cuda>'")
        if key_device(key) == "cpu" and tags & {"requires-cuda", "requires-cuda-2"}:
            what = f"a '#{prefix or ''}>' line in a cell that needs CUDA"
            report(line, what, "Write '#cuda>' lines only")
        outputs.setdefault(key, []).append(text or "")
        if len(outputs[key]) == 1 and (lapping := overlap(key, outputs)):
            what = f"'#{key}>' and '#{lapping}>' name the same versions"
            report(line, what, "Let each version of torch meet one condition")

    _check_code(code, first, report)
    documented = {device: tuple(lines) for device, lines in outputs.items()}
    span = (start + 1 + output, start + 1 + end) if output < end else (first - 1 + len(code),) * 2
    return Cell(title, tags, start + 1, first, code, documented, *span)


def _check_code(code: tuple[str, ...], first: int, report) -> None:
    try:
        ast.parse("\n".join(code))
    except SyntaxError as error:
        line = first - 1 + min(error.lineno or 1, len(code))
        report(line, f"is not valid Python ({error.msg})", "Mend the code")
        return

    groups: list[tuple[int, str, str]] = []  # (line, indentation, language) of each comment line
    for i, text in enumerate(code):
        if comment := COMMENT.fullmatch(text):
            groups.append((first + i, comment[1], comment[2]))
    _check_pairs(groups, report)

    text = "\n".join(code) + "\n"
    if not (_OUTPUT_ALIKE.search(text) or _LANGUAGE_ALIKE.search(text)):
        return
    in_strings = {line for line, _, _ in groups}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        line = first - 1 + token.start[0]
        in_strings.discard(line)
        if OUTPUT.fullmatch(token.line.rstrip("\n")):
            what = "output stands in the middle of a cell"
            report(line, what, "Start a new cell after it: output follows the cell's last line")
        elif _OUTPUT_ALIKE.match(token.string):
            what = f"'{_OUTPUT_ALIKE.match(token.string)[0]}' is not an output prefix here"
            mend = "Output begins with '#>', '#cuda>' or '#torch<2.12>' and follows the code"
            report(line, what, mend)
        elif _LANGUAGE_ALIKE.match(token.string) and not COMMENT.fullmatch(token.line.rstrip("\n")):
            what = f"'{token.string}' is not a language comment"
            report(line, what, "Write '# zh: …' and '# en: …' on lines of their own")
    for line in sorted(in_strings):
        what = "a language comment in a string, where a page would leave it out"
        report(line, what, "Write the string another way")


def _check_pairs(comments: list[tuple[int, str, str]], report) -> None:
    """Each run of lines in one language is followed or preceded by a run in the other."""
    i = 0
    while i < len(comments):
        line, indent, language = comments[i]
        seen = {language}
        j = i + 1
        while j < len(comments) and comments[j][:2] == (comments[j - 1][0] + 1, indent):
            if comments[j][2] != comments[j - 1][2] and comments[j][2] in seen:
                break
            seen.add(comments[j][2])
            j += 1
        for other in LANGUAGES:
            if other not in seen:
                what = f"a '# {language}:' comment has no '# {other}:' partner"
                report(line, what, f"Write the '# {other}:' line beside it")
        i = j


@functools.lru_cache(maxsize=4096)
def resolve_include(project: Project, path: str) -> str:
    """The module that an include names.

    Raises:
        ValueError: the path is absolute, uses backslashes or leaves ``snippets/``;
            the message says which.
    """
    pure = PurePosixPath(path)
    if "\\" in path:
        raise ValueError("uses backslashes")
    if pure.is_absolute() or re.match(r"[A-Za-z]:", path):
        raise ValueError("is absolute")
    target = (project.snippets / pure).resolve()
    if ".." in pure.parts or not target.is_relative_to(project.snippets.resolve()):
        raise ValueError("leaves snippets/")
    return pure.as_posix()
