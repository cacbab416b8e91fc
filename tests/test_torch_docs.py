"""Where PyTorch documents a name, and which names code and prose use."""

from __future__ import annotations

import importlib
import json

import pytest

from literate.check.torch_names import FOUND, named, resolving, uses
from literate.snippet import read_module
from literate.torch_docs import DOCS, OWN, canonical, place, torch_url

# Looked up in November 2026 in docs/source of pytorch/pytorch: 'autosummary' with ':toctree:
# generated' makes the pages of one name, 'autofunction', 'autoclass' and 'class' the anchors.
ADDRESSES = {
    "torch.arange": "generated/torch.arange.html",
    "torch.inference_mode": "generated/torch.autograd.grad_mode.inference_mode.html",
    "torch.relu": "generated/torch.nn.functional.relu.html",
    "torch.Tensor": "tensors.html#torch.Tensor",
    "torch.Tensor.backward": "generated/torch.Tensor.backward.html",
    "torch.Size": "size.html#torch.Size",
    "torch.device": "tensor_attributes.html#torch.device",
    "torch.float32": "tensor_attributes.html#torch.dtype",
    "torch.channels_last": "tensor_attributes.html#torch.memory_format",
    "torch.finfo": "type_info.html#torch.finfo",
    "torch.nn": "nn.html",
    "torch.nn.Linear": "generated/torch.nn.Linear.html",
    "torch.nn.Parameter": "generated/torch.nn.parameter.Parameter.html",
    "torch.nn.Module.state_dict": "generated/torch.nn.Module.html#torch.nn.Module.state_dict",
    "torch.nn.functional": "nn.functional.html",
    "torch.nn.init.xavier_uniform_": "nn.init.html#torch.nn.init.xavier_uniform_",
    "torch.optim.Optimizer": "optim.html#torch.optim.Optimizer",
    "torch.optim.Optimizer.zero_grad": "generated/torch.optim.Optimizer.zero_grad.html",
    "torch.utils.data.DataLoader": "data.html#torch.utils.data.DataLoader",
    "torch.autograd.Function": "autograd.html#torch.autograd.Function",
    "torch.cuda.memory_allocated": "generated/torch.cuda.memory.memory_allocated.html",
    "torch.cuda.memory_usage": "generated/torch.cuda.memory_usage.html",
    "torch.OutOfMemoryError": "generated/torch.cuda.OutOfMemoryError.html",
    "torch.amp.GradScaler": "amp.html#gradient-scaling",
    "torch.func.vmap": "generated/torch.func.vmap.html",
    "torch.utils.benchmark.Timer": "benchmark_utils.html#torch.utils.benchmark.Timer",
    "torch.Generator": "generated/torch.Generator.html",
    # Where no rule is sure, the page of the module.
    "torch.version.cuda": "torch.html",
    "torch.backends.cudnn.benchmark": "backends.html",
    "torch.nn.modules.loss.MSELoss": "nn.html",
    "torch.nn.init.xavier_uniform": "nn.init.html",
    "torch.autograd.graph.Node.a.b": "autograd.html",
    "torch.device.type": "tensor_attributes.html#torch.device",
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_address(name):
    assert torch_url(name) == DOCS + ADDRESSES[name]
    assert (place(name).kind == OWN) == ADDRESSES[name].startswith("generated/")


def test_the_addresses_are_of_names_that_torch_has_and_documents(capsys):
    asked = ["torch.nope", "torch.utils.nope.x"]
    own = [name for name in ADDRESSES if place(name).kind == OWN]
    exec(resolving([*asked, *own], ["backward", "backwards"]), {})
    found = json.loads(capsys.readouterr().out.partition(FOUND)[2])
    wrong = {"torch.nope": "missing", "torch.utils.nope.x": "missing"}
    assert found == {"names": wrong, "members": {"backwards": "backward"}}


@pytest.mark.parametrize("owner", ["torch", "torch.nn", "torch.cuda", "torch.accelerator"])
def test_what_is_documented_below_another_name_is_the_same_thing(owner):
    module, moved = importlib.import_module(owner), 0
    for name in dir(module):
        full = canonical(f"{owner}.{name}")
        if not name.startswith("_") and full != f"{owner}.{name}":
            there, _, last = full.rpartition(".")
            thing, other = getattr(module, name), getattr(importlib.import_module(there), last)
            # What is a function of C++ here is one of Python there, and does the same.
            assert thing is other or there == "torch.nn.functional"
            moved += 1
    assert moved


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("torch.nn.Linear", "torch.nn.Linear"),
        ("torch.ones(2, (3))", "torch.ones"),
        ("torch.save(model.state_dict(), …)", "torch.save"),
        *((code, None) for code in ("torch", "mytorch.nn", "x = torch.ones(2)", "torch.py")),
        *((code, None) for code in ("torch.nn.Linear(2).weight", "torch.ones(2).sum()")),
    ],
)
def test_inline_code_that_is_a_name(code, name):
    assert named(code) == name


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import torch\ntorch.optim.SGD(a, lr=torch.tensor(1))", "torch.optim.SGD torch.tensor"),
        ("from torch import nn\nnn.Linear(1, 2)", "torch.nn.Linear"),
        ("import torch.nn.functional as F\nF.relu(x)", "torch.nn.functional.relu"),
        ("from torch.utils.data import DataLoader as D\nD(x)", "torch.utils.data.DataLoader"),
        ("import torch\ntorch.float32.itemsize", "torch.float32"),
        ("import torch\ntorch.Tensor.add(x, y)", "torch.Tensor.add"),
        ("import torch\nfrom torch import nn\nprint(torch.__version__, nn)", ""),
        ("import torch\nnn.Linear(1, 2)\nx.backward()", ""),
        ("import torch.nn.functional as F\ndef f(F):\n  return F.relu", ""),
        (
            "from torch import nn\nnn.Linear(1, nn.Lineal)\n"
            "#> AttributeError: module 'torch.nn' has no attribute 'Lineal'",
            "torch.nn.Linear",
        ),
    ],
)
def test_names_that_code_uses(site, code, names):
    site.module("a.py", f"# %% a\n{code}\n")
    assert sorted(uses(read_module(site.project, "a.py"), ["a"])) == names.split()


def test_a_name_has_the_first_line_in_the_cells_that_are_asked_for(site):
    cells = ["import torch\ntorch.zeros(1)", "# zh: 一\n# en: one\ntorch.ones(2)\ntorch.ones(3)"]
    site.module("a.py", "".join(f"# %% c{i}\n{cell}\n" for i, cell in enumerate(cells)))
    assert uses(read_module(site.project, "a.py"), ["c1"]) == {"torch.ones": 7}
