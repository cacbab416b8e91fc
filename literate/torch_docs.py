"""Where PyTorch documents a name.

In its sources (``docs/source`` of pytorch/pytorch) an ``autosummary`` list gives each name a page
of its own, ``autofunction`` or ``autoclass`` an anchor on a page. The tables below hold that per
module, and name by name where a module mixes them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

DOCS = "https://docs.pytorch.org/docs/stable/"
# What a module's members have: a page of their own, an anchor on its page, or no sure place.
OWN, ANCHOR, PAGE = "own", "anchor", "page"

# Modules below torch by what their members have, each with its page where that is not the one of
# the module above it.
_MODULES = {
    OWN: (
        "torch accelerator accelerator.memory autograd autograd.forward_ad autograd.function "
        "autograd.functional autograd.grad_mode compiler=torch.compiler_api cpu cuda cuda.comm "
        "cuda.memory cuda.nvtx fft func=func.api linalg mps nn nn.functional=nn.functional "
        "nn.modules.flatten nn.parallel nn.parameter nn.utils nn.utils.parametrizations "
        "nn.utils.parametrize nn.utils.prune nn.utils.rnn nn.utils.stateless optim "
        "optim.lr_scheduler optim.swa_utils xpu"
    ),
    ANCHOR: (
        "amp autograd.graph cpu.amp=amp cuda.amp=amp nn.init=nn.init profiler random "
        "serialization=notes/serialization utils.benchmark=benchmark_utils "
        "utils.checkpoint=checkpoint utils.data=data"
    ),
    PAGE: (
        "autograd.profiler backends distributed distributions export fx hub jit library "
        "multiprocessing nested nn.attention=nn.attention onnx overrides=torch.overrides sparse "
        "special testing utils utils.cpp_extension=cpp_extension utils.dlpack=dlpack "
        "utils.tensorboard=tensorboard version=torch"
    ),
}
# Classes whose methods have pages of their own.
METHODS_OWN = {
    *("torch.Tensor", "torch.autograd.Function", "torch.autograd.function.FunctionCtx"),
    *("torch.autograd.graph.Node", "torch.optim.Optimizer"),
}
# Names with another place than the rest of their module; {} stands for the name.
_PLACES = {
    "tensors.html#{}": "Tensor",
    "size.html#{}": "Size",
    "amp.html#{}": "autocast",
    "amp.html#torch.autocast": "amp.autocast",
    "amp.html#gradient-scaling": "amp.GradScaler",
    "autograd.html#{}": (
        "autograd.Function autograd.detect_anomaly autograd.profiler.profile "
        "autograd.set_detect_anomaly"
    ),
    "autograd.html#variable-deprecated": "autograd.Variable",
    "cuda.html#{}": "cuda.use_mem_pool",
    "optim.html#{}": (
        "optim.Optimizer optim.swa_utils.get_ema_multi_avg_fn optim.swa_utils.update_bn"
    ),
    "tensor_attributes.html#{}": "dtype device layout memory_format",
    "type_info.html#{}": "finfo iinfo",
    "generated/torch.Generator.html": "Generator",  # its docstring is empty
    "generated/torch.autograd.gradcheck.gradcheck.html": "autograd.gradcheck",
    "generated/torch.autograd.gradcheck.gradgradcheck.html": "autograd.gradgradcheck",
    "torch.html#torch.torch.default_generator": "default_generator",
    "tensor_attributes.html#torch.dtype": (
        "float32 float float64 double float16 half bfloat16 complex32 chalf complex64 cfloat "
        "complex128 cdouble float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz "
        "float8_e8m0fnu float4_e2m1fn_x2 uint8 int8 uint16 int16 short uint32 int32 int uint64 "
        "int64 long bool Tensor.dtype"
    ),
    "tensor_attributes.html#torch.layout": "strided sparse_coo",
    "tensor_attributes.html#torch.memory_format": (
        "contiguous_format channels_last channels_last_3d preserve_format"
    ),
    "torch.html#constants": "inf nan",
    "torch.html": "pi e newaxis conv_tbc channel_shuffle celu_ selu_",
    "nn.init.html": (  # former names
        "nn.init.uniform nn.init.normal nn.init.constant nn.init.eye nn.init.dirac nn.init.sparse "
        "nn.init.orthogonal nn.init.xavier_uniform nn.init.xavier_normal nn.init.kaiming_uniform "
        "nn.init.kaiming_normal"
    ),
}
# Names bound in one module and documented below another: (module, the other): a pattern of names.
_MOVED = {
    ("torch", "torch.cuda"): "OutOfMemoryError",
    ("torch", "torch.autograd.grad_mode"): "inference_mode|set_grad_enabled",
    ("torch", "torch.nn.functional"): (
        "adaptive_avg_pool1d|avg_pool1d|batch_norm|bilinear|celu|conv(_transpose)?[123]d"
        "|cosine_similarity|(alpha_|feature_alpha_)?dropout|embedding|embedding_bag|hardshrink"
        "|(group|instance|layer|rms)_norm|log_softmax|pdist|pixel_(un)?shuffle|prelu|r?relu_?|selu"
        "|threshold_?"
    ),
    ("torch.nn", "torch.nn.modules.flatten"): "(Unf|F)latten",
    ("torch.nn", "torch.nn.parameter"): "(Uninitialized)?(Buffer|Parameter)",
    ("torch.accelerator", "torch.accelerator.memory"): r"empty_\w*cache|\w+_memory_\w+|memory_\w+",
    ("torch.cuda", "torch.cuda.memory"): (
        "(?!caching_allocator_disabled|device_memory|host_memory_stats_|reset_[a-z]+_host)("
        r"CUDAPluggableAllocator|MemPool|\w+_allocator\w*|empty_cache|list_gpu_processes|mem_get_info"
        r"|\w+_memory_\w+|memory_(?!usage)\w+)"
    ),
}

MODULES = {
    f"torch.{name}".removesuffix(".torch"): (f"{page or name.partition('.')[0]}.html", kind)
    for kind, words in _MODULES.items()
    for name, _, page in (word.partition("=") for word in words.split())
}
PLACES = {
    f"torch.{name}": place.format(f"torch.{name}")
    for place, names in _PLACES.items()
    for name in names.split()
}
_ALIASES = [
    (re.compile(rf"{re.escape(owner)}\.(?=(?:{names})(?:\.|$))"), f"{other}.")
    for (owner, other), names in _MOVED.items()
]


class Place(NamedTuple):
    url: str
    kind: str  # OWN, ANCHOR, or PAGE for the nearest page that is sure to exist


def canonical(name: str) -> str:
    """The name below which PyTorch documents a name."""
    return next(
        (full + name[m.end() :] for alias, full in _ALIASES if (m := alias.match(name))), name
    )


def torch_url(name: str) -> str:
    """The address of PyTorch's documentation of a name."""
    return place(name).url


def place(name: str) -> Place:
    """Where PyTorch documents a name such as ``torch.nn.Linear``, which need not exist."""
    page, kind = _page(canonical(name))
    return Place(DOCS + page, kind)


def _page(name: str) -> tuple[str, str]:
    parts = name.split(".")
    heads = [".".join(parts[:end]) for end in range(len(parts), 0, -1)]
    head = next((head for head in heads if head in PLACES), "")
    if head == name:
        page = PLACES[head]
        return page, ANCHOR if "#" in page else OWN if "generated/" in page else PAGE
    if head and head not in METHODS_OWN:
        return PLACES[head], PAGE
    module = next(head for head in heads if head in MODULES)
    page, kind = MODULES[module]
    if module == name:
        return page, ANCHOR
    member, *inner = name.removeprefix(f"{module}.").split(".")
    if kind == PAGE or len(inner) > 1 or (inner and not member[0].isupper()):
        return page, PAGE  # a module that has no page, or something deep inside a class
    owner = f"{module}.{member}"
    if inner and owner in METHODS_OWN:
        return f"generated/{name}.html", OWN
    if kind == ANCHOR:
        return f"{page}#{name}", ANCHOR
    return f"generated/{owner}.html" + (f"#{name}" if inner else ""), OWN
