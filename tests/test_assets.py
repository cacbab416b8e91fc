"""One style sheet and one script for every page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literate.assets import compact, join_assets, prune
from literate.problem import LiterateError

PAGE = """<html><head><link rel="icon" href="{up}assets/images/i.svg">
<link rel="stylesheet" href="{up}assets/a.css">
<link rel="stylesheet" href="{up}assets/css/b.css">
</head><body class="used" data-md-color-scheme="slate">{body}
<script id="__config" type="application/json">{{"search": "{up}assets/w.js"}}</script>
<script src="{up}assets/one.js"></script>
<script src="{up}assets/js/two.js"></script>
</body></html>
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "assets/a.css": ".used{color:red}.never{color:blue}",
        "assets/css/b.css": "p{margin:0}",
        "assets/one.js": "one()\n//# sourceMappingURL=one.js.map",
        "assets/one.js.map": "{}",
        "assets/js/two.js": "// A remark.\ntwo('made')",
        "assets/w.js": "worker()",
        "assets/images/i.svg": "<svg/>",
        "assets/javascripts/lunr/min/lunr.fr.min.js": "fr()",
    }
    for folder in ("", "en/"):
        for name, text in files.items():
            write(tmp_path / folder / name, text)
        write(tmp_path / folder / "index.html", PAGE.format(up="", body=""))
        write(tmp_path / folder / "a/b/index.html", PAGE.format(up="../../", body=""))
        write(tmp_path / folder / "404.html", PAGE.format(up=f"/base/{folder}", body=""))
    return tmp_path


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def loaded(site: Path, page: str) -> list[Path]:
    """The files that a page names, as a browser would resolve them."""
    text = (site / page).read_text(encoding="utf-8")
    found = re.findall(r'(?:href|src|"search")(?:=|: )"([^"]+)"', text)
    return [
        site / href.removeprefix("/base/")
        if href.startswith("/")
        else ((site / page).parent / href).resolve()
        for href in found
    ]


@pytest.mark.parametrize("page", ["index.html", "a/b/index.html", "404.html"])
def test_both_languages_load_the_same_four_files(site, page):
    join_assets(site)
    chinese, english = loaded(site, page), loaded(site, f"en/{page}")
    assert chinese == english
    assert all(file.is_file() for file in chinese)
    assert [file.suffix for file in chinese] == [".svg", ".css", ".js", ".js"]


def test_the_two_files_hold_what_the_pages_need_in_order(site):
    join_assets(site)
    (sheet,) = (site / "assets/stylesheets").iterdir()
    assert sheet.read_text() == ".used{color:red}p{margin:0}"
    (script,) = (site / "assets/javascripts").iterdir()
    assert script.read_text() == "one();\ntwo('made');\n"


def test_what_was_joined_copied_or_never_read_is_gone(site):
    write(site / "en/assets/own.txt", "English only")
    join_assets(site)
    left = {f.relative_to(site).as_posix() for f in site.rglob("*") if f.suffix != ".html"}
    kept = {name for name in left if (site / name).is_file()}
    assert {n for n in kept if "/site." not in n} == {
        "assets/w.js",
        "assets/images/i.svg",
        "en/assets/own.txt",
    }


def test_an_english_file_that_differs_is_kept(site):
    write(site / "en/assets/images/i.svg", "<svg>en</svg>")
    join_assets(site)
    assert (site / "en/assets/images/i.svg") in loaded(site, "en/a/b/index.html")
    assert (site / "assets/images/i.svg") in loaded(site, "a/b/index.html")


def test_the_name_follows_the_content(site, tmp_path_factory):
    names = []
    for text in ("two()", "two(2)", "two()"):
        copy = tmp_path_factory.mktemp("copy") / "site"
        shutil.copytree(site, copy)
        write(copy / "assets/js/two.js", text)
        join_assets(copy)
        names.append([file.name for file in (copy / "assets/javascripts").iterdir()])
    assert names[0] == names[2] != names[1]


def test_a_page_that_loads_something_else_is_refused(site):
    text = (site / "a/b/index.html").read_text()
    write(site / "a/b/index.html", re.sub(r".*one\.js.*\n", "", text))
    with pytest.raises(LiterateError, match=r"a/b/index.html:1: loads other"):
        join_assets(site)


def test_a_file_that_is_not_there_is_named(site):
    (site / "assets/css/b.css").unlink()
    with pytest.raises(LiterateError, match=r"assets/css/b\.css, which is not there"):
        join_assets(site)


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>a\n\n   b</p>\n  \n<p>", "<p>a\nb</p>\n<p>"),
        ("<pre>a\n  b\n\n</pre>\n  c", "<pre>a\n  b\n\n</pre>\nc"),
        ("<script>\n  a\n</script>", "<script>\n  a\n</script>"),
        ('<pre><span></span><code><span class="n">x</span>', "<pre><code>x"),
        ('<span class="o">=</span> <span class="k">if</span>', '= <span class="k">if</span>'),
        ('<span class="p">&lt;</span>', "&lt;"),
        ('<span class="n"><b>x</b></span>', '<span class="n"><b>x</b></span>'),
    ],
)
def test_compact(html, left):
    assert compact(html) == left


@pytest.mark.parametrize(
    ("style", "left"),
    [
        (".a{x:1}", ".a{x:1}"),
        (".z{x:1}", ""),
        (".a .z{x:1}", ""),
        (".a:not(.z){x:1}", ".a:not(.z){x:1}"),
        (":is(.a,.z) p{x:1}", ":is(.a,.z) p{x:1}"),
        (".z,.a{x:1}", ".a{x:1}"),
        (".z,p>a:hover{x:1}", "p>a:hover{x:1}"),
        ("#a{x:1}#z{x:1}", "#a{x:1}"),
        ("@media print{.z{x:1}}", ""),
        ("@media print{.z{x:1}.a{x:1}}", "@media print{.a{x:1}}"),
        ("@supports (x:1){@media print{.z{x:1}}}", ""),
        ("@keyframes k{0%{x:1}}", "@keyframes k{0%{x:1}}"),
        ("@page{margin:1cm}", "@page{margin:1cm}"),
        ("[data-md-color-scheme=a]{x:1}", "[data-md-color-scheme=a]{x:1}"),
        ('[data-md-color-scheme="z"]{x:1}', ""),
        ('[dir="z"]{x:1}', '[dir="z"]{x:1}'),
        ("p{--u:1;--v:2;x:var(--u)}", "p{--u:1;x:var(--u)}"),
        ("p{--u:var(--v);--v:2;x:1}", "p{x:1}"),
        ('p{--i:url("data:a;b{c}");x:1}', "p{x:1}"),
    ],
)
def test_prune(style, left):
    assert prune(style, {"a"}) == left


NAMES = st.sampled_from("abcdef")


@given(st.lists(st.tuples(NAMES, NAMES), max_size=8), st.sets(NAMES))
def test_a_rule_stays_exactly_if_all_its_classes_exist(pairs, words):
    style = "".join(f".{a} .{b}{{x:{i}}}" for i, (a, b) in enumerate(pairs))
    kept = [i for i, pair in enumerate(pairs) if words.issuperset(pair)]
    assert re.findall(r"x:(\d+)", prune(style, words)) == [str(i) for i in kept]
