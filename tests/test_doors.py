"""The closed world has no doors: what a page shows as code was woven, and anything else is refused.

Asked twice: of the page's text, line by line, and of the HTML that the site's own parser makes.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.exceptions import BuildError

from literate import weave as weaving
from literate.commonmark import plain
from literate.edition import for_machines
from literate.extension import _KEPT
from literate.notebook import notebook
from literate.problem import LiterateError, Problem
from literate.project import Source
from literate.weave import weave

ROOT = Path(__file__).resolve().parents[1]
FENCE = '```python\n--8<-- "a.py:leaf"\n```\n'
MODULE = "# %% leaf\nprint(1)\n#> 1\n"


@pytest.fixture
def woven(site):
    """Weaves a text as an English page that may include ``a.py:leaf``."""
    site.module("a.py", MODULE)

    def weave_text(text: str):
        lines = tuple(text.removesuffix("\n").split("\n"))
        return weave(site.project, Source("docs/en/a.md", lines, "\n", False), "en")

    return weave_text


def indented(by: str) -> str:
    return "".join(f"{by}{line}\n" for line in FENCE.splitlines())


DOORS = {
    "pre": ("T\n\n<pre><code>x = 1\n# tensor([3.])</code></pre>\n", 3, "'<pre>' on a page"),
    "PRE": ("<PRE>x</PRE>\n", 1, "'<PRE>' on a page"),
    "pre over lines": ('T\n\n<pre\n  class="x">y</pre>\n', 3, "'<pre>' on a page"),
    "pre in a list": ("- a\n\n    <pre>x</pre>\n", 3, "'<pre>' on a page"),
    "pre behind a code span": ("A \\`<pre>x</pre>\\`\n", 1, "'<pre>' on a page"),
    "code": ("See <code>x = 1</code>.\n", 1, "'<code>' on a page"),
    "samp": ("<samp>1</samp>\n", 1, "'<samp>' on a page"),
    "textarea": ("<textarea>1</textarea>\n", 1, "'<textarea>' on a page"),
    "xmp": ("<xmp>1</xmp>\n", 1, "'<xmp>' on a page"),
    "table": ("<table><tr><td>1</td></tr></table>\n", 1, "'<table>' on a page"),
    "script": ("<script>1</script>\n", 1, "'<script>' on a page"),
    "a heading": ("<h2>T</h2>\n", 1, "'<h2>' on a page"),
    "a link": ('<a href="b.md">b</a>\n', 1, "'<a>' on a page"),
    "an image": ('<img src="b.png" alt="b">\n', 1, "'<img>' on a page"),
    "a style": ('<div style="white-space: pre">x</div>\n', 1, "HTML with a style"),
    "fence, one blank": (indented(" "), 1, "a fence indented by 1"),
    "fence, three blanks": (indented("   "), 1, "a fence indented by 3"),
    "fence, four blanks": (f"A.\n\n{indented('    ')}", 3, "a fence indented by 4"),
    "fence, four below a line": (f"A.\n{indented('    ')}", 2, "a fence indented by 4"),
    "fence, two in a list": (f"- a\n\n{indented('  ')}", 3, "a fence indented by 2"),
    "fence, eight in a list": (f"- a\n\n{indented(' ' * 8)}", 3, "a fence indented by 8"),
    "fence after a list": (f"- a\n\nB.\n\n{indented('    ')}", 5, "a fence indented by 4"),
    "fence, tab": (indented("\t"), 1, "no space (U+0009)"),
    "fence, no-break": (indented("\u00a0"), 1, "no space (U+00A0)"),
    "fence, full width": (indented("\u3000"), 1, "no space (U+3000)"),
    "fence, thin": (indented("\u2009"), 1, "no space (U+2009)"),
    "fence, mixed": (f"- a\n\n{indented('   ' + chr(0xA0))}", 3, "no space (U+00A0)"),
    "a blank in the info": (FENCE.replace("```python", "``` \u00a0python"), 1, "a fence with a"),
    "a blank at the end": ("```text\nx\n```\u3000\n", 1, "a fence with a blank"),
    "an option of a text": ("```text title=x y\na\n```\n", 1, "is nothing that a fence can say"),
    "braces": (FENCE.replace("python", '{ .python title="t" }'), 1, "'title=\"t\" }'"),
    "an unknown option": (FENCE.replace("python", 'python titel="t"'), 1, "'titel=\"t\"'"),
    "indented code": ("A.\n\n    x = 1\n", 3, "an indented line"),
    "indented code, deeper": ("A.\n\n          x = 1\n", 3, "an indented line"),
    "indented code, first": ("    x = 1\n", 1, "an indented line"),
    "indented code in a list": ("- a\n\n        x = 1\n", 3, "an indented line"),
    "indented code in a box": ("!!! note\n\n        x = 1\n", 3, "an indented line"),
    "indented code after a list": ("- a\n\nB.\n\n    x = 1\n", 5, "an indented line"),
    "indented code, tab": ("A.\n\n\tx = 1\n", 3, "no space (U+0009)"),
    "a tab": ("A\tb\n", 1, "no space (U+0009)"),
    "setext 1": ("Title\n=====\n", 2, "makes the one above it a heading"),
    "setext 2": ("A\n\nTitle\n---\n", 4, "makes the one above it a heading"),
    "a heading in a list": ("- # A { #a }\n", 1, "a heading inside"),
    "a heading in a box": ("!!! note\n\n    ## A { #a }\n", 3, "a heading inside"),
    "a heading in a quotation": ("> ## A\n", 1, "a heading inside"),
    "a heading in a numbered list": ("1. ##A\n", 1, "a heading inside"),
    "session": ("```text\n>>> x\n1\n```\n", 2, "a Python session"),
    "session, bare": ("```console\n$ python\n>>>\n```\n", 3, "a Python session"),
    "session, IPython": ("```text\nIn [1]: x\n```\n", 2, "a Python session"),
    "inline": ("See `#!python x = 1`.\n", 1, "is highlighted as code"),
    "inline, colons": ("A\nsee `:::python x = 1`.\n", 2, "is highlighted as code"),
    "empty comment": ("<!--> <pre>x</pre> -->\n", 1, "a comment that ends elsewhere"),
    "comment's other end": ("<!-- a --!> x -->\n", 1, "a comment that ends elsewhere"),
    "a link by reference": ("See [a][b].\n\n[b]: c.md\n", 1, "a link by reference"),
    "a definition": ("See [b].\n\n  [b]: c.md\n", 3, "a link by reference"),
    "an image by reference": ("![a][]\n", 1, "a link by reference"),
    "a footnote": ("A[^1].\n\n[^1]: note\n", 3, "a link by reference"),
    "open comment": ("A\n\n<!-- b\n\nc\n", 5, "an HTML comment is still open"),
    "control character": ("A\x02b\n", 1, "a control character (U+0002)"),
    "line separator": ("A\u2028b\n", 1, "a control character (U+2028)"),
}


@pytest.mark.parametrize(("text", "line", "what"), DOORS.values(), ids=DOORS)
def test_a_door_is_closed(woven, text, line, what):
    with pytest.raises(LiterateError) as caught:
        woven(text)
    problems = [problem for problem in caught.value.problems if what in problem.what]
    assert (problems[0].path, problems[0].line) == ("docs/en/a.md", line)
    assert problems[0].mend


MARKS = [
    "pytest.mark.xfail",
    "pytest.mark.skip(reason='x')",
    "pytest.mark.skipif(True, reason='x')",
    "pytest.mark.slow",
    "PYTEST.mark.skip",
    "pytest-codeblocks:skip",
    "pytest-codeblocks:skipif(True)",
    "pytest-codeblocks:skipfile",
    "pytest-codeblocks:cont",
    "pytest-codeblocks:expect-error",
    "pytest-codeblocks:expect-exception",
    "pytest-codeblocks:expected-output",
    "pytest-codeblocks:expected-output-ignore-whitespace",
    "pytest-codeblocks:importorskip(nothing)",
    "pytest-codeblocks:nothing",
]


@pytest.mark.parametrize("comment", ["<!--{}-->", "<!-- {} -->", "<!--- {} --->", "A <!--{}-->"])
@pytest.mark.parametrize("mark", MARKS)
def test_no_comment_of_pytest_stands_on_a_page(woven, comment, mark):
    with pytest.raises(LiterateError) as caught:
        woven(f"A.\n\n{comment.format(mark)}\n\n{FENCE}")
    problem = caught.value.problems[0]
    assert problem.line == 3
    assert "a comment for pytest" in problem.what


GOOD = {
    "list": f"- a\n\n{indented('    ')}",
    "list without a blank line": f"- a\n{indented('    ')}",
    "numbered list": f"1.  a\n\n{indented('    ')}",
    "nested list": f"- a\n    - b\n\n{indented(' ' * 8)}",
    "admonition": f"!!! note\n\n{indented('    ')}",
    "folded": f'??? note "x"\n\n    A\n\n{indented("    ")}',
    "tab": f'=== "x"\n\n{indented("    ")}',
    "list in an admonition": f"!!! note\n\n    - a\n\n{indented(' ' * 8)}",
    "paragraphs in a list": f"- a\n\n    b\n\n    c\n\nd\n\n{FENCE}",
    "three blanks": f"  A\n   b\n\n{FENCE}",
    "a line that goes on": f"A\n        b\n\n{FENCE}",
    "a paragraph above": f"A.\n{FENCE}B.\n",
    "title": FENCE.replace("python", 'python title="t"'),
    "marked line": FENCE.replace("python", 'python hl_lines="1"'),
    "title and marked": FENCE.replace("python", 'python title="a b" hl_lines="1"'),
    "text": f"```text\n  a\tb\n\n\nc <pre>\n```\n\n{FENCE}",
    "text in a list": f"- a\n\n    ```text\n    a\n      b\n    ```\n\n{FENCE}",
    "a fence in a fence": f"````text\n{FENCE}````\n\n{FENCE}",
    "inline": f"See `<pre>`, ``a ` <code>``, $a <b$ and \\<.\n\n{FENCE}",
    "comparison": f"If 1 < 2 and a<=b, see <https://example.org/a>.\n\n{FENCE}",
    "rule": f"A\n\n---\n\n{FENCE}",
    "grid": f'<div class="grid cards" markdown>\n\n- [a](a.md)\n\n    b\n\n</div>\n\n{FENCE}',
    "comment": f"<!--\n    x = 1\n<code>\n-->\n\n{FENCE}",
    "table": f"| a | b |\n|---|---|\n| `#!` | <br> |\n\n{FENCE}",
    "what once stood for kept HTML": f"literate-kept-0.\n\n{FENCE}",
}


def convert(root: Path, text: str) -> str:
    """HTML as the English site makes it, of a page in the project at ``root``."""
    config = load_config(str(ROOT / "mkdocs.en.yml"))
    config.mdx_configs["literate.extension"] = {"language": "en", "root": str(root)}
    made = markdown.Markdown(
        extensions=config.markdown_extensions, extension_configs=config.mdx_configs
    )
    return made.convert(text)


def blocks(page: str) -> list[str]:
    found = re.findall(r"<pre\b[^>]*>(.*?)</pre>", page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", text)) for text in found]


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_is_allowed_is_shown_as_it_was_woven(site, woven, text):
    assert len(woven(text).examples) == 1
    assert blocks(convert(site.root, text))[-2:] == ["print(1)\n", "1\n"]


@pytest.mark.parametrize(
    "text", [text for name, (text, _, _) in DOORS.items() if "pre" in name.lower()]
)
def test_a_door_that_the_weaver_missed_is_closed_by_the_site(site, woven, text, monkeypatch):
    monkeypatch.setattr(weaving, "typed", lambda words: ())
    woven(text)
    what = r"docs/en/\(a page\):\d+: a code block on the page that no fence made"
    with pytest.raises(BuildError, match=what):
        convert(site.root, text)


def test_a_fence_that_the_site_does_not_see_fails_the_build(site, woven, monkeypatch):
    text = "A.\n\n```text title=x y\na b\n```\n"
    monkeypatch.setattr(weaving, "_OPTIONS", re.compile(".*"))
    woven(text)
    what = r"\(a page\):4: a fence that the site does not show as code: 'a b'"
    with pytest.raises(BuildError, match=what):
        convert(site.root, text)


# --- what is shown, to the byte ------------------------------------------------------------------


@pytest.mark.parametrize(
    "output",
    [
        ["", "a"],
        ["", "", "a", "", "", "b"],
        ["\ta\tb", "    c"],
        ["  a", " b"],
        ["<pre>&amp;</pre>", "</code>"],
        ["literate-kept-0.", "klzzwxh:0001", "wzxhzdk:0"],
        ["<!-- literate-part -->", "<!-- literate-example -->"],
        ["```", '--8<-- "a.py:leaf"', "~~~"],
        ["# %%x", "$x_1$ {i=1}"],
    ],
)
def test_an_output_is_shown_to_the_byte(site, woven, output):
    printed = "".join(f"#> {line}".rstrip(" ") + "\n" for line in output)
    site.module("a.py", f"# %% leaf\nf()\n{printed}")
    expected = "\n".join(output) + "\n"
    assert blocks(convert(site.root, FENCE)) == ["f()\n", expected]
    page = for_machines(woven(FENCE), url="https://example.org/", link=str)
    assert f"\n{expected}```" in page


def test_text_that_looks_like_kept_html_stays_text(site, woven):
    site.module("a.py", '# %% leaf\nx = "literate-kept-0."\nprint(x)\n#> literate-kept-0.\n')
    text = f"# T {{ #t }}\n\nliterate-kept-0. and `literate-kept-1.`\n\n{FENCE}"
    page = convert(site.root, text)
    assert page.count("literate-kept-0.") == 3
    assert "literate-kept-1." in page
    assert _KEPT not in page


# --- other editions ------------------------------------------------------------------------------


def machine(woven, text: str) -> str:
    text = f"# T {{ #t }}\n\n{text}\n"
    page = for_machines(woven(text), url="https://example.org/", link=lambda target: f"L:{target}")
    return page.removeprefix("# T\n\n<https://example.org/>\n\n")


MATH = st.text("xi=1{}_^()[]|.#:, \\*<>&中a-", min_size=1, max_size=20).filter(
    lambda text: text == text.strip() and not re.search(r"\\(?![\[\](){}|,a])|<\w|\\[\[(]", text)
)


@given(math=MATH, sign=st.sampled_from(["$", "$$"]), before=st.sampled_from(["", "a ", "- "]))
def test_mathematics_survives_to_the_byte(math, sign, before):
    line = f"{before}{sign}{math}{sign}"
    assert plain([line], "en", lambda target: f"L:{target}") == [line]


@pytest.mark.parametrize(
    "text",
    [
        r"$\sum_{i=1}^n x_i$ and $\prod_{k=0}^{n}$",
        "$$\n\\sum_{i=1}^n\n{x=1}\n$$",
        r"$a[i](b.md)$",
        "$a\n{x=1}$ b",
        r"\(\sum_{i=1}^n\) and \[\prod_{k=0}\]",
        "\\begin{aligned}\nx_{i=1}\n\\end{aligned}",
        "`{x=1}` and ``a\n{ .b }``",
        "the set {x=1} and {a=2} here",
        "It ends with {x=1}",
        "(a) {x=1}",
    ],
)
def test_what_is_no_attribute_list_stays(woven, text):
    assert machine(woven, text) == f"{text}\n"
    cells = notebook(woven(f"# T {{ #t }}\n\n{text}\n")).cells
    assert text in cells[0].source


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("## A { #a }", "## A"),
        ("## A {#a .b} ##", "## A ##"),
        ("A\n{ .lead }", "A"),
        ("[a](b.md){ .button } c", "[a](L:b.md) c"),
        ("*a*{ .b } `c`{ .d }", "*a* `c`"),
        ("| a { .b } | c |\n|---|---|", "| a | c |\n|---|---|"),
        (":material-home:{ .big } a", "a"),
        ("[a\nb](c.md)", "[a\nb](L:c.md)"),
    ],
)
def test_an_attribute_list_goes_where_it_is_one(woven, text, said):
    assert machine(woven, text) == f"{said}\n"


def test_an_admonition_in_a_list_stays_in_it(woven):
    text = "- a\n\n    !!! note\n\n        b\n\n- c\n"
    assert machine(woven, text) == ("- a\n\n    > **Note**\n    >\n    > b\n\n- c\n")


def test_blank_lines_inside_a_fence_stay(woven):
    text = "A\n\n\n\nB\n\n```text\nx\n\n\n\ny\n```\n\n\n\nC\n"
    assert machine(woven, text) == ("A\n\nB\n\n```text\nx\n\n\n\ny\n```\n\nC\n")


# --- messages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("is wrong", "is wrong. Fix it."),
        ("raised 'x.'", "raised 'x.'. Fix it."),
        ("ends with a stop.", "ends with a stop. Fix it."),
        ("cut here ...", "cut here ... Fix it."),
        ("why?", "why? Fix it."),
    ],
)
def test_a_message_has_one_full_stop(what, said):
    assert str(Problem("a.md", 3, what, "Fix it")) == f"a.md:3: {said}"
    assert str(Problem("a.md", 3, what, "Fix it.")) == f"a.md:3: {said}"
