# %% groups
import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
weights = [p for name, p in net.named_parameters() if name.endswith("weight")]
biases = [p for name, p in net.named_parameters() if name.endswith("bias")]
optimizer = torch.optim.SGD(
    [{"params": weights, "weight_decay": 0.01}, {"params": biases}], lr=0.1
)
for group in optimizer.param_groups:
    print(len(group["params"]), group["lr"], group["weight_decay"])
#> 2 0.1 0.01
#> 2 0.1 0

# %% all-parameters
total = sum(p.numel() for p in net.parameters())
managed = sum(p.numel() for group in optimizer.param_groups for p in group["params"])
print(total, managed)
#> 49 49

# %% only-first-layer
first = torch.optim.SGD(
    [{"params": [net[0].weight], "weight_decay": 0.01}, {"params": [net[0].bias]}], lr=0.1
)
managed = {p for group in first.param_groups for p in group["params"]}
print([name for name, p in net.named_parameters() if p not in managed])
#> ['2.weight', '2.bias']

# %% weight-decay
w = torch.tensor(1.0, requires_grad=True)
w.grad = torch.tensor(2.0)
torch.optim.SGD([w], lr=0.1, weight_decay=0.5).step()
print(w.item())
print(round(1 - 0.1 * (2 + 0.5 * 1), 4))
#> 0.75
#> 0.75

# %% squared-norm
w = torch.tensor(1.0, requires_grad=True)
loss = 2 * w + 0.5 / 2 * w**2
loss.backward()
torch.optim.SGD([w], lr=0.1).step()
print(w.item())
#> 0.75

# %% adam-and-adamw
for optimizer_class in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW):
    for weight_decay in (0.5, 0.2):
        w = torch.tensor([1.0, 10.0], requires_grad=True)
        w.grad = torch.zeros(2)
        optimizer_class([w], lr=0.1, weight_decay=weight_decay).step()
        print(optimizer_class.__name__, weight_decay, w.detach())
#> SGD 0.5 tensor([0.9500, 9.5000])
#> SGD 0.2 tensor([0.9800, 9.8000])
#> Adam 0.5 tensor([0.9000, 9.9000])
#> Adam 0.2 tensor([0.9000, 9.9000])
#> AdamW 0.5 tensor([0.9500, 9.5000])
#> AdamW 0.2 tensor([0.9800, 9.8000])

# %% strength
for weight_decay in (0.01, 3, 25):
    w = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1, weight_decay=weight_decay)
    for _ in range(10):
        w.grad = torch.tensor(0.0)
        optimizer.step()
    print(weight_decay, f"{w.item():.2f}")
#> 0.01 0.99
#> 3 0.03
#> 25 57.67

# %% by-dimension
model = nn.Sequential(nn.Embedding(10, 4), nn.Linear(4, 8), nn.LayerNorm(8), nn.Linear(8, 1))
decay = [p for p in model.parameters() if p.ndim >= 2]
no_decay = [p for p in model.parameters() if p.ndim < 2]
optimizer = torch.optim.AdamW(
    [{"params": decay}, {"params": no_decay, "weight_decay": 0.0}], lr=0.001, weight_decay=0.1
)
for group in optimizer.param_groups:
    print(group["weight_decay"], [tuple(p.shape) for p in group["params"]])
#> 0.1 [(10, 4), (8, 4), (1, 8)]
#> 0.0 [(8,), (8,), (8,), (1,)]

# %% learning-rates
body, head = net[0], net[2]
optimizer = torch.optim.AdamW(
    [{"params": body.parameters(), "lr": 1e-4}, {"params": head.parameters()}], lr=1e-2
)
print([group["lr"] for group in optimizer.param_groups])
#> [0.0001, 0.01]

# %% scale-learning-rates
for group in optimizer.param_groups:
    group["lr"] *= 0.5
print([group["lr"] for group in optimizer.param_groups])
#> [5e-05, 0.005]

# %% add-group
new_head = nn.Linear(8, 3)
optimizer.add_param_group({"params": new_head.parameters(), "lr": 1e-3})
print([group["lr"] for group in optimizer.param_groups])
#> [5e-05, 0.005, 0.001]

# %% names
optimizer = torch.optim.SGD(
    [
        {"params": body.named_parameters(prefix="body"), "weight_decay": 0.01},
        {"params": head.named_parameters(prefix="head")},
    ],
    lr=0.1,
)
for group in optimizer.param_groups:
    print(group["param_names"], group["weight_decay"])
#> ['body.weight', 'body.bias'] 0.01
#> ['head.weight', 'head.bias'] 0

# %% overlapping tags=["raises-exception"]
torch.optim.SGD([{"params": net.parameters()}, {"params": head.parameters(), "lr": 0.01}], lr=0.1)
#> ValueError: some parameters appear in more than one parameter group

# %% disjoint
head_parameters = set(head.parameters())
others = [p for p in net.parameters() if p not in head_parameters]
optimizer = torch.optim.SGD(
    [{"params": others}, {"params": head.parameters(), "lr": 0.01}], lr=0.1
)
print([len(group["params"]) for group in optimizer.param_groups])
#> [2, 2]

# %% set tags=["raises-exception"]
torch.optim.SGD([{"params": head_parameters}], lr=0.1)
#> TypeError: optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets will change between runs. Please use a list instead.

# %% misspelt
optimizer = torch.optim.SGD([{"params": weights, "weight_decy": 0.01}], lr=0.1)
print(optimizer.param_groups[0]["weight_decay"])
print(sorted(optimizer.param_groups[0].keys() - optimizer.defaults.keys()))
#> 0
#> ['params', 'weight_decy']

# %% defaults-later
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
optimizer.defaults["lr"] = 0.01
print(optimizer.param_groups[0]["lr"])
#> 0.1
