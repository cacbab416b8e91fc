"""Documented and printed output, token by token."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literate.compare import abbreviate, agree, cut_alike, difference, same

# --- what agrees ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("documented", "printed"),
    [
        ("", ""),
        ("0.3333", "0.3334"),
        ("0.3333", "0.3332"),
        ("0.9999", "1.0000"),
        ("-0.3333", "-0.3334"),
        ("9.9999e-01", "1.0000e+00"),
        ("1.2346e+08", "1.2345e+08"),
        ("[nan, inf, -inf]", "[nan, inf, -inf]"),
        ("[ 9.9999, 0.5000]", "[10.0000,  0.5000]"),
        ("a", "a  "),
        ("a\nb", "a  \nb\n\n"),
        ("a", "a\n   \n"),
        ("损失 0.2500", "损失 0.2501"),
    ],
)
def test_these_agree(documented, printed):
    assert agree(documented, printed)


@pytest.mark.parametrize(
    ("documented", "printed"),
    [
        # one unit of a digit that was not printed
        ("tensor([1., 2., 3.])", "tensor([2., 3., 4.])"),
        ("1.", "2."),
        ("-0.", "0."),
        ("0.0000", "-0.0000"),
        ("tensor([0.0001])", "tensor([-0.0000])"),
        # the larger unit of two exponents
        ("9.9991e-01", "1.0000e+00"),
        # short floats carry no rounding
        ("0.0", "0.1"),
        ("24.0", "23.9"),
        ("p=0.5", "p=0.6"),
        ("lr: 0.001", "lr: 0.002"),
        ("1.5e+10", "1.4e+10"),
        (".5", ".6"),
        ("损失 0.25", "损失 0.26"),
        # numbers that are part of a name
        ("torch 2.13", "torch 2.14"),
        ("module.0.weight", "module.1.weight"),
        ("['module.0.bias']", "['module.1.bias']"),
        ("v0.5", "v0.6"),
        ("1..3", "1..4"),
        ("0.3333", "0.3335"),
        ("1.0000e-08", "0.0000"),
        ("1.0000e-08", "1.0000e-07"),
        ("9.9999e-01", "1.0000e-02"),
        # another number of digits is another printing
        ("0.3333", "0.33333334"),
        ("0.50", "0.5"),
        ("1e-3", "1.0e-3"),
        # integers, shapes, versions, addresses
        ("3", "4"),
        ("torch.Size([2, 3])", "torch.Size([2, 4])"),
        ("2.13.0", "2.12.1"),
        ("2.13.0", "2.13.1"),
        ("2.13.0+cpu", "2.13.0+cu130"),
        ("0x7f01", "0x7f02"),
        ("1e5", "2e5"),
        # dtypes, devices, words, signs
        ("[1., 2.]", "[1, 2]"),
        ("torch.float32", "torch.float64"),
        ("device='cuda:0'", "device='cpu'"),
        ("cuda:0", "cuda:1"),
        ("True", "False"),
        ("0.5", "-0.5"),
        ("nan", "inf"),
        ("nan", "0.5"),
        ("inf", "-inf"),
        ("requires_grad=True", "requires_grad=true"),
        ("损失 0.25", "误差 0.25"),
        # lines and blanks
        ("a\nb", "a"),
        ("a", "a\nb"),
        ("a\nb", "b\na"),
        ("a\n\nb", "a\nb"),
        ("a b", "a\nb"),
        ("a b", "ab"),
        ("1 2", "12"),
        ("  (0): Linear()", " (0): Linear()"),
        ("[[0.1, 0.2],\n        [0.3, 0.4]]", "[[0.1, 0.2],\n [0.3, 0.4]]"),
        ("a b", "a   b"),
        ("a\tb", "a b"),
        ("", "a"),
        # an ellipsis is text here
        ("RuntimeError: no ...", "RuntimeError: no way"),
    ],
)
def test_these_do_not_agree(documented, printed):
    assert not agree(documented, printed)


# --- with the tag varies -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("documented", "printed"),
    [
        ("took 12 ms", "took 7 ms"),
        ("0.25", "1.3e-05"),
        ("1.", "2"),
        ("torch 2.13.0", "torch 2.12.1"),
        ("<Net at 0x7f01>", "<Net at 0x8ac4>"),
        ("[ 9.5]", "[10.5]"),
        ("took -3 ms", "took 3 ms"),
        ("1,234 bytes", "999 bytes"),
        ("0.3", "1.25"),
    ],
)
def test_varies_frees_numbers(documented, printed):
    assert not agree(documented, printed)
    assert agree(documented, printed, varies=True)


@pytest.mark.parametrize(
    ("documented", "printed"),
    [
        ("took 12 ms", "took 12 us"),
        ("took 12 ms", "took ms"),
        ("took 12 ms", "took 12 ms 3"),
        ("12 ms\n3 ms", "12 ms"),
        ("12 ms", "12\nms"),
        ("loss 0.5", "loss nan"),
        ("float32 1", "float64 1"),
        ("", "1"),
    ],
)
def test_varies_frees_nothing_else(documented, printed):
    assert not agree(documented, printed, varies=True)


# --- for any output ------------------------------------------------------------------------------

FLOAT = st.builds(
    "{}{}.{}{}".format,
    st.sampled_from(["", "-"]),
    st.integers(1, 9),
    st.from_regex(r"[0-9]{1,6}", fullmatch=True),
    st.sampled_from(["", "e-03", "e+02"]),
)
INTEGER = st.integers(-(10**6), 10**6).map(str)
WORD = st.sampled_from(
    ["tensor", "float32", "cuda:0", "nan", "inf", "(", "],", "损失", "0x7f", "2.13.0"]
)
LINE = st.lists(st.one_of(FLOAT, INTEGER, WORD), max_size=5).map(" ".join)
OUTPUT = st.lists(LINE, max_size=4).map("\n".join)


@given(st.one_of(st.text(), OUTPUT), st.booleans())
def test_any_text_agrees_with_itself(text, varies):
    assert agree(text, text, varies=varies)
    assert agree(text, text + "\n", varies=varies)


@given(st.one_of(st.text(), OUTPUT), st.one_of(st.text(), OUTPUT), st.booleans())
def test_agreement_is_mutual(a, b, varies):
    assert agree(a, b, varies=varies) == agree(b, a, varies=varies)


def unit(number: str, by: int) -> str:
    """``number`` with its last digit before the exponent moved by ``by``."""
    mantissa, e, exponent = number.partition("e")
    digits = len(mantissa.partition(".")[2])
    moved = int(mantissa.replace(".", "")) + by
    sign, moved = "-" if moved < 0 else "", str(abs(moved)).zfill(digits + 1)
    return f"{sign}{moved[:-digits]}.{moved[-digits:]}{e}{exponent}"


def decimals(number: str) -> int:
    return len(number.partition("e")[0].partition(".")[2])


@given(FLOAT, st.sampled_from([1, -1]))
def test_one_unit_of_the_last_digit_is_accepted_from_four_decimals_on(number, by):
    documented, printed = f"loss {number}", f"loss {unit(number, by)}"
    assert agree(documented, printed) == (decimals(number) >= 4)
    assert agree(documented, printed, varies=True)
    assert not same(documented, printed)


@given(FLOAT, st.sampled_from([2, -2, 10]))
def test_two_units_are_not(number, by):
    assert not agree(f"loss {number}", f"loss {unit(number, by)}")


@given(st.one_of(FLOAT, INTEGER))
def test_a_sign_is_never_rounding(number):
    other = number.removeprefix("-") if number.startswith("-") else f"-{number}"
    assert not agree(f"loss {number}", f"loss {other}")


@pytest.mark.parametrize(
    ("documented", "printed", "expected"),
    [
        ("a  \nb\n", "a\nb", True),
        ("   ", "", True),
        ("0.3333", "0.3334", False),
        ("a  b", "a b", False),
        (" a", "a", False),
    ],
)
def test_the_same_is_the_same_to_the_byte(documented, printed, expected):
    assert same(documented, printed) == expected


def damage(line: str) -> list[str]:
    """``line`` with each one digit moved by one, except the last fractional digit of a float."""
    free = {match.end(1) - 1 for match in re.finditer(r"(?<![\d.])(\d+\.\d{4,})(?![\d.])", line)}
    return [
        line[:i] + str((int(c) + 1) % 10) + line[i + 1 :]
        for i, c in enumerate(line)
        if c.isdecimal() and i not in free
    ]


@given(LINE)
def test_any_other_digit_that_changes_is_refused(line):
    for damaged in damage(line):
        assert not agree(line, damaged), damaged


@given(OUTPUT, st.data())
def test_a_line_more_or_less_is_refused(output, data):
    lines = [f"a{line}b" for line in output.split("\n")]
    i = data.draw(st.integers(0, len(lines) - 1))
    for varies in (False, True):
        assert not agree("\n".join(lines), "\n".join([*lines[:i], "a", *lines[i:]]), varies=varies)
        assert not agree("\n".join(lines), "\n".join(lines[:i] + lines[i + 1 :]), varies=varies)


@given(LINE, LINE)
def test_varies_keeps_words(line, other):
    words = re.sub(r"\d", "", line), re.sub(r"\d", "", other)
    if re.findall(r"[^\W\d_]{3,}", words[0]) != re.findall(r"[^\W\d_]{3,}", words[1]):
        assert not agree(line, other, varies=True)


# --- messages that are cut short -----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["warning", "error"])
def test_a_message_is_cut_where_its_documentation_is(kind):
    assert abbreviate("E: one two ...", [(kind, "E: one two three")]) == "E: one two ..."


@pytest.mark.parametrize("kind", ["stdout", "stderr"])
def test_other_output_is_never_cut(kind):
    assert abbreviate("one two ...", [(kind, "one two three")]) == "one two three"


def test_a_long_message_is_cut_in_any_of_its_lines():
    segments = [("error", "E: one\n  two three\n  four")]
    assert abbreviate("E: one\n  two ...", segments) == "E: one\n  two ..."
    assert abbreviate("E: ...", segments) == "E: ..."


def test_a_message_is_cut_after_what_was_printed_before_it():
    segments = [("stdout", "1\n2\n"), ("warning", "W: long text"), ("stdout", "3\n")]
    assert abbreviate("1\n2\nW: long ...\n3", segments) == "1\n2\nW: long ...\n3"


def test_two_messages_are_cut_each_for_itself():
    segments = [("warning", "W: a\nb"), ("error", "E: c d")]
    assert abbreviate("W: ...\nE: c ...", segments) == "W: ...\nE: c ..."


def test_a_line_of_a_message_that_ends_like_a_cut_is_none():
    message = "E: loading ...\nno such layer"
    assert abbreviate(message, [("error", message)]) == message
    other = "E: loading ...\nno such file"
    assert abbreviate(message, [("error", other)]) == other


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


@pytest.mark.parametrize(
    "documented",
    [
        "E: one four ...",  # another word
        "F: ...",  # another type
        "E: on ...",  # half a word
        "E: one two three and more ...",
        "E: one...",  # no ellipsis of ours
        " ...",  # no type
        "x\nE: ...",  # another line
        "",
    ],
)
def test_a_message_that_is_another_is_not_cut(documented):
    assert abbreviate(documented, [("error", "E: one two three")]) == "E: one two three"


@pytest.mark.parametrize(("documented", "printed"), [("E: 0.3333 ...", "E: 0.3334 or so")])
def test_the_start_of_a_cut_message_agrees_as_any_output_does(documented, printed):
    assert abbreviate(documented, [("error", printed)]) == documented


@given(
    st.lists(st.tuples(st.just("stdout"), st.text(min_size=1)), min_size=1, max_size=3), st.text()
)
def test_without_messages_nothing_is_cut(segments, documented):
    text = "\n".join(text.removesuffix("\n") for _, text in segments)
    assert abbreviate(documented, segments) == text


# --- the difference ------------------------------------------------------------------------------


def test_carets_stand_under_the_tokens_that_differ():
    assert difference("tensor([1, 2])", "tensor([1, 3])") == (
        "  documented  tensor([1, 2])\n  printed     tensor([1, 3])\n                         ^"
    )


def test_a_caret_is_as_wide_as_its_token():
    assert difference("a cpu", "a cuda").endswith("\n                ^^^^")


def test_wide_characters_move_the_carets_two_columns():
    lines = difference("张量 在 cpu", "张量 在 gpu").split("\n")
    assert lines[2] == " " * (14 + len("xxxx xx ")) + "^^^"


def test_lines_that_agree_are_shown_once():
    shown = difference("a\n0.3333\nb", "a\n0.3334\nc")
    assert shown.split("\n")[:2] == [" " * 14 + "a", " " * 14 + "0.3333"]
    assert shown.count("documented") == shown.count("printed") == 1


@pytest.mark.parametrize(
    ("documented", "printed", "shown"),
    [
        ("a\nb", "a", "              a\n  documented  b"),
        ("a", "a\nb", "              a\n  printed     b"),
        ("", "a", "  printed     a"),
        ("a", "", "  documented  a"),
    ],
)
def test_a_line_on_one_side_only_is_shown_on_its_side(documented, printed, shown):
    assert difference(documented, printed) == shown


def test_an_exact_difference_shows_what_rounding_would_excuse():
    assert "printed" not in difference("0.3333", "0.3334")
    assert difference("0.3333", "0.3334", exact=True).endswith("\n              ^^^^^^")


def test_numbers_that_vary_are_no_difference():
    assert "^^^^" in difference("3 cpu", "4 cuda", varies=True)
    assert "\n              ^ " not in difference("3 cpu", "4 cuda", varies=True)


@given(OUTPUT, OUTPUT)
def test_the_difference_shows_something_where_outputs_disagree(documented, printed):
    shown = difference(documented, printed)
    if not agree(documented, printed):
        assert re.search("^  (documented|printed)", shown, re.MULTILINE)
