"""What torch runs with, and what is said when there is no GPU: what is missing and what to do."""

from __future__ import annotations

import subprocess
from types import SimpleNamespace

import pytest

from literate.run.machine import Machine, environment, probe


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
    # A build for CUDA asks for a driver, which there may not be.
    assert found.error is None or (found.cuda and "NVIDIA driver" in found.error)


@pytest.mark.parametrize(
    ("said", "machine"),
    [
        (
            {"stdout": 'found {"torch": "2.13.0", "cuda": "13.0", "gpus": 1, "name": "H200"}\n'},
            Machine("2.13.0", "13.0", 1, "H200"),
        ),
        (
            {"stdout": 'a notice\nfound {"torch": "2.13.0", "cuda": null}\n{"torch": "0"}\nbye\n'},
            Machine("2.13.0"),
        ),
        ({"stderr": "Traceback …\nImportError: no\n"}, Machine(error="ImportError: no")),
        ({"returncode": -11}, Machine(error="exit code -11")),
    ],
    ids=["GPU", "notices", "no torch", "crash"],
)
def test_an_answer_becomes_a_machine(answer, said, machine):
    answer(**said)
    assert probe() == machine


@pytest.mark.parametrize(
    ("machine", "found", "what_next"),
    [
        (Machine(error="No module named 'torch'"), "cannot be imported by Python", "install"),
        (Machine("2.13.0+cpu"), "torch 2.13.0+cpu for Python", "install a CUDA build"),
        (Machine("2.13.0", "13.0", error="odd"), "(odd)", "update the driver"),
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


# --- what torch itself says, word for word ------------------------------------------------------

# A torch of which only that is there which the probe asks; FAILS is raised by the call AT.
FAKE = """
from types import SimpleNamespace
import os
__version__ = "2.13.0+cu130"
version = SimpleNamespace(cuda={cuda!r}, hip=None)
def at(name, value=None):
    if name == {at!r}:
        raise RuntimeError({fails!r})
    return value
class cuda:
    device_count = staticmethod(lambda: {gpus})
    init = staticmethod(lambda: at("init"))
    get_device_name = staticmethod(lambda i: at("name", "NVIDIA GeForce RTX 5090"))
    get_device_capability = staticmethod(lambda i: (12, 0))
    get_arch_list = staticmethod(lambda: ["sm_80", "sm_90"])
    mem_get_info = staticmethod(lambda i: at("memory", (3 * 2**30, 32 * 2**30)))
def ones(*shape, device):
    return at("ones", SimpleNamespace(add=lambda _: SimpleNamespace(item=lambda: 2.0)))
"""
NO_DRIVER = (
    "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed "
    "a driver from http://www.nvidia.com/Download/index.aspx"
)
OLD_DRIVER = (
    "The NVIDIA driver on your system is too old (found version 12080). Please update your GPU "
    "driver by downloading and installing a new version from the URL: "
    "http://www.nvidia.com/Download/index.aspx Alternatively, go to: https://pytorch.org to "
    "install a PyTorch version that has been compiled with your version of the CUDA driver."
)
NO_MEMORY = (
    "CUDA out of memory. Tried to allocate 2.00 MiB. GPU 0 has a total capacity of 31.36 GiB of "
    "which 1.06 MiB is free. Process 7 has 31.35 GiB memory in use."
)
NO_KERNEL = (
    "CUDA error: no kernel image is available for execution on the device\n"
    "CUDA kernel errors might be asynchronously reported at some other API call, so the stacktrace "
    "below might be incorrect."
)


@pytest.fixture
def torch(tmp_path, monkeypatch):
    """Let the asked Python import a torch that fails in one place."""

    def torch(at: str = "", fails: str = "", gpus: int = 1, cuda: str | None = "13.0") -> None:
        text = FAKE.format(at=at, fails=fails, gpus=gpus, cuda=cuda)
        (tmp_path / "torch.py").write_text(text, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)

    return torch


def test_a_usable_gpu_is_asked_for_all_that_is_needed(torch):
    torch()
    machine = probe()
    assert machine.missing() is None
    assert (machine.name, machine.gpus) == ("NVIDIA GeForce RTX 5090", 1)
    assert machine.memory == 3 * 2**30


@pytest.mark.parametrize(
    ("at", "fails", "gpus", "found", "what_next"),
    [
        ("init", "No CUDA GPUs are available", 0, "sees none", "check 'nvidia-smi', or use"),
        ("init", NO_DRIVER, 0, "Found no NVIDIA driver", "install the NVIDIA driver"),
        # NVML counts GPUs that the driver is too old to let torch use.
        ("init", OLD_DRIVER, 0, "is too old (found version 12080)", "update the driver"),
        ("init", OLD_DRIVER, 1, "is too old (found version 12080)", "update the driver"),
        ("ones", NO_MEMORY, 1, "CUDA out of memory", "end what occupies the GPU"),
        ("memory", "CUDA error: out of memory", 1, "out of memory", "end what occupies the GPU"),
        (
            "ones",
            NO_KERNEL,
            1,
            "which is sm_120; torch is built for sm_80, sm_90",
            "install a build of torch that has the GPU's architecture",
        ),
        ("name", "CUDA error: unknown error", 1, "unknown error", "update the driver, or install"),
    ],
    ids=["no GPU", "no driver", "old", "old but counted", "full", "no room", "architecture", "odd"],
)
def test_what_torch_says_becomes_one_clear_line(torch, at, fails, gpus, found, what_next):
    torch(at, fails, gpus)
    said = probe().missing()
    assert said.startswith("looked for a CUDA GPU; found that torch 2.13.0+cu130 ")
    assert found in said
    assert f"; to go on, {what_next}" in said
    assert said.endswith(".")
    assert "\n" not in said


def test_a_torch_for_the_cpu_is_not_asked_to_use_a_gpu(torch):
    torch("init", "never", 0, cuda=None)
    assert "is built without CUDA" in probe().missing()


def test_hidden_gpus_are_the_reason_before_any_other(torch, monkeypatch):
    torch("init", "No CUDA GPUs are available", 0)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert "CUDA_VISIBLE_DEVICES is ''" in probe().missing()
    assert "unset CUDA_VISIBLE_DEVICES" in probe().missing()


def test_threads_that_wait_leave_the_cores_to_other_modules(monkeypatch):
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    assert environment()["OMP_WAIT_POLICY"] == "passive"
    monkeypatch.setenv("OMP_WAIT_POLICY", "active")  # somebody's own choice
    assert environment()["OMP_WAIT_POLICY"] == "active"
