"""Where the words of a message are from that nothing here has run."""

from __future__ import annotations

import pytest

from literate import wording
from literate.run.machine import build_for_cuda

DEVICES = "RuntimeError: Expected all tensors to be on the same device, but found at least two "
DEVICES += "devices, cuda:0 and cpu!"
MEMORY = (
    "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total "
)
MEMORY += "capacity of 79.11 GiB of which 1.06 GiB is free."


@pytest.mark.parametrize(
    ("message", "looked_for"),
    [
        (
            DEVICES,
            ["Expected all tensors to be on the same device, but found at least two devices"],
        ),
        (MEMORY, ["CUDA out of memory. Tried to allocate", "has a total capacity of"]),
        (
            "torch.AcceleratorError: CUDA error: device-side assert triggered",
            ["device-side assert triggered"],
        ),
        ("\"nll_loss_cuda_kernel\" not implemented for 'Int'", ["nll_loss_cuda_kernel"]),
        ("x [2, 3] and 4", []),
    ],
)
def test_names_and_runs_of_words_are_looked_for(message, looked_for):
    found = list(wording.pieces(message))
    assert found[: len(looked_for)] == looked_for
    assert bool(found) == bool(looked_for)


@pytest.fixture
def library(monkeypatch):
    """A torch whose files hold a text."""

    def holds(text: bytes) -> None:
        monkeypatch.setattr(wording, "_files", lambda: [text.find])
        for cached in (wording._known, wording._found):
            cached.cache_clear()

    yield holds
    for cached in (wording._known, wording._found):
        cached.cache_clear()


def test_what_no_file_holds_is_named(library):
    library(b"has a total capacity of\0CUDA out of memory. Tried to allocate\0")
    assert wording.unknown(MEMORY) == []
    library(b"has a total capacity of\0")
    assert wording.unknown(MEMORY) == ["CUDA out of memory. Tried to allocate"]


def test_sentences_and_what_a_name_parts_may_stand_apart(library):
    library(
        b"is free. \0Including other memory, this process has\0the argument \0 has a wrong type"
    )
    assert wording.unknown("x 1 is free. Including other memory, this process has 2") == []
    assert wording.unknown("Error: no argument named so has a wrong type") != []
    library(b"got an unexpected argument \0 in the call of a layer")
    assert wording.unknown("got an unexpected argument weight in the call of a layer") == []
    assert wording.unknown("got an unexpected argument weight in any call of a layer") != []


def test_the_installed_torch_is_searched_its_python_and_its_libraries():
    assert wording.unknown(DEVICES) == []
    over_two_lines = "Please check that you have an NVIDIA GPU and installed a driver from http://x"
    assert wording.unknown(over_two_lines) == []
    assert wording.unknown(DEVICES.replace("tensors", "my tensors"))
    if build_for_cuda():
        assert wording.unknown(MEMORY) == []


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ("2.15.0", True),
        ("https://github.com/pytorch/pytorch/issues/1", True),
        ("2.9.0", False),
        ("http://example.org/1", False),
        ("", False),
    ],
)
def test_a_source_is_a_release_that_is_verified_or_an_address(source, right):
    assert (wording.refused(source, ("2.15.0", "2.14.1")) is None) == right
