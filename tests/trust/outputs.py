"""Modules damaged: what they document, the figures beside them, their tags and comments."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import partial

from literate.check.language import languages
from literate.check.structure import figures_of_another_version
from literate.check.translation import partners
from literate.problem import LiterateError
from literate.releases import covered, output_rank
from literate.run.runner import Run, Runner, outcome
from literate.run.verdict import verify
from literate.snippet import COMMENT, PRESENTATION, Cell, Module, parse_cells
from tests.trust import Mutant, Room, changed
from tests.trust.damage import MADE_UP, damages, figure_damages, put


class Modules(Room):
    """The modules of a project, judged by a run of each."""

    runs: dict[str, Run]
    exact: set[str]  # the modules that print here what was recorded, to the byte

    def prepared(self, mutants: list[Mutant]) -> list[Mutant]:
        """Run the modules of these mutants. Returns those whose module is green."""
        names = {mutant.place.rpartition(":")[0] for mutant in mutants}
        asked = [module for module in self.checked.modules.values() if module.name in names]
        with Runner(cache=self.project.cache) as runner:
            futures = {module.path: runner.submit(module) for module in asked}
            self.runs = {path: outcome(future) for path, future in futures.items()}
        self.exact, red = set(), set()
        for module in asked:
            run = self.runs[module.path]
            cells = [cell for cell in module.cells.values() if _runs(cell, run)]
            if found := [m.problem for cell in cells if (m := verify(module, cell, run))]:
                self.trusted.red += found
                red.add(module.name)
            elif not any(verify(module, c, run, exact=True, exact_figure=True) for c in cells):
                self.exact.add(module.path)
        return [mutant for mutant in mutants if mutant.place.rpartition(":")[0] not in red]

    def mutants(self) -> Iterator[Mutant]:
        modules = [m for m in self.checked.modules.values() if self.chosen(m.name)]
        cells = [(module, cell) for module in modules for cell in module.cells.values()]
        figures = [(m, c, svg) for m, c in cells if (svg := m.recorded_figure(c.title))]
        for module, cell in cells:
            for kind, said, new in self._outputs(cell):
                yield self._mutant(module, cell, kind, said, partial(_printing, module, cell, new))
            before = "\n".join(module.source.lines)
            for kind, lines in _sources(module, cell):
                said = changed(before, "\n".join(lines))
                yield self._mutant(module, cell, kind, said, partial(_saying, module, lines))
        for number, (module, cell, svg) in enumerate(figures):
            another, drawing, other = figures[number - 1]
            found = [(d.kind, changed(svg, d.text), d.text) for d in figure_damages(svg)]
            found += [("figure-deleted", "no figure", None)]
            if other != svg:
                found += [("figure-swapped", f"that of {another.name}:{drawing.title}", other)]
            for kind, said, new in found:
                make = partial(_drawing, module, cell.title, new)
                yield self._mutant(module, cell, kind, said, make)

    def _mutant(
        self, module: Module, cell: Cell, kind: str, said: str, make: Callable[[], Module]
    ) -> Mutant:
        judge = partial(self.judge, module.path, cell.title, make)
        return Mutant(kind, f"{module.name}:{cell.title}", said, judge)

    def _outputs(self, cell: Cell) -> Iterator[tuple[str, str, dict[str, str]]]:
        """The damages to what a cell documents: (kind, what it is, all its outputs)."""
        outputs = {key: "\n".join(lines) for key, lines in cell.outputs.items()}
        for key, text in outputs.items():
            for damage in damages(text, raises="raises-exception" in cell.tags):
                if "varies" in cell.tags and damage.number:
                    self.trusted.free += 1
                else:
                    yield damage.kind, changed(text, damage.text), outputs | {key: damage.text}
            kind = "release-removed" if key in cell.alternatives else "output-removed"
            yield kind, f"no '#{key}>' lines", {k: t for k, t in outputs.items() if k != key}
        releases = self.verified.releases
        minors = [".".join(torch.split(".")[:2]) for torch in releases]
        added = [("cuda-added", "cuda"), *(("release-added", f"torch<{x}") for x in minors[-2:-1])]
        for kind, key in [*added, *([] if outputs else [("output-added", "cpu")])]:
            if key not in outputs:
                yield kind, f"'#{key}> {MADE_UP}'", outputs | {key: MADE_UP}
        for key, minor in itertools.product(cell.alternatives, minors):
            new = re.sub(r"[\d.]+$", minor, key)
            moved = {new if k == key else k: text for k, text in outputs.items()}
            others = covered(new, moved, releases) != covered(key, outputs, releases)
            if new not in outputs and others:
                yield "release-changed", f"'#{new}>' for '#{key}>'", moved

    def judge(self, path: str, title: str, make: Callable[[], Module]) -> str:
        """Which layer sees that a module is the damaged one that is made."""
        run = self.runs[path]
        try:
            damaged = make()
        except LiterateError:
            return "rule"
        cell = damaged.cells.get(title)
        if cell and _runs(cell, run) and title in run.cells:
            if verify(damaged, cell, run):
                return "comparison"
            if path in self.exact and verify(damaged, cell, run, exact=True, exact_figure=True):
                return "byte"
        drawn = figures_of_another_version(self.project, [damaged])
        if self.verified.problems([damaged]) or any(drawn):
            return "record"
        found = *partners(damaged, {}), *languages(self.project, {}, {path: damaged})
        return "rule" if found else ""


def _runs(cell: Cell, run: Run) -> bool:
    """Whether a cell is run here, on the CPU."""
    return not cell.required_gpus and cell.runs_on(run.torch or "")


def _header(title: str, tags: list[str]) -> str:
    listed = ", ".join(f'"{tag}"' for tag in tags)
    return f"# %% {title}" + (f" tags=[{listed}]" if tags else "")


def _sources(module: Module, cell: Cell) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The damages to a cell's header and comments: (kind, the module's lines)."""
    lines, tags = module.source.lines, sorted(cell.tags)
    binding = [tag for tag in tags if tag not in PRESENTATION]  # the others void no record
    headers = [("tag-removed", cell.title, [t for t in tags if t != tag]) for tag in binding]
    headers += [("cell-title", f"{cell.title}x", tags)]
    if "varies" not in tags:
        headers += [("tag-added", cell.title, [*tags, "varies"])]
    for kind, *new in headers:
        yield kind, put(lines, cell.line - 1, _header(*new))
    comments = [COMMENT.fullmatch(text) for text in (*cell.lines, "")]
    for at, (one, two) in enumerate(itertools.pairwise(comments), cell.first - 1):
        if one:
            yield "comment-missing", put(lines, at)
        if one and two and one[2] != two[2] and one[3] != two[3]:
            new = [f"{a[1]}# {a[2]}: {b[3] or ''}" for a, b in ((one, two), (two, one))]
            yield "comments-swapped", put(lines, at, *new, of=2)


def _printing(module: Module, cell: Cell, outputs: dict[str, str]) -> Module:
    """The module once a cell of it documents other outputs."""
    documented = [
        f"#{'' if key == 'cpu' else key}> {line}".rstrip(" ")
        for key in sorted(outputs, key=output_rank)
        for line in outputs[key].split("\n")
    ]
    above = [""] * (cell.line - 1)  # the cell alone, where it stands
    lines = (*above, *module.source.lines[cell.line - 1 : cell.output_start], *documented)
    cells = parse_cells(replace(module.source, lines=lines))
    return replace(module, cells=module.cells | cells)


def _saying(module: Module, lines: tuple[str, ...]) -> Module:
    """The module with another text."""
    source = replace(module.source, lines=lines)
    return replace(module, source=source, cells=parse_cells(source))


@dataclass(frozen=True)
class _Redrawn(Module):
    """A module whose figure of a cell is another one, or none."""

    redrawn: str
    svg: str | None

    def recorded_figure(self, title: str) -> str | None:
        return self.svg if title == self.redrawn else super().recorded_figure(title)


def _drawing(module: Module, title: str, svg: str | None) -> Module:
    return _Redrawn(*(getattr(module, field.name) for field in fields(module)), title, svg)
