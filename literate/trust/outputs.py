"""Modules damaged: what they document, the figures beside them, their tags and comments."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from literate.check.closed_world import figures_of_another_version
from literate.check.languages import languages
from literate.keys import covered, output_rank
from literate.problem import LiterateError, Problem
from literate.read import COMMENT, Cell, Module, parse_cells, read_module
from literate.run import Run, Runner, outcome
from literate.trust import Mutant, Room, changed
from literate.trust.damage import MADE_UP, damages, figure_damages
from literate.verify import verify


class Modules(Room):
    """The modules of a project, damaged and judged by a run of each."""

    NAME = "modules"
    KINDS = (
        *("short-number", "long-float", "leading-digit", "sign", "exponent", "nan", "version"),
        *("address", "word", "case", "dtype", "device", "shape", "blank", "indentation"),
        *("dropped-line", "added-line", "swapped-lines", "error-type", "error-message"),
        *("error-cut", "warning-type", "warning-removed", "warning-cut", "output-removed"),
        *("output-added", "release-added", "release-removed", "release-changed", "cuda-added"),
        *("label", "tick", "color", "curve-removed", "curve-moved", "point-moved", "drawn-by"),
        *("figure-deleted", "figure-swapped", "tag-added", "tag-removed", "cell-title"),
        *("comment-missing", "comments-swapped"),
    )

    def read(self) -> None:
        self.modules: dict[str, Module] = {}
        for path in self.project.modules():
            if self.chosen(f"snippets/{path}"):
                try:
                    self.modules[path] = read_module(self.project, path)
                except LiterateError as error:
                    self.trusted.red.extend(error.problems)
        self.runs: dict[str, Run] = {}
        self.exact: set[str] = set()  # the modules that print here what was recorded, to the byte

    def prepared(self, mutants: list[Mutant]) -> list[Mutant]:
        """Run the modules of these mutants. Returns those whose module is green."""
        asked = {m.place.removeprefix("snippets/").partition(".py:")[0] + ".py" for m in mutants}
        if not asked:
            return []
        with Runner(cache=self.project.cache) as runner:
            futures = {path: runner.submit(self.modules[path]) for path in sorted(asked)}
            self.runs = {path: outcome(future) for path, future in futures.items()}
        red: set[str] = set()
        for path in sorted(asked):
            problems = self._red(self.modules[path])
            self.trusted.red.extend(problems)
            red |= {self.modules[path].name} if problems else set()
        return [mutant for mutant in mutants if mutant.place.rpartition(":")[0] not in red]

    def _red(self, module: Module) -> list[Problem]:
        """What is wrong with a module before any damage; notes whether it is right to the byte."""
        run = self.runs[module.path]
        cells = [cell for cell in module.cells.values() if _runs(cell, run)]
        found = [verify(module, cell, run) for cell in cells]
        if not any(verify(module, c, run, exact=True, exact_figure=True) for c in cells):
            self.exact.add(module.path)
        said = languages(self.project, {}, {module.path: module})
        return [m.problem for m in found if m] + self.verified.problems([module]) + said

    # --- the damages ---

    def mutants(self) -> Iterator[Mutant]:
        figures = [
            (module, title, svg)
            for module in self.modules.values()
            for title in module.cells
            if (svg := module.recorded_figure(title)) is not None
        ]
        for module in self.modules.values():
            for cell in module.cells.values():
                yield from self._outputs(module, cell)
            yield from self._source(module)
        for number, (module, title, svg) in enumerate(figures):
            place = f"{module.name}:{title}"
            for damage in figure_damages(svg):
                judge = partial(self._figure, module, title, damage.text)
                yield Mutant(damage.kind, place, changed(svg, damage.text), judge)
            judge = partial(self._figure, module, title, None)
            yield Mutant("figure-deleted", place, "no figure", judge)
            another, named, other = figures[number - 1]
            if len(figures) > 1:
                judge = partial(self._figure, module, title, other)
                yield Mutant("figure-swapped", place, f"that of {another.name}:{named}", judge)

    def _outputs(self, module: Module, cell: Cell) -> Iterator[Mutant]:
        outputs = {key: "\n".join(lines) for key, lines in cell.outputs.items()}
        raises, varies = "raises-exception" in cell.tags, "varies" in cell.tags

        def mutant(kind: str, said: str, new: dict[str, str]) -> Mutant:
            judge = partial(self._output, module, cell, new)
            return Mutant(kind, f"{module.name}:{cell.title}", said, judge)

        for key, text in outputs.items():
            for damage in damages(text, raises=raises):
                if varies and damage.number:
                    self.trusted.free[damage.kind] += 1
                else:
                    new = {**outputs, key: damage.text}
                    yield mutant(damage.kind, changed(text, damage.text), new)
            kind = "release-removed" if key in cell.alternatives else "output-removed"
            rest = {other: text for other, text in outputs.items() if other != key}
            yield mutant(kind, f"no '#{key}>' lines", rest)
        for kind, key in self._additions(cell):
            yield mutant(kind, f"'#{key}> {MADE_UP}'", {**outputs, key: MADE_UP})
        for key in cell.alternatives:
            for torch in self.verified.releases:
                minor = ".".join(torch.split(".")[:2])
                new = f"{key.rpartition('<' if '<' in key else '=')[0]}"
                new += f"{'<' if '<' in key else '='}{minor}"
                keys = [new if k == key else k for k in outputs]
                was = covered(key, outputs, self.verified.releases)
                if new not in outputs and covered(new, keys, self.verified.releases) != was:
                    moved = {new if k == key else k: text for k, text in outputs.items()}
                    yield mutant("release-changed", f"'#{new}>' for '#{key}>'", moved)

    def _additions(self, cell: Cell) -> Iterator[tuple[str, str]]:
        """What a cell can be made to document beside what it does: (kind, key)."""
        if not cell.outputs:
            yield "output-added", "cpu"
        if "cuda" not in cell.outputs:
            yield "cuda-added", "cuda"
        if len(self.verified.releases) > 1:
            minor = ".".join(self.verified.releases[-2].split(".")[:2])
            if f"torch<{minor}" not in cell.outputs:
                yield "release-added", f"torch<{minor}"

    def _source(self, module: Module) -> Iterator[Mutant]:
        """The damages to what is not output: headers and comments."""
        lines = module.source.lines

        def mutant(kind: str, cell: Cell, at: int, new: list[str], of: int = 1) -> Mutant:
            text = [*lines[:at], *new, *lines[at + of :]]
            judge = partial(self._module, module, cell.title, text)
            said = changed("\n".join(lines), "\n".join(text))
            return Mutant(kind, f"{module.name}:{cell.title}", said, judge)

        for cell in module.cells.values():
            tags, at = sorted(cell.tags), cell.line - 1
            if "varies" not in tags:
                yield mutant("tag-added", cell, at, [_header(cell.title, [*tags, "varies"])])
            for tag in tags:
                rest = [other for other in tags if other != tag]
                yield mutant("tag-removed", cell, at, [_header(cell.title, rest)])
            yield mutant("cell-title", cell, at, [_header(f"{cell.title}x", tags)])
            comments = [COMMENT.fullmatch(text) for text in (*cell.lines, "")]
            for i, (one, two) in enumerate(itertools.pairwise(comments)):
                at = cell.first - 1 + i
                if one:
                    yield mutant("comment-missing", cell, at, [])
                if one and two and one[2] != two[2] and one[3] != two[3]:
                    new = [f"{a[1]}# {a[2]}: {b[3] or ''}" for a, b in ((one, two), (two, one))]
                    yield mutant("comments-swapped", cell, at, new, 2)

    # --- the judges ---

    def _output(self, module: Module, cell: Cell, outputs: dict[str, str]) -> str:
        """Which layer sees that a cell documents something else."""
        try:
            damaged = documenting(module, cell, outputs)
        except LiterateError:
            return "rule"
        return self._compared(damaged, cell.title) or self._recorded(damaged)

    def _figure(self, module: Module, title: str, svg: str | None) -> str:
        """Which layer sees that another figure is recorded, or none."""
        folder = self.folder / module.path
        damaged = replace(module, file=folder / module.file.name)
        if not folder.exists():
            folder.mkdir(parents=True)
            for other in module.cells:
                if module.figure(other).is_file():
                    shutil.copy(module.figure(other), damaged.figure(other))
        try:
            damaged.figure(title).unlink()
            if svg is not None:
                damaged.figure(title).write_text(svg, encoding="utf-8")
            return self._compared(damaged, title) or self._recorded(damaged)
        finally:
            shutil.copy(module.figure(title), damaged.figure(title))

    def _module(self, module: Module, title: str, lines: list[str]) -> str:
        """Which layer sees that a header or a comment is another."""
        source = replace(module.source, lines=tuple(lines))
        try:
            damaged = replace(module, source=source, cells=parse_cells(source))
        except LiterateError:
            return "rule"
        if title in damaged.cells and (layer := self._compared(damaged, title)):
            return layer
        if languages(self.project, {}, {module.path: damaged}):
            return "rule"
        return self._recorded(damaged)

    def _compared(self, module: Module, title: str) -> str:
        """Whether what a cell printed shows that it is damaged, and how closely one has to look."""
        run, cell = self.runs[module.path], module.cells[title]
        if not _runs(cell, run) or title not in run.cells:
            return ""
        if verify(module, cell, run):
            return "comparison"
        if module.path in self.exact and verify(module, cell, run, exact=True, exact_figure=True):
            return "byte"
        return ""

    def _recorded(self, module: Module) -> str:
        """Whether the records show that a module is damaged."""
        problems = self.verified.problems([module])
        problems += figures_of_another_version(self.project, [module])
        return "record" if problems else ""


def _runs(cell: Cell, run: Run) -> bool:
    """Whether a cell is run here, on the CPU."""
    return not cell.required_gpus and cell.runs_on(run.torch or "")


def _header(title: str, tags: list[str]) -> str:
    listed = ", ".join(f'"{tag}"' for tag in tags)
    return f"# %% {title}" + (f" tags=[{listed}]" if tags else "")


def documenting(module: Module, cell: Cell, outputs: dict[str, str]) -> Module:
    """The module once a cell of it documents other outputs, as read from its text.

    Raises:
        LiterateError: it cannot be read.
    """
    documented = [
        f"#{'' if key == 'cpu' else key}> {line}".rstrip(" ")
        for key in sorted(outputs, key=output_rank)
        for line in outputs[key].split("\n")
    ]
    above = [""] * (cell.line - 1)  # the cell alone, where it stands
    lines = (*above, *module.source.lines[cell.line - 1 : cell.output_start], *documented)
    damaged = parse_cells(replace(module.source, lines=lines))
    return replace(module, cells={**module.cells, **damaged})
