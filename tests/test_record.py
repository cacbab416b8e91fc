"""The recorder: what it writes, what it leaves alone, and what it refuses with nothing written."""

from __future__ import annotations

import errno
import importlib.util
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literate import probe as prober
from literate import record as recorder
from literate.__main__ import main
from literate.execute import Executed
from literate.probe import Machine
from literate.project import Source, replace_files
from literate.provenance import Verified
from literate.read import Module, parse_cells, read_module
from literate.repeat import run_all
from literate.rewrite import rewritten, with_lines
from literate.run import Run
from literate.verify import verify

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
        "# %% a\nprint('a')\n#> a\n#>\n",
        '# %% a tags=["raises-exception"]\n1 / 0\n#> ZeroDivisionError: division ...\n',
        '# %% a tags=["varies"]\nprint("took 2.5 ms")\n#> took 1.0 ms\n',
        "# %% a\nprint(1)\n#> 1\n\n\n\n# %% b\n\n\nx = 1",
    ],
    ids=["last line", "abbreviated", "varies", "unusual layout"],
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


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("module", "written"),
    [
        ("# %% a\nprint('   ')\n", "# %% a\nprint('   ')\n"),
        (
            '# %% a tags=["raises-exception"]\nraise ValueError("loading ...\\nno such layer")\n',
            "#> ValueError: loading ...\n#> no such layer\n",
        ),
        (
            '# %% a tags=["raises-exception"]\nprint(3)\nraise ValueError("short and long")\n'
            "#> 2\n#> ValueError: short ...\n",
            "#> 3\n#> ValueError: short ...\n",
        ),
        ("# %% a\nprint('\\x1b[1mbold\\x1b[0m')\n", "#> bold\n"),
    ],
    ids=["blanks", "a line that ends like a cut", "a cut stays", "bold"],
)
def test_what_was_recorded_is_right_and_stays(site, record, module, written):
    site.module("a.py", module)
    assert record().code == 0
    assert text(site).endswith(written)
    before = files(site)
    assert record().code == 0
    assert files(site) == before
    ran = read_module(site.project, "a.py")
    (run,) = run_all([ran], "cpu", 0, 60, 1)
    assert verify(ran, ran.cells["a"], run, exact=True) is None


# --- the record of verifications -----------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_a_record_of_the_run_is_kept(site, record):
    site.module("a.py", "# %% a\nimport torch\nprint(1)\n")
    record()
    records = json.loads(text(site, "verified.json"))
    assert list(records) == ["a.py"]
    (one,) = records["a.py"]
    assert one["device"] == "cpu"
    assert one["torch"].startswith("2.")
    assert re.fullmatch(r"\w+ \w+", one["hardware"])


@pytest.mark.usefixtures("quick")
def test_only_the_record_of_what_changed_changes(site, record):
    for path in ("a.py", "b.py"):
        site.module(path, "# %% a\nimport torch\nprint(1)\n")
    record()
    before = Verified(site.project)
    for path, (one,) in before.records.items():
        before.put(path, replace(one, date="2020-01-01"))
    site.module("verified.json", before.encode())
    site.module("a.py", "# %% a\nimport torch\nprint(2)\n")
    record()
    after = Verified(site.project)
    assert after.records["b.py"] == before.records["b.py"]
    assert after.records["a.py"][0].date != "2020-01-01"


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
        """print no time, path or memory; what has to vary has the tag: \
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
    assert "has the tag" not in said


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("import random; print(random.random())", "Seed it (torch.manual_seed)"),
        ("import os; print(hex(2**40 + os.getpid()))", "Print no address of an object"),
    ],
)
def test_the_advice_fits_what_differs(refuse, code, advice):
    assert advice in refuse(f"# %% a\n{code}\n")


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
    assert "Sort what has no order, as a set" in said


@pytest.mark.parametrize(
    "code",
    [
        "import torch\nprint(torch.get_num_threads() > 1)",
        "import torch\nprint(torch.backends.cpu.get_cpu_capability() == 'DEFAULT')",
    ],
    ids=["threads", "processor"],
)
@pytest.mark.skipif(os.cpu_count() == 1, reason="one thread is all that this machine has")
def test_what_holds_on_one_kind_of_machine_only_is_refused(refuse, code):
    assert "two different things in two runs" in refuse(f"# %% a\n{code}\n")


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
        ("print('\\x1b[2Ja')", "snippets/a.py:2: cell 'a' prints the control character '\\x1b'"),
        ("print('a\\x0cb')", "snippets/a.py:2: cell 'a' prints the control character '\\x0c'"),
        ("print('\\n' * 80 + 'a')", "snippets/a.py:2: cell 'a' prints 81 lines"),
        ("print(__file__)", "snippets/a.py:2: cell 'a' prints the folder of the project: "),
        ("import sys; print(sys.prefix)", "cell 'a' prints the folder of Python: "),
        (
            "import datetime; print(datetime.datetime.now(datetime.UTC).date())",
            "snippets/a.py:2: cell 'a' prints today's date: ",
        ),
        ("import tempfile; print(tempfile.mkdtemp()[:-8])", "the folder for temporary files"),
    ],
    ids=[
        "raises",
        "hangs",
        "crashes",
        "exits",
        "floods",
        "thread",
        "progress bar",
        "null",
        "terminal",
        "form feed",
        "long",
        "project",
        "Python",
        "today",
        "temporary",
    ],
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
    assert said.startswith("snippets/a.py: Permission denied; nothing was changed")


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


# --- what CUDA prints ----------------------------------------------------------------------------


@pytest.fixture
def rewrite(site) -> Callable[..., str]:
    """The module's text after its one cell printed something on a device."""

    def rewrite(
        text: str, printed: str, device: str = "cuda", *, torch=None, releases=(), **given
    ) -> str:
        site.module("a.py", text)
        segments = (("stdout", printed),) if printed else ()
        executed = Executed("a", segments, None, False, 0.0)
        module = read_module(site.project, "a.py")
        run = Run("a.py", device, {"a": executed}, torch=torch)
        return "\n".join(rewritten(module, run, releases, **given))

    return rewrite


def test_cuda_output_is_written_where_it_differs(rewrite):
    assert rewrite("# %% a\nx\n#> cpu\n", "cuda:0\n") == "# %% a\nx\n#> cpu\n#cuda> cuda:0"


def test_cuda_output_is_not_written_where_it_does_not_differ(rewrite):
    assert rewrite("# %% a\nx\n#> 0.2500\n", "0.2501\n", exact=False) == "# %% a\nx\n#> 0.2500"


@pytest.mark.parametrize("documented", ["cuda:0", "cpu"])
def test_cuda_output_is_dropped_when_it_differs_no_more(rewrite, documented):
    text = f"# %% a\nx\n#> cpu\n#cuda> {documented}\n"
    assert rewrite(text, "cpu\n") == "# %% a\nx\n#> cpu"


def test_cuda_output_that_still_agrees_is_left(rewrite):
    text = "# %% a\nx\n#> cpu 0.1111\n#cuda> cuda:0 0.1111"
    assert rewrite(text, "cuda:0 0.1112\n", exact=False) == text
    assert rewrite(text, "cuda:0 0.1112\n").endswith("#cuda> cuda:0 0.1112")


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


# --- what other releases of torch print ----------------------------------------------------------

RELEASES = ("2.15.0", "2.14.1", "2.13.0", "2.12.1", "2.11.0")


@pytest.fixture
def release(rewrite) -> Callable[..., str]:
    """The module's text after its one cell printed something with a release."""

    def release(text: str, printed: str, torch: str, known=(), device: str = "cpu") -> str:
        given = {"device": device, "torch": torch, "releases": RELEASES, "known": known}
        return rewrite(text, printed, **given)

    return release


def test_an_older_release_is_written_where_it_differs(release):
    text = "# %% a\nx\n#> new\n#cuda> cuda"
    known = ["2.15.0"]
    assert release(text, "old\n", "2.14.1", known) == (
        "# %% a\nx\n#> new\n#torch<2.15> old\n#cuda> cuda"
    )
    assert release(text, "new\n", "2.14.1", known) == text
    assert release(text, "", "2.14.1", known) == "# %% a\nx\n#> new\n#torch<2.15>\n#cuda> cuda"


def test_releases_that_did_not_run_are_taken_to_print_what_the_next_newer_one_does(release):
    text = release("# %% a\nx\n#> new", "old\n", "2.13.0", ["2.15.0", "2.14.1"])
    assert text == "# %% a\nx\n#> new\n#torch<2.14> old"
    known = ["2.15.0", "2.14.1", "2.13.0"]
    assert release(text, "old\n", "2.12.1", known) == text
    assert release(text, "new\n", "2.12.1", known) == (
        "# %% a\nx\n#> new\n#torch<2.13> new\n#torch<2.14> old"
    )


def test_a_release_that_ran_keeps_its_output(release):
    text = "# %% a\nx\n#> new\n#torch<2.14> old"
    known = ["2.15.0", "2.13.0", "2.12.1", "2.11.0"]
    assert release(text, "mid\n", "2.14.1", known) == (
        "# %% a\nx\n#> new\n#torch<2.14> old\n#torch<2.15> mid"
    )
    assert release(text, "newer\n", "2.15.0", ["2.14.1", *known[1:]]) == (
        "# %% a\nx\n#> newer\n#torch<2.14> old\n#torch<2.15> new"
    )


def test_the_output_of_an_older_release_goes_when_it_differs_no_more(release):
    text = "# %% a\nx\n#> new\n#torch<2.15> old"
    assert release(text, "new\n", "2.14.1", ["2.15.0"]) == "# %% a\nx\n#> new"
    assert release(text, "old\n", "2.15.0") == "# %% a\nx\n#> old"


def test_cuda_that_prints_what_the_cpu_does_in_that_release_does_not_differ(release):
    text = "# %% a\nx\n#> new\n#torch<2.12> old"
    assert release(text, "old\n", "2.11.0", device="cuda") == text
    assert release(text, "cuda\n", "2.11.0", device="cuda") == f"{text}\n#cuda> cuda"


TEXTS = st.sampled_from(["a", "b", "c 0.5", "c 0.4", ""])


@given(
    st.lists(st.tuples(st.sampled_from(RELEASES), st.sampled_from(["cpu", "cuda"]), TEXTS)),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_each_release_and_device_is_documented_with_what_it_printed_last(runs, needs_cuda):
    """Whatever runs in whatever order: what ran is documented, and stays so."""
    tag = ' tags=["requires-cuda"]' if needs_cuda else ""
    source = Source("snippets/a.py", (f"# %% a{tag}", "x"), "\n", False)
    module = Module("a.py", Path("a.py"), source, parse_cells(source))
    printed: dict[tuple[str, str], str] = {}
    for torch, device, text in runs:
        if needs_cuda and device == "cpu":
            continue
        segments = (("stdout", f"{text}\n"),) if text else ()
        run = Run("a.py", device, {"a": Executed("a", segments, None, False, 0.0)}, torch=torch)
        known = [r for r, d in printed if d == device and r != torch]
        if device == "cuda" and not needs_cuda:
            cpu = [r for r, d in printed if d == "cpu"]
            printed = {key: value for key, value in printed.items() if key[1] == "cpu"}
            known = []
            assert all(module.cells["a"].documented("cpu", r) == printed[r, "cpu"] for r in cpu)
        lines = rewritten(module, run, RELEASES, known=known)
        module = with_lines(module, lines)
        if device == "cpu":  # what CUDA was taken to print may have been the CPU's
            printed = {key: value for key, value in printed.items() if key[1] == "cpu"}
        printed[torch, device] = text
        (cell,) = module.cells.values()
        for (ran, where), expected in printed.items():
            assert cell.documented(where, ran) == expected
        assert rewritten(module, run, RELEASES, known=known) == lines


@pytest.fixture
def installed(monkeypatch) -> Callable[[str], None]:
    """Let the torch that is here, and that modules import, be another release."""

    def installed(torch: str) -> None:
        def run_all_with(*given):
            first, second = run_twice(*given)
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
    assert text(site).endswith("#> new\n#torch<2.14> old\n")
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
    done = record("--unrecorded")
    assert done.out == "changed: the output of 0 modules, the record of 1; as before: 1\n"


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


@pytest.mark.usefixtures("quick")
def test_another_kind_of_machine_leaves_what_differs_by_rounding(site, record, monkeypatch):
    site.module("a.py", "# %% a\nprint(0.33331)\n")
    monkeypatch.setattr(recorder, "kind", lambda *_: "GenuineIntel AVX2")
    record()
    site.module("a.py", text(site).replace("(0.33331)", "(0.33332)"))
    monkeypatch.setattr(recorder, "kind", lambda *_: "Apple")
    record()
    assert text(site).endswith("print(0.33332)\n#> 0.33331\n")
    (held,) = Verified(site.project).records["a.py"]
    assert held.hardware == "Apple, within rounding"
    monkeypatch.setattr(recorder, "kind", lambda *_: "GenuineIntel AVX2")
    record()
    assert text(site).endswith("#> 0.33331\n")


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
def lent(site, record, quick, monkeypatch) -> Callable[..., SimpleNamespace]:
    """Record on a machine with one GPU, which every cell uses, into the file ``cuda.patch``."""

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
    return lambda *arguments: record("--device", "cuda", "--patch", "cuda.patch", *arguments)


def apply(site) -> None:
    subprocess.run(["git", "apply", "cuda.patch"], cwd=site.root, check=True)


def test_a_patch_holds_all_changes_and_nothing_else_is_written(site, lent):
    before = files(site)
    done = lent()
    assert (done.code, done.err) == (0, "")
    assert "to apply them: git apply cuda.patch" in done.out
    after = files(site)
    assert after.pop(str(site.root / "cuda.patch"))
    assert after == before


def test_what_was_brought_home_is_recorded_with_where_it_is_from(site, lent):
    lent()
    apply(site)
    assert text(site) == (
        ON_GPU.replace("#> cpu\n", "#> cpu\n#cuda> cuda:0\n").replace(
            'print("GPU", 1)\n', 'print("GPU", 1)\n#cuda> GPU 1\n'
        )
    )
    (held,) = Verified(site.project).records["a.py"]
    assert (held.device, held.hardware) == ("cuda", "NVIDIA H100")


def test_a_figure_is_in_the_patch(site, lent):
    draws = "import matplotlib.pyplot as plt\n\nplt.plot([0, 1])\n"
    site.module("a.py", f'# %% a tags=["requires-cuda"]\n{draws}')
    assert lent().code == 0
    apply(site)
    assert "<svg" in text(site, "a.a.svg")


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
    apply(site)
    assert list(Verified(site.project).records) == ["b.py"]


def test_a_module_that_cannot_be_recorded_costs_only_itself(site, lent):
    site.module("b.py", "# %% a\nimport random\nprint(random.random())\n")
    done = lent()
    assert done.code == 1
    assert "snippets/b.py:2: cell 'a' printed two different things" in done.err
    apply(site)
    assert "#cuda> cuda:0" in text(site)


def test_a_patch_fits_a_file_without_a_last_line_end(site, lent):
    site.module("a.py", ON_GPU.rstrip("\n"))
    lent()
    apply(site)
    assert "#cuda> cuda:0" in text(site)


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


# --- two at a time -------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_what_the_author_saves_meanwhile_is_kept_and_nothing_is_written(site, record, monkeypatch):
    saved = "# %% a\nprint(1)\n\n# %% b\nprint(2)\n"

    def save_meanwhile(*given):
        runs = run_twice(*given)
        site.module("a.py", saved)
        return runs

    monkeypatch.setattr(recorder, "run_twice", save_meanwhile)
    site.module("a.py", "# %% a\nprint(1)\n")
    done = record()
    assert done.code == 1
    assert "snippets/a.py:1: was changed while it was recorded" in done.err
    assert text(site) == saved
    assert not (site.project.snippets / "verified.json").exists()


@pytest.mark.usefixtures("quick")
def test_another_recording_that_ended_meanwhile_keeps_its_record(site, record, monkeypatch):
    for path in ("a.py", "b.py"):
        site.module(path, "# %% a\nimport torch\nprint(1)\n")

    def record_meanwhile(*given):
        runs = run_twice(*given)
        monkeypatch.setattr(recorder, "run_twice", run_twice)
        assert record("b.py").code == 0
        return runs

    monkeypatch.setattr(recorder, "run_twice", record_meanwhile)
    assert record("a.py").code == 0
    assert sorted(Verified(site.project).records) == ["a.py", "b.py"]
