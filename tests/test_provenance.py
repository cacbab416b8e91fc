"""What was verified where, and what no longer is."""

from __future__ import annotations

import re

import pytest

from literate.problem import LiterateError
from literate.provenance import Record, Verified, code_hash, output_hash, statement, today, written
from literate.read import Module, read_module

MODULE = """\
# %% a tags=["varies"]
# zh: 一。
# en: One.
print(device)
#> cpu 1 ms
#cuda> cuda:0 1 ms
"""


def record(module: Module, on: str, **changes: str) -> Record:
    values = {
        "code": code_hash(module),
        "output": output_hash(module, on),
        "torch": "2.13.0+cu130",
        "device": {"cpu": "CPU", "cuda": "NVIDIA H200"}[on],
        "python": "3.11",
        "date": "2026-11-23",
    }
    return Record(**values | changes)


@pytest.fixture
def verified(site):
    """The records of a project whose ``a.py`` was verified on CPU and CUDA."""
    site.module("a.py", MODULE)
    module = read_module(site.project, "a.py")
    verified = Verified(site.project)
    verified.records["a.py"] = {device: record(module, device) for device in ("cpu", "cuda")}
    return verified


@pytest.fixture
def changed(site):
    """``a.py`` with one text replaced."""

    def change(old: str, new: str) -> Module:
        assert old in MODULE
        site.module("a.py", MODULE.replace(old, new))
        return read_module(site.project, "a.py")

    return change


def holding(verified: Verified, module: Module) -> list[str]:
    return [device for device in ("cpu", "cuda") if verified.holds(module, device)]


# --- which records hold --------------------------------------------------------------------------


def test_a_record_holds_as_long_as_nothing_changes(verified, changed):
    module = changed("#> cpu", "#> cpu")
    assert holding(verified, module) == ["cpu", "cuda"]
    assert verified.stale([module], "cuda") == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("print(device)", "print(devices)"),
        ('tags=["varies"]', ""),
        ("%% a", "%% other"),
        ("print(device)\n", "print(device)  # why\n"),
        ("# %% a", "# %% new\nx = 1\n# %% a"),
    ],
    ids=["code", "tag", "title", "comment in the code", "cell"],
)
def test_no_record_holds_when_the_code_changes(verified, changed, old, new):
    module = changed(old, new)
    assert holding(verified, module) == []
    assert "code has changed" in verified.stale([module], "cpu")["a.py"]
    assert "code has changed" in verified.stale([module], "cuda")["a.py"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("一。", "一二三。"),
        ("# en: One.\n", "# en: One\n# en: and two.\n"),
        ("# zh: 一。\n# en: One.\n", ""),
        ("# %% a", "\n\n# %% a"),
        ("# %% a", '"""A module."""\n# %% a'),
    ],
    ids=["zh", "en", "no comments", "blank lines", "docstring"],
)
def test_records_hold_when_only_comments_change(verified, changed, old, new):
    assert holding(verified, changed(old, new)) == ["cpu", "cuda"]


def test_output_of_one_device_does_not_matter_to_the_other(verified, changed):
    assert holding(verified, changed("#cuda> cuda:0", "#cuda> cuda:11")) == ["cpu"]
    assert holding(verified, changed("#> cpu", "#> a cpu")) == ["cuda"]


def test_cpu_output_matters_to_cuda_where_both_print_the_same(site, changed):
    module = changed("#cuda> cuda:0 1 ms\n", "")
    verified = Verified(site.project)
    verified.records["a.py"] = {"cuda": record(module, "cuda")}
    assert holding(verified, module) == ["cuda"]
    site.module("a.py", MODULE.replace("#cuda> cuda:0 1 ms\n", "").replace("#> cpu", "#> a cpu"))
    assert holding(verified, read_module(site.project, "a.py")) == []


@pytest.mark.parametrize(
    ("old", "new", "device", "why"),
    [
        ("print(device)", "print(devices)", "cuda", "its code has changed since NVIDIA H200"),
        ("#cuda> cuda:0", "#cuda> cuda:11", "cuda", "its documented output has changed since NV"),
        ("#> cpu", "#> a cpu", "cpu", "its documented output has changed since CPU verified it"),
    ],
    ids=["code", "CUDA output", "CPU output"],
)
def test_a_stale_record_says_why(verified, changed, old, new, device, why):
    said = verified.why_stale(changed(old, new), device)
    assert said.startswith(why)
    assert said.endswith("verified it with torch 2.13.0+cu130 on 2026-11-23")


@pytest.mark.parametrize(("torch", "holds"), [("2.11.0", False), ("2.13.0", True)])
def test_another_versions_output_matters_to_records_of_that_version_alone(
    site, verified, changed, torch, holds
):
    module = changed("#> cpu 1 ms\n", "#> cpu 1 ms\n#torch<2.12> old\n")
    verified.records["a.py"]["cpu"] = record(
        module, "cpu", torch=torch, output=output_hash(module, "cpu", torch)
    )
    assert verified.holds(module, "cpu")
    module = changed("#> cpu 1 ms\n", "#> cpu 1 ms\n#torch<2.12> older\n")
    assert bool(verified.holds(module, "cpu")) == holds


def test_a_module_without_record_is_stale(site, changed):
    module = changed("#> cpu", "#> cpu")
    assert Verified(site.project).stale([module], "cpu") == {"a.py": "was never verified"}


def test_a_record_of_another_module_does_not_count(site, verified):
    site.module("b.py", MODULE)
    assert holding(verified, read_module(site.project, "b.py")) == []


@pytest.mark.parametrize(
    ("old", "new", "states"),
    [
        ("一。", "一二三。", ["verified", "verified"]),
        ("print(device)", "print(devices)", ["changed", "changed"]),
        ("#> cpu", "#> a cpu", ["changed", "verified"]),
        ("#cuda> cuda:0", "#cuda> cuda:11", ["verified", "changed"]),
    ],
    ids=["nothing", "code", "CPU output", "CUDA output"],
)
def test_a_state_tells_what_changed(verified, changed, old, new, states):
    module = changed(old, new)
    found = [verified.state(module, device) for device in ("cpu", "cuda")]
    assert [state for state, _ in found] == states
    assert [last.date for _, last in found] == ["2026-11-23"] * 2


def test_without_a_record_the_state_is_missing(verified, changed):
    del verified.records["a.py"]["cuda"]
    assert verified.state(changed("#> cpu", "#> cpu"), "cuda") == ("missing", None)


# --- the file ------------------------------------------------------------------------------------


def test_records_are_read_as_they_were_written(site, verified):
    site.module("verified.json", verified.encode())
    assert Verified(site.project).records == verified.records
    assert Verified(site.project).encode() == verified.encode()


def test_the_file_is_sorted_and_ends_with_a_line_end(site, verified):
    verified.records["A.py"] = dict(reversed(verified.records["a.py"].items()))
    text = verified.encode().decode()
    assert text.index('"A.py"') < text.index('"a.py"')
    assert text.index('"cpu"') < text.index('"cuda"')
    assert text.endswith("}\n")


def test_a_project_without_file_has_no_records(site):
    assert Verified(site.project).records == {}


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'{\n  "a.py": {\n<<<<<<< HEAD\n', 3),
        (b"", 1),
        (b"[]", 1),
        (b'{"a.py": []}', 1),
        (b'{"a.py": {"cpu": {"code": "1"}}}', 1),
        (b'{"a.py": {"cpu": {"colour": "red"}}}', 1),
        (b"\xff\xfe{}", 1),
    ],
)
def test_a_broken_file_is_refused_with_its_line(site, data, line):
    site.module("verified.json", data)
    with pytest.raises(LiterateError, match=rf"^snippets/verified\.json:{line}: .*Restore it"):
        Verified(site.project)


def test_today_is_a_day():
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", today())


# --- what the reader is told ---------------------------------------------------------------------

GREEN = re.compile(
    r"(CPU|CUDA)(?: / NVIDIA H200)? · torch 2\.13\.0 · (?:2026 年 11 月 23 日|23 November 2026)"
)
NOT = {"en": "verified on {} since it changed", "zh": "改动之后尚未在 {} 上验证"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("old", "new", "green"),
    [
        ("一。", "一二三。", ["CPU", "CUDA"]),
        ("#cuda> cuda:0", "#cuda> cuda:11", ["CPU"]),
        ("#> cpu", "#> a cpu", ["CUDA"]),
        ("print(device)", "print(devices)", []),
    ],
    ids=["nothing", "CUDA", "CPU", "both"],
)
def test_only_what_holds_is_claimed(verified, changed, language, old, new, green):
    text = statement(verified, [changed(old, new)], language)
    assert GREEN.findall(text) == green
    for device in ("CPU", "CUDA"):
        assert (NOT[language].format(device) in text) == (device not in green)
    claim = {"en": "Verified:", "zh": "已验证"}[language]
    assert text.startswith(claim) == bool(green)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_missing_record_claims_nothing(verified, changed, language):
    del verified.records["a.py"]["cuda"]
    text = statement(verified, [changed("#> cpu", "#> cpu")], language)
    assert GREEN.findall(text) == ["CPU"]
    assert NOT[language].format("CUDA") in text


def test_one_stale_module_makes_its_page_stale(site, verified, changed):
    site.module("b.py", MODULE)
    modules = [changed("#> cpu", "#> cpu"), read_module(site.project, "b.py")]
    assert GREEN.findall(statement(verified, modules, "en")) == []


def test_several_modules_tell_the_oldest_day_and_each_version(site, verified, changed):
    site.module("b.py", MODULE)
    other = read_module(site.project, "b.py")
    verified.records["b.py"] = {
        "cpu": record(other, "cpu", date="2026-01-02", torch="2.12.1"),
        "cuda": record(other, "cuda", device="NVIDIA A100"),
    }
    text = statement(verified, [changed("#> cpu", "#> cpu"), other], "en")
    assert "CPU · torch 2.12.1, 2.13.0 · 2 January 2026" in text
    assert "CUDA / NVIDIA A100 / NVIDIA H200 · torch 2.13.0 · 23 November 2026" in text


def test_a_page_without_cells_states_nothing(verified):
    assert statement(verified, [], "en") == ""


@pytest.mark.parametrize(
    ("language", "end"),
    [("zh", "。[记录](../v.md#a)\n{ .verified }"), ("en", ". [Record](../v.md#a)\n{ .verified }")],
)
def test_the_line_links_to_the_first_module_s_row(site, verified, changed, language, end):
    site.module("b.py", MODULE)
    modules = [changed("#> cpu", "#> cpu"), read_module(site.project, "b.py")]
    assert statement(verified, modules, language, table="../v.md").endswith(end)
    assert "](" not in statement(verified, modules, language)


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        ("2026-01-02", "2026 年 1 月 2 日", "2 January 2026"),
        ("2026-12-31", "2026 年 12 月 31 日", "31 December 2026"),
    ],
)
def test_a_day_is_written_as_its_reader_writes_it(day, zh, en):
    assert (written(day, "zh"), written(day, "en")) == (zh, en)
