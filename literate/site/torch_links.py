"""Link the names of torch on a page to PyTorch's documentation."""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from literate.check.torch_names import named, uses
from literate.page import Page
from literate.site.links import text_of
from literate.torch_docs import torch_url
from literate.words import say

# What names are imported as by everybody.
_SHORT = {"torch.nn.functional.": "F.", "torch.nn.": "nn.", "torch.optim.": "optim."}


def torch_names(page: Page) -> str:
    """The names of torch that a page's code uses, linked to their documentation, as HTML."""
    names: set[str] = set()
    for module in page.modules:
        names |= uses(module, [e.cell.title for e in page.examples if e.module is module]).keys()
    if not names:
        return ""
    items = "".join(
        f'<li><a class="api" rel="external" href="{escape(torch_url(name))}">'
        f"<code>{escape(name)}</code></a></li>"
        for name in sorted(names)
    )
    summary = say(page.language, "apis", len(names))
    return f'<details class="apis"><summary>{summary}</summary><ul>{items}</ul></details>'


class TorchLinks(Treeprocessor):
    """Links every name of torch in inline code to PyTorch's documentation.

    Headings and links stay as they are.
    """

    def run(self, root: Element) -> None:
        for parent in self._open(root):
            for index, child in enumerate(parent):
                name = child.tag == "code" and named(text_of(child, self.md))
                if name:
                    link = Element(
                        "a", {"class": "api", "rel": "external", "href": torch_url(name)}
                    )
                    link.tail, child.tail = child.tail, None
                    link.append(child)
                    parent[index] = link

    def _open(self, element: Element) -> list[Element]:
        """The elements below ``element`` whose code can become a link."""
        closed = re.compile("h[1-6]|a|pre")
        return [element] + [
            below
            for child in element
            if isinstance(child.tag, str) and not closed.fullmatch(child.tag)
            for below in self._open(child)
        ]


def shorten(link: Element) -> None:
    """Show a linked name of torch as code has it, ``nn.MSELoss``, where space is scarce."""
    code = link.find("code")
    if link.get("class") != "api" or code is None or len(code):
        return
    whole = code.text or ""
    for full, short in _SHORT.items():
        if whole.startswith(full):
            link.set("title", whole)
            code.text = AtomicString(short + whole.removeprefix(full))
            return
