"""Pages: what the site's parser finds on them, and what it refuses."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literate.page import Page, parse, read_examples, read_page
from literate.problem import LiterateError
from literate.project import LANGUAGES, Project, Source
from literate.prose import ASIDE, Places
from literate.site.extension import article

PROJECT = Project(Path(__file__).resolve().parents[1])
PAGES = [(language, page) for language in LANGUAGES for page in PROJECT.pages(language)]
MODULE = """\
# %% leaf
# zh: 一
# en: one
print(1)
#> 1

# %% hidden tags=["remove-cell"]
x = 1

# %% drawn
print(2)
#> 2
"""
FENCE = '```python\n--8<-- "a.py:leaf"\n```\n'


@pytest.fixture
def page(site):
    """Parses a text as an English page that may include cells of ``a.py``."""
    site.module("a.py", MODULE)
    (site.project.snippets / "a.drawn.svg").write_text("<svg></svg>")

    def parse_text(text: str) -> Page:
        lines = tuple(text.removesuffix("\n").split("\n"))
        return parse(site.project, Source("docs/en/a.md", lines, "\n", False), "en", "a.md")

    return parse_text


@pytest.fixture
def refused(page):
    """The problems of a page, as text."""

    def parse_text(text: str) -> str:
        with pytest.raises(LiterateError) as error:
            page(text)
        return str(error.value)

    return parse_text


def test_an_example_is_found_where_it_stands(page):
    options = 'python alt="a dot" title="t" hl_lines="1"'
    found = page(
        f"# T {{ #t }}\n\nText.\n\n{FENCE.replace('leaf', 'drawn').replace('python', options)}"
    )
    (example,) = found.examples
    assert (example.line, example.key, example.alt) == (5, "a.py:drawn", "a dot")
    assert example.options == 'title="t" hl_lines="1"'
    assert [module.path for module in found.modules] == ["a.py"]


@pytest.mark.parametrize(
    "text",
    [
        FENCE,
        FENCE.replace('"', "'"),
        FENCE.replace("```", "````"),
        FENCE.replace("```", "~~~"),
        f"Text\n{FENCE}text\n",
        "- a\n\n" + re.sub("^", "    ", FENCE, flags=re.MULTILINE),
        '=== "CPU"\n\n' + re.sub("^", "    ", FENCE, flags=re.MULTILINE),
        "!!! note\n\n" + re.sub("^", "    ", FENCE, flags=re.MULTILINE),
        re.sub("^", "> ", FENCE, flags=re.MULTILINE),
    ],
)
def test_an_example_is_shown_wherever_the_site_finds_its_fence(page, text):
    found = page(text)
    assert [example.key for example in found.examples] == ["a.py:leaf"]
    assert len(re.findall("<pre", found.html)) == 1


def test_headings_links_code_and_boxes_know_their_lines(page):
    found = page(
        "---\ndescription: d\n---\n\n# The `x` title { #top }\n\nSee [a *b*\nc](../b.md#x) and\n"
        '`y.grad`, ![words](p.svg).\n\n!!! tip "Read"\n\n    In it.\n\n## Two\n\n'
        '=== "A"\n\n    One.\n\n=== "B"\n\n    Two.\n\n<!-- literate:verified -->\n'
    )
    assert found.meta == {"description": "d"}
    assert found.title == f"The {ASIDE} title"
    assert [(h.line, h.level, h.id) for h in found.headings] == [(5, 1, "top"), (15, 2, None)]
    assert [(x.line, x.text, x.target, x.image) for x in found.links] == [
        (8, "a b\nc", "../b.md#x", False),
        (9, "words", "p.svg", True),
    ]
    assert [(c.line, c.text) for c in found.codes] == [(5, "x"), (9, "y.grad")]
    boxes = [(11, "admonition tip"), (17, "tabs"), (25, "literate:verified")]
    assert [(b.line, b.kind) for b in found.boxes] == boxes


def test_the_words_of_a_page_are_what_a_reader_sees(page):
    text = f"# T {{ #t }}\n\nA `code` and $x^2$,\n[link](b.md).\n\n{FENCE}"
    text += "\n| a | b |\n|--|--|\n| c | d |\n"
    found = page(text + "\n- e\n- f <!-- no -->\n\n```text\nnot this\n```\n")
    assert [(t.line, t.kind, t.text) for t in found.texts] == [
        (1, "h1", "T"),
        (3, "p", f"A {ASIDE} and {ASIDE},\nlink."),
        *[(10, "th", "a"), (10, "th", "b"), (12, "td", "c"), (12, "td", "d")],
        *[(14, "li", "e"), (15, "li", "f")],
    ]
    assert [(f.line, f.language, f.text) for f in found.fences] == [(17, "text", "not this")]


def test_a_place_that_is_not_found_costs_no_other():
    places = Places("one\ntwo\nthree\n")
    assert [places.find(word) for word in ("one", "nowhere", "three")] == [1, 1, 3]


REFUSED = {
    "pre": ("T\n\n<pre><code>x = 1\n</code></pre>\n", 3, "a code block that no fence made"),
    "pre in a list": ("- a\n\n    <PRE>x</PRE>\n", 3, "a code block that no fence made"),
    "a tag": ("See <samp>1</samp>.\n", 1, "'<samp>' typed on a page"),
    "script": ("<script>1</script>\n", 1, "'<script>' typed on a page"),
    "a drawing": ("A\n\n<svg></svg>\n", 3, "'<svg>' typed on a page"),
    "a style": ('<div markdown style="white-space: pre">\n</div>\n', 1, "'style' could make"),
    "an event": ('<div markdown onclick="x()">\n</div>\n', 1, "'onclick' could make"),
    "a class": ('<div markdown class="a output">\n</div>\n', 1, "'output' could make words"),
    "a class on words": ("tensor([3.])\n{ .output }\n", 2, "'output' could make words"),
    "a box": ("??? other-torch\n\n    1\n", 1, "'other-torch' could make words"),
    "in a comment": (f"<!--\n{FENCE}-->\n", 2, "a fence that the page does not show"),
    "early end": ("<!--> <pre>x</pre> -->\n", 1, "a comment that ends elsewhere"),
    "no-break": (re.sub("^", "\u00a0", FENCE, flags=re.M), 1, "a fence that the site does not"),
    "full width": (re.sub("^", "\u3000", FENCE, flags=re.M), 1, "a fence that the site does not"),
    "never closed": (
        f"A\n\n{FENCE.removesuffix('```' + chr(10))}",
        3,
        "a fence that is not closed",
    ),
    "in a line of a list": ("- ```text\n", 1, "a fence that the site does not read"),
    "outside": ('A\n\n--8<-- "a.py:leaf"\n', 3, "an include outside a python fence"),
    "no python": (FENCE.replace("python", "text"), 1, "an include in a 'text' fence"),
    "no language": ("```\nx\n```\n", 1, "a fence without a language"),
    "unknown": ("```bash\nx\n```\n", 1, "unknown fence 'bash'"),
    "code": ("```python\nx = 1\n```\n", 1, "code on a page that is not an include"),
    "beside": (FENCE.replace('leaf"', 'leaf"\nx = 1'), 1, "malformed include"),
    "two": (FENCE.replace("\n```", '\n--8<-- "a.py:drawn"\n```'), 1, "malformed include"),
    "option": (FENCE.replace("python", 'python titel="t"'), 1, "'titel' is not an option"),
    "braces": (FENCE.replace("python", "{ .python .output }"), 1, "'output' is not an option"),
    "wording of no release": ('```text wording="1.0"\nx\n```\n', 1, "'1.0' is no source of a"),
    "wording of code": ('```python wording="1.0"\nx\n```\n', 1, "'wording' is not an option"),
    "alt of a text": ('```text alt="a"\nx\n```\n', 1, "'alt' is not an option of a 'text'"),
    "session": ("```text\na\n>>> x\n```\n", 3, "a Python session"),
    "IPython": ("```console\nIn [1]: x\n```\n", 2, "a Python session"),
    "marker": ("A\n\n<!-- literate:x -->\n", 3, "unknown marker 'x'. Known: verified"),
    "pytest": (f"<!--pytest.mark.skip-->\n{FENCE}", 1, "a comment for pytest"),
    "control": ("A\n\x1b[0m\n", 2, "a control character (U+001B)"),
    "conflict": ("<<<<<<< HEAD\n", 1, "a conflict marker"),
    "twice": (f"{FENCE}\n{FENCE}", 6, "the page shows this cell already at line 1"),
    "hidden": (FENCE.replace("leaf", "hidden"), 2, "is tagged remove-cell but shown"),
    "no words": (FENCE.replace("leaf", "drawn"), 1, "has no alternative text"),
    "no figure": (FENCE.replace("python", 'python alt="a"'), 1, "has no recorded figure"),
    "no cell": (FENCE.replace("leaf", "x"), 2, "snippets/a.py has no cell 'x'. Its cells: leaf,"),
    "no title": (FENCE.replace(":leaf", ""), 2, "no cell is named. Its cells: leaf"),
    "no module": (FENCE.replace("a.py", "b.py"), 2, "'b.py' names no module below snippets/"),
    "outside of it": (FENCE.replace("a.py", "../a.py"), 2, "'../a.py' leaves snippets/"),
    "open front matter": ("---\na: b\n", 1, "the front matter is not closed"),
    "no mapping": ("---\n- a\n---\n", 1, "the front matter is not YAML (it is no mapping)"),
    "no YAML": ("---\na: b\nc: d: e\n---\n", 3, "the front matter is not YAML (mapping values"),
}


@pytest.mark.parametrize(("text", "line", "what"), REFUSED.values(), ids=REFUSED)
def test_this_is_refused(refused, text, line, what):
    first = refused(text).partition("\n")[0]
    assert first.startswith(f"docs/en/a.md:{line}: ")
    assert what in first


NOT_CLOSED = {
    "the last one": ("A\n\n" + FENCE.removesuffix("```\n") + "\nText.\n", "closed"),
    "in a list": ("- a\n\n    ```text\n    b\n\nText.\n", "closed"),
    "before a cell": (f"A\n\n```text\nb\n\n{FENCE}", "closed: another one opens in it, at line 6"),
    "before a text": (
        "A\n\n" + FENCE.removesuffix("```\n") + "\n```text\nb\n```\n",
        "closed: another one opens in it, at line 6",
    ),
    "in a quotation": ("> A\n>\n> ```text\n> b\n>\n> ```text\n> c\n> ```\n", "in it, at line 6"),
    "of tildes": (f"A\n\n~~~text\nb\n\n{FENCE}", "closed"),
}


@pytest.mark.parametrize(("text", "what"), NOT_CLOSED.values(), ids=NOT_CLOSED)
def test_a_fence_without_an_end_is_one_problem_where_it_opens(refused, text, what):
    (said,) = refused(text).split("\n")
    assert said.startswith("docs/en/a.md:3: a fence that is not closed")
    assert what in said
    assert said.endswith("Write ``` below its last line.")


ALLOWED = [
    "`#!python x`, `<pre>` and ```` ``` ````\n",
    "$a < b$ and 1 < 2\n",
    "    x = 1\n",
    '<div class="grid cards" markdown>\n\n- a\n\n</div>\n',
    "````text\n" + FENCE + "````\n",
    "[a][b]\n\n[b]: c.md\n",
    "x<sub>1</sub>\n<!-- a comment -->\n",
    "| a |\n|:-:|\n| b |\n",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_this_is_allowed(page, text):
    assert page(text).examples == ()


def test_all_problems_of_a_page_are_told_at_once_and_in_order(refused):
    said = refused(f"{FENCE.replace('leaf', 'x')}\n<pre>1</pre>\n\n```bash\nx\n```\n")
    assert re.findall(r"a\.md:(\d+)", said) == ["2", "5", "7"]


def test_problems_of_a_module_are_told_where_they_are(site, refused):
    site.module("a.py", "# %% leaf\nprint(\n")
    assert refused(FENCE).startswith("snippets/a.py:2: is not valid Python")


def test_a_page_is_read_again_when_it_or_its_module_changes(site):
    site.module("a.py", MODULE)
    site.page("p.md", FENCE)
    file = site.project.docs("en") / "p.md"
    first = read_page(site.project, file)
    assert read_page(site.project, file) is first
    site.module("a.py", MODULE.replace("print(1)", "print(1, 2)"))
    assert "1, 2" in read_page(site.project, file).examples[0].cell.code
    site.page("p.md", f"More.\n\n{FENCE}")
    assert [e.line for e in read_page(site.project, file).examples] == [3]
    assert [e.line for e in read_examples(site.project, file)] == [3]
    site.module("a.py", "print(\n")
    with pytest.raises(LiterateError):
        read_page(site.project, file)


def test_line_ends_and_a_byte_order_mark_do_not_matter(site):
    site.module("a.py", MODULE)
    site.page("p.md", ("\ufeff" + f"A.\n\n{FENCE}".replace("\n", "\r\n")).encode())
    (example,) = read_page(site.project, site.project.docs("en") / "p.md").examples
    assert example.line == 3


prose = st.lists(
    st.sampled_from(
        [
            *("Words.", "- item", "> said", "| a |\n|--|\n| b |", "## H { #h }", "1. one", "***"),
            *("!!! note\n\n    In.", "```text\nplain\n```", "<!-- no -->", "$$\nx\n$$", "`-8<-`"),
        ]
    ),
    max_size=6,
)


@given(before=prose, after=prose)
def test_an_include_is_found_between_any_prose(tmp_path_factory, before, after):
    root = tmp_path_factory.getbasetemp() / "any"
    (root / "snippets").mkdir(parents=True, exist_ok=True)
    (root / "snippets/a.py").write_text(MODULE, encoding="utf-8")
    text = "\n\n".join([*before, FENCE.strip(), *after])
    source = Source("docs/en/a.md", tuple(text.split("\n")), "\n", False)
    (example,) = parse(Project(root), source, "en", "a.md").examples
    assert source.lines[example.line - 1] == "```python"


@pytest.mark.parametrize(("language", "path"), PAGES)
def test_what_a_page_shows_as_code_is_what_was_read_from_it(language, path):
    """Read from the HTML of the site by nothing of ours but this line."""
    site = article(PROJECT, language, path)
    blocks = re.findall(r"<pre\b.*?>(.*?)</pre>", site, re.DOTALL)
    shown, file = (
        [text.removesuffix("\n") for text in map(plain, blocks)],
        PROJECT.docs(language) / path,
    )
    page = read_page(PROJECT, file)
    assert [e.key for e in read_examples(PROJECT, file)] == [e.key for e in page.examples]
    expected, results = [(fence.line, [fence.text]) for fence in page.fences], []
    for example in page.examples:
        cell = example.cell
        by_age = sorted(cell.outputs, key=age)
        outputs = ["\n".join(cell.outputs[key]).rstrip("\n") for key in by_age]
        code = ["\n".join(text for _, text in cell.shown(language))]
        if "rows" in cell.tags:
            results += cell.outputs.get("cpu", ())  # what older releases print is a block, as ever
            code, outputs = [in_rows(code[0])], outputs["cpu" in cell.outputs :]
        code *= "remove-input" not in cell.tags
        expected.append((example.line, [*code, *filter(None, outputs)]))
    texts = [text for _, texts in sorted(expected) for text in texts]
    if results:  # each row is a block of its own, and what it gives stands beside it
        lines = ("\n".join(some).split("\n") for some in (shown, texts))
        shown, texts = ([line for line in some if line.strip()] for some in lines)
        gives = re.findall(r"<td>(?:<code>(.*?)</code>)?</td></tr>", site, re.DOTALL)
        assert [plain(text) for text in gives if text] == results
    assert shown == texts


def age(key: str) -> tuple:
    """The order of a cell's outputs on a page: its own, then those of other releases by age."""
    numbers = [-int(number) for number in re.findall(r"\d+", key)]
    return bool(numbers), key.startswith("cuda"), numbers


def plain(text: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", text))


def in_rows(code: str) -> str:
    """The code of a cell without comments and blank lines, and what it shows without ``show``."""
    code = re.sub(r"^show\(\w+\)$", "", code, flags=re.MULTILINE)
    code = re.sub(r"^show\((.*?)\)$", r"\1", code, flags=re.MULTILINE | re.DOTALL)
    return "\n".join(x for x in code.split("\n") if x.strip() and not x.startswith("# "))
