"""Which pages ``--page`` makes the other tests look at."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.browser.conftest import ROOT, chosen

DIAGRAM = ["contributing/architecture/", "en/contributing/architecture/"]
BOTH = ["tutorials/digits/", "en/tutorials/digits/"]


@pytest.mark.parametrize(
    ("files", "addresses"),
    [
        ([], None),
        (["tests/browser/search.yml", "mkdocs.yml", "docs/variants.yml"], []),
        (["docs/en/index.md"], ["en/"]),
        (["docs/zh/tutorials/digits.md"], BOTH[:1]),
        (["snippets/tutorials/digits.py"], BOTH),
        (["docs/en/contributing/architecture.svg"], DIAGRAM),
    ],
)
def test_a_page_is_chosen_by_itself_its_module_and_its_image(files, addresses):
    assert chosen(SimpleNamespace(getoption=lambda name: files)) == addresses


def test_a_figure_chooses_the_pages_of_its_module():
    figure = next((ROOT / "snippets/nn").glob("linear-activation.*.svg"))
    config = SimpleNamespace(getoption=lambda name: [figure.relative_to(ROOT).as_posix()])
    assert {"nn/linear-activation/", "en/nn/linear-activation/"} <= set(chosen(config))


@pytest.mark.parametrize(
    ("page", "code", "said"),
    [
        ("docs/en/tensors/create.md", 0, "test_axe_finds_nothing[en/tensors/create]"),
        ("docs/en/no.md", 4, "--page docs/en/no.md: there is no such file."),
    ],
)
def test_the_option_leaves_out_what_the_page_cannot_break(page, code, said):
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/browser"]
    given = {"cwd": ROOT, "capture_output": True, "encoding": "utf-8", "check": False}
    result = subprocess.run([*command, f"--page={page}"], **given)
    assert result.returncode == code
    assert said in result.stdout + result.stderr
    assert "test_search.py::test_the_right_page_comes_first" in result.stdout or code
    assert "nginx" not in result.stdout
