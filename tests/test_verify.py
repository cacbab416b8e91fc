"""What a module printed against what it documents: every kind of mismatch, and its message."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from literate.execute import Executed
from literate.read import read_module
from literate.run import Failure, Run
from literate.verify import Mismatch, rounded, verify

RECORD = "nox -s record -- snippets/a.py"


@pytest.fixture
def check(site) -> Callable[..., Mismatch | None]:
    """Verify cell ``a`` of a module, given what its cells printed as (kind, text) pairs."""

    def check(
        text: str,
        *segments: tuple[str, str],
        device: str = "cpu",
        torch: str | None = None,
        line: int | None = None,
        exact: bool = False,
    ) -> Mismatch | None:
        site.module("a.py", text)
        run = Run("a.py", device, {"a": executed(*segments, line=line)}, torch=torch)
        module = read_module(site.project, "a.py")
        return verify(module, module.cells["a"], run, exact=exact)

    return check


def executed(*segments: tuple[str, str], title: str = "a", line: int | None = None) -> Executed:
    return Executed(title, segments, line, False, 0.0)


def stdout(text: str) -> tuple[str, str]:
    return "stdout", text


# --- what agrees ---------------------------------------------------------------------------------


def test_the_documented_output_is_fine(check):
    assert check("# %% a\nprint(1)\n#> 1\n", stdout("1\n")) is None


def test_a_cell_that_prints_and_documents_nothing_is_fine(check):
    assert check("# %% a\nx = 1\n") is None


def test_an_asked_exception_is_fine(check):
    text = '# %% a tags=["raises-exception"]\n1 / 0\n#> ZeroDivisionError: division by zero\n'
    assert check(text, ("error", "ZeroDivisionError: division by zero"), line=2) is None


def test_the_last_printed_digit_may_be_off_by_one(check):
    assert check("# %% a\nprint(x)\n#> 0.3333\n", stdout("0.3334\n")) is None


def test_nothing_differs_on_the_machine_that_recorded(check):
    text = "# %% a\nprint(x)\n#> 0.3333\n"
    assert check(text, stdout("0.3333\n"), exact=True) is None
    found = check(text, stdout("0.3334\n"), exact=True)
    assert "  documented  0.3333\n  printed     0.3334\n              ^^^^^^" in found.detail


def test_what_varies_is_free_on_the_machine_that_recorded_too(check):
    text = '# %% a tags=["varies"]\nprint(x)\n#> took 1.5 ms\n'
    assert check(text, stdout("took 12.25 ms\n"), exact=True) is None


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
    run = Run("a.py", "cpu", {"a": executed(stdout(f"{printed}\n"))})
    assert rounded(module, module.cells["a"], run) == why


def test_blanks_alone_are_no_output(check):
    assert check("# %% a\nprint('   ')\n", stdout("   \n")) is None


def test_empty_lines_inside_the_output_count(check):
    text = "# %% a\nprint(x)\n#> 1\n#>\n#> 2\n"
    assert check(text, stdout("1\n\n2\n")) is None
    assert check(text, stdout("1\n2\n")) is not None


def test_documented_output_of_cuda_is_held_against_cuda_alone(check):
    text = "# %% a\nprint(x)\n#> cpu\n#cuda> cuda:0\n"
    assert check(text, stdout("cuda:0\n"), device="cuda") is None
    assert check(text, stdout("cpu\n"), device="cpu") is None
    assert check(text, stdout("cpu\n"), device="cuda") is not None


@pytest.mark.parametrize(
    ("torch", "printed", "fine"),
    [
        ("2.11.0", "old 0.25", True),
        ("2.11.0", "new 0.25", False),
        ("2.13.0", "new 0.25", True),
        ("2.13.0", "old 0.25", False),
        (None, "new 0.25", True),
    ],
)
def test_each_version_of_torch_is_held_to_its_own_output(check, torch, printed, fine):
    text = "# %% a\nf()\n#> new 0.25\n#torch<2.12> old 0.25\n"
    for device in ("cpu", "cuda"):
        mismatch = check(text, stdout(f"{printed}\n"), device=device, torch=torch)
        assert (mismatch is None) == fine


# --- what does not -------------------------------------------------------------------------------


def test_output_that_nothing_documents(check):
    found = check("# %% a\n\nprint(1)\n", stdout("1\n"))
    assert str(found.problem) == (
        f"snippets/a.py:3: cell 'a' prints but documents nothing. Record it: {RECORD}."
    )
    assert found.detail == "1"


def test_documented_output_that_is_not_printed(check):
    found = check("# %% a\nx = 1\n#> 1\n")
    assert str(found.problem) == (
        "snippets/a.py:3: cell 'a' documents output but prints nothing. "
        f"Mend the code, or accept it: {RECORD}."
    )
    assert found.detail == "  documented  1"


def test_another_output(check):
    found = check("# %% a\nprint(x)\n#> 1 2\n", stdout("1 3\n"))
    assert str(found.problem) == (
        "snippets/a.py:3: cell 'a' printed something else than it documents. "
        f"Mend the code, or accept it: {RECORD}."
    )
    assert found.detail == "  documented  1 2\n  printed     1 3\n                ^"


def test_an_exception_that_was_not_asked_for(check):
    text = "# %% a\nprint(1)\n\n1 / 0\n"
    error = ("error", "ZeroDivisionError: division by zero")
    found = check(text, stdout("1\n"), error, line=4)
    assert str(found.problem) == (
        "snippets/a.py:4: cell 'a' raised unasked. "
        'Mend the code, or tag the cell: tags=["raises-exception"].'
    )
    assert found.detail == "1\nZeroDivisionError: division by zero"


def test_an_untagged_exception_that_is_documented_is_still_unasked(check):
    text = "# %% a\n1 / 0\n#> ZeroDivisionError: division by zero\n"
    found = check(text, ("error", "ZeroDivisionError: division by zero"), line=2)
    assert "raised unasked" in found.problem.what


def test_an_exception_asked_for_in_vain(check):
    text = '# %% first\nx = 1\n# %% a tags=["raises-exception"]\nprint(1)\n#> 1\n'
    found = check(text, stdout("1\n"))
    assert str(found.problem) == (
        "snippets/a.py:3: cell 'a' raised nothing. Mend the code, or remove the tag "
        "raises-exception."
    )


@pytest.mark.parametrize(
    "error", ["KeyError: division by zero", "ZeroDivisionError: float division by zero"]
)
def test_another_exception_type_or_message(check, error):
    text = '# %% a tags=["raises-exception"]\n1 / 0\n#> ZeroDivisionError: division by zero\n'
    found = check(text, ("error", error), line=2)
    assert "printed something else" in found.problem.what
    assert f"  printed     {error}" in found.detail


@pytest.mark.parametrize("kind", ["DeprecationWarning", "FutureWarning", "UserWarning"])
def test_a_warning_that_is_not_documented(check, kind):
    text = "# %% a\nprint(1)\n#> 1\n"
    found = check(text, ("warning", f"{kind}: old"), stdout("1\n"))
    assert "printed something else" in found.problem.what
    assert found.detail == f"  printed     {kind}: old\n              1"


def test_a_warning_of_a_silent_cell(check):
    found = check("# %% a\nx = 1\n", ("warning", "FutureWarning: old"))
    assert "prints but documents nothing" in found.problem.what
    assert found.detail == "FutureWarning: old"


def test_a_documented_warning_that_is_gone(check):
    found = check("# %% a\nprint(1)\n#> FutureWarning: old\n#> 1\n", stdout("1\n"))
    assert found.detail == "  documented  FutureWarning: old\n              1"


# --- messages cut short --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["error", "warning"])
def test_a_message_may_be_cut(check, kind):
    text = '# %% a tags=["raises-exception"]\nf()\n#> RuntimeError: Trying to ...\n'
    if kind == "warning":
        text = text.replace(' tags=["raises-exception"]', "")
    assert check(text, (kind, "RuntimeError: Trying to do it\nat some line")) is None


def test_a_cut_message_must_begin_the_same(check):
    text = '# %% a tags=["raises-exception"]\nf()\n#> RuntimeError: Trying to ...\n'
    found = check(text, ("error", "RuntimeError: Failing to do it"), line=2)
    assert "printed something else" in found.problem.what


def test_printed_text_may_not_be_cut(check):
    assert check("# %% a\nprint('a b')\n#> a ...\n", stdout("a b\n")) is not None


# --- numbers that vary ---------------------------------------------------------------------------


def test_the_numbers_of_a_varying_output_are_free(check):
    text = '# %% a tags=["varies"]\nprint(x)\n#> took 1.5 ms\n'
    assert check(text, stdout("took 12.25 ms\n")) is None


@pytest.mark.parametrize("other", ["took 1.5 us", "took 1.5 ms or 2 ms", "took ms"])
def test_the_words_and_the_shape_of_a_varying_output_are_not(check, other):
    text = '# %% a tags=["varies"]\nprint(x)\n#> took 1.5 ms\n'
    assert "something else" in check(text, stdout(f"{other}\n")).problem.what


# --- runs that ended early -----------------------------------------------------------------------

TWO = "# %% first\nx = 1\ny = 2\n# %% a\nprint(1)\n#> 1\n"


def test_a_cell_below_a_failure_says_which(site):
    site.module("a.py", TWO)
    failure = Failure("first", 3, "crashed the interpreter (SIGSEGV)", "See")
    module = read_module(site.project, "a.py")
    found = verify(module, module.cells["a"], Run("a.py", "cpu", failures=[failure]))
    assert str(found.problem) == (
        "snippets/a.py:5: cell 'a' was not run, because cell 'first' ended the module. "
        "Mend snippets/a.py:3 first."
    )


def test_a_cell_below_an_unasked_exception_says_which(site):
    site.module("a.py", TWO)
    run = Run("a.py", "cpu", {"first": executed(("error", "E: x"), title="first", line=2)})
    module = read_module(site.project, "a.py")
    found = verify(module, module.cells["a"], run)
    assert "because cell 'first' ended the module" in found.problem.what
    assert found.problem.mend == "Mend snippets/a.py:2 first"


def test_the_cell_that_failed_says_how_and_shows_what_it_printed(site):
    site.module("a.py", TWO)
    failure = Failure("a", 5, "leaves the thread 'waiter' running", "Join it", ended=False)
    run = Run("a.py", "cpu", {"a": executed(stdout("1\n"))}, [failure])
    module = read_module(site.project, "a.py")
    found = verify(module, module.cells["a"], run)
    assert str(found.problem) == (
        "snippets/a.py:5: cell 'a' leaves the thread 'waiter' running. Join it."
    )
    assert found.detail == "1"


def test_a_thread_left_by_another_cell_is_not_held_against_a_cell(site):
    site.module("a.py", TWO)
    failure = Failure("first", 2, "leaves the thread 'waiter' running", "Join it", ended=False)
    run = Run("a.py", "cpu", {"a": executed(stdout("1\n"))}, [failure])
    module = read_module(site.project, "a.py")
    assert verify(module, module.cells["a"], run) is None
