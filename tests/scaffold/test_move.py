"""Move and remove: what follows, that every check passes, that a refusal changes nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from literate.__main__ import main
from literate.check import check_all
from literate.record.records import Record, Verified, code_hash, figure_hashes, output_hashes
from literate.snippet import read_module
from tests.scaffold.conftest import tree

PAGE = """\
---
description: d
card: "*"
order: {order}
{front}---

# T {{ #{id} }}

{text}

## P {{ #part }}
"""
MODULE = """\
# %% one
x = 1

# %% two
print(x)
#> 1
#torch<2.15> one
"""
FENCE = '```python\n--8<-- "{}"\n```\n'
TEXT = """\
[index](index.md) [self](#part) [b](b.md#part "t") ![i](i.svg) [d](../d/index.md)

`[code](b.md)` and `a` [b](b.md) `b`

```text
[fence](b.md)
--8<-- "c/a.py:one"
```
"""


NAV = """\
site_name: T
nav:
  - {home}: index.md
  - {more}: [about.md, c/]  # a comment
  - d/
"""


def page(id_: str, text: str = "", front: str = "", order: int = 20) -> str:
    if id_ in ("c", "d"):
        text += "\n\n<!-- literate:chapter -->"
    return PAGE.format(id=id_, text=text, front=front, order=order)


@pytest.fixture
def moving(site, monkeypatch):
    """Two chapters in order; page c/a shows two cells, a figure among them, with records."""
    monkeypatch.chdir(site.root)
    monkeypatch.setattr(sys, "stdin", None)
    site.releases("2.15.0", "2.14.1")
    site.page("index.md", page("home", "[a](c/a.md) [two](c/a.md#part)"))
    site.page("c/index.md", page("c", "[a](a.md)\n[b](b.md)"))
    site.page("d/index.md", page("d", "[a](../c/a.md)\n\n[a]: ../c/a.md#part\n"))
    site.page("c/b.md", page("b", "[a](a.md) [self](#b)\n"))
    shown = '```python alt="{}"\n--8<-- "c/a.py:one"\n```\n' + FENCE.format("c/a.py:two")
    texts = (TEXT + "\n" + shown.format(alt) for alt in ("图", "A figure"))
    site.page("c/a.md", *(page("a", text) for text in texts))
    for language in ("zh", "en"):
        (site.project.docs(language) / "c/i.svg").write_text("<svg/>")
    site.module("c/a.py", MODULE)
    site.module("c/a.one.svg", "<svg/>\n")
    module, verified = read_module(site.project, "c/a.py"), Verified(site.project)
    for torch in site.project.releases:
        outputs, figures = output_hashes(module, "cpu", torch), figure_hashes(module)
        who = ("cpu", torch, "GenuineIntel AVX2", "3.12", "2026-11-23")
        verified.put("c/a.py", Record(*who, code_hash(module), outputs, figures))
    site.module("verified.json", verified.encode())
    for name, home, more in (("mkdocs.yml", "首页", "更多"), ("mkdocs.en.yml", "Home", "More")):
        (site.root / name).write_text(NAV.format(home=home, more=more), "utf-8")
    site.page("about.md", page("about"))
    site.page("d/z.md", page("z", order=35))
    (site.root / "README.md").write_text("See [a](docs/en/c/a.md#part).\n")
    for command in (("init", "-b", "main"), ("add", "."), ("commit", "-m", "All")):
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *command], cwd=site.root, check=True, capture_output=True)
    assert problems(site) == []
    return site


def problems(site) -> list[str]:
    return [str(problem) for problem in check_all(site.project, "main").problems]


def text(site, name: str) -> str:
    return (site.root / name).read_text(encoding="utf-8")


def test_a_page_takes_along_all_that_belongs_to_it_and_all_that_leads_to_it(moving, capsys):
    assert main(["move", "c/a", "d/n"]) == 0
    assert "moved snippets/c/a.one.svg to snippets/d/n.one.svg\n" in capsys.readouterr().out
    assert problems(moving) == []
    assert not [name for name in tree(moving.root) if "c/a." in name]
    moved = text(moving, "docs/en/d/n.md")
    assert '\ncard: "*"\norder: 45\naliases: [c/a]\n---\n' in moved
    assert '[index](../c/index.md) [self](#part) [b](../c/b.md#part "t") ![i](../c/i.svg)' in moved
    assert "[d](index.md)\n\n`[code](b.md)` and `a` [b](../c/b.md) `b`\n" in moved
    assert '```text\n[fence](b.md)\n--8<-- "d/n.py:one"\n```' in moved
    assert "[a](d/n.md) [two](d/n.md#part)" in text(moving, "docs/zh/index.md")
    assert "[a](n.md)\n\n[a]: n.md#part\n" in text(moving, "docs/en/d/index.md")
    assert "See [a](docs/en/d/n.md#part)." in text(moving, "README.md")
    verified = Verified(moving.project)
    assert list(verified.records) == ["d/n.py"]
    module = read_module(moving.project, "d/n.py")
    assert all(verified.holds(module, "cpu", torch) for torch in moving.project.releases)


def test_a_page_may_move_again_and_back(moving):
    main(["move", "c/a", "d/"])
    main(["move", "d/a", "d/b"])
    assert "aliases: [c/a, d/a]" in text(moving, "docs/zh/d/b.md")
    main(["move", "docs/en/d/b.md", "snippets/c/a.py"])
    assert "aliases: [d/a, d/b]" in text(moving, "docs/zh/c/a.md")
    assert problems(moving) == []


def test_a_chapter_moves_with_every_page_and_file(moving):
    assert main(["move", "c/", "e/"]) == 0
    assert problems(moving) == []
    assert "  - More: [about.md, e/]  # a comment\n  - d/\n" in text(moving, "mkdocs.en.yml")
    assert not (moving.root / "docs/en/c").exists()
    assert not (moving.root / "snippets/c").exists()
    assert (moving.root / "docs/zh/e/i.svg").is_file()
    for name, old in (("index", "c"), ("a", "c/a"), ("b", "c/b")):
        assert f"aliases: [{old}]" in text(moving, f"docs/en/e/{name}.md")
    assert "[index](index.md) [self](#part) [b](b.md#part" in text(moving, "docs/en/e/a.md")
    assert "[a](../e/a.md)" in text(moving, "docs/en/d/index.md")


def test_a_cell_keeps_its_figure_and_the_records_that_held(moving):
    verified = Verified(moving.project)
    (record,) = (r for r in verified.records["c/a.py"] if r.release == "2.14.1")
    verified.put("c/a.py", Record(**vars(record) | {"outputs": "00000000 00000000"}))
    moving.module("verified.json", verified.encode())
    assert main(["move", "c/a:one", "c/a:first-one"]) == 0
    module, verified = read_module(moving.project, "c/a.py"), Verified(moving.project)
    assert list(module.cells) == ["first-one", "two"]
    assert module.draws("first-one")
    assert not module.draws("one")
    assert verified.holds(module, "cpu", "2.15.0")
    assert not verified.holds(module, "cpu", "2.14.1")
    assert problems(moving) == []


def test_a_heading_keeps_its_old_id(moving):
    assert main(["move", "c/a#part", "c/a#piece"]) == 0
    assert "anchors: {part: piece}" in text(moving, "docs/zh/c/a.md")
    assert "## P { #piece }" in text(moving, "docs/en/c/a.md")
    assert "[self](#piece)" in text(moving, "docs/en/c/a.md")
    assert "[two](c/a.md#piece)" in text(moving, "docs/en/index.md")
    assert problems(moving) == []
    main(["move", "c/a#piece", "c/a#yes"])
    assert "anchors: {part: 'yes', piece: 'yes'}" in text(moving, "docs/zh/c/a.md")
    assert problems(moving) == []
    main(["move", "c/a#yes", "c/a#part"])
    assert "anchors: {piece: part, 'yes': part}" in text(moving, "docs/zh/c/a.md")
    assert problems(moving) == []


def split(site) -> None:
    """Move the text of a section from c/a to c/b, by hand."""
    for language in ("zh", "en"):
        a, b = (site.project.docs(language) / f"c/{name}.md" for name in "ab")
        a.write_text(a.read_text("utf-8").replace("## P { #part }\n", ""), "utf-8")
        b.write_text(b.read_text("utf-8").replace("#part", "#from-a"), "utf-8")


def test_a_heading_whose_text_is_on_another_page_leads_there(moving):
    main(["move", "c/b#part", "c/b#from-a"])
    split(moving)
    assert main(["move", "c/a#part", "c/b#from-a"]) == 0
    assert "anchors: {part: c/b#from-a}" in text(moving, "docs/en/c/a.md")
    assert "[self](b.md#from-a)" in text(moving, "docs/en/c/a.md")
    assert "[two](c/b.md#from-a)" in text(moving, "docs/zh/index.md")
    assert problems(moving) == []
    main(["move", "c/b", "d/b"])
    assert "anchors: {part: d/b#from-a}" in text(moving, "docs/en/c/a.md")
    assert problems(moving) == []
    main(["remove", "d/b", "--to", "c/a"])
    assert "anchors: {part: a}" in text(moving, "docs/en/c/a.md")


def test_a_page_that_waits_for_its_translation_goes_along(moving):
    stub = moving.project.docs("zh") / "c/a.md"
    stub.write_text("---\nstatus: untranslated\n---\n\n# 题 { #a }\n", encoding="utf-8")
    assert problems(moving) == []
    for old, new in (("c/a", "d/n"), ("d/n#part", "d/n#piece"), ("d/n#a", "d/n#n")):
        assert main(["move", old, new]) == 0
        assert problems(moving) == []
    assert text(moving, "docs/zh/d/n.md") == (
        "---\nstatus: untranslated\naliases: [c/a]\n---\n\n# 题 { #n }\n"
    )
    assert "\norder: 45\naliases: [c/a]\nanchors: {part: piece, a: n}\n" in text(
        moving, "docs/en/d/n.md"
    )
    assert "[a](d/n.md) [two](d/n.md#piece)" in text(moving, "docs/zh/index.md")
    assert main(["move", "d/n#piece", "d/n#part"]) == 0
    assert main(["move", "d/", "e/"]) == 0
    assert problems(moving) == []
    assert main(["remove", "e/n", "--to", "c/b"]) == 0
    assert "[a](c/b.md) [two](c/b.md#b)" in text(moving, "docs/zh/index.md")
    assert problems(moving) == []


def test_a_heading_moves_to_a_page_that_waits_for_its_translation(moving):
    main(["move", "c/b#part", "c/b#from-a"])
    split(moving)
    for name in "ab":
        stub = moving.project.docs("zh") / f"c/{name}.md"
        stub.write_text(f"---\nstatus: untranslated\n---\n\n# {name} {{ #{name} }}\n")
    assert main(["move", "c/a#part", "c/b#from-a"]) == 0
    assert "anchors: {part: c/b#from-a}" in text(moving, "docs/en/c/a.md")
    assert "[two](c/b.md#from-a)" in text(moving, "docs/zh/index.md")
    assert problems(moving) == []


def test_a_page_that_is_removed_leaves_its_links_to_a_person(moving, capsys):
    assert main(["remove", "c/a"]) == 0
    out = capsys.readouterr().out
    assert "removed docs/en/c/a.md\n" in out
    assert "  docs/en/c/index.md:10: still leads to 'a.md'. Change or remove it.\n" in out
    assert "docs/zh/d/index.md:11: still leads to '../c/a.md#part'." in out
    assert "README.md:1: still leads to 'docs/en/c/a.md#part'." in out
    assert text(moving, "docs/en/c/index.md").split("\n")[9] == "[a](a.md)"
    assert "aliases: [c/a]" in text(moving, "docs/en/c/index.md")
    assert not [name for name in tree(moving.root) if "c/a." in name]
    assert Verified(moving.project).records == {}
    assert all("there is no docs" in problem for problem in problems(moving))


def test_a_page_whose_cells_others_show_says_so(moving, capsys):
    moving.page("c/b.md", page("b", FENCE.format("c/a.py:two")))
    main(["remove", "c/a", "--to", "c/b"])
    assert "docs/en/c/b.md:11: still shows a cell of snippets/c/a.py." in capsys.readouterr().out


def test_links_follow_to_the_page_that_answers(moving, capsys):
    main(["move", "c/a", "d/n"])
    assert main(["remove", "d/n", "--to", "c/b"]) == 0
    assert problems(moving) == []
    assert "aliases: [d/n, c/a]" in text(moving, "docs/en/c/b.md")
    assert "[a](c/b.md) [two](c/b.md#b)" in text(moving, "docs/en/index.md")
    said = "docs/en/c/b.md:10: led to '../d/n.md' and now leads to its own page."
    assert said in capsys.readouterr().out


def test_a_chapter_is_removed_in_favor_of_a_page(moving):
    assert main(["remove", "c/", "--to", "d/index"]) == 0
    assert "aliases: [c/a, c/b, c]" in text(moving, "docs/en/d/index.md")
    assert problems(moving) == []
    assert "  - 更多: [about.md]  # a comment\n  - d/\n" in text(moving, "mkdocs.yml")
    assert main(["remove", "d/", "--to", "about"]) == 0
    assert text(moving, "mkdocs.en.yml").endswith("  - More: [about.md]  # a comment\n")
    assert not (moving.root / "docs/en/c").exists()


def test_line_ends_and_what_search_is_to_find_are_kept(moving, capsys):
    file = moving.root / "docs/en/index.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    expected = moving.root / "tests/browser/search.yml"
    expected.parent.mkdir(parents=True)
    expected.write_text("a: c/a/\nb: [c/a, 'c/a-b', xc/a, c/a/b]\n", encoding="utf-8")
    (moving.root / "tests/test_a.py").write_text('"c/ab"\nCELL = "c/a.py:one"\n', encoding="utf-8")
    main(["move", "c/a", "d/n"])
    assert file.read_bytes().count(b"\r\n") == file.read_bytes().count(b"\n")
    assert b"[a](d/n.md)" in file.read_bytes()
    assert expected.read_text() == "a: d/n/\nb: [d/n, 'c/a-b', xc/a, c/a/b]\n"
    assert "tests/test_a.py:2: names 'c/a', too." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("move", "c/x", "d/x"), "c/x:1: there is no page of this name"),
        (("move", "x/", "y/"), "x/:1: there is no chapter of this name"),
        (("move", "c/a", "c/b"), "docs/en/c/b.md:1: is there already"),
        (("move", "c/", "d/"), "docs/en/d/index.md:1: is there already"),
        (("move", "c/a", "c/json"), "snippets/c/json.py:1: hides Python's own module"),
        (("move", "c/a", "e/a"), "e/a:1: there is no chapter 'e'"),
        (("move", "about", "c/about"), "about:1: is in no chapter"),
        (("move", "c/a", "other"), "other:1: is in no chapter"),
        (("move", "c/index", "d/x"), "c/index:1: is the first page of its chapter. Name the"),
        (("move", "c/a", "d/index"), "d/index:1: is the first page of its chapter"),
        (("remove", "c/index"), "c/index:1: is the first page of its chapter"),
        (("move", "c/a", "c/A"), "c/A:1: names nothing"),
        (("move", "c/a", "c/a:two"), "c/a:two:1: is a cell, and 'c/a' is a page"),
        (("move", "c/a:x", "c/a:y"), "c/a:x:1: snippets/c/a.py has no cell 'x'"),
        (("move", "c/a:one", "c/a:two"), "snippets/c/a.py:4: is there already"),
        (("move", "c/a:one", "c/b:one"), "c/b:one:1: is in another module"),
        (("move", "c/a#x", "c/a#y"), "c/a#x:1: docs/zh/c/a.md has no heading #x"),
        (("move", "c/a#part", "c/a#a"), "c/a#a:1: docs/zh/c/a.md has this heading"),
        (("move", "c/a#part", "c/b#x"), "the heading is not on docs/zh/c/b.md yet. Move it"),
        (("move", "tutorials/", "c/"), "tutorials/:1: 'tutorials/' is where the site looks"),
        (("remove", "c/x"), "c/x:1: there is no page of this name"),
        (("remove", "c/a:one"), "c/a:one:1: is no page"),
        (("remove", "c/a", "--to", "c/x"), "c/x:1: no page would answer"),
        (("remove", "c/a", "--to", "c/a"), "c/a:1: no page would answer"),
    ],
    ids=" ".join,
)
def test_a_refusal_says_why_and_changes_nothing(moving, capsys, arguments, said):
    before = tree(moving.root)
    assert main([*arguments]) == 1
    assert said in capsys.readouterr().err
    assert tree(moving.root) == before


@pytest.mark.usefixtures("failing_disk")
def test_a_disk_that_fails_half_way_changes_nothing(moving, capsys):
    before = tree(moving.root)
    assert main(["move", "c/", "e/"]) == 1
    assert "is open in another program; nothing was changed." in capsys.readouterr().err
    assert tree(moving.root) == before
