# %% parameters
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def megabytes(tensors):
    return sum(t.nbytes for t in tensors) / 1e6


torch.manual_seed(0)
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
def state_of(optimizer):
    optimizer.step()
    values = [v for s in optimizer.state.values() for v in s.values()]
    return megabytes(v for v in values if torch.is_tensor(v))


sgd = torch.optim.SGD(model.parameters(), lr=0.1)
momentum = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
adam = torch.optim.Adam(model.parameters())
for name, optimizer in ("SGD", sgd), ("momentum", momentum), ("Adam", adam):
    print(f"{name}: {state_of(optimizer):.2f} MB")
#> SGD: 0.00 MB
#> momentum: 8.05 MB
#> Adam: 16.10 MB

# %% draw-memory tags=["remove-input"]
from drawing.resources import memory

memory(model, x)

# %% will-it-fit
with torch.device("meta"):
    large = nn.Sequential(*[nn.Linear(8192, 8192) for _ in range(100)])
gigabytes = megabytes(large.parameters()) / 1000
print(f"parameters: {gigabytes:.1f} GB")
print(f"parameters, gradients and Adam: {4 * gigabytes:.1f} GB")
#> parameters: 26.8 GB
#> parameters, gradients and Adam: 107.4 GB

# %% saved-megabytes
# zh: compute() 的计算图除了参数还保存了多少 MB。
# en: How many MB the graph of compute() saves besides the parameters.
def saved_megabytes(compute):
    saved = {}

    def keep(tensor):
        saved[tensor.data_ptr()] = tensor.nbytes
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda t: t):
        compute()
    for parameter in model.parameters():
        saved.pop(parameter.data_ptr(), None)
    return sum(saved.values()) / 1e6

# %% batch-size
for batch_size in (64, 128, 256):
    x = torch.ones(batch_size, 1000, device=device)
    print(f"batch {batch_size}: {saved_megabytes(lambda: model(x)):.2f} MB")
#> batch 64: 0.77 MB
#> batch 128: 1.54 MB
#> batch 256: 3.07 MB

# %% no-grad
with torch.no_grad():
    print(f"{saved_megabytes(lambda: model(x)):.2f} MB")
#> 0.00 MB

# %% autocast
for batch_size in (256, 2048):
    x = torch.ones(batch_size, 1000, device=device)
    full = saved_megabytes(lambda: model(x))
    with torch.autocast(device.type, dtype=torch.bfloat16):
        mixed = saved_megabytes(lambda: model(x))
    print(f"batch {batch_size}: float32 {full:.2f}, mixed {mixed:.2f} MB")
#> batch 256: float32 3.07, mixed 3.56 MB
#> batch 2048: float32 24.58, mixed 14.31 MB

# %% autocast-parameters
with torch.autocast(device.type, dtype=torch.bfloat16):
    loss = model(x).mean()
loss.backward()
print(model[0].weight.dtype, model[0].weight.grad.dtype)
#> torch.float32 torch.float32

# %% float16-underflow tags=["wrong"]
gradient = torch.tensor(1e-8)
print(gradient.half())
print((65536 * gradient).half())
#> tensor(0., dtype=torch.float16)
#> tensor(0.0007, dtype=torch.float16)

# %% grad-scaler tags=["right"]
scaler = torch.amp.GradScaler(device.type)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    with torch.autocast(device.type, dtype=torch.float16):
        loss = model(x).square().mean()
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
print(model[0].weight.dtype, scaler.get_scale())
#> torch.float32 16384.0

# %% checkpoint
x = torch.ones(256, 1000, device=device)


def checkpointed():
    return checkpoint(model, x, use_reentrant=False)


print(f"{saved_megabytes(lambda: model(x)):.2f} MB")
print(f"{saved_megabytes(checkpointed):.2f} MB")
#> 3.07 MB
#> 1.02 MB

# %% computed-again
calls = []
handle = model[0].register_forward_hook(lambda *_: calls.append("forward"))
loss = checkpointed().mean()
print(calls)
loss.backward()
print(calls)
handle.remove()
#> ['forward']
#> ['forward', 'forward']

# %% allocated-and-reserved tags=["requires-cuda", "varies"]
def report():
    allocated = torch.cuda.memory_allocated() / 2**20
    reserved = torch.cuda.memory_reserved() / 2**20
    print(f"allocated {allocated:.0f} MiB, reserved {reserved:.0f} MiB")


block = torch.empty(2**26, device="cuda")
report()
del block
report()
torch.cuda.empty_cache()
report()

# %% peak tags=["requires-cuda", "varies"]
torch.cuda.reset_peak_memory_stats()
model(x).mean().backward()
print(f"peak {torch.cuda.max_memory_allocated() / 2**20:.0f} MiB")

# %% summed-losses tags=["wrong"]
def total_loss(steps):
    return sum(model(x).square().mean() for _ in range(steps))


for steps in (1, 2, 4):
    print(f"{steps}: {saved_megabytes(lambda: total_loss(steps)):.2f} MB")
#> 1: 3.08 MB
#> 2: 5.14 MB
#> 4: 9.26 MB

# %% summed-numbers tags=["right"]
total = sum(model(x).square().mean().item() for _ in range(4))
print(type(total))
#> <class 'float'>

# %% half-model tags=["raises-exception"]
half = nn.Linear(1000, 10, device=device, dtype=torch.float16)
optimizer = torch.optim.SGD(half.parameters(), lr=0.1)
scaler.scale(half(x.half()).mean()).backward()
scaler.step(optimizer)
#> ValueError: Attempting to unscale FP16 gradients.

# %% float32-model tags=["right"]
net = nn.Linear(1000, 10, device=device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
with torch.autocast(device.type, dtype=torch.float16):
    loss = net(x).mean()
scaler.scale(loss).backward()
scaler.step(optimizer)
print(net.weight.grad.dtype)
#> torch.float32

# %% out-of-memory tags=["raises-exception", "varies"]
torch.empty(2**50, dtype=torch.uint8, device=device)
#> RuntimeError: [enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 1125899906842624 bytes. ...

# %% error-type
print(issubclass(torch.OutOfMemoryError, RuntimeError))
#> True
