"""Mistakes that people make, each made on purpose: what is said, where, and never a traceback.

Each of them is made in a project in order, and found by the command that a person runs next:
``check`` for what needs no torch, ``record`` for what only a run can tell.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

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
def order(site, monkeypatch, capsys):
    """A project in order, and what a command says of it."""
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
    assert main(["check"]) == 0, capsys.readouterr().err
    capsys.readouterr()
    return site


@dataclass(frozen=True)
class Mistake:
    """One thing that a person does wrong.

    Attributes:
        name: what it is.
        file: the file in which it is made.
        old, new: what is written there, and what is written in its place; no ``old`` writes the
            file as a whole, and no ``new`` removes it.
        said: the beginning of the line that says so: path, line, what.
        command: what finds it.
    """

    name: str
    file: str
    old: str | None
    new: str | bytes | None
    said: str
    command: str = "check"


CODE, ZH, EN = "snippets/calc/add.py", "docs/zh/calc/add.md", "docs/en/calc/add.md"
BOTH = "\n```python\nprint(1)\n```\n"
MISTAKES = [
    # --- a module
    Mistake("no cell", CODE, None, "print(1)\n", f"{CODE}:1: has no cell"),
    Mistake("a cell without a title", CODE, "# %% add", "# %%", f"{CODE}:1: the cell has no title"),
    Mistake(
        "a title with blanks", CODE, "# %% add", "# %% Add it", f"{CODE}:1: 'Add it' is not a cell"
    ),
    Mistake(
        "two cells of one title",
        CODE,
        "# %% fails",
        "# %% add",
        f"{CODE}:10: cell 'add' has the title of the cell at line 1",
    ),
    Mistake(
        "a misspelt tag",
        CODE,
        "raises-exception",
        "raise-exception",
        f"{CODE}:10: unknown tag 'raise-exception'. Did you mean 'raises-exception'",
    ),
    Mistake(
        "code above the first cell",
        CODE,
        "# %% add",
        "x = 1\n# %% add",
        f"{CODE}:1: has code before",
    ),
    Mistake(
        "invalid Python", CODE, "print(1 + 1)", "print(1 + 1", f"{CODE}:7: is not valid Python"
    ),
    Mistake(
        "a comment in one language",
        CODE,
        "# en: One and one.\n",
        "",
        f"{CODE}:5: a '# zh:' comment has no '# en:' partner",
    ),
    Mistake(
        "a comment behind code",
        CODE,
        "print(1 + 1)",
        "print(1 + 1)  # zh: 二",
        f"{CODE}:7: '# zh: 二' is not a language comment",
    ),
    Mistake(
        "output in the middle",
        CODE,
        "x = math",
        "#> 1\nx = math",
        f"{CODE}:4: output stands in the middle of a cell",
    ),
    Mistake(
        "an output prefix with a blank", CODE, "#> 2", "# > 2", f"{CODE}:8: '# >' is not an output"
    ),
    Mistake(
        "an import below the first cell",
        CODE,
        "#> ZeroDivisionError: division by zero\n",
        '#> ZeroDivisionError: division by zero\n\n# %% more tags=["remove-cell"]\nimport os\n',
        f"{CODE}:15: an import below the first cell",
    ),
    Mistake(
        "a cell that is too long",
        CODE,
        "x = math",
        "a = 1\n" * 9 + "x = math",
        f"{CODE}:1: cell 'add' has 13 lines",
    ),
    Mistake(
        "another encoding", CODE, None, "# %% add\n# é\n".encode("latin-1"), f"{CODE}:2: is not"
    ),
    Mistake(
        "a conflict of two branches",
        EN,
        "## Pitfalls",
        "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other\n\n## Pitfalls",
        f"{EN}:16: is left from a conflict of two branches",
    ),
    Mistake(
        "a name of Python's own",
        "snippets/calc/json.py",
        None,
        "# %% a\nx = 1\n",
        "snippets/calc/json.py:1: hides Python's own module 'json'",
    ),
    Mistake(
        "a name of a package's",
        "snippets/calc/torch.py",
        None,
        "# %% a\nx = 1\n",
        "snippets/calc/torch.py:1: hides the package 'torch'",
    ),
    Mistake(
        "a module that no page shows",
        "snippets/calc/sub.py",
        None,
        "# %% a\nx = 1\n",
        "snippets/calc/sub.py:1: no page shows a cell of this module",
    ),
    Mistake(
        "a figure of no cell",
        "snippets/calc/add.gone.svg",
        None,
        "<svg/>\n",
        "snippets/calc/add.gone.svg:1: snippets/calc/add.py has no cell 'gone'",
    ),
    # --- a page
    Mistake(
        "a misspelt cell",
        ZH,
        "add.py:add",
        "add.py:ad",
        f"{ZH}:10: snippets/calc/add.py has no cell 'ad'. Its cells: add, fails",
    ),
    Mistake(
        "a misspelt module", EN, "calc/add.py:add", "calc/ad.py:add", f"{EN}:10: there is no mod"
    ),
    Mistake(
        "a path with backslashes",
        EN,
        "calc/add.py:add",
        "calc\\add.py:add",
        f"{EN}:10: the path 'calc\\add.py' uses backslashes",
    ),
    Mistake(
        "code on the page", EN, "## Pit", f"{BOTH}\n## Pit", f"{EN}:17: code on the page itself"
    ),
    Mistake(
        "an unclosed fence", EN, 'fails"\n```', 'fails"', f"{EN}:18: the fence is never closed"
    ),
    Mistake("a fence of no kind", EN, "```python", "```", f"{EN}:10: an include in a '' fence"),
    Mistake(
        "an include without a fence",
        EN,
        '```python\n--8<-- "calc/add.py:add"\n```',
        '--8<-- "calc/add.py:add"',
        f"{EN}:9: an include outside a python fence",
    ),
    Mistake(
        "a heading without an id", EN, " { #pitfalls }", "", f"{EN}:16: the heading 'Pitfalls' has"
    ),
    Mistake(
        "another id in one language",
        EN,
        "#pitfalls",
        "#errors",
        f"{ZH}:16: heading '## #pitfalls' stands where {EN}:16 has '## #errors'",
    ),
    Mistake(
        "two titles", EN, "## Pitfalls", "# Pitfalls", f"{EN}:1: a page has one heading of level 1"
    ),
    Mistake(
        "no description", EN, "description: How to add.", "tags: []", f"{EN}:1: has no description"
    ),
    Mistake(
        "front matter that is no YAML",
        EN,
        "description: How",
        "description: How: ",
        f"{EN}:2: the front matter is not YAML",
    ),
    Mistake("a page in one language", EN, None, None, f"{ZH}:1: has no English page"),
    Mistake(
        "a cell in one language",
        EN,
        '```python\n--8<-- "calc/add.py:fails"\n```\n',
        "",
        f"{CODE}:10: cell 'fails' is shown on no English page",
    ),
    Mistake(
        "a link in one language",
        EN,
        "See [tensor](../glossary.md#terms)",
        "See tensor",
        f"{ZH}:7: link '../glossary.md#terms' is missing in {EN}",
    ),
    Mistake(
        "another admonition",
        EN,
        "!!! tip",
        "!!! note",
        f"{ZH}:13: admonition or tab '!!! tip' stands where {EN}:13 has '!!! note'",
    ),
    Mistake(
        "a link to no page",
        EN,
        "../glossary.md",
        "../glosary.md",
        f"{EN}:7: there is no docs/en/glosary.md to link to. Did you mean glossary.md",
    ),
    Mistake(
        "a link to no heading",
        EN,
        "#terms",
        "#term",
        f"{EN}:7: docs/en/glossary.md has no heading #term. Did you mean #terms",
    ),
    Mistake(
        "an image without words",
        EN,
        "How to add?",
        "![](../x.png) How to add?",
        f"{EN}:7: the image '../x.png' has no alternative text",
    ),
    Mistake(
        "a word that is not the agreed one",
        ZH,
        "张量也一样",
        "反传也一样",
        f"{ZH}:14: the agreed word for '反传' is '反向传播'",
    ),
    Mistake(
        "such a word over the end of a line",
        EN,
        "Tensors do, too.",
        "So does back\n    propagation.",
        f"{EN}:14: the agreed word for 'back propagation' is 'backpropagation'",
    ),
    Mistake(
        "half-width punctuation",
        ZH,
        "张量也一样。",
        "张量,也一样。",
        f"{ZH}:14: '张量,也一样。' should be",
    ),
    Mistake(
        "a change in one language",
        EN,
        "Tensors do, too.",
        "Tensors do as well.",
        f"{ZH}:1: has not followed the change of {EN}",
    ),
    Mistake(
        "a link to the glossary that is no term",
        ZH,
        "[张量]",
        "[它]",
        f"{ZH}:7: '它' is no term of the glossary's section #terms",
    ),
    # --- beside the pages
    Mistake(
        "a page that is not in the navigation",
        "mkdocs.en.yml",
        "      - calc/add.md\n",
        "",
        f"{EN}:1: is not in the navigation (mkdocs.en.yml)",
    ),
    Mistake(
        "an entry without a page",
        "mkdocs.yml",
        "calc/add.md",
        "calc/sub.md",
        "mkdocs.yml:5: there is no page docs/zh/calc/sub.md",
    ),
    Mistake("a navigation that is no YAML", "mkdocs.yml", "nav:", "nav: [", "mkdocs.yml:"),
    Mistake(
        "a page that its chapter does not name",
        "docs/en/calc/index.md",
        "[A](add.md)",
        "A",
        "docs/en/calc/index.md:1: does not point at the chapter's page calc/add.md",
    ),
    Mistake(
        "a term in one glossary",
        "docs/en/glossary.md",
        "| backpropagation | 反向传播 |\n",
        "",
        "docs/zh/glossary.md:12: the other glossary lacks 'backpropagation', 反向传播",
    ),
    Mistake(
        "a broken record",
        "snippets/verified.json",
        None,
        "{\n  oops\n}\n",
        "snippets/verified.json:2: is not a record of verifications",
    ),
    # --- what only a run can tell
    Mistake("an error unasked", CODE, "1 + 1", "1 + y", f"{CODE}:7: cell 'add' raised", "record"),
    Mistake(
        "an error that does not come",
        CODE,
        "1 / 0",
        "1 / 1",
        f"{CODE}:10: cell 'fails' raised nothing",
        "record",
    ),
    Mistake(
        "another output each time",
        CODE,
        "print(1 + 1)",
        "import time\nprint(time.time_ns())",
        f"{CODE}:2: cell 'add' printed two different things in two runs",
        "record",
    ),
    Mistake("a program that exits", CODE, "1 / 0", "exit()", f"{CODE}:11: cell 'fails' ", "record"),
    Mistake(
        "no such module",
        CODE,
        "",
        "",
        "snippets/calc/sub.py:1: is no snippet module",
        "record snippets/calc/sub.py",
    ),
]


def test_there_are_forty_mistakes_and_more():
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES) >= 40


@pytest.fixture
def made(order) -> Callable[[Mistake], None]:
    def make(mistake: Mistake) -> None:
        file = order.root / mistake.file
        if mistake.old is not None:
            text = file.read_text(encoding="utf-8")
            assert mistake.old in text
            file.write_text(text.replace(mistake.old, mistake.new, 1), encoding="utf-8")
        elif mistake.new is None:
            file.unlink()
        else:
            data = mistake.new if isinstance(mistake.new, bytes) else mistake.new.encode()
            file.write_bytes(data)

    return make


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_where_it_is_and_with_what_to_do(made, mistake, capsys):
    made(mistake)
    assert main(mistake.command.split()) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    found = [line for line in said.splitlines() if line.startswith(mistake.said)]
    assert found, said
    for problem in found:
        what, _, mend = problem.partition(": ")[2].partition(". ")
        assert what or "\n" in said
        assert mend.endswith(".") or mistake.command.startswith("record")


@pytest.mark.parametrize(
    "name",
    [
        "a word that is not the agreed one",
        "half-width punctuation",
        "a page that is not in the navigation",
        "a figure of no cell",
    ],
)
def test_what_is_mechanical_is_mended(made, order, name, capsys):
    (mistake,) = (m for m in MISTAKES if m.name == name)
    made(mistake)
    main(["check", "--fix"])
    assert "mended: " in capsys.readouterr().out
    main(["check", "--language-only", ZH])
    capsys.readouterr()
    assert main(["check"]) == 0, capsys.readouterr().err


def test_nothing_but_what_is_named_is_mended(order, capsys):
    before = {f: f.read_bytes() for f in order.root.rglob("*") if f.is_file()}
    assert main(["check", "--fix"]) == 0
    assert capsys.readouterr().out.startswith("nothing to mend by itself\n")
    assert {f: f.read_bytes() for f in order.root.rglob("*") if f.is_file()} == before


def test_editors_get_the_findings_as_json(made, capsys):
    made(next(m for m in MISTAKES if m.name == "a misspelt cell"))
    assert main(["check", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"path", "line", "what", "mend", "severity"} == set(found[0])
    assert (ZH, 10) in [(one["path"], one["line"]) for one in found]


def test_pages_with_windows_line_ends_are_as_good(order, capsys):
    for file in order.root.rglob("*"):
        if file.suffix in (".md", ".py", ".yml", ".json"):
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["check"]) == 0, capsys.readouterr().err


def test_a_variant_in_code_a_link_or_an_id_is_none(order, capsys):
    for language in ("zh", "en"):
        file = order.root / f"docs/{language}/calc/index.md"
        text = file.read_text(encoding="utf-8")
        more = '\n## A { #back-propagation data-x="back propagation" }\n\n`back propagation`'
        more += ' <sub title="反传">x</sub> [A](#back-propagation "back propagation")\n'
        file.write_text(text + more, encoding="utf-8")
    assert main(["check"]) == 0, capsys.readouterr().err


def test_a_variant_is_mended_beside_code_that_has_it_too(order, capsys):
    for language, word in (("zh", "反传 `反传`"), ("en", "Back propagation, `back propagation`")):
        file = order.root / f"docs/{language}/calc/index.md"
        file.write_text(file.read_text(encoding="utf-8") + f"\n{word}\n", encoding="utf-8")
    assert main(["check", "--fix"]) == 0, capsys.readouterr().err
    text = (order.root / "docs/en/calc/index.md").read_text(encoding="utf-8")
    assert text.endswith("\nBackpropagation, `back propagation`\n")
