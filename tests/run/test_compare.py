"""Documented and printed output, token by token."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literate.run.compare import abbreviate, agree, cut_alike, difference, same

# --- what agrees ---------------------------------------------------------------------------------


def pairs(text: str) -> list[list[str]]:
    """A line for each pair; ``|`` stands between the two, ``\\n`` for a line end."""
    return [pair.replace("\\n", "\n").split("|") for pair in text.strip("\n").split("\n")]


@pytest.mark.parametrize(
    ("documented", "printed"),
    pairs(r"""
|
0.3333|0.3334
0.9999|1.0000
-0.3333|-0.3334
9.9999e-01|1.0000e+00
1.2346e+08|1.2345e+08
[nan, inf, -inf]|[nan, inf, -inf]
[ 9.9999, 0.5000]|[10.0000,  0.5000]
a\nb|a  \nb\n\n
损失 0.2500|损失 0.2501
"""),
)
def test_these_agree(documented, printed):
    assert agree(documented, printed)


@pytest.mark.parametrize(
    ("documented", "printed"),
    pairs(r"""
tensor([1., 2., 3.])|tensor([2., 3., 4.])
-0.|0.
0.0000|-0.0000
tensor([0.0001])|tensor([-0.0000])
9.9991e-01|1.0000e+00
0.3333|0.3335
1.0000e-08|0.0000
1.0000e-08|1.0000e-07
9.9999e-01|1.0000e-02
0.0|0.1
24.0|23.9
lr: 0.001|lr: 0.002
1.5e+10|1.4e+10
损失 0.25|损失 0.26
torch 2.13|torch 2.14
['module.0.bias']|['module.1.bias']
v0.5|v0.6
1..3|1..4
0.3333|0.33333334
0.50|0.5
1e-3|1.0e-3
3|4
torch.Size([2, 3])|torch.Size([2, 4])
2.13.0|2.13.1
2.13.0+cpu|2.13.0+cu130
0x7f01|0x7f02
[1., 2.]|[1, 2]
torch.float32|torch.float64
device='cuda:0'|device='cpu'
cuda:0|cuda:1
True|False
nan|inf
nan|0.5
inf|-inf
损失 0.25|误差 0.25
a\nb|a
a\nb|b\na
a\n\nb|a\nb
a b|ab
1 2|12
  (0): Linear()| (0): Linear()
[[0.1, 0.2],\n        [0.3, 0.4]]|[[0.1, 0.2],\n [0.3, 0.4]]
a b|a   b
a	b|a b
|a
RuntimeError: no ...|RuntimeError: no way
"""),
)
def test_these_do_not_agree(documented, printed):
    assert not agree(documented, printed)
    assert not agree(printed, documented)


@pytest.mark.parametrize(
    ("documented", "printed", "expected"),
    [
        ("a  \nb\n", "a\nb", True),
        ("a \x1b[1mb\x1b[22m", "a b", True),
        ("   ", "", True),
        ("0.3333", "0.3334", False),
        ("a  b", "a b", False),
        (" a", "a", False),
    ],
)
def test_the_same_is_the_same_to_the_byte(documented, printed, expected):
    assert same(documented, printed) == expected


@pytest.mark.parametrize(
    ("documented", "printed", "expected"),
    [
        ("took 12 ms", "took -7 ms", True),
        ("0.25", "1.3e-05", True),
        ("torch 2.13.0", "torch 2.12.1", True),
        ("<Net at 0x7f01>", "<Net at 0x8ac4>", True),
        ("[ 9.5]", "[10.5]", True),
        ("1,234 bytes", "999 bytes", True),
        ("took 12 ms", "took 12 us", False),
        ("took 12 ms", "took ms", False),
        ("took 12 ms", "took 12 ms 3", False),
        ("12 ms", "12\nms", False),
        ("loss 0.5", "loss nan", False),
        ("float32 1", "float64 1", False),
        ("", "1", False),
    ],
)
def test_varies_frees_numbers_and_nothing_else(documented, printed, expected):
    assert not agree(documented, printed)
    assert agree(documented, printed, varies=True) == expected


# --- any output ----------------------------------------------------------------------------------

FLOAT = st.builds(
    "{}{}.{}{}".format,
    st.sampled_from(["", "-"]),
    st.integers(1, 9),
    st.from_regex(r"[0-9]{1,6}", fullmatch=True),
    st.sampled_from(["", "e-03", "e+02"]),
)
INTEGER = st.integers(-(10**6), 10**6).map(str)
WORD = st.sampled_from(["tensor", "float32", "cuda:0", "nan", "(", "],", "损失", "0x7f", "2.13.0"])
LINE = st.lists(st.one_of(FLOAT, INTEGER, WORD), max_size=5).map(" ".join)
OUTPUT = st.lists(LINE, max_size=4).map("\n".join)
ANY = st.one_of(st.text(), OUTPUT)


@given(ANY, ANY, st.booleans())
def test_agreement_is_mutual_and_of_any_text_with_itself(a, b, varies):
    assert agree(a, a + "\n", varies=varies)
    assert agree(a, b, varies=varies) == agree(b, a, varies=varies)


@given(FLOAT, st.sampled_from([1, -1, 2, -2, 10]))
def test_one_unit_of_the_last_digit_is_accepted_from_four_decimals_on(number, by):
    mantissa, e, exponent = number.partition("e")
    digits = len(mantissa.partition(".")[2])
    moved = int(mantissa.replace(".", "")) + by
    sign, moved = "-" if moved < 0 else "", str(abs(moved)).zfill(digits + 1)
    printed = f"loss {sign}{moved[:-digits]}.{moved[-digits:]}{e}{exponent}"
    assert agree(f"loss {number}", printed) == (digits >= 4 and abs(by) == 1)
    assert agree(f"loss {number}", printed, varies=True)
    assert not same(f"loss {number}", printed)
    assert not agree(f"loss {number}", f"loss -{number}".replace("--", ""))


@given(LINE)
def test_any_other_digit_that_changes_is_refused(line):
    free = {match.end(1) - 1 for match in re.finditer(r"(?<![\d.])(\d+\.\d{4,})(?![\d.])", line)}
    for i, digit in enumerate(line):
        if digit.isdecimal() and i not in free:
            assert not agree(line, line[:i] + str((int(digit) + 1) % 10) + line[i + 1 :])


@given(OUTPUT, st.data(), st.booleans())
def test_a_line_more_or_less_is_refused(output, data, varies):
    lines = [f"a{line}b" for line in output.split("\n")]
    i = data.draw(st.integers(0, len(lines) - 1))
    for other in ([*lines[:i], "a", *lines[i:]], lines[:i] + lines[i + 1 :]):
        assert not agree("\n".join(lines), "\n".join(other), varies=varies)


# --- messages that are cut short -----------------------------------------------------------------


OTHER_STARTS = (
    "E: one four ",
    "F: ",
    "E: on ",
    "E: one two three and more ",
    "E: one",
    " ",
    "x\nE: ",
)


@pytest.mark.parametrize(
    ("segments", "documented", "cut"),
    [
        ([("warning", "E: one two three")], "E: one two ...", True),
        ([("error", "E: one\n  two three\n  four")], "E: one\n  two ...", True),
        ([("error", "E: one\n  two three\n  four")], "E: ...", True),
        ([("stdout", "1\n2\n"), ("warning", "W: a b"), ("stdout", "3\n")], "1\n2\nW: a ...\n3", 1),
        ([("warning", "W: a\nb"), ("error", "E: c d")], "W: ...\nE: c ...", True),
        ([("error", "E: 0.3334 or so")], "E: 0.3333 ...", True),
        ([("stdout", "one two three")], "one two ...", False),
        ([("stderr", "one two three")], "one two ...", False),
        ([("error", "E: loading ...\nno such file")], "E: loading ...\nno such layer", False),
        *(([("error", "E: one two three")], f"{start}...", False) for start in OTHER_STARTS),
    ],
)
def test_a_message_is_cut_where_its_documentation_is_cut_alike(segments, documented, cut):
    whole = "\n".join(text.removesuffix("\n") for _, text in segments)
    assert abbreviate(documented, segments) == (documented if cut else whole)


@pytest.mark.parametrize(
    ("documented", "message", "cut"),
    [
        ("2\nE: short ...", "E: short and long", "E: short ..."),
        ("E: short ...", "E: another", "E: another"),
        ("", "E: short", "E: short"),
    ],
)
def test_a_message_is_cut_as_before_wherever_it_stood(documented, message, cut):
    assert cut_alike(documented, message) == cut


# --- the difference ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("documented", "printed", "shown"),
    [
        ("a cpu", "a cuda", "  documented  a cpu\n  printed     a cuda\n                ^^^^"),
        ("张量 cpu", "张量 gpu", f"  documented  张量 cpu\n  printed     张量 gpu\n{' ' * 19}^^^"),
        (
            "a 1\nb",
            "a 1 2\nb",
            f"  documented  a 1\n  printed     a 1 2\n{' ' * 17}^^\n{' ' * 14}b",
        ),
        ("a\nb", "a", "              a\n  documented  b"),
        ("a", "a\nb", "              a\n  printed     b"),
        ("", "a", "  printed     a"),
        ("a", "", "  documented  a"),
        ("0.3333", "0.3334", "              0.3333"),
    ],
)
def test_the_difference_marks_the_tokens_that_differ(documented, printed, shown):
    assert difference(documented, printed) == shown


def test_a_difference_is_as_strict_as_the_comparison():
    assert difference("0.3333", "0.3334", exact=True).endswith("\n              ^^^^^^")
    assert difference("3 cpu", "4 cuda", varies=True).endswith("\n                ^^^^")


@given(OUTPUT, OUTPUT)
def test_the_difference_shows_something_where_outputs_disagree(documented, printed):
    shown = re.search("^  (documented|printed)", difference(documented, printed), re.MULTILINE)
    assert shown or agree(documented, printed)
