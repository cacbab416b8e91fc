"""The snippet modules as a reader runs them: with plain Python."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from literate.compare import agree
from literate.project import Project
from literate.read import read_module

PROJECT = Project(Path(__file__).resolve().parents[1])


@pytest.mark.parametrize("path", ["autograd/accumulate.py", "gpu/device.py"])
def test_python_prints_what_the_page_says_in_order(path, tmp_path):
    """Down to the first cell that is to fail, whose exception ends the program."""
    module = read_module(PROJECT, path)
    documented, fails = [], False
    for cell in module.cells.values():
        fails = "raises-exception" in cell.tags
        output = cell.documented("cpu", version("torch"))
        documented += [output] if output else []
        if fails:
            break
    result = subprocess.run(
        [sys.executable, str(module.file)],
        cwd=tmp_path,
        env={**os.environ, "CUDA_VISIBLE_DEVICES": "-1"},
        capture_output=True,
        text=True,
        check=False,
    )
    printed = result.stdout.rstrip("\n").split("\n")
    if fails:
        printed.append(result.stderr.rstrip("\n").split("\n")[-1])
    assert agree("\n".join(documented), "\n".join(printed)), result.stdout + result.stderr
    assert result.returncode == int(fails)


def test_accumulate_runs_to_its_last_cell():
    cells = list(read_module(PROJECT, "autograd/accumulate.py").cells.values())
    assert ["raises-exception" in cell.tags for cell in cells] == [False] * (len(cells) - 1) + [
        True
    ]
