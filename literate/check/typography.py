"""Chinese and English typography: blanks between scripts and full-width punctuation.

The rules are autocorrect's. What is checked is what a reader reads: the pages, the READMEs, and the
``# zh:`` comments of the modules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from literate.problem import Problem
from literate.project import Project, read_source
from literate.read import COMMENT

# Beyond autocorrect's rules for Markdown: a blank between Chinese and `code`.
_CODE = re.compile(r"(`[^`]+`)")
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"


def check_typography(project: Project) -> list[Problem]:
    """Every line that autocorrect would write otherwise."""
    problems = []
    for file in _files(project):
        name = project.relative(file)
        for number, (old, new) in _lines(file, name):
            what = f"'{old.strip(' ')}' should be '{new.strip(' ')}'"
            problems.append(Problem(name, number, what, "nox -s check -- --fix writes it so"))
    return problems


def mend_typography(project: Project) -> dict[Path, bytes]:
    """The files with every such line as it should be."""
    contents = {}
    for file in _files(project):
        source = read_source(file, project.relative(file))
        lines = list(source.lines)
        for number, (_, new) in _lines(file, source.name):
            lines[number - 1] = new
        if lines != list(source.lines):
            contents[file] = source.encode(lines)
    return contents


def _files(project: Project) -> list[Path]:
    pages = [*sorted((project.root / "docs").rglob("*.md")), *sorted(project.root.glob("*.md"))]
    return [*pages, *(project.snippets / path for path in project.modules())]


def _lines(file: Path, name: str):
    """(line number, (as it is, as it should be)) for each line of a file that is to change."""
    import autocorrect_py  # not needed to build or to run anything

    lines = read_source(file, name).lines
    if file.suffix == ".md":
        formatted = autocorrect_py.format_for("\n".join(lines), "markdown").split("\n")
        formatted = [_space_code(line) for line in formatted]
    else:
        formatted = [_comment(line, autocorrect_py.format) for line in lines]
    for number, pair in enumerate(zip(lines, formatted, strict=True), 1):
        if pair[0] != pair[1]:
            yield number, pair


def _space_code(line: str) -> str:
    parts = _CODE.split(line)
    for i in range(0, len(parts), 2):  # what stands between pieces of code
        if i:
            parts[i] = re.sub(rf"^(?={_HAN})", " ", parts[i])
        if i < len(parts) - 1:
            parts[i] = re.sub(rf"(?<={_HAN})$", " ", parts[i])
    return "".join(parts)


def _comment(line: str, correct: Callable[[str], str]) -> str:
    match = COMMENT.fullmatch(line)
    if match is None or match[2] != "zh" or not match[3]:
        return line
    return line[: match.start(3)] + correct(match[3])
