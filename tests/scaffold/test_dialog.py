"""What a person is asked and told by ``new``: no answer is lost, no error gets a second page."""

from __future__ import annotations

import re
import shlex
import sys
from types import SimpleNamespace

import pytest

from literate.__main__ import main
from literate.scaffold.error import error_cell, stable
from literate.snippet import read_module
from tests.scaffold.conftest import tree
from tests.scaffold.test_new import TITLES, begun  # noqa: F401 - a fixture

MESSAGE = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x5 and 10x2)"
SHOWN = """\
# %% a
x = 1

# %% fails tags=["raises-exception"]
raise RuntimeError("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")
#> RuntimeError: mat1 and mat2 shapes cannot be multiplied {}
"""


@pytest.fixture
def answers(monkeypatch):
    """Lets a person at the terminal give answers, and notes what was asked."""

    def give(*given: str) -> list[str]:
        asked, left = [], iter(given)

        def answer(question: str) -> str:
            asked.append(question)
            if (one := next(left, None)) is None:
                raise EOFError
            return one

        monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
        monkeypatch.setattr("builtins.input", answer)
        return asked

    return give


def repeated(err: str) -> list[str]:
    """The arguments of the command that is proposed."""
    line = err.partition("Nothing was changed. To change an answer, edit this:\n")[2]
    words = shlex.split(line)
    assert words[:4] == ["nox", "-s", "new", "--"]
    return words[4:]


@pytest.fixture(params=["(2x3 and 2x3)", "..."], ids=["whole", "cut"])
def shown(begun, request):  # noqa: F811
    """A project where an entry and a page show the error, with other numbers or cut."""
    begun.module("a.py", SHOWN.format(request.param))
    fence = '\n```python\n--8<-- "a.py:fails"\n```\n'
    for language in ("zh", "en"):
        file = begun.project.docs(language) / "autograd/backward.md"
        file.write_text(file.read_text("utf-8") + fence, "utf-8")
    begun.page("errors/had.md", f"---\ndescription: d\ntopic: shapes\n---\n\n# T {{ #t }}\n{fence}")
    return begun


def test_an_error_that_a_page_has_already_is_not_begun_again(shown, capsys):
    before = tree(shown.root)
    given = ["errors/shapes", "--message", MESSAGE, *TITLES]
    assert main(["new", *given]) == 1
    err = capsys.readouterr().err
    for language in ("zh", "en"):
        assert f"docs/{language}/errors/had.md:9: has this error already. Add to it what" in err
    assert "backward" not in err
    assert repeated(err) == given
    assert tree(shown.root) == before
    assert main(["new", *given, "--anyway"]) == 0


def test_a_page_that_shows_the_error_is_named_to_be_linked(shown, capsys):
    for language in ("zh", "en"):
        (shown.project.docs(language) / "errors/had.md").unlink()
    assert main(["new", "errors/shapes", "--message", MESSAGE]) == 0
    said = capsys.readouterr().out
    assert re.search(r"docs/en/autograd/backward.md:14 +has this error: link to it", said)
    for language in ("zh", "en"):
        page = (shown.project.docs(language) / "errors/shapes.md").read_text("utf-8")
        assert "# mat1 and mat2 shapes cannot be multiplied {" in page


@pytest.mark.parametrize(
    ("message", "title"),
    [
        (MESSAGE, "mat1 and mat2 shapes cannot be multiplied"),
        ("IndexError: Target 3 is out of bounds.", "IndexError"),
        ("UserWarning: Using a target size (torch.Size([4]))", "Using a target size"),
        ("RuntimeError: stack expects each tensor to be equal size, but got [3] at entry 0",
         "stack expects each tensor to be equal size, but got"),
        ("RuntimeError: Numpy is not available", "Numpy is not available"),
        ("AssertionError", "AssertionError"),
    ],
)  # fmt: skip
def test_the_title_of_an_entry_is_what_its_message_always_says(message, title):
    assert stable(message, "a.py") == title


@pytest.mark.parametrize(("answer", "begins"), [("", False), ("n", False), ("y", True)])
def test_at_a_terminal_it_is_asked_whether_the_entry_would_do(
    shown, answers, capsys, answer, begins
):
    asked = answers(MESSAGE, answer)
    assert main(["new", "errors/shapes"]) == 0
    assert asked[1].startswith("Begin another entry anyway?")
    assert "docs/zh/errors/had.md:9: has this error already." in capsys.readouterr().out
    assert (shown.project.snippets / "errors/shapes.py").is_file() == begins


@pytest.mark.parametrize(
    ("heading", "message", "code"),
    [
        ("`mat1 and mat2 shapes cannot be multiplied`", MESSAGE, 1),
        ("mat1 and mat2 shapes", MESSAGE, 1),
        ("mat1 and mat3 shapes", MESSAGE, 0),
        ("Assertion", "AssertionError", 0),
    ],
)
def test_a_heading_may_have_the_error_too(begun, heading, message, code):  # noqa: F811
    top = "---\ndescription: d\ntopic: shapes\n---\n\n# T { #t }\n\n"
    begun.page("errors/had.md", f"{top}## {heading} {{ #x }}\n")
    assert main(["new", "errors/shapes", "--message", message, *TITLES]) == code


@pytest.fixture
def agreed(begun):  # noqa: F811
    """A project that has agreed on a word."""
    (begun.root / "docs/variants.yml").write_text("zh: {批量: [批次]}\nen: {}\n", "utf-8")
    file = begun.project.docs("zh") / "glossary.md"
    table = "\n## 词 {{ #words }}\n\n| 英文 | 中文 |\n|---|---|\n| batch | {} |\n"
    for language in ("zh", "en"):
        file = begun.project.docs(language) / "glossary.md"
        file.write_text(file.read_text("utf-8") + table.format("批量"), "utf-8")
    return begun


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (("批次加载", "Loading"), "--zh:1: '批次加载' should be '批量加载'. Give --zh '批量加载'."),
        (("Stacking", "堆叠"), "--en:1: '堆叠' is not English. The titles are swapped. Give"),
        (("拼接", "堆叠"), "--en:1: '堆叠' is not English. Give --en an English title."),
    ],
)
def test_a_title_that_no_check_would_pass_is_refused(agreed, capsys, titles, said):
    before = tree(agreed.root)
    given = ["autograd/x", "--zh", titles[0], "--en", titles[1]]
    assert main(["new", *given]) == 1
    err = capsys.readouterr().err
    assert said in err
    assert repeated(err) == given
    assert tree(agreed.root) == before


def test_at_a_terminal_a_title_is_corrected_before_the_next_is_asked(agreed, answers):
    asked = answers("批次加载", "", "加载", "Loading")
    assert main(["new", "autograd/x"]) == 0
    assert asked[1] == "Chinese title (中文标题) [批量加载]: "
    assert "# 批量加载 {" in (agreed.project.docs("zh") / "autograd/x.md").read_text("utf-8")


def test_what_was_answered_is_not_lost(begun, answers, capsys):  # noqa: F811
    answers("报 错", "")
    assert main(["new", "autograd/key", "--after", "it's"]) == 1
    err = capsys.readouterr().err
    assert "docs/en/autograd/key.md:1: needs a title in English" in err
    assert repeated(err) == ["autograd/key", "--zh", "报 错", "--after", "it's"]


def test_a_new_chapter_stands_where_it_is_to_be(begun, capsys):  # noqa: F811
    given = ["data/loader", *TITLES, "--chapter-zh", "数据", "--chapter-en", "Data", "--after"]
    before = tree(begun.root)
    assert main(["new", *given, "nowhere"]) == 1
    err = capsys.readouterr().err
    assert "mkdocs.yml:1: has no line '- nowhere/' of its own in 'nav'" in err
    assert repeated(err)[-2:] == ["--after", "nowhere"]
    assert tree(begun.root) == before
    assert main(["new", *given, "autograd/"]) == 0
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        nav = (begun.root / name).read_text("utf-8")
        assert "  - autograd/  # and this one\n  - data/\n  - glossary.md" in nav


def test_what_is_next_names_each_file(begun, capsys):  # noqa: F811
    main(["new", "data/loader", *TITLES, "--chapter-zh", "数据", "--chapter-en", "Data"])
    said = capsys.readouterr().out.partition("Next:\n")[2]
    lines = [line.split("  ")[1] for line in said.splitlines()]
    assert lines == [
        "snippets/data/loader.py",
        "docs/zh/data/loader.md",
        "docs/zh/data/index.md",
        "docs/en/data/loader.md",
        "docs/en/data/index.md",
        "nox -s serve",
        "nox -s record -- snippets/data/loader.py",
        "nox",
    ]


def test_of_one_language_the_command_and_what_is_next_speak_of_it_alone(begun, capsys):  # noqa: F811
    given = ["data/loader", "--en", "Loading", "--only", "en"]
    assert main(["new", *given]) == 1
    err = capsys.readouterr().err
    assert "docs/en/data/index.md:1: there is no chapter 'data' yet" in err
    assert repeated(err) == given
    assert main(["new", *given, "--chapter-en", "Data"]) == 0
    said = capsys.readouterr().out.partition("Next:\n")[2]
    pages = ["docs/en/data/loader.md", "docs/en/data/index.md"]
    assert re.findall(r"docs/\S+", said) == pages
    assert "see it at en/data/loader/ " in said
    assert main(["new", "autograd/x", "--en", "甲", "--only", "en"]) == 1
    assert "'甲' is not English. Give --en an English title." in capsys.readouterr().err


def test_imports_stand_in_a_cell_that_may_not_fail(begun):  # noqa: F811
    main(["new", "errors/shapes", "--message", MESSAGE, *TITLES])
    module = read_module(begun.project, "errors/shapes.py")
    first, second, _ = module.cells.values()
    assert (first.code, first.tags) == ("import torch", frozenset())
    assert "import" not in second.code
    assert second.tags == {"raises-exception"}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("RuntimeError: a 'b'", "raise RuntimeError(\"a 'b'\")"),
        ("KeyError: 'weight'", "raise KeyError('weight')"),
        ("AssertionError", "raise AssertionError()"),
        ("torch.OutOfMemoryError: CUDA out", 'raise torch.OutOfMemoryError("CUDA out")'),
        ("torch._C._LinAlgError: singular", 'raise torch._C._LinAlgError("singular")'),
        ("UserWarning: a", 'warnings.warn("a", UserWarning)'),
        ("torch.jit.TracerWarning: a", 'message = "torch.jit.TracerWarning: a"'),
        ("UnicodeDecodeError: 'utf-8' codec", "message = \"UnicodeDecodeError: 'utf-8' codec\""),
        ("json.decoder.JSONDecodeError: a", 'message = "json.decoder.JSONDecodeError: a"'),
        ("AxisError: axis 2", 'message = "AxisError: axis 2"'),
    ],
)
def test_an_error_keeps_its_type_or_stays_a_text(message, code):
    words = error_cell(message, "snippets/errors/x.py")
    assert words["RAISE"].split("\n")[0] == code
    documented = words["RAISE"].split("\n")[1:]
    assert documented == ([] if code.startswith("message") else [f"#> {message}"])
