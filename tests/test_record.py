"""The recorder: what it writes, what it leaves alone, and what it refuses with nothing written."""

from __future__ import annotations

import errno
import importlib.util
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literate import probe as prober
from literate import record as recorder
from literate.__main__ import main
from literate.carry import Carried, Origin, pack, unpack
from literate.compare import agree
from literate.execute import Executed
from literate.keys import covers
from literate.probe import Machine
from literate.problem import Problem
from literate.project import Source, replace_files
from literate.provenance import Record, Verified, code_hash, output_hash
from literate.read import Module, parse_cells, read_module
from literate.repeat import run_all
from literate.rewrite import rewritten
from literate.run import Run

ROOT = Path(__file__).resolve().parents[1]
posix = pytest.mark.skipif(os.name == "nt", reason="sends signals")


@pytest.fixture
def record(site, monkeypatch, capsys) -> Callable[..., SimpleNamespace]:
    """The command: ``record("a.py", "--check")`` gives its exit code and what it printed."""
    monkeypatch.chdir(site.root)

    def record(*arguments: str) -> SimpleNamespace:
        code = main(["record", "--time-limit", "20", *arguments])
        out, err = capsys.readouterr()
        return SimpleNamespace(code=code, out=out, err=err)

    return record


@pytest.fixture
def quick(monkeypatch):
    """Both runs by this Python; a second one would take its time to start."""
    monkeypatch.setattr(recorder, "run_twice", run_twice)


def run_twice(*given) -> tuple[list[Run], list[Run]]:
    return run_all(*given), run_all(*given)


def text(site, path: str = "a.py") -> str:
    return (site.project.snippets / path).read_bytes().decode()


def files(site) -> dict[str, bytes]:
    """All that is below the project's root."""
    return {str(f): f.read_bytes() for f in site.root.rglob("*") if f.is_file()}


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_the_output_of_a_new_cell_is_written(site, record):
    site.module("a.py", "# %% a\nprint(1)\nprint()\nprint('  2 ')\n\n# %% b\nx = 1\n")
    done = record()
    assert (
        text(site)
        == "# %% a\nprint(1)\nprint()\nprint('  2 ')\n#> 1\n#>\n#>   2\n\n# %% b\nx = 1\n"
    )
    assert done.code == 0
    assert "+#>   2" in done.out
    assert done.out.endswith("changed: the output of 1 modules, the record of 1; as before: 0\n")


@pytest.mark.usefixtures("quick")
def test_what_was_recorded_is_verified_and_recorded_the_same(site, record):
    site.module("a.py", "# %% a\nprint(1)\n")
    record()
    before = files(site)
    done = record()
    assert files(site) == before
    assert done.out == "changed: the output of 0 modules, the record of 0; as before: 1\n"


@pytest.mark.usefixtures("quick")
def test_output_that_changed_is_replaced(site, record):
    site.module("a.py", "# %% a\nprint(2)\n#> 1\n#> and\n# %% b\nprint(3)\n#> 3\n")
    record()
    assert text(site) == "# %% a\nprint(2)\n#> 2\n# %% b\nprint(3)\n#> 3\n"


@pytest.mark.usefixtures("quick")
def test_output_of_a_cell_that_prints_nothing_any_more_is_removed(site, record):
    site.module("a.py", "# %% a\nx = 1\n#> 1\n\n# %% b\ny = 1\n")
    record()
    assert text(site) == "# %% a\nx = 1\n\n# %% b\ny = 1\n"


@pytest.mark.usefixtures("quick")
def test_an_asked_exception_is_written(site, record):
    site.module("a.py", '# %% a tags=["raises-exception"]\n1 / 0\n')
    record()
    assert text(site).endswith("#> ZeroDivisionError: division by zero\n")


@pytest.mark.usefixtures("quick")
def test_a_message_is_cut_where_it_speaks_of_the_machine_torch_was_built_on(site, record):
    message = "old (Triggered internally at /pytorch/aten/x.cpp:1.)"
    site.module("a.py", f"# %% a\nimport warnings\nwarnings.warn({message!r})\n")
    record()
    assert text(site).endswith("#> UserWarning: old ...\n")
    assert record().code == 0


@pytest.mark.usefixtures("quick")
def test_a_message_is_cut_where_it_speaks_of_the_gpu(site, record):
    message = "Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.18 GiB of which …"
    site.module("a.py", f'# %% a tags=["raises-exception"]\nraise RuntimeError({message!r})\n')
    record()
    assert text(site).endswith("#> RuntimeError: Tried to allocate 2.00 GiB. ...\n")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "module",
    [
        "# %% a\nprint(0.3334)\n#> 0.3333\n",
        "# %% a\nprint('a  b')\n#> a b\n",
        "# %% a\nprint('a')\n#> a\n#>\n",
        '# %% a tags=["raises-exception"]\n1 / 0\n#> ZeroDivisionError: division ...\n',
        '# %% a tags=["varies"]\nprint("took 2.5 ms")\n#> took 1.0 ms\n',
        "# %% a\nprint(1)\n#> 1\n\n\n\n# %% b\n\n\nx = 1",
    ],
    ids=["tolerance", "blanks", "last line", "abbreviated", "varies", "unusual layout"],
)
def test_what_still_agrees_is_left_byte_by_byte(site, record, module):
    site.module("a.py", module)
    assert record().code == 0
    assert text(site) == module


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_line_ends_and_byte_order_mark_are_kept(site, record, bom, newline):
    site.module("a.py", bom + newline.join([b"# %% a", b"print(1)", b""]))
    record()
    expected = bom + newline.join([b"# %% a", b"print(1)", b"#> 1", b""])
    assert (site.project.snippets / "a.py").read_bytes() == expected


@pytest.mark.usefixtures("quick")
def test_the_files_mode_is_kept(site, record):
    file = site.module("a.py", "# %% a\nprint(1)\n")
    file.chmod(0o640)
    record()
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["a", "snippets/a", "snippets/a/", "./snippets/a/b.py", "a/b.py"])
def test_only_the_named_module_or_folder_is_recorded(site, record, name):
    site.module("a/b.py", "# %% a\nprint(1)\n")
    site.module("ab.py", "# %% a\nprint(1)\n")
    assert record(name).code == 0
    assert "#> 1" in text(site, "a/b.py")
    assert "#> 1" not in text(site, "ab.py")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["snippets", "snippets/", "."])
def test_the_folder_of_all_modules_names_them_all(site, record, name):
    site.module("a/b.py", "# %% a\nprint(1)\n")
    assert record(name).code == 0
    assert "#> 1" in text(site, "a/b.py")


@pytest.mark.usefixtures("quick")
def test_check_shows_the_change_and_writes_nothing(site, record):
    site.module("a.py", "# %% a\nprint(1)\n")
    before = files(site)
    done = record("--check")
    assert (done.code, files(site)) == (1, before)
    assert "+#> 1" in done.out
    assert "would change: the output of 1 modules" in done.out


@pytest.mark.usefixtures("quick")
def test_check_is_content_where_nothing_would_change(site, record):
    site.module("a.py", "# %% a\nprint(1)\n#> 1\n")
    assert record("--check").code == 0


# --- the record of verifications -----------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_a_record_of_the_run_is_kept(site, record):
    site.module("a.py", "# %% a\nimport torch\nprint(1)\n")
    record()
    records = json.loads(text(site, "verified.json"))
    assert list(records) == ["a.py"]
    assert records["a.py"]["cpu"]["device"] == "CPU"
    assert records["a.py"]["cpu"]["torch"].startswith("2.")


@pytest.mark.usefixtures("quick")
def test_only_the_record_of_what_changed_changes(site, record):
    for path in ("a.py", "b.py"):
        site.module(path, "# %% a\nimport torch\nprint(1)\n")
    record()
    before = json.loads(text(site, "verified.json"))
    before["b.py"]["cpu"]["date"] = before["a.py"]["cpu"]["date"] = "2020-01-01"
    site.module("verified.json", json.dumps(before))
    site.module("a.py", "# %% a\nimport torch\nprint(2)\n")
    record()
    after = json.loads(text(site, "verified.json"))
    assert after["b.py"] == before["b.py"]
    assert after["a.py"]["cpu"]["date"] != "2020-01-01"


@pytest.mark.usefixtures("quick")
def test_the_record_of_a_module_that_is_gone_is_removed(site, record):
    site.module("b.py", "# %% a\nimport torch\nprint(1)\n")
    record()
    site.module("a.py", text(site, "b.py"))
    (site.project.snippets / "b.py").unlink()
    record()
    assert list(json.loads(text(site, "verified.json"))) == ["a.py"]


# --- what is refused -----------------------------------------------------------------------------


@pytest.fixture
def refuse(site, record) -> Callable[..., str]:
    """Try to record a module beside one that could be; nothing may be written."""

    def refuse(module: str, *arguments: str) -> str:
        site.module("good.py", "# %% a\nprint(1)\n")
        site.module("a.py", dedent(module))
        before = files(site)
        done = record(*arguments)
        assert done.code == 1
        assert files(site) == before
        assert "Traceback (" not in done.err
        return done.err

    return refuse


@pytest.mark.usefixtures("quick")
def test_what_differs_between_two_runs_is_refused_and_both_are_shown(refuse, site):
    note = site.root.parent / f"{site.root.name}-note"
    said = refuse(f"""\
        # %% a
        import os
        if not os.path.exists({str(note)!r}):
            open({str(note)!r}, "w").close()
            print("seen 1")
        else:
            print("seen 2")
        """)
    note.unlink()
    assert "snippets/a.py:2: cell 'a' printed two different things in two runs:" in said
    assert "  first run   seen 1" in said
    assert "  second run  seen 2" in said
    assert (
        """Seed it (torch.manual_seed); what cannot be seeded has the tag: \
write line 1 as '# %% a tags=["varies"]'."""
        in said
    )


@pytest.mark.parametrize(
    ("header", "tagged"),
    [("", '# %% a tags=["varies"]'), (' tags=["remove-cell"]', 'tags=["remove-cell", "varies"]')],
)
def test_the_tag_is_proposed_where_numbers_alone_differ(refuse, header, tagged):
    said = refuse(f"# %% a{header}\nimport time\nprint('took', time.time_ns(), 'ns')\n")
    assert tagged in said
    said = refuse("# %% a\nimport time\nprint('x' * (time.time_ns() % 99991))\n")
    assert "Seed it (torch.manual_seed)." in said


@pytest.mark.usefixtures("quick")
def test_what_fails_in_the_second_run_is_refused_with_its_reason(refuse, site):
    note = site.root.parent / f"{site.root.name}-note"
    said = refuse(f"""\
        # %% a
        import os
        os.mkdir({str(note)!r})
        print(1)
        """)
    note.rmdir()
    assert "snippets/a.py:3: cell 'a' raised unasked" in said


def test_what_depends_on_the_hash_seed_is_refused(refuse):
    said = refuse('# %% a\nprint(set("abcdefghijklmnopqrstuvwxyz"))\n')
    assert "two different things in two runs" in said


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 / 0", "snippets/a.py:2: cell 'a' raised unasked\nZeroDivisionError: division by zero"),
        ("while True: pass", "snippets/a.py:2: cell 'a' used 1 s of CPU time"),
        ("import os; os.abort()", "snippets/a.py:2: cell 'a' crashed the interpreter (SIGABRT)"),
        ("raise SystemExit", "snippets/a.py:2: cell 'a' called sys.exit() (SystemExit)"),
        ("print('x' * 2_000_000)", "snippets/a.py:2: cell 'a' printed more than 1 MB"),
        (
            "import threading; threading.Thread(target=threading.Event().wait).start()",
            "snippets/a.py:2: cell 'a' leaves the thread 'Thread-1 (wait)' running",
        ),
        ("print('50 %\\r100 %')", "snippets/a.py:2: cell 'a' prints the control character '\\r'"),
        ("print('a\\0b')", "snippets/a.py:2: cell 'a' prints the control character '\\x00'"),
    ],
    ids=["raises", "hangs", "crashes", "exits", "floods", "thread", "progress bar", "null"],
)
def test_a_module_that_fails_is_refused(refuse, code, said):
    assert said in refuse(f"# %% a\n{code}\n", "--time-limit", "1")


@pytest.mark.usefixtures("quick")
def test_a_cell_tagged_in_vain_is_refused(refuse):
    said = refuse('# %% a tags=["raises-exception"]\nprint(1)\n')
    assert "snippets/a.py:1: cell 'a' raised nothing" in said


@pytest.mark.usefixtures("quick")
def test_every_refusal_is_said_at_once(refuse, site):
    site.module("b.py", "# %% a\n1 / 0\n")
    said = refuse("# %% a\n[][0]\n")
    assert "snippets/a.py:2: " in said
    assert "snippets/b.py:2: " in said


@pytest.mark.usefixtures("quick")
def test_a_module_that_cannot_be_read_is_refused(refuse):
    assert "snippets/a.py:2: is not valid Python" in refuse("# %% a\nx = = 1\n")


@pytest.mark.usefixtures("quick")
def test_an_unknown_path_is_refused(refuse):
    said = refuse("# %% a\nx = 1\n", "nowhere.py")
    assert said == (
        "nowhere.py:1: is no snippet module. Name a module or folder below snippets/.\n"
    )


@pytest.mark.usefixtures("quick")
def test_a_device_that_is_not_there_is_refused_in_one_line(refuse, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    said = refuse("# %% a\nx = 1\n", "--device", "cuda")
    assert said.startswith("looked for a CUDA GPU; found that torch 2.")
    assert said.count("\n") == 1


@pytest.mark.usefixtures("quick")
def test_without_torch_there_is_one_clear_message(refuse, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    said = refuse("# %% a\nprint(1)\n")
    assert "torch is not installed for" in said
    assert said.count("\n") == 1


@pytest.mark.usefixtures("quick")
def test_a_damaged_record_of_verifications_is_refused(refuse, site):
    site.module("verified.json", "{\n  oops\n}")
    said = refuse("# %% a\nprint(1)\n")
    assert "snippets/verified.json:2: is not a record of verifications" in said


# --- when a file cannot be written ---------------------------------------------------------------


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_a_full_disk_changes_nothing_and_leaves_nothing(refuse, monkeypatch, function):
    monkeypatch.setattr(os, function, full)
    said = refuse("# %% a\nprint(1)\n")
    assert said == "a file: No space left on device; nothing was changed.\n"


@pytest.mark.usefixtures("quick")
def test_a_file_that_cannot_be_written_is_named_from_the_projects_folder(refuse, monkeypatch):
    def read_only(_, target):
        raise PermissionError(errno.EACCES, "Permission denied", str(target))

    monkeypatch.setattr(os, "replace", read_only)
    said = refuse("# %% a\nprint(1)\n")
    assert said.startswith(".cache/literate/replacing.json: Permission denied; nothing was changed")


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


def test_a_program_killed_while_it_replaces_leaves_whole_files(site):
    one, two = site.module("one", b"a" * 200_000), site.module("two", b"a" * 200_000)
    program = """\
        import sys
        from pathlib import Path
        from literate.project import replace_files
        files = [Path(name) for name in sys.argv[1:]]
        print("ready", flush=True)
        while True:
            for byte in (b"a", b"b"):
                replace_files(dict.fromkeys(files, byte * 200_000))
        """
    command = [sys.executable, "-c", dedent(program), str(one), str(two)]
    for pause in (0.011, 0.037, 0.053, 0.071, 0.113):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            time.sleep(pause)
            process.kill()
        for file in (one, two):
            assert file.read_bytes() in (b"a" * 200_000, b"b" * 200_000)


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


@posix
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
    )
    try:
        deadline = time.monotonic() + 120
        while len(note.read_text().splitlines()) < hangs_in:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        send = os.kill if to == "process" else os.killpg
        send(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
    assert said == "interrupted; nothing was changed.\n"
    assert process.returncode == 130
    assert files(site) == before
    for pid in map(int, note.read_text().split()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    note.unlink()


# --- what CUDA prints ----------------------------------------------------------------------------


@pytest.fixture
def rewrite(site) -> Callable[..., str]:
    """The module's text after its one cell printed something on a device."""

    def rewrite(
        text: str, printed: str, device: str = "cuda", *, torch: str | None = None, versions=None
    ) -> str:
        site.module("a.py", text)
        segments = (("stdout", printed),) if printed else ()
        executed = Executed("a", segments, None, False, 0.0)
        module = read_module(site.project, "a.py")
        run = Run("a.py", device, {"a": executed}, torch=torch)
        return "\n".join(rewritten(module, run, versions))

    return rewrite


def test_cuda_output_is_written_where_it_differs(rewrite):
    assert rewrite("# %% a\nx\n#> cpu\n", "cuda:0\n") == "# %% a\nx\n#> cpu\n#cuda> cuda:0"


def test_cuda_output_is_not_written_where_it_does_not_differ(rewrite):
    assert rewrite("# %% a\nx\n#> 0.25\n", "0.26\n") == "# %% a\nx\n#> 0.25"


@pytest.mark.parametrize("documented", ["cuda:0", "cpu"])
def test_cuda_output_is_dropped_when_it_differs_no_more(rewrite, documented):
    text = f"# %% a\nx\n#> cpu\n#cuda> {documented}\n"
    assert rewrite(text, "cpu\n") == "# %% a\nx\n#> cpu"


def test_cuda_output_that_still_agrees_is_left(rewrite):
    text = "# %% a\nx\n#> cpu 0.1\n#cuda> cuda:0 0.1"
    assert rewrite(text, "cuda:0 0.2\n") == text


def test_nothing_printed_on_cuda_alone_is_an_empty_line(rewrite):
    assert rewrite("# %% a\nx\n#> cpu\n", "") == "# %% a\nx\n#> cpu\n#cuda>"


def test_recording_the_cpu_leaves_what_cuda_prints(rewrite):
    text = "# %% a\nx\n#> old\n#cuda> cuda:0\n"
    assert rewrite(text, "cpu\n", "cpu") == "# %% a\nx\n#> cpu\n#cuda> cuda:0"


def test_a_cell_that_needs_cuda_has_cuda_output_alone(rewrite):
    text = '# %% a tags=["requires-cuda"]\nx\n'
    assert rewrite(text, "cuda:0\n") == f"{text}#cuda> cuda:0"
    assert rewrite(f"{text}#cuda> old\n", "") == text.rstrip()


@pytest.mark.usefixtures("quick")
def test_a_cell_that_needs_cuda_is_left_alone_on_the_cpu(site, record):
    module = '# %% a tags=["requires-cuda"]\nx\n#cuda> cuda:0\n# %% b\nprint(1)\n'
    site.module("a.py", module)
    assert record().code == 0
    assert text(site) == f"{module}#> 1\n"


# --- what other versions of torch print ----------------------------------------------------------

OLD = {"torch": "2.11.0", "versions": "torch<2.12"}


def test_the_output_of_older_versions_is_written_where_it_differs(rewrite):
    text = "# %% a\nx\n#> new\n#cuda> cuda"
    assert rewrite(text, "old\n", "cpu", **OLD) == (
        "# %% a\nx\n#> new\n#torch<2.12> old\n#cuda> cuda"
    )
    assert rewrite(text, "old\n", "cuda", **OLD) == f"{text}\n#cuda,torch<2.12> old"
    assert rewrite(text, "new\n", "cpu", **OLD) == text
    assert rewrite(text, "", "cpu", **OLD) == "# %% a\nx\n#> new\n#torch<2.12>\n#cuda> cuda"


def test_the_output_of_older_versions_is_dropped_when_it_differs_no_more(rewrite):
    text = "# %% a\nx\n#> new\n#torch<2.12> old"
    assert rewrite(text, "new\n", "cpu", **OLD) == "# %% a\nx\n#> new"


def test_an_older_version_updates_its_own_output_without_being_asked(rewrite):
    text = "# %% a\nx\n#> new\n#torch<2.12> old"
    older = text.replace("old", "older")
    assert rewrite(text, "older\n", "cpu", torch="2.11.0") == older
    assert rewrite(text, "newer\n", "cpu", torch="2.13.0") == text.replace("new", "newer")
    assert rewrite(text, "old\n", "cpu", torch="2.11.0") == text


def test_cuda_that_prints_what_the_cpu_does_in_that_version_does_not_differ(rewrite):
    text = "# %% a\nx\n#> new\n#torch<2.12> old"
    assert rewrite(text, "old\n", "cuda", torch="2.11.0") == text
    assert rewrite(text, "cuda\n", "cuda", torch="2.11.0") == f"{text}\n#cuda> cuda"


KEYS = ["cpu", "torch<2.12", "torch>=2.14", "cuda", "cuda,torch<2.12"]
TEXTS = st.sampled_from(["a", "b", "c 0.5", "c 0.4"])
TORCHES = ["2.11.0", "2.13.0+cu130", "2.14.1"]


@given(
    st.dictionaries(st.sampled_from(KEYS), TEXTS),
    st.sampled_from(["cpu", "cuda"]),
    st.sampled_from(TORCHES),
    TEXTS,
    st.sampled_from([None, "torch<2.12", "torch>=2.14"]),
)
@settings(max_examples=300, deadline=None)
def test_what_was_recorded_is_documented_and_nothing_else_changes(
    outputs, device, torch, printed, versions
):
    if versions and not covers(versions, torch):
        versions = None
    lines = ["# %% a", "x"]
    lines += [f"#{'' if k == 'cpu' else k}> {outputs[k]}" for k in KEYS if k in outputs]
    source = Source("snippets/a.py", tuple(lines), "\n", False)
    module = Module("a.py", Path("a.py"), source, parse_cells(source))
    ran = Executed("a", (("stdout", f"{printed}\n"),), None, False, 0.0)
    written = rewritten(module, Run("a.py", device, {"a": ran}, torch=torch), versions)
    (old,) = module.cells.values()
    (new,) = parse_cells(replace(source, lines=tuple(written))).values()
    assert agree(new.documented(device, torch), printed)
    for other in TORCHES:
        if versions and not covers(versions, other):  # these did not run
            for where in ("cpu", "cuda"):
                assert new.documented(where, other) == old.documented(where, other)
        if device == "cuda":
            assert new.documented("cpu", other) == old.documented("cpu", other)
    again = rewritten(
        replace(module, source=replace(source, lines=tuple(written)), cells={"a": new}),
        Run("a.py", device, {"a": ran}, torch=torch),
        versions,
    )
    assert again == written


@pytest.mark.usefixtures("quick")
def test_the_output_of_other_versions_leaves_the_record_alone(site, record):
    site.module("a.py", "# %% a\nprint(1)\n")
    record()
    verified = text(site, "verified.json")
    site.module("a.py", text(site).replace("#> 1", "#> 2"))
    assert record("--as", "torch>=2.0").code == 0
    assert text(site) == "# %% a\nprint(1)\n#> 2\n#torch>=2.0> 1\n"
    assert text(site, "verified.json") == verified


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("versions", "said"),
    [("torch<2.0", "which is not 'torch<2.0'"), ("2.12", "write 'torch<2.12'")],
)
def test_versions_that_did_not_run_are_refused(refuse, versions, said):
    assert said in refuse("# %% a\nprint(1)\n", "--as", versions)


# --- one file from a machine with a GPU ----------------------------------------------------------

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
def lent(site, record, quick, monkeypatch) -> Callable[..., SimpleNamespace]:
    """Record on a machine with one GPU, which every cell uses, into the file ``home.json``."""

    def run_on_gpu(modules, device, *given):
        both = run_twice(modules, device, *given)
        for run in itertools.chain(*both):
            used = {t: replace(done, allocations=1) for t, done in run.cells.items()}
            run.cells |= used if device == "cuda" else {}
        return both

    monkeypatch.setattr(recorder, "run_twice", run_on_gpu)
    found = Machine("2.13.0+cu130", "13.0", 1, "NVIDIA H100", memory=80 * 2**30)
    monkeypatch.setattr(prober, "probe", lambda: found)
    site.module("a.py", ON_GPU)
    return lambda *arguments: record("--device", "cuda", "--to", "home.json", *arguments)


def test_a_recording_on_a_gpu_leaves_one_file_and_nothing_else(site, lent):
    before = files(site)
    done = lent()
    assert done.code == 0
    assert done.err == ""
    assert "home.json holds what was printed on NVIDIA H100: 1 modules; refused: 0" in done.out
    assert "nox -s record -- --from home.json" in done.out
    after = files(site)
    assert after.pop(str(site.root / "home.json"))
    assert after == before


def test_an_output_of_a_gpu_that_was_never_used_is_refused(site, lent, monkeypatch):
    """The GPU may be another process's alone: the error says so, and no GPU printed it."""
    monkeypatch.setattr(recorder, "run_twice", run_twice)
    raises = '# %% a tags=["requires-cuda", "raises-exception"]\nraise RuntimeError("busy")\n'
    site.module("a.py", raises)
    site.module("b.py", "# %% b\nprint(1)\n#> 1\n")
    done = lent()
    assert done.code == 1
    said = "snippets/a.py:1: claims CUDA (cell 'a' needs a GPU), but no cell allocated memory on"
    assert said in done.err
    assert set(unpack(site.root / "home.json").runs) == {"b.py"}


def test_what_was_brought_home_is_recorded_with_where_it_is_from(site, lent, record):
    lent()
    done = record("--from", "home.json")
    assert done.code == 0
    assert "from home.json: NVIDIA H100, Python " in done.out
    assert text(site) == (
        ON_GPU.replace("#> cpu\n", "#> cpu\n#cuda> cuda:0\n").replace(
            'print("GPU", 1)\n', 'print("GPU", 1)\n#cuda> GPU 1\n'
        )
    )
    module = read_module(site.project, "a.py")
    held = Verified(site.project).holds(module, "cuda")
    assert held.device == "NVIDIA H100"
    assert record("--from", "home.json").out.startswith("changed: the output of 0 modules")


def test_a_look_at_what_was_brought_home_writes_nothing(site, lent, record):
    lent()
    before = files(site)
    done = record("--from", "home.json", "--check")
    assert done.code == 1
    assert "+#cuda> cuda:0" in done.out
    assert files(site) == before


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("print(device)", "print(device, 1)", "a.py:1: cell 'a' is not as it was when"),
        ('("GPU", 1)', '("GPU", 3)', "a.py:8: cell 'b' is not as it was when"),
        ("# %% b", "# %% new\nx = 1\n# %% b", "a.py:8: cell 'new' was not there when"),
        ('# %% c tags=["requires-cuda-2"]\nprint("GPU", 2)\n', "", "a.py:1: cell 'c' has gone"),
    ],
    ids=["first", "later", "new", "gone"],
)
def test_a_module_that_changed_meanwhile_is_refused_and_the_others_are_not(
    site, lent, record, old, new, what
):
    site.module("b.py", ON_GPU)
    lent()
    site.module("a.py", ON_GPU.replace(old, new))
    before = text(site)
    done = record("--from", "home.json")
    assert done.code == 1
    assert f"snippets/{what}" in done.err
    assert "record it again" in done.err
    assert text(site) == before
    assert "#cuda> cuda:0" in text(site, "b.py")
    assert list(Verified(site.project).records) == ["b.py"]


def test_comments_and_outputs_may_change_meanwhile(site, lent, record):
    lent()
    site.module("a.py", ON_GPU.replace("device =", "# zh: 一\n# en: one\ndevice =", 1))
    assert record("--from", "home.json").code == 0


def test_a_module_that_is_gone_is_told(site, lent, record):
    lent()
    (site.project.snippets / "a.py").unlink()
    done = record("--from", "home.json")
    assert done.code == 1
    assert "snippets/a.py:1: has gone since it was recorded" in done.err


def test_a_module_that_cannot_be_recorded_costs_only_itself(site, lent, record):
    site.module("b.py", "# %% a\nimport random\nprint(random.random())\n")
    done = lent()
    assert done.code == 1
    assert "snippets/b.py:2: cell 'a' printed two different things" in done.err
    assert "1 modules; refused: 1" in done.out
    done = record("--from", "home.json")
    assert done.code == 0
    assert "was not recorded on NVIDIA H100: snippets/b.py:2: cell 'a'" in done.err
    assert "#cuda> cuda:0" in text(site)


def test_only_the_named_modules_are_brought_home(site, lent, record):
    site.module("b.py", ON_GPU)
    lent()
    assert record("--from", "home.json", "b.py").code == 0
    assert "#cuda>" not in text(site)
    assert "#cuda>" in text(site, "b.py")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "home.json:1: cannot be read (No such file"),
        (b"", "home.json:1: is no recording (JSONDecodeError"),
        (b'{"form": "runs 9"}', "its form is 'runs 9', not 'runs 1'"),
        (b"[]", "home.json:1: is no recording (TypeError"),
        (b'{"form": "runs 1",\n "origin": {}}', "is no recording (TypeError"),
        (b"\xff", "is no recording (UnicodeDecodeError"),
    ],
)
def test_a_file_that_is_no_recording_is_refused(site, record, data, said):
    site.module("a.py", ON_GPU)
    if data is not None:
        (site.root / "home.json").write_bytes(data)
    before = files(site)
    done = record("--from", "home.json")
    assert done.code == 1
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert files(site) == before


@pytest.mark.parametrize("argument", ["--check", "--as=torch<2.12"])
def test_a_file_to_bring_home_is_all_that_is_written(site, lent, argument):
    before = files(site)
    assert lent(argument).code == 1
    assert files(site) == before


# The CPU's output was recorded by a later torch, which says "new" where the one here says "old".
BY_LATER_TORCH = """\
# %% a
print("old", 1)
#> new 1

# %% b
import os

print("old", "cuda:0" if os.environ["CUDA_VISIBLE_DEVICES"] == "0" else "cpu")
#> new cpu
"""


@pytest.fixture
def later(site, lent):
    """A file from a machine whose torch is older than the one that recorded the CPU."""
    site.module("a.py", BY_LATER_TORCH)
    module, verified = read_module(site.project, "a.py"), Verified(site.project)
    hashes = code_hash(module), output_hash(module, "cpu", "9.0.0")
    verified.records["a.py"] = {"cpu": Record(*hashes, "9.0.0", "CPU", "3.12", "2026-11-24")}
    site.module("verified.json", verified.encode())
    assert lent().code == 0


@pytest.mark.usefixtures("later")
def test_what_a_version_changes_is_not_taken_for_what_cuda_changes(site, record):
    assert record("--from", "home.json", "--as", "torch<9.0").code == 0
    assert text(site) == BY_LATER_TORCH.replace(
        "#> new 1\n", "#> new 1\n#torch<9.0> old 1\n"
    ).replace("#> new cpu\n", "#> new cpu\n#torch<9.0> old cpu\n#cuda> old cuda:0\n")
    verified = Verified(site.project)
    module = read_module(site.project, "a.py")
    assert verified.holds(module, "cpu").torch == "9.0.0"
    assert verified.holds(module, "cuda").device == "NVIDIA H100"
    assert record("--from", "home.json").out.startswith("changed: the output of 0 modules")


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    ("versions", "said"),
    [
        ([], "a.py:2: cell 'a' prints something else with torch 2"),
        (["--as", "torch<2.0"], "which is not 'torch<2.0'"),
        (["--as", "older"], "'older' names no versions"),
    ],
    ids=["not said", "others", "none"],
)
def test_whose_output_it_is_must_be_said(site, record, versions, said):
    before = files(site)
    done = record("--from", "home.json", *versions)
    assert done.code == 1
    assert said in done.err
    assert files(site) == before


SEGMENT = st.tuples(st.sampled_from(["stdout", "warning", "stderr", "error"]), st.text())


@given(st.lists(st.tuples(st.lists(SEGMENT), st.lists(st.text()), st.floats(0, 9))))
@settings(max_examples=50, deadline=None)
def test_what_was_packed_is_unpacked(ran):
    cells = {
        f"cell-{i}": Executed(f"cell-{i}", tuple(segments), i or None, False, s, tuple(figures), i)
        for i, (segments, figures, s) in enumerate(ran)
    }
    run = Run("a.py", "cuda", cells, torch="2.13.0+cu130", seconds=1.5)
    module = Module("a.py", Path("a.py"), Source("snippets/a.py", (), "\n", False), {})
    origin = Origin("cuda", "NVIDIA H100", "3.12", "2026-11-24")
    refused = [Problem("snippets/b.py", 3, "what\nand more", "mend")]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "home.json"
        beside = {"a.py": replace(run, device="cpu")} if ran else {}
        file.write_bytes(pack(origin, [(module, run)], refused, beside))
        assert unpack(file) == Carried(origin, {"a.py": run}, {"a.py": {}}, refused, beside)


@pytest.mark.usefixtures("quick")
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
