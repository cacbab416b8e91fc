# %% data
import torch
from torch import nn
from torch.nn.functional import mse_loss

torch.manual_seed(0)
device = "cuda" if torch.cuda.is_available() else "cpu"
x = torch.randn(64, 8, device=device)
y = x.sum(dim=1, keepdim=True)
net = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 1))
net = net.to(device)
optimizer = torch.optim.AdamW(net.parameters(), lr=0.01)

# %% bfloat16
for step in range(200):
    with torch.autocast(device, dtype=torch.bfloat16):
        output = net(x)
        loss = mse_loss(output, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(output.dtype, loss.dtype, net[0].weight.dtype)
print(loss.item() < 0.1)
#> torch.bfloat16 torch.float32 torch.float32
#> True

# %% float16
scaler = torch.amp.GradScaler(device)
for step in range(200):
    with torch.autocast(device, dtype=torch.float16):
        output = net(x)
        loss = mse_loss(output, y)
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
print(output.dtype, loss.item() < 0.1)
#> torch.float16 True

# %% one-script
dtype = torch.bfloat16
scaler = torch.amp.GradScaler(device, enabled=dtype == torch.float16)
print(scaler.is_enabled(), scaler.scale(torch.tensor(2.0)))
#> False tensor(2.)

# %% ranges
for dtype in (torch.float32, torch.bfloat16, torch.float16):
    info = torch.finfo(dtype)
    print(dtype, f"{info.max:.0e} {info.smallest_normal:.0e} {info.eps:.0e}")
#> torch.float32 3e+38 1e-38 1e-07
#> torch.bfloat16 3e+38 1e-38 8e-03
#> torch.float16 7e+04 6e-05 1e-03

# %% too-small-too-large
values = torch.tensor([1e-8, 1.004, 70000.0])
print(values.half())
print(values.bfloat16())
#> tensor([0.0000, 1.0039,    inf], dtype=torch.float16)
#> tensor([1.0012e-08, 1.0078e+00, 7.0144e+04], dtype=torch.bfloat16)

# %% dtypes
with torch.autocast(device, dtype=torch.bfloat16):
    output = net(x)
    print("linear", output.dtype)
    print("bfloat16 + float32", (output + y).dtype)
    print("mse_loss", mse_loss(output, y).dtype)
print("input", x.dtype)
#> linear torch.bfloat16
#> bfloat16 + float32 torch.float32
#> mse_loss torch.float32
#> input torch.float32

# %% float32-region
with torch.autocast(device, dtype=torch.bfloat16):
    output = net(x)
    with torch.autocast(device, enabled=False):
        variance = output.float().var()
print(variance.dtype)
#> torch.float32

# %% evaluate
net.eval()
with torch.inference_mode():
    with torch.autocast(device, dtype=torch.bfloat16):
        output = net(x)
print(output.float().shape)
#> torch.Size([64, 1])

# %% scaled-norm tags=["wrong"]
def scaled_gradients():
    with torch.autocast(device, dtype=torch.float16):
        loss = mse_loss(net(x), y + 1)
    optimizer.zero_grad()
    scaler.scale(loss).backward()


scaler = torch.amp.GradScaler(device, init_scale=1024.0)
scaled_gradients()
norm = nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0)
print(norm.item() > 1000)
#> True

# %% unscaled-norm tags=["right"]
scaled_gradients()
scaler.unscale_(optimizer)
norm = nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0)
scaler.step(optimizer)
scaler.update()
print(norm.item() < 10)
#> True

# %% skipped-step
scaler = torch.amp.GradScaler(device)
weight = net[0].weight.detach().clone()
with torch.autocast(device, dtype=torch.float16):
    loss = mse_loss(net(x), 1000 * y)
optimizer.zero_grad()
scaler.scale(loss).backward()
scaler.step(optimizer)
scaler.update()
print(loss.isfinite().item(), net[0].weight.equal(weight))
print(scaler.get_scale())
#> True True
#> 32768.0

# %% scheduler
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
for step in range(12):
    with torch.autocast(device, dtype=torch.float16):
        loss = mse_loss(net(x), 100 * y)
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    before = scaler.get_scale()
    scaler.update()
    if scaler.get_scale() >= before:
        scheduler.step()
print(scaler.get_scale(), f"{scheduler.last_epoch} of 12 updates")
#> 128.0 4 of 12 updates

# %% save
state = {"scaler": scaler.state_dict()}
resumed = torch.amp.GradScaler(device)
resumed.load_state_dict(state["scaler"])
print(resumed.get_scale() == scaler.get_scale())
#> True

# %% old-names
with torch.cuda.amp.autocast(enabled=False):
    pass
torch.cuda.amp.GradScaler(enabled=False)
#> FutureWarning: `torch.cuda.amp.autocast(args...)` is deprecated. Please use `torch.amp.autocast('cuda', args...)` instead.
#> FutureWarning: `torch.cuda.amp.GradScaler(args...)` is deprecated. Please use `torch.amp.GradScaler('cuda', args...)` instead.

# %% outside tags=["raises-exception"]
head = nn.Linear(32, 1, device=device)
with torch.autocast(device, dtype=torch.bfloat16):
    features = net[0](x)
head(features)
#> RuntimeError: mat1 and mat2 must have the same dtype, but got BFloat16 and Float

# %% inside tags=["right"]
with torch.autocast(device, dtype=torch.bfloat16):
    features = net[0](x)
    output = head(features)
print(head(features.float()).dtype)
#> torch.float32

# %% overflow tags=["wrong"]
big = torch.full((1, 8), 300.0, device=device)
with torch.autocast(device, dtype=torch.float16):
    print((big @ big.T).item())
#> inf

# %% no-overflow tags=["right"]
with torch.autocast(device, dtype=torch.bfloat16):
    print((big @ big.T).item())
#> 720896.0

# %% half-model tags=["raises-exception"]
half = nn.Linear(8, 1, device=device).half()
sgd = torch.optim.SGD(half.parameters(), lr=0.1)
scaler = torch.amp.GradScaler(device)
scaler.scale(half(x.half()).sum()).backward()
scaler.step(sgd)
#> ValueError: Attempting to unscale FP16 gradients.

# %% float32-model tags=["right"]
half = half.float()
scaler = torch.amp.GradScaler(device, init_scale=64.0)
with torch.autocast(device, dtype=torch.float16):
    loss = half(x).mean()
sgd.zero_grad()
scaler.scale(loss).backward()
scaler.step(sgd)
print(half.weight.dtype, half.weight.grad.dtype)
#> torch.float32 torch.float32

# %% no-gradients tags=["raises-exception"]
scaler = torch.amp.GradScaler(device)
optimizer.zero_grad()
scaler.scale(mse_loss(net(x), y))
scaler.step(optimizer)
#> AssertionError: No inf checks were recorded for this optimizer.

# %% unscaled-twice tags=["raises-exception"]
scaler = torch.amp.GradScaler(device)
scaler.scale(mse_loss(net(x), y)).backward()
scaler.unscale_(optimizer)
nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0)
scaler.unscale_(optimizer)
#> RuntimeError: unscale_() has already been called on this optimizer since the last update().

# %% stepped-twice tags=["raises-exception"]
scaler.step(optimizer)
scaler.step(optimizer)
#> RuntimeError: step() has already been called since the last update().

# %% device-object tags=["raises-exception"]
place = torch.device(device)
torch.autocast(place, dtype=torch.bfloat16)
#> ValueError: Expected `device_type` of type `str`, got: `<class 'torch.device'>`

# %% device-type tags=["right"]
with torch.autocast(place.type, dtype=torch.bfloat16):
    print(net(x).dtype)
#> torch.bfloat16
