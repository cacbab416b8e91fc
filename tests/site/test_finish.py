"""What is done to a built site: the policy on each page, inline scripts in files, the zip."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literate.problem import LiterateError
from literate.site.build import HEADER, OFFLINE, POLICY, finish

PAGE = (
    '<!doctype html>\n<html><head>\n<meta charset="utf-8">{}\n</head>\n<body>\n{}\n</body></html>'
)


def page(site: Path, name: str, head: str = "", body: str = "") -> Path:
    file = site / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(head, body), encoding="utf-8")
    return file


def packed(site: Path) -> dict[str, str]:
    """The files of the zip, without the folder they are in."""
    with zipfile.ZipFile(site / OFFLINE) as archive:
        folder = Path(OFFLINE).stem + "/"
        return {n.removeprefix(folder): archive.read(n).decode() for n in archive.namelist()}


def test_an_inline_script_becomes_a_file_that_all_pages_share(tmp_path):
    pages = [page(tmp_path, name, "<script>a=1</script>") for name in ("index.html", "en/x/i.html")]
    finish(tmp_path)
    (file,) = tmp_path.rglob("*.js")
    assert file.read_text() == "a=1"
    for written in pages:
        (source,) = re.findall(r'<script src="([^"]*)"></script>', written.read_text())
        assert (written.parent / source).resolve() == file


def test_the_page_for_missing_pages_names_its_files_from_the_root(tmp_path):
    for name in ("404.html", "en/404.html"):
        file = page(tmp_path, name, "<script>a=1</script>")
        finish(tmp_path, "/handbook/")
        assert '<script src="/handbook/assets/javascripts/inline.' in file.read_text()


def test_an_inline_style_becomes_a_style_sheet(tmp_path):
    file = page(tmp_path, "a/index.html", '<style type="text/css">p { color: red }</style>')
    finish(tmp_path)
    (sheet,) = tmp_path.rglob("*.css")
    assert sheet.read_text() == "p { color: red }"
    assert f'<link rel="stylesheet" href="../{sheet.relative_to(tmp_path)}">' in file.read_text()


def test_the_palettes_of_the_theme_are_left_out_and_its_schemes_stay(tmp_path):
    page(tmp_path, "index.html")
    file = tmp_path / "en/assets/stylesheets/palette.1a.min.css"
    file.parent.mkdir(parents=True)
    slate, image = "[data-md-color-scheme=slate]", '[data-md-color-scheme=slate] img[src="#a"]{b:c}'
    blue, red = "[data-md-color-primary=blue]", f"{slate}[data-md-color-accent=red]"
    text = f"@media screen{{{slate}{{a:b}}{red}{{a:b}}{image}}}{blue},{red}{{c:d}}{blue} p{{e:f}}"
    file.write_text(text, encoding="utf-8")
    finish(tmp_path)
    left = file.read_text(encoding="utf-8")
    assert left.replace(" ", "") == f"@media screen{{{slate}{{a:b}}{image}}}".replace(" ", "")


def test_what_only_authors_read_is_left_out(tmp_path):
    ours = tmp_path / "assets/css/site.css"
    ours.parent.mkdir(parents=True)
    ours.write_text("/* why\n * so */\np {\n  content: 'a /b';\n}\n", encoding="utf-8")
    script = tmp_path / "assets/js/a.js"
    theirs = tmp_path / "assets/vendor/a.css"
    for file in (script, theirs):
        file.parent.mkdir(parents=True)
    script.write_text("/* why\n   so */\na = '/* b */'\n  /* c */\n  d()\n", encoding="utf-8")
    theirs.write_text("/* license */\n", encoding="utf-8")
    file = page(tmp_path, "index.html", '<meta name="generator" content="mkdocs">')
    finish(tmp_path)
    assert ours.read_text().split() == ["p", "{", "content:", "'a", "/b';", "}"]
    assert "\n" not in ours.read_text()
    assert script.read_text() == " a = '/* b */'\n   d()\n"
    assert theirs.read_text() == "/* license */\n"
    assert "generator" not in file.read_text()


def test_data_scripts_with_a_source_and_attributes_stay(tmp_path):
    body = '<script type="application/json" id="c">{"a": 1}</script><script src="a.js"></script>'
    file = page(tmp_path, "index.html", '<script type="module" defer>a=1</script>', body)
    finish(tmp_path)
    assert body in file.read_text()
    assert '<script type="module" defer src="' in file.read_text()


def test_the_policy_stands_first_in_the_head_and_once(tmp_path):
    file = page(tmp_path, "index.html", "<script>a=1</script>")
    finish(tmp_path)
    once = file.read_text()
    finish(tmp_path)
    assert file.read_text() == once
    assert once.index("charset") < once.index("Content-Security-Policy") < once.index("<script")
    assert f'content="{POLICY}"' in once


def test_the_policy_allows_no_inline_script_and_no_other_host():
    rules = {rule.split()[0]: rule.split()[1:] for rule in HEADER.split("; ")}
    assert rules["default-src"] == ["'self'"]
    assert not {"script-src", "style-src"} & set(rules)
    assert rules["frame-ancestors"] == ["'none'"]
    allowed = {source for sources in rules.values() for source in sources}
    assert allowed == {"'self'", "'none'", "'unsafe-inline'", "data:"}


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<p>\n<a href="#" onclick="f()">x</a>', "<a onclick=…>"),
        ("<p>\n<a href=\"#\"ONCLICK='f()'>x</a>", "<a onclick=…>"),
        ('<p>\n<a href=" javascript:f()">x</a>', '<a href="javascript:…">'),
    ],
)
def test_a_handler_in_an_attribute_is_refused_with_its_line(tmp_path, body, what):
    file = page(tmp_path, "en/a/index.html", "<script>a=1</script>", body)
    before = file.read_text()
    with pytest.raises(LiterateError) as error:
        finish(tmp_path)
    assert str(error.value).startswith(f"en/a/index.html:7: {what}")
    assert file.read_text() == before
    assert not list(tmp_path.rglob("*.js"))


@pytest.mark.parametrize(
    "body",
    [
        "<p>once = 1, onclick=2</p>",
        '<p title="a onload=b">javascript: no &amp; &#39;</p>',
        "<svg viewBox='0 0 1 1'><path d=\"M0 0\"/></svg><br><!-- a --><pre>\n x\n</pre>",
    ],
)
def test_everything_else_stays_to_the_byte(tmp_path, body):
    file = page(tmp_path, "index.html", body=body)
    finish(tmp_path)
    assert body in file.read_text()


def test_the_link_that_does_nothing_needs_no_script(tmp_path):
    file = page(tmp_path, "index.html", body='<a href="javascript:void(0)" title="t">x</a>')
    finish(tmp_path)
    assert '<a href="#" title="t">' in file.read_text()


def test_a_page_without_a_head_is_refused(tmp_path):
    (tmp_path / "a.html").write_text("<p>bare</p>")
    with pytest.raises(LiterateError, match=r"a\.html:1: the page has no <head>"):
        finish(tmp_path)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r<"), max_size=60))
def test_a_script_keeps_its_text(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("site")
    page(folder, "index.html", f"<script>{text}</script>")
    finish(folder)
    (file,) = folder.rglob("*.js")
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("href", "there"),
    [
        ("../../", "../../index.html"),
        ("../..", "../../index.html"),
        ("../../en/a/b/#part", "../../en/a/b/index.html#part"),
        ("../../x.css?a=1&amp;b=2", "../../x.css?a=1&amp;b=2"),
        ("b.py", "b.py"),
        ("#part", "#part"),
        ("https://example.org/a/b/", "https://example.org/a/b/"),
        ("../missing/", "../missing/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_links_in_the_zip_name_their_files(tmp_path, href, there):
    for name in ("index.html", "en/a/b/index.html"):
        page(tmp_path, name)
    link = '<a class="c" href="{}">x</a>'
    shown = '<pre>&lt;a href="a/b/"&gt;</pre>'
    file = page(tmp_path, "a/b/index.html", body=link.format(href) + shown)
    finish(tmp_path)
    assert link.format(there) + shown in packed(tmp_path)["a/b/index.html"]
    assert link.format(href) + shown in file.read_text()


def test_a_page_of_the_zip_takes_no_rules_from_a_server(tmp_path):
    head = '<link rel="canonical" href="https://example.org/en/a/b/">'
    other = '<link rel="alternate " hreflang="en" href="https://example.org/en/a/b/">'
    body = (
        '<nav><a href="index.md">m</a> · <a href="../pytorch-by-example.zip" download>z</a></nav>'
    )
    page(tmp_path, "en/index.html", head + other, body)
    finish(tmp_path)
    text = packed(tmp_path)["en/index.html"]
    assert f'charset="utf-8">{head}\n</head>' in text
    assert '<nav><a href="index.md">m</a> · </nav>' in text


def test_the_same_site_makes_the_same_zip_without_what_only_a_server_reads(tmp_path):
    for name in ("index.html", "404.html", "a/index.html"):
        page(tmp_path, name)
    (tmp_path / "sitemap.xml").write_text("for crawlers")
    finish(tmp_path)
    first = (tmp_path / OFFLINE).read_bytes()
    finish(tmp_path)
    assert (tmp_path / OFFLINE).read_bytes() == first
    assert set(packed(tmp_path)) == {"index.html", "a/index.html"}
