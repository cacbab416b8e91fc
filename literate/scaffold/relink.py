"""Rewrite what a page names: its links, its includes, the ids of its headings, its front matter."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

import yaml

from literate.check.addresses import FENCE, HEADINGS, address, anchors, pages_at
from literate.project import is_url, linked_file
from literate.prose import front_matter

# A link, an image or the target of a reference, outside fences and inline code.
_LINK = re.compile(
    rf"{FENCE}|(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|(?P<before>\]\(\s*<?|^[ ]*\[[^\]\n]+\]:\s*<?)(?P<target>[^\s()<>]+)",
    re.DOTALL | re.MULTILINE,
)
_INCLUDE = re.compile(r"(-+8<-+\s*[\"'])([^\"':\n]+)(?::([^\"'\n]*))?(?=[\"'])")
_TOP = re.compile("docs/[^/]+/|")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<keys>.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass
class Moves:
    """What has another name from now on; all names are relative to the project's root.

    Attributes:
        files: pages, modules and other files: where links to each lead.
        ids: ``docs/en/tensors/matmul.md#old`` and the same of the heading that answers now.
        cells: ``tensors/matmul.py:old`` and the include of the cell that has its code.
        gone: the files that are removed; links to one that is not in ``files`` are left over.
        left_over: what a person has to look at: file, line, what is wrong there.
    """

    files: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    left_over: list[tuple[str, int, str]] = field(default_factory=list)

    def page(self, name: str, text: str) -> str:
        """The text of a page, or of any Markdown, with the new names in it."""

        def link(found: re.Match[str]) -> str:
            if not found["target"]:
                return found[0]
            line = text.count("\n", 0, found.start("target")) + 1
            return found["before"] + self._link(name, line, found["target"])

        def include(found: re.Match[str]) -> str:
            path, title = posixpath.normpath(found[2]), found[3]
            if f"snippets/{path}" in self.gone:
                line = text.count("\n", 0, found.start(2)) + 1
                self.left_over.append((name, line, f"still shows a cell of snippets/{path}"))
                return found[0]
            file = self.files.get(f"snippets/{path}", f"snippets/{path}").removeprefix("snippets/")
            new = self.cells.get(f"{path}:{title}", f"{file}:{title}" if title else file)
            return found[0] if new == f"{path}:{title}" else found[1] + new

        def heading(found: re.Match[str]) -> str:
            place, _, new = self.ids.get(f"{name}#{found['id']}", "").rpartition("#")
            if not found["id"] or place != name:
                return found[0]
            start, end = (at - found.start() for at in found.span("id"))
            return found[0][:start] + new + found[0][end:]

        new = HEADINGS.sub(heading, _INCLUDE.sub(include, _LINK.sub(link, text)))
        return self._anchors(name, new)

    def _link(self, name: str, line: int, target: str) -> str:
        """A link on the page ``name`` as it has to be where that page stands from now on."""
        path, sign, id_ = target.partition("#")
        if is_url(target) or path.startswith("/"):
            return target
        file, here = linked_file(name, path), self.files.get(name, name)
        if file in self.gone and file not in self.files:
            self.left_over.append((name, line, f"still leads to '{target}'"))
            return target
        there = self.ids.get(f"{file}#{id_}") or self.files.get(file, file) + sign + id_
        if here == name and there == file + sign + id_:
            return target
        if file in self.gone and here == self.files[file]:
            self.left_over.append((name, line, f"led to '{target}' and now leads to its own page"))
        file, sign, id_ = there.partition("#")
        if file == here and sign:
            return f"#{id_}"
        return posixpath.relpath(file, posixpath.dirname(here) or ".") + sign + id_

    def _anchors(self, name: str, text: str) -> str:
        """The text of a page whose front matter leads to the new places."""
        old, top = anchors(front_matter(text)[0]), _TOP.match(name)[0]
        new = dict(old)
        for id_, target in old.items():
            place, sign, at = target.rpartition("#")
            files = pages_at(f"{top}{place}") if sign else (name,)
            for file in files:
                there, _, at_ = self._moved(file, at).rpartition("#")
                if there:
                    same = there == self.files.get(name, name)
                    new[id_] = at_ if same else f"{address(there.removeprefix(top))}#{at_}"
        return with_key(text, "anchors", new) if new != old else text

    def _moved(self, file: str, id_: str) -> str:
        """Where a heading is now, as in ``ids``; empty if it is where it was."""
        place = f"{file}#{id_}"
        return self.ids.get(place, f"{self.files[file]}#{id_}" if file in self.files else "")


def with_key(text: str, key: str, value: list | dict | int) -> str:
    """The text of a page with a key of its front matter in one line; without it if it is empty."""
    head = _FRONT_MATTER.match(text)
    start, end = head.span("keys") if head else (0, 0)
    form = {"default_flow_style": False if isinstance(value, int) else None, "sort_keys": False}
    said = yaml.safe_dump({key: value}, allow_unicode=True, width=10**6, **form)
    lines = [said] if value else []
    if not head:
        return "".join(["---\n", *lines, "---\n\n", text]) if lines else text
    keys = text[start:end]
    for node, content in yaml.compose(keys).value if keys.strip() else ():
        if node.value == key:
            keys = f"{keys[: node.start_mark.index]}\0{keys[content.end_mark.index :].lstrip(' ')}"
            before, _, after = keys.partition("\0")
            keys = before + after.removeprefix("\n")
    return text[:start] + keys + "".join(lines) + text[end:]
