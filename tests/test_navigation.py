"""Navigation and cards: what a folder in the navigation stands for, and what a page's card says."""

from __future__ import annotations

import pytest

from literate.check.navigation import chapters, navigation, topics
from literate.navigation import (
    configuration,
    expand,
    in_order,
    navigations,
    read_navigation,
    with_chapter,
)
from literate.page import parse, read_page
from literate.problem import LiterateError
from literate.project import LANGUAGES, Source, read_source
from literate.site.extension import article

PAGE = "---\ndescription: d\n{}\n---\n\n# {} {{ #t }}\n"


@pytest.fixture
def book(site):
    """A home page, a chapter of four pages, one of a page, a tutorial, and a page beside them."""
    site.page("index.md", PAGE.format("hide: [toc]", "T") + "\nA.\n\n<!-- literate:chapters -->\n")
    shows = "\nB.\n\n<!-- literate:chapter -->\n\nC `x.mean()`.\n"
    site.page("nn/index.md", PAGE.format("card: N", "Networks") + shows)
    orders = {"b": "order: 20", "c": "order: 10", "d": "order: 20", "a": "tags: []"}
    for name, order in orders.items():
        meta = f"card: 'Why `torch.relu`, {name}?'\n{order}"
        site.page(f"nn/{name}.md", PAGE.format(meta, f"On `{name}`"))
    site.page("init/index.md", PAGE.format("card: I", "Initialization") + shows)
    site.page("init/one.md", PAGE.format("card: one", "One"))
    site.page("tutorials/index.md", PAGE.format("card: >\n  two\n  lines", "Tutorials"))
    site.page("tutorials/first.md", PAGE.format("card: t", "First"))
    site.page("words.md", PAGE.format("card: W", "All words"))
    nav(site, "nav:\n- Home: index.md\n- Models: [nn/, init/]\n- tutorials/\n- Words: words.md\n")
    return site


def nav(site, text: str) -> None:
    (site.root / "mkdocs.yml").write_text(f"site_name: T\n{text}", encoding="utf-8")


NN = ["nn/index.md", "nn/c.md", "nn/b.md", "nn/d.md", "nn/a.md"]


def test_a_folder_stands_for_its_pages_by_order_then_by_name(book):
    (entries,) = navigations(book.project).values()
    found = [(entry.page, entry.line, entry.sections, entry.title) for entry in entries]
    assert found == [
        ("index.md", 3, (), "Home"),
        *((page, 4, ("Models", "Networks"), None) for page in NN),
        *((f"init/{x}.md", 4, ("Models", "Initialization"), None) for x in ("index", "one")),
        *((f"tutorials/{x}.md", 5, ("Tutorials",), None) for x in ("index", "first")),
        ("words.md", 6, (), "Words"),
    ]


def test_mkdocs_gets_the_same_with_notebooks_other_titles_and_links_as_they_are(book):
    other = {"Elsewhere": "https://example.org/"}
    given = [{"Home": "index.md"}, {"Steps": "tutorials/"}, {"Models": ["nn/"]}, "gone/", other]
    assert expand(book.project, "en", given) == [
        {"Home": "index.md"},
        {"Steps": ["tutorials/index.md", "tutorials/first.ipynb"]},
        {"Models": [{"Networks": NN}]},
        {"gone": ["gone/index.md"]},
        other,
    ]
    nav(book, "nav: [Elsewhere: https://example.org/a.md, Home: index.md]\n")
    assert [entry.page for entry in read_navigation(book.project, "zh")] == ["index.md"]


def test_a_page_that_is_saved_again_moves(book):
    file = book.project.docs("zh") / "nn/a.md"
    text = file.read_text("utf-8")
    for order, place in (("1", 1), ("15.5", 2), ("ten", 4), ("20", 2)):
        file.write_text(text.replace("tags: []", f"order: {order}  # {place}"), "utf-8")
        pages = [entry.page for entry in read_navigation(book.project, "zh")][1:6]
        assert pages.index("nn/a.md") == place
    file.write_bytes(b"\xff")  # which another check reports
    assert read_navigation(book.project, "zh")[5].page == "nn/a.md"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("nav: [\n", 3),
        ("nav: none\n", 1),
        ("theme: {}\n", 1),
        ("nav:\n<<<<<<< ours\n- a/\n=======\n- b/\n>>>>>>> theirs\n", 3),
    ],
)
def test_a_navigation_that_cannot_be_read_is_told(book, text, line):
    nav(book, text)
    with pytest.raises(LiterateError) as caught:
        read_navigation(book.project, "zh")
    assert str(caught.value).startswith(f"mkdocs.yml:{line}: ")


@pytest.mark.parametrize(
    ("text", "after", "wanted"),
    [
        ("nav:\n  - a/\n  - W: [w.md]\n", "", "nav:\n  - a/\n  - data/\n  - W: [w.md]\n"),
        ("nav:\n- a/\n- tutorials/\n- b/\n", "", "nav:\n- a/\n- data/\n- tutorials/\n- b/\n"),
        ("nav:\n- a/\n- tutorials/\n", "tutorials", "nav:\n- a/\n- tutorials/\n- data/\n"),
        ("nav:\n- M:\n    - a/ # A\n- b/\n", "a", "nav:\n- M:\n    - a/ # A\n    - data/\n- b/\n"),
        ("nav:\n- M: [a/, b/]\n- c/\n", "a", "nav:\n- M: [a/, b/]\n- data/\n- c/\n"),
        ("nav:\n- index.md\n", "", "nav:\n- index.md\n- data/\n"),
        ("nav: [a/, b/]\n", "a", None),
        ("nav:\n- M: [a/,\n    b/]\n- c/\n", "a", None),
        ("nav:\n- a/\n", "c", None),
    ],
)  # fmt: skip
def test_a_chapter_is_put_into_the_navigation_or_it_says_why_not(site, text, after, wanted):
    (site.root / "mkdocs.yml").write_text(text, encoding="utf-8")
    source = configuration(site.project, "zh")
    if wanted is not None:
        assert source.encode(with_chapter(source, "data", after)).decode() == wanted
        return
    with pytest.raises(LiterateError, match=r"mkdocs\.yml:1: has no "):
        with_chapter(source, "data", after)


def shown(book, page: str) -> str:
    return article(book.project, "zh", page)


def test_a_chapter_shows_the_cards_of_its_pages_in_order_and_links_torch_in_them(book):
    html = shown(book, "nn/index.md")
    assert html.index("B.") < html.index('<div class="grid cards">') < html.index("C <code>")
    places = [html.index(f", {name}?</p>\n</li>") for name in "cbda"]
    assert places == sorted(places)
    assert '<li>\n<p><a href="c/">On <code>c</code></a></p>\n<p>Why <a class="api" ' in html
    assert "literate" not in html.partition("<details")[0]


def test_the_home_page_shows_the_cards_of_chapters_and_other_pages(book):
    html = shown(book, "index.md")
    for address, title, card in (
        ("nn/", "Networks", "N"),
        ("init/", "Initialization", "I"),
        ("tutorials/", "Tutorials", "two lines"),
        ("words/", "Words", "W"),  # as the navigation calls it
    ):
        html = html.partition(f'<p><a href="{address}">{title}</a></p>\n<p>{card}</p>')[2]
    assert html.startswith("\n</li>\n</ul>\n</div>")


def test_a_page_that_waits_stands_where_the_other_does_and_says_which_language_has_it(book):
    stub = "---\nstatus: untranslated\norder: 50\n---\n\n# {} {{ #t }}\n"
    whole = PAGE.format("card: Why, b?\norder: 5", "On b")
    book.page("nn/b.md", stub.format("b"), whole)
    book.page("init/index.md", stub.format("I"), PAGE.format("card: I", "Initialization"))
    (book.root / "mkdocs.en.yml").write_bytes((book.root / "mkdocs.yml").read_bytes())
    for language, entries in navigations(book.project).items():
        there = [entry.page for entry in entries if entry.page.startswith("nn/")]
        assert there == [NN[0], "nn/b.md", NN[1], *NN[3:]], language
    html = shown(book, "nn/index.md")
    assert '<li>\n<p><a href="b/">b</a></p>\n<p>目前只有英文版。</p>\n</li>' in html
    assert "Why, b?" not in html
    assert "<p>Why, b?</p>" in article(book.project, "en", "nn/index.md")
    assert '<a href="init/">I</a></p>\n<p>目前只有英文版。</p>' in shown(book, "index.md")


def test_a_marker_within_a_fence_is_text(book):
    fence = "\n```text\n<!-- literate:chapter -->\n```\n"
    book.page("nn/index.md", PAGE.format("card: N", "Networks") + fence)
    assert "grid" not in shown(book, "nn/index.md")


def test_the_words_of_a_card_belong_to_its_own_page_and_to_no_other(book):
    folder = book.project.docs("en") / "nn"
    read = {name: read_page(book.project, folder / f"{name}.md") for name in ("index", "c")}
    assert [code.text for code in read["index"].codes] == ["x.mean()"]
    assert [text.line for text in read["index"].texts] == [3, 6, 8, 12]
    assert read["index"].links == ()
    assert [(code.line, code.text) for code in read["c"].codes][:1] == [(3, "torch.relu")]
    assert "relu" not in read["c"].html


@pytest.mark.parametrize("card", ["- a", "a [b](c.md)", "# a", "![](b.png)", "<i>a</i>", "```"])
def test_a_card_is_words_in_a_line(book, card):
    file = book.project.docs("zh") / "nn/c.md"
    file.write_text(PAGE.format(f"card: {card!r}", "C"), "utf-8")
    source = read_source(file, "docs/zh/nn/c.md")
    with pytest.raises(LiterateError, match=r"docs/zh/nn/c.md:3: "):
        parse(book.project, source, "zh", "nn/c.md")


def test_cards_that_need_a_navigation_say_so_without_one(book):
    (book.root / "mkdocs.yml").unlink()
    source = Source("docs/zh/index.md", ("<!-- literate:chapters -->",), "\n", False)
    with pytest.raises(LiterateError, match=r"mkdocs\.yml:1: cannot be read"):
        parse(book.project, source, "zh", "index.md")


def test_an_entry_of_an_error_needs_a_known_topic_and_no_place(book):
    shows = "\nB.\n\n<!-- literate:errors -->\n\n<!-- literate:chapter -->\n"
    book.page("errors/index.md", PAGE.format("card: E", "Errors") + shows)
    for name, topic in (("one", "shapes"), ("two", "shape"), ("three", "[gpu]")):
        book.page(f"errors/{name}.md", PAGE.format(f"topic: {topic}", name))
    text = (book.root / "mkdocs.yml").read_text("utf-8").replace("- Words", "- errors/\n- Words")
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        (book.root / name).write_text(text, "utf-8")
    pages = {
        (x, path): read_page(book.project, book.project.docs(x) / path)
        for x in LANGUAGES
        for path in book.project.pages(x)
    }
    assert list(navigation(book.project, pages)) == []
    listed = [entry.page for entry in in_order(book.project, "zh")]
    entries = [f"errors/{name}.md" for name in ("index", "one", "three", "two")]
    assert listed[-5:] == [*entries, "words.md"]
    assert [entry.page for entry in read_navigation(book.project, "zh")][-2:] == listed[-5:][::4]
    assert [p for p in chapters(book.project, pages) if "errors/" in p.path] == []
    said = [f"{problem.path}: {problem.what}" for problem in topics(book.project, pages)]
    assert said == [
        f"docs/{x}/errors/{name}.md: its topic is '{topic}'"
        for x in LANGUAGES
        for name, topic in (("three", "['gpu']"), ("two", "shape"))
    ]
