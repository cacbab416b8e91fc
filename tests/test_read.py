"""A snippet module: what is read from it, and what is refused where."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literate import read
from literate.keys import covered, covers, older_key, output_rank, spans
from literate.problem import LiterateError, Problem
from literate.project import Project, Source, read_source
from literate.read import (
    TAGS,
    Cell,
    parse_cells,
    read_module,
    resolve_include,
)


def cells(text: str) -> dict[str, Cell]:
    lines = dedent(text).removesuffix("\n").split("\n")
    return parse_cells(Source("snippets/a.py", tuple(lines), "\n", False))


def only(text: str) -> Cell:
    (cell,) = cells(text).values()
    return cell


def refused(text: str) -> list[Problem]:
    with pytest.raises(LiterateError) as caught:
        cells(text)
    return caught.value.problems


# --- titles and cells ----------------------------------------------------------------------------


def test_cells_come_by_title_from_top_to_bottom():
    assert list(cells("# %% b\nx = 1\n# %% a\ny = 2\n")) == ["b", "a"]


def test_a_cell_knows_its_lines():
    cell = cells("# %% a\nx = 1\n\n# %% b\n\nx += 1\nprint(x)\n#> 2\n\n")["b"]
    assert (cell.line, cell.first, cell.lines) == (4, 6, ("x += 1", "print(x)"))
    assert (cell.output_start, cell.output_end) == (7, 8)


def test_output_will_go_right_below_code_that_has_none():
    first = cells("# %% a\nx = 1\n\n\n# %% b\ny = 2\n")["a"]
    assert (first.output_start, first.output_end) == (2, 2)


@pytest.mark.parametrize("above", ["\n\n", "# A comment.\n", '# A comment.\n"""A module."""\n\n'])
def test_a_docstring_and_comments_may_stand_above_the_first_cell(above):
    assert only(f"{above}# %% a\nx = 1\n").lines == ("x = 1",)


@pytest.mark.parametrize("title", ["leaf", "to-cuda", "n-2d", "a1-b2"])
def test_a_title_is_words_joined_by_hyphens(title):
    assert only(f"# %% {title}\nx = 1\n").title == title


@pytest.mark.parametrize("title", ["Leaf", "two words", "a_b", "-a", "a-", "1st", "叶子", "a.b"])
def test_another_title_is_refused(title):
    (problem,) = refused(f"# %% {title}\nx = 1\n")
    assert problem.line == 1
    assert "is not a cell title" in problem.what


def test_two_cells_of_one_title_are_refused():
    (problem,) = refused("# %% a\nx = 1\n# %% a\ny = 2\n")
    assert problem.line == 3
    assert "has the title of the cell at line 1" in problem.what


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "has no cell"),
        ("x = 1\n", 1, "has no cell"),
        ("# %%\nx = 1\n", 1, "the cell has no title"),
        ('# %% tags=["varies"]\nx = 1\n', 1, "the cell has no title"),
        ("# %% a\nx = 1\n#%% b\ny = 1\n", 3, "'#%% b' is not a cell marker"),
        ("# %% a\nx = 1\n# %%b\ny = 1\n", 3, "'# %%b' is not a cell marker"),
        ("# %% a\n# %% b\ny = 1\n", 1, "cell 'a' has no code"),
        ("# %% a\n#> 1\n", 1, "cell 'a' has no code"),
        ("# %% a\nx = 1\n\n# %% [markdown]\n# Prose.\n", 4, "is a markdown cell"),
        ("# %% a\nx = 1\n\n# %% [raw]\n# Raw.\n", 4, "is a raw cell"),
        ("\nimport os\n# %% a\nx = 1\n", 2, "code before the first cell"),
        ('"""Doc."""\nimport os\n# %% a\nx = 1\n', 1, "code before the first cell"),
        ("f(\n# %% a\nx = 1\n", 1, "code before the first cell"),
    ],
)
def test_what_is_no_cell_is_refused(text, line, what):
    problem = refused(text)[0]
    assert problem.line == line
    assert what in problem.what


def test_a_marker_in_a_string_is_refused_where_it_stands():
    (problem,) = refused('"""Doc."""\n# %% a\nx = """\n# %% b\n"""\n# %% c\ny = 1\n')
    assert problem.line == 4
    assert "'# %%'" in problem.what


# --- tags ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", TAGS)
def test_each_known_tag_is_read(tag):
    assert only(f'# %% a tags=["{tag}"]\nx = 1\n').tags == {tag}


def test_a_cell_may_have_several_tags():
    assert only('# %% a tags=["varies", "remove-cell"]\nx = 1\n').tags == {"varies", "remove-cell"}


@pytest.mark.parametrize(
    ("header", "what", "mend"),
    [
        ('a tags=["raise-exception"]', "unknown tag 'raise-exception'", "'raises-exception'"),
        ('a tags=["zzz"]', "unknown tag 'zzz'", "Known tags: raises-exception, remove-cell"),
        ("a tags=[1]", "is not a cell marker", 'tags=["…"]'),
        ('a tags="varies"', "'varies' is not of type 'array'", 'tags=["…"]'),
        ("a hide=true", "unknown cell option 'hide'", "a title and tags"),
        ("a +", "'a +' is not a cell title", "lower-case"),
        ('a tags=["varies"', "incorrectly_encoded_metadata", 'tags=["…"]'),
    ],
)
def test_another_header_is_refused_with_advice(header, what, mend):
    problem = refused(f"# %% first\nx = 1\n# %% {header}\nx = 1\n")[0]
    assert problem.line == 3
    assert what in problem.what
    assert mend in problem.mend


@pytest.mark.parametrize(
    ("tags", "gpus"), [("", 0), ('tags=["requires-cuda"]', 1), ('tags=["requires-cuda-2"]', 2)]
)
def test_a_cell_says_how_many_gpus_it_needs(tags, gpus):
    assert only(f"# %% a {tags}\nx = 1\n").required_gpus == gpus


# --- output --------------------------------------------------------------------------------------


def test_cuda_prints_what_the_cpu_prints_unless_documented():
    cell = only("# %% a\nprint(1)\n#> 1\n")
    assert cell.documented("cpu") == cell.documented("cuda") == "1"
    assert not cell.differs


def test_cuda_has_output_of_its_own_where_it_differs():
    cell = only("# %% a\nf()\n#> cpu\n#> 1\n#cuda> cuda:0\n")
    assert cell.documented("cpu") == "cpu\n1"
    assert cell.documented("cuda") == "cuda:0"
    assert cell.differs


def test_a_cell_that_needs_cuda_documents_nothing_for_the_cpu():
    cell = only('# %% a tags=["requires-cuda"]\nf()\n#cuda> 1\n')
    assert (cell.documented("cpu"), cell.documented("cuda")) == ("", "1")
    assert not cell.differs


def test_a_cell_without_output_documents_none():
    assert only("# %% a\nx = 1\n").documented("cpu") == ""


def test_indentation_and_empty_lines_of_output_are_kept():
    assert only("# %% a\nf()\n#> [[1,\n#>\n#>   2]]\n").documented("cpu") == "[[1,\n\n  2]]"


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("f()\n#> 1\ng()\n#> 2\n", 3, "output stands in the middle of a cell"),
        ("if f():\n    g()\n    #> 1\n", 4, "'#>' is not an output prefix here"),
        ("f()\n\n#> 1\n", 4, "a blank line separates code and output"),
        ("f()\n#> 1\n\n#> 2\n", 3, "output stands in the middle of a cell"),
        ("f()\n#gpu> 1\n", 3, "'#gpu>' is not an output prefix here"),
        ("f()\n# > 1\n", 3, "'# >' is not an output prefix here"),
        ("f()\n#>1\n", 3, "'#>' is not an output prefix here"),
        ("f()  #> 1\n", 2, "'#>' is not an output prefix here"),
        ("f()\n#cuda> 1\n#> 2\n", 4, "a '#>' line follows a '#cuda>' line"),
    ],
)
def test_output_anywhere_else_is_refused(body, line, what):
    problem = refused("# %% a\n" + body)[0]
    assert problem.line == line
    assert what in problem.what


@pytest.mark.parametrize("tag", ["requires-cuda", "requires-cuda-2"])
def test_cpu_output_of_a_cell_that_needs_cuda_is_refused(tag):
    (problem,) = refused(f'# %% a tags=["{tag}"]\nf()\n#> 1\n')
    assert problem.line == 3
    assert "a cell that needs CUDA" in problem.what


@pytest.mark.parametrize("code", ['x = "#> 1"', 'x = """\n#> 1\n#gpu> 2\n"""', "x = f'#> {1}'"])
def test_output_signs_in_a_string_are_code(code):
    cell = only(f"# %% a\n{code}\n")
    assert "\n".join(cell.lines) == code
    assert cell.outputs == {}


# --- comments in two languages -------------------------------------------------------------------


PAIR = """\
# %% a
# zh: 一。
# zh: 二。
# en: One.
# en: Two.
for i in x:
    # en: Inside.
    # zh: 里面。
    f(i)  # both
"""


def test_a_page_shows_the_comments_of_its_language():
    cell = only(PAIR)
    assert cell.shown("zh") == [
        (2, "# 一。"),
        (3, "# 二。"),
        (6, "for i in x:"),
        (8, "    # 里面。"),
        (9, "    f(i)  # both"),
    ]
    assert [text for _, text in cell.shown("en")][:2] == ["# One.", "# Two."]


def test_code_is_what_is_left_without_them():
    assert only(PAIR).code == "for i in x:\n    f(i)  # both"


def test_an_empty_comment_line_shows_no_trailing_blank():
    assert only("# %% a\n# zh:\n# en:\nx = 1\n").shown("zh")[0] == (2, "#")


def test_pairs_may_follow_each_other_line_by_line():
    body = "# zh: 一\n# en: one\n# zh: 二\n# en: two\nx = 1\n"
    assert [text for _, text in only("# %% a\n" + body).shown("en")] == ["# one", "# two", "x = 1"]


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("# zh: 一\nx = 1\n", 2, "'# zh:' comment has no '# en:' partner"),
        ("x = 1\n# en: one\n", 3, "'# en:' comment has no '# zh:' partner"),
        ("# zh: 一\nx = 1\n# en: one\n", 2, "has no '# en:' partner"),
        ("# zh: 一\n\n# en: one\nx = 1\n", 2, "has no '# en:' partner"),
        ("# zh: 一\n# en: one\n# zh: 二\nx = 1\n", 4, "has no '# en:' partner"),
        ("if x:\n    # zh: 一\n    y = 1\n# en: one\n", 3, "has no '# en:' partner"),
        ("x = 1  # zh: 一\n", 2, "'# zh: 一' is not a language comment"),
        ("#zh: 一\nx = 1\n", 2, "'#zh: 一' is not a language comment"),
        ("# zh：一\nx = 1\n", 2, "'# zh：一' is not a language comment"),
        ("# EN: one\nx = 1\n", 2, "'# EN: one' is not a language comment"),
        ("# en:one\nx = 1\n", 2, "'# en:one' is not a language comment"),
    ],
)
def test_a_comment_in_one_language_only_is_refused(body, line, what):
    problem = refused("# %% a\n" + body)[0]
    assert problem.line == line
    assert what in problem.what


def test_a_language_comment_in_a_string_is_refused():
    """The page would show a string that is not the one that ran."""
    problem = refused('# %% a\nx = """\n# zh: 一\n# en: one\n"""\n')[0]
    assert problem.line == 3
    assert "in a string" in problem.what


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [b"# %% a\r\nf()\r\n#> 1\r\n", b"\xef\xbb\xbf# %% a\nf()\n#> 1\n", b"# %% a\nf()\n#> 1"],
    ids=["CRLF", "BOM", "no last line end"],
)
def test_line_ends_and_byte_order_marks_do_not_matter(site, data):
    site.module("a.py", data)
    cell = read_module(site.project, "a.py").cells["a"]
    assert cell.lines == ("f()",)
    assert cell.documented("cpu") == "1"


def test_a_file_is_written_back_in_its_own_manner(site):
    data = b"\xef\xbb\xbf# %% a\r\nf()\r\n"
    site.module("a.py", data)
    source = read_module(site.project, "a.py").source
    assert source.encode(list(source.lines)) == data


def test_another_encoding_is_refused_at_its_line(site):
    site.module("a/b.py", "# %% a\n# 中\nx = 1\n".encode("gbk"))
    with pytest.raises(LiterateError, match=r"^snippets/a/b\.py:2: is not UTF-8 .* Save the file"):
        read_module(site.project, "a/b.py")


def test_a_missing_module_is_refused(site):
    with pytest.raises(LiterateError, match=r"^snippets/a\.py:1: cannot be read .*Check the path"):
        read_module(site.project, "a.py")


def test_a_module_is_read_again_when_it_changes(site):
    site.module("a.py", "# %% a\nx = 1\n")
    read_module(site.project, "a.py")
    site.module("a.py", "# %% a\nx = 1\n# %% b\ny = 2\n")
    assert list(read_module(site.project, "a.py").cells) == ["a", "b"]


@pytest.mark.parametrize(
    ("body", "line"), [("x = 1\ny = = 2\n", 3), ("f(\n", 2), ("x = 1\n  y = 2\n", 3)]
)
def test_invalid_python_is_refused_at_its_line(body, line):
    (problem,) = refused("# %% a\n" + body)
    assert problem.line == line
    assert "is not valid Python" in problem.what


def test_all_problems_of_a_module_are_told_at_once_in_order():
    text = '# %% A\nx = 1\n# %% b tags=["x"]\ny = = 1\n# %% b\nz = 1\n'
    assert [problem.line for problem in refused(text)] == [1, 3, 4, 5]


def test_a_message_names_the_place_and_the_next_step():
    (problem,) = refused('# %% a tags=["varies", "vary"]\nx = 1\n')
    assert str(problem) == "snippets/a.py:1: unknown tag 'vary'. Did you mean 'varies'."


# --- what other versions of torch print ----------------------------------------------------------

VERSIONS = """\
# %% a
x
#> 2.13
#torch<2.11.1> 2.11.0
#torch<2.12> 2.11.1 and newer
#torch>=2.15> 2.15
#torch>=2.14> 2.14
#cuda> cuda
#cuda,torch<2.12> cuda 2.11
"""


@pytest.mark.parametrize(
    ("device", "torch", "documented"),
    [
        ("cpu", None, "2.13"),
        ("cpu", "2.13.0+cpu", "2.13"),
        ("cpu", "2.12.0", "2.13"),
        ("cpu", "2.11.0", "2.11.0"),
        ("cpu", "2.11.1+cu126", "2.11.1 and newer"),
        ("cpu", "2.14.0", "2.14"),
        ("cpu", "2.14.1", "2.14"),
        ("cpu", "2.15.0a0+git1", "2.15"),
        ("cpu", "3.0", "2.15"),
        ("cpu", "unknown", "2.13"),
        ("cuda", None, "cuda"),
        ("cuda", "2.11.0", "cuda 2.11"),
        ("cuda", "2.14.0", "cuda"),
    ],
)
def test_a_version_of_torch_meets_the_closest_condition(device, torch, documented):
    assert only(VERSIONS).documented(device, torch) == documented


def test_cuda_prints_what_another_version_prints_on_the_cpu_unless_it_differs():
    cell = only("# %% a\nx\n#> 2.13\n#torch<2.12> 2.11\n")
    assert cell.documented("cuda", "2.11.0") == "2.11"
    assert cell.documented("cuda", "2.13.0") == "2.13"
    assert not cell.differs


def test_a_cell_that_needs_cuda_may_have_other_versions_on_cuda():
    tag = '# %% a tags=["requires-cuda"]\nx\n#cuda> new\n'
    cell = only(f"{tag}#cuda,torch<2.12> old\n")
    assert cell.documented("cuda", "2.11.0") == "old"
    assert cell.documented("cpu", "2.11.0") == ""
    (problem,) = refused(f"{tag}#torch<2.12> old\n".replace("#cuda> new\n", ""))
    assert "a '#torch<2.12>' line in a cell that needs CUDA" in problem.what


@pytest.mark.parametrize(
    ("outputs", "line", "what"),
    [
        ("#torch<2.12> 1\n#> 2\n", 4, "a '#>' line follows a '#torch<2.12>' line"),
        ("#cuda> 1\n#torch<2.12> 2\n", 4, "a '#torch<2.12>' line follows a '#cuda>' line"),
        ("#torch<2.12> 1\n#torch<2.11> 2\n", 4, "a '#torch<2.11>' line follows"),
        ("#torch>=2.14> 1\n#torch>=2.15> 2\n", 4, "a '#torch>=2.15>' line follows"),
        ("#torch<2.12> 1\n#torch<2.12.0> 2\n", 4, "name the same versions"),
        ("#torch<2.14> 1\n#torch>=2.12> 2\n", 4, "name the same versions"),
        ("#torch<2> 1\n", 3, "'#torch<2>' is not an output prefix here"),
        ("#torch==2.12> 1\n", 3, "'#torch==2.12>' is not an output prefix here"),
        ("# torch<2.12> 1\n", 3, "'# torch<2.12>' is not an output prefix here"),
        ("#gpu,torch<2.12> 1\n", 3, "'#gpu,torch<2.12>' is not an output prefix here"),
        ("#torch<=2.12> 1\n", 3, "'#torch<=2.12>' is not an output prefix here"),
    ],
)
def test_an_unclear_condition_is_refused(outputs, line, what):
    problem = refused(f"# %% a\nx\n{outputs}")[0]
    assert problem.line == line
    assert what in problem.what


def test_conditions_that_meet_but_do_not_overlap_are_fine():
    only("# %% a\nx\n#torch<2.12> 1\n#torch>=2.12> 2\n#cuda,torch>=2.11> 3\n")


RELEASES = st.tuples(st.integers(0, 9), st.integers(0, 20), st.integers(0, 3))


@given(st.sets(RELEASES, min_size=1, max_size=4), st.sets(RELEASES, max_size=4), RELEASES)
@settings(max_examples=100, deadline=None)
def test_any_version_meets_the_first_condition_it_fits_and_else_none(older, newer, asked):
    newer = {release for release in newer if release >= max(older)}

    def write(release):
        return ".".join(map(str, release))

    lines = [f"#torch<{write(r)}> < {write(r)}" for r in sorted(older)]
    lines += [f"#torch>={write(r)}> >= {write(r)}" for r in sorted(newer, reverse=True)]
    cell = only("\n".join(["# %% a", "x", "#> main", *lines]) + "\n")
    fits = [f"< {write(r)}" for r in sorted(older) if asked < r]
    fits += [f">= {write(r)}" for r in sorted(newer, reverse=True) if asked >= r]
    assert cell.documented("cpu", write(asked)) == [*fits, "main"][0]
    assert list(cell.outputs) == sorted(cell.outputs, key=output_rank)


@pytest.mark.parametrize(
    ("device", "torch", "key"),
    [("cpu", "2.15.0", "torch<2.15"), ("cuda", "2.14.1", "cuda,torch<2.14")],
)
def test_the_key_of_older_releases_names_the_first_that_is_not_meant(device, torch, key):
    assert older_key(device, torch) == key
    assert not covers(key, torch)


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        (["2.15.0", "2.14.1", "2.13.0", "2.12.1"], "2.12 – 2.15"),
        (["2.15.0", "2.13.0", "2.12.1"], "2.12 – 2.13, 2.15"),
        (["2.12.1"], "2.12"),
        (["2.15.0", "2.10.0"], "2.10, 2.15"),
        ([], ""),
    ],
)
def test_releases_are_named_in_few_words(versions, said):
    releases = ["2.15.0", "2.14.1", "2.13.0", "2.12.1"]
    if "2.10.0" in versions:
        releases.append("2.11.0")
    assert spans(versions, releases) == said


def test_two_releases_that_differ_in_their_last_number_are_told_apart():
    assert spans(["2.12.1", "2.12.0"], []) == "2.12.0 – 2.12.1"


def test_each_older_output_names_the_releases_that_print_it():
    keys = ["cpu", "torch<2.12", "torch<2.15", "cuda"]
    releases = ["2.15.0", "2.14.1", "2.13.0", "2.12.1", "2.11.0"]
    assert covered("torch<2.15", keys, releases) == ["2.14.1", "2.13.0", "2.12.1"]
    assert covered("torch<2.12", keys, releases) == ["2.11.0"]


@pytest.mark.parametrize(
    ("torch", "runs"),
    [("2.11.0+cu130", False), ("2.12.1", True), ("2.15.0", True), ("", True)],
)
def test_a_cell_can_ask_for_a_release(torch, runs):
    cell = only('# %% a tags=["requires-torch-2.12"]\nx = 1\n')
    assert cell.required_torch == "2.12"
    assert cell.runs_on(torch) == runs


# --- the target of an include --------------------------------------------------------------------


@pytest.mark.parametrize("path", ["a.py", "a/b.py", "./a.py", "a//b.py"])
def test_an_include_names_a_module_below_snippets(site, path):
    assert resolve_include(site.project, path) in ("a.py", "a/b.py")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/a.py", "is absolute"),
        ("C:/a.py", "is absolute"),
        ("../a.py", "leaves snippets/"),
        ("a/../b.py", "leaves snippets/"),
        ("a\\b.py", "uses backslashes"),
    ],
)
def test_another_path_is_refused(site, path, why):
    with pytest.raises(ValueError, match=why):
        resolve_include(site.project, path)


def test_a_link_out_of_snippets_is_refused(site):
    (site.project.snippets / "out").symlink_to(site.root)
    with pytest.raises(ValueError, match="leaves snippets/"):
        resolve_include(site.project, "out/a.py")


# --- any module ----------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=9)
CODE = st.sampled_from(["x = 1", "f(x)\ng(x)", "\n\ny = 2", "# zh: 一\n# en: one\nz = 3", "'#> 1'"])
CELL = st.tuples(
    CODE,
    st.sampled_from(["", "\n", "\n\n\n"]),
    st.lists(TEXT, max_size=3),
    st.lists(TEXT, max_size=2),
)


def test_plain_headers_are_read_as_jupytext_reads_them(monkeypatch):
    """In every module of this project."""
    project = Project(Path(__file__).resolve().parents[1])
    for path in project.modules():
        source = read_source(project.snippets / path, path)
        plain = parse_cells(source)
        with monkeypatch.context() as patch:
            patch.setattr(read, "_plain_headers", lambda *_: None)
            assert parse_cells(source) == plain


@given(
    st.sampled_from(["", "\n\n", "# A comment.\n", '"""A module."""\n\n']),
    st.lists(CELL, min_size=1, max_size=4),
)
@settings(max_examples=25, deadline=None)
def test_what_was_written_into_cells_is_read_from_them(text, written):
    for i, (code, gap, cpu, cuda) in enumerate(written):
        output = [f"#> {line}" for line in cpu] + [f"#cuda> {line}" for line in cuda]
        text += "\n".join([f"# %% cell-{i}", code, *output]) + "\n" + gap
    read = list(cells(text).values())
    assert [cell.title for cell in read] == [f"cell-{i}" for i in range(len(written))]
    for cell, (code, _, cpu, cuda) in zip(read, written, strict=True):
        assert "\n".join(cell.lines) == code.strip()
        assert cell.outputs.get("cpu", ()) == tuple(cpu)
        assert cell.outputs.get("cuda", ()) == tuple(cuda)
        lines = text.split("\n")
        assert tuple(lines[cell.first - 1 :][: len(cell.lines)]) == cell.lines
