"""Figures: drawn by a cell, recorded beside its module, compared, and put into the page."""

from __future__ import annotations

import base64
import io
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from literate.check import check
from literate.edition import for_site
from literate.figures import agree, clean, compact, inline
from literate.problem import LiterateError
from literate.project import Project
from literate.read import read_module
from literate.record import record
from literate.run import Runner
from literate.verify import verify
from literate.weave import weave_file
from tests.conftest import Site

DRAW = """\
# %% line
import matplotlib.pyplot as plt

plt.figure(figsize=(2, 1))
plt.plot([0, 1], [0, 1], label="y")
plt.legend()
plt.show()
"""
PAGE = '# T {{ #t }}\n\n```python{alt}\n--8<-- "f.py:line"\n```\n'


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> Path:
    """The folder of a project with one recorded figure."""
    site = Site(tmp_path_factory.mktemp("recorded"))
    site.module("f.py", DRAW)
    site.page("f.md", PAGE.format(alt=' alt="A line that goes up"'))
    record(site.project)
    return site.root


@pytest.fixture
def drawn(site, recorded):
    """A project with one recorded figure, to work in."""
    shutil.copytree(recorded, site.root, dirs_exist_ok=True)
    return site


def figure(site):
    return site.project.snippets / "f.line.svg"


def mismatch(site):
    module = read_module(site.project, "f.py")
    with Runner(preload=()) as runner:
        return verify(module, module.cells["line"], runner.run(module))


def test_recording_writes_the_figure_beside_its_module_and_prints_nothing(drawn):
    svg = figure(drawn).read_text()
    assert "<path" in svg
    assert "#000000" not in svg
    assert "currentColor" in svg
    assert "<style" not in svg
    assert drawn.project.snippets.joinpath("f.py").read_text() == DRAW
    assert mismatch(drawn) is None


def test_recording_again_leaves_the_figure_alone(drawn):
    before = figure(drawn).read_bytes()
    assert record(drawn.project).figures == []
    assert figure(drawn).read_bytes() == before


def test_another_figure_fails_and_is_recorded_anew(drawn):
    drawn.module("f.py", DRAW.replace("[0, 1], [0, 1]", "[0, 1], [1, 0]"))
    assert "draws another figure than f.line.svg" in mismatch(drawn).problem.what
    assert record(drawn.project).figures == ["snippets/f.line.svg"]
    assert mismatch(drawn) is None


def test_a_figure_that_is_not_recorded_fails(drawn):
    figure(drawn).unlink()
    assert "none is recorded" in mismatch(drawn).problem.what


def test_a_cell_that_draws_no_more_fails_and_recording_removes_its_figure(drawn):
    drawn.module("f.py", "# %% line\nx = 1\n")
    assert "draws nothing" in mismatch(drawn).problem.what
    record(drawn.project)
    assert not figure(drawn).exists()


def test_a_figure_that_differs_between_two_runs_is_refused(drawn):
    before = figure(drawn).read_bytes()
    text = DRAW.replace("import matplotlib", "import random\n\nimport matplotlib", 1)
    drawn.module("f.py", text.replace("[0, 1], [0, 1]", "[0, 1, 2], [0, random.random(), 1]"))
    with pytest.raises(LiterateError, match="drew two different figures"):
        record(drawn.project)
    assert figure(drawn).read_bytes() == before


def test_a_figure_that_only_one_of_two_runs_draws_is_refused(drawn, tmp_path):
    note = str(tmp_path / "ran")
    first = f"import os\n\nif not os.path.exists({note!r}):\n    open({note!r}, 'w').close()\n"
    drawn.module("f.py", f"# %% line\nimport matplotlib.pyplot as plt\n{first}    plt.figure()\n")
    with pytest.raises(LiterateError, match="drew two different figures"):
        record(drawn.project)


def test_a_figure_that_varies_must_only_be_drawn(drawn):
    before = figure(drawn).read_bytes()
    text = DRAW.replace("# %% line", '# %% line tags=["varies"]')
    text = text.replace("import matplotlib", "import random\n\nimport matplotlib", 1)
    drawn.module("f.py", text.replace("[0, 1], [0, 1]", "[0, 1, 2], [0, random.random(), 1]"))
    assert mismatch(drawn) is None
    assert record(drawn.project).figures == []
    assert figure(drawn).read_bytes() == before


def test_a_figure_that_needs_a_gpu_may_be_described_before_it_is_recorded(drawn):
    figure(drawn).unlink()
    drawn.module("f.py", DRAW.replace("# %% line", '# %% line tags=["requires-cuda"]'))
    assert check(drawn.project).problems == []


def test_two_figures_in_a_cell_are_refused(drawn):
    drawn.module("f.py", DRAW + "plt.figure()\n")
    with pytest.raises(LiterateError, match="draws 2 figures"):
        record(drawn.project)


def test_check_mode_changes_nothing(drawn):
    before = figure(drawn).read_bytes()
    drawn.module("f.py", DRAW.replace("[0, 1], [0, 1]", "[0, 1], [1, 0]"))
    assert record(drawn.project, write=False).figures == ["snippets/f.line.svg"]
    assert figure(drawn).read_bytes() == before


def test_the_page_shows_the_figure_with_its_text_below_the_code(drawn):
    text = for_site(weave_file(drawn.project, drawn.project.docs("en") / "f.md"))
    assert "``` { .python .joined }\n" in text
    assert 'alt="' not in text
    assert text.index("plt.show()") < text.index('<figure class="output">')
    assert 'role="img" aria-label="A line that goes up"' in text
    assert re.search(r'clip-path="url\(#(line-\w+)\)".*<clipPath id="\1"', text, re.DOTALL)


def test_keep_takes_the_figure_out_of_the_markdown(drawn):
    woven = weave_file(drawn.project, drawn.project.docs("en") / "f.md")
    text = for_site(woven, keep=lambda html: "KEPT")
    assert "KEPT" in text
    assert "<svg" not in text


def test_a_figure_in_a_list_is_rendered(drawn):
    from markdown import markdown

    page = PAGE.format(alt=' alt="up"').replace("```", "    ```").replace("--8", "    --8")
    drawn.page("f.md", page.replace("\n\n    ```", "\n\n- item\n\n    ```", 1))
    html = markdown(
        (drawn.project.docs("en") / "f.md").read_text(),
        extensions=["attr_list", "pymdownx.superfences", "literate.extension"],
        extension_configs={"literate.extension": {"language": "en", "root": str(drawn.root)}},
    )
    item = html[html.index("<li>") : html.index("</li>")]
    assert '<figure class="output"><svg' in item
    assert "&lt;svg" not in html


@pytest.mark.parametrize("alt", ["", ' alt=""', ' alt=" "'])
def test_a_figure_without_alternative_text_is_an_error(drawn, alt):
    drawn.page("f.md", PAGE.format(alt=alt))
    (zh, en) = check(drawn.project).problems
    assert (en.path, en.line) == ("docs/en/f.md", 3) or (zh.path, zh.line) == ("docs/en/f.md", 3)
    assert "has no alternative text" in zh.what


def test_alternative_text_without_a_figure_is_an_error(drawn):
    figure(drawn).unlink()
    assert {p.line for p in check(drawn.project).problems} == {3}


@pytest.mark.parametrize("name", ["f.other.svg", "gone.line.svg"])
def test_a_figure_of_no_cell_is_an_error(drawn, name):
    figure(drawn).with_name(name).write_text("<svg/>")
    (problem,) = check(drawn.project).problems
    assert str(problem).startswith(f"snippets/{name}:1: ")


SVG = '<svg width="10pt" height="5pt"><path d="M {x} 2.5 L 3 4"/><text>loss</text></svg>'


@given(st.floats(-500, 500), st.floats(-3, 3))
def test_a_coordinate_may_be_off_by_a_point(x, off):
    x, y = round(x, 4), round(round(x, 4) + round(off, 4), 4)
    same = agree(clean(SVG.format(x=f"{x:.4f}"), "1"), clean(SVG.format(x=f"{y:.4f}"), "1"))
    assert same == (abs(float(f"{x:.4f}") - float(f"{y:.4f}")) <= 1.0)


FULL = (
    '<svg width="10pt" height="5pt"><g id="axes_1"><path id="m721d3b689" d="M 1 2.5 L 3 4" '
    'style="stroke: #1f77b4; stroke-width: 1.5"/><use xlink:href="#m721d3b689" x="1" y="2"/>'
    "<text>0.5</text><text>MulBackward0</text><text>loss</text></g></svg>"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("loss", "lost"),
        (">0.5<", ">0.6<"),
        ("MulBackward0", "MulBackward1"),
        ("#1f77b4", "#2f77b4"),
        ("#1f77b4", "#1f77b5"),
        ("stroke-width: 1.5", "stroke-width: 1.6"),
        ("L 3 4", "L 3 4 L 5 6"),
        ('<use xlink:href="#m721d3b689" x="1" y="2"/>', ""),
        ("L 3 4", "L 3 5.5"),
    ],
    ids=["word", "tick", "digit", "color", "shade", "width", "point", "mark", "place"],
)
@pytest.mark.parametrize("exact", [False, True])
def test_another_figure_is_refused(old, new, exact):
    one = clean(FULL, "1")
    assert old in one
    assert not agree(one, one.replace(old, new), exact=exact)


def test_the_ids_that_matplotlib_makes_up_are_free():
    one = clean(FULL, "1")
    assert agree(one, one.replace("m721d3b689", "m178a22062"), exact=True)
    other = one.replace('href="#m721d3b689"', 'href="#axes_1"')
    assert not agree(one, other)


def test_a_machine_like_the_one_that_recorded_places_marks_alike():
    one, other = clean(SVG.format(x="160.509317"), "1"), clean(SVG.format(x="160.509316"), "1")
    assert agree(one, other, exact=True)
    moved = clean(SVG.format(x="161.4"), "1")
    assert agree(one, moved)
    assert not agree(one, moved, exact=True)


def test_an_image_is_compared_by_its_pixels():
    def svg(shade: int, level: int) -> str:
        data = io.BytesIO()
        image = Image.new("L", (8, 8), shade)
        image.save(data, "png", compress_level=level)
        packed = base64.b64encode(data.getvalue()).decode()
        return f'<svg><image xlink:href="data:image/png;base64,\n{packed}" width="8"/></svg>'

    assert svg(9, 0) != svg(9, 9)
    assert agree(svg(9, 0), svg(9, 9))
    assert not agree(svg(9, 0), svg(200, 0))


def test_another_matplotlib_must_write_and_color_the_same():
    one, other = clean(FULL, "1"), clean(FULL.replace("L 3 4", "L 9 9"), "2")
    assert agree(one, other)
    for old, new in (("loss", "lost"), ("#1f77b4", "#2f77b4"), ("<text>loss</text>", "")):
        assert not agree(one, other.replace(old, new))
    assert not agree(one, "")


def test_a_page_gets_the_same_picture_in_fewer_bytes(drawn):
    recorded = figure(drawn).read_text()
    shown = compact(recorded)
    assert len(shown) < 0.7 * len(recorded)
    for kind in ("<use ", "<text ", "<clipPath ", "stroke-width: 1.5"):
        assert shown.count(kind) == recorded.count(kind)
    assert re.findall(r"<text[^>]*>([^<]*)", shown) == re.findall(r"<text[^>]*>([^<]*)", recorded)
    assert shown.count("<g") == shown.count("</g>")


def test_what_a_figure_needs_stays_when_it_gets_smaller():
    mark = '<path id="m" d="M 0 0" style="stroke: red"/>'
    svg = f'<g id="a"><g id="b" clip-path="url(#c)"><defs>{mark}</defs>'
    svg += '<use xlink:href="#m" x="1.23456" style="stroke: red"/>'
    svg += '<use xlink:href="#m" x="2" style="stroke: blue"/></g></g>'
    svg += '<text transform="rotate(-0 1 2)">0.12345</text><text transform="rotate(-90 1 2)"/>'
    line = '<path d="M {} 0" style="fill: none; {}"/>'
    svg += line.format(1, "stroke: red") + line.format(2, "stroke: red")
    svg += line.format(3, "stroke: blue") + 2 * line.format(4, "stroke: red; stroke-opacity: 0.5")
    assert compact(svg) == (
        f'<g clip-path="url(#c)"><defs>{mark}</defs><use xlink:href="#m" x="1.23"/>'
        '<use xlink:href="#m" x="2" style="stroke: blue"/></g>'
        '<text>0.12345</text><text transform="rotate(-90 1 2)"/>'
        '<path d="M 1 0M 2 0" style="fill: none; stroke: red"/>'
        + line.format(3, "stroke: blue")
        + 2 * line.format(4, "stroke: red; stroke-opacity: 0.5")
    )


def test_alternative_text_is_escaped():
    assert "aria-label='a \"b\" &lt; c'" in inline("<svg ></svg>", "n", 'a "b" < c')


def test_a_project_without_figures_needs_no_matplotlib(site):
    site.module("a.py", "# %% a\nimport sys\n\nprint('matplotlib' in sys.modules)\n#> False\n")
    module = read_module(Project(site.root), "a.py")
    with Runner() as runner:
        assert verify(module, module.cells["a"], runner.run(module)) is None
