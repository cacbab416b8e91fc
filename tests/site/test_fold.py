"""Imports at the head of an example: many are folded, and the code stays what it was."""

from __future__ import annotations

import html
import re

import pytest

from literate.site.extension import article

FIVE = "import io\nimport os\n\n# zh: 还有\n# en: more\nimport re\n"
LONG = "from torch import (\n    nn,\n    optim,\n)\n"


@pytest.fixture
def shown(site):
    """The code of a page that shows a cell, as HTML and as its reader reads it."""

    def render(code: str, options: str = "") -> tuple[str, str]:
        site.module("a.py", f"# %% a\n{code}")
        site.page("p.md", f'# T {{ #t }}\n\n```python{options}\n--8<-- "a.py:a"\n```\n')
        found = re.search("<pre.*?</pre>", article(site.project, "en", "p.md"), re.DOTALL)[0]
        return found, html.unescape(re.sub("<[^>]*>", "", found))

    return render


@pytest.mark.parametrize(
    ("imports", "lines"),
    [(FIVE, 5), (f"{FIVE}\n", 5), (f"import io\n{LONG}", 5), (f"# en: all\n{LONG}", 5)],
    ids=["blank and comment", "a line below", "one over lines", "a comment above"],
)
def test_more_than_four_lines_are_folded_and_the_code_is_whole(shown, imports, lines):
    found, code = shown(f"{imports}x = 1\nprint(x)\n")
    assert f'<summary aria-label="Imports, {lines} lines"></summary>' in found
    folded, rest = re.fullmatch(
        "(?s).*<details[^>]*>(.*)</details><span>(.*)</span></code></pre>", found
    ).groups()
    assert "import" not in rest
    assert re.sub("<[^>]*>", "", rest).startswith("x = 1\n")
    assert not re.search("x.*=", folded)
    expected = re.sub("# zh:.*\n", "", f"{imports}x = 1\nprint(x)\n").replace("# en: ", "# ")
    assert code == expected


@pytest.mark.parametrize(
    "code",
    [
        f"{LONG}x = 1\n",
        f"x = 1\n{FIVE}y = 2\n",
        FIVE,
        f"import io\nx = 1\n{LONG}",
    ],
    ids=["four lines", "not at the head", "nothing else", "few at the head"],
)
def test_anything_else_is_not_folded(shown, code):
    assert "<details" not in shown(code)[0]


def test_imports_that_a_page_points_at_are_not_folded(shown):
    found, code = shown(f"{FIVE}x = 1\n", ' hl_lines="2"')
    assert "<details" not in found
    assert "<details" in shown(f"{FIVE}x = 1\n", ' hl_lines="6"')[0]
    assert code.endswith("x = 1\n")
