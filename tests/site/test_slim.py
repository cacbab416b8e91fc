"""The built site and the theme's style sheets hold what a reader sees, and no more."""

from __future__ import annotations

import pytest

from literate.site.slim import slim

PAGE = """<html><link rel="stylesheet" href="../assets/stylesheets/main.12.min.css">
<body data-md-color-primary="custom"><p class="on other"></p><i class='single'></i></html>"""


@pytest.fixture
def slimmed(tmp_path):
    """What is left of a style sheet of the theme, beside a page that has the class ``on``."""

    def left_of(sheet: str) -> str:
        folder = tmp_path / "assets/stylesheets"
        folder.mkdir(parents=True)
        (folder / "main.12.min.css").write_text(f"{sheet}/*# sourceMappingURL=main.css.map */")
        (folder / "main.12.min.css.map").write_text("{}")
        (tmp_path / "a").mkdir()
        (tmp_path / "a/index.html").write_text(PAGE)
        (tmp_path / "a.js").write_text('node.className = "by-script"')
        (tmp_path / "assets/css").mkdir()
        (tmp_path / "assets/css/site.css").write_text(".off { color: var(--ours) }")
        slim(tmp_path)
        (file,) = folder.iterdir()
        assert (
            f'href="../assets/stylesheets/{file.name}"' in (tmp_path / "a/index.html").read_text()
        )
        return file.read_text()

    return left_of


@pytest.mark.parametrize(
    "rule",
    [
        "a{b:c}",
        ".on:not(.off) .other>.single{b:c}",
        '.by-script::after{content:""}',
        "@media print{.on{b:c}}",
        "@media (width<3em){.on{b:c}.single{d:e}}",
        ":is(.on,.off) a{b:c}",
        "[data-md-color-primary=custom]{b:c}",
        '[href$="off"]{b:c}',
        '@font-face{font-family:"off"}',
        "@keyframes off{0%{b:c}to{b:d}}",
        ':root{--ours:url("data:image/svg+xml;charset=utf-8,<svg/>");--it:url("x")}a{b:var(--it)}',
        ":root{--plain:1}",
    ],
)
def test_what_may_match_stays(slimmed, rule):
    assert slimmed(rule) == rule


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        (".off{b:c}a{d:e}", "a{d:e}"),
        (".off,.on .off,.on{b:c}", ".on{b:c}"),
        ("@media print{.off{b:c}}a{d:e}", "a{d:e}"),
        ("[data-md-color-primary=red]{b:c}", ""),
        (':root{--a:url("x;y");--b:1}', ":root{--b:1}"),
    ],
)
def test_what_matches_nothing_is_left_out(slimmed, rule, left):
    assert slimmed(rule) == left


def test_a_sheet_without_need_for_change_and_a_site_without_sheets_are_fine(slimmed, tmp_path):
    slimmed("a{b:c}")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.*")}
    slim(tmp_path)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.*")} == before
    (tmp_path / "none").mkdir()
    slim(tmp_path / "none")


def test_code_in_the_color_of_code_is_no_element(slimmed, tmp_path):
    code = (
        '<pre><code>{}(<span class="mi">2</span>, <span class="s1">"a &lt; b"</span>)</code></pre>'
    )
    name, bracket = '<span class="n">x</span>', '<span class="p">{}</span>'
    page = PAGE.replace("</html>", code.format(f"{name}{bracket}") + "</html>")
    (tmp_path / "code.html").write_text(page)
    slimmed(".highlight .n,.highlight .mi{b:c}")
    slim(tmp_path)
    assert code.format("x{}") in (tmp_path / "code.html").read_text()
