"""Which side of a page is older, what is said of it, and what is recorded when."""

from __future__ import annotations

import json

import pytest

from literate.__main__ import main
from literate.pairs import NAME, Pairs, notice, to_record

PAGE = "---\ndescription: d\n---\n\n# T {{ #t }}\n\n{}\n"


@pytest.fixture
def check(site, monkeypatch, capsys):
    """The command: its exit code and all that it printed."""
    monkeypatch.chdir(site.root)

    def check(*arguments: str) -> tuple[int, str]:
        code = main(["check", *arguments])
        out, err = capsys.readouterr()
        return code, out + err

    return check


def write(site, language: str, text: str) -> None:
    (site.project.docs(language) / "a.md").write_text(PAGE.format(text), encoding="utf-8")


@pytest.fixture
def paired(site, check):
    """A page in both languages, recorded as a pair."""
    site.page("a.md", PAGE.format("一。"), PAGE.format("One."))
    assert check()[0] == 0
    return site


def test_a_new_page_is_recorded_as_a_pair(paired):
    pairs = json.loads((paired.root / NAME).read_text(encoding="utf-8"))
    assert set(pairs["a.md"]) == {"zh", "en"}


@pytest.mark.parametrize(("changed", "older"), [("zh", "en"), ("en", "zh")])
def test_a_change_of_one_side_is_told_on_the_other(paired, check, changed, older):
    before = (paired.root / NAME).read_bytes()
    write(paired, changed, "Two.")
    code, said = check()
    assert code == 1
    assert f"docs/{older}/a.md:1: has not followed the change of docs/{changed}/a.md" in said
    assert f"nox -s check -- --language-only docs/{changed}/a.md" in said
    assert (paired.root / NAME).read_bytes() == before


def test_when_both_sides_changed_the_new_pair_is_recorded(paired, check):
    write(paired, "zh", "二。")
    write(paired, "en", "Two.")
    code, said = check()
    assert (code, "recorded that both languages say the same: a.md" in said) == (0, True)
    write(paired, "en", "Three.")
    assert check()[0] == 1


def test_nothing_is_recorded_while_something_else_is_wrong(paired, check):
    write(paired, "zh", "二。\n\n## 三 { #three }")
    write(paired, "en", "Two.")
    before = (paired.root / NAME).read_bytes()
    assert check()[0] == 1
    assert (paired.root / NAME).read_bytes() == before


@pytest.mark.parametrize("name", ["docs/zh/a.md", "docs\\zh\\a.md", "./docs/zh/a.md"])
def test_a_change_can_be_said_to_concern_one_language(paired, check, name):
    write(paired, "zh", "二。")
    assert check("--language-only", name)[0] == 0
    assert check()[0] == 0


def test_what_is_no_page_is_refused(paired, check):
    code, said = check("--language-only", "docs/zh/b.md")
    assert (code, said) == (1, "docs/zh/b.md:1: is no page. Name one below docs/zh or docs/en.\n")


def test_ci_writes_nothing_and_says_what_is_not_recorded(paired, check, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert check()[0] == 0
    write(paired, "zh", "二。")
    write(paired, "en", "Two.")
    before = (paired.root / NAME).read_bytes()
    code, said = check()
    assert (code, f"{NAME}:1: lacks what both languages of 'a.md' are now" in said) == (1, True)
    assert (paired.root / NAME).read_bytes() == before


def test_another_wrapping_or_line_end_is_no_change(paired, check):
    file = paired.project.docs("en") / "a.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    assert Pairs(paired.project).changed("a.md") == set()
    assert check()[0] == 0


def test_a_page_that_is_gone_is_forgotten(paired, check):
    for language in ("zh", "en"):
        (paired.project.docs(language) / "a.md").unlink()
    assert to_record(Pairs(paired.project)) == ["a.md"]
    check()
    assert json.loads((paired.root / NAME).read_text(encoding="utf-8")) == {}


def test_a_broken_record_is_refused_with_its_line(paired, check):
    (paired.root / NAME).write_text('{\n  "a.md": nonsense\n}\n', encoding="utf-8")
    code, said = check()
    assert code == 1
    assert said.startswith(f"{NAME}:2: is not a record of pairs")


@pytest.mark.parametrize(
    ("page", "older", "link"),
    [
        ("a.md", "zh", "../en/a/"),
        ("a.md", "en", "../../a/"),
        ("b/index.md", "zh", "../en/b/"),
        ("b/index.md", "en", "../../b/"),
        ("index.md", "zh", "en/"),
        ("index.md", "en", "../"),
    ],
)
def test_the_reader_of_the_older_side_is_led_to_the_newer_one(site, page, older, link):
    site.page(page, PAGE.format("一。"), PAGE.format("One."))
    pairs = Pairs(site.project)
    pairs.take(page)
    newer = "en" if older == "zh" else "zh"
    (site.project.docs(newer) / page).write_text(PAGE.format("Two."), encoding="utf-8")
    assert f'<a href="{link}"' in notice(pairs, older, page)
    assert notice(pairs, newer, page) == ""
