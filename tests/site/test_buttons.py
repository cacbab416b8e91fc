"""The buttons that copy code stand in the page as it is sent."""

from __future__ import annotations

import re

from literate.site.buttons import with_buttons


def block(cell: str = "", classes: str = "highlight", name: str = "") -> str:
    given = f' data-cell="{cell}" data-raises=""' if cell else ""
    return f'<div{given} class="{classes}">{name}<pre><span></span><code>x\n</code></pre></div>'


def buttons(html: str) -> list[list[str]]:
    """The kinds of the buttons on each block of a page."""
    found = re.findall(r"<nav .*?</nav>", with_buttons(html, "en"))
    return [re.findall(r'data-md-type="(\w+)"', nav) for nav in found]


def test_a_block_has_a_button_and_one_below_others_of_its_module_a_second():
    page = (
        block("a.py:1", "joined highlight") + block("b.py:3") + block("a.py:9", "wrong highlight")
    )
    assert buttons(page) == [["copy"], ["copy"], ["copy", "above"]]


def test_a_cell_that_the_page_does_not_show_counts_as_above():
    assert buttons(block("a.py:9") + '<template data-cell="a.py:2"></template>') == [
        ["copy", "above"]
    ]


def test_of_another_pages_module_the_code_above_is_not_here():
    assert buttons(block("a.py:4") + block("a.py:9") + '<template data-cell="a.py:0">') == [
        ["copy"],
        ["copy"],
    ]


def test_an_output_has_none_and_a_block_without_a_cell_only_the_first():
    named = block(name='<span class="filename">run.sh</span>')
    assert buttons(block(classes="output no-copy highlight") + block() + named) == [["copy"]] * 2


def test_each_has_a_name_in_the_language_of_the_page():
    assert 'aria-label="代码 2"' in with_buttons(block() * 2, "zh")
    assert '<nav class="md-code__nav" aria-label="Code 2">' in with_buttons(block() * 2, "en")
