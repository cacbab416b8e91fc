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

from literate.problem import LiterateError
from literate.record.recorder import record
from literate.run.figures import clean, compact, inline, same_figure, same_figures
from literate.run.runner import Runner
from literate.run.verdict import rounded, verify
from literate.snippet import read_module
from tests.conftest import Site

DRAW = """\
# %% line
import matplotlib.pyplot as plt

plt.figure(figsize=(2, 1))
plt.plot([0, 1], [0, 1], label="y")
plt.legend()
plt.show()
"""
OTHER = DRAW.replace("[0, 1], [0, 1]", "[0, 1], [1, 0]")
NONE = "# %% line\nx = 1\n"
RANDOM = DRAW.replace("import", "import random\nimport", 1).replace(
    " 1], [0", " random.random()], [0"
)
VARIES = RANDOM.replace("line", 'line tags=["varies"]', 1)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> Path:
    """The folder of a project with one recorded figure."""
    site = Site(tmp_path_factory.mktemp("recorded"))
    site.module("f.py", DRAW)
    record(site.project)
    return site.root


@pytest.fixture
def drawn(site, recorded):
    """A project with one recorded figure, to work in."""
    shutil.copytree(recorded, site.root, dirs_exist_ok=True)
    return site


def figure(site) -> Path:
    return site.project.snippets / "f.line.svg"


def judged(site) -> str:
    """What is wrong with the cell, or right only within the tolerance; empty if nothing is."""
    module = read_module(site.project, "f.py")
    with Runner(preload=()) as runner:
        run = runner.run(module)
    found = verify(module, module.cells["line"], run)
    return found.problem.what if found else rounded(module, module.cells["line"], run)


def test_recording_writes_the_figure_beside_its_module_and_prints_nothing(drawn):
    svg = figure(drawn).read_text()
    assert "<path" in svg
    assert "currentColor" in svg
    assert not re.search("#000000|<style|<metadata", svg)
    assert (drawn.project.snippets / "f.py").read_text() == DRAW
    assert judged(drawn) == ""
    assert record(drawn.project).figures == []
    assert figure(drawn).read_text() == svg


@pytest.mark.parametrize(
    ("text", "what"),
    [(OTHER, "another figure than f.line.svg"), (NONE, "draws nothing, but f.line")],
)
def test_what_is_drawn_otherwise_fails_and_is_recorded_anew(drawn, text, what):
    drawn.module("f.py", text)
    before = figure(drawn).read_bytes()
    assert what in judged(drawn)
    assert record(drawn.project, write=False).figures == ["snippets/f.line.svg"]
    assert figure(drawn).read_bytes() == before
    assert record(drawn.project).figures == ["snippets/f.line.svg"]
    assert figure(drawn).exists() == (text == OTHER)
    assert judged(drawn) == ""


def test_a_figure_that_varies_must_only_be_drawn_and_one_that_is_not_recorded_fails(drawn):
    drawn.module("f.py", VARIES)
    assert judged(drawn) == ""
    figure(drawn).unlink()
    assert judged(drawn).endswith("draws a figure but none is recorded")


@pytest.mark.parametrize(
    ("text", "why"),
    [(RANDOM, "drew two different figures"), (f"{DRAW}plt.figure()\n", "draws 2 figures")],
)
def test_a_figure_that_cannot_be_compared_is_not_recorded(drawn, text, why):
    before = figure(drawn).read_bytes()
    drawn.module("f.py", text)
    with pytest.raises(LiterateError, match=why):
        record(drawn.project)
    assert figure(drawn).read_bytes() == before
    assert judged(drawn)


def test_a_figure_of_another_matplotlib_is_told(drawn):
    text = figure(drawn).read_text()
    figure(drawn).write_text(text.replace("<!-- Matplotlib ", "<!-- Matplotlib 1"))
    assert judged(drawn).startswith("of its figure only words and colors were compared: Matpl")


FUNCTIONS = """\
import warnings

import matplotlib.pyplot as plt

warnings.filterwarnings("ignore", "Glyph")


def draw():
    axes = plt.figure(figsize=(2, 1)).add_axes((0, 0, 1, 1))
    axes.text(0, 0, "memory").set_gid("en-0")
    axes.text(0, 0, "内存").set_gid("zh-0")
    axes.text(0, 0, "x.grad")
"""


def test_a_cell_may_import_the_drawing_functions_and_a_page_keeps_its_own_words(site):
    site.module("drawing/lines.py", FUNCTIONS)
    site.module("c/f.py", '# %% p tags=["remove-input"]\nfrom drawing.lines import draw\ndraw()\n')
    assert site.project.modules() == ["c/f.py"]
    record(site.project)
    svg = read_module(site.project, "c/f.py").recorded_figure("p")
    for language, words in (("zh", ("内存", "memory")), ("en", ("memory", "内存"))):
        html = inline(svg, "p", "alt", language)
        assert [f">{word}</text>" in html for word in words] == [True, False]
        assert ">x.grad</text>" in html


# --- compared ------------------------------------------------------------------------------------

FULL = (
    '<svg width="10pt" height="5pt"><g id="axes_1"><path id="m721d3b689" d="M 1 2.5 L 3 4" '
    'style="stroke: #1f77b4; stroke-width: 1.5"/><use xlink:href="#m721d3b689" x="1" y="2"/>'
    "<text>0.5</text><text>MulBackward0</text><text>loss</text></g></svg>"
)


@given(st.integers(-500_0000, 500_0000), st.integers(-3_0000, 3_0000), st.booleans())
def test_a_coordinate_may_be_off_by_a_point_or_on_the_same_machine_by_noise(x, off, exact):
    one, other = (clean(FULL.replace("M 1", f"M {n / 1e4:.4f}"), "1") for n in (x, x + off))
    limit = 100 if exact else 1_0000
    if abs(off) != limit:  # where a float decides
        assert same_figure(one, other, exact=exact) == (abs(off) < limit)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *(("loss", "lost"), (">0.5<", ">0.6<"), ("Backward0", "Backward1")),
        *(("#1f77b4", "#2f77b4"), ("#1f77b4", "#1f77b5"), ("width: 1.5", "width: 1.6")),
        *(("L 3 4", "L 3 4 L 5 6"), ("L 3 4", "L 3 5.5")),
        ('<use xlink:href="#m721d3b689" x="1" y="2"/>', ""),
        ('href="#m721d3b689"', 'href="#axes_1"'),
    ],
)
@pytest.mark.parametrize("exact", [False, True])
def test_another_figure_is_refused(old, new, exact):
    one = clean(FULL, "1")
    assert old in one
    assert not same_figure(one, one.replace(old, new), exact=exact)
    assert same_figure(one, one.replace(old, new), varies=True)


def test_the_ids_that_matplotlib_makes_up_are_free():
    one = clean(FULL, "1")
    assert same_figure(one, one.replace("m721d3b689", "m178a22062"), exact=True)


def test_an_image_is_compared_by_its_pixels():
    def svg(shade: int, level: int) -> str:
        data = io.BytesIO()
        Image.new("L", (8, 8), shade).save(data, "png", compress_level=level)
        packed = base64.b64encode(data.getvalue()).decode()
        return f'<svg><image xlink:href="data:image/png;base64,\n{packed}" width="8"/></svg>'

    assert svg(9, 0) != svg(9, 9)
    assert same_figure(svg(9, 0), svg(9, 9))
    assert not same_figure(svg(9, 0), svg(200, 0))


def test_another_matplotlib_must_write_and_color_the_same():
    one, other = clean(FULL, "1"), clean(FULL.replace("L 3 4", "L 9 9"), "2")
    assert same_figure(one, other)
    for old, new in (("loss", "lost"), ("#1f77b4", "#2f77b4"), ("<text>loss</text>", "")):
        assert not same_figure(one, other.replace(old, new))


@pytest.mark.parametrize("varies", [False, True])
def test_a_figure_must_be_drawn(varies):
    assert not same_figure(FULL, "", varies=varies)
    assert not same_figures([FULL], [], varies=varies)
    assert same_figures([FULL], [FULL], varies=varies)


# --- put into the page ---------------------------------------------------------------------------


def test_a_page_gets_the_same_picture_in_fewer_bytes(drawn):
    recorded = figure(drawn).read_text()
    shown = compact(recorded)
    assert len(shown) < 0.8 * len(recorded)
    for kind in ("<g", "<use ", "<text ", "<clipPath ", "stroke-width: 1.5", "url(#", "</"):
        assert shown.count(kind) == recorded.count(kind)
    assert re.findall(r"<text[^>]*>([^<]*)", shown) == re.findall(r"<text[^>]*>([^<]*)", recorded)
    assert same_figure(re.sub(' id="[^"]*"', "", compact(shown)), re.sub(' id="[^"]*"', "", shown))


def test_a_figure_on_a_page_has_words_and_names_of_its_own():
    html = inline(f"<!-- Matplotlib 3 -->\n{FULL}", "name", 'a "b" < c', "en")
    assert html.startswith('<figure class="output"><svg role="img" aria-label=\'a "b" &lt; c\'')
    assert '<path id="name-m721d3b689"' in html
    assert '<use xlink:href="#name-m721d3b689"' in html
    assert "axes_1" not in html


def test_a_project_without_figures_needs_no_matplotlib(site):
    site.module("f.py", "# %% line\nimport sys\n\nprint('matplotlib' in sys.modules)\n#> False\n")
    assert judged(site) == ""
