"""Mistakes that people make, each made on purpose: what is said, where, and never a traceback.

Each is made in a project in order, and found by the command that a person runs next: ``check`` for
what needs no torch, ``record`` for what only a run can tell.
"""

from __future__ import annotations

import json
import subprocess

import pytest

from literate.__main__ import main

MODULE = """\
# %% add
import math

x = math.sqrt(4.0)
# zh: 一加一。
# en: One and one.
print(1 + 1)
#> 2

# %% fails tags=["raises-exception"]
1 / 0
#> ZeroDivisionError: division by zero
"""
PAGE = """\
---
description: {description}
---

# {title} {{ #add }}

{words}[{term}](../glossary.md#terms){stop}

```python
--8<-- "calc/add.py:add"
```

!!! tip
    {tip}

## {pitfalls} {{ #pitfalls }}

```python
--8<-- "calc/add.py:fails"
```
"""
WORDS = {
    "zh": ("加法的例子。", "加法", "怎样相加？见", "。", "张量也一样。", "常见错误", "张量"),
    "en": ("How to add.", "Add", "How to add? See ", ".", "Tensors do, too.", "Pitfalls", "tensor"),
}
INDEX = "---\ndescription: d\n---\n\n# {} {{ #{} }}\n\n- [A]({})\n"
GLOSSARY = """\
---
description: d
---

# G {{ #glossary }}

## T {{ #terms }}

| {} | 中文 |
|---|---|
| tensor | 张量 |
| backpropagation | 反向传播 |
"""
NAV = "nav:\n  - index.md\n  - {}:\n      - calc/index.md\n      - calc/add.md\n  - glossary.md\n"
VARIANTS = "zh:\n  反向传播: [反传]\nen:\n  backpropagation: [back propagation]\n"


@pytest.fixture
def order(site, monkeypatch):
    """A project in order."""
    monkeypatch.chdir(site.root)
    site.module("calc/add.py", MODULE)
    keys = ("description", "title", "words", "stop", "tip", "pitfalls", "term")
    zh, en = (PAGE.format(**dict(zip(keys, WORDS[x], strict=True))) for x in ("zh", "en"))
    site.page("calc/add.md", zh, en)
    site.page("calc/index.md", *(INDEX.format(x, "calc", "add.md") for x in ("算", "Calc")))
    site.page("index.md", INDEX.format("H", "home", "calc/index.md"))
    site.page("glossary.md", GLOSSARY.format("英文"), GLOSSARY.format("Term"))
    (site.root / "mkdocs.yml").write_text(NAV.format("算"), encoding="utf-8")
    (site.root / "mkdocs.en.yml").write_text(NAV.format("Calc"), encoding="utf-8")
    (site.root / "docs/variants.yml").write_text(VARIANTS, encoding="utf-8")
    return site


CODE, ZH, EN = "snippets/calc/add.py", "docs/zh/calc/add.md", "docs/en/calc/add.md"
FAILS = '```python\n--8<-- "calc/add.py:fails"\n```\n'
DIVIDED = "#> ZeroDivisionError: division by zero\n"
LATE = f'{DIVIDED}\n# %% more tags=["remove-cell"]\nimport os\n'
CONFLICT = "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other\n\n## Pitfalls"
WHOLE = ""  # in place of what a file says: all of it

# By the file in which it is made: what is replaced (WHOLE: everything), what is written there
# (None: the file is removed), and what the line that says so begins with, after the file's name.
CHECK = {
    CODE: [
        (WHOLE, "print(1)\n", ":1: has no cell"),
        ("# %% add", "# %%", ":1: '# %%' is not a cell marker"),
        ("# %% add", "# %% Add it", ":1: '# %% Add it' is not a cell marker"),
        ("# %% fails", "# %% add", ":10: cell 'add' has the title of the cell at line 1"),
        ("s-exc", "-exc", ":10: unknown tag 'raise-exception'. Did you mean 'raises-exception'"),
        ("# %% add", "x = 1\n# %% add", ":1: has code before"),
        ("print(1 + 1)", "print(1 + 1", ":7: is not valid Python"),
        ("# en: One and one.\n", "", ":5: a '# zh:' comment has no '# en:' partner"),
        ("1 + 1)", "1 + 1)  # zh: 二", ":7: '# zh: 二' is not a language comment"),
        ("x = math", "#> 1\nx = math", ":4: output stands in the middle of a cell"),
        ("#> 2", "# > 2", ":8: '# >' is not an output"),
        (DIVIDED, LATE, ":15: an import below the first cell. Move it"),
        ("x = math", "a = 1\n" * 9 + "x = math", ":1: cell 'add' has 13 lines"),
        ("一加一", "One", ":5: the '# zh:' comment is not Chinese"),
        (WHOLE, "# %% add\n# é\n".encode("latin-1"), ":2: is not"),
    ],
    "snippets/calc/json.py": [(WHOLE, "# %% a\n", ":1: hides Python's own module 'json'")],
    "snippets/calc/torch.py": [(WHOLE, "# %% a\n", ":1: hides the package 'torch'")],
    "snippets/calc/sub.py": [(WHOLE, "# %% a\nx = 1\n", ":1: no page shows a cell of this module")],
    "snippets/calc/add.gone.svg": [(WHOLE, "<svg/>\n", f":1: {CODE} has no cell 'gone'")],
    "snippets/calc/no.gone.svg": [
        (WHOLE, "<svg/>\n", ":1: there is no module snippets/calc/no.py")
    ],
    "snippets/verified.json": [(WHOLE, "{\n  oops\n}\n", ":2: is not a record of verifications")],
    ZH: [
        (":add", ":ad", f":10: {CODE} has no cell 'ad'. Its cells: add, fails"),
        ("张量也一样", "反传也一样", ":14: '    反传也一样。' should be '    反向传播也一样。'"),
        ("张量也一样。", "张量,也一样。", ":14: '    张量,也一样。' should be"),
        ("[张量]", "[它]", ":7: '它' is no term of the glossary's section #terms"),
        ("张量也一样", "So do tensors in it", ":14: this line is not Chinese"),
    ],
    EN: [
        ("## Pitfalls", CONFLICT, ":16: a conflict marker of version control"),
        ("calc/add.py:add", "calc/ad.py:add", ":10: the path 'calc/ad"),
        ("calc/add.py:add", "calc\\add.py:add", ":10: the path 'calc\\add.py' uses backslashes"),
        ("## Pit", "\n```python\nprint(1)\n```\n\n## Pit", ":17: code on a page that is not"),
        ('fails"\n```', 'fails"', ":18: a fence that the site does"),
        ("```python", "```", ":9: a fence without a language"),
        (" { #pitfalls }", "", ":16: the heading 'Pitfalls' has"),
        ("#pitfalls", "#add", ":16: the heading id 'add' is used at line 5 already"),
        ("## Pitfalls", "# Pitfalls", ":1: a page has one heading of level 1"),
        ("description: How to add.", "tags: []", ":1: has no description"),
        ("description: How", "description: How: ", ":2: the front matter is not YAML"),
        ("Tensors", "张量", ":14: this line is not English"),
        ("../gloss", "../glos", ":7: there is no docs/en/glosary.md to link to. Did you mean"),
        ("#terms", "#term", ":7: docs/en/glossary.md has no heading #term. Did you mean #terms"),
        ("How to add? ", "![](../x.png) ", ":7: the image '../x.png' has no alternative text"),
    ],
    "mkdocs.yml": [
        ("calc/add.md", "calc/sub.md", ":5: there is no page docs/zh/calc/sub.md"),
        ("calc/add.md", "calc/index.md", ":4: 'calc/index.md' stands in the navigation twice"),
        ("nav:", "nav: [", ":"),
    ],
    "docs/en/calc/index.md": [
        ("[A](add.md)", "A", ":1: does not point at the chapter's page calc")
    ],
    "docs/variants.yml": [
        ("zh:", "zh: [", ":"),
        ("反向传播: ", "反传播: ", ":1: '反传播' is no term of docs/zh/glossary.md"),
    ],
}
# The same, where another file is named than the one in which the mistake is made.
ELSEWHERE = [
    (EN, WHOLE, None, f"{ZH}:1: has no English page. Write {EN}."),
    (ZH, WHOLE, None, f"{EN}:1: has no Chinese page. Write {ZH}."),
    (EN, "#pitfalls", "#errors", f"{ZH}:16: heading '## #pitfalls' stands where {EN}:16 has"),
    (EN, FAILS, "", f"{CODE}:10: cell 'fails' is shown on no English page"),
    (EN, "[tensor](../glossary.md#terms)", "it", f"{ZH}:7: link '../glossary.md#terms' is missing"),
    (EN, "!!! tip", "!!! note", f"{ZH}:13: admonition or tab 'admonition tip' stands where"),
    ("mkdocs.en.yml", "      - calc/add.md\n", "", f"{EN}:1: is not in the navigation (mkdocs.en"),
    ("docs/en/glossary.md", "| backpropagation | 反向传播 |\n", "",
     "docs/zh/glossary.md:12: the other glossary lacks 'backpropagation', 反向传播"),
]  # fmt: skip
MISTAKES = [(name, old, new, name + said) for name in CHECK for old, new, said in CHECK[name]]
MISTAKES += ELSEWHERE
RECORDED = [
    (CODE, "1 + 1", "1 + y", f"{CODE}:7: cell 'add' raised"),
    (CODE, "1 / 0", "1 / 1", f"{CODE}:10: cell 'fails' raised nothing"),
    (
        CODE,
        "print(1 + 1)",
        "import time\nprint(time.time_ns())",
        f"{CODE}:2: cell 'add' printed two",
    ),
    (CODE, "1 / 0", "exit()", f"{CODE}:11: cell 'fails' "),
    (CODE, "1 + 1", "__file__", f"{CODE}:2: cell 'add' prints the folder of the project: "),
    (CODE, "1 + 1", "'x' * 101", f"{CODE}:2: cell 'add' prints a line of 101 characters. "),
    (CODE, "1 + 1", "'x\\n' * 31", f"{CODE}:2: cell 'add' prints 31 lines. "),
    (CODE, "1 + 1", "'50 %\\r1'", f"{CODE}:2: cell 'add' prints the control character "),
    (CODE, f"1 / 0\n{DIVIDED}", "import x, y\nx.z\n", f"{CODE}:11: cell 'fails' cannot import 'x'"),
]


def make(root, name: str, old: str, new: str | bytes | None) -> None:
    file = root / name
    if new is None:
        file.unlink()
    elif old == WHOLE:
        file.write_bytes(new if isinstance(new, bytes) else new.encode())
    else:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("mistake", MISTAKES + RECORDED, ids=lambda mistake: mistake[3])
def test_a_mistake_is_told_where_it_is_and_with_what_to_do(order, mistake, capsys):
    *made, said = mistake
    make(order.root, *made)
    assert main(["record" if mistake in RECORDED else "check"]) == 1
    err = capsys.readouterr().err
    assert "Traceback" not in err
    found = [line for line in err.splitlines() if line.startswith(said)]
    assert found, err
    for problem in found if mistake in MISTAKES else ():
        what, _, fix = problem.partition(": ")[2].partition(". ")
        assert what
        assert fix.endswith(".")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (ZH, "张量也一样", "反传也一样"),
        (ZH, "张量也一样。", "张量,也一样。"),
        (CODE, "一加一", "反传1次"),
        ("mkdocs.en.yml", "      - calc/add.md\n", ""),
        ("snippets/calc/add.gone.svg", WHOLE, "<svg/>\n"),
    ],
    ids=["word", "punctuation", "comment", "navigation", "figure"],
)
def test_what_is_mechanical_is_fixed(order, name, old, new, capsys):
    make(order.root, name, old, new)
    assert main(["check"]) == 1
    main(["check", "--fix"])
    assert f"fixed: {name}\n" in capsys.readouterr().out
    assert main(["check"]) == 0, capsys.readouterr().err


def test_nothing_but_what_is_named_is_fixed(order, capsys):
    before = {f: f.read_bytes() for f in order.root.rglob("*") if f.is_file()}
    assert main(["check", "--fix"]) == 0
    assert capsys.readouterr().out.startswith("nothing to fix by itself\n")
    assert {f: f.read_bytes() for f in order.root.rglob("*") if f.is_file()} == before


def test_pages_with_windows_line_ends_are_as_good(order, capsys):
    for file in order.root.rglob("*"):
        if file.suffix in (".md", ".py", ".yml", ".json"):
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["check"]) == 0, capsys.readouterr().err


def append(order, zh: str, en: str) -> None:
    for language, text in (("zh", zh), ("en", en)):
        with (order.root / f"docs/{language}/calc/index.md").open("a", encoding="utf-8") as file:
            file.write(f"\n{text}\n")


def test_a_word_that_is_not_agreed_stays_in_code_a_link_or_an_id(order, capsys):
    text = '## A { #back-propagation data-x="back propagation" }\n\n`back propagation`'
    text += ' <sub title="反传">x</sub> [A](#back-propagation "back propagation")'
    append(order, text, text)
    assert main(["check"]) == 0, capsys.readouterr().err
    words = "Back propagation, `back propagation` and [a `back propagation`](add.md)"
    append(order, "反传 `反传`和 [`反传`](add.md)", words)
    assert main(["check", "--fix"]) == 0, capsys.readouterr().err
    text = (order.root / "docs/en/calc/index.md").read_text(encoding="utf-8")
    assert text.endswith(f"\n{words.replace('Back propagation', 'Backpropagation')}\n")


def test_editors_get_the_findings_as_json_with_what_a_template_says_as_a_note(order, capsys):
    append(order, "TODO: 写", "TODO: write")
    assert main(["check", "--json"]) == 0
    make(order.root, ZH, "add.py:add", "add.py:ad")
    capsys.readouterr()
    assert main(["check", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"path", "line", "what", "fix", "severity"} == set(found[0])
    places = [(one["path"], one["line"], one["severity"]) for one in found]
    assert (ZH, 10, "error") in places
    assert ("docs/en/calc/index.md", 9, "note") in places


def test_a_change_in_one_language_alone_is_found(order, capsys):
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *arguments], cwd=order.root, check=True, capture_output=True)

    def said() -> tuple[int, str]:
        code = main(["check", "--since", "main"])
        return code, "".join(capsys.readouterr())

    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "All")
    git("switch", "-c", "more")
    make(order.root, EN, "Tensors do", "So do tensors")
    code, text = said()
    assert code == 0
    assert f"note: {ZH}:1: has not followed the change of {EN}. Change it too, or" in text
    git("commit", "-am", "Change")
    code, text = said()
    assert code == 1
    assert f"{ZH}:1: has not followed the change of {EN}. " in text
    git("commit", "--amend", "-m", "Change\n\nLanguage-only: a better sentence")
    assert said() == (0, "nothing to fix: 1 modules, 8 pages\n")
