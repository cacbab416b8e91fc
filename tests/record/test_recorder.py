"""The recorder: what it writes, what it leaves alone, and what it refuses with nothing written."""

from __future__ import annotations

import errno
import importlib.util
import itertools
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literate.__main__ import main
from literate.project import Source, replace_files
from literate.record import recorder
from literate.record.outputs import new_lines, run_all, with_lines
from literate.record.recorder import select
from literate.record.records import Verified
from literate.run import machine as prober
from literate.run.machine import Machine
from literate.run.process import Executed
from literate.run.runner import Run
from literate.run.verdict import verify
from literate.snippet import Module, parse_cells, read_module
from tests.record.conftest import RAISES, files, twice_here, written

ROOT = Path(__file__).resolve().parents[2]
RELEASES = ("2.15.0", "2.14.1", "2.13.0", "2.12.1", "2.11.0")
PRINTS_1 = "# %% a\nimport torch\nprint(1)\n"


def summary(same: int, idle: int) -> str:
    """What is said where no output changes."""
    said = "changed: no output; recorded again with the same output: "
    return f"{said}{same}; nothing to do: {idle}\n"


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "outputs"),
    [
        ("# %% a\nprint(1)\nprint()\nprint('  2 ')\n", "#> 1\n#>\n#>   2\n"),
        ("# %% a\nprint(2)\n", "#> 2\n"),
        ("# %% a\nx = 1\n", ""),
        ("# %% a\nprint('   ')\n", ""),
        ("# %% a\nprint('\\x1b[1mbold\\x1b[0m')\n", "#> bold\n"),
        (f"{RAISES}1 / 0\n", "#> ZeroDivisionError: division by zero\n"),
        (
            f'{RAISES}raise ValueError("loading ...\\nno such layer")\n',
            "#> ValueError: loading ...\n#> no such layer\n",
        ),
        (
            "# %% a\nimport warnings\nwarnings.warn('old (Triggered internally at /x.cpp:1.)')\n",
            "#> UserWarning: old ...\n",
        ),
        (
            f"{RAISES}raise RuntimeError('No 2 GiB. GPU 0 has a total capacity of 79 GiB')\n",
            "#> RuntimeError: No 2 GiB. ...\n",
        ),
    ],
)
@pytest.mark.parametrize("before", ["", "#> 1\n#> and\n"], ids=["new", "changed"])
def test_what_a_cell_prints_replaces_its_output_and_stays(site, record, module, outputs, before):
    site.module("a.py", f"{module}{before}\n# %% b\nprint(3)\n#> 3\n")
    done = record()
    assert written(site) == f"{module}{outputs}\n# %% b\nprint(3)\n#> 3\n"
    assert done.code == 0
    before = files(site)
    assert (
        record().out
        == "changed: no output; recorded again with the same output: 0; nothing to do: 1\n"
    )
    assert files(site) == before
    module = read_module(site.project, "a.py")
    (run,) = run_all([module], "cpu", 0, 60, 1)
    assert verify(module, module.cells["a"], run, exact=True) is None


@pytest.mark.parametrize(
    "module",
    [
        "# %% a\nprint('a')\n#> a\n#>\n",
        f"{RAISES}1 / 0\n#> ZeroDivisionError: division ...\n",
        '# %% a tags=["varies"]\nprint("took 2.5 ms")\n#> took 1.0 ms\n',
        "# %% a\nprint(1)\n#> 1\n\n\n\n# %% b\n\n\nx = 1",
        '# %% a tags=["requires-cuda"]\nx\n#cuda> cuda:0\n# %% b\nprint(1)\n#> 1\n',
    ],
    ids=["last line", "abbreviated", "varies", "unusual layout", "needs CUDA"],
)
def test_what_still_agrees_is_left_byte_by_byte(site, record, module):
    site.module("a.py", module)
    assert record().code == 0
    assert written(site) == module


def test_a_message_that_changed_stays_cut_where_it_was(site, record):
    raises = f"{RAISES}print(3)\nraise ValueError('short and long')\n"
    site.module("a.py", f"{raises}#> 2\n#> ValueError: short ...\n")
    record()
    assert written(site) == f"{raises}#> 3\n#> ValueError: short ...\n"


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_line_ends_byte_order_mark_and_mode_are_kept(site, record, bom, newline):
    file = site.module("a.py", bom + newline.join([b"# %% a", b"print(1)", b""]))
    file.chmod(0o640)
    record()
    assert file.read_bytes() == bom + newline.join([b"# %% a", b"print(1)", b"#> 1", b""])
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("name", "found"),
    [
        *((name, ["a/b.py"]) for name in ("a", "snippets/a", "snippets/a/", "./snippets/a/b.py")),
        *((name, ["a/b.py", "ab.py"]) for name in ("snippets", "snippets/", ".")),
    ],
)
def test_a_path_selects_a_module_or_a_folder_of_them(site, name, found):
    for path in ("a/b.py", "ab.py"):
        site.module(path, PRINTS_1)
    assert select(site.project, [name]) == found


def test_check_shows_the_change_and_writes_nothing(site, record):
    site.module("a.py", PRINTS_1)
    before = files(site)
    done = record("--check")
    assert (done.code, files(site)) == (1, before)
    assert "+#> 1" in done.out
    said = "would change: the output of 1 module (snippets/a.py); to record again with the same "
    assert done.out.endswith(f"{said}output: 0; nothing to do: 0\n")
    record()
    assert record("--check").code == 0


def test_each_run_has_its_record_which_changes_and_goes_with_its_module(site, record):
    for path in ("a.py", "b.py", "c.py"):
        site.module(path, PRINTS_1)
    record()
    before = Verified(site.project)
    for path, (one,) in before.records.items():
        assert one.device == "cpu"
        assert re.fullmatch(r"\w+ \w+", one.hardware)
        before.put(path, replace(one, date="2020-01-01"))
    site.module("verified.json", before.encode())
    site.module("a.py", "# %% a\nimport torch\nprint(2)\n")
    site.module("d.py", PRINTS_1 + "#> 1\n")
    (site.project.snippets / "c.py").unlink()
    said = "changed: the output of 1 module (snippets/a.py); recorded again with the same output: 1"
    assert record().out.endswith(f"\n{said}; nothing to do: 1\n")
    after = Verified(site.project).records
    assert sorted(after) == ["a.py", "b.py", "d.py"]
    assert after["b.py"] == before.records["b.py"]
    assert after["a.py"][0].date != "2020-01-01"


# --- what is refused -----------------------------------------------------------------------------


def test_an_unknown_path_is_refused(refuse):
    said = refuse("# %% a\nx = 1\n", "nowhere.py")
    assert said == "nowhere.py:1: is no snippet module. Name a module or folder below snippets/.\n"


def test_without_the_device_or_torch_there_is_one_clear_message(refuse, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    said = refuse("# %% a\nx = 1\n", "--device", "cuda")
    assert said.startswith("looked for a CUDA GPU; found that torch 2.")
    assert said.count("\n") == 1
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    said = refuse("# %% a\nprint(1)\n")
    assert "torch is not installed for" in said
    assert said.count("\n") == 1


# --- when a file cannot be written ---------------------------------------------------------------


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def read_only(_, target) -> None:
    raise PermissionError(errno.EACCES, "Permission denied", str(target))


@pytest.mark.parametrize(
    ("function", "fails", "said"),
    [
        ("fsync", full, "a file: No space left on device; nothing was changed.\n"),
        ("replace", full, "a file: No space left on device; nothing was changed.\n"),
        ("replace", read_only, "snippets/a.py: Permission denied; nothing was changed"),
    ],
)
def test_a_file_that_cannot_be_written_changes_nothing(refuse, monkeypatch, function, fails, said):
    monkeypatch.setattr(os, function, fails)
    assert refuse("# %% a\nprint(1)\n").startswith(said)


def test_files_replaced_before_one_that_cannot_be_are_put_back(site, monkeypatch):
    one, two = site.module("one", b"1"), site.module("two", b"2")
    before, replace = files(site), os.replace

    def failing(source, target):
        if Path(target) == two:
            full()
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OSError, match="No space left"):
        replace_files({one: b"new", site.root / "new": b"new", two: b"new"})
    assert files(site) == before


# --- interrupted ---------------------------------------------------------------------------------

SLOW = """\
# %% a
import os, time
runs = {note!r}
with open(runs, "a") as stream:
    stream.write(f"{{os.getpid()}}\\n")
with open(runs) as stream:
    if len(stream.readlines()) == {hangs_in}:
        time.sleep(600)
print(1)
"""


@pytest.mark.skipif(os.name == "nt", reason="sends signals")
@pytest.mark.parametrize("to", ["process", "group"])
@pytest.mark.parametrize("hangs_in", [1, 2], ids=["first run", "second run"])
def test_an_interrupt_changes_nothing_and_leaves_nothing(site, hangs_in, to):
    note = site.root.parent / f"{site.root.name}-pids"
    note.write_text("")
    site.module("a.py", SLOW.format(note=str(note), hangs_in=hangs_in))
    before = files(site)
    process = subprocess.Popen(
        [sys.executable, "-m", "literate", "record"],
        cwd=site.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # The tests may run in the background of a shell, which ignores interrupts there.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        deadline = time.monotonic() + 120
        while len(note.read_text().splitlines()) < hangs_in:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        send = os.kill if to == "process" else os.killpg
        send(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=120)
    finally:
        process.kill()
    assert said == "interrupted; nothing was changed.\n"
    assert process.returncode == 130
    assert files(site) == before
    for pid in map(int, note.read_text().split()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    note.unlink()


# --- what other devices and releases print -------------------------------------------------------


def module_of(outputs: str, tag: str = "") -> Module:
    source = Source("snippets/a.py", (f"# %% a{tag}", "x", *outputs.splitlines()), "\n", False)
    return Module("a.py", Path("a.py"), source, parse_cells(source))


def printing(text: str, device: str, torch: str | None = None) -> Run:
    segments = ((("stdout", f"{text}\n"),)) if text else ()
    return Run("a.py", device, {"a": Executed("a", segments, None, False, 0.0)}, torch=torch)


@pytest.mark.parametrize(
    ("outputs", "printed", "after", "given"),
    [
        ("#> cpu", "cuda:0", "#> cpu\n#cuda> cuda:0", {}),
        ("#> cpu\n#cuda> cuda:0", "cpu", "#> cpu", {}),
        ("#> cpu\n#cuda> cpu", "cpu", "#> cpu", {}),
        ("#> cpu", "", "#> cpu\n#cuda>", {}),
        ("#> 0.2500", "0.2501", "#> 0.2500", {"exact": False}),
        ("#> cpu\n#cuda> 0.1111", "0.1112", "#> cpu\n#cuda> 0.1111", {"exact": False}),
        ("#> cpu\n#cuda> 0.1111", "0.1112", "#> cpu\n#cuda> 0.1112", {}),
    ],
)
def test_cuda_output_is_documented_where_it_differs(outputs, printed, after, given):
    lines = new_lines(module_of(outputs), printing(printed, "cuda"), **given)
    assert "\n".join(lines[2:]) == after


@pytest.mark.parametrize(("before", "text", "after"), [("", "a", "#cuda> a"), ("#cuda> a", "", "")])
def test_a_cell_that_needs_cuda_has_cuda_output_alone(before, text, after):
    module = module_of(before, ' tags=["requires-cuda"]')
    assert "\n".join(new_lines(module, printing(text, "cuda"))[2:]) == after


def test_recording_the_cpu_leaves_what_cuda_prints():
    lines = new_lines(module_of("#> old\n#cuda> cuda:0"), printing("cpu", "cpu"))
    assert lines[2:] == ["#> cpu", "#cuda> cuda:0"]


@pytest.mark.parametrize(
    ("outputs", "run", "known", "after"),
    [
        # An older release is written where it differs, and no longer where it does not.
        ("#> new\n#cuda> c", "2.14 old", [15], "#> new\n#torch<2.15> old\n#cuda> c"),
        ("#> new\n#cuda> c", "2.14 new", [15], "#> new\n#cuda> c"),
        ("#> new\n#cuda> c", "2.14 ", [15], "#> new\n#torch<2.15>\n#cuda> c"),
        ("#> new\n#torch<2.15> old", "2.14 new", [15], "#> new"),
        ("#> new\n#torch<2.15> old", "2.15 old", [], "#> old"),
        # Those that did not run are taken to print what the next newer one does.
        ("#> new", "2.13 old", [15, 14], "#> new\n#torch<2.14> old"),
        ("#> new\n#torch<2.14> old", "2.12 old", [15, 14, 13], "#> new\n#torch<2.14> old"),
        (
            "#> new\n#torch<2.14> old",
            "2.12 new",
            [15, 14, 13],
            "#> new\n#torch<2.13> new\n#torch<2.14> old",
        ),
        # Those that ran keep their output.
        (
            "#> new\n#torch<2.14> old",
            "2.14 mid",
            [15, 13, 12, 11],
            "#> new\n#torch<2.14> old\n#torch<2.15> mid",
        ),
        (
            "#> new\n#torch<2.14> old",
            "2.15 newer",
            [14, 13, 12, 11],
            "#> newer\n#torch<2.14> old\n#torch<2.15> new",
        ),
    ],
)
def test_an_older_release_is_documented_where_it_differs(outputs, run, known, after):
    torch, _, printed = run.partition(" ")
    full = {r.rpartition(".")[0]: r for r in RELEASES}
    known = [full[f"2.{minor}"] for minor in known]
    run = printing(printed, "cpu", full[torch])
    assert "\n".join(new_lines(module_of(outputs), run, RELEASES, known=known)[2:]) == after


def test_what_varies_alone_is_written_once_for_the_releases_that_print_it():
    module = module_of("#> 1 ms\n#torch<2.12> slow: 3 ms", ' tags=["varies"]')
    run, known = printing("slow: 4 ms", "cpu", "2.12.1"), {*RELEASES} - {"2.12.1"}
    lines = new_lines(module, run, RELEASES, known=known)
    assert lines[2:] == ["#> 1 ms", "#torch<2.13> slow: 3 ms"]


@pytest.mark.parametrize(("printed", "added"), [("old", []), ("cuda", ["#cuda> cuda"])])
def test_cuda_that_prints_what_the_cpu_does_in_that_release_does_not_differ(printed, added):
    module = module_of("#> new\n#torch<2.12> old")
    lines = new_lines(module, printing(printed, "cuda", "2.11.0"), RELEASES)
    assert lines[2:] == ["#> new", "#torch<2.12> old", *added]


TEXTS = st.sampled_from(["a", "b", "c 0.5", "c 0.4", ""])


@given(
    st.lists(st.tuples(st.sampled_from(RELEASES), st.sampled_from(["cpu", "cuda"]), TEXTS)),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_each_release_and_device_is_documented_with_what_it_printed_last(runs, needs_cuda):
    """Whatever runs in whatever order: what ran is documented, and stays so."""
    module = module_of("", ' tags=["requires-cuda"]' if needs_cuda else "")
    printed: dict[tuple[str, str], str] = {}
    for torch, device, text in runs:
        if needs_cuda and device == "cpu":
            continue
        run = printing(text, device, torch)
        known = [r for r, d in printed if d == device and r != torch]
        if device == "cuda" and not needs_cuda:
            cpu = [r for r, d in printed if d == "cpu"]
            printed = {key: value for key, value in printed.items() if key[1] == "cpu"}
            known = []
            assert all(module.cells["a"].documented("cpu", r) == printed[r, "cpu"] for r in cpu)
        lines = new_lines(module, run, RELEASES, known=known)
        module = with_lines(module, lines)
        if device == "cpu":  # what CUDA was taken to print may have been the CPU's
            printed = {key: value for key, value in printed.items() if key[1] == "cpu"}
        printed[torch, device] = text
        (cell,) = module.cells.values()
        for (ran, where), expected in printed.items():
            assert cell.documented(where, ran) == expected
        assert new_lines(module, run, RELEASES, known=known) == lines


@pytest.fixture
def installed(monkeypatch) -> Callable[[str], None]:
    """Let the torch that is here, and that modules import, be another release."""

    def installed(torch: str) -> None:
        def run_all_with(*given):
            first, second = twice_here(*given)
            for run in (*first, *second):
                run.torch = f"{torch}+cpu"
            return first, second

        monkeypatch.setattr(recorder, "run_twice", run_all_with)
        monkeypatch.setattr(recorder, "version", lambda _: torch)

    return installed


def test_an_older_release_adds_its_output_and_its_record(site, record, installed, tmp_path):
    said = tmp_path / "said"
    said.write_text("new")
    site.releases(*RELEASES)
    site.module("a.py", f"# %% a\nprint(open({str(said)!r}).read())\n")
    installed("2.15.0")
    assert record().code == 0
    said.write_text("old")
    installed("2.13.0")
    assert record().code == 0
    assert written(site).endswith("#> new\n#torch<2.14> old\n")
    assert [r.release for r in Verified(site.project).records["a.py"]] == ["2.15.0", "2.13.0"]
    before = files(site)
    assert record().code == 0
    assert files(site) == before


def test_only_what_has_no_record_of_a_release_runs(site, record, installed):
    site.releases(*RELEASES)
    for path in ("a.py", "b.py"):
        site.module(path, "# %% a\nprint(1)\n")
    installed("2.15.0")
    record()
    installed("2.14.1")
    assert record("b.py").code == 0
    done = record("--changed")
    assert (
        done.out == "changed: no output; recorded again with the same output: 1; nothing to do: 0\n"
    )


@pytest.mark.parametrize(
    ("torch", "said"),
    [
        ("2.13.0", "snippets/a.py:1: has no output of torch 2.15.0 to hold that of torch 2.13.0"),
        ("2.10.0", "pyproject.toml:1: torch 2.10.0 is none of the releases"),
    ],
)
def test_a_release_that_cannot_record_is_refused(site, record, installed, torch, said):
    site.releases(*RELEASES)
    site.module("a.py", "# %% a\nprint(1)\n")
    before = files(site)
    installed(torch)
    done = record()
    assert done.code == 1
    assert done.err.startswith(said)
    assert files(site) == before


def test_another_kind_of_machine_leaves_what_differs_by_rounding(site, record, monkeypatch):
    site.module("a.py", "# %% a\nprint(0.33331)\n")
    monkeypatch.setattr(recorder, "kind", lambda *_: "GenuineIntel AVX2")
    record()
    site.module("a.py", written(site).replace("(0.33331)", "(0.33332)"))
    monkeypatch.setattr(recorder, "kind", lambda *_: "Apple")
    record()
    assert written(site).endswith("print(0.33332)\n#> 0.33331\n")
    (held,) = Verified(site.project).records["a.py"]
    assert held.hardware == "Apple, within rounding"
    monkeypatch.setattr(recorder, "kind", lambda *_: "GenuineIntel AVX2")
    record()
    assert written(site).endswith("#> 0.33331\n")


# --- a patch from a machine with a GPU -----------------------------------------------------------

# Prints what a GPU's owner would see: the runner shows the device to the module.
ON_GPU = """\
# %% a
import os

device = "cuda:0" if os.environ["CUDA_VISIBLE_DEVICES"] == "0" else "cpu"
print(device)
#> cpu

# %% b tags=["requires-cuda"]
print("GPU", 1)

# %% c tags=["requires-cuda-2"]
print("GPU", 2)
"""


@pytest.fixture
def lent(site, record, monkeypatch) -> Callable[..., SimpleNamespace]:
    """Record on a machine with one GPU, which every cell uses, into the file ``cuda.patch``."""

    def run_on_gpu(modules, device, *given):
        both = twice_here(modules, device, *given)
        for run in itertools.chain(*both):
            used = {t: replace(done, allocations=1) for t, done in run.cells.items()}
            run.cells |= used if device == "cuda" else {}
        return both

    monkeypatch.setattr(recorder, "run_twice", run_on_gpu)
    found = Machine("2.13.0+cu130", "13.0", 1, "NVIDIA H100", memory=80 * 2**30)
    monkeypatch.setattr(prober, "probe", lambda: found)
    site.module("a.py", ON_GPU)
    return lambda *arguments: record("--device", "cuda", "--patch", "cuda.patch", *arguments)


def apply(site) -> None:
    subprocess.run(["git", "apply", "cuda.patch"], cwd=site.root, check=True)


@pytest.mark.parametrize("end", ["\n", ""], ids=["", "no last line end"])
def test_a_patch_holds_all_changes_and_nothing_else_is_written(site, lent, end):
    site.module("a.py", ON_GPU.rstrip("\n") + end)
    before = files(site)
    done = lent()
    assert (done.code, done.err) == (0, "")
    assert "to apply them: git apply cuda.patch" in done.out
    after = files(site)
    assert after.pop(str(site.root / "cuda.patch"))
    assert after == before
    apply(site)
    expected = ON_GPU.replace("#> cpu\n", "#> cpu\n#cuda> cuda:0\n")
    expected = expected.replace('print("GPU", 1)\n', 'print("GPU", 1)\n#cuda> GPU 1\n')
    assert written(site).rstrip("\n") == expected.rstrip("\n")
    (held,) = Verified(site.project).records["a.py"]
    assert (held.device, held.hardware) == ("cuda", "NVIDIA H100")


def test_a_figure_is_in_the_patch(site, lent):
    draws = "import matplotlib.pyplot as plt\n\nplt.plot([0, 1])\n"
    site.module("a.py", f'# %% a tags=["requires-cuda"]\n{draws}')
    assert lent().code == 0
    apply(site)
    assert "<svg" in written(site, "a.a.svg")


def test_an_output_of_a_gpu_that_was_never_used_is_refused(site, lent, monkeypatch):
    """The GPU may be another process's alone: the error says so, and no GPU printed it."""
    monkeypatch.setattr(recorder, "run_twice", twice_here)
    raises = '# %% a tags=["requires-cuda", "raises-exception"]\nraise RuntimeError("busy")\n'
    site.module("a.py", raises)
    site.module("b.py", "# %% b\nprint(1)\n#> 1\n")
    done = lent()
    assert done.code == 1
    said = "snippets/a.py:1: claims CUDA (cell 'a' needs a GPU), but no cell allocated memory on"
    assert said in done.err
    apply(site)
    assert list(Verified(site.project).records) == ["b.py"]


def test_a_module_that_cannot_be_recorded_costs_only_itself(site, lent):
    site.module("b.py", "# %% a\nimport random\nprint(random.random())\n")
    done = lent()
    assert done.code == 1
    assert "snippets/b.py:2: cell 'a' printed two different things" in done.err
    apply(site)
    assert "#cuda> cuda:0" in written(site)


@pytest.mark.parametrize("varies", [False, True])
def test_a_figure_that_cuda_draws_otherwise_is_refused_unless_it_varies(site, lent, varies):
    draws = (
        "import os\nfrom matplotlib import pyplot\n"
        "pyplot.plot([0, 1 + (os.environ['CUDA_VISIBLE_DEVICES'] == '0'), 1])\n"
    )
    tags = ' tags=["varies"]' if varies else ""
    site.module("a.py", f"# %% a{tags}\n{draws}")
    main(["record"])
    done = lent()
    assert done.code == (not varies)
    assert ("draws another figure on CUDA than is recorded" in done.err) != varies


# --- two at a time -------------------------------------------------------------------------------


def test_what_the_author_saves_meanwhile_is_kept_and_nothing_is_written(site, record, monkeypatch):
    saved = "# %% a\nprint(1)\n\n# %% b\nprint(2)\n"

    def save_meanwhile(*given):
        runs = twice_here(*given)
        site.module("a.py", saved)
        return runs

    monkeypatch.setattr(recorder, "run_twice", save_meanwhile)
    site.module("a.py", "# %% a\nprint(1)\n")
    done = record()
    assert done.code == 1
    assert "snippets/a.py:1: was changed while it was recorded" in done.err
    assert written(site) == saved
    assert not (site.project.snippets / "verified.json").exists()


def test_another_recording_that_ended_meanwhile_keeps_its_record(site, record, monkeypatch):
    for path in ("a.py", "b.py"):
        site.module(path, "# %% a\nimport torch\nprint(1)\n")

    def record_meanwhile(*given):
        runs = twice_here(*given)
        monkeypatch.setattr(recorder, "run_twice", twice_here)
        assert record("b.py").code == 0
        return runs

    monkeypatch.setattr(recorder, "run_twice", record_meanwhile)
    assert record("a.py").code == 0
    assert sorted(Verified(site.project).records) == ["a.py", "b.py"]
