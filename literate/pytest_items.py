"""The tests of a page or a module: each of its cells, what it quotes, what can be seen of it."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pytest_codeblocks import CodeBlock

from literate.page import Example, read_examples
from literate.problem import LiterateError, Problem
from literate.project import OTHER
from literate.prose import Fence
from literate.pytest_session import RUN_FIELDS
from literate.releases import without_build
from literate.run.machine import build_for_cuda, lacking, torch_version
from literate.run.runner import Run
from literate.run.verdict import unused
from literate.snippet import Module
from literate.wording import unknown


class LiterateItem(pytest.Item):
    """A test at a line of a file, which runs some modules."""

    def __init__(self, *, line: int = 1, modules: Sequence[Module] = (), **kwargs) -> None:
        super().__init__(**kwargs)
        self.line, self.modules = line, modules
        self.literate = self.parent.literate
        self.keywords = {self.name: 1}  # without those of all its parents, for speed

    @property
    def ihook(self):
        return self.parent.ihook

    def about(self) -> dict:
        """What the summary counts, of types that xdist can send."""
        return {}

    def reportinfo(self) -> tuple[Path, int, str]:
        # Not the end of the node's id, in which pytest would replace the dots.
        return self.path, self.line - 1, f"{self.parent.place}:{self.line} {self.name}"

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, LiterateError | pytest.fail.Exception):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class ClosedWorld(LiterateItem):
    """What can be checked of a page or module without running it."""

    def runtest(self) -> None:
        if problems := self.literate.checked.of(self.parent.place):
            raise LiterateError(problems)
        if self.parent.error:
            raise self.parent.error


class UsesCuda(LiterateItem):
    """On CUDA, the modules of a page that claim something of it have used it."""

    def runtest(self) -> None:
        found = [unused(module, self.literate.run(module)) for module in self.modules]
        if problems := list(filter(None, found)):
            raise LiterateError(problems)


class WordingItem(LiterateItem):
    """A message that a page quotes from a release of torch stands in the files of that release."""

    def __init__(self, *, fence: Fence, **kwargs) -> None:
        super().__init__(line=fence.line, **kwargs)
        self.fence = fence

    def runtest(self) -> None:
        here, wanted = torch_version(), self.fence.wording
        if without_build(here) != wanted:
            pytest.skip(f"quotes torch {wanted}; torch {here} is here")
        missing = unknown(self.fence.text)
        if missing and not build_for_cuda():
            pytest.skip(f"quotes a build of torch with CUDA; torch {here} has none")
        if missing:
            what = f"no file of torch {wanted} says '{missing[0]}'"
            fix = 'Quote what it says, or give the issue that does: wording="https://…"'
            raise LiterateError(Problem(self.parent.place, self.line, what, fix))


class CellItem(LiterateItem):
    """A cell where a page shows it, or in its module."""

    run: Run | None = None
    rounding = ""  # what of it is right only within the tolerance

    def __init__(self, *, example: Example, language: str = "", **kwargs) -> None:
        super().__init__(line=example.line, modules=[example.module], **kwargs)
        self.example, self.language = example, language
        self.module, self.cell = example.module, example.cell
        self.block = CodeBlock(self.cell.code, self.line, "python")

    def start(self) -> None:
        if not self.skip_reason:
            self.literate.submit(self.module)

    def about(self) -> dict:
        run = self.run and {n: getattr(self.run, n) for n in RUN_FIELDS}
        if run:
            run["touched"] = sum(cell.allocations > 0 for cell in self.run.cells.values())
        return {
            "group": self.language or ("hidden" if "remove-cell" in self.cell.tags else "other"),
            "page": self.parent.place,
            "run": run,
            "cell": f"{self.module.name}:{self.cell.title}",
            "rounded": self.rounding,
        }

    @functools.cached_property
    def skip_reason(self) -> str:
        return lacking(self.cell, self.literate.machine.gpus, self.literate.device)

    def runtest(self) -> None:
        if self.skip_reason:
            pytest.skip(self.skip_reason)
        self.run = self.literate.run(self.module)
        mismatch, self.rounding = self.literate.verdict(self.module, self.cell, self.run)
        if mismatch is None:
            return
        problem, device = mismatch.problem, self.literate.device
        lines = [f"{problem.what} (on {device})", ""]
        lines += [f"  {label:<8}{place}" for label, place in self._places(problem.line)]
        if mismatch.detail:
            lines += ["", *("  " + line for line in mismatch.detail.splitlines())]
        lines += ["", f'  rerun   nox -s {device} -- "{self.nodeid}"', f"  next    {problem.fix}"]
        pytest.fail("\n".join(line.rstrip() for line in lines))

    def _places(self, module_line: int) -> Iterator[tuple[str, str]]:
        if self.language:
            yield "page", f"{self.parent.place}:{self.line}"
            project, other = self.literate.project, OTHER[self.language]
            file = project.docs(other) / project.page_of(self.path)[1]
            with contextlib.suppress(LiterateError):  # which the other page's own test reports
                for example in read_examples(project, file):
                    if example.key == self.example.key:
                        yield "", f"{project.relative(file)}:{example.line}"
        yield "module", f"{self.module.name}:{module_line}"
