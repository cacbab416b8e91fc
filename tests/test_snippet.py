"""A snippet module: what is read from it, and what is refused where."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import jupytext
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literate.problem import LiterateError, Problem
from literate.project import Project, Source, resolve_include
from literate.releases import covered, covers, older_key, output_rank, spans
from literate.run.compare import agree
from literate.run.verdict import claims_cuda
from literate.snippet import TAGS, Cell, parse_cells, read_module

PROJECT = Project(Path(__file__).resolve().parents[1])


def cells(text: str) -> dict[str, Cell]:
    lines = text.removesuffix("\n").split("\n")
    return parse_cells(Source("snippets/a.py", tuple(lines), "\n", False))


def only(text: str) -> Cell:
    (cell,) = cells(text).values()
    return cell


def refused(text: str) -> list[Problem]:
    with pytest.raises(LiterateError) as caught:
        cells(text)
    return caught.value.problems


# --- the modules of this project -----------------------------------------------------------------


def test_jupytext_reads_the_same_cells_from_every_module():
    for module in (read_module(PROJECT, path) for path in PROJECT.modules()):
        notebook = jupytext.read(module.file, fmt={"extension": ".py", "format_name": "percent"})
        read = {c.metadata["title"]: c for c in notebook.cells if "title" in c.metadata}
        assert list(read) == list(module.cells)
        for cell in module.cells.values():
            assert read[cell.title].cell_type == "code"
            assert set(read[cell.title].metadata.get("tags", [])) == cell.tags
            assert read[cell.title].source.startswith("\n".join(cell.lines))


@pytest.mark.parametrize("path", ["autograd/accumulate.py", "gpu/device.py"])
def test_python_prints_what_the_page_says_in_order(path, tmp_path):
    """Down to the first cell that is to fail, whose exception ends the program."""
    module = read_module(PROJECT, path)
    documented, fails = [], False
    for cell in module.cells.values():
        fails = "raises-exception" in cell.tags
        output = cell.documented("cpu", version("torch"))
        documented += [output] if output else []
        if fails:
            break
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": "-1"}
    command = [sys.executable, str(module.file)]
    result = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    printed = result.stdout.rstrip("\n").split("\n")
    printed += result.stderr.rstrip("\n").split("\n")[-1:] if fails else []
    assert agree("\n".join(documented), "\n".join(printed)), result.stdout + result.stderr
    assert result.returncode == int(fails)


# --- what is read --------------------------------------------------------------------------------


def test_a_cell_knows_its_lines():
    read = cells('"""Doc."""\n# %% b\n\nx = 1\n\n\n# %% a\n\nx += 1\nf(x)\n#> [2,\n#>\n#>   3]\n\n')
    assert list(read) == ["b", "a"]
    assert (read["b"].output_start, read["b"].output_end) == (4, 4)
    cell = read["a"]
    assert (cell.line, cell.first, cell.lines) == (7, 9, ("x += 1", "f(x)"))
    assert (cell.output_start, cell.output_end) == (10, 13)
    assert cell.documented("cpu") == cell.documented("cuda") == "[2,\n\n  3]"


def test_tags_are_read_and_say_what_the_cell_needs():
    assert only('# %% a1-b2 tags=["varies", "remove-cell"]\nx\n').tags == {"varies", "remove-cell"}
    assert {only(f'# %% a tags=["{tag}"]\nx\n').required_gpus for tag in TAGS} == {0, 1, 2}
    cell = only('# %% a tags=["requires-torch-2.12"]\nx = 1\n')
    assert cell.required_torch == "2.12"
    assert [cell.runs_on(t) for t in ("2.11.0+cu130", "2.12.1", "")] == [False, True, True]
    assert (cell.time_limit, only('# %% a tags=["time-limit-90"]\nx\n').time_limit) == (60, 90)


def test_cuda_has_output_of_its_own_where_it_differs():
    cell = only("# %% a\nf()\n#> cpu\n#> 1\n#cuda> cuda:0\n")
    assert (cell.documented("cpu"), cell.documented("cuda")) == ("cpu\n1", "cuda:0")
    assert cell.differs
    needs = only('# %% a tags=["requires-cuda"]\nf()\n#cuda> new\n#cuda,torch<2.12> old\n')
    assert (needs.documented("cpu"), needs.documented("cuda")) == ("", "new")
    assert (needs.documented("cpu", "2.11.0"), needs.documented("cuda", "2.11.0")) == ("", "old")
    assert not needs.differs


def test_a_page_shows_the_comments_of_its_language():
    text = (
        "# %% a\n# zh: 一。\n# en: One.\n# zh:\n# en:\nif x:\n    # en: In\n    # zh: 里\n    f()"
    )
    shown = [(2, "# 一。"), (4, "#"), (6, "if x:"), (8, "    # 里"), (9, "    f()")]
    assert only(text).shown("zh") == shown
    assert [text for _, text in only(text).shown("en")][:2] == ["# One.", "#"]
    assert only(text).code == "if x:\n    f()"


@pytest.mark.parametrize("code", ['x = "#> 1"', 'x = """\n#> 1\n#gpu> 2\n"""', "x = f'#> {1}'"])
def test_output_signs_in_a_string_are_code(code):
    cell = only(f"# %% a\n{code}\n")
    assert ("\n".join(cell.lines), cell.outputs) == (code, {})


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ('# %% a\nx = "cuda if available"\n', None),
        ("# %% a\nf(cuda)\n", None),
        ("# %% a\nf()\n#> 1\n#cuda> 2\n", "cell 'a' has '#cuda>' lines"),
        ('# %% a tags=["requires-cuda-2"]\nf()\n', "cell 'a' needs a GPU"),
        ("# %% a\nf('cuda:1')\n", "cell 'a' names a CUDA device"),
        ("# %% a\nx.cuda()\n", "cell 'a' names a CUDA device"),
    ],
)
def test_a_module_claims_cuda_where_it_needs_documents_or_names_it(site, text, claim):
    site.module("a.py", text)
    assert claims_cuda(read_module(site.project, "a.py")) == claim


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=9)
CODE = st.sampled_from(["x = 1", "f(x)\ng(x)", "\n\ny = 2", "# zh: 一\n# en: one\nz = 3", "'#> 1'"])
GAP = st.sampled_from(["", "\n", "\n\n\n"])
CELL = st.tuples(CODE, GAP, st.lists(TEXT, max_size=3), st.lists(TEXT, max_size=2))


@given(
    st.sampled_from(["", "\n\n", "# A comment.\n", '"""A module."""\n\n']),
    st.lists(CELL, min_size=1, max_size=4),
)
@settings(max_examples=25, deadline=None)
def test_what_was_written_into_cells_is_read_from_them(text, written):
    for i, (code, gap, cpu, cuda) in enumerate(written):
        output = [f"#> {line}" for line in cpu] + [f"#cuda> {line}" for line in cuda]
        text += "\n".join([f"# %% cell-{i}", code, *output]) + "\n" + gap
    for cell, (code, _, cpu, cuda) in zip(cells(text).values(), written, strict=True):
        assert "\n".join(cell.lines) == code.strip()
        assert cell.outputs.get("cpu", ()) == tuple(cpu)
        assert cell.outputs.get("cuda", ()) == tuple(cuda)
        assert tuple(text.split("\n")[cell.first - 1 :][: len(cell.lines)]) == cell.lines


# --- what is refused -----------------------------------------------------------------------------

NO_MARKER = "is not a cell marker"
NO_PREFIX = "is not an output prefix here"
NO_COMMENT = "is not a language comment"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("x = 1\n", 1, "has no cell"),
        *((f"# %%{title}\nx = 1\n", 1, NO_MARKER) for title in ("", " ", "a", " tags=[]", " a +")),
        *((f"# %% {title}\nx\n", 1, NO_MARKER) for title in ("Leaf", "two words", "a_b", "1st")),
        *((f"# %% a\nx\n# %% b {o}\nx\n", 3, NO_MARKER) for o in ("x=1", "tags=[1]", 'tags=["a"')),
        ("# %% a\nx = 1\n#%% b\ny = 1\n", 3, "'#%% b' is not a cell marker"),
        ("# %% a\nx = 1\n\n# %% [markdown]\n# Prose.\n", 4, NO_MARKER),
        ('# %% a tags=["varies", "vary"]\nx\n', 1, "unknown tag 'vary'"),
        ('# %% a tags=["right", "wrong"]\nx\n', 1, "a cell that is wrong is tagged 'right'"),
        ('# %% a tags=["time-limit-0"]\nx\n', 1, "unknown tag 'time-limit-0'"),
        ("# %% a\nx = 1\n# %% a\ny = 2\n", 3, "has the title of the cell at line 1"),
        ("# %% a\n# %% b\ny = 1\n", 1, "cell 'a' has no code"),
        ("# %% a\n#> 1\n", 1, "cell 'a' has no code"),
        ("\nimport os\n# %% a\nx = 1\n", 2, "code before the first cell"),
        ("f(\n# %% a\nx = 1\n", 1, "code before the first cell"),
        ("# %% a\nx = 1\ny = = 2\n", 3, "is not valid Python"),
        ('# %% a\nx = """\n# %% b\n"""\n', 2, "is not valid Python (unterminated"),
        # output
        ("# %% a\nf()\n#> 1\ng()\n#> 2\n", 3, "output stands in the middle of a cell"),
        ("# %% a\nf()\n#> 1\n\n#> 2\n", 3, "output stands in the middle of a cell"),
        ("# %% a\nf()\n\n#> 1\n", 4, "a blank line separates code and output"),
        ("# %% a\nif f():\n    g()\n    #> 1\n", 4, f"'#>' {NO_PREFIX}"),
        ("# %% a\nf()  #> 1\n", 2, f"'#>' {NO_PREFIX}"),
        *((f"# %% a\nf()\n{key} 1\n", 3, NO_PREFIX) for key in ("#gpu>", "# >", "#torch==2.12>")),
        *((f"# %% a\nf()\n#{key}> 1\n", 3, NO_PREFIX) for key in ("torch<2", "gpu,torch<2.12")),
        ("# %% a\nf()\n#cuda> 1\n#> 2\n", 4, "a '#>' line follows a '#cuda>' line"),
        ("# %% a\nf()\n#cuda> 1\n#torch<2.12> 2\n", 4, "follows a '#cuda>' line"),
        ("# %% a\nf()\n#torch<2.12> 1\n#torch<2.11> 2\n", 4, "a '#torch<2.11>' line follows"),
        ("# %% a\nf()\n#torch>=2.14> 1\n#torch>=2.15> 2\n", 4, "a '#torch>=2.15>' line follows"),
        ("# %% a\nf()\n#torch<2.12> 1\n#torch<2.12.0> 2\n", 4, "name the same versions"),
        ("# %% a\nf()\n#torch<2.14> 1\n#torch>=2.12> 2\n", 4, "name the same versions"),
        ('# %% a tags=["requires-cuda"]\nf()\n#> 1\n', 3, "in a cell that needs CUDA"),
        ('# %% a tags=["requires-cuda-2"]\nf()\n#torch<2.12> 1\n', 3, "that needs CUDA"),
        # comments in two languages
        *(
            (f"# %% a\nx  {c}\n", 2, NO_COMMENT)
            for c in ("# zh: 一", "#zh: 一", "# EN: 1", "# en:1")
        ),
        ('# %% a\nx = """\n# zh: 一\n# en: one\n"""\n', 3, "a language comment in a string"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, line, what):
    problem = refused(text)[0]
    assert (problem.line, what in problem.what) == (line, True), problem


def test_all_problems_of_a_module_are_told_at_once_with_the_next_step():
    text = '# %% A\nx = 1\n# %% b tags=["vary"]\ny = = 1\n# %% b tags=["zzz"]\nz = 1\n# %% [raw]\n'
    problems = refused(text)
    assert [p.line for p in problems] == [1, 3, 4, 5, 5, 7, 7]
    assert str(problems[1]) == "snippets/a.py:3: unknown tag 'vary'. Did you mean 'varies'."
    assert any("Known tags: raises-exception, " in p.fix for p in problems)
    assert any("prose on the pages under docs/" in p.fix for p in problems)


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"# %% a\r\nf()\r\n#> 1\r\n", b"\xef\xbb\xbf# %% a\nf()\n#> 1\n"], ids=["CRLF", "BOM"]
)
def test_a_file_is_written_back_in_its_own_manner(site, data):
    site.module("a.py", data)
    module = read_module(site.project, "a.py")
    assert (module.cells["a"].lines, module.cells["a"].documented("cpu")) == (("f()",), "1")
    assert module.source.encode(list(module.source.lines)) == data


def test_a_file_that_cannot_be_read_is_refused_and_one_that_changed_is_read_again(site):
    with pytest.raises(LiterateError, match=r"^snippets/a\.py:1: cannot be read .*Check the path"):
        read_module(site.project, "a.py")
    site.module("a.py", "# %% a\n# 中\nx = 1\n".encode("gbk"))
    with pytest.raises(LiterateError, match=r"^snippets/a\.py:2: is not UTF-8 .* Save the file"):
        read_module(site.project, "a.py")
    for text in ("# %% a\nx = 1\n", "# %% a\nx = 1\n# %% b\ny = 2\n"):
        site.module("a.py", text)
        assert len(read_module(site.project, "a.py").cells) == text.count("%%")


@pytest.mark.parametrize(
    ("path", "result"),
    [
        *(("a/b.py", "a/b.py"), ("./a.py", "a.py"), ("a//b.py", "a/b.py")),
        *(("/a.py", "is absolute"), ("C:/a.py", "is absolute"), ("a\\b.py", "uses backslashes")),
        *((path, "leaves snippets/") for path in ("../a.py", "a/../b.py", "link/a.py")),
    ],
)
def test_an_include_names_a_module_below_snippets(site, path, result):
    (site.project.snippets / "link").symlink_to(site.root)
    if result.endswith(".py"):
        assert resolve_include(site.project, path) == result
    else:
        with pytest.raises(ValueError, match=result):
            resolve_include(site.project, path)


# --- releases of torch ---------------------------------------------------------------------------

RELEASE = st.tuples(st.integers(0, 9), st.integers(0, 20), st.integers(0, 3))


@given(st.sets(RELEASE, min_size=1, max_size=4), st.sets(RELEASE, max_size=4), RELEASE)
@settings(max_examples=100, deadline=None)
def test_any_version_meets_the_first_condition_it_fits_and_else_none(older, newer, asked):
    newer = {release for release in newer if release >= max(older)}
    write = "{0[0]}.{0[1]}.{0[2]}".format
    lines = [f"#torch<{write(r)}> < {write(r)}" for r in sorted(older)]
    lines += [f"#torch>={write(r)}> >= {write(r)}" for r in sorted(newer, reverse=True)]
    cell = only("\n".join(["# %% a", "x", "#> main", *lines]) + "\n")
    fits = [f"< {write(r)}" for r in sorted(older) if asked < r]
    fits += [f">= {write(r)}" for r in sorted(newer, reverse=True) if asked >= r]
    for device in ("cpu", "cuda"):
        assert cell.documented(device, f"{write(asked)}+cu126") == [*fits, "main"][0]
    assert cell.documented("cpu", "unknown") == cell.documented("cpu") == "main"
    assert list(cell.outputs) == sorted(cell.outputs, key=output_rank)
    assert list(cell.alternatives) == [*cell.outputs][1:]


def test_the_key_of_older_releases_names_the_first_that_is_not_meant():
    assert older_key("cpu", "2.15.0") == "torch<2.15"
    assert older_key("cuda", "2.14.1") == "cuda,torch<2.14"
    assert not covers("cuda,torch<2.14", "2.14.1")


@pytest.mark.parametrize(
    ("versions", "others", "said"),
    [
        (["2.15.0", "2.14.1", "2.13.0", "2.12.1"], [], "2.12 – 2.15"),
        (["2.15.0", "2.13.0", "2.12.1"], ["2.14.1"], "2.12 – 2.13, 2.15"),
        (["2.15.0", "2.10.0"], ["2.11.0"], "2.10, 2.15"),
        (["2.12.1", "2.12.0"], [], "2.12.0 – 2.12.1"),
        ([], ["2.15.0"], ""),
    ],
)
def test_releases_are_named_in_few_words(versions, others, said):
    assert spans(versions, [*versions, *others]) == said


def test_each_older_output_names_the_releases_that_print_it():
    keys = ["cpu", "torch<2.12", "torch<2.15", "cuda"]
    releases = ["2.15.0", "2.14.1", "2.13.0", "2.12.1", "2.11.0"]
    assert covered("torch<2.15", keys, releases) == ["2.14.1", "2.13.0", "2.12.1"]
    assert covered("torch<2.12", keys, releases) == ["2.11.0"]
