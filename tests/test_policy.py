"""The policy of a built site: inline scripts become files, and every page states it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literate.policy import HEADER, POLICY, restrict
from literate.problem import LiterateError

PAGE = (
    '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n{}</head>\n<body>\n{}</body></html>'
)


def page(site: Path, name: str, head: str = "", body: str = "") -> Path:
    file = site / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(head, body), encoding="utf-8")
    return file


def test_an_inline_script_becomes_a_file_that_all_pages_share(tmp_path):
    pages = [page(tmp_path, name, "<script>a=1</script>") for name in ("index.html", "en/x/i.html")]
    assert restrict(tmp_path) == 2
    (file,) = tmp_path.rglob("*.js")
    assert file.read_text() == "a=1"
    for written in pages:
        (source,) = re.findall(r'<script src="([^"]*)"></script>', written.read_text())
        assert (written.parent / source).resolve() == file


def test_the_page_for_missing_pages_names_its_files_from_the_root(tmp_path):
    for name in ("404.html", "en/404.html"):
        file = page(tmp_path, name, "<script>a=1</script>")
        restrict(tmp_path, "/handbook/")
        assert '<script src="/handbook/assets/javascripts/inline.' in file.read_text()


def test_an_inline_style_becomes_a_style_sheet(tmp_path):
    file = page(tmp_path, "a/index.html", '<style type="text/css">p { color: red }</style>')
    restrict(tmp_path)
    (sheet,) = tmp_path.rglob("*.css")
    assert sheet.read_text() == "p { color: red }"
    assert f'<link rel="stylesheet" href="../{sheet.relative_to(tmp_path)}">' in file.read_text()


def test_data_and_scripts_with_a_source_stay(tmp_path):
    body = '<script type="application/json" id="c">{"a": 1}</script><script src="a.js"></script>'
    file = page(tmp_path, "index.html", body=body)
    restrict(tmp_path)
    assert body in file.read_text()
    assert not list(tmp_path.rglob("*.js"))


def test_attributes_of_a_script_stay(tmp_path):
    file = page(tmp_path, "index.html", '<script type="module" defer>a=1</script>')
    restrict(tmp_path)
    assert '<script type="module" defer src="' in file.read_text()


def test_the_policy_stands_first_in_the_head_and_once(tmp_path):
    file = page(tmp_path, "index.html", "<script>a=1</script>")
    restrict(tmp_path)
    once = file.read_text()
    assert restrict(tmp_path) == 1
    assert file.read_text() == once
    assert once.index("Content-Security-Policy") < once.index("<script")
    assert once.index("charset") < once.index("Content-Security-Policy")
    assert f'content="{POLICY}"' in once


def test_the_policy_allows_no_inline_script_and_no_other_host():
    rules = {rule.split()[0]: rule.split()[1:] for rule in HEADER.split("; ")}
    assert rules["default-src"] == ["'self'"]
    assert "script-src" not in rules
    assert "style-src" not in rules
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
        restrict(tmp_path)
    assert str(error.value).startswith(f"en/a/index.html:8: {what}")
    assert file.read_text() == before
    assert not list(tmp_path.rglob("*.js"))


@pytest.mark.parametrize(
    "body", ["<p>once = 1, onclick=2</p>", '<p title="a onload=b">x</p>', "<p>javascript: no</p>"]
)
def test_words_that_look_like_a_handler_are_no_handler(tmp_path, body):
    page(tmp_path, "index.html", body=body)
    assert restrict(tmp_path) == 1


def test_the_link_that_does_nothing_needs_no_script(tmp_path):
    file = page(tmp_path, "index.html", body='<a href="javascript:void(0)" title="t">x</a>')
    restrict(tmp_path)
    assert '<a href="#" title="t">' in file.read_text()


def test_a_page_without_a_head_is_refused(tmp_path):
    (tmp_path / "a.html").write_text("<p>bare</p>")
    with pytest.raises(LiterateError, match=r"a\.html:1: the page has no <head>"):
        restrict(tmp_path)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r<"), max_size=60))
def test_a_script_keeps_its_text(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("site")
    page(folder, "index.html", f"<script>{text}</script>")
    restrict(folder)
    (file,) = folder.rglob("*.js")
    assert file.read_text(encoding="utf-8") == text
