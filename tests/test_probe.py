"""What is said when there is no GPU to verify on: one line on what is missing and what to do."""

from __future__ import annotations

import subprocess
from types import SimpleNamespace

import pytest

from literate.probe import Machine, probe


@pytest.fixture
def answer(monkeypatch):
    """Let the asked Python answer with some output."""

    def answer(stdout: str = "", stderr: str = "", returncode: int = 0) -> None:
        result = SimpleNamespace(stdout=stdout, stderr=stderr, returncode=returncode)
        monkeypatch.setattr(subprocess, "run", lambda *a, **k: result)

    return answer


def test_the_installed_torch_is_found():
    found = probe()
    assert found.torch.startswith("2.")
    assert found.error is None


def test_a_gpu_is_found(answer):
    answer('{"torch": "2.13.0+cu130", "cuda": "13.0", "gpus": 1, "name": "NVIDIA H200"}\n')
    assert probe() == Machine("2.13.0+cu130", "13.0", 1, "NVIDIA H200")
    assert probe().missing() is None


def test_noise_above_the_answer_is_passed_over(answer):
    answer('a notice\n{"torch": "2.13.0", "cuda": null}\n')
    assert probe() == Machine("2.13.0")


def test_a_torch_that_cannot_be_imported_gives_its_reason(answer):
    answer(stderr="Traceback …\nModuleNotFoundError: No module named 'torch'\n", returncode=1)
    assert probe() == Machine(error="ModuleNotFoundError: No module named 'torch'")


def test_a_crash_gives_its_exit_code(answer):
    answer(returncode=-11)
    assert probe().error == "exit code -11"


@pytest.mark.parametrize(
    ("machine", "found", "what_next"),
    [
        (Machine(error="No module named 'torch'"), "cannot be imported by Python", "install"),
        (Machine("2.13.0+cpu"), "torch 2.13.0+cpu for Python", "install a CUDA build"),
        (Machine("2.13.0", "13.0", error="too old"), "(too old)", "update the driver"),
        (Machine("2.13.0", "13.0"), "torch 2.13.0 sees none", "check 'nvidia-smi'"),
    ],
)
def test_what_is_missing_is_said_in_one_line(monkeypatch, machine, found, what_next):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    said = machine.missing()
    assert said.startswith("looked for a CUDA GPU; found that ")
    assert found in said
    assert what_next in said
    assert "\n" not in said


def test_hidden_gpus_are_named_as_the_reason(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    said = Machine("2.13.0", "13.0").missing()
    assert "CUDA_VISIBLE_DEVICES is '-1'" in said
    assert "unset CUDA_VISIBLE_DEVICES" in said
