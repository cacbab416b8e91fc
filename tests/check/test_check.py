"""Pages and modules as a whole: every cell is shown, and both languages show the same."""

from __future__ import annotations

import pytest

from literate.__main__ import main
from literate.check import check
from literate.record.records import Record, Verified, code_hash, output_hashes
from literate.snippet import read_module

MODULE = "# %% one\nx = 1\n\n# %% two\ny = 2\n"
HEAD = "# T { #t }\n"


def cell(title: str, module: str = "a.py") -> str:
    return f'```python\n--8<-- "{module}:{title}"\n```\n'


BOTH, SWAPPED = HEAD + cell("one") + cell("two"), HEAD + cell("two") + cell("one")


FAILS = ("two", 'two tags=["raises-exception"]')
U = HEAD + "## U { #u }\n"
MARKED = HEAD + "<!-- literate:verified -->\n"

QUOTE = HEAD + '```text wording="https://a.org/1"\nError: 1\n```\n'

# By what is wrong: the Chinese page, the English one (None: the same), the module, what is found.
WRONG = {
    "a cell shown nowhere": (
        *(HEAD + cell("one"), None, MODULE),
        ["snippets/a.py:4: cell 'two' is shown on no Chinese and no English page"],
    ),
    "a quoted message that differs": (
        *(QUOTE + cell("one") + cell("two"),),
        *(QUOTE.replace("r: 1", "r: 2") + cell("one") + cell("two"), MODULE),
        [
            "docs/en/a.md:2: differs from docs/zh/a.md:2",
            "docs/zh/a.md:2: fence 'text https://a.org/1 Error: 1' stands where docs/en/a.md:2 has "
            "'text https://a.org/1 Error: 2'",
        ],
    ),
    "a cell missing in one language": (
        *(BOTH, HEAD + cell("one"), MODULE),
        [
            "docs/en/a.md:2: misses the cell of docs/zh/a.md:5",
            "docs/zh/a.md:5: cell 'a.py:two' is missing in docs/en/a.md",
            "snippets/a.py:4: cell 'two' is shown on no English page",
        ],
    ),
    "another order in one language": (
        *(BOTH, SWAPPED, MODULE),
        [
            "docs/en/a.md:2: differs from docs/zh/a.md:2",
            "docs/en/a.md:5: cell 'one' stands above the cells shown before it",
            "docs/zh/a.md:2: cell 'a.py:one' stands where docs/en/a.md:2 has 'a.py:two'",
        ],
    ),
    "another order than the module's": (
        *(SWAPPED, None, MODULE),
        [
            f"docs/{x}/a.md:5: cell 'one' stands above the cells shown before it"
            for x in ("en", "zh")
        ],
    ),
    "a heading missing in one language": (
        *(HEAD, U, ""),
        [
            "docs/en/a.md:2: heading '## #u' is missing in docs/zh/a.md",
            "docs/zh/a.md:1: misses the heading of docs/en/a.md:2",
        ],
    ),
    "a heading without id in one language": (
        *(U, U.replace(" { #u }", ""), ""),
        ["docs/en/a.md:2: the heading 'U' has no id"],
    ),
    "a heading without id, missing in the other language": (
        *(HEAD, HEAD + "## U\n", ""),
        ["docs/en/a.md:2: the heading 'U' has no id"],
    ),
    "a marker in one language": (
        *(MARKED, HEAD, ""),
        [
            "docs/en/a.md:1: misses the admonition or tab of docs/zh/a.md:2",
            "docs/zh/a.md:2: admonition or tab 'literate:verified' is missing in docs/en/a.md",
        ],
    ),
}
RIGHT = {
    "all": (BOTH, None, MODULE),
    "a hidden cell": (HEAD + cell("one"), None, MODULE.replace("two", 'two tags=["remove-cell"]')),
    "words of headings": ("# 题 { #t }\n", HEAD, ""),
    "a late import that is to fail": (
        BOTH,
        None,
        MODULE.replace(*FAILS).replace("y = 2", "import y"),
    ),
}


@pytest.fixture
def found(site):
    """Checks ``a.py`` shown on ``a.md``."""

    def check_page(zh: str, en: str | None = None, module: str = MODULE) -> list[str]:
        if module:
            site.module("a.py", module)
        site.page("a.md", zh, en)
        problems = check(site.project).problems
        assert all(problem.what and problem.fix for problem in problems)
        return [f"{problem.path}:{problem.line}: {problem.what}" for problem in sorted(problems)]

    return check_page


@pytest.mark.parametrize(("zh", "en", "module", "problems"), WRONG.values(), ids=WRONG)
def test_what_is_shown_otherwise_than_it_should_is_found(found, zh, en, module, problems):
    assert found(zh, en, module) == problems


@pytest.mark.parametrize(("zh", "en", "module"), RIGHT.values(), ids=RIGHT)
def test_this_is_right(found, zh, en, module):
    assert found(zh, en, module) == []


def test_what_was_read_is_handed_on(site, found):
    assert check(site.project).problems == []
    assert found(HEAD + cell("one"))
    checked = check(site.project)
    assert list(checked.modules) == ["a.py"]
    assert list(checked.pages) == [("zh", "a.md"), ("en", "a.md")]
    assert [problem.line for problem in checked.of("snippets/a.py")] == [4]
    assert checked.of("docs/zh/a.md") == []


def test_cells_may_be_shown_on_any_page_and_between_those_of_another_module(site, found):
    site.module("b.py", MODULE)
    site.page("b.md", HEAD + cell("two", "b.py"))
    assert found(HEAD + cell("one") + cell("one", "b.py") + cell("two")) == []


def test_problems_of_a_module_are_told_once_and_hide_none_of_another_page(site, found):
    site.page("b.md", "# No id\n")
    assert [one.partition(": ")[0] for one in found(BOTH, module="# %% one\nx = = 1\n")] == [
        *("docs/en/b.md:1", "docs/zh/b.md:1", "snippets/a.py:2"),
    ]


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

    def said(old: str = "", new: str = "") -> tuple[int, str, str]:
        assert old in RECORDED
        site.module("a.py", RECORDED.replace(old, new))
        code = main(["check"])
        return code, *capsys.readouterr()

    return said


def test_what_has_to_be_recorded_is_an_error_and_on_another_release_a_note(recorded):
    code, out, err = recorded("y = 2", "# zh: 一\n# en: one\ny = 2")
    assert (code, err, "verified.json" in out) == (0, "", False)
    code, out, err = recorded("0.01", "0.02")
    assert code == 1
    assert err.startswith("snippets/a.py:3: the documented output of cell 'one' has changed since")
    assert err.endswith("Record it: nox -s record -- snippets/a.py.\n")
    assert recorded("y = 2", "y = 3")[0] == 1
    assert "1 modules changed since they ran on CPU with torch 2.14.1: a.py" in out


def test_a_figure_that_another_matplotlib_drew_is_an_error(site, recorded):
    pinned = site.root / "pyproject.toml"
    pinned.write_text(pinned.read_text() + '[x]\ny = ["matplotlib==3.11.2"]\n')
    site.module("a.two.svg", "<!-- Matplotlib 3.10.0 -->\n<svg/>\n")
    page = BOTH.replace('```python\n--8<-- "a.py:two"', '```python alt="A"\n--8<-- "a.py:two"')
    site.page("a.md", "---\ndescription: d\n---\n" + page)
    code, _, err = recorded()
    assert code == 1
    assert "snippets/a.two.svg:1: was drawn with Matplotlib 3.10.0, but 3.11.2 is pinned" in err
