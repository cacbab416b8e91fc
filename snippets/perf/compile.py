# %% setup
import shutil
import sys
import time

import torch
from torch import nn

# zh: 默认的后端 inductor 在 CPU 上需要 C++ 编译器。
# en: On a CPU, the default backend, inductor, needs a C++ compiler.
found = sys.platform == "linux" and shutil.which("g++")
backend = "inductor" if found else "eager"

# %% quiet tags=["remove-cell"]
# Compile anew, small, in this thread (another would outlive the module), and without
# trial programs for the instructions of the CPU. A CUDA toolkit without a GPU logs a line.
__import__("logging").getLogger("torch.utils.cpp_extension").setLevel("ERROR")
torch._inductor.config.cpp.vec_isa_ok = True
torch._inductor.config.fx_graph_cache = False
torch._functorch.config.enable_autograd_cache = False
torch._inductor.config.compile_threads = 1
torch._inductor.config.cpp_cache_precompile_headers = False

# %% compile
def wave(x):
    return (x.sin() * x.cos() + 1).square().sqrt() - x.tanh()


fast = torch.compile(wave, backend=backend)
x = torch.linspace(0, 1, 200_000)
print(torch.allclose(fast(x), wave(x)))
#> True
#torch<2.14> DeprecationWarning: `torch.jit.script_method` is deprecated. Please switch to `torch.compile` or `torch.export`.
#torch<2.14> True

# %% ratio tags=["alone", "varies"]
def seconds(function):
    start = time.perf_counter()
    for _ in range(50):
        function(x)
    return time.perf_counter() - start


print(f"{seconds(wave) / seconds(fast):.1f} times as fast")
#> 7.0 times as fast

# %% first-call tags=["varies"]
again, small = torch.compile(wave, backend="aot_eager"), x[:2]
for call in range(3):
    start = time.perf_counter()
    again(small)
    print(f"call {call}: {time.perf_counter() - start:.5f} s")
#> call 0: 0.23926 s
#> call 1: 0.00019 s
#> call 2: 0.00006 s

# %% training
torch.manual_seed(0)
inputs = torch.randn(64, 8)
targets = inputs.sum(dim=1, keepdim=True)
net = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 1))
compiled = torch.compile(net, backend="aot_eager")
optimizer = torch.optim.AdamW(net.parameters(), lr=0.01)
for step in range(200):
    loss = nn.functional.mse_loss(compiled(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item() < 0.1)
#> True

# %% evaluate
compiled.eval()
with torch.no_grad():
    print(torch.allclose(compiled(inputs), net(inputs)))
print(net.training, compiled._orig_mod is net)
#> True
#> False True

# %% count
count = 0

def counting(graph, example_inputs):
    global count
    count += 1
    return graph.forward

# %% contexts
torch.compiler.reset()
dropout, count = nn.Dropout(0.5), 0
compiled = torch.compile(dropout, backend=counting)
for mode in (True, False, True, False):
    compiled.train(mode)
    compiled(torch.ones(2))
    print(mode, count)
#> True 1
#> False 2
#> True 2
#> False 2

# %% dynamic
def double(x):
    return 2 * x


for dynamic in (None, False, True):
    torch.compiler.reset()
    compiled = torch.compile(double, backend=counting, dynamic=dynamic)
    count, counts = 0, []
    for length in (2, 3, 4, 5):
        compiled(torch.ones(length))
        counts.append(count)
    print(dynamic, counts)
#> None [1, 2, 2, 2]
#> False [1, 2, 3, 4]
#> True [1, 1, 1, 1]

# %% without-compiling
torch.compiler.reset()
count = 0
with torch.compiler.set_stance("force_eager"):
    print(compiled(torch.ones(2)), count)
#> tensor([2., 2.]) 0

# %% prefixed-names tags=["raises-exception"]
compiled = torch.compile(net)
net.load_state_dict(compiled.state_dict())
#> RuntimeError: Error(s) in loading state_dict for Sequential:
#> 	Missing key(s) in state_dict: "0.weight", "0.bias", "2.weight", "2.bias".
#> 	Unexpected key(s) in state_dict: "_orig_mod.0.weight", "_orig_mod.0.bias", "_orig_mod.2.weight", "_orig_mod.2.bias".

# %% plain-names tags=["right"]
print(list(compiled._orig_mod.state_dict())[:2])
#> ['0.weight', '0.bias']

# %% in-place
net.compile(backend="aot_eager")
print(net(inputs).shape, list(net.state_dict())[:2])
#> torch.Size([64, 1]) ['0.weight', '0.bias']

# %% result-unused tags=["wrong"]
torch.compiler.reset()
layer, count = nn.Linear(8, 1), 0
torch.compile(layer, backend=counting)
layer(inputs)
print(count)
#> 0

# %% result-used tags=["right"]
layer = torch.compile(layer, backend=counting)
layer(inputs)
print(count)
#> 1

# %% backend-failed tags=["raises-exception"]
def broken(graph, example_inputs):
    raise OSError("no such compiler")


torch.compile(double, backend=broken)(x)
#> torch._dynamo.exc.BackendCompilerFailed: backend='broken' raised:
#> OSError: no such compiler
#>
#> Set TORCHDYNAMO_VERBOSE=1 for the full Dynamo stack trace (please do this especially if you're reporting a bug to PyTorch). For even more developer context, set TORCH_LOGS="+dynamo"
#torch<2.15> torch._dynamo.exc.BackendCompilerFailed: backend='broken' raised:
#torch<2.15> OSError: no such compiler
#torch<2.15>
#torch<2.15> Set TORCHDYNAMO_VERBOSE=1 for the internal stack trace (please do this especially if you're reporting a bug to PyTorch). For even more developer context, set TORCH_LOGS="+dynamo"

# %% mode tags=["raises-exception"]
torch.compile(wave, mode="fast")
#> RuntimeError: Unrecognized mode=fast, should be one of: ...
