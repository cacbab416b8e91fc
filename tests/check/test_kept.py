"""What an earlier check found is used where nothing has changed, and nowhere else."""

from __future__ import annotations

import os
import pickle

import pytest

from literate import check
from literate.check import check_all, kept
from literate.page import read_page

HEAD = "---\ndescription: d\n---\n\n"
TEXT = {"zh": "# 题 {{ #t }}\n\n{}\n", "en": "# T {{ #t }}\n\n{}\n"}
SHOW = '```python\n--8<-- "a.py:x"\n```\n\n[there](#{})'


@pytest.fixture
def checked(site, monkeypatch):
    """A project with a page of a cell, checked once; says which pages a check parses."""
    site.module("a.py", "# %% x\nx = 1\n")
    for language, text in TEXT.items():
        (site.project.docs(language) / "a.md").write_text(HEAD + text.format(SHOW.format("t")))

    def parsed() -> list[str]:
        names = []

        def reading(project, file):
            names.append(project.relative(file))
            return read_page(project, file)

        monkeypatch.setattr(kept, "read_page", reading)
        check_all(site.project)
        return sorted(names)

    assert parsed() == ["docs/en/a.md", "docs/zh/a.md"]
    return parsed


def test_what_has_not_changed_is_not_parsed_again_and_found_all_the_same(site, checked):
    file = site.project.docs("en") / "a.md"
    file.write_text(file.read_text().replace("(#t)", "(#gone)"))
    assert checked() == ["docs/en/a.md"]
    before = check_all(site.project).problems
    assert any("gone" in problem.what for problem in before)
    assert checked() == []
    assert check_all(site.project).problems == before
    page = kept.Kept(site.project).read_page(file)
    assert page == read_page(site.project, file)
    assert page.examples[0].cell is read_page(site.project, file).examples[0].cell


def test_a_page_is_parsed_again_when_its_module_or_a_figure_of_it_changes(site, checked):
    site.module("a.py", "# %% x\nx = 12\n")
    assert checked() == ["docs/en/a.md", "docs/zh/a.md"]
    (site.project.snippets / "a.x.svg").write_text("<svg/>")
    assert checked() == ["docs/en/a.md", "docs/zh/a.md"]


def test_words_are_compared_again_when_they_or_the_agreed_ones_change(site, checked):
    file = site.project.docs("en") / "a.md"
    assert kept.Kept(site.project).right_words(file)
    (site.project.root / "docs/variants.yml").write_text("zh: {}\nen: {thing: [there]}\n")
    assert not kept.Kept(site.project).right_words(file)
    assert any("should be" in problem.what for problem in check_all(site.project).problems)


def test_a_page_that_lists_others_is_always_parsed(site, checked):
    site.page("b.md", HEAD + "# T { #t }\n\n<!-- literate:errors -->\n")
    again = ["docs/en/b.md", "docs/zh/b.md"]
    assert [checked(), checked()] == [again, again]


@pytest.mark.parametrize("content", [b"", b"garbage", pickle.dumps({"a": 1})])
def test_a_file_that_is_no_table_is_of_no_use_and_no_harm(site, checked, content):
    site.project.cache.joinpath("checked.sqlite").write_bytes(content)
    assert checked() == ["docs/en/a.md", "docs/zh/a.md"]


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_does_not_fail_the_check(site, checked):
    site.project.cache.joinpath("checked.sqlite").unlink()
    site.project.cache.chmod(0o500)
    assert checked() == checked() == ["docs/en/a.md", "docs/zh/a.md"]


def test_pages_that_are_gone_are_forgotten(site, checked):
    for language in ("zh", "en"):
        (site.project.docs(language) / "a.md").unlink()
    check_all(site.project)
    left = ["module of snippets/a.py", "words of snippets/a.py"]
    assert sorted(kept.Kept(site.project).before) == left


def test_a_module_is_looked_at_again_when_it_changes_and_while_it_is_wrong(
    site, checked, monkeypatch
):
    looked, look = [], check._module

    def looking(found, path):
        looked.append(path)
        return look(found, path)

    monkeypatch.setattr(check, "_module", looking)
    late = "# %% x\nx = 1\n\n# %% y\nimport torch\n"
    for text, again, problems in (
        ("# %% x\nx = 1\n", [], 0),
        (late, ["a.py"], 1),
        (late, ["a.py"], 1),
        ("# %% x\nx = 2\n", ["a.py"], 0),
        ("# %% x\nx = 2\n", [], 0),
    ):
        if (site.project.snippets / "a.py").read_text() != text:
            site.module("a.py", text)
        found = check_all(site.project)
        assert looked == again
        assert sum("import below" in problem.what for problem in found.problems) == problems
        assert found.modules["a.py"].cells["x"].tree.body[0].value.value == int(text[11])
        looked.clear()
