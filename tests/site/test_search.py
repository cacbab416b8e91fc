"""The index of the search: what of a page it holds, and what readers call a term."""

from __future__ import annotations

import json

import pytest

from literate.problem import LiterateError
from literate.record.records import Verified
from literate.site.convert import convert
from literate.site.search import aliases, index

MODULE = """\
# %% warns tags=["raises-exception"]
import warnings
warnings.warn("old", FutureWarning)
raise ValueError("bad 3")
#> FutureWarning: old
#> ValueError: bad 3 ...
#torch<2.15> FutureWarning: old
#torch<2.15> RuntimeError: worse
"""
PAGE = """\
---
description: d
---

# Title { #title }

First `x.grad`, then `x.grad` and $a^2$.

## Wrong { #wrong }

| a | b |
|---|---|
| one | two |

```python
--8<-- "calc/m.py:warns"
```

## See also { #see-also }

[Title](a.md)
"""


@pytest.fixture
def page(site):
    site.module("calc/m.py", MODULE)
    site.page("calc/a.md", PAGE)
    return convert(site.project, "en", "calc/a.md", "https://e.org/", Verified(site.project))


def test_a_section_holds_its_text_names_and_messages(page):
    title, wrong = page.sections
    assert (title.id, title.title, title.names) == ("", "Title", ["x.grad"])
    assert title.text == "First x.grad, then x.grad and ."
    assert (wrong.id, wrong.title) == ("wrong", "Wrong")
    said = ["FutureWarning: old", "ValueError: bad 3", "RuntimeError: worse"]
    assert wrong.messages == said
    assert wrong.text.startswith("a b one two import warnings")


def test_a_quoted_message_is_a_message_and_no_name(site):
    quoted = '# T {{ #t }}\n\n```text wording="https://a.org/1"\n{}\n```\n'
    for text, found in (
        ("at a.cu:3\nRuntimeError: 4", ["RuntimeError: 4"]),
        ("a `x` b", ["a `x` b"]),
    ):
        site.page("a.md", quoted.format(text))
        (section,) = convert(
            site.project, "en", "a.md", "https://e.org/", Verified(site.project)
        ).sections
        assert (section.messages, section.names) == (found, [])
        assert section.text.startswith(text.replace("\n", " "))


def test_sections_that_only_name_others_are_left_out(page):
    assert "see-also" not in [section.id for section in page.sections]


def test_the_files_are_scripts_that_give_the_index(page):
    files = index([(page.page, page.sections)], {"OOM": "memory"})
    head = json.loads(files["pages.js"].removeprefix("searchIndex.pages(").removesuffix(")\n"))
    assert head["pages"] == [["calc/a/", "Title", "d"]]
    heads = [section[:3] for section in head["sections"]]
    assert heads == [[0, "", "Title"], [0, "wrong", "Wrong"]]
    texts = json.loads(files["texts.js"].removeprefix("searchIndex.texts(").removesuffix(")\n"))
    assert len(texts) == len(head["sections"])
    assert head["aliases"] == {"OOM": "memory"}


def test_variants_are_aliases_too(site):
    (site.root / "docs/variants.yml").write_text("zh:\n  批量: [批次]\n", encoding="utf-8")
    (site.root / "docs/aliases.yml").write_text("zh:\n  显存: [OOM, 1]\n", encoding="utf-8")
    assert aliases(site.project, "zh") == {"批次": "批量", "OOM": "显存", "1": "显存"}
    assert aliases(site.project, "en") == {}


@pytest.mark.parametrize("text", ["zh: [a]", "zh:\n  a: 1", "zh: {", "- zh"])
def test_a_list_of_aliases_that_is_none_is_refused(site, text):
    (site.root / "docs/aliases.yml").write_text(text, encoding="utf-8")
    with pytest.raises(LiterateError, match=r"docs/aliases.yml:\d+: is no list of aliases"):
        aliases(site.project, "zh")
