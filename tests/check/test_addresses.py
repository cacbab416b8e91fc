"""Old addresses and heading ids: what front matter may say, and what a change must not lose."""

from __future__ import annotations

import subprocess

import pytest

from literate.check import check_all

PAGE = '---\ndescription: d\n{}card: "*"\n---\n\n# T {{ #{} }}\n\n## U {{ #part }}\n'
CARDS = "\n<!-- literate:chapter -->\n"
# By what is wrong: the front matter of c/a.md, and what is found at which line of it.
WRONG = {
    "a page's address": ("aliases: [c/b]", "3: the alias 'c/b' is the address of docs/zh/c/b.md"),
    "a chapter's address": ("aliases: [c]", "3: the alias 'c' is the address of docs/zh/c/index"),
    "twice": ("aliases: [c/o, c/o]", "3: the alias 'c/o' is listed more than once"),
    "twice on two pages": ("aliases: [old/b]", "3: the alias 'old/b' is listed more than once"),
    "a slash too many": ("aliases: [/c/o/]", "3: '/c/o/' is no address that a page had"),
    "a file": ("aliases: [c/o.md]", "3: 'c/o.md' is no address that a page had"),
    "out of the site": ("aliases: [../o]", "3: '../o' is no address that a page had"),
    "the other language": ("aliases: [en/o]", "3: 'en/o' is no address that a page had"),
    "no list": ("aliases: c/o", "3: 'aliases' is not in the form that it has to have"),
    "no address": ("aliases: [1]", "3: 'aliases' is not in the form that it has to have"),
    "no mapping": ("anchors: [x]", "3: 'anchors' is not in the form that it has to have"),
    "no id": ("x: 1\nanchors: {on: part}", "4: 'anchors' is not in the form that it has to have"),
    "an id that is there": ("anchors: {part: a}", "3: the old id 'part' is that of a heading"),
    "to no id": ("anchors: {x: y}", "3: the anchor 'x' leads to 'y', which is no heading of docs"),
    "to no page": ("anchors: {x: d/b#part}", "3: the anchor 'x' leads to 'd/b', which is no page"),
    "to no id there": ("anchors: {x: c/b#a}", "3: the anchor 'x' leads to 'a', which is no head"),
}


@pytest.fixture
def order(site):
    """Two pages in a chapter."""
    site.page("c/index.md", PAGE.format("", "c") + CARDS)
    site.page("c/a.md", PAGE.format("", "a"))
    site.page("c/b.md", PAGE.format("aliases: [old/b]\nanchors: {older: part}\n", "b"))
    return site


def found(site, since: str = "") -> list[str]:
    checked = check_all(site.project, since)
    return [f"{p.path}:{p.line}: {p.what}. {p.fix}" for p in checked.problems]


@pytest.mark.parametrize(("meta", "said"), WRONG.values(), ids=WRONG)
def test_what_leads_from_no_old_place_or_to_nothing_is_found(order, meta, said):
    order.page("c/a.md", PAGE.format(meta + "\n", "a"))
    assert any(one.startswith(f"docs/zh/c/a.md:{said}") for one in found(order))
    assert any(one.startswith("docs/en/c/a.md:") for one in found(order))


@pytest.mark.parametrize("meta", ["aliases: [c/o, o]", "anchors: {x: part, y: c/b#part, z: c#c}"])
def test_what_leads_to_what_is_there_is_right(order, meta):
    order.page("c/a.md", PAGE.format(meta + "\n", "a"))
    assert found(order) == []


def test_both_languages_say_the_same(order):
    metas = ("aliases: [c/o]\n", "aliases: [c/p]\n")
    order.page("c/a.md", *(PAGE.format(meta, "a") for meta in metas))
    assert found(order) == [
        "docs/zh/c/a.md:3: 'aliases' differs from that of docs/en/c/a.md. "
        "Write the same in both languages"
    ]


@pytest.fixture
def committed(order):
    """The same, as the main branch has it; and what is found that differs from it."""
    for command in (("init", "-b", "main"), ("add", "."), ("commit", "-m", "All")):
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *command], cwd=order.root, check=True, capture_output=True)
    return order


def remove(site, page: str) -> None:
    for language in ("zh", "en"):
        (site.project.docs(language) / page).unlink()


NEW = PAGE.replace("T", "A").format
# By what was done: the pages that are written then, and what is found.
CHANGES = {
    "moved": ({"c/n.md": NEW("aliases: [c/b, old/b]\nanchors: {older: part}\n", "b")}, []),
    "merged into another": ({"c/a.md": NEW("aliases: [c/b, old/b]\n", "a")}, []),
    "gone": (
        {},
        [
            "docs/zh/c/b.md:1: nothing answers at the old address 'c/b/'. Move a page with",
            "docs/zh/c/b.md:1: nothing answers at the old address 'old/b/'. Move a page with",
        ],
    ),
    "moved, an id and an old id lost": (
        {"c/n.md": NEW("aliases: [c/b, old/b]\n", "n")},
        [
            "docs/zh/c/n.md:1: the heading id 'b' is gone, and links to it from elsewhere miss",
            "docs/zh/c/n.md:1: the heading id 'older' is gone, and links to it from elsewhere",
        ],
    ),
}


@pytest.mark.parametrize(("pages", "said"), CHANGES.values(), ids=CHANGES)
def test_a_page_that_is_gone_leaves_its_addresses_to_another(committed, pages, said):
    remove(committed, "c/b.md")
    for name, text in pages.items():
        committed.page(name, text)
    problems = found(committed, "main")
    assert len(problems) == len(said)
    assert all(map(str.startswith, problems, said)), problems


def test_a_heading_that_is_gone_leaves_its_id(committed):
    committed.page("c/a.md", PAGE.format("", "a").replace("#part", "#piece"))
    (problem,) = found(committed, "main")
    assert problem.startswith("docs/zh/c/a.md:1: the heading id 'part' is gone, and links to it")
    assert problem.endswith("Write 'anchors: {part: new-id}' into the front matter")
    meta = "anchors: {part: piece}\n"
    committed.page("c/a.md", PAGE.format(meta, "a").replace("#part", "#piece"))
    assert found(committed, "main") == []


def test_what_looks_like_a_heading_in_a_fence_is_none(committed):
    text = PAGE.format("", "a") + "\n```text\n## V { #v }\n```\n"
    committed.page("c/a.md", text)
    subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qam", "Fence"],
        cwd=committed.root,
        check=True,
    )
    committed.page("c/a.md", PAGE.format("", "a"))
    assert found(committed, "main") == []


STUB = "---\nstatus: untranslated\n{}---\n\n# T {{ #b }}\n"


def test_a_page_that_waits_has_the_headings_and_old_ids_of_the_other(committed):
    whole = PAGE.format("aliases: [old/b]\nanchors: {older: part}\n", "b")
    committed.page("c/a.md", PAGE.format("anchors: {x: c/b#part}\n", "a"))
    committed.page("c/b.md", STUB.format("aliases: [old/b]\n"), whole)
    assert found(committed, "main") == []
    committed.page("c/b.md", STUB.format("anchors: {older: part}\n"), whole)
    (problem,) = found(committed, "main")
    assert problem.startswith("docs/zh/c/b.md:1: nothing answers at the old address 'old/b/'")
    committed.page("c/b.md", STUB.format("anchors: {older: piece}\naliases: [old/b]\n"), whole)
    said = "docs/zh/c/b.md:3: the anchor 'older' leads to 'piece', which is no heading"
    assert any(one.startswith(said) for one in found(committed, "main"))
    meta = "aliases: [old/b]\nanchors: {older: b}\n"
    committed.page("c/b.md", STUB.format(meta), PAGE.format(meta, "b").replace("#part", "#p"))
    said = "docs/zh/c/b.md:1: the heading id 'part' is gone"
    assert any(one.startswith(said) for one in found(committed, "main"))


def test_a_page_that_cannot_be_read_hides_no_address(committed):
    remove(committed, "c/b.md")
    committed.page("c/a.md", "---\ndescription: d\n")
    assert not any("old address" in problem for problem in found(committed, "main"))
