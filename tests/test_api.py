"""Where PyTorch documents a name, which names code uses, and the links that pages get."""

from __future__ import annotations

import json
import re

import markdown
import pytest

from literate.api import _ALIASES, ANCHOR, DOCS, OWN, PAGE, address, named, place, uses
from literate.check import check
from literate.check.names import FOUND, resolving, used_names
from literate.read import read_module

# Looked up in November 2026 in the sources of PyTorch's documentation (docs/source of
# pytorch/pytorch: torch, tensors, tensor_attributes, type_info, nn, nn.functional, nn.init, optim,
# cuda, accelerator, autograd, amp, data, checkpoint, benchmark_utils, linalg, func.api, size,
# notes/serialization): 'autosummary' with ':toctree: generated' makes the pages of one name,
# 'autofunction', 'autoclass' and 'class' the anchors. Where the two rules could be mistaken for
# each other, the address was also found as a link that others' documentation follows.
ADDRESSES = {
    # functions of torch
    "torch.arange": "generated/torch.arange.html",
    "torch.zeros_like": "generated/torch.zeros_like.html",
    "torch.einsum": "generated/torch.einsum.html",
    "torch.save": "generated/torch.save.html",
    "torch.compile": "generated/torch.compile.html",
    "torch.no_grad": "generated/torch.no_grad.html",
    "torch.inference_mode": "generated/torch.autograd.grad_mode.inference_mode.html",
    "torch.relu": "generated/torch.nn.functional.relu.html",
    # what torch's tensors have
    "torch.Tensor": "tensors.html#torch.Tensor",
    "torch.Tensor.backward": "generated/torch.Tensor.backward.html",
    "torch.Tensor.requires_grad_": "generated/torch.Tensor.requires_grad_.html",
    "torch.Tensor.grad": "generated/torch.Tensor.grad.html",
    "torch.Size": "size.html#torch.Size",
    "torch.device": "tensor_attributes.html#torch.device",
    "torch.float32": "tensor_attributes.html#torch.dtype",
    "torch.channels_last": "tensor_attributes.html#torch.memory_format",
    "torch.finfo": "type_info.html#torch.finfo",
    # networks
    "torch.nn": "nn.html",
    "torch.nn.Linear": "generated/torch.nn.Linear.html",
    "torch.nn.Parameter": "generated/torch.nn.parameter.Parameter.html",
    "torch.nn.Flatten": "generated/torch.nn.modules.flatten.Flatten.html",
    "torch.nn.Module.state_dict": "generated/torch.nn.Module.html#torch.nn.Module.state_dict",
    "torch.nn.functional": "nn.functional.html",
    "torch.nn.functional.cross_entropy": "generated/torch.nn.functional.cross_entropy.html",
    "torch.nn.init.xavier_uniform_": "nn.init.html#torch.nn.init.xavier_uniform_",
    "torch.nn.utils.clip_grad_norm_": "generated/torch.nn.utils.clip_grad_norm_.html",
    "torch.nn.utils.rnn.pad_sequence": "generated/torch.nn.utils.rnn.pad_sequence.html",
    # training
    "torch.optim": "optim.html",
    "torch.optim.SGD": "generated/torch.optim.SGD.html",
    "torch.optim.Optimizer": "optim.html#torch.optim.Optimizer",
    "torch.optim.Optimizer.zero_grad": "generated/torch.optim.Optimizer.zero_grad.html",
    "torch.optim.lr_scheduler.StepLR": "generated/torch.optim.lr_scheduler.StepLR.html",
    "torch.utils.data.DataLoader": "data.html#torch.utils.data.DataLoader",
    "torch.utils.checkpoint.checkpoint": "checkpoint.html#torch.utils.checkpoint.checkpoint",
    "torch.autograd.grad": "generated/torch.autograd.grad.html",
    "torch.autograd.Function": "autograd.html#torch.autograd.Function",
    "torch.autograd.graph.saved_tensors_hooks": (
        "autograd.html#torch.autograd.graph.saved_tensors_hooks"
    ),
    "torch.serialization.add_safe_globals": (
        "notes/serialization.html#torch.serialization.add_safe_globals"
    ),
    # devices
    "torch.cuda": "cuda.html",
    "torch.cuda.is_available": "generated/torch.cuda.is_available.html",
    "torch.cuda.Event": "generated/torch.cuda.Event.html",
    "torch.cuda.memory_allocated": "generated/torch.cuda.memory.memory_allocated.html",
    "torch.OutOfMemoryError": "generated/torch.cuda.OutOfMemoryError.html",
    "torch.accelerator.current_accelerator": (
        "generated/torch.accelerator.current_accelerator.html"
    ),
    "torch.autocast": "amp.html#torch.autocast",
    "torch.amp.GradScaler": "amp.html#gradient-scaling",
    # the rest
    "torch.linalg.svdvals": "generated/torch.linalg.svdvals.html",
    "torch.func.vmap": "generated/torch.func.vmap.html",
    "torch.utils.benchmark.Timer": "benchmark_utils.html#torch.utils.benchmark.Timer",
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_address(name):
    assert address(name) == DOCS + ADDRESSES[name]


def looked_up(out: str) -> dict:
    return json.loads(out.partition(FOUND)[2])


def test_the_addresses_are_of_names_that_torch_has_and_documents(capsys):
    exec(resolving(list(ADDRESSES)), {})
    assert looked_up(capsys.readouterr().out) == {"names": {}, "members": {}}


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("torch.version.cuda", "torch.html"),
        ("torch.backends.cudnn.benchmark", "backends.html"),
        ("torch.distributions.Normal", "distributions.html"),
        ("torch.nn.modules.loss.MSELoss", "nn.html"),
        ("torch.nn.init.xavier_uniform", "nn.init.html"),
        ("torch.utils.collect_env.main", "utils.html"),
        ("torch.autograd.graph.Node.a.b", "autograd.html"),
        ("torch.device.type", "tensor_attributes.html#torch.device"),
    ],
)
def test_where_no_rule_is_sure_the_module_s_page_it_is(name, page):
    assert place(name).url == DOCS + page
    assert place(name).kind == PAGE


def test_a_place_says_what_it_is():
    assert place("torch.nn.Linear").kind == OWN
    assert place("torch.nn.Module.to").kind == OWN
    assert place("torch.nn.init.ones_").kind == ANCHOR
    assert place("torch.cuda").kind == ANCHOR


@pytest.mark.parametrize("short", sorted(_ALIASES))
def test_an_alias_is_the_same_thing(short):
    found = []
    for name in (short, _ALIASES[short]):
        thing = __import__("torch")
        for part in name.split(".")[1:]:
            thing = getattr(thing, part)
        found.append(thing)
    # What is a function of C++ here is one of Python there, and does the same.
    assert found[0] is found[1] or _ALIASES[short].startswith("torch.nn.functional.")


# --- inline code ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("torch.nn.Linear", "torch.nn.Linear"),
        ("torch.nn.Linear()", "torch.nn.Linear"),
        ("torch.ones(2, (3))", "torch.ones"),
        ("torch.save(model.state_dict(), …)", "torch.save"),
        ("torch", None),
        ("mytorch.nn", None),
        ("torch.nn.Linear(2).weight", None),
        ("torch.ones(2).sum()", None),
        ("x = torch.ones(2)", None),
        ("torch.py", None),
        ("import torch.nn", None),
    ],
)
def test_inline_code_that_is_a_name(code, name):
    assert named(code) == name


@pytest.fixture
def render(site, monkeypatch):
    """Markdown as the site renders it."""
    monkeypatch.chdir(site.root)

    def render(text: str, *, language: str = "zh") -> str:
        extensions = [
            "attr_list",
            "tables",
            "md_in_html",
            "toc",
            "pymdownx.inlinehilite",
            "pymdownx.superfences",
        ]
        return markdown.markdown(
            text,
            extensions=["literate.extension", *extensions],
            extension_configs={"literate.extension": {"language": language}},
        )

    return render


LINK = re.compile(r'<a class="api" href="([^"]*)" rel="external"><code>(.*?)</code></a>')


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "Use `torch.nn.Linear` here.",
        "使用 `torch.nn.Linear`，然后",
        "- one\n- **`torch.nn.Linear`**",
        "| a |\n|---|\n| `torch.nn.Linear` |",
        "> `torch.nn.Linear`",
        '<div markdown="1">\n`torch.nn.Linear`\n</div>',
    ],
    ids=["prose", "Chinese", "list", "table", "quote", "HTML"],
)
def test_a_name_becomes_a_link(render, text, language):
    assert LINK.findall(render(text, language=language)) == [
        (ADDRESSES["torch.nn.Linear"].join([DOCS, ""]), "torch.nn.Linear")
    ]


def test_the_text_around_links_stays(render):
    html = render("一 `torch.ones(2)` 二 `x` 三 `torch.nn.Linear` 四")
    assert re.sub("<[^>]+>", "", html) == "一 torch.ones(2) 二 x 三 torch.nn.Linear 四"
    assert [text for _, text in LINK.findall(html)] == ["torch.ones(2)", "torch.nn.Linear"]


@pytest.mark.parametrize(
    "text",
    [
        "## On `torch.nn.Linear` { #on }",
        "[`torch.nn.Linear`](https://example.org/)",
        "```text\ntorch.nn.Linear\n```",
        "torch.nn.Linear without code",
        "`x.backward()`",
    ],
    ids=["heading", "link", "fence", "no code", "no name"],
)
def test_these_become_no_link(render, text):
    assert 'class="api"' not in render(text)


# --- what code uses ------------------------------------------------------------------------------


@pytest.fixture
def used(site):
    def used(*cells: str) -> dict[str, int]:
        text = "".join(f"# %% c{i}\n{cell}\n" for i, cell in enumerate(cells))
        site.module("a.py", text)
        module = read_module(site.project, "a.py")
        return uses(module, module.cells)

    return used


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import torch\ntorch.ones(2)", ["torch.ones"]),
        (
            "import torch\ntorch.optim.SGD(a, lr=torch.tensor(1))",
            ["torch.optim.SGD", "torch.tensor"],
        ),
        ("from torch import nn\nnn.Linear(1, 2)", ["torch.nn.Linear"]),
        ("import torch.nn as nn\nnn.Linear(1, 2)", ["torch.nn.Linear"]),
        ("import torch.nn.functional\ntorch.nn.functional.relu", ["torch.nn.functional.relu"]),
        ("import torch.nn.functional as F\nF.relu(x)", ["torch.nn.functional.relu"]),
        ("from torch.utils.data import DataLoader as D\nD(x)", ["torch.utils.data.DataLoader"]),
        (
            "from torch import nn\nclass A(nn.Module):\n  x: nn.Linear",
            ["torch.nn.Module", "torch.nn.Linear"],
        ),
        ("import torch\n@torch.no_grad()\ndef f():\n  pass", ["torch.no_grad"]),
        ("import torch\ntorch.ones(2).sum().backward()", ["torch.ones"]),
        ("import torch\ntorch.float32.itemsize", ["torch.float32"]),
        ("import torch\ntorch.Tensor.add(x, y)", ["torch.Tensor.add"]),
        ("import torch\ntorch.nn.Module.__init__(x)", ["torch.nn.Module"]),
        ("import torch\nprint(torch.__version__)", []),
        ("import torch\nfrom torch import nn\nf(torch, nn)", []),
        ("from torch.utils.data import DataLoader", []),
        ("import numpy\nnumpy.ones(2)", []),
        ("import torch\nnn.Linear(1, 2)\nx.backward()", []),
        ("import torch.nn.functional as F\ndef f(F):\n  return F.relu", []),
        ("from torch import nn\nnn = None\nnn.Linear", []),
    ],
)
def test_names_that_code_uses(used, code, names):
    assert sorted(used(code)) == sorted(names)


def test_a_name_has_its_first_line(used):
    assert used("import torch", "# zh: 一\n# en: one\nx = 1\ntorch.ones(2)\ntorch.ones(3)") == {
        "torch.ones": 7
    }


def test_only_the_cells_that_are_asked_for_count(site):
    site.module("a.py", "# %% a\nimport torch\ntorch.ones(2)\n# %% b\ntorch.zeros(2)\n")
    assert list(uses(read_module(site.project, "a.py"), ["b"])) == ["torch.zeros"]


def test_a_name_that_the_error_says_to_be_missing_is_not_used(used):
    error = "#> AttributeError: module 'torch.nn' has no attribute 'Lineal'"
    code = "from torch import nn\nnn.Linear(1, nn.Lineal)"
    assert list(used(f"{code}\n{error}")) == ["torch.nn.Linear"]
    assert list(used(code)) == ["torch.nn.Linear", "torch.nn.Lineal"]


def test_hidden_cells_are_not_used_and_shown_ones_are_named_with_their_line(site):
    site.module(
        "a.py",
        '# %% a\nimport torch\ntorch.ones(2)\n# %% b tags=["remove-cell"]\ntorch.zeros(2)\n',
    )
    assert used_names(check(site.project)) == [("snippets/a.py", 3, "torch.ones")]


@pytest.mark.parametrize(
    ("language", "summary"), [("zh", "本页用到的 API（1）"), ("en", "APIs used on this page (1)")]
)
def test_a_page_ends_with_what_its_own_cells_use(render, site, language, summary):
    site.module("a.py", "# %% a\nimport torch\ntorch.ones(2)\n# %% b\ntorch.zeros(2)\n")
    html = render('# T { #t }\n\n```python\n--8<-- "a.py:b"\n```\n\nEnd.\n', language=language)
    end = html[html.index("<p>End.</p>") :]
    assert f"<summary>{summary}</summary>" in end
    assert end.count("<li>") == 1
    assert f'href="{DOCS}generated/torch.zeros.html"><code>torch.zeros</code>' in end


def test_a_page_without_names_has_no_list(render, site):
    site.module("a.py", "# %% a\nprint(1)\n")
    assert "<details" not in render('# T { #t }\n\n```python\n--8<-- "a.py:a"\n```\n')


# --- against the installed torch -----------------------------------------------------------------


def test_what_torch_lacks_and_what_has_no_page_is_told(capsys):
    names = [
        "torch.ones",
        "torch.Ones",
        "torch.cuda.Nope.a",
        "torch.hub",
        "torch.types",
        "torch.nn.init.ones_",
    ]
    exec(resolving(names), {})
    assert looked_up(capsys.readouterr().out)["names"] == {
        "torch.Ones": "missing",
        "torch.cuda.Nope.a": "missing",
        "torch.types": "undocumented",
    }
