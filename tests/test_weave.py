"""Pages: what an include becomes, and what may not stand on a page."""

from __future__ import annotations

import io
import warnings

import pytest
import pytest_codeblocks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from literate.edition import for_codeblocks, for_site
from literate.problem import LiterateError, Problem
from literate.project import Source
from literate.weave import Woven, weave, weave_file

MODULE = """\
# %% leaf
# zh: 叶子。
# en: A leaf.
x = 1
print(x)
#> 1

# %% where
print(device)
#> cpu
#cuda> cuda:0

# %% quiet
x += 1

# %% gpu tags=["requires-cuda"]
print(device)
#cuda> cuda:0

# %% time tags=["varies"]
print(seconds)
#> 0.5 s

# %% error tags=["raises-exception"]
1 / 0
#> ZeroDivisionError: division by zero

# %% ticks
print("```")
#> ````

# %% hidden tags=["remove-cell"]
assert x
"""


@pytest.fixture
def page(site):
    """Weaves a page's text; a cell of ``a.py`` is included by ``<cell>``."""
    site.module("a.py", MODULE)

    def weave_text(text: str, language: str | None = "en", **kwargs) -> Woven:
        for title in ("leaf", "where", "quiet", "gpu", "time", "error", "ticks", "hidden", "no"):
            text = text.replace(f"<{title}>", f'--8<-- "a.py:{title}"')
        source = Source("docs/en/a.md", tuple(text.removesuffix("\n").split("\n")), "\n", False)
        return weave(site.project, source, language, **kwargs)

    return weave_text


@pytest.fixture
def refused(page):
    def problems(text: str, language: str | None = "en") -> list[Problem]:
        with pytest.raises(LiterateError) as caught:
            page(text, language)
        return caught.value.problems

    return problems


# --- includes on the site ------------------------------------------------------------------------


def test_an_include_becomes_code_and_output(page):
    assert for_site(page("Before.\n\n```python\n<quiet>\n```\nAfter.\n")) == (
        "Before.\n\n```python\nx += 1\n```\nAfter.\n"
    )
    assert for_site(page("```python\n<leaf>\n```\n")) == (
        "``` { .python .joined }\n# A leaf.\nx = 1\nprint(x)\n```\n\n"
        "``` { .text .output .no-copy }\n1\n```\n\n"
    )


@pytest.mark.parametrize(
    ("language", "comment"), [("zh", "# 叶子。"), ("en", "# A leaf."), (None, "# A leaf.")]
)
def test_code_is_commented_in_the_page_s_language(page, language, comment):
    woven = page("```python\n<leaf>\n```\n", language)
    line = 2 if language == "zh" else 3
    assert woven.code(woven.examples[0]) == [(line, comment), (4, "x = 1"), (5, "print(x)")]


def test_tabs_show_cpu_and_cuda_where_they_differ(page):
    assert for_site(page("```python\n<where>\n```\n")) == (
        "``` { .python .joined }\nprint(device)\n```\n"
        '\n=== "CPU"\n\n    ``` { .text .output .no-copy }\n    cpu\n    ```\n'
        '\n=== "CUDA"\n\n    ``` { .text .output .no-copy }\n    cuda:0\n    ```\n\n'
    )


@pytest.mark.parametrize(
    ("language", "folded"),
    [
        ("zh", ["torch < 2.12 的输出", "torch >= 2.14 在 CUDA 上的输出"]),
        ("en", ["Output of torch < 2.12", "Output of torch >= 2.14 on CUDA"]),
    ],
)
def test_what_other_versions_print_is_folded_below(site, page, language, folded):
    site.module("a.py", "# %% leaf\nx\n#> 1\n#torch<2.12> 2\n#cuda,torch>=2.14> 3\n")
    text = for_site(page("- a\n\n    ```python\n    <leaf>\n    ```\n", language))
    fence = "``` { .text .output .no-copy }"
    panels = [f'    ??? other-torch "{title}"\n\n        {fence}\n' for title in folded]
    assert f"{panels[0]}        2\n        ```\n\n" in text
    assert f"{panels[1]}        3\n        ```\n\n" in text
    assert text.index("    1\n") < text.index(panels[0]) < text.index(panels[1])
    assert '=== "CUDA"' not in text


def test_a_cell_that_needs_cuda_says_where_its_output_is_from(page):
    text = for_site(page("```python\n<gpu>\n```\n"))
    assert '=== "CUDA"\n\n    ``` { .text .output .no-copy }\n    cuda:0\n' in text
    assert "CPU" not in text


@pytest.mark.parametrize(
    ("cell", "classes"),
    [("time", ".output .no-copy .varies"), ("error", ".output .no-copy .error")],
)
def test_a_panel_carries_what_the_cell_is_tagged(page, cell, classes):
    assert f"``` {{ .text {classes} }}\n" in for_site(page(f"```python\n<{cell}>\n```\n"))


@pytest.mark.parametrize("before", ["1. One.\n\n", "!!! note\n\n", '=== "Tab"\n\n'])
def test_an_include_keeps_its_indentation(page, before):
    text = for_site(page(f"{before}    ```python\n    <leaf>\n    ```\n"))
    body = text.removeprefix(before).splitlines()
    assert body[:4] == ["    ``` { .python .joined }", "    # A leaf.", "    x = 1", "    print(x)"]
    assert all(line.startswith("    ") for line in body if line)


def test_tabs_inside_a_list_are_indented_twice(page):
    text = for_site(page("- One.\n\n    ```python\n    <where>\n    ```\n"))
    assert '\n    === "CUDA"\n\n        ``` { .text .output .no-copy }\n        cuda:0\n' in text


@pytest.mark.parametrize(
    "options", ['title="a.py"', 'hl_lines="1"', 'hl_lines="1" title="two words"']
)
def test_options_of_a_fence_are_kept(page, options):
    assert for_site(page(f"```python {options}\n<quiet>\n```\n")).startswith(
        f"```python {options}\n"
    )
    assert for_site(page(f"```python {options}\n<leaf>\n```\n")).startswith(
        f"``` {{ .python .joined {options} }}\n"
    )


@pytest.mark.parametrize("quote", ['"', "'"])
def test_an_include_may_use_either_quote(page, quote):
    assert page(f"```python\n--8<-- {quote}a.py:leaf{quote}\n```\n").examples


def test_code_and_output_with_backticks_get_longer_fences(page):
    text = for_site(page("```python\n<ticks>\n```\n"))
    assert '```` { .python .joined }\nprint("```")\n````\n' in text
    assert "````` { .text .output .no-copy }\n````\n`````\n" in text


def test_a_paragraph_may_be_put_under_the_title(page):
    text = for_site(page("---\nt: 1\n---\n# T { #t }\nText.\n## U { #u }\n"), under_title="Stated.")
    assert text == "---\nt: 1\n---\n# T { #t }\n\nStated.\n\nText.\n## U { #u }\n"


def test_what_is_no_include_stays_as_it_is(page):
    head = "---\ntitle: T\n---\n# T { #t }\n\n"
    text = f"{head}```console\n$ nox\n```\n\n1.  `a`\n\n<div markdown>\n</div>\n"
    assert for_site(page(text)) == text


def test_comments_for_pytest_inside_a_text_fence_are_its_text(page):
    text = "```text\n<!--pytest-codeblocks:cont-->\n```\n"
    assert for_site(page(text)) == text


# --- where things stand --------------------------------------------------------------------------


def test_an_example_knows_its_line_on_the_page_and_in_the_module(page):
    woven = page("---\nt: 1\n---\nText.\n\n```python\n<where>\n```\n")
    (example,) = woven.examples
    assert (example.line, example.cell.line, example.key) == (6, 8, "a.py:where")


def test_lines_count_from_where_the_text_was_cut(page):
    assert page("```python\n<leaf>\n```\n", first_line=10).examples[0].line == 10
    with pytest.raises(LiterateError, match=r"^docs/en/a\.md:11: "):
        page("Text.\n~~~\n", first_line=10)


def test_prose_knows_its_lines(page):
    woven = page("One.\n```python\n<leaf>\n```\nTwo.\n")
    assert [part.line for part in woven.parts] == [1, 2, 5]


def test_headings_have_levels_titles_and_ids(page):
    woven = page("# One { #one }\n## Two\n### *Three* {.class #three-3} ###\n")
    assert [(h.line, h.level, h.title, h.id) for h in woven.headings] == [
        (1, 1, "One", "one"),
        (2, 2, "Two", None),
        (3, 3, "*Three*", "three-3"),
    ]


def test_a_heading_needs_no_blank_for_python_markdown(page):
    assert [(h.level, h.title, h.id) for h in page("##标题 { #t }\n").headings] == [
        (2, "标题", "t")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- # One -->\n",
        "<!--\n# One\n-->\n",
        "```text\n# One\n```\n",
        "---\n# one: 1\n---\n",
        "#\n",
        "Not # one.\n",
    ],
)
def test_these_are_no_headings(page, text):
    assert page(text).headings == ()


def test_a_heading_after_a_comment_is_one(page):
    woven = page("<!-- a -->\n# One { #one } <!-- b -->\n<!--\nc\n-->\n## Two { #two }\n")
    assert [heading.id for heading in woven.headings] == ["one", "two"]


def test_a_comment_sign_in_code_opens_no_comment(page):
    assert page("Write `<!--` first.\n# One { #one }\n").headings


def test_words_are_prose_without_fences_and_comments(page):
    woven = page("A <!-- b --> c\n```text\nd\n```\n```python\n<leaf>\n```\n<!--\ne\n-->\nf\n")
    assert woven.words == ((1, "A  c"), (11, "f"))


def test_pages_are_read_from_their_language_s_folder(site):
    site.module("a.py", MODULE)
    text = '```python\n--8<-- "a.py:leaf"\n```\n'
    site.page("b/c.md", text)
    woven = weave_file(site.project, site.root / "docs/zh/b/c.md")
    assert (woven.name, woven.language) == ("docs/zh/b/c.md", "zh")
    assert woven.code(woven.examples[0])[0] == (2, "# 叶子。")


def test_a_page_is_woven_again_when_it_or_its_module_changes(site):
    def shown() -> str:
        return for_site(weave_file(site.project, site.root / "docs/en/a.md"))

    site.module("a.py", "# %% a\nx = 1\n")
    site.page("a.md", '```python\n--8<-- "a.py:a"\n```\n')
    assert shown() == "```python\nx = 1\n```\n"
    site.module("a.py", "# %% a\nx = 1234\n")
    assert shown() == "```python\nx = 1234\n```\n"
    site.page("a.md", "No code.\n")
    assert shown() == "No code.\n"


def test_a_woven_page_fails_once_its_module_is_broken(site):
    site.module("a.py", "# %% a\nx = 1\n")
    site.page("a.md", '```python\n--8<-- "a.py:a"\n```\n')
    weave_file(site.project, site.root / "docs/en/a.md")
    site.module("a.py", "# %% a\nx = = 1\n")
    with pytest.raises(LiterateError, match=r"^snippets/a\.py:2: "):
        weave_file(site.project, site.root / "docs/en/a.md")


def test_crlf_and_a_byte_order_mark_do_not_matter(site):
    site.module("a.py", MODULE)
    site.page("a.md", b'\xef\xbb\xbf# T { #t }\r\n\r\n```python\r\n--8<-- "a.py:quiet"\r\n```\r\n')
    text = for_site(weave_file(site.project, site.root / "docs/en/a.md"))
    assert text == "# T { #t }\n\n```python\nx += 1\n```\n"


# --- the closed world ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["console", "text", "mermaid"])
def test_plain_fences_are_allowed(page, language):
    assert page(f"```{language}\nx\n```\n").examples == []


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("```py\nx\n```\n", 1, "unknown fence 'py'"),
        ("Text.\n\n```pycon\n>>> x\n```\n", 3, "unknown fence 'pycon'"),
        ("```sh\nls\n```\n", 1, "unknown fence 'sh'"),
        ("```{.json}\n1\n```\n", 1, "unknown fence 'json'"),
        ("```\nx\n```\n", 1, "a fence without a language"),
        ("```python\nx = 1\n```\n", 1, "code on the page itself"),
        ('```python title="a"\nx = 1\n```\n', 1, "code on the page itself"),
        ("<!--\n```python\nx = 1\n```\n-->\n", 2, "a fence inside a comment"),
        ("~~~\nx\n~~~\n", 1, "opens a fence that only some tools see"),
        ("- ```text\n  x\n  ```\n", 1, "opens a fence that only some tools see"),
        ("1. ```text\n", 1, "opens a fence that only some tools see"),
        ("> ```text\n> x\n> ```\n", 1, "opens a fence that only some tools see"),
        ("```x``` is code\n", 1, "opens a fence that only some tools see"),
        ("```text\nx\n", 1, "the fence is never closed"),
        ("````text\n```\n", 1, "the fence is never closed"),
        ("```text\nx\n```python\n", 3, "inside a fence ends it for some tools"),
        ("```python\n<leaf>\nx = 1\n```\n", 3, "text beside an include"),
        ("```python\nx = 1\n<leaf>\n```\n", 2, "text beside an include"),
        ("```python\n<leaf>\n<where>\n```\n", 3, "more than one include in a fence"),
        ("```text\n<leaf>\n```\n", 2, "an include in a 'text' fence"),
        ("```pycon\n<leaf>\n```\n", 2, "an include in a 'pycon' fence"),
        ("<leaf>\n", 1, "an include outside a python fence"),
        ("A.\n  <leaf>\n", 2, "an include outside a python fence"),
        ("<!--\n```python\n<leaf>\n```\n-->\n", 3, "an include inside a comment"),
        ("```python\n--8<-- a.py:leaf\n```\n", 2, "malformed include"),
        ("```python\n<hidden>\n```\n", 2, "'hidden' is tagged remove-cell but shown"),
        ("```python\n<leaf>\n```\n```python\n<leaf>\n```\n", 5, "already at line 1"),
    ],
)
def test_anything_else_is_refused(refused, text, line, what):
    problem = refused(text)[0]
    assert problem.line == line
    assert what in problem.what
    assert str(problem).startswith(f"docs/en/a.md:{line}: ")
    assert problem.mend


@pytest.mark.parametrize(
    ("target", "what", "mend"),
    [
        ("b.py:leaf", "there is no module snippets/b.py", "Check the path"),
        ("a.py:no", "snippets/a.py has no cell 'no'", "Its cells: leaf, where, quiet, gpu"),
        ("a.py", "no cell is named", "Its cells: leaf, where"),
        ("a.py:", "no cell is named", "Its cells: leaf, where"),
        ("../a.py:leaf", "'../a.py' leaves snippets/", "below snippets/"),
        ("/a.py:leaf", "'/a.py' is absolute", "below snippets/"),
        ("C:/a.py:leaf", "'C:/a.py' is absolute", "below snippets/"),
        ("x\\a.py:leaf", "uses backslashes", "below snippets/"),
        ("", "there is no module", "Check the path"),
    ],
)
def test_a_target_that_is_not_there_is_refused(refused, target, what, mend):
    (problem,) = refused(f'Text.\n```python\n--8<-- "{target}"\n```\n')
    assert problem.line == 3
    assert what in problem.what
    assert mend in problem.mend


def test_a_hidden_cell_s_message_names_its_tag_s_line(refused):
    (problem,) = refused("```python\n<hidden>\n```\n")
    assert f"snippets/a.py:{MODULE.split('# %% hidden')[0].count(chr(10)) + 1}" in problem.mend


def test_problems_of_a_module_are_told_where_they_are(site, refused):
    site.module("bad.py", "# %% a\nx = = 1\n")
    include = '```python\n--8<-- "bad.py:a"\n```\n'
    (problem,) = refused(include + include)
    assert (problem.path, problem.line) == ("snippets/bad.py", 2)


def test_all_problems_of_a_page_are_told_at_once(refused):
    assert [p.line for p in refused("```py\n```\n<leaf>\n```\nx\n```\n~~~\n")] == [1, 3, 4, 7]


def test_markdown_that_is_no_page_may_hold_any_fence(page):
    text = "```py\nx\n```\n```\nx\n```\n```json\n1\n```\n"
    assert for_site(page(text, None)) == text


# --- front matter --------------------------------------------------------------------------------


@pytest.mark.parametrize("data", ["", "title: T\n", "a:\n  - b\n"])
def test_front_matter_is_a_mapping(page, data):
    assert page(f"---\n{data}---\n# A\n").headings[0].title == "A"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("---\na: 1\nb: c: d\n---\n", 3, "the front matter is not YAML"),
        ("---\na: [\n---\n", 2, "the front matter is not YAML"),
        ("---\na: 1\n", 1, "the front matter is not closed"),
        ("---\n- a\n---\n", 1, "the front matter is not a mapping"),
    ],
)
def test_broken_front_matter_is_refused_at_its_line(refused, text, line, what):
    problem = refused(text)[0]
    assert problem.line == line
    assert what in problem.what


def test_a_rule_below_the_first_line_is_no_front_matter(page):
    assert page("A\n\n---\n# B\n").headings[0].line == 4


# --- for pytest-codeblocks -----------------------------------------------------------------------


def blocks_of(text: str) -> list[pytest_codeblocks.CodeBlock]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return pytest_codeblocks.extract_from_buffer(io.StringIO(text))


@pytest.mark.parametrize(("device", "output"), [("cpu", "cpu\n"), ("cuda", "cuda:0\n")])
def test_a_cell_is_one_block_with_the_device_s_output(page, device, output):
    woven = page('- A\n\n    ```python title="a"\n    <where>\n    ```\n')
    (block,) = blocks_of(for_codeblocks(woven, device)[0])
    assert (block.code, block.expected_output, block.syntax) == (
        "print(device)\n",
        output,
        "python",
    )


def test_a_cell_without_output_expects_none(page):
    (block,) = blocks_of(for_codeblocks(page("```python\n<quiet>\n```\n"), "cpu")[0])
    assert block.expected_output is None


def test_a_page_that_is_not_ours_keeps_its_blocks_and_comments(page):
    text = '<!--pytest.mark.skip-->\n```python title="a"\n1\n```\n```text title="b"\nx\n```\n'
    blocks = blocks_of(for_codeblocks(page(text, None), "cpu")[0])
    assert [(block.syntax, block.marks) for block in blocks] == [
        ("python", ["pytest.mark.skip"]),
        ("text", []),
    ]


def test_of_our_pages_pytest_codeblocks_sees_the_cells_alone(page):
    text = "```text\n1\n```\n\n```python\n<leaf>\n```\n"
    assert [block.syntax for block in blocks_of(for_codeblocks(page(text), "cpu")[0])] == ["python"]


def test_each_line_knows_where_it_is_from(page):
    text, origin = for_codeblocks(page("A\n\n```python\n<leaf>\n```\nB\n", None), "cpu")
    lines = text.splitlines()
    assert len(lines) == len(origin)
    assert origin[lines.index("x = 1")][0] == 3
    assert origin[lines.index("B")] == (6, None)


NASTY = [
    "```text\n<!--pytest.mark.skip-->\n```",
    "````text\n```python\nx = 1\n```\n````",
    "   ```text\n   x\n   ```",
    "\t```{.console .annotate}\n\tx\n\t```",
    "<!--pytest.mark.skip-->",
    "<!--pytest-codeblocks:cont-->",
    "<!--pytest-codeblocks:cont--> and text",
    "text <!--pytest.mark.skip-->",
    "<!--pytest-codeblocks:skipfile-->",
    "<!-- a note",
    "-->",
    "~~~python",
    "`<!--`",
    "```x``` text",
    "- ```python",
    "> quoted",
    "---",
    "1. one",
    "- item\n\n    indented",
    "# Heading { #id }",
    "",
]


@given(
    titles=st.permutations(["leaf", "where", "quiet", "gpu", "time", "error", "ticks"]),
    gaps=st.lists(
        st.lists(
            st.one_of(st.sampled_from(NASTY), st.text("a1.`~#>-*<\t\x0b中 ", max_size=8)),
            max_size=2,
        ),
        min_size=7,
        max_size=7,
    ),
    indents=st.lists(st.sampled_from(["", "    "]), min_size=7, max_size=7),
    count=st.integers(0, 4),
    device=st.sampled_from(["cpu", "cuda"]),
)
@settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_pytest_codeblocks_sees_one_block_for_each_example(
    page, titles, gaps, indents, count, device
):
    """On every page that weaves; the others are refused with page and line."""
    lines: list[str] = []
    for title, gap, indent in list(zip(titles, gaps, indents, strict=True))[:count]:
        fence = f"{indent}```python\n{indent}<{title}>\n{indent}```"
        lines += "\n".join([*gap, fence]).split("\n")
    try:
        woven = page("\n".join(lines))
    except LiterateError:
        return
    assert [e.cell.title for e in woven.examples] == titles[:count]
    text, origin = for_codeblocks(woven, device)
    seen = []
    for block in blocks_of(text):
        example = origin[block.lineno - 1][1]
        if example is None:
            assert block.syntax in ("text", "console", "python", "sh")
            continue
        documented = example.cell.documented(device)
        assert block.code == "".join(f"{text}\n" for _, text in woven.code(example))
        assert block.expected_output == (documented + "\n" if documented else None)
        seen.append(example)
    assert seen == woven.examples


@given(
    titles=st.lists(st.sampled_from(["leaf", "quiet", "where"]), unique=True),
    prose=st.text("ab 中", max_size=9).filter(str.strip),
)
@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_prose_and_lists_around_includes_always_weave(page, titles, prose):
    fences = [f"    ```python\n    <{title}>\n    ```" for title in titles]
    prose = prose.strip()
    text = "".join(f"{prose}\n\n1.  {prose}\n\n{fence}\n" for fence in fences)
    woven = page(text)
    assert [example.cell.title for example in woven.examples] == titles
    assert len(blocks_of(for_codeblocks(woven, "cpu")[0])) == len(titles)


@pytest.mark.parametrize(
    ("language", "tag", "note"),
    [
        ("zh", "requires-cuda", "需要 CUDA GPU；还没有在 GPU 上录制过输出。"),
        ("en", "requires-cuda", "Needs a CUDA GPU; no output has been recorded on one yet."),
        ("zh", "requires-cuda-2", "需要两块 GPU；尚未验证。"),
        ("en", "requires-cuda-2", "Needs two GPUs; not verified."),
    ],
)
def test_a_cell_that_never_ran_on_a_gpu_says_so(site, language, tag, note):
    site.module("a.py", f'# %% a tags=["{tag}"]\nprint(1)\n')
    site.page("a.md", '# T { #t }\n\n```python\n--8<-- "a.py:a"\n```\n')
    file = site.project.docs(language) / "a.md"
    assert f"*{note}*" in for_site(weave_file(site.project, file))
    site.module("a.py", f'# %% a tags=["{tag}"]\nprint(1)\n#cuda> 1\n')
    assert note not in for_site(weave_file(site.project, file))


# --- markers -------------------------------------------------------------------------------------

MARKER = "<!-- literate:verified -->"


def test_a_marker_is_replaced_by_what_is_generated(page):
    woven = page(f"Before.\n\n  {MARKER}\n\nAfter.\n")
    assert woven.markers == ((3, "verified"),)
    assert for_site(woven, generate=lambda what: f"<p>{what}</p>") == (
        "Before.\n\n\n<p>verified</p>\n\n\nAfter.\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("One.\n\n<!-- literate:verifed -->\n", 3, "unknown marker 'verifed'"),
        ("<!-- literate: -->\n", 1, "unknown marker ''"),
        (f"Beside {MARKER} text.\n", 1, "a comment that only looks like a marker"),
        ("<!-- Literate:verified -->\n", 1, "a comment that only looks like a marker"),
        ("<!-- literate verified -->\n", 1, "a comment that only looks like a marker"),
    ],
)
def test_these_markers_are_refused(refused, text, line, what):
    (problem,) = refused(text)
    assert (problem.path, problem.line, problem.what) == ("docs/en/a.md", line, what)


@pytest.mark.parametrize(
    "text", [f"```text\n{MARKER}\n```\n", f"`{MARKER}`\n", f"<!--\n{MARKER}\n"]
)
def test_these_are_no_markers(page, text):
    woven = page(text)
    assert woven.markers == ()
    assert for_site(woven, generate=lambda _: "generated") == text
