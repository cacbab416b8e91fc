"""A new page: what is written, that it passes every check, and that a refusal changes nothing."""

from __future__ import annotations

import re
import sys
from types import SimpleNamespace

import pytest

from literate.__main__ import main
from literate.check import check_all
from literate.navigation import read_navigation
from literate.project import LANGUAGES
from literate.run.runner import Runner
from literate.scaffold.new import page_path
from literate.snippet import read_module
from tests.scaffold.conftest import tree

TITLES = ("--zh", "雅可比矩阵", "--en", "Jacobians")
CHAPTER = ("--chapter-zh", "新章", "--chapter-en", "New: chapter")

NAV = """\
# A comment that stays.
site_name: T
nav:
  - {home}: index.md
  - autograd/  # and this one
  - glossary.md  # the last
theme: {{name: material}}
"""


@pytest.fixture
def begun(site, monkeypatch):
    """A project with one chapter, in order."""
    monkeypatch.chdir(site.root)
    monkeypatch.setattr(sys, "stdin", None)
    head = "---\ndescription: d\ncard: '*'\norder: 50\n---\n\n# T {{ #{} }}\n"
    titles = [head.replace("T", title).format("autograd") for title in ("自动求导", "Autograd")]
    site.page("index.md", head.format("home") + "\n<!-- literate:chapters -->\n")
    site.page("autograd/index.md", *(f"{title}\n<!-- literate:chapter -->\n" for title in titles))
    site.page("autograd/backward.md", head.format("b") + '\n```python\n--8<-- "a.py:a"\n```\n')
    site.page("glossary.md", head.format("glossary"))
    site.module("a.py", "# %% a\nx = 1\n")
    (site.root / "mkdocs.yml").write_text(NAV.format(home="首页"), "utf-8")
    (site.root / "mkdocs.en.yml").write_text(NAV.format(home="Home"), "utf-8")
    assert main(["check"]) == 0
    return site


MESSAGES = {
    "errors/shapes": "RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x5 and 10x2)",
    "errors/key": "KeyError: 'weight'",
    "errors/memory": "torch.OutOfMemoryError: CUDA out of memory.",
    "errors/lines": "ValueError: one\ntwo",
    "errors/quiet": "AssertionError",
    "errors/old": "FutureWarning: `torch.x` is deprecated",
    "errors/elsewhere": "numpy.exceptions.AxisError: axis 2 is out of bounds",
    "errors/decode": "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0",
    "errors/quotes": 'TypeError: it\'s a "thing" \\ {x}',
}


@pytest.mark.parametrize(
    "page", ["autograd/jacobian", "data/loader", "tutorials/first", *MESSAGES], ids=str
)
def test_a_new_page_passes_every_check_and_prints_what_it_documents(begun, page, capsys):
    more = ("--message", MESSAGES[page]) if page in MESSAGES else ()
    assert main(["new", page, *TITLES, *CHAPTER, *more]) == 0
    checked = check_all(begun.project)
    assert checked.problems == []
    noted = {note.path for note in checked.notes if "template" in note.what}
    assert {f"docs/{language}/{page}.md" for language in ("zh", "en")} <= noted
    module = read_module(begun.project, f"{page}.py")
    with Runner("cpu") as runner:
        run = runner.run(module)
    for cell in module.cells.values():
        assert cell.documented("cpu") == "".join(t for _, t in run.cells[cell.title].segments)
    for language in ("zh", "en"):
        entries = read_navigation(begun.project, language)
        listed = "errors/index" if page in MESSAGES else page
        assert f"{listed}.md" in [entry.page for entry in entries]
    assert f"nox -s record -- snippets/{page}.py" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["autograd/jacobian", "data/loader", "errors/shapes"])
@pytest.mark.parametrize(("only", "other"), [("zh", "en"), ("en", "zh")])
def test_one_language_is_enough_to_begin(begun, page, only, other, capsys):
    title = dict(zip(TITLES[::2], TITLES[1::2], strict=True))[f"--{only}"]
    more = ("--message", MESSAGES[page]) if page in MESSAGES else ()
    chapter = dict(zip(CHAPTER[::2], CHAPTER[1::2], strict=True))[f"--chapter-{only}"]
    more += (f"--chapter-{only}", chapter)
    assert main(["new", page, "--only", only, f"--{only}", title, *more]) == 0
    assert f"see it at {'en/' * (only == 'en')}{page}/" in capsys.readouterr().out
    stub = f"---\nstatus: untranslated\n---\n\n# {title} {{ #{page.partition('/')[2]} }}\n"
    assert (begun.project.docs(other) / f"{page}.md").read_text("utf-8") == stub
    checked = check_all(begun.project)
    assert checked.problems == []
    assert f"docs/{other}/{page}.md" in {n.path for n in checked.notes if "waits" in n.what}
    assert f"# {other}:" not in (begun.project.snippets / f"{page}.py").read_text("utf-8")


def test_the_page_that_waits_has_a_title_of_its_own_where_one_is_given(begun):
    assert main(["new", "autograd/jacobian", "--only", "en", *TITLES]) == 0
    assert "# 雅可比矩阵 {" in (begun.project.docs("zh") / "autograd/jacobian.md").read_text(
        "utf-8"
    )


def test_from_one_language_to_both(begun, capsys):
    """What a contributor and, later, a translator do."""
    page, en, zh = (
        "autograd/sum",
        *(begun.project.docs(x) / "autograd/sum.md" for x in ("en", "zh")),
    )
    assert main(["new", page, "--only", "en", "--en", "Sums"]) == 0
    code = "# %% smallest-example\n# en: One and one.\nprint(1 + 1)\n"
    begun.module(f"{page}.py", code)
    written = re.sub('TODO [^"\n]*', "Words.", en.read_text("utf-8"))
    en.write_text(written, "utf-8")
    assert main(["record", f"snippets/{page}.py"]) == 0
    assert (begun.project.snippets / f"{page}.py").read_text("utf-8") == f"{code}#> 2\n"
    capsys.readouterr()
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert "note: docs/zh/autograd/sum.md:1: waits for its translation into Chinese" in out
    assert ", 1 of them to be translated\n" in out
    text = written.replace("# Sums", "# 求和").replace("Words.", "几个字。")
    zh.write_text(
        text.replace("](index.md): the other", "](index.md)：其他").replace("Auto", "A"), "utf-8"
    )
    assert main(["check"]) == 1  # the comment is in English alone
    assert "sum.py:2: a '# en:' comment has no '# zh:' partner" in capsys.readouterr().err
    begun.module(f"{page}.py", f"{code}#> 2\n".replace("# en", "# zh: 一加一。\n# en"))
    assert main(["check"]) == 0
    assert "translat" not in capsys.readouterr().out


def test_a_page_stands_behind_those_of_its_chapter_and_changes_no_file_of_another(begun):
    before = tree(begun.root)
    main(["new", "autograd/jacobian", *TITLES])
    main(["new", "autograd/a", *TITLES])
    after = tree(begun.root)
    assert {name: after[name] for name in before} == before
    pages = [entry.page for entry in read_navigation(begun.project, "en")]
    assert pages[1:-1] == [f"autograd/{x}.md" for x in ("index", "backward", "jacobian", "a")]
    for language in ("zh", "en"):
        text = (begun.project.docs(language) / "autograd/a.md").read_text("utf-8")
        assert "\norder: 70\n---\n" in text


def test_a_new_chapter_is_a_line_of_the_navigation_which_stays_as_it_is(begun):
    file = begun.root / "mkdocs.yml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    home = (begun.project.docs("en") / "index.md").read_bytes()
    main(["new", "data/loader", *TITLES, *CHAPTER])
    there = "  - autograd/  # and this one\n"
    wanted = NAV.format(home="Home").replace(there, f"{there}  - data/\n")
    assert (begun.root / "mkdocs.en.yml").read_text() == wanted
    assert file.read_bytes().count(b"\n") == file.read_bytes().count(b"\r\n") == 8
    assert (begun.project.docs("en") / "index.md").read_bytes() == home
    entries = {entry.page: entry for entry in read_navigation(begun.project, "zh")}
    assert entries["data/loader.md"].sections == ("新章",)


@pytest.mark.parametrize(
    "name",
    ["snippets\\autograd\\jacobian.py", "docs/zh/autograd/jacobian.md", "./autograd/jacobian"],
)
def test_a_page_may_be_named_as_any_of_its_files(name):
    assert page_path(name) == "autograd/jacobian"


def test_a_person_at_the_terminal_is_asked(begun, monkeypatch, capsys):
    asked, answers = [], iter(["加载", "Loading", "数据", "Data"])

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", answer)
    assert main(["new", "data/loader"]) == 0
    assert ["Chinese" in question for question in asked] == [True, False, True, False]
    assert "# Loading { #loader }" in (begun.project.docs("en") / "data/loader.md").read_text()
    assert "# 数据 { #data }" in (begun.project.docs("zh") / "data/index.md").read_text("utf-8")


def test_who_writes_one_language_is_asked_for_its_titles_alone(begun, monkeypatch):
    asked, answers = [], iter(["Loading", "Data"])

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", answer)
    assert main(["new", "data/loader", "--only", "en"]) == 0
    assert ["English" in question for question in asked] == [True, True]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Autograd", *TITLES), "Autograd:1: is no name for a page"),
        (("autograd/index", *TITLES), "autograd/index:1: is no name for a page"),
        (("autograd/backward", *TITLES), "docs/en/autograd/backward.md:1: is there already"),
        (("autograd/json", *TITLES), "snippets/autograd/json.py:1: hides Python's own module"),
        (("autograd/x", "--zh", "题"), "docs/en/autograd/x.md:1: needs a title in English"),
        (("autograd/x", "--zh", "a\nb", "--en", "b"), "x.md:1: needs a title in Chinese"),
        (("autograd/x", "--only", "en"), "docs/en/autograd/x.md:1: needs a title in English"),
        (("autograd/x", "--only", "en", "--en", "["), "docs/en/autograd/x.md:1: needs a title in"),
        (("autograd/x", *TITLES, "--only", "en", "--zh", "["), "docs/zh/autograd/x.md:1: needs"),
        (("data/x", "--only", "en", *TITLES), "docs/en/data/index.md:1: there is no chapter"),
        (("data/x", *TITLES), "docs/en/data/index.md:1: there is no chapter 'data' yet"),
        (("errors/x", *TITLES), "snippets/errors/x.py:1: needs the error's message"),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(begun, capsys, arguments, said):
    before = tree(begun.root)
    assert main(["new", *arguments]) == 1
    assert said in capsys.readouterr().err
    assert tree(begun.root) == before
    assert not (begun.root / "snippets/data").exists()


def test_the_old_address_of_a_page_is_no_name_for_a_new_one(begun, capsys):
    for language in LANGUAGES:
        page = begun.project.docs(language) / "autograd/backward.md"
        text = page.read_text(encoding="utf-8")
        page.write_text(
            text.replace("---\n", "---\naliases: [autograd/old]\n", 1), encoding="utf-8"
        )
    before = tree(begun.root)
    assert main(["new", "autograd/old", *TITLES]) == 1
    said = "docs/en/autograd/old.md:1: is an old address of docs/en/autograd/backward.md. Choose"
    assert said in capsys.readouterr().err
    assert tree(begun.root) == before


@pytest.mark.usefixtures("failing_disk")
def test_a_disk_that_fails_half_way_changes_nothing(begun, capsys):
    before = tree(begun.root)
    assert main(["new", "data/loader", *TITLES, *CHAPTER]) == 1
    assert "is open in another program; nothing was changed." in capsys.readouterr().err
    assert tree(begun.root) == before
    assert not (begun.root / "docs/zh/data").exists()
