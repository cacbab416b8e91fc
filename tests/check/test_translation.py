"""A page that waits for its translation passes, is counted, and excuses nothing but itself."""

from __future__ import annotations

import json
import subprocess

import pytest

from literate.__main__ import main
from literate.check import check, check_all

MODULE = "# %% one\n# en: A line.\nx = 1\n\n# %% two\ny = 2\n"
BODY = """
It has one word.

```python
--8<-- "a.py:one"
```

## Pitfalls {{ #pitfalls }}

```python
--8<-- "a.py:two"
```
"""
FULL = f"---\ndescription: d\n---\n\n# A title {{{{ #a }}}}\n{BODY}".format()
STUB = "---\nstatus: untranslated\n---\n\n# A title { #a }\n"
CELL = '# 题 { #t }\n\n```python\n--8<-- "a.py:one"\n```\n'
WAITS = "docs/{}/a.md:1: waits for its translation into {}. Write it from docs/{}/a.md, then remove"
CHINESE = WAITS.format("zh", "Chinese", "en")


@pytest.fixture
def half(site, monkeypatch):
    """A project with a page in English, which waits for its translation into Chinese."""
    monkeypatch.chdir(site.root)
    site.module("a.py", MODULE)
    site.page("a.md", STUB, FULL)
    return site


def found(site) -> list[str]:
    return [f"{p.path}:{p.line}: {p.what}" for p in check_all(site.project).problems]


def test_one_language_is_enough(half):
    assert found(half) == []
    assert check(half.project).problems == []


def test_so_it_is_the_other_way_round_and_with_either_title(half):
    chinese = FULL.replace("A title", "题目").replace("It has one word.", "只有一个词。")
    half.module("a.py", MODULE.replace("# en: A line.", "# zh: 一行。"))
    for title in ("A title", "题目"):
        half.page("a.md", chinese, STUB.replace("A title", title))
        assert found(half) == []


@pytest.mark.parametrize("order", ["", "order: 5\n", "order: none\n"])
def test_it_needs_no_card_and_shows_none_and_has_the_other_s_order(half, order):
    stub = STUB.replace("---\n\n", f"{order}---\n\n")
    card = FULL.replace("description", "card: c\norder: 10\ndescription")
    index = card.partition("\n# ")[0] + "\n# C {{ #c }}\n\n<!-- literate:chapter -->\n".format()
    half.page("c/index.md", index)
    half.page("c/b.md", stub, card)
    half.page("a.md", FULL.partition("\n# ")[0] + "\n# A { #a }\n")
    assert found(half) == []
    half.page("c/index.md", STUB.replace("A title", "C").replace("#a", "#c"), index)
    assert found(half) == []


@pytest.mark.parametrize(("id_", "lines"), [("pitfalls", []), ("pitfall", [7, 7])])
def test_links_lead_to_it_and_to_what_it_will_say(half, id_, lines):
    page = "---\ndescription: {}\n---\n\n# B {{ #b }}\n\n[A title](a.md), [A title](a.md#{})\n"
    half.page("b.md", page.format("见", id_), page.format("d", id_))
    problems = check_all(half.project).problems
    assert [p.line for p in problems] == lines
    assert all(f"has no heading #{id_}. Did you mean #pitfalls" in str(p) for p in problems)


@pytest.mark.parametrize("ci", ["", "1"])
def test_it_is_work_to_do_that_fails_nothing(half, ci, capsys, monkeypatch):
    monkeypatch.setenv("CI", ci)
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert f"note: {CHINESE} 'status: untranslated'.\n" in out
    assert out.endswith("nothing to fix: 1 modules, 2 pages, 1 of them to be translated\n")
    assert main(["check", "--json"]) == 0
    notes = json.loads(capsys.readouterr().out)
    assert ("docs/zh/a.md", "note") in [(one["path"], one["severity"]) for one in notes]


# By what is wrong: the Chinese page, the English one, the module, and what is found.
WRONG = {
    "more than a title": (
        *(f"{STUB}\nA word.\n", FULL, MODULE),
        ["docs/zh/a.md:7: says 'status: untranslated', and has more than a title"],
    ),
    "a cell": (
        *(f'{STUB}\n```python\n--8<-- "a.py:two"\n```\n', FULL, MODULE),
        [
            "docs/zh/a.md:7: says 'status: untranslated', and has more than a title",
            "snippets/a.py:2: a '# en:' comment has no '# zh:' partner",
        ],
    ),
    "a card": (
        *(STUB.replace("---\n\n", "card: 卡片\n---\n\n"), FULL, MODULE),
        ["docs/zh/a.md:3: says 'status: untranslated', and has more than a title"],
    ),
    "another id": (
        *(STUB.replace("#a", "#b"), FULL, MODULE),
        [
            "docs/en/a.md:5: differs from docs/zh/a.md:5",
            "docs/zh/a.md:5: heading '# #b' stands where docs/en/a.md:5 has '# #a'",
        ],
    ),
    "no title": (
        *(STUB.partition("#")[0], FULL, MODULE),
        [
            "docs/en/a.md:5: heading '# #a' is missing in docs/zh/a.md",
            "docs/zh/a.md:1: a page has one heading of level 1",
            "docs/zh/a.md:1: misses the heading of docs/en/a.md:5",
        ],
    ),
    "neither is written": (
        *(STUB, STUB, MODULE),
        [
            "docs/en/a.md:1: waits for its translation in both languages",
            "docs/zh/a.md:1: waits for its translation in both languages",
            "snippets/a.py:1: no page shows a cell of this module",
            "snippets/a.py:2: a '# en:' comment has no '# zh:' partner",
        ],
    ),
    "the key is gone and nothing is written": (
        *(STUB.replace("status: untranslated", "description: 题"), FULL, MODULE),
        [
            "docs/en/a.md:9: cell 'a.py:one' is missing in docs/zh/a.md",
            "docs/en/a.md:13: heading '## #pitfalls' is missing in docs/zh/a.md",
            "docs/zh/a.md:1: misses the cell of docs/en/a.md:9",
            "docs/zh/a.md:5: misses the heading of docs/en/a.md:13",
            "snippets/a.py:1: cell 'one' is shown on no Chinese page",
            "snippets/a.py:2: a '# en:' comment has no '# zh:' partner",
            "snippets/a.py:5: cell 'two' is shown on no Chinese page",
        ],
    ),
    "a cell that the written page lacks": (
        *(STUB, FULL, f"{MODULE}\n# %% three\nz = 3\n"),
        ["snippets/a.py:8: cell 'three' is shown on no Chinese and no English page"],
    ),
    "a comment that nobody reads": (
        *(STUB, FULL, MODULE.replace("# en: A line.", "# zh: 一行。")),
        ["snippets/a.py:2: a '# zh:' comment has no '# en:' partner"],
    ),
    "a comment of which a part is translated": (
        *(STUB, FULL, MODULE.replace("x = 1", "# en: Two.\n# zh: 一行。\nx = 1")),
        ["snippets/a.py:2: a comment of 1 Chinese lines and 2 English"],
    ),
}


@pytest.mark.parametrize(("zh", "en", "module", "problems"), WRONG.values(), ids=WRONG)
def test_what_it_does_not_excuse_is_found(half, zh, en, module, problems):
    half.module("a.py", module)
    half.page("a.md", zh, en)
    assert sorted(problems) == [
        f"{p.path}:{p.line}: {p.what}" for p in sorted(set(check(half.project).problems), key=str)
    ]


def test_a_cell_on_another_page_needs_its_comments_in_both_languages(half):
    half.page("b.md", CELL)
    wrong = "snippets/a.py:2: a '# en:' comment has no '# zh:' partner"
    assert wrong in [f"{p.path}:{p.line}: {p.what}" for p in check(half.project).problems]


def test_two_pages_that_wait_have_titles_of_their_own(half):
    half.page("b/a.md", STUB, FULL)
    (problem,) = check(half.project).problems
    assert str(problem) == (
        "docs/zh/b/a.md:1: waits for its translation with title and id of docs/zh/a.md. "
        "Give it a title that says more."
    )
    half.page("b/a.md", STUB.replace("A title", "Another title"), FULL)
    assert check(half.project).problems == []


ZH, EN = "has no '# zh:' partner", "has no '# en:' partner"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("# zh: 一\n# en: one\nx = 1", None),
        ("# en: one\n# en: two\n# zh: 一\n# zh: 二\nx = 1", None),
        ("# zh: 一\nx = 1", (2, EN)),
        ("# en: one\nx = 1", (2, ZH)),
        ("# zh: 一\nx = 1\n# en: one", (2, EN)),
        ("# zh: 一\n\n# en: one\nx = 1", (2, EN)),
        ("# zh: 一\n# en: one\n# zh: 二\nx = 1", (2, "a comment of 2 Chinese lines and 1 English")),
        ("if x:\n    # zh: 一\n    y = 1\n# en: one", (3, EN)),
        ("if x:\n    y = 1\n    # zh: 一\n# en: one", (4, EN)),
    ],
)
def test_comments_are_in_both_languages_where_both_show_them(site, code, found):
    site.module("a.py", f"# %% one\n{code}\n")
    site.page("a.md", CELL)
    problems = check(site.project).problems
    lines = [(p.line, p.what) for p in sorted(problems)][:1]
    assert bool(lines) == bool(found)
    if found:
        assert lines[0][0] == found[0]
        assert found[1] in lines[0][1]


def test_a_change_of_a_page_that_waits_and_its_translation_need_no_partner(half, capsys):
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *arguments], cwd=half.root, check=True, capture_output=True)

    def said() -> str:
        main(["check", "--since", "main"])
        return "".join(capsys.readouterr())

    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "All")
    git("switch", "-c", "more")
    half.page("a.md", STUB, FULL.replace("one word", "two words"))
    assert "has not followed" not in said()
    git("commit", "-am", "Change the English page")
    assert "has not followed" not in said()
    git("switch", "-c", "translate", "main")
    half.module("a.py", MODULE.replace("x = 1", "# zh: 一行。\nx = 1"))
    half.page("a.md", FULL.replace("It has one word.", "只有一个词。"), FULL)
    assert "has not followed" not in said()
    git("commit", "-am", "Translate")
    assert "has not followed" not in said()
    git("switch", "-c", "later")
    git("branch", "-f", "main", "translate")
    half.page("a.md", FULL.replace("It has one word.", "只有两个词。"), FULL)
    git("commit", "-am", "Change the Chinese page")
    assert "docs/en/a.md:1: has not followed the change of docs/zh/a.md" in said()
