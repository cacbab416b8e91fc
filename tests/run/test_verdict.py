"""What a module printed against what it documents: every kind of mismatch, and its message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from literate.run.process import Executed
from literate.run.runner import Failure, Run
from literate.run.verdict import Mismatch, rounded, unused, verify
from literate.snippet import read_module

RECORD = "nox -s record -- snippets/a.py"
ACCEPT = f"Fix the code, or accept it: {RECORD}."
ASKED = '# %% a tags=["raises-exception"]\n1 / 0\n#> ZeroDivisionError: division by zero\n'
CUT = '# %% a tags=["raises-exception"]\nf()\n#> RuntimeError: Trying to ...\n'
VARIES = '# %% a tags=["varies"]\nprint(x)\n#> took 1.5 ms\n'
TWO = "# %% first\nx = 1\ny = 2\n# %% a\nprint(1)\n#> 1\n"
ZERO = ("error", "ZeroDivisionError: division by zero")


def executed(*segments: tuple[str, str] | str, title: str = "a", line: int | None = None):
    segments = tuple(("stdout", s) if isinstance(s, str) else s for s in segments)
    return Executed(title, segments, line, False, 0.0)


@pytest.fixture
def judge(site) -> Callable[..., Mismatch | None]:
    """Verify cell ``a`` of a module, given what it printed: text, or (kind, text) pairs."""

    def judge(text, *segments, line=None, device="cpu", torch=None, exact=False):
        site.module("a.py", text)
        run = Run("a.py", device, {"a": executed(*segments, line=line)}, torch=torch)
        module = read_module(site.project, "a.py")
        return verify(module, module.cells["a"], run, exact=exact)

    return judge


@pytest.mark.parametrize(
    ("text", "segments", "options"),
    [
        ("# %% a\nx = 1\n", [], {}),
        ("# %% a\nprint(1)\n#> 1\n", ["1\n"], {"exact": True}),
        ("# %% a\nprint(x)\n#> 1\n#>\n#> 2\n", ["1\n\n2\n"], {"exact": True}),
        ("# %% a\nprint('   ')\n", ["   \n"], {}),
        (ASKED, [ZERO], {"line": 2}),
        (CUT, [("error", "RuntimeError: Trying to do it\nat some line")], {"line": 2}),
        ("# %% a\nf()\n#> W: old ...\n", [("warning", "W: old things\n")], {}),
        ("# %% a\nprint(x)\n#> 0.3333\n", ["0.3334\n"], {}),
        (VARIES, ["took 12.25 ms\n"], {"exact": True}),
    ],
)
def test_a_cell_that_prints_what_it_documents_is_fine(judge, text, segments, options):
    assert judge(text, *segments, **options) is None


@pytest.mark.parametrize("device", ["cpu", "cuda"])
@pytest.mark.parametrize(
    ("torch", "fine"), [("2.11.0", "old 0.25"), ("2.13.0", "new 0.25"), (None, "new 0.25")]
)
def test_each_device_and_version_of_torch_is_held_to_its_own_output(judge, device, torch, fine):
    text = "# %% a\nf()\n#> new 0.25\n#torch<2.12> old 0.25\n"
    given = {"device": device, "torch": torch}
    assert [judge(text, f"{s} 0.25\n", **given) is None for s in ("new", "old")] == [
        fine.startswith("new"),
        fine.startswith("old"),
    ]
    text = text.replace("#torch<2.12>", "#cuda>")
    assert (judge(text, "old 0.25\n", **given) is None) == (device == "cuda")


NOTHING = f"cell 'a' prints but documents nothing. Record it: {RECORD}."
GONE = f"cell 'a' documents output but prints nothing. {ACCEPT}"
ELSE = f"cell 'a' printed something else than it documents. {ACCEPT}"
UNASKED = "cell 'a' raised unasked. Fix the code, or tag the cell: tags=[\"raises-exception\"]."
MISSING = ("error", "ModuleNotFoundError: No module named 'timm.models'")
NOT_THERE = (
    "cell 'a' raised unasked. Import only what the group 'verify' in pyproject.toml lists; "
    "to ask for 'timm', open an issue."
)
IN_VAIN = "cell 'a' raised nothing. Fix the code, or remove the tag raises-exception."
DIFFERENCE = "  documented  1 2\n  printed     1 3\n                ^"
ROUNDED = "  documented  0.3333\n  printed     0.3334\n              ^^^^^^"
UNTAGGED = ASKED.replace(' tags=["raises-exception"]', "")
OLD = ("warning", "UserWarning: old")


@pytest.mark.parametrize(
    ("text", "segments", "exact", "message", "detail"),
    [
        ("# %% a\n\nprint(1)\n", ["1\n"], False, f"3: {NOTHING}", "1"),
        ("# %% a\nx = 1\n", [OLD], False, f"2: {NOTHING}", "UserWarning: old"),
        ("# %% a\nx = 1\n#> 1\n", [], False, f"3: {GONE}", "  documented  1"),
        ("# %% a\nprint(x)\n#> 1 2\n", ["1 3\n"], False, f"3: {ELSE}", DIFFERENCE),
        ("# %% a\nprint(x)\n#> 0.3333\n", ["0.3334\n"], True, f"3: {ELSE}", ROUNDED),
        ("# %% a\nprint(1)\n\n1 / 0\n", ["1\n", ZERO], False, f"4: {UNASKED}", f"1\n{ZERO[1]}"),
        ("# %% a\nimport timm.models\n", [MISSING], False, f"2: {NOT_THERE}", MISSING[1]),
        (f"# %% b\nx = 1\n\n{UNTAGGED}", [ZERO], False, f"5: {UNASKED}", ZERO[1]),
        (f"# %% first\nx = 1\n{ASKED}", ["1\n"], False, f"3: {IN_VAIN}", "1"),
        (ASKED, [("error", "KeyError: division")], False, f"3: {ELSE}", "printed     KeyError"),
        ("# %% a\nf()\n#> 1\n", [OLD, "1\n"], False, f"3: {ELSE}", f"printed     {OLD[1]}\n"),
        (f"# %% a\nf()\n#> {OLD[1]}\n#> 1\n", ["1\n"], False, f"3: {ELSE}", "documented  User"),
        (CUT, [("error", "RuntimeError: Failing")], False, f"3: {ELSE}", "printed     Runtime"),
        ("# %% a\nprint('a b')\n#> a ...\n", ["a b\n"], False, f"3: {ELSE}", "printed     a b"),
        (VARIES, ["took 1.5 us\n"], False, f"3: {ELSE}", "printed     took 1.5 us"),
        (VARIES, ["took 1.5 ms or 2 ms\n"], True, f"3: {ELSE}", "printed     took 1.5 ms or 2"),
    ],
)
def test_each_mismatch_says_where_what_and_what_to_do(
    judge, text, segments, exact, message, detail
):
    raised = any(kind == "error" for kind, *_ in segments)
    line = int(message.partition(":")[0]) if raised else None
    found = judge(text, *segments, line=line, exact=exact)
    assert str(found.problem) == f"snippets/a.py:{message}"
    assert detail in found.detail


RELEASES = ("2.15.0", "2.14.1")
WARNS = "# %% a\nf()\n#> UserWarning: f is old.\n#> 1\n"
KEEP = f"To record the new wording and keep the old one: {RECORD}."
KEEP_NEW = KEEP.replace("one: ", "one: in pyproject.toml, begin 'releases' with it; ")


@pytest.mark.parametrize(
    ("printed", "torch", "message"),
    [
        ("UserWarning: f is gone.", "2.16.0+cu130", f"UserWarning: f is gone. {KEEP_NEW}"),
        ("FutureWarning: f is old.", "2.14.1", f"FutureWarning: f is old. {KEEP}"),
        ("Exception: f is old.", "2.14.1", f"Exception: f is old. {KEEP}"),  # the type alone
        ("UserWarning: f is gone.\n  Use g.", "2.14.1", f"UserWarning: f is gone. {KEEP}"),
        ("UserWarning: f is gone.", "2.15.0", None),  # which recorded it: the code has changed
        ("UserWarning: f is gone.\n2", "2.16.0", None),
        ("f is old.", "2.16.0", None),
    ],
)
def test_a_message_that_another_release_words_otherwise_is_told_as_that(
    site, printed, torch, message
):
    site.module("a.py", WARNS)
    module = read_module(site.project, "a.py")
    text = f"{printed}\n" if printed.endswith("2") else f"{printed}\n1\n"
    run = Run("a.py", "cpu", {"a": executed(text)}, torch=torch)
    found = verify(module, module.cells["a"], run, releases=RELEASES)
    changed = f"cell 'a': wording changed in torch {torch.partition('+')[0]}: "
    wanted = f"{changed}UserWarning: f is old. → {message}" if message else ELSE
    assert str(found.problem) == f"snippets/a.py:3: {wanted}"


NOT_RUN = "cell 'a' was not run, because cell 'first' ended the module. Fix snippets/a.py:"
CRASH = Failure("first", 3, "crashed the interpreter (SIGSEGV)", "See")
WAITER = partial(Failure, what="leaves the thread 'w' running", fix="Join it", ended=False)
RAISED = executed(("error", "E: x"), title="first", line=2)


@pytest.mark.parametrize(
    ("cells", "failure", "message", "detail"),
    [
        ({}, CRASH, f"5: {NOT_RUN}3 first.", ""),
        ({"first": RAISED}, None, f"5: {NOT_RUN}2 first.", ""),
        (
            {"a": executed("1\n")},
            WAITER("a", 5),
            "5: cell 'a' leaves the thread 'w' running. J",
            "1",
        ),
        ({"a": executed("1\n")}, WAITER("first", 2), None, None),
    ],
    ids=["below a crash", "below an exception", "its own thread", "the thread of another"],
)
def test_a_cell_that_did_not_end_well_says_why(site, cells, failure, message, detail):
    site.module("a.py", TWO)
    module = read_module(site.project, "a.py")
    run = Run("a.py", "cpu", cells, [failure] if failure else [])
    found = verify(module, module.cells["a"], run)
    assert (found and found.detail) == detail
    assert not found or str(found.problem).startswith(f"snippets/a.py:{message}")


@pytest.mark.parametrize(
    ("text", "printed", "why"),
    [
        ("# %% a\nx\n#> 0.3333\n", "0.3334", "its output differs by rounding"),
        ("# %% a\nx\n#> 0.3333\n", "0.3333", ""),
        ('# %% a tags=["varies"]\nx\n#> 0.3333\n', "0.7", ""),
    ],
)
def test_each_use_of_the_tolerance_can_be_told(site, text, printed, why):
    site.module("a.py", text)
    module = read_module(site.project, "a.py")
    run = Run("a.py", "cpu", {"a": executed(f"{printed}\n")})
    assert rounded(module, module.cells["a"], run) == why


def test_a_run_on_cuda_that_never_touched_the_gpu_proves_nothing(site):
    site.module("a.py", "# %% a\nf('cuda')\n")
    module = read_module(site.project, "a.py")
    found = str(unused(module, Run("a.py", "cuda", {"a": executed()})))
    what = "snippets/a.py:1: claims CUDA (cell 'a' names a CUDA device), but no cell allocated"
    assert found.startswith(what)
    used = replace(executed(), allocations=1)
    assert unused(module, Run("a.py", "cuda", {"a": used})) is None
    site.module("a.py", "# %% a\nf('cpu')\n")
    assert unused(read_module(site.project, "a.py"), Run("a.py", "cuda")) is None
