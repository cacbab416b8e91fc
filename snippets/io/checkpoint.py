# %% save
import copy
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.optim import lr_scheduler
from torch.utils.data import DataLoader, TensorDataset


def save(path, parts, **more):
    state = {name: part.state_dict() for name, part in parts.items()}
    rng = torch.get_rng_state(), torch.cuda.get_rng_state_all()
    torch.save(state | {"rng": rng} | more, path)

# %% load
def load(path, parts):
    state = torch.load(path, map_location="cpu")
    for name, part in parts.items():
        part.load_state_dict(state[name])
    torch.set_rng_state(state["rng"][0])
    torch.cuda.set_rng_state_all(state["rng"][1])
    return state

# %% new-parts
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)
x = torch.randn(32, 4)
data = TensorDataset(x, x.sum(dim=1, keepdim=True))
loader = DataLoader(data, batch_size=8, shuffle=True)


def new_parts(epochs=6):
    model = nn.Sequential(nn.Linear(4, 16), nn.Dropout(0.2), nn.Linear(16, 1))
    model.to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    scheduler = lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    return {"model": model, "optimizer": optimizer, "scheduler": scheduler}

# %% train-epoch
def train_epoch(parts):
    model, optimizer = parts["model"], parts["optimizer"]
    for inputs, target in loader:
        output = model(inputs.to(device))
        loss = nn.functional.mse_loss(output, target.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    parts["scheduler"].step()
    return loss.item()

# %% begin
def train(parts, start, end):
    for epoch in range(start, end):
        rate = parts["optimizer"].param_groups[0]["lr"]
        loss = train_epoch(parts)
        print(epoch, f"lr {rate:.3f}", f"loss {loss:.3f}")
        save(f"epoch-{epoch:03}.pt", parts, epoch=epoch)


torch.manual_seed(0)
parts = new_parts()
train(parts, 0, 3)
#> 0 lr 0.100 loss 0.457
#> 1 lr 0.093 loss 0.210
#> 2 lr 0.075 loss 0.863

# %% resume
parts = new_parts()
start = load("epoch-002.pt", parts)["epoch"] + 1
train(parts, start, 6)
#> 3 lr 0.050 loss 0.183
#> 4 lr 0.025 loss 0.137
#> 5 lr 0.007 loss 0.074

# %% uninterrupted
torch.manual_seed(0)
whole = new_parts()
train(whole, 0, 6)
pairs = zip(parts["model"].parameters(), whole["model"].parameters())
print(all(torch.equal(resumed, other) for resumed, other in pairs))
#> 0 lr 0.100 loss 0.457
#> 1 lr 0.093 loss 0.210
#> 2 lr 0.075 loss 0.863
#> 3 lr 0.050 loss 0.183
#> 4 lr 0.025 loss 0.137
#> 5 lr 0.007 loss 0.074
#> True

# %% latest
parts = new_parts()
files = sorted(Path().glob("epoch-*.pt"))
start = load(files[-1], parts)["epoch"] + 1 if files else 0
print(start)
for old in files[:-2]:
    old.unlink()
print([path.name for path in sorted(Path().glob("epoch-*.pt"))])
#> 6
#> ['epoch-004.pt', 'epoch-005.pt']

# %% without-one
torch.manual_seed(0)
train(new_parts(), 0, 3)
for left_out in ("nothing", "optimizer", "scheduler", "rng"):
    parts = new_parts()
    some = {name: parts[name] for name in parts if name != left_out}
    load("epoch-002.pt", some)
    if left_out == "rng":
        torch.manual_seed(1)
    losses = [train_epoch(parts) for _ in range(3)]
    print(f"{left_out:9}", [round(loss, 3) for loss in losses])
#> 0 lr 0.100 loss 0.457
#> 1 lr 0.093 loss 0.210
#> 2 lr 0.075 loss 0.863
#> nothing   [0.183, 0.137, 0.074]
#> optimizer [0.181, 0.199, 0.088]
#> scheduler [0.183, 0.136, 0.233]
#> rng       [0.331, 0.148, 0.498]

# %% only-the-model tags=["wrong"]
parts = new_parts()
load("epoch-002.pt", {"model": parts["model"]})
print(parts["optimizer"].param_groups[0]["lr"])
#> 0.1

# %% all-parts tags=["right"]
parts = new_parts()
load("epoch-002.pt", parts)
print(f"{parts['optimizer'].param_groups[0]['lr']:.3f}")
#> 0.050

# %% rates tags=["remove-input"]
from drawing.charts import curves


def rates(parts, steps):
    values = []
    for _ in range(steps):
        values.append(parts["optimizer"].param_groups[0]["lr"])
        parts["optimizer"].step()
        parts["scheduler"].step()
    return values


whole_run = rates(new_parts(), 6)
curves(
    {
        ("加载全部", "all parts loaded"): whole_run,
        ("只加载模型", "only the model"): whole_run[:3] + rates(new_parts(), 3),
    },
    x=("轮", "epoch"),
    y=("学习率", "learning rate"),
    start=0,
)

# %% new-rate-lost tags=["wrong"]
parts = new_parts()
parts["optimizer"] = torch.optim.Adam(parts["model"].parameters(), lr=0.01)
load("epoch-002.pt", parts)
print(f"{parts['optimizer'].param_groups[0]['lr']:.3f}")
#> 0.050

# %% new-rate tags=["right"]
for group in parts["optimizer"].param_groups:
    group["lr"] = group["initial_lr"] = 0.01
parts["scheduler"] = lr_scheduler.CosineAnnealingLR(
    parts["optimizer"], T_max=3
)
print(parts["scheduler"].base_lrs)
#> [0.01]

# %% more-epochs tags=["wrong"]
parts = new_parts(epochs=12)
start = load("epoch-002.pt", parts)["epoch"] + 1
print(parts["scheduler"].T_max)
for _ in range(start, 12):
    parts["optimizer"].step()
    parts["scheduler"].step()
print(f"{parts['optimizer'].param_groups[0]['lr']:.3f}")
#> 6
#> 0.100

# %% new-schedule tags=["right"]
parts = new_parts()
start = load("epoch-002.pt", parts)["epoch"] + 1
parts["scheduler"] = lr_scheduler.CosineAnnealingLR(
    parts["optimizer"], T_max=12 - start
)
print(f"{parts['optimizer'].param_groups[0]['lr']:.3f}")
for _ in range(start, 12):
    parts["optimizer"].step()
    parts["scheduler"].step()
print(f"{parts['optimizer'].param_groups[0]['lr']:.3f}")
#> 0.050
#> 0.000

# %% scaler
parts = new_parts()
parts["scaler"] = torch.amp.GradScaler(device, init_scale=1024.0)
save("amp.pt", parts, epoch=0)

parts["scaler"] = torch.amp.GradScaler(device)
load("amp.pt", parts)
print(parts["scaler"].get_scale())
#> 1024.0

# %% train-steps
def train_steps(parts, order, begin, end):
    generator = torch.Generator()
    generator.set_state(order)
    loader = DataLoader(data, 8, shuffle=True, generator=generator)
    model, optimizer = parts["model"], parts["optimizer"]
    for inputs, target in islice(loader, begin, end):
        output = model(inputs.to(device))
        loss = nn.functional.mse_loss(output, target.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

# %% stop-within-epoch
order = torch.Generator().manual_seed(0).get_state()
torch.manual_seed(0)
parts = new_parts()
train_steps(parts, order, 0, 2)
save("step.pt", parts, epoch=0, step=2, order=order)

# %% resume-within-epoch
parts = new_parts()
state = load("step.pt", parts)
train_steps(parts, state["order"], state["step"], 4)

torch.manual_seed(0)
whole = new_parts()
train_steps(whole, order, 0, 4)
pairs = zip(parts["model"].parameters(), whole["model"].parameters())
print(all(torch.equal(resumed, other) for resumed, other in pairs))
#> True

# %% warmup-saved
net = nn.Linear(4, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.LinearLR(optimizer, 0.1, total_iters=10)
for _ in range(5):
    optimizer.step()
    scheduler.step()
warm = optimizer.state_dict(), scheduler.state_dict()
print(f"{scheduler.get_last_lr()[0]:.4f}")
#> 0.0550

# %% created-after-loading tags=["wrong"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
optimizer.load_state_dict(warm[0])
scheduler = lr_scheduler.LinearLR(optimizer, 0.1, total_iters=10)
scheduler.load_state_dict(warm[1])
print(f"{optimizer.param_groups[0]['lr']:.4f}")
#> 0.0055

# %% created-before-loading tags=["right"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = lr_scheduler.LinearLR(optimizer, 0.1, total_iters=10)
optimizer.load_state_dict(warm[0])
scheduler.load_state_dict(warm[1])
print(f"{optimizer.param_groups[0]['lr']:.4f}")
#> 0.0550

# %% other-groups tags=["raises-exception"]
net = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
old = torch.optim.SGD(net.parameters(), lr=0.1)
groups = [{"params": part.parameters()} for part in net]
new = torch.optim.SGD(groups, lr=0.1)
new.load_state_dict(old.state_dict())
#> ValueError: loaded state dict has a different number of parameter groups

# %% same-groups tags=["right"]
new = torch.optim.SGD(net.parameters(), lr=0.1)
new.load_state_dict(old.state_dict())

# %% disabled-scaler tags=["raises-exception"]
state = torch.amp.GradScaler(device, enabled=False).state_dict()
print(state)
scaler = torch.amp.GradScaler(device)
scaler.load_state_dict(state)
#> {}
#> RuntimeError: The source state dict is empty, possibly because it was saved from a disabled instance of GradScaler.

# %% if-enabled tags=["right"]
if state:
    scaler.load_state_dict(state)
print(scaler.get_scale())
#> 65536.0

# %% state-shared tags=["wrong"]
parts = new_parts()
train_epoch(parts)
kept = parts["optimizer"].state_dict()
train_epoch(parts)
print(kept["state"][0]["step"])
#> tensor(8.)

# %% state-copied tags=["right"]
parts = new_parts()
train_epoch(parts)
kept = copy.deepcopy(parts["optimizer"].state_dict())
train_epoch(parts)
print(kept["state"][0]["step"])
#> tensor(4.)

# %% numpy-state tags=["raises-exception"]
torch.save({"numpy": np.random.get_state()}, "numpy.pt")
torch.load("numpy.pt")
#> _pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options, ...

# %% numpy-generator tags=["right"]
rng = np.random.default_rng(0)
torch.save({"numpy": rng.bit_generator.state}, "numpy.pt")
value = rng.random()
rng.bit_generator.state = torch.load("numpy.pt")["numpy"]
print(rng.random() == value)
#> True
