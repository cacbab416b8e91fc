"""Put the buttons that copy code on the blocks of a page.

The theme would add each with a script, and a browser then looks at the block again: on a phone,
most of the time until a page answers. What they copy is found when one is pressed (copy.js).
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape

from literate.words import say

_CELL = re.compile(r' data-cell="([^":]+):(\d+)"')
_CODE = re.compile(
    r'(<div(?P<given>[^>]*) class="(?P<classes>(?:[^"]* )?highlight)"[^>]*>'
    r'(?:<span class="filename">[^<]*</span>)?<pre[^>]*>)(?=(?:<span></span>)?<code)'
)


def with_buttons(html: str, language: str) -> str:
    """The HTML of a page with a button on each block of code, and a second where code is above it.

    The second copies the cells above, too. Where the page shows only some cells of another page's
    module (line 0 stands for them) the code above is not there.
    """
    lines: dict[str, list[int]] = defaultdict(list)
    for module, line in _CELL.findall(html):
        lines[module].append(int(line))
    count = 0

    def add(block: re.Match[str]) -> str:
        nonlocal count
        if "no-copy" in block["classes"].split():
            return block[0]
        count += 1
        kinds = ["copy"]
        if cell := _CELL.search(block["given"]):
            above = min(lines[cell[1]])
            kinds += ["above"] * (0 < above < int(cell[2]))
        buttons = "".join(_button(kind, say(language, f"copy-{kind}")) for kind in kinds)
        name = say(language, "code", count)
        return f'{block[1]}<nav class="md-code__nav" aria-label="{name}">{buttons}</nav>'

    return _CODE.sub(add, html)


def _button(kind: str, name: str) -> str:
    return (
        f'<button class="md-code__button" title="{escape(name)}" data-clipboard-text="" '
        f'data-md-type="{kind}"></button>'
    )


def on_page_content(html: str, page, config, files) -> str:
    """MkDocs' event: below those of the other hooks, which make the content."""
    return with_buttons(html, config.theme["language"])
