"""The checks see every damage to a page, a module and a record; a check that is broken shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import literate.run.verdict
from literate.check import check_all
from literate.problem import LiterateError
from literate.project import Project
from literate.record.records import Record, Verified, code_hash, figure_hashes, output_hashes
from literate.run.compare import plain
from literate.run.machine import torch_version
from literate.run.runner import Runner
from literate.snippet import read_module
from tests.trust.__main__ import main, trust
from tests.trust.damage import damages, figure_damages, shifted

ROOT = Path(__file__).resolve().parents[2]
MODULE = """\
# %% numbers
import warnings

import matplotlib.pyplot as plt
import torch

print("loss 0.5, 0.33333 of -2e-03")
print("a  cpu\\nb")
#> loss 0.5, 0.33333 of -2e-03
#> a  cpu
#> b

# %% tensor
# zh: 一行。
# en: A line.
x = torch.zeros(2, 3)
print(x.shape, x.dtype, "0x1f", "1.2.3")
#> torch.Size([2, 3]) torch.float32 0x1f 1.2.3

# %% old
print("new", 1)
#> new 1
#torch<2.4> old 1

# %% silent
y = 1

# %% warned
warnings.warn("be careful here")
#> UserWarning: be careful here

# %% raises tags=["raises-exception"]
raise ValueError("not like this, says 1 of 2")
#> ValueError: not like this, says 1 of 2

# %% varies tags=["varies"]
print("took 0.25 s")
#> took 1.75 s

# %% line
plt.figure(figsize=(2, 1))
plt.plot([0, 1, 2], [0, 1, 4])
plt.title("squares")

# %% falling
plt.figure(figsize=(2, 1))
plt.plot([0, 1, 2], [4, 1, 0])
"""
PAGE = """\
---
description: {0}
---

# {0} {{ #a }}

{1}

{2}## {0} {{ #more }}

![{0}](a.svg)
"""
WORDS = {
    "zh": ("页面说什么", "用 `torch.zeros` 和 `y.backward()`，见[别的](b.md#a)。", "线的曲线"),
    "en": ("What it says", "Use `torch.zeros` and `y.backward()`, see [it](b.md#a).", "A curve"),
}
KINDS = re.findall(
    r"[\w-]+",
    """
    short-number long-float leading-digit sign exponent nan version address word case dtype device
    shape blank indentation dropped-line added-line swapped-lines error-type error-message
    error-cut warning-type warning-removed warning-cut output-removed output-added release-added
    release-removed release-changed cuda-added label tick color curve-removed curve-moved
    point-moved drawn-by figure-deleted figure-swapped tag-added tag-removed cell-title
    comment-missing comments-swapped fence-attribute include-cell include-module mark
    fence-indentation typed-html typed-python typed-session heading-id heading-level cell-order
    cell-removed cell-left-out page-swapped languages-swapped words-swapped description link-path
    link-anchor image-words torch-name member-name record-device record-torch record-hardware
    record-python record-date record-code record-outputs record-figures record-seal
    record-resealed record-removed record-doubled record-moved records-gone""",
)


@pytest.fixture
def project(site) -> Project:
    """A project with something of everything that can be damaged, and nothing wrong with it."""
    here = torch_version().partition("+")[0]
    site.releases(here, "2.4.0", "2.3.0")
    site.module("a.py", MODULE)
    site.module("b.py", "# %% only\nprint(1)\n#> 1\n")
    for name, text in (("a", MODULE), ("b", "# %% only")):
        pages = []
        for description, said, alt in WORDS.values():
            fences = ""
            for title in re.findall(r"^# %% (\S+)", text, re.MULTILINE):
                drawn = f' alt="{alt}"' if title in ("line", "falling") else ""
                fences += f'```python{drawn}\n--8<-- "{name}.py:{title}"\n```\n\n'
            pages.append(PAGE.format(description, said, fences))
        site.page(f"{name}.md", *pages)
    for language in WORDS:
        (site.project.docs(language) / "a.svg").write_text("<svg/>", encoding="utf-8")
    module = read_module(site.project, "a.py")
    with Runner(cache=ROOT / ".cache/literate") as runner:
        for title, executed in runner.run(module).cells.items():
            for svg in executed.figures:
                module.figure(title).write_text(svg, encoding="utf-8")
    verified = Verified(site.project)
    for path in ("a.py", "b.py"):
        module = read_module(site.project, path)
        for torch in (here, "2.4.0", "2.3.0"):
            hashes = code_hash(module), output_hashes(module, "cpu", torch), figure_hashes(module)
            given = ("cpu", f"{torch}+cpu", "AuthenticAMD AVX512", "3.11", "2026-11-23", *hashes)
            verified.put(path, Record(*given))
    verified.file.write_bytes(verified.encode())
    assert check_all(site.project).problems == []
    return site.project


def test_each_kind_of_damage_is_seen(project):
    trusted = trust(project)
    assert (trusted.red, trusted.survivors) == ([], [])
    assert {kind for kind, _ in trusted.seen} == set(KINDS)
    assert trusted.free > 0  # damages to 1.75 s, whose cell is tagged varies


def test_a_sample_of_the_damages_to_our_own_project_is_seen():
    kinds = ["short-number", "word", "dropped-line", "curve-moved", "mark", "record-code"]
    trusted = trust(Project(ROOT), kinds, ["snippets/autograd", "docs/en/autograd"], 3)
    assert (trusted.red, trusted.survivors) == ([], [])
    assert {kind for kind, _ in trusted.seen} == set(kinds)


@pytest.mark.parametrize(
    ("broken", "kinds", "path", "place"),
    [
        ("output", ["dropped-line"], "snippets/a.py", "snippets/a.py:numbers"),
        ("page", ["mark", "typed-html"], "docs/en/b.md", "docs/en/b.md:9"),
        ("record", ["record-code"], "snippets/b.py", "snippets/verified.json:"),
    ],
)
def test_a_broken_check_leaves_survivors_with_their_place(
    project, monkeypatch, capsys, broken, kinds, path, place
):
    if broken == "output":
        monkeypatch.setattr(literate.run.verdict, "agree", lambda *_, **__: True)
        monkeypatch.setattr(literate.run.verdict, "same", lambda *_: True)
    if broken == "page":
        monkeypatch.setattr("literate.page.refused", lambda text: ())
    if broken != "page":
        monkeypatch.setattr(Verified, "_forged", lambda *_: ())
        monkeypatch.setattr("literate.record.records.why_stale", lambda *_: None)
    monkeypatch.chdir(project.root)
    assert main([path, *(f"--kind={kind}" for kind in kinds)]) == 1
    assert f"\n{place}" in (said := capsys.readouterr().out)
    assert f": no check sees '{kinds[0]}': " in said
    assert all(f": no check sees '{kind}'" not in said for kind in kinds[1:])


def test_what_is_red_before_any_damage_is_named_and_not_damaged(project, site, monkeypatch, capsys):
    monkeypatch.chdir(project.root)
    site.module("b.py", "# %% only\nprint(1)\n#> 2\n")
    assert main(["--kind", "word"]) == 1
    said = capsys.readouterr().out
    assert "red before any damage: snippets/b.py:3: the documented output of cell 'only'" in said
    assert said.endswith("\n0 damages, 0 of them seen by no check\n")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kinds": ["wrod"]}, "nothing to damage was found."),
        ({"paths": ["docs/en/none.md"]}, "docs/en/none.md:1: is not there. Name pages, modules"),
    ],
)
def test_what_is_not_there_is_said(project, asked, said):
    with pytest.raises(LiterateError, match=re.escape(said)):
        trust(project, **asked)


PIECES = [
    *("0", "9", "0.5", "-0.0001", "9.9999", "1e-03", "+2.5e+10", "1,234", ".5", "4.", "-7", "nan"),
    *(
        "cpu",
        "cuda:0",
        "torch.float32",
        "torch.Size([2, 3])",
        "torch.Size([])",
        "_x",
        "损失",
        "0x1f",
    ),
    *(
        "2.15.0",
        "[",
        ",",
        ":",
        "=",
        " ",
        "  ",
        "\n",
        "ValueError: no",
        "UserWarning: 3",
        "\nE: x ...",
    ),
]


@given(text=st.lists(st.sampled_from(PIECES)).map("".join) | st.text(max_size=30))
def test_every_output_can_be_damaged_and_every_damage_is_another_output(text):
    found = list(damages(text, raises=True))
    assert all(plain(damage.text) != plain(text) for damage in found)
    assert {damage.kind for damage in found} <= set(KINDS)
    assert found or not plain(text).strip()


def test_every_damage_to_a_figure_is_another_figure():
    for file in sorted((ROOT / "snippets").rglob("*.svg")):
        svg = file.read_text(encoding="utf-8")
        found = list(figure_damages(svg))
        kinds = {damage.kind for damage in found}
        assert "drawn-by" in kinds
        assert ("image" in kinds) == ("<image" in svg)
        assert kinds & {"label", "image"}
        assert svg not in {damage.text for damage in found}


@pytest.mark.parametrize(
    ("number", "by", "new"),
    [
        *(("0.9999", 2, "1.0001"), ("-0.0001", 2, "0.0001"), ("0.0", -1, "-0.1")),
        *(("9.9.9", 1, "10.0.0"), ("1.5e-07", 1, "1.6e-07"), ("-03", 1, "-02")),
        *((".5", 1, ".6"), ("4.", -1, "3."), ("+2.5", 1, "+2.6"), ("1,234", 1, "1,235")),
    ],
)
def test_a_number_is_shifted_by_its_last_digit(number, by, new):
    assert shifted(number, by) == new
