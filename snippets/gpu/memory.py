# %% parameters
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def megabytes(tensors):
    """The size of ``tensors``, in MB."""
    return sum(t.numel() * t.element_size() for t in tensors) / 1e6


layers = nn.Linear(1000, 1000), nn.ReLU(), nn.Linear(1000, 1000), nn.ReLU()
model = nn.Sequential(*layers, nn.Linear(1000, 10)).to(device)
print(f"parameters: {megabytes(model.parameters()):.2f} MB")
#> parameters: 8.05 MB

# %% gradients
x = torch.ones(256, 1000, device=device)
model(x).mean().backward()
print(f"gradients: {megabytes(p.grad for p in model.parameters()):.2f} MB")
#> gradients: 8.05 MB

# %% optimizer-state
optimizers = {
    "SGD": torch.optim.SGD(model.parameters(), lr=0.1),
    "SGD with momentum": torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9),
    "Adam": torch.optim.Adam(model.parameters()),
}
for name, optimizer in optimizers.items():
    optimizer.step()
    state = [t for s in optimizer.state.values() for t in s.values() if torch.is_tensor(t)]
    print(f"{name}: {megabytes(state):.2f} MB")
#> SGD: 0.00 MB
#> SGD with momentum: 8.05 MB
#> Adam: 16.10 MB

# %% will-it-fit
with torch.device("meta"):
    large = nn.Sequential(*[nn.Linear(8192, 8192) for _ in range(100)])
gigabytes = megabytes(large.parameters()) / 1000
print(f"parameters: {gigabytes:.1f} GB")
print(f"parameters, gradients and Adam: {4 * gigabytes:.1f} GB")
#> parameters: 26.8 GB
#> parameters, gradients and Adam: 107.4 GB

# %% saved-megabytes
def saved_megabytes(compute):
    """What the graph of ``compute()`` keeps besides the parameters, in MB."""
    sizes = {}

    def keep(tensor):
        sizes[tensor.data_ptr()] = tensor.nbytes
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        compute()
    for parameter in model.parameters():
        sizes.pop(parameter.data_ptr(), None)
    return sum(sizes.values()) / 1e6

# %% batch-size
for batch_size in (64, 128, 256):
    x = torch.ones(batch_size, 1000, device=device)
    print(f"batch {batch_size}: {saved_megabytes(lambda: model(x).mean()):.2f} MB")
#> batch 64: 0.77 MB
#> batch 128: 1.54 MB
#> batch 256: 3.07 MB

# %% no-grad
with torch.no_grad():
    print(f"{saved_megabytes(lambda: model(x).mean()):.2f} MB")
#> 0.00 MB

# %% checkpoint
print(f"{saved_megabytes(lambda: checkpoint(model, x, use_reentrant=False).mean()):.2f} MB")
#> 1.02 MB

# %% computed-again
calls = []
handle = model[0].register_forward_hook(lambda *_: calls.append("forward"))
loss = checkpoint(model, x, use_reentrant=False).mean()
print(calls)
loss.backward()
print(calls)
handle.remove()
#> ['forward']
#> ['forward', 'forward']

# %% autocast
for batch_size in (256, 2048):
    x = torch.ones(batch_size, 1000, device=device)
    full = saved_megabytes(lambda: model(x).mean())
    with torch.autocast(device.type, dtype=torch.bfloat16):
        mixed = saved_megabytes(lambda: model(x).mean())
    print(f"batch {batch_size}: float32 {full:.2f} MB, autocast {mixed:.2f} MB")
#> batch 256: float32 3.07 MB, autocast 3.56 MB
#> batch 2048: float32 24.58 MB, autocast 14.31 MB

# %% autocast-parameters
with torch.autocast(device.type, dtype=torch.bfloat16):
    loss = model(x).mean()
loss.backward()
print(model[0].weight.dtype, model[0].weight.grad.dtype)
#> torch.float32 torch.float32

# %% allocated-and-reserved tags=["requires-cuda", "varies"]
def report():
    allocated, reserved = torch.cuda.memory_allocated(), torch.cuda.memory_reserved()
    print(f"allocated {allocated / 2**20:.0f} MiB, reserved {reserved / 2**20:.0f} MiB")


block = torch.empty(2**26, device="cuda")
report()
del block
report()
torch.cuda.empty_cache()
report()

# %% expected tags=["requires-cuda"]
net = nn.Sequential(nn.Linear(1000, 1000), nn.ReLU(), nn.Linear(1000, 10))
size = megabytes(net.parameters())
inputs = torch.ones(256, 1000, device=device)
start = torch.cuda.memory_allocated()


def compare(step, expected):
    grown = (torch.cuda.memory_allocated() - start) / 1e6
    print(f"{step}: {grown:.2f} MB allocated, {expected:.2f} MB expected")

# %% step-by-step tags=["requires-cuda", "varies"]
net.to(device)
compare("parameters", size)
loss = net(inputs).mean()
compare("forward", size + 256 * 1000 * 4 / 1e6)
loss.backward()
compare("backward", 2 * size)
optimizer = torch.optim.Adam(net.parameters())
optimizer.step()
compare("optimizer", 4 * size)

# %% peak tags=["requires-cuda", "varies"]
torch.cuda.reset_peak_memory_stats()
model(x).mean().backward()
print(f"peak {torch.cuda.max_memory_allocated() / 2**20:.0f} MiB")

# %% memory-fraction tags=["requires-cuda", "raises-exception", "varies"]
total = torch.cuda.get_device_properties(device).total_memory
torch.cuda.set_per_process_memory_fraction(2**30 / total)
torch.empty(2**31, dtype=torch.uint8, device=device)

# %% within-the-fraction tags=["requires-cuda"]
print(torch.empty(2**28, dtype=torch.uint8, device=device).device)
torch.cuda.set_per_process_memory_fraction(1.0)

# %% out-of-memory tags=["raises-exception", "varies"]
torch.empty(2**50, dtype=torch.uint8, device=device)
#> RuntimeError: [enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 1125899906842624 bytes. ...

# %% error-type
print(issubclass(torch.OutOfMemoryError, RuntimeError))
#> True

# %% kept-losses
losses = []
for _ in range(3):
    losses.append(model(x).square().mean())
node = losses[0].grad_fn.next_functions[0][0]
print(node.name(), node._saved_self.shape)
#> PowBackward0 torch.Size([2048, 10])

# %% kept-numbers
losses = []
with torch.no_grad():
    for _ in range(3):
        losses.append(model(x).square().mean().item())
print(type(losses[0]))
#> <class 'float'>
