"""Where PyTorch documents a name, and which names a page's code uses.

PyTorch's documentation has three kinds of places, and its sources say which a name has: an
``autosummary`` list with ``:toctree: generated`` gives each name a page of its own, an
``autofunction`` or ``autoclass`` gives it an anchor on its module's page, and what stands in
neither has no place. The tables below hold that per module, and name by name where a module
mixes them. Sources: ``docs/source`` of pytorch/pytorch.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from literate.read import Module

DOCS = "https://docs.pytorch.org/docs/stable/"
FILES = (".py", ".html", ".md", ".org")  # what ends so is no name of torch
_CODE = re.compile(r"(torch(?:\.[A-Za-z_]\w*)+)(?:\((?:(?!\)\.).)*\))?", re.ASCII)

# What a module's members have: a page of their own, an anchor on its page, or no sure place.
OWN, ANCHOR, PAGE = "own", "anchor", "page"

# module: (its page, what its members have). A module that is not listed has no page.
_MODULES = {
    "torch": ("torch.html", OWN),
    "torch.accelerator": ("accelerator.html", OWN),
    "torch.accelerator.memory": ("accelerator.html", OWN),
    "torch.amp": ("amp.html", ANCHOR),
    "torch.autograd": ("autograd.html", OWN),
    "torch.autograd.forward_ad": ("autograd.html", OWN),
    "torch.autograd.function": ("autograd.html", OWN),
    "torch.autograd.functional": ("autograd.html", OWN),
    "torch.autograd.grad_mode": ("autograd.html", OWN),
    "torch.autograd.graph": ("autograd.html", ANCHOR),
    "torch.autograd.profiler": ("autograd.html", PAGE),
    "torch.backends": ("backends.html", PAGE),
    "torch.compiler": ("torch.compiler_api.html", OWN),
    "torch.cpu": ("cpu.html", OWN),
    "torch.cpu.amp": ("amp.html", ANCHOR),
    "torch.cuda": ("cuda.html", OWN),
    "torch.cuda.amp": ("amp.html", ANCHOR),
    "torch.cuda.comm": ("cuda.html", OWN),
    "torch.cuda.memory": ("cuda.html", OWN),
    "torch.cuda.nvtx": ("cuda.html", OWN),
    "torch.distributed": ("distributed.html", PAGE),
    "torch.distributions": ("distributions.html", PAGE),
    "torch.export": ("export.html", PAGE),
    "torch.fft": ("fft.html", OWN),
    "torch.func": ("func.api.html", OWN),
    "torch.fx": ("fx.html", PAGE),
    "torch.hub": ("hub.html", PAGE),
    "torch.jit": ("jit.html", PAGE),
    "torch.library": ("library.html", PAGE),
    "torch.linalg": ("linalg.html", OWN),
    "torch.mps": ("mps.html", OWN),
    "torch.multiprocessing": ("multiprocessing.html", PAGE),
    "torch.nested": ("nested.html", PAGE),
    "torch.nn": ("nn.html", OWN),
    "torch.nn.attention": ("nn.attention.html", PAGE),
    "torch.nn.functional": ("nn.functional.html", OWN),
    "torch.nn.init": ("nn.init.html", ANCHOR),
    "torch.nn.modules.flatten": ("nn.html", OWN),
    "torch.nn.parallel": ("nn.html", OWN),
    "torch.nn.parameter": ("nn.html", OWN),
    "torch.nn.utils": ("nn.html", OWN),
    "torch.nn.utils.parametrizations": ("nn.html", OWN),
    "torch.nn.utils.parametrize": ("nn.html", OWN),
    "torch.nn.utils.prune": ("nn.html", OWN),
    "torch.nn.utils.rnn": ("nn.html", OWN),
    "torch.nn.utils.stateless": ("nn.html", OWN),
    "torch.onnx": ("onnx.html", PAGE),
    "torch.optim": ("optim.html", OWN),
    "torch.optim.lr_scheduler": ("optim.html", OWN),
    "torch.optim.swa_utils": ("optim.html", OWN),
    "torch.overrides": ("torch.overrides.html", PAGE),
    "torch.profiler": ("profiler.html", ANCHOR),
    "torch.random": ("random.html", ANCHOR),
    "torch.serialization": ("notes/serialization.html", ANCHOR),
    "torch.sparse": ("sparse.html", PAGE),
    "torch.special": ("special.html", PAGE),
    "torch.testing": ("testing.html", PAGE),
    "torch.utils": ("utils.html", PAGE),
    "torch.utils.benchmark": ("benchmark_utils.html", ANCHOR),
    "torch.utils.checkpoint": ("checkpoint.html", ANCHOR),
    "torch.utils.cpp_extension": ("cpp_extension.html", PAGE),
    "torch.utils.data": ("data.html", ANCHOR),
    "torch.utils.dlpack": ("dlpack.html", PAGE),
    "torch.utils.tensorboard": ("tensorboard.html", PAGE),
    "torch.version": ("torch.html", PAGE),
    "torch.xpu": ("xpu.html", OWN),
}

# Classes each of whose methods has a page of its own.
_METHODS_OWN = frozenset(
    {
        "torch.Tensor",
        "torch.autograd.Function",
        "torch.autograd.function.FunctionCtx",
        "torch.autograd.graph.Node",
        "torch.optim.Optimizer",
    }
)


def _many(page: str, names: str) -> dict[str, str]:
    return dict.fromkeys((f"torch.{name}" for name in names.split()), page)


def _moved(short: str, full: str, names: str) -> dict[str, str]:
    return {f"{short}.{name}": f"{full}.{name}" for name in names.split()}


# Names that do not stand where their module's others do.
_PLACES = {
    "torch.Tensor": "tensors.html#torch.Tensor",
    "torch.Size": "size.html#torch.Size",
    "torch.amp.GradScaler": "amp.html#gradient-scaling",
    "torch.autocast": "amp.html#torch.autocast",
    "torch.amp.autocast": "amp.html#torch.autocast",
    "torch.autograd.Function": "autograd.html#torch.autograd.Function",
    "torch.autograd.detect_anomaly": "autograd.html#torch.autograd.detect_anomaly",
    "torch.autograd.set_detect_anomaly": "autograd.html#torch.autograd.set_detect_anomaly",
    # The function hides the module of the same name.
    "torch.autograd.gradcheck": "generated/torch.autograd.gradcheck.gradcheck.html",
    "torch.autograd.gradgradcheck": "generated/torch.autograd.gradcheck.gradgradcheck.html",
    "torch.autograd.profiler.profile": "autograd.html#torch.autograd.profiler.profile",
    "torch.cuda.use_mem_pool": "cuda.html#torch.cuda.use_mem_pool",
    "torch.default_generator": "torch.html#torch.torch.default_generator",
    "torch.optim.Optimizer": "optim.html#torch.optim.Optimizer",
    "torch.optim.swa_utils.get_ema_multi_avg_fn": (
        "optim.html#torch.optim.swa_utils.get_ema_multi_avg_fn"
    ),
    "torch.optim.swa_utils.update_bn": "optim.html#torch.optim.swa_utils.update_bn",
    **{
        f"torch.{name}": f"tensor_attributes.html#torch.{name}"
        for name in ("dtype", "device", "layout", "memory_format")
    },
    **_many(
        "tensor_attributes.html#torch.dtype",
        "float32 float float64 double float16 half bfloat16 complex32 chalf complex64 cfloat"
        " complex128 cdouble float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz"
        " float8_e8m0fnu float4_e2m1fn_x2 uint8 int8 uint16 int16 short uint32 int32 int uint64"
        " int64 long bool Tensor.dtype",
    ),
    **_many("tensor_attributes.html#torch.layout", "strided sparse_coo"),
    **_many(
        "tensor_attributes.html#torch.memory_format",
        "contiguous_format channels_last channels_last_3d preserve_format",
    ),
    **_many("torch.html#constants", "inf nan"),
    **_many("type_info.html#torch.finfo", "finfo"),
    **_many("type_info.html#torch.iinfo", "iinfo"),
    # Bound to torch, and documented nowhere.
    **_many("torch.html", "pi e newaxis conv_tbc channel_shuffle celu_ selu_"),
    # The old names of functions that end with '_' now.
    **_many(
        "nn.init.html",
        "nn.init.uniform nn.init.normal nn.init.constant nn.init.eye nn.init.dirac"
        " nn.init.orthogonal nn.init.xavier_uniform nn.init.xavier_normal nn.init.kaiming_uniform"
        " nn.init.kaiming_normal nn.init.sparse",
    ),
}

# The name below which PyTorch documents what a shorter name is bound to.
_ALIASES = {
    "torch.OutOfMemoryError": "torch.cuda.OutOfMemoryError",
    **_moved("torch", "torch.autograd.grad_mode", "inference_mode set_grad_enabled"),
    # Also bound to torch, and documented where they belong.
    **_moved(
        "torch",
        "torch.nn.functional",
        "adaptive_avg_pool1d alpha_dropout avg_pool1d batch_norm bilinear celu conv1d conv2d conv3d"
        " conv_transpose1d conv_transpose2d conv_transpose3d cosine_similarity dropout embedding"
        " embedding_bag feature_alpha_dropout group_norm hardshrink instance_norm layer_norm"
        " log_softmax pdist pixel_shuffle pixel_unshuffle prelu relu relu_ rms_norm rrelu rrelu_"
        " selu threshold threshold_",
    ),
    **_moved("torch.nn", "torch.nn.modules.flatten", "Flatten Unflatten"),
    **_moved(
        "torch.nn",
        "torch.nn.parameter",
        "Buffer Parameter UninitializedBuffer UninitializedParameter",
    ),
    **_moved(
        "torch.accelerator",
        "torch.accelerator.memory",
        "empty_cache empty_host_cache get_memory_info max_memory_allocated max_memory_reserved"
        " memory_allocated memory_reserved memory_stats reset_accumulated_memory_stats"
        " reset_peak_memory_stats",
    ),
    **_moved(
        "torch.cuda",
        "torch.cuda.memory",
        "CUDAPluggableAllocator MemPool caching_allocator_alloc caching_allocator_delete"
        " caching_allocator_enable change_current_allocator empty_cache get_allocator_backend"
        " get_per_process_memory_fraction host_memory_stats list_gpu_processes max_memory_allocated"
        " max_memory_cached max_memory_reserved mem_get_info memory_allocated memory_cached"
        " memory_reserved memory_snapshot memory_stats memory_stats_as_nested_dict memory_summary"
        " reset_accumulated_memory_stats reset_max_memory_allocated reset_max_memory_cached"
        " reset_peak_memory_stats set_per_process_memory_fraction",
    ),
}


@dataclass(frozen=True)
class Place:
    """Where PyTorch's documentation has a name.

    Attributes:
        url: the address.
        kind: ``OWN`` for a page of its own (or its class's), ``ANCHOR`` for a place on a page,
            ``PAGE`` for the nearest page that is sure to exist.
    """

    url: str
    kind: str


def place(name: str) -> Place:
    """Where PyTorch documents a name such as ``torch.nn.Linear``.

    Whether the name exists is not asked: ``nox -s cpu`` does, of the installed torch.
    """
    parts = canonical(name).split(".")
    for end in range(len(parts), 1, -1):
        if page := _PLACES.get(".".join(parts[:end])):
            if end == len(parts):
                own = OWN if page.startswith("generated/") else PAGE
                return _at(page, ANCHOR if "#" in page else own)
            if ".".join(parts[:end]) not in _METHODS_OWN:
                return _at(page, PAGE)
    end = max(end for end in range(1, len(parts) + 1) if ".".join(parts[:end]) in _MODULES)
    page, kind = _MODULES[".".join(parts[:end])]
    members = parts[end:]
    if not members:
        return _at(page, ANCHOR)
    owner = ".".join(parts[: end + 1])
    is_class = members[0][0].isupper()
    if (len(members) > 1 and not is_class) or len(members) > 2 or kind == PAGE:
        return _at(page, PAGE)  # a module that has no page, or something deep inside a class
    if len(members) == 2 and owner in _METHODS_OWN:
        return _at(f"generated/{owner}.{members[1]}.html", OWN)
    if kind == ANCHOR:
        return _at(f"{page}#{'.'.join(parts)}", ANCHOR)
    method = f"#{'.'.join(parts)}" if len(members) == 2 else ""
    return _at(f"generated/{owner}.html{method}", OWN)


def address(name: str) -> str:
    """The address of PyTorch's documentation of a name."""
    return place(name).url


def named(code: str) -> str | None:
    """The name of torch that inline code is, with or without a call's parentheses after it."""
    match = _CODE.fullmatch(code)
    return match[1] if match and not match[1].endswith(FILES) else None


def _at(page: str, kind: str) -> Place:
    return Place(DOCS + page, kind)


def canonical(name: str) -> str:
    """The name below which PyTorch documents a name."""
    for short, full in _ALIASES.items():
        if name == short or name.startswith(short + "."):
            return full + name.removeprefix(short)
    return name


# --- what code uses ------------------------------------------------------------------------------


def uses(module: Module, titles: Iterable[str]) -> dict[str, int]:
    """The names of torch that some cells of a module use, each with the line that first does.

    Only what the syntax tree alone can tell is found: names reached through the module's imports
    (``torch.optim.SGD``, ``nn.Linear`` after ``from torch import nn``). What a method is called on
    shows only when the code runs, so ``y.backward()`` is not among them; nor is a name that
    the cell's documented error says to be missing.
    """
    trees = {title: ast.parse("\n".join(cell.lines)) for title, cell in module.cells.items()}
    imported = _imports(trees.values())
    found: dict[str, int] = {}
    for title in titles:
        cell = module.cells[title]
        for name, line in _chains(trees[title], imported):
            owner, _, member = name.rpartition(".")
            lacking = f"module '{owner}' has no attribute '{member}'"
            if not any(lacking in line for lines in cell.outputs.values() for line in lines):
                found.setdefault(name, cell.first - 1 + line)
    return found


_BINDS = (
    *(ast.Import, ast.ImportFrom, ast.Name, ast.arg, ast.ExceptHandler),
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
)


def _imports(trees: Iterable[ast.Module]) -> dict[str, str]:
    """What names stand for: ``{"nn": "torch.nn"}``. A name that is bound to more is left out."""
    imported: dict[str, str] = {}
    bound: set[str] = set()
    for node in (node for tree in trees for node in ast.walk(tree) if isinstance(node, _BINDS)):
        match node:
            case ast.Import(names=names):
                for name in names:
                    first = name.name.partition(".")[0]
                    imported[name.asname or first] = name.name if name.asname else first
            case ast.ImportFrom(module=str(source), names=names, level=0):
                for name in names:
                    imported[name.asname or name.name] = f"{source}.{name.name}"
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                bound.add(name)
            case ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
                bound.add(name)
    return {
        name: full
        for name, full in imported.items()
        if full.partition(".")[0] == "torch" and name not in bound
    }


def _chains(tree: ast.AST, imported: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The names of torch in a tree, longest first: ``torch.optim.SGD``, not ``torch.optim``."""
    parts: list[str] = []
    node = tree
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        if name := imported.get(node.id) and _documented(imported[node.id], parts):
            yield name, node.lineno
        return
    # An attribute of something that has no name: look inside that.
    for child in ast.iter_child_nodes(node) if parts else ast.iter_child_nodes(tree):
        yield from _chains(child, imported)


def _documented(name: str, members: list[str]) -> str:
    """A name with as many of its members as documentation speaks of, or nothing."""
    for member in members:
        if member.startswith("_") or (name in _PLACES and name not in _METHODS_OWN):
            break  # torch.float32.itemsize is torch.float32
        name += f".{member}"
    return name if name not in _MODULES else ""
