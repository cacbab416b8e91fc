"""The checks see every damage to a page, a module and a record; a check that is broken shows."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import literate.trust
import literate.verify
from literate import weave
from literate.__main__ import main
from literate.check import check_all
from literate.compare import plain
from literate.pairs import Pairs, take_all, to_record
from literate.problem import LiterateError
from literate.project import Project
from literate.provenance import (
    Record,
    Verified,
    code_hash,
    figure_hashes,
    output_hashes,
)
from literate.read import read_module
from literate.run import Runner, torch_version
from literate.trust import Trusted, trust
from literate.trust.damage import damages, figure_damages, shifted
from literate.trust.outputs import Modules
from literate.trust.pages import Pages
from literate.trust.records import Records

ROOT = Path(__file__).resolve().parents[1]
OLD = ("2.4.0", "2.3.0")

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
OTHER_MODULE = "# %% only\nprint(1)\n#> 1\n"
TITLES = re.findall(r"^# %% (\S+)", MODULE, re.MULTILINE)
ALT = {"zh": "{}的曲线", "en": "A curve of {}"}
SAID = {
    "zh": ("页面说什么", "用 `torch.zeros` 和 `y.backward()`，见[别的](b.md#b)。"),
    "en": ("What it says", "Use `torch.zeros` and `y.backward()`, see [the other](b.md#b)."),
}


def page(language: str) -> str:
    description, text = SAID[language]
    parts = [f"---\ndescription: {description}\n---\n\n# {description} {{ #a }}\n\n{text}\n"]
    for title in TITLES:
        drawn = title in ("line", "falling")
        alt = f' alt="{ALT[language].format(title if language == "en" else "线")}"' if drawn else ""
        parts.append(f'```python{alt}\n--8<-- "a.py:{title}"\n```\n')
    parts.append(f"## {description} {{ #more }}\n\n{text}\n\n![{description}](a.svg)\n")
    return "\n".join(parts)


def build(site, *, releases: bool = True) -> Project:
    """A project with something of everything that can be damaged, and nothing wrong with it."""
    here = torch_version().partition("+")[0]
    if releases:
        site.releases(here, *OLD)
    file = site.module("a.py", MODULE)
    site.module("b.py", OTHER_MODULE)
    only = '---\ndescription: {0}\n---\n\n# {0} {{ #b }}\n\n```python\n--8<-- "b.py:only"\n```\n'
    site.page("a.md", page("zh"), page("en"))
    site.page("b.md", only.format("别的"), only.format("The other"))
    for language in ("zh", "en"):
        (site.project.docs(language) / "a.svg").write_text("<svg/>", encoding="utf-8")
    module = read_module(site.project, "a.py")
    with Runner(cache=ROOT / ".cache/literate") as runner:
        run = runner.run(module)
    for title, executed in run.cells.items():
        for svg in executed.figures:
            file.with_name(f"a.{title}.svg").write_text(svg, encoding="utf-8")
    verified = Verified(site.project)
    for path in ("a.py", "b.py"):
        module = read_module(site.project, path)
        for torch in (here, *OLD) if releases else ():
            hashes = code_hash(module), output_hashes(module, "cpu", torch), figure_hashes(module)
            given = ("cpu", f"{torch}+cpu", "AuthenticAMD AVX512", "3.11", "2026-11-23", *hashes)
            verified.put(path, Record(*given))
    if releases:
        verified.file.write_bytes(verified.encode())
    pairs = Pairs(site.project)
    take_all(pairs, to_record(pairs))
    pairs.file.write_bytes(pairs.encode())
    assert check_all(site.project).problems == []
    return site.project


def test_each_kind_of_damage_is_seen_in_a_project_that_has_something_of_everything(site):
    project = build(site)
    trusted = trust(project)
    assert trusted.red == []
    assert trusted.survivors == []
    seen = {kind for kind, _ in trusted.seen}
    # A cell that the page of its module alone shows is the one kind with a page left to show it.
    assert seen == {*Modules.KINDS, *Pages.KINDS, *Records.KINDS}
    assert trusted.free["short-number"] == 2  # of 1.75 s, up and down
    assert "left out: " in "\n".join(trusted.report())


def test_the_damages_of_a_page_are_judged_as_the_whole_check_does(site):
    project = build(site)
    room = Pages(project, Verified(project), lambda name: True, Trusted())
    kinds: Counter[str] = Counter()
    for mutant in room.mutants():
        kinds[mutant.kind] += 1
        if kinds[mutant.kind] > 2 or mutant.kind.endswith("-name"):  # that ask torch
            continue
        texts = mutant.judge.args[0]
        before = {project.docs(x) / page: (x, page) for x, page in texts}
        for file, key in before.items():
            file.write_bytes(room.texts[key].encode(list(texts[key])))
        problems = check_all(project).problems
        for file, key in before.items():
            file.write_bytes(room.texts[key].encode(list(room.texts[key].lines)))
        # How a line is typed is no matter of what it says; the pairs are asked last.
        other = re.compile("should be '|has not followed the change|lacks what both languages")
        told = [problem for problem in problems if not other.search(problem.what)]
        assert bool(told) == (mutant.judge() == "rule"), (mutant, problems)
    room.close()
    assert set(kinds) == set(Pages.KINDS)
    assert check_all(project).problems == []


def test_what_is_not_damaged_is_seen_by_nothing(site):
    project = build(site)
    given = project, Verified(project), lambda name: True, Trusted()
    pages, modules, records = Pages(*given), Modules(*given), Records(*given)
    for key, source in pages.texts.items():
        assert pages.judge({key: source.lines}, words=True) == ""
    (module, _) = modules.modules.values()
    modules.prepared([m for m in modules.mutants() if m.place.startswith("snippets/a.py")])
    for cell in module.cells.values():
        outputs = {key: "\n".join(lines) for key, lines in cell.outputs.items()}
        assert modules._output(module, cell, outputs) == ""
        if svg := module.recorded_figure(cell.title):
            assert modules._figure(module, cell.title, svg) == ""
    assert modules._module(module, "numbers", list(module.source.lines)) == ""
    assert records.judge("a.py", {}) == ""
    for room in (pages, modules, records):
        room.close()
        assert not room.root.exists()


# --- this project --------------------------------------------------------------------------------


def test_a_sample_of_the_damages_to_our_own_pages_and_records_is_seen():
    trusted = trust(Project(ROOT), kinds=[*Pages.KINDS, *Records.KINDS], sample=3)
    assert trusted.survivors == []
    assert sum(trusted.seen.values()) > 100


def test_a_sample_of_the_damages_to_our_own_outputs_is_seen_without_the_records():
    named = ["snippets/autograd/backward.py", "snippets/contributing/example.py"]
    kinds = ["short-number", "word", "sign", "dropped-line", "tick", "curve-moved", "error-type"]
    trusted = trust(Project(ROOT), kinds=kinds, paths=named, sample=6)
    assert trusted.survivors == []
    for kind in kinds:
        assert trusted.seen[kind, "comparison"] >= 2, kind


# --- checks that are broken ----------------------------------------------------------------------


def survivors(trusted: Trusted) -> set[tuple[str, str]]:
    return {(mutant.kind, mutant.place) for mutant in trusted.survivors}


def test_a_comparison_that_accepts_everything_leaves_survivors_with_their_place(
    site, monkeypatch, capsys
):
    project = build(site, releases=False)
    monkeypatch.setattr(literate.verify, "agree", lambda *_, **__: True)
    monkeypatch.setattr(literate.verify, "same", lambda *_: True)
    trusted = trust(project, kinds=["word", "dropped-line", "output-removed"])
    places = {
        f"snippets/a.py:{title}" for title in ("numbers", "tensor", "old", "warned", "raises")
    }
    assert {place for kind, place in survivors(trusted) if kind == "word"} >= places - {
        "snippets/a.py:raises"  # whose words are of another kind
    }
    assert ("dropped-line", "snippets/a.py:numbers") in survivors(trusted)
    assert trusted.seen["output-removed", "comparison"] >= 4
    monkeypatch.chdir(project.root)
    assert main(["trust", "--kind", "dropped-line"]) == 1
    said = capsys.readouterr().out
    assert "snippets/a.py:numbers: no check sees 'dropped-line': 'a  cpu' for 'loss" in said
    assert said.endswith("\n3 damages, 3 of them seen by no check\n")


def test_a_weaver_that_accepts_a_comment_leaves_survivors_with_their_place(site, monkeypatch):
    project = build(site)
    monkeypatch.setattr(weave, "_PYTEST", re.compile("(?!)"))
    trusted = trust(project, kinds=["mark", "typed-html"], paths=["docs/en/b.md"])
    assert survivors(trusted) == {("mark", "docs/en/b.md:7")}
    assert trusted.survivors[0].text == "'<!--pytest.mark.xfail-->' for '```python'"
    assert trusted.seen == {("typed-html", "rule"): 1}


def test_records_that_nobody_reads_leave_survivors_with_their_place(site, monkeypatch):
    project = build(site)
    monkeypatch.setattr(Verified, "_forged", lambda *_: ())
    trusted = trust(project, kinds=["record-date", "record-removed"], paths=["snippets/b.py"])
    # The file has a line for each module and one for each of its records.
    places = {("record-date", f"snippets/verified.json:{line}") for line in (8, 9, 10)}
    assert survivors(trusted) == places
    # A day to come is found without the seal.
    assert trusted.seen == {("record-removed", "record"): 1, ("record-date", "record"): 3}


# --- what cannot be damaged ----------------------------------------------------------------------


def test_a_module_that_is_red_before_any_damage_is_refused_and_named(site, monkeypatch, capsys):
    project = build(site)
    site.module("b.py", OTHER_MODULE.replace("#> 1", "#> 2"))
    trusted = trust(project, kinds=["short-number", "word", "record-seal"])
    assert {problem.path for problem in trusted.red} == {"snippets/b.py"}
    assert trusted.seen["record-seal", "record"] == 3 * 3  # places in records of the other module
    assert trusted.survivors == []
    assert trusted.seen["short-number", "comparison"] > 2  # of the other module
    monkeypatch.chdir(project.root)
    assert main(["trust", "--kind", "nan", "snippets/b.py"]) == 1
    said = capsys.readouterr().out
    assert "red before any damage: snippets/b.py:3: cell 'only' printed something else" in said


@pytest.mark.parametrize("asked", ["docs", "docs/zh"])
def test_a_page_that_is_red_before_any_damage_is_refused_and_named(site, asked):
    project = build(site, releases=False)
    file = project.docs("en") / "b.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n[x](nowhere.md)\n", encoding="utf-8")
    trusted = trust(project, kinds=["mark"], paths=[asked])
    assert {problem.path for problem in trusted.red} >= {"docs/en/b.md"}
    assert trusted.survivors == []
    # What is damaged is the page that is green in both languages, twice at each fence.
    pages = 2 if asked == "docs" else 1
    assert trusted.seen == {("mark", "rule"): 2 * pages * len(TITLES)}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kinds": ["wrod"]}, "'wrod' is no kind of damage. Did you mean 'word'."),
        ({"kinds": ["zzz"]}, "'zzz' is no kind of damage. Kinds: short-number, long-float, "),
        ({"paths": ["docs/en/none.md"]}, "docs/en/none.md:1: is not there. Name pages, modules"),
        ({"paths": ["docs/zh"], "kinds": ["word"]}, "nothing to damage was found."),
    ],
)
def test_what_is_not_there_is_said_in_one_message(site, given, said):
    site.module("a.py", OTHER_MODULE)
    with pytest.raises(LiterateError) as caught:
        trust(site.project, **given)
    (problem,) = caught.value.problems
    assert said in str(problem)


def test_a_sample_is_the_same_each_time_and_another_with_another_seed(site, monkeypatch):
    project = build(site)
    given = {"kinds": ["mark"], "sample": 3, "paths": ["docs"]}

    def sampled(seed: int) -> list[str]:
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(weave, "_PYTEST", re.compile("(?!)"))
            return [str(m) for m in trust(project, seed=seed, **given).survivors]

    assert len(sampled(0)) == 3
    assert sampled(0) == sampled(0)
    assert sampled(0) != sampled(1)
    monkeypatch.setattr(literate.trust, "MANY", 1)
    before = sampled(0)
    monkeypatch.undo()
    assert before == sampled(0)  # whether judged by one process or by several


# --- a damage is one -----------------------------------------------------------------------------

PIECES = [
    *("0", "1", "9", "0.5", "-0.0001", "9.9999", "1e-03", "+2.5e+10", "1,234", ".5", "4.", "-7"),
    *("nan", "inf", "cpu", "cuda:0", "torch.float32", "torch.Size([2, 3])", "torch.Size([])"),
    *("tensor", "_x", "损失", "0x1f", "2.15.0", "[", "]", ",", "(", ":", "=", " ", "  ", "\n"),
    *("ValueError: not so", "UserWarning: take care of 3", "RuntimeError", "\nE: x ...", "٣"),
]
OUTPUTS = st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text(max_size=30))


@given(text=OUTPUTS, raises=st.booleans())
def test_every_damage_to_an_output_is_another_output(text, raises):
    for damage in damages(text, raises=raises):
        assert plain(damage.text) != plain(text), damage
        assert damage.kind in Modules.KINDS


@given(text=OUTPUTS.filter(lambda text: plain(text).strip()))
def test_every_output_can_be_damaged(text):
    assert list(damages(text))


def test_every_damage_to_a_figure_is_another_figure():
    for file in sorted((ROOT / "snippets").rglob("*.svg")):
        svg = file.read_text(encoding="utf-8")
        found = list(figure_damages(svg))
        assert {damage.kind for damage in found} >= {"label", "drawn-by"}
        assert svg not in {damage.text for damage in found}


@pytest.mark.parametrize(
    ("number", "by", "new"),
    [
        ("0.9999", 2, "1.0001"),
        ("-0.0001", 2, "0.0001"),
        ("0.0", -1, "-0.1"),
        ("999,999", 1, "1,000,000"),
        ("9.9.9", 1, "10.0.0"),
        ("1.5e-07", 1, "1.6e-07"),
        ("-03", 1, "-02"),
        (".5", 1, ".6"),
        ("4.", -1, "3."),
        ("+2.5", 1, "+2.6"),
    ],
)
def test_a_number_is_shifted_by_its_last_digit(number, by, new):
    assert shifted(number, by) == new
