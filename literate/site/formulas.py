"""Draw formulas as MathML, which browsers show without a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring

from latex2mathml.converter import convert
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from literate.site.extension import SiteExtension

_PARTS = {"mfrac": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2, "msubsup": 3, "munderover": 3}
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


class Formulas(Treeprocessor):
    r"""Replaces each formula, ``\(TeX\)`` in an element, by MathML.

    A formula that cannot be drawn whole is a problem of its page.
    """

    def __init__(self, md: Markdown, site: SiteExtension) -> None:
        super().__init__(md)
        self.site = site

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.get("class") != "arithmatex":
                continue
            tex = (element.text or "").strip()[2:-2].strip()
            drawn = mathml(tex, block=element.tag == "div")
            if drawn is None:
                lines = enumerate(self.site.source.lines, 1)
                line = next((n for n, text in lines if tex.split("\n")[0] in text), 1)
                fix = "Write it with the commands that latex2mathml knows, and close what it opens"
                self.site.report(line, f"the formula '{tex}' cannot be drawn", fix)
            else:
                element.text = None
                element.append(drawn)


def mathml(tex: str, *, block: bool = False) -> Element | None:
    """The ``math`` element of a formula, or nothing if a part of it is not understood.

    Args:
        tex: the formula, without the signs around it.
        block: whether it stands alone, not in a line of text.
    """
    braces = re.findall(r"(?<!\\)[{}]", tex)
    if braces.count("{") != braces.count("}"):
        return None
    try:
        math = fromstring(convert(tex, display="block" if block else "inline"))
    except Exception:
        return None
    for element in math.iter():
        element.tag = element.tag.removeprefix(_NAMESPACE)
        text = element.text or ""
        if element.tag == "mtext":
            element.text = text.replace(r"\_", "_")
        elif len(element) != _PARTS.get(element.tag, len(element)):
            return None  # \frac{1}
        elif element.tag == "mi" and re.match(r"[\\{}&]", text):
            return None
        elif element.tag == "mi" and not re.match(r"[\w∂∇∞]", text):
            element.tag = "mo"  # ±, say: with the space of an operator around it
    return math
