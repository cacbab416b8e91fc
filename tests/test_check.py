"""The closed world as a whole, and the parity of the two languages."""

from __future__ import annotations

import json

import pytest

from literate.__main__ import main
from literate.check import check
from literate.check.names import FOUND, RESOLVE, named_members, torch_names, unreal_names
from literate.execute import Executed
from literate.problem import LiterateError
from literate.project import Source
from literate.provenance import Record, Verified, code_hash, output_hashes
from literate.read import read_module
from literate.run import Failure, Run
from literate.weave import weave

MODULE = "# %% one\nx = 1\n\n# %% two\ny = 2\n"
HEAD = "# T { #t }\n"


def cell(title: str, module: str = "a.py") -> str:
    return f'```python\n--8<-- "{module}:{title}"\n```\n'


BOTH = HEAD + cell("one") + cell("two")


@pytest.fixture
def found(site):
    """Checks ``a.py`` shown on ``a.md``: (path, line, what, next step) of each problem."""

    def check_page(zh: str, en: str | None = None, module: str = MODULE) -> list[tuple]:
        if module:
            site.module("a.py", module)
        site.page("a.md", zh, en)
        problems = check(site.project).problems
        assert all(problem.what and problem.mend for problem in problems)
        return [(problem.path, problem.line, problem.what) for problem in sorted(problems)]

    return check_page


def test_a_page_that_shows_each_cell_in_both_languages_is_right(found):
    assert found(BOTH) == []


def test_what_was_read_is_handed_on(site, found):
    found(BOTH)
    checked = check(site.project)
    assert list(checked.modules) == ["a.py"]
    assert list(checked.pages) == [("zh", "a.md"), ("en", "a.md")]


def test_an_empty_project_has_no_problems(site):
    assert check(site.project).problems == []


# --- pages and cells -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "other", "called"), [("zh", "en", "English"), ("en", "zh", "Chinese")]
)
def test_a_page_in_one_language_only_is_found(site, language, other, called):
    site.page("a/b.md", HEAD)
    (site.project.docs(other) / "a/b.md").unlink()
    (problem,) = check(site.project).problems
    assert str(problem) == (
        f"docs/{language}/a/b.md:1: has no {called} page. Write docs/{other}/a/b.md."
    )


def test_a_cell_shown_nowhere_is_found_in_its_module(found):
    assert found(HEAD + cell("one")) == [
        ("snippets/a.py", 4, "cell 'two' is shown on no Chinese and no English page")
    ]


def test_a_cell_may_be_shown_on_any_page(site, found):
    site.page("b.md", HEAD + cell("two"))
    assert found(HEAD + cell("one")) == []


def test_a_cell_missing_in_one_language_is_found_on_all_sides(found):
    assert found(BOTH, HEAD + cell("one")) == [
        ("docs/en/a.md", 2, "misses the cell of docs/zh/a.md:5"),
        ("docs/zh/a.md", 5, "cell 'a.py:two' is missing in docs/en/a.md"),
        ("snippets/a.py", 4, "cell 'two' is shown on no English page"),
    ]
    assert found(HEAD, BOTH)[0] == ("docs/en/a.md", 2, "cell 'a.py:one' is missing in docs/zh/a.md")


def test_a_hidden_cell_need_not_be_shown(found):
    assert found(HEAD + cell("one"), module=MODULE.replace("two", 'two tags=["remove-cell"]')) == []


def test_cells_in_another_order_are_found(found):
    swapped = HEAD + cell("two") + cell("one")
    assert found(BOTH, swapped) == [
        ("docs/en/a.md", 2, "differs from docs/zh/a.md:2"),
        ("docs/en/a.md", 5, "cell 'one' stands above the cells shown before it"),
        ("docs/zh/a.md", 2, "cell 'a.py:one' stands where docs/en/a.md:2 has 'a.py:two'"),
    ]


def test_cells_against_the_module_s_order_are_found_in_each_language(found):
    what = "cell 'one' stands above the cells shown before it"
    assert found(HEAD + cell("two") + cell("one")) == [
        ("docs/en/a.md", 5, what),
        ("docs/zh/a.md", 5, what),
    ]


def test_the_order_of_one_module_is_not_that_of_another(site, found):
    site.module("b.py", MODULE)
    page = HEAD + cell("one") + cell("one", "b.py") + cell("two") + cell("two", "b.py")
    assert found(page) == []


# --- headings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zh", "en", "problems"),
    [
        (HEAD + "## U\n", None, [("docs/en", 2, "has no id"), ("docs/zh", 2, "has no id")]),
        (
            HEAD + "## U { #t }\n",
            None,
            [
                ("docs/en", 2, "the heading id 't' is used at line 1 already"),
                ("docs/zh", 2, "the heading id 't' is used at line 1 already"),
            ],
        ),
        (
            HEAD + "## U { #u }\n",
            HEAD + "## U { #v }\n",
            [
                ("docs/en", 2, "differs from docs/zh/a.md:2"),
                ("docs/zh", 2, "heading '## #u' stands where docs/en/a.md:2 has '## #v'"),
            ],
        ),
        (
            HEAD + "## U { #u }\n",
            HEAD + "### U { #u }\n",
            [("docs/en", 2, "differs"), ("docs/zh", 2, "heading '## #u' stands where")],
        ),
        (
            HEAD + "## U { #u }\n",
            HEAD,
            [
                ("docs/en", 1, "misses the heading of docs/zh/a.md:2"),
                ("docs/zh", 2, "heading '## #u' is missing in docs/en/a.md"),
            ],
        ),
        (
            "Text.\n",
            None,
            [("docs/en", 1, "one heading of level 1"), ("docs/zh", 1, "one heading of level 1")],
        ),
        (
            HEAD + "# U { #u }\n",
            None,
            [("docs/en", 1, "one heading of level 1"), ("docs/zh", 1, "one heading of level 1")],
        ),
    ],
    ids=["no id", "id twice", "another id", "another level", "missing", "no title", "two titles"],
)
def test_headings_are_the_same_in_both_languages(found, zh, en, problems):
    for (path, line, what), (folder, number, words) in zip(
        found(zh, en, module=""), problems, strict=True
    ):
        assert path.startswith(folder)
        assert line == number
        assert words in what


def test_the_words_of_headings_are_free(found):
    assert found("# 题 { #t }\n", "# Title { #t }\n", module="") == []


# --- what cannot be read -------------------------------------------------------------------------


def test_problems_of_a_module_are_told_once(found):
    assert [(path, line) for path, line, _ in found(BOTH, module="# %% one\nx = = 1\n")] == [
        ("snippets/a.py", 2)
    ]


def test_a_page_that_does_not_weave_hides_no_problem_of_another(site, found):
    site.page("b.md", "# No id\n")
    problems = found(HEAD + "```py\nx\n```\n", module="")
    assert [path for path, _, _ in problems] == [
        "docs/en/a.md",
        "docs/en/b.md",
        "docs/zh/a.md",
        "docs/zh/b.md",
    ]


def test_the_problems_of_one_file_can_be_asked_for(site, found):
    found(HEAD + cell("one"))
    assert [p.line for p in check(site.project).of("snippets/a.py")] == [4]
    assert check(site.project).of("docs/zh/a.md") == []


# --- names of torch ------------------------------------------------------------------------------


@pytest.fixture
def names(site):
    def of(text: str) -> list[tuple[int, str]]:
        source = Source("docs/zh/a.md", tuple(text.split("\n")), "\n", False)
        return torch_names(weave(site.project, source, "zh"))

    return of


@pytest.mark.parametrize(
    "text",
    [
        "Use `torch.nn.Linear`.",
        "Use torch.nn.Linear.",
        "Use `torch.nn.Linear(2, 3)` (or not).",
        "Use **torch.nn.Linear**, now.",
        "[torch.nn.Linear](https://docs.pytorch.org/torch.nn.Conv1d.html)",
        "# On torch.nn.Linear { #linear }",
        "使用torch.nn.Linear模块。",
        "使用 `torch.nn.Linear`。",
        "| torch.nn.Linear |",
        "<!-- note --> torch.nn.Linear",
    ],
)
def test_a_name_in_prose_is_found(names, text):
    assert names(f"\n{text}") == [(2, "torch.nn.Linear")]


@pytest.mark.parametrize(
    "text",
    [
        "torch",
        "PyTorch.",
        "mytorch.nn",
        "my.torch.nn",
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html",
        "<https://docs.pytorch.org/torch.nn.Linear>",
        "[a](torch.nn.md)",
        "torch.nn.Linear.html",
        "see torch.py",
        "snippets/torch.nn",
        "<!-- torch.nope -->",
        "```text\ntorch.nope\n```",
        "---\ntitle: torch.nope\n---",
    ],
)
def test_these_are_no_names_of_torch(names, text):
    assert names(text) == []


def test_each_name_on_a_line_is_found(names):
    assert names("`torch.add` and torch.sub") == [(1, "torch.add"), (1, "torch.sub")]


def test_names_that_do_not_exist_are_told_apart(capsys):
    asked = ["json.loads", "json.nope", "email.mime.text.MIMEText", "email.mime.nope.x"]
    exec(RESOLVE, {"NAMES": asked, "OWN": {}, "MEMBERS": {}, "FOUND": FOUND})
    out = capsys.readouterr().out
    wrong = {"json.nope": "missing", "email.mime.nope.x": "missing"}
    assert json.loads(out.strip().removeprefix(FOUND)) == {"names": wrong, "members": {}}


# --- members -------------------------------------------------------------------------------------


@pytest.fixture
def members(site):
    """The members that a page's prose names and its cells do not."""

    def of(text: str, module: str = "# %% a\nx = 1\n") -> list[tuple[int, str]]:
        site.module("a.py", module)
        site.page("a.md", f"{HEAD}{cell('a')}{text}\n")
        return named_members(check(site.project).pages["en", "a.md"])

    return of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`y.backwards()`", ["backwards"]),
        ("`.grads` and `y.item()`", ["grads", "item"]),
        ("`net.a.b`", ["b", "a"]),
        ("`x.to(y.devise)`", ["to", "devise"]),
        ("`x.grad = None`", ["grad"]),
        ("## `x.sums` { #s }", ["sums"]),
        ("| `x.sums` |\n|---|", ["sums"]),
        ("`torch.nope.a(x.b)`", ["b"]),
    ],
)
def test_a_member_in_inline_code_is_asked_for(members, text, found):
    assert members(text) == [(5, name) for name in found]


@pytest.mark.parametrize(
    "text",
    [
        "y.backwards()",
        "`torch.nope`",
        "`a/b.py`, `net.pt`, `a.b.json` and `index.md`",
        "`0.weight` or `see a.b for more`",
        "`'x.y'`",
        "[a](b.md)",
        "```text\nx.y\n```",
        "`net.mine` and `.deep.part`",
    ],
)
def test_these_are_no_members_to_ask_for(members, text):
    module = "# %% a\nclass A:\n    def mine(self): ...\nkeys = 'deep.part'\n"
    assert members(text, module) == []


def lookup(*segments: tuple[str, str], failures: tuple[Failure, ...] = ()):
    def run(name: str, code: str) -> Run:
        cells = {name: Executed(name, segments, None, False, 0.0)} if segments else {}
        return Run(name, "cpu", cells, list(failures))

    return run


NOISE = "No CUDA runtime is found, using CUDA_HOME='/usr/local/cuda'\n"


@pytest.mark.parametrize(
    "segments",
    [
        [("stdout", "\n{}\n")],
        [("stdout", f"{NOISE}\n{{}}\n{NOISE}"), ("warning", NOISE), ("stderr", NOISE)],
        [("stdout", "half a line\n{}\n"), ("stderr", NOISE * 3)],
    ],
)
def test_what_torch_says_is_no_part_of_the_lookup(site, segments):
    site.page("a.md", f"{HEAD}Use `torch.nope` and `x.nopes()`.\n")
    answer = {"names": {"torch.nope": "missing"}, "members": {"nopes": "nope"}}
    said = FOUND + json.dumps(answer)
    run = lookup(*((kind, text.format(said)) for kind, text in segments))
    problems = [
        str(p) for p in unreal_names(check(site.project), run) if p.path.startswith("docs/en")
    ]
    member = "nothing on this page or in torch has a member 'nopes'. Did you mean 'nope'."
    assert [problem for problem in problems if problem.startswith("docs/en")] == [
        "docs/en/a.md:2: torch has no 'torch.nope'. Mend the name, or say it in words.",
        f"docs/en/a.md:2: {member}",
    ]


@pytest.mark.parametrize(
    ("run", "why"),
    [
        (lookup(), "nothing came back"),
        (lookup(("stderr", NOISE)), "No CUDA runtime is found"),
        (
            lookup(("stdout", f"{FOUND}{{}}\n"), ("error", "ImportError: no libtorch.so")),
            "ImportError: no libtorch.so",
        ),
        (
            lookup(failures=(Failure("names", 1, "crashed the interpreter", "x"),)),
            "crashed the interpreter",
        ),
    ],
)
def test_a_lookup_that_fails_says_so_in_a_line(site, run, why):
    site.page("a.md", f"{HEAD}Use `torch.nope`.\n")
    with pytest.raises(LiterateError) as caught:
        unreal_names(check(site.project), run)
    (problem,) = caught.value.problems
    assert problem.what.startswith("the names of torch could not be looked up: ")
    assert why in problem.what
    assert "\n" not in str(problem)


TWO = '# T { #t }\n\n```python\n--8<-- "a.py:a"\n```\n\n```python\n--8<-- "a.py:b"\n```\n'


def test_an_import_below_the_first_cell_is_an_error(site):
    site.module("a.py", "# %% a\nimport os\n\n# %% b\nx = 1\nimport re\n")
    site.page("a.md", TWO)
    (problem,) = check(site.project).problems
    assert str(problem).startswith("snippets/a.py:6: an import below the first cell. Move it")


def test_a_cell_that_is_to_fail_may_import(site):
    site.module("a.py", '# %% a\nx = 1\n\n# %% b tags=["raises-exception"]\nimport nothing\n')
    site.page("a.md", TWO)
    assert check(site.project).problems == []


def test_a_marker_is_in_both_languages(site):
    head = "# T { #t }\n\n"
    site.page("a.md", f"{head}<!-- literate:verified -->\n", head)
    zh, en = check(site.project).problems
    assert str(zh).startswith("docs/zh/a.md:3: marker 'verified' is missing in docs/en/a.md")
    assert en.path == "docs/en/a.md"


# --- records -------------------------------------------------------------------------------------

RECORDED = "# %% one\nprint(x)\n#> 2 0.1 0.01\n\n# %% two\ny = 2\n"


@pytest.fixture
def recorded(site, monkeypatch, capsys):
    """What ``check`` says after a text of ``a.py``, recorded with torch 2.15.0, was replaced."""
    site.page("a.md", "---\ndescription: d\n---\n" + BOTH)
    site.releases("2.15.0", "2.14.1")
    site.module("a.py", RECORDED)
    module, verified = read_module(site.project, "a.py"), Verified(site.project)
    for torch in site.project.releases:
        outputs = output_hashes(module, "cpu", torch)
        values = (torch, "GenuineIntel AVX2", "3.12", "2026-11-23", code_hash(module), outputs)
        verified.put("a.py", Record("cpu", *values))
    site.module("verified.json", verified.encode())
    monkeypatch.chdir(site.root)

    def said(old: str, new: str) -> tuple[int, str, str]:
        assert old in RECORDED
        site.module("a.py", RECORDED.replace(old, new))
        code = main(["check"])
        return code, *capsys.readouterr()

    return said


def test_a_record_that_holds_is_not_mentioned(recorded):
    code, out, err = recorded("y = 2", "# zh: 一\n# en: one\ny = 2")
    assert (code, err) == (0, "")
    assert "verified.json" not in out


def test_an_output_that_was_edited_by_hand_is_an_error_that_names_its_cell(recorded):
    code, _, err = recorded("0.01", "0.02")
    assert code == 1
    assert err.startswith("snippets/a.py:3: the documented output of cell 'one' has changed since")
    assert err.endswith("Record it: nox -s record -- snippets/a.py.\n")


def test_code_that_changed_has_to_be_recorded(recorded):
    code, out, err = recorded("y = 2", "y = 3")
    assert code == 1
    assert err.startswith("snippets/a.py:1: its code has changed since GenuineIntel AVX2 printed")
    assert "1 modules changed since they ran on CPU with torch 2.14.1: a.py" in out


def test_a_damaged_record_is_an_error(site, recorded):
    file = site.project.snippets / "verified.json"
    file.write_text(file.read_text().replace("2026-11-23", "2026-11-24"))
    code, _, err = recorded("y = 2", "y = 2")
    assert code == 1
    assert "snippets/verified.json:3: the record of a.py on cpu was edited by hand" in err


def test_a_figure_that_another_matplotlib_drew_is_an_error(site, recorded):
    pinned = site.root / "pyproject.toml"
    pinned.write_text(pinned.read_text() + '[x]\ny = ["matplotlib==3.11.2"]\n')
    site.module("a.two.svg", "<!-- Matplotlib 3.10.0 -->\n<svg/>\n")
    page = BOTH.replace('```python\n--8<-- "a.py:two"', '```python alt="A"\n--8<-- "a.py:two"')
    site.page("a.md", "---\ndescription: d\n---\n" + page)
    code, _, err = recorded("y = 2", "y = 2")
    assert code == 1
    assert "snippets/a.two.svg:1: was drawn with Matplotlib 3.10.0, but 3.11.2 is pinned" in err
