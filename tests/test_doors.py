"""The closed world has no doors: what a page shows as code was woven, and anything else is refused.

Asked twice: of the page's text, line by line, and of the HTML that the site's own parser makes.
"""

from __future__ import annotations

import functools
import itertools
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.exceptions import BuildError

from literate import weave as weaving
from literate.check import check, check_all
from literate.check.languages import _navigation, languages
from literate.commonmark import plain
from literate.edition import for_machines
from literate.extension import _KEPT
from literate.navigation import CONFIGURATIONS
from literate.notebook import notebook
from literate.problem import LiterateError, Problem
from literate.project import LANGUAGES, OTHER, Project, Source
from literate.read import COMMENT, parse_cells
from literate.weave import Example, weave

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
    "a tag behind a list's code": ("- a `\n- <samp>x</samp> `\n", 2, "'<samp>' on a page"),
    "a tag in mathematics": ("$$\n<samp>x</samp>\n$$\n", 2, "'<samp>' on a page"),
    "a raw div": ("<div>\n`<code>x</code>`\n</div>\n", 1, "a <div> whose text no Markdown"),
    "a style": ('<div markdown style="white-space: pre">\n', 1, "'style=' could make"),
    "a script": ('<div markdown onclick="x()">\n', 1, "'onclick=' could make"),
    "an output's class": ('<div markdown class="a output">\n', 1, "could make words look like"),
    "an output's class on words": ("tensor([3.])\n{ .output }\n", 2, "'.output' could make"),
    "a record's class on words": ("Verified: CPU\n{ #a .verified }\n", 2, "'.verified' could"),
    "a style on words": ('x\n{ style="white-space: pre" }\n', 2, "'style=' could make"),
    "an output's admonition": ('A\n\n!!! output ""\n\n    1\n', 3, "'output' could make words"),
    "a release's admonition": ('??? note other-torch "a"\n\n    1\n', 1, "'other-torch' could"),
    "a fence in a comment": ("<!--\n```text\nx\n```\n-->\n", 2, "a fence inside a comment"),
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
    "admonition of that title": f'!!! note "output verified"\n\n    A\n\n{FENCE}',
    "rule": f"A\n\n---\n\n{FENCE}",
    "grid": f'<div class="grid cards" markdown>\n\n- [a](a.md)\n\n    b\n\n</div>\n\n{FENCE}',
    "comment": f"<!--\n    x = 1\n<code>\n-->\n\n{FENCE}",
    "table": f"| a | b |\n|---|---|\n| `#!` | <br> |\n\n{FENCE}",
    "what once stood for kept HTML": f"literate-kept-0.\n\n{FENCE}",
}


@functools.cache
def configured() -> tuple[list[str], dict]:
    config = load_config(str(ROOT / "mkdocs.en.yml"))
    return config.markdown_extensions, dict(config.mdx_configs)


def convert(root: Path, text: str) -> str:
    """HTML as the English site makes it, of a page in the project at ``root``."""
    names, settings = configured()
    ours = {"literate.extension": {"language": "en", "root": str(root)}}
    made = markdown.Markdown(extensions=names, extension_configs=settings | ours)
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


# --- damages to the project's own pages ----------------------------------------------------------


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Project:
    """A copy of the project's pages and modules."""
    root = tmp_path_factory.mktemp("copy")
    for folder in ("docs", "snippets"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("*.ipynb"))
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, root)
    assert check_all(Project(root)).problems == []
    return Project(root)


@pytest.fixture
def found(copy):
    """What is found once some files have other texts; a reason with each file's name in it."""

    def found(changes: dict[Path, str]) -> list[Problem]:
        before = {file: file.read_bytes() for file in changes}
        try:
            for file, text in changes.items():
                assert text.encode() != before[file], "the damage does not apply"
                file.write_text(text, encoding="utf-8")
            return check(copy).problems or check_all(copy).problems
        finally:
            for file, data in before.items():
                file.write_bytes(data)

    return found


def first(pattern: str, new: str, *, nth: int = 0):
    """Replaces one match of a pattern."""

    def damage(text: str, other: str) -> str:
        matches = list(re.finditer(pattern, text, re.MULTILINE | re.DOTALL))
        match = matches[nth]
        return text[: match.start()] + match.expand(new) + text[match.end() :]

    return damage


def moved_by(by: str):
    def damage(text: str, other: str) -> str:
        match = list(re.finditer(r"^```python.*?^```$", text, re.MULTILINE | re.DOTALL))[1]
        lines = "\n".join(by + line for line in match[0].split("\n"))
        return text[: match.start()] + lines + text[match.end() :]

    return damage


def swapped(text: str, other: str) -> str:
    one, two = list(re.finditer(r"--8<-- \"[^\"]*\"", text))[1:3]
    between = text[one.end() : two.start()]
    return text[: one.start()] + two[0] + between + one[0] + text[two.end() :]


def taken(pattern: str):
    """Replaces the first match of a pattern by that of the page in the other language."""

    def damage(text: str, other: str) -> str:
        theirs = re.search(pattern, other, re.MULTILINE)[0]
        return re.sub(pattern, lambda _: theirs, text, count=1, flags=re.MULTILINE)

    return damage


FENCED = r"^(```python[^\n]*\n--8<-- [^\n]*\n```)$"
PAGE = "autograd/backward.md"
# What is done to a page, and the page; each is done in one language, then in the other.
DAMAGES = {
    "another cell": (first(r"(backward\.py):[\w-]+", r"\1:leaf", nth=2), PAGE),
    "another module": (first(r"autograd/backward\.py", "autograd/detach.py", nth=1), PAGE),
    "a cell that is not there": (first(r"(backward\.py:[\w-]+)", r"\1x"), PAGE),
    "another order": (swapped, PAGE),
    "the other language's page": (lambda text, other: other, PAGE),
    "another id": (first(r"\{ #[\w-]+ \}", "{ #nowhere-else }", nth=1), PAGE),
    "another level": (first(r"^## ", "### "), PAGE),
    "a heading as a line": (first(r"^## ([^{\n]+)[^\n]*$", r"\1\n---"), PAGE),
    "a heading of the other": (taken(r"^## .*$"), PAGE),
    "a paragraph of the other": (taken(r"^\w[^\n`|]{40,}$"), PAGE),
    "a description of the other": (taken(r"^description: .*$"), PAGE),
    "a title at a fence": (first(r"^```python$", '```python title="a"', nth=1), PAGE),
    "lines marked": (first(r"^```python$", '```python hl_lines="1"', nth=1), PAGE),
    "lines no longer marked": (first(r' hl_lines="[^"]*"', ""), "gpu/train.md"),
    "other lines marked": (first(r'(hl_lines="\d)', r"\g<1> 1"), "gpu/train.md"),
    "a picture of the other": (taken(r'alt="[^"]*"'), "autograd/graph.md"),
    "other words for a picture": (first(r'alt="', 'alt="A 图 '), "autograd/graph.md"),
}
# What is done in both languages at once, and in each of them.
ON_BOTH = {
    "a fence removed": (first(FENCED, "", nth=1), PAGE),
    "a mark": (first(FENCED, r"<!--pytest.mark.xfail-->\n\1", nth=1), PAGE),
    "a skip": (first(FENCED, r"<!--pytest-codeblocks:skip-->\n\n\1", nth=1), PAGE),
    **{
        f"indented by {by!r}": (moved_by(by), PAGE)
        for by in (" ", "  ", "   ", "    ", "\t", "\u00a0", "\u3000", "\u2003", " \u00a0 ")
    },
    "typed code": (first(FENCED, r"<pre><code>x = 1</code></pre>\n\n\1"), PAGE),
    "indented code": (first(FENCED, r"    x = 1\n\n\1"), PAGE),
    "code on the page": (first(FENCED, r"```python\nx = 1\n```\n\n\1"), PAGE),
    "a session": (first(FENCED, r"```text\n>>> 1\n2\n```\n\n\1"), PAGE),
    "no words for a picture": (first(r' alt="[^"]*"', ""), "autograd/graph.md"),
    "empty words for a picture": (first(r'alt="[^"]*"', 'alt=""'), "autograd/graph.md"),
    "a link to no page": (first(r"\]\(([\w./]+)\.md", r"](\1x.md"), PAGE),
    "a link to no heading": (first(r"\.md#[\w-]+\)", ".md#nowhere)"), PAGE),
    "a typed link": (first(r"\[([^\]]+)\]\(([^)]+)\)", r'<a href="nowhere.md">\1</a>'), PAGE),
    "a link by reference": (first(r"\[([^\]]+)\]\(([^)]+)\)", r"[\1][nowhere]"), PAGE),
}


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        *((name, language) for name in [*DAMAGES, *ON_BOTH] for language in LANGUAGES),
        *((name, "zh en") for name in ON_BOTH),
    ],
)
def test_a_damage_to_a_page_is_found(copy, found, name, languages):
    damage, page = (DAMAGES | ON_BOTH)[name]
    files = {language: copy.docs(language) / page for language in LANGUAGES}
    texts = {language: file.read_text(encoding="utf-8") for language, file in files.items()}
    changes = {files[x]: damage(texts[x], texts[OTHER[x]]) for x in languages.split()}
    problems = found(changes)
    places = {problem.path for problem in problems if problem.line}
    pages = {f"docs/{language}/{page}" for language in LANGUAGES}
    assert places & {*pages, f"snippets/{page[:-3]}.py"}, problems


@pytest.mark.parametrize("module", ["contributing/example.py"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_comment_is_found(copy, found, module, language):
    file = copy.snippets / module
    text = file.read_text(encoding="utf-8")
    (problem,) = found({file: re.sub(rf"^ *# {language}:.*\n", "", text, count=1, flags=re.M)})
    assert problem.path == f"snippets/{module}"
    assert f"'# {OTHER[language]}:' comment has no '# {language}:' partner" in problem.what


def test_another_title_of_a_cell_is_found_on_each_page(copy, found):
    file = copy.snippets / "autograd/backward.py"
    text = file.read_text(encoding="utf-8")
    problems = found({file: text.replace("# %% control-flow", "# %% control-flows")})
    places = {problem.path for problem in problems if "no cell 'control-flow'" in problem.what}
    assert places == {f"docs/{language}/{PAGE}" for language in LANGUAGES}


def test_a_comment_that_says_less_in_one_language_is_found(site):
    site.module("a.py", "# %% leaf\n# zh: 一\n# zh: 二\n# en: one\n# en: two\nx = 1\n")
    assert languages(site.project, {}, check(site.project).modules) == []
    site.module("a.py", "# %% leaf\nx = 1\n# zh: 一\n# en: one\n# en: two\nx = 1\n")
    (problem,) = languages(site.project, {}, check(site.project).modules)
    assert str(problem).startswith(
        "snippets/a.py:3: a comment of 1 Chinese lines and 2 English. Let each '# zh:' line"
    )


def test_any_two_comments_that_changed_places_are_found(copy):
    tried = 0
    for path, module in check(copy).modules.items():
        for index, text in enumerate(module.source.lines[1:], 1):
            pair = [COMMENT.fullmatch(line) for line in (module.source.lines[index - 1], text)]
            if not all(pair) or pair[0][2] == pair[1][2] or pair[0][3] == pair[1][3]:
                continue
            lines = list(module.source.lines)
            lines[index - 1 : index + 1] = (
                f"{a[1]}# {a[2]}: {b[3]}" for a, b in (pair, reversed(pair))
            )
            source = replace(module.source, lines=tuple(lines))
            damaged = replace(module, source=source, cells=parse_cells(source))
            problems = languages(copy, {}, {path: damaged})
            assert {p.line for p in problems} & {index, index + 1}, (path, index)
            tried += 1
    assert tried


def test_any_two_descriptions_or_pictures_words_that_changed_places_are_found(copy):
    tried = 0
    pages = check(copy).pages
    for (language, page), woven in pages.items():
        other = pages[OTHER[language], page]
        damaged = replace(woven, meta={**woven.meta, "description": other.meta["description"]})
        (problem,) = languages(copy, {(language, page): damaged}, {})
        assert (problem.path, problem.line) == (woven.name, 1)
        for index, part in enumerate(woven.parts):
            if isinstance(part, Example) and part.alt:
                theirs = next(e.alt for e in other.examples if e.key == part.key)
                parts = list(woven.parts)
                parts[index] = replace(part, alt=theirs)
                damaged = replace(woven, parts=tuple(parts))
                (problem,) = languages(copy, {(language, page): damaged}, {})
                assert (problem.path, problem.line) == (woven.name, part.line)
                tried += 1
    assert tried > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_two_titles_of_the_navigation_that_changed_places_are_found(copy, language):
    file = copy.root / CONFIGURATIONS[language]
    text = file.read_text(encoding="utf-8")
    pages = {key: page for key, page in check(copy).pages.items() if key[0] == language}
    nav = text[text.index("\nnav:") :]
    titles = re.findall(r"^ +- ([^:\n]+):", nav, re.MULTILINE)
    assert len(titles) > 12
    try:
        for one, two in itertools.combinations(titles, 2):
            marks = {f"- {one}:": f"- {two}:", f"- {two}:": f"- {one}:"}
            pattern = "|".join(map(re.escape, marks))
            changed = re.sub(pattern, lambda m, marks=marks: marks[m[0]], text)
            file.write_text(changed, encoding="utf-8")
            problems = languages(copy, {}, {}) + list(_navigation(copy, pages))
            assert [p for p in problems if p.path == file.name], (one, two)
    finally:
        file.write_text(text, encoding="utf-8")


def test_words_of_the_other_language_are_found_where_they_stand(site):
    head = "---\ndescription: {}\n---\n\n# {} {{ #t }}\n\n"
    zh = (
        head.format("例子", "题")
        + "这是一段话 with some English words in it.\n\n`a b c d e` 之后。\n"
    )
    en = head.format("An example", "T") + "A paragraph.\n\n- [A Long Title Elsewhere Here](b.md)\n"
    site.page("a.md", zh, en)
    pages = check(site.project).pages
    assert languages(site.project, pages, {}) == []
    site.page("a.md", f"{zh}\nThese are words of another language.\n", f"{en}\nA 词.\n")
    problems = languages(site.project, check(site.project).pages, {})
    assert [(p.path, p.line) for p in problems] == [("docs/zh/a.md", 11), ("docs/en/a.md", 11)]
    assert problems[0].what == "this line is not Chinese"
