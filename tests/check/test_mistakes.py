"""Mistakes that people make, each made on purpose: what is said, where, and never a traceback.

Each is made in a project in order, and found by the command that a person runs next: ``check`` for
what needs no torch, ``record`` for what only a run can tell.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from literate.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
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
card: {title}
order: 10
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
CARDS = "---\ndescription: d\n---\n\n# {} {{ #calc }}\n\n<!-- literate:chapter -->\n"
NAV = "nav:\n  - index.md\n  - calc/\n  - glossary.md\n"
VARIANTS = "zh:\n  反向传播: [反传]\nen:\n  backpropagation: [back propagation]\n"


@pytest.fixture
def order(site, monkeypatch):
    """A project in order."""
    monkeypatch.chdir(site.root)
    site.module("calc/add.py", MODULE)
    keys = ("description", "title", "words", "stop", "tip", "pitfalls", "term")
    zh, en = (PAGE.format(**dict(zip(keys, WORDS[x], strict=True))) for x in ("zh", "en"))
    site.page("calc/add.md", zh, en)
    site.page("calc/index.md", *map(CARDS.format, ("算", "Calc")))
    site.page("index.md", INDEX.format("H", "home", "calc/index.md"))
    site.page("glossary.md", GLOSSARY.format("英文"), GLOSSARY.format("Term"))
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        (site.root / name).write_text(NAV, encoding="utf-8")
    (site.root / "docs/variants.yml").write_text(VARIANTS, encoding="utf-8")
    return site


CODE, ZH, EN = "snippets/calc/add.py", "docs/zh/calc/add.md", "docs/en/calc/add.md"
FAILS = '```python\n--8<-- "calc/add.py:fails"\n```\n'
DIVIDED = "#> ZeroDivisionError: division by zero\n"
LATE = f'{DIVIDED}\n# %% more tags=["remove-cell"]\nimport os\n'
CONFLICT = "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other\n\n## Pitfalls"
SIDES = "<<<<<<< HEAD\n=======\n>>>>>>> other\n"
CONFLICTS = {  # the line of the second marker, and how the conflict is resolved
    CODE: ("# %% fails", 12, "Keep the code of both sides, without the markers; then record it"),
    ZH: ("## ", 20, "Keep what both sides say, without the markers"),
    "docs/en/glossary.md": ("| tensor", 13, "Keep what both sides say, without the markers"),
    "docs/variants.yml": ("en:", 5, "Keep the lines of both sides, each word once, without the"),
    "mkdocs.en.yml": (
        "  - calc/",
        5,
        "Keep the lines of both sides, each once, without the markers",
    ),
}
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
        (":add", ":ad", f":12: {CODE} has no cell 'ad'. Its cells: add, fails"),
        ("张量也一样", "反传也一样", ":16: '    反传也一样。' should be '    反向传播也一样。'"),
        ("张量也一样。", "张量,也一样。", ":16: '    张量,也一样。' should be"),
        ("[张量]", "[它]", ":9: '它' is no term of the glossary's section #terms"),
        ("张量也一样", "So do tensors in it", ":16: this line is not Chinese"),
    ],
    EN: [
        ("## Pitfalls", CONFLICT, ":18: a conflict marker of version control"),
        ("calc/add.py:add", "calc/ad.py:add", ":12: the path 'calc/ad"),
        ("calc/add.py:add", "calc\\add.py:add", ":12: the path 'calc\\add.py' uses backslashes"),
        ("## Pit", "\n```python\nprint(1)\n```\n\n## Pit", ":19: code on a page that is not"),
        ('fails"\n```', 'fails"', ":20: a fence that is not closed"),
        ("```python", "```", ":11: a fence without a language"),
        (" { #pitfalls }", "", ":18: the heading 'Pitfalls' has"),
        ("#pitfalls", "#add", ":18: the heading id 'add' is used at line 7 already"),
        ("## Pitfalls", "# Pitfalls", ":1: a page has one heading of level 1"),
        ("description: How to add.", "tags: []", ":1: has no description"),
        ("description: How", "description: How: ", ":2: the front matter is not YAML"),
        ("Tensors", "张量", ":16: this line is not English"),
        ("../gloss", "../glos", ":9: there is no docs/en/glosary.md to link to. Did you mean"),
        ("#terms", "#term", ":9: docs/en/glossary.md has no heading #term. Did you mean #terms"),
        ("card: Add\n", "", ":1: has no card for docs/en/calc/index.md. Write 'card: "),
        ("card: Add", "card: ''", ":1: has no card for docs/en/calc/index.md. Write 'card: "),
        ("card: Add", "card: '[a](add.md)'", ":3: the card is more than words, inline code and"),
        ("card: Add", "card: '- a'", ":3: the card is more than words, inline code and"),
        ("card: Add", "card: '<kbd>a</kbd>'", ":3: '<kbd>' typed on a page"),
        ("card: Add", "card: 加？", ":3: this line is not English"),
        ("card: Add", "card: back propagation", ":3: 'card: back propagation' should be"),
        ("10", "ten", ":1: its order is 'ten'. Write a number"),
        ("How to add? ", "![](../x.png) ", ":9: the image '../x.png' has no alternative text"),
    ],
    "mkdocs.yml": [
        ("glossary.md", "terms.md", ":4: there is no page docs/zh/terms.md"),
        ("calc/", "clac/", ":3: there is no page docs/zh/clac/index.md"),
        ("- calc/", "- calc/\n  - calc/add.md", ":3: 'calc/add.md' stands in the navigation twice"),
        ("- calc/\n  - glossary.md", "- glossary.md\n  - calc/", ":3: 'glossary.md' stands where"),
        ("nav:", "nav: [", ":"),
    ],
    "docs/en/calc/index.md": [(":chapter", ":verified", ":1: does not show the cards of its")],
    "docs/variants.yml": [
        ("zh:", "zh: [", ":"),
        ("反向传播: ", "反传播: ", ":1: '反传播' is no term of docs/zh/glossary.md"),
    ],
}
# The same, where another file is named than the one in which the mistake is made.
ELSEWHERE = [
    (EN, WHOLE, None, f"{ZH}:1: has no English page. Write {EN}."),
    (ZH, WHOLE, None, f"{EN}:1: has no Chinese page. Write {ZH}."),
    (EN, "#pitfalls", "#errors", f"{ZH}:18: heading '## #pitfalls' stands where {EN}:18 has"),
    (EN, FAILS, "", f"{CODE}:10: cell 'fails' is shown on no English page"),
    (EN, "[tensor](../glossary.md#terms)", "it", f"{ZH}:9: link '../glossary.md#terms' is missing"),
    (EN, "!!! tip", "!!! note", f"{ZH}:15: admonition or tab 'admonition tip' stands where"),
    (EN, "order: 10", "order: 20", f"{ZH}:1: its order is 10, that of {EN} is 20"),
    (EN, "order: 10\n", "", f"{ZH}:1: front matter key 'order' is missing in {EN}"),
    ("mkdocs.en.yml", "  - calc/\n", "",
     "docs/en/calc/add.md:1: is not in the navigation (mkdocs.en.yml). Add the line '- calc/' to"),
    ("mkdocs.yml", "  - glossary.md\n", "",
     "docs/zh/glossary.md:1: is not in the navigation (mkdocs.yml). Add the line '- glossary.md' "),
    ("docs/zh/more/index.md", WHOLE, CARDS.format("多"),
     "docs/zh/more/index.md:1: is the first page of a chapter without others"),
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
        file.parent.mkdir(exist_ok=True)
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


@pytest.mark.parametrize("name", CONFLICTS)
def test_both_markers_of_a_conflict_are_told_with_how_nothing_is_lost(order, capsys, name):
    above, line, fix = CONFLICTS[name]
    make(order.root, name, above, SIDES + above)
    assert main(["check"]) == 1
    said = [x for x in capsys.readouterr().err.splitlines() if "a conflict marker" in x]
    assert [x.split(" ")[0] for x in said] == [f"{name}:{line - 2}:", f"{name}:{line}:"]
    assert all(fix in x for x in said)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (ZH, "张量也一样", "反传也一样"),
        (ZH, "张量也一样。", "张量,也一样。"),
        (CODE, "一加一", "反传1次"),
        ("snippets/calc/add.gone.svg", WHOLE, "<svg/>\n"),
    ],
    ids=["word", "punctuation", "comment", "figure"],
)
def test_what_is_mechanical_is_fixed(order, name, old, new, capsys):
    make(order.root, name, old, new)
    assert main(["check"]) == 1
    main(["check", "--fix"])
    assert f"fixed: {name}\n" in capsys.readouterr().out
    assert main(["check"]) == 0, capsys.readouterr().err


def test_nothing_but_what_is_named_is_fixed(order, capsys):
    def files() -> dict:
        return {
            f: f.read_bytes()
            for f in order.root.rglob("*")
            if f.is_file() and ".cache" not in f.parts
        }

    before = files()
    assert main(["check", "--fix"]) == 0
    assert capsys.readouterr().out.startswith("nothing to fix by itself\n")
    assert files() == before


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


@pytest.mark.parametrize("ci", ["", "true"])
def test_what_a_template_says_is_a_note_for_who_writes_and_an_error_in_ci(
    order, monkeypatch, capsys, ci
):
    monkeypatch.setenv("CI", ci)
    make(order.root, EN, "card: Add", "card: TODO Which question?")
    assert main(["check"]) == bool(ci)
    out, err = capsys.readouterr()
    said = "docs/en/calc/add.md:3: still says what its template says: 'TODO Which question?'"
    assert said in (err if ci else out)


def test_editors_get_the_findings_as_json_with_what_a_template_says_as_a_note(order, capsys):
    append(order, "TODO: 写", "TODO: write")
    assert main(["check", "--json"]) == 0
    make(order.root, ZH, "add.py:add", "add.py:ad")
    capsys.readouterr()
    assert main(["check", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"path", "line", "what", "fix", "severity"} == set(found[0])
    places = [(one["path"], one["line"], one["severity"]) for one in found]
    assert [place for place in places if place[2] == "error"] == [(ZH, 12, "error")]
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


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another error there")
def test_who_reads_no_further_is_told_nothing(order):
    read, write = os.pipe()
    os.close(read)  # as 'check | head' does once it has its lines
    command = [sys.executable, "-m", "literate", "check"]
    given = {"cwd": order.root, "env": os.environ | {"PYTHONPATH": str(ROOT)}}
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, **given)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")
