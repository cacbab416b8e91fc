"""What was verified where, what no longer is, and what nobody can have printed."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace

import pytest

from literate.__main__ import main
from literate.problem import LiterateError
from literate.record.records import (
    Record,
    Verified,
    code_hash,
    figure_hashes,
    output_hashes,
)
from literate.snippet import Module, read_module

MODULE = """\
# %% a tags=["varies"]
# zh: 一。
# en: One.
print(device)
#> cpu 1 ms
#torch<2.14> old 1 ms
#cuda> cuda:0 1 ms

# %% b
x = "cuda"
"""
RELEASES = ("2.15.0", "2.14.1", "2.13.0")


def record(module: Module, device: str, torch: str, **changes: str) -> Record:
    values = {
        "torch": torch,
        "hardware": {"cpu": "AuthenticAMD AVX512", "cuda": "NVIDIA H200"}[device],
        "python": "3.11",
        "date": "2026-11-23",
        "code": code_hash(module),
        "outputs": output_hashes(module, device, torch),
    }
    return Record(device, **values | changes)


@pytest.fixture
def verified(site):
    """The records of a project whose ``a.py`` ran on three releases, and on CUDA on one."""
    site.releases(*RELEASES)
    site.module("a.py", MODULE)
    module = read_module(site.project, "a.py")
    verified = Verified(site.project)
    for torch in RELEASES:
        verified.put("a.py", record(module, "cpu", f"{torch}+cpu"))
    verified.put("a.py", record(module, "cuda", "2.13.0+cu130"))
    return verified


@pytest.fixture
def changed(site):
    """``a.py`` with one text replaced."""

    def change(old: str, new: str) -> Module:
        assert old in MODULE
        site.module("a.py", MODULE.replace(old, new))
        return read_module(site.project, "a.py")

    return change


RUNS = [("cpu", torch) for torch in RELEASES] + [("cuda", "2.13.0")]


def holding(verified: Verified, module: Module) -> list[tuple[str, str]]:
    return [run for run in RUNS if verified.holds(module, *run)]


# --- which records hold --------------------------------------------------------------------------


def test_a_record_holds_as_long_as_nothing_changes(verified, changed):
    module = changed("#> cpu", "#> cpu")
    assert holding(verified, module) == RUNS
    assert verified.problems([module]) == []
    assert verified.notes([module]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("print(device)", "print(devices)"),
        (' tags=["varies"]', ""),
        ("%% b", "%% other"),
        ("print(device)\n", "print(device)  # why\n"),
        ("# %% a", "# %% new\nx = 1\n# %% a"),
    ],
    ids=["code", "tag", "title", "comment in the code", "cell"],
)
def test_no_record_holds_when_the_code_changes(verified, changed, old, new):
    module = changed(old, new)
    assert holding(verified, module) == []
    (problem,) = verified.problems([module])
    assert str(problem) == (
        "snippets/a.py:1: its code has changed since AuthenticAMD AVX512 printed it with "
        "torch 2.15.0+cpu on 2026-11-23. Record it: nox -s record -- snippets/a.py."
    )
    assert len(verified.notes([module])) == len(RUNS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("一。", "一二三。"),
        ("# en: One.\n", "# en: One\n# en: and two.\n"),
        ("# zh: 一。\n# en: One.\n", ""),
        ("# %% a", "\n\n# %% a"),
        ("# %% a", '"""A module."""\n# %% a'),
        (' tags=["varies"]', ' tags=["varies", "wrong"]'),
        (' tags=["varies"]', ' tags=["varies", "remove-input"]'),
    ],
    ids=["zh", "en", "no comments", "blank lines", "docstring", "mark", "picture"],
)
def test_records_hold_when_only_what_a_page_shows_changes(verified, changed, old, new):
    assert holding(verified, changed(old, new)) == RUNS


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("#> cpu 1", "#> cpu 2", [("cpu", "2.15.0"), ("cpu", "2.14.1")]),
        ("#torch<2.14> old", "#torch<2.14> older", [("cpu", "2.13.0")]),
        ("#torch<2.14> old 1 ms\n", "", [("cpu", "2.13.0")]),
        ("#torch<2.14>", "#torch<2.15>", [("cpu", "2.14.1")]),
        ("#cuda> cuda:0", "#cuda> cuda:1", [("cuda", "2.13.0")]),
        ("#cuda> cuda:0 1 ms\n", "", [("cuda", "2.13.0")]),
    ],
    ids=["newest", "older", "older removed", "another condition", "CUDA", "CUDA removed"],
)
def test_an_output_that_nobody_printed_is_a_problem_that_names_its_cell(
    verified, changed, old, new, lost
):
    module = changed(old, new)
    assert holding(verified, module) == [run for run in RUNS if run not in lost]
    found = verified.problems([module])
    assert len(found) == len(lost)
    for problem in found:
        assert problem.path == "snippets/a.py"
        assert problem.line == module.cells["a"].output_start + 1
        assert "the documented output of cell 'a' has changed since" in problem.what


@pytest.mark.parametrize(
    ("above", "key", "fix"),
    [
        ("#torch", "torch<2.12", "nox -s matrix -- --record snippets/a.py"),
        ("#cuda>", "torch>=2.16", "nox -s matrix -- --record snippets/a.py"),
        ("\n# %% b", "cuda,torch<2.12", "nox -s cuda -- --record"),
    ],
)
def test_output_of_a_release_without_a_record_is_a_problem(verified, changed, above, key, fix):
    module = changed(above, f"#{key}> made up\n{above}")
    problem = next(p for p in verified.problems([module]) if f"'#{key}>'" in p.what)
    assert problem.what == f"cell 'a' documents '#{key}>' lines that no run printed"
    assert problem.fix == f"Remove them, or record them: {fix}"


def test_output_of_cuda_without_any_record_of_cuda_is_a_problem(verified, changed):
    verified.records["a.py"] = [r for r in verified.records["a.py"] if r.device == "cpu"]
    (problem,) = verified.problems([changed("一", "二")])
    assert problem.line == 5
    assert problem.what == "cell 'a' documents '#cuda>' lines that no run printed"
    assert problem.fix == "Remove them, or record them: nox -s cuda -- --record"


def test_an_edited_figure_is_a_problem(site, verified):
    module = read_module(site.project, "a.py")
    module.figure("a").write_text("<svg/>")
    verified.put("a.py", record(module, "cpu", "2.15.0", figures=figure_hashes(module)))
    assert verified.problems([module]) == []
    module.figure("a").write_text("<svg />")
    (problem,) = verified.problems([module])
    assert "the figure of cell 'a' has changed since" in problem.what


@pytest.mark.parametrize(
    ("code", "holds"),
    [
        ("from drawing.lines import line", False),
        ("from drawing.curves import curve", False),  # which imports the other
        ("from drawing.dots import dot", True),
        ("x = 1", True),
    ],
)
def test_a_figure_is_recorded_with_the_functions_that_drew_it(site, verified, code, holds):
    site.module("c/d.py", f"# %% a\n{code}\n")
    functions = site.module("drawing/lines.py", "def line(): ...\n")
    site.module("drawing/curves.py", "from drawing.lines import line\n")
    site.module("drawing/dots.py", "def dot(): ...\n")
    module = read_module(site.project, "c/d.py")
    module.figure("a").write_text("<svg/>")
    verified.put("c/d.py", record(module, "cpu", "2.15.0", figures=figure_hashes(module)))
    assert verified.problems([module]) == []
    functions.write_text("def line(): return 1\n")
    assert (verified.problems([module]) == []) == holds


def test_a_module_that_was_never_recorded_is_a_problem(site, verified):
    site.module("b.py", "# %% a\nx = 1\n")
    module = read_module(site.project, "b.py")
    fix = "Record it: nox -s record -- snippets/b.py."
    (problem,) = verified.problems([module])
    assert str(problem) == f"snippets/b.py:1: was never recorded with torch 2.15.0. {fix}"
    problem = verified.problem(module, module.cells["a"], "cpu", "2.15.0")
    assert str(problem) == f"snippets/b.py:1: was never recorded. {fix}"


def test_an_older_release_that_did_not_run_is_a_note(verified, changed):
    verified.records["a.py"] = [r for r in verified.records["a.py"] if r.release != "2.14.1"]
    module = changed("一", "二")
    assert verified.problems([module]) == []
    assert verified.notes([module]) == ["1 modules not run on CPU with torch 2.14.1: a.py"]


@pytest.mark.parametrize("change", [{"torch": "2.10.0"}, {"date": "2999-01-01"}])
def test_a_record_that_nobody_can_have_made_is_a_problem(verified, changed, change):
    module = changed("一", "二")
    verified.put("a.py", record(module, "cpu", **({"torch": "2.15.0"} | change)))
    (problem,) = verified.problems([module])
    assert "holds a record of a.py that nobody can have made: cpu, torch 2.1" in problem.what


def test_a_project_without_releases_demands_no_records(site, changed):
    module = changed("一", "二")
    assert Verified(site.project).problems([module]) == []
    assert Verified(site.project).problem(module, module.cells["a"], "cpu", "2.15.0") is None


# --- where the release is at hand ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "torch", "said"),
    [
        ("#> cpu 1", "#> cpu 2", "2.15.0+cu132", "nox -s record -- snippets/a.py"),
        ("#> cpu 1", "#> cpu 2", "2.14.1", "nox -s matrix -- --record snippets/a.py"),
        ("#> cpu 1", "#> cpu 2", "2.13.0", None),
        ("print(device)", "print(1)", "2.13.0", "nox -s matrix -- --record snippets/a.py"),
        ("一", "二", "2.15.0", None),
        ("一", "二", "2.12.1", None),  # has no record: nothing to hold it to
    ],
)
def test_a_record_that_does_not_hold_fails_where_its_release_runs(
    verified, changed, old, new, torch, said
):
    module = changed(old, new)
    problem = verified.problem(module, module.cells["a"], "cpu", torch)
    assert (problem and problem.fix) == (said and f"Record it: {said}")


def test_only_the_cell_whose_output_was_edited_fails(verified, changed):
    module = changed("#> cpu 1", "#> cpu 2")
    assert verified.problem(module, module.cells["b"], "cpu", "2.15.0") is None


# --- the file ------------------------------------------------------------------------------------


def test_records_are_written_a_line_each_and_read_again(site, verified):
    verified.put("A.py", verified.records["a.py"][0])
    data = verified.encode()
    site.module("verified.json", data)
    assert Verified(site.project).records == verified.records
    assert Verified(site.project).encode() == data
    lines = data.decode().splitlines()
    assert [line[:19] for line in lines] == [
        *("[", '{"module": "A.py", ', "", *['{"module": "a.py", '] * 4, "", "null", "]")
    ]
    found = re.findall(r'"device": "(\w+)", "torch": "([\w.]+)', "\n".join(lines))
    assert found == [RUNS[0], *RUNS]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("device", "cuda"),
        ("torch", "2.12.1+cpu"),
        ("hardware", "GenuineIntel AVX2"),
        ("python", "3.12"),
        ("date", "2026-11-24"),
        ("code", "0123456789abcdef"),
        ("outputs", "01234567 01234567"),
        ("figures", "01234567 -"),
        ("seal", "0123456789abcdef"),
    ],
)
def test_a_record_that_was_edited_by_hand_is_refused_with_its_line(site, verified, name, value):
    lines = verified.encode().decode().splitlines()
    at = next(i for i, line in enumerate(lines) if '"2.14.1+cpu"' in line)
    edited = json.loads(lines[at].rstrip(",")) | {name: value}
    lines[at] = json.dumps(edited) + ","
    site.module("verified.json", "\n".join(lines))
    with pytest.raises(LiterateError) as caught:
        Verified(site.project)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("snippets/verified.json", at + 1)
    assert "was edited by hand" in problem.what


def test_a_record_of_another_module_is_refused(site, verified):
    site.module("verified.json", verified.encode().decode().replace('"a.py"', '"b.py"'))
    with pytest.raises(LiterateError, match="edited by hand"):
        Verified(site.project)


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ({}, {}, 0),
        ({}, {"code": "0" * 16, "date": "2026-11-24"}, 0),
        ({"code": "0" * 16, "date": "2026-11-24"}, {}, 1),
        ({"code": "0" * 16}, {"code": "1" * 16, "date": "2026-11-24"}, 1),
        ({"code": "0" * 16, "date": "2026-11-24"}, {"code": "1" * 16}, 0),
    ],
    ids=["the same", "the first holds", "the second holds", "second newer", "first newer"],
)
def test_of_two_records_of_one_release_that_which_holds_is_kept(
    site, verified, monkeypatch, capsys, first, second, kept
):
    monkeypatch.chdir(site.root)
    module = read_module(site.project, "a.py")
    two = [record(module, "cpu", "2.15.0", **x).sealed("a.py") for x in (first, second)]
    others = verified.records["a.py"][1:]
    verified.records["a.py"] = [*two, *others]
    file = site.module("verified.json", verified.encode())
    read = Verified(site.project)
    assert read.records["a.py"] == [two[kept], *others]
    problem = next(p for p in read.problems([module]) if p.path == "snippets/verified.json")
    assert problem.line == (2 if two[0] == two[1] else 3 - kept)
    assert problem.what == "a.py has two records on cpu of torch 2.15.0"
    main(["check", "--fix"])
    assert "fixed: snippets/verified.json\n" in capsys.readouterr().out
    assert file.read_bytes() == read.encode()
    assert not any("two records" in p.what for p in Verified(site.project).problems([module]))


def test_records_may_stand_in_any_order(site, verified):
    lines = verified.encode().decode().splitlines()
    site.module("verified.json", "\n".join(["[", *reversed(lines[1:-2]), "null", "]"]))
    assert Verified(site.project).records == verified.records


def test_a_conflict_is_told_with_advice_that_keeps_both_sides(site, verified):
    lines = verified.encode().decode().splitlines()
    marked = [*lines[:2], "<<<<<<< ours", *lines[2:4], "=======", ">>>>>>> theirs", *lines[4:]]
    site.module("verified.json", "\n".join(marked))
    with pytest.raises(LiterateError) as caught:
        Verified(site.project)
    assert [(p.line, p.fix) for p in caught.value.problems] == [
        (
            line,
            "Keep the lines of both sides, without the markers; then run 'nox -s check -- --fix'",
        )
        for line in (3, 7)
    ]


def test_a_new_record_takes_the_place_of_the_one_before(verified, changed):
    module = changed("print(device)", "print(1)")
    verified.put("a.py", record(module, "cpu", "2.15.0+cu132", date="2026-11-25"))
    assert [(r.release, r.date) for r in verified.records["a.py"]][:2] == [
        ("2.15.0", "2026-11-25"),
        ("2.14.1", "2026-11-23"),
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'[\n{"module": "a.py",\n}\nnull\n]\n', 3),
        (b"", 1),
        (b"1", 1),
        (b'{"a.py": [1]}', 1),
        (b"[1, null]", 1),
        (b'[{"code": "1"}]', 1),
        (b'[{"module": "a.py", "code": "1"}]', 1),
        (b'[{"module": "a.py", "colour": "red"}]', 1),
    ],
)
def test_a_broken_file_is_refused_with_its_line(site, data, line):
    site.module("verified.json", data)
    with pytest.raises(LiterateError, match=rf"^snippets/verified\.json:{line}: .*Restore it"):
        Verified(site.project)


def test_a_seal_depends_on_everything(verified):
    one = verified.records["a.py"][0]
    seals = {
        replace(one, **{name: f"{value}x"}).sealed("a.py").seal
        for name, value in asdict(one).items()
        if name != "seal"
    }
    assert len(seals | {one.seal, one.sealed("b.py").seal}) == len(asdict(one)) + 1
