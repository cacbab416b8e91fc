"""Give a page, a chapter, a cell or a heading another name, or remove a page or a chapter.

Links, includes, records and figures follow, and the old addresses lead to what answers now.
Everything is made in memory first; then all files are written, or none.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from literate.check.addresses import aliases, anchors, heading_ids, pages_at
from literate.check.search import SEARCH
from literate.check.structure import hidden_names
from literate.navigation import CONFIGURATIONS, configuration
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGES, OTHER, Project, Source, read_source, replace_files
from literate.prose import front_matter
from literate.record.records import Verified, code_hash, output_hashes, why_stale
from literate.scaffold.new import last_order
from literate.scaffold.places import Place, named, page_address, place
from literate.scaffold.relink import Moves, with_key
from literate.snippet import Module, parse_cells, read_module
from literate.stubs import is_stub

_LISTED = 12  # places in tests that name a page, perhaps as an example


@dataclass
class Changes:
    """What was done.

    Attributes:
        moved: files by their old name, all relative to the project's root; None: removed.
        changed: the other files that were written.
        left: what a person has to look at: places that still name what is gone.
    """

    moved: dict[str, str | None] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)


def move(project: Project, source: str, target: str) -> Changes:
    """Move a page, a chapter, a cell or a heading id.

    A heading may move to another page once its text has: then links follow, and a line where it
    was leads on.

    Raises:
        LiterateError, OSError: there is nothing to move, something is in its place, or a file
            cannot be read or written; nothing is changed.
    """
    old, new = place(source), place(target)
    if old.kind == "page" and new.kind == "chapter":
        new = replace(new, kind="page", path=f"{new.path}/{old.path.rpartition('/')[2]}")
    if old.kind != new.kind:
        fix = "Name two pages, two chapters, two cells or two headings"
        raise new.problem(f"is a {new.kind}, and '{old.given}' is a {old.kind}", fix)
    plan = _Plan(project)
    if old.kind == "cell":
        plan.rename_cell(old, new)
    elif old.kind == "heading":
        plan.rename_heading(old, new)
    else:
        plan.move_files(old, new)
    return plan.carry_out()


def remove(project: Project, source: str, to: str = "") -> Changes:
    """Remove a page or a chapter, with its module, figures and records.

    Its address then leads to the page ``to``, and so do links; by default to the chapter's first
    page, and links are left as they are, for a person to change.

    Raises:
        LiterateError, OSError: there is no such page, or a file cannot be read or written; nothing
            is changed.
    """
    old, answer = place(source), place(to) if to else None
    if old.kind not in ("page", "chapter") or (answer and answer.kind != "page"):
        raise (answer or old).problem("is no page", "Name pages, as tensors/matmul")
    plan = _Plan(project)
    plan.remove_files(old, answer)
    return plan.carry_out()


class _Plan:
    """Collects what is to change, then does it."""

    def __init__(self, project: Project) -> None:
        self.project, self.moves = project, Moves()
        self.verified = Verified(project)
        self.sources: dict[str, Source] = {}  # of all Markdown, by name
        docs, root = project.root / "docs", project.root
        for file in sorted(
            [*docs.rglob("*.md"), *root.glob("*.md"), *root.glob(".github/**/*.md")]
        ):
            name = project.relative(file)
            self.sources[name] = read_source(file, name)
        self.contents: dict[Path, bytes | None] = {}  # of what is no Markdown
        self.aliases: dict[str, list[str]] = {}  # to be added, by the new name of a page
        self.anchors: dict[str, dict[str, str]] = {}
        self.order = 0  # of a page in its new chapter
        self.longer: dict[str, int] = {}  # by how many lines front matter grows

    # --- what there is -----------------------------------------------------------------------

    def page(self, language: str, path: str) -> str | None:
        """The name of the page at an address, if it is there."""
        names = pages_at(f"docs/{language}/{path}")
        return next((name for name in names if name in self.sources), None)

    def files_of(self, old: Place) -> list[str]:
        """The names of all files of a page or a chapter."""
        tops = [self.project.snippets, *map(self.project.docs, LANGUAGES)]
        if old.kind == "chapter":
            found = [f for top in tops for f in (top / old.path).rglob("*") if f.is_file()]
            found = [file for file in found if "__pycache__" not in file.parts]
        else:
            stem = self.project.snippets / old.path
            found = [*stem.parent.glob(f"{stem.name}.*.svg"), stem.with_name(f"{stem.name}.py")]
            for top in tops[1:]:
                found += [(top / f"{old.path}{end}") for end in (".md", ".ipynb")]
            found = [file for file in found if file.is_file()]
        if not any(file.suffix in (".md", ".py") for file in found):
            what = f"there is no {old.kind} of this name"
            raise old.problem(what, "Check its name: it is that of its address")
        return sorted(map(self.project.relative, found))

    # --- what is to change -------------------------------------------------------------------

    def move_files(self, old: Place, new: Place) -> None:
        for one in (old, new):
            one.hold_to_chapters()
        folder = posixpath.dirname(new.path)
        for language in LANGUAGES if folder and old.kind == "page" else ():
            if f"docs/{language}/{folder}/index.md" not in self.sources:
                fix = f"Begin it with its first page: nox -s new -- {folder}/page"
                raise new.problem(f"there is no chapter '{folder}'", fix)
        problems = []
        for name in self.files_of(old):
            if name.endswith(".ipynb"):  # made by the build
                self.contents[self.project.root / name] = None
                continue
            there = re.sub(rf"(^docs/[^/]+/|^snippets/){old.path}", rf"\g<1>{new.path}", name)
            self.moves.files[name] = there
            if (self.project.root / there).exists():
                problems.append(Problem(there, 1, "is there already", "Choose another name"))
            if there.endswith(".py"):
                problems += hidden_names(there.removeprefix("snippets/"))
        if problems:
            raise LiterateError(problems)
        if old.kind == "chapter":
            self._navigation(old.path, new.path)
        elif posixpath.dirname(old.path) != folder:
            self.order = last_order(self.project, folder)
        for name, there in self.moves.files.items():
            if name.endswith(".py"):
                self._move_module(name.removeprefix("snippets/"), there.removeprefix("snippets/"))
            elif name in self.sources:
                self.aliases[there] = [page_address(name)]
            if name not in self.sources:
                file = self.project.root / name
                self.contents[self.project.root / there] = file.read_bytes()
                self.contents[file] = None

    def _navigation(self, old: str, new: str = "") -> None:
        """Let the navigations name another chapter, or no more the one that goes."""
        entry = re.compile(rf"(\s*- (?:[^#]*[\s\[])?){old}/((?:[\s,\]].*)?)")
        there = [x for x in LANGUAGES if (self.project.root / CONFIGURATIONS[x]).is_file()]
        for source in (configuration(self.project, language) for language in there):
            lines = []
            for line in source.lines:
                if (found := entry.fullmatch(line)) and new:
                    line = f"{found[1]}{new}/{found[2]}"
                elif found and "[" in found[1]:
                    line = re.sub(rf", {old}/|(?<=\[){old}/(?:, )?", "", line)
                elif found:
                    continue
                lines.append(line)
            self.contents[self.project.root / source.name] = source.encode(lines)

    def _move_module(self, old: str, new: str) -> None:
        """Let the records of a module follow it: code and outputs stay as they are."""
        cells = read_module(self.project, old).cells.values()
        printed = "\n".join(
            line for cell in cells for lines in cell.outputs.values() for line in lines
        )
        records = self.verified.records.pop(old, [])
        if records and posixpath.basename(old) not in printed:  # its own name
            self.verified.records[new] = [record.sealed(new) for record in records]

    def rename_cell(self, old: Place, new: Place) -> None:
        if old.path != new.path:
            raise new.problem("is in another module", "Move its code and its sections by hand")
        path = f"{old.path}.py"
        if not (self.project.snippets / path).is_file():
            raise old.problem(f"there is no module snippets/{path}", "Check its name")
        module = read_module(self.project, path)
        if old.part not in module.cells:
            known = ", ".join(module.cells)
            raise old.problem(f"{module.name} has no cell '{old.part}'", f"Its cells: {known}")
        if (there := module.cells.get(new.part)) or module.figure(new.part).exists():
            name = module.name if there else self.project.relative(module.figure(new.part))
            problem = Problem(
                name, there.line if there else 1, "is there already", "Choose another"
            )
            raise LiterateError(problem)
        self.moves.cells[f"{path}:{old.part}"] = f"{path}:{new.part}"
        lines, at = list(module.source.lines), module.cells[old.part].line - 1
        lines[at] = lines[at].replace(old.part, new.part, 1)
        self.contents[module.file] = module.source.encode(lines)
        if module.draws(old.part):
            self.contents[module.figure(new.part)] = module.figure(old.part).read_bytes()
            self.contents[module.figure(old.part)] = None
        text = replace(module.source, lines=tuple(lines))
        renamed = Module(path, module.file, text, parse_cells(text))
        for record in list(self.verified.records.get(path, ())):
            if why_stale(module, record) is None:
                outputs = output_hashes(renamed, record.device, record.torch)
                code = code_hash(renamed)
                self.verified.put(path, replace(record, code=code, outputs=outputs))

    def rename_heading(self, old: Place, new: Place) -> None:
        for language in LANGUAGES:
            here, there = self.page(language, old.path), self.page(language, new.path)
            for at, name in ((old, here), (new, there)):
                if name is None:
                    raise at.problem(f"there is no page docs/{language}/{at.path}.md", "Check it")
            ours, theirs = self._ids(here), self._ids(there)
            if here == there and old.part not in ours:
                known = ", ".join(ours)
                raise old.problem(f"{here} has no heading #{old.part}", f"Its headings: {known}")
            if here == there and new.part in theirs:
                raise new.problem(f"{here} has this heading", "Choose another id")
            if here != there and (old.part in ours or new.part not in theirs):
                what = f"the text of the heading is not on {there} yet"
                fix = f"Move it there by hand, with the id #{new.part}, then repeat this"
                raise new.problem(what, fix)
            self.moves.ids[f"{here}#{old.part}"] = f"{there}#{new.part}"
            to = new.part if here == there else f"{page_address(there)}#{new.part}"
            self.anchors[self._written(here)] = {old.part: to}

    def _ids(self, name: str) -> list[str]:
        return heading_ids("\n".join(self.sources[self._written(name)].lines))

    def _written(self, name: str) -> str:
        """A page, or the other language's if it waits for its translation and has no headings."""
        meta, _, _ = front_matter("\n".join(self.sources[name].lines))
        other = re.sub("^docs/([^/]+)", lambda found: f"docs/{OTHER[found[1]]}", name)
        return other if is_stub(meta) and other in self.sources else name

    def remove_files(self, old: Place, answer: Place | None) -> None:
        old.hold_to_chapters()
        names = self.files_of(old)
        self.moves.gone = set(names)
        first = "index" if old.kind == "chapter" else posixpath.dirname(old.path)
        if old.kind == "chapter":
            self._navigation(old.path)
        for name in names:
            self.contents[self.project.root / name] = None
            self.verified.records.pop(name.removeprefix("snippets/"), None)
        for language in LANGUAGES:
            there = self.page(language, answer.path if answer else first)
            if there is None or there in names:
                raise (answer or old).problem("no page would answer", "Give another one: --to …")
            title = self._ids(there)[:1]
            for name in (name for name in names if name in self.sources):
                if not name.startswith(f"docs/{language}/"):
                    continue
                self.aliases.setdefault(there, []).append(page_address(name))
                text = "\n".join(self.sources[name].lines)
                self.aliases[there] += aliases(front_matter(text)[0])
                for id_ in self._ids(name) if title else ():
                    self.moves.ids[f"{name}#{id_}"] = f"{there}#{title[0]}"
                if answer:
                    self.moves.files[name] = there

    # --- doing it ----------------------------------------------------------------------------

    def carry_out(self) -> Changes:
        """Write all that has changed."""
        moves, root, verified = self.moves, self.project.root, self.verified
        texts = {}
        for name, source in self.sources.items():
            if name not in moves.gone:
                texts[moves.files.get(name, name)] = name, moves.page(name, "\n".join(source.lines))
        pages = {there for there in texts if there.startswith("docs/")}
        for there, (name, text) in texts.items():
            source = self.sources[name]
            lines = text.count("\n")
            text = self._front(there, text, pages) if there in pages else text
            self.longer[name] = text.count("\n") - lines
            if there != name:
                self.contents[root / name] = None
            if there != name or text != "\n".join(source.lines):
                self.contents[root / there] = source.encode(text.split("\n"))
        if verified.file.is_file() and verified.encode() != verified.file.read_bytes():
            self.contents[verified.file] = verified.encode()
        left = list(self._left_over())
        replace_files(self.contents)
        for file in (file for file, data in self.contents.items() if data is None):
            with contextlib.suppress(OSError):  # it is not empty
                file.parent.rmdir()
        moved = {name: new for name, new in moves.files.items() if name not in moves.gone}
        moved |= dict.fromkeys(sorted(moves.gone))
        written = sorted(map(self.project.relative, (f for f, d in self.contents.items() if d)))
        return Changes(moved, [name for name in written if name not in moved.values()], left)

    def _front(self, name: str, text: str, pages: set[str]) -> str:
        """A page that also answers for its old addresses and ids; none is that of a page now."""
        meta, language = front_matter(text)[0], name.split("/")[1]
        listed = dict.fromkeys([*aliases(meta), *self.aliases.get(name, ())])
        listed = [a for a in listed if pages.isdisjoint(pages_at(f"docs/{language}/{a}"))]
        ids, marks = heading_ids(text), anchors(meta) | self.anchors.get(name, {})
        marks = {old: new for old, new in marks.items() if old not in ids}
        if self.order and name in self.aliases and "order" in meta:
            text = with_key(text, "order", self.order)
        if listed != aliases(meta):
            text = with_key(text, "aliases", listed)
        return with_key(text, "anchors", marks) if marks != anchors(meta) else text

    def _left_over(self) -> Iterator[Problem]:
        """What a person has to look at; what tests expect of the search follows by itself."""
        for name, line, what in self.moves.left_over:
            yield Problem(name, line + self.longer.get(name, 0), what, "Change or remove it")
        old = {named(name): named(new) for name, new in self.moves.files.items()}
        gone = {named(name) for name in self.moves.gone} - set(old)
        names = "|".join(re.escape(name) for name in (*old, *gone) if "/" in name)
        pattern = re.compile(rf"(?<![\w/-])(?:{names})(?![\w-]|/\w)")
        root, listed = self.project.root, 0
        for file in sorted((root / "tests").rglob("*.*")) if names else ():
            name = self.project.relative(file)
            if file.suffix not in (".py", ".yml") or name in self.sources:
                continue
            text = read_source(file, name)
            if name == SEARCH:
                lines = [pattern.sub(lambda m: old.get(m[0], m[0]), line) for line in text.lines]
                if lines != list(text.lines):
                    self.contents[file] = text.encode(lines)
                text = replace(text, lines=tuple(lines))
            for number, line in enumerate(text.lines, 1):
                if (found := pattern.search(line)) and (listed := listed + 1) <= _LISTED:
                    yield Problem(name, number, f"names '{found[0]}', too", "See whether it should")
