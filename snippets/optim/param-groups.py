# %% groups
import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
named = list(net.named_parameters())
weights = [p for name, p in named if name.endswith("weight")]
biases = [p for name, p in named if name.endswith("bias")]
optimizer = torch.optim.SGD(
    [{"params": weights, "weight_decay": 1e-4}, {"params": biases}], lr=0.1
)
for group in optimizer.param_groups:
    print(len(group["params"]), group["lr"], group["weight_decay"])
#> 2 0.1 0.0001
#> 2 0.1 0

# %% all-parameters
def parameters_of(optimizer):
    return [p for group in optimizer.param_groups for p in group["params"]]


total = sum(p.numel() for p in net.parameters())
print(total, sum(p.numel() for p in parameters_of(optimizer)))
#> 49 49

# %% only-first-layer tags=["wrong"]
first = torch.optim.SGD(
    [
        {"params": [net[0].weight], "weight_decay": 1e-4},
        {"params": [net[0].bias]},
    ],
    lr=0.1,
)
managed = set(parameters_of(first))
print([name for name, p in named if p not in managed])
#> ['2.weight', '2.bias']

# %% by-dimension
model = nn.Sequential(
    nn.Embedding(10, 4), nn.Linear(4, 8), nn.LayerNorm(8), nn.Linear(8, 1)
)
decay = [p for p in model.parameters() if p.ndim >= 2]
no_decay = [p for p in model.parameters() if p.ndim < 2]
groups = [{"params": decay}, {"params": no_decay, "weight_decay": 0.0}]
optimizer = torch.optim.AdamW(groups, lr=0.001, weight_decay=0.1)
for group in optimizer.param_groups:
    print(group["weight_decay"], [tuple(p.shape) for p in group["params"]])
#> 0.1 [(10, 4), (8, 4), (1, 8)]
#> 0.0 [(8,), (8,), (8,), (1,)]

# %% learning-rates
body, head = net[0], net[2]
groups = [
    {"params": body.parameters(), "lr": 1e-5},
    {"params": head.parameters()},
]
optimizer = torch.optim.AdamW(groups, lr=1e-3)
print([group["lr"] for group in optimizer.param_groups])
#> [1e-05, 0.001]

# %% scale-learning-rates
for group in optimizer.param_groups:
    group["lr"] *= 0.5
print([group["lr"] for group in optimizer.param_groups])
#> [5e-06, 0.0005]

# %% add-group
new_head = nn.Linear(8, 3)
optimizer.add_param_group({"params": new_head.parameters(), "lr": 1e-3})
print([group["lr"] for group in optimizer.param_groups])
#> [5e-06, 0.0005, 0.001]

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
for name in ("SGD", "Adam", "AdamW"):
    for weight_decay in (0.5, 0.2):
        w = torch.tensor([1.0, 10.0], requires_grad=True)
        w.grad = torch.zeros(2)
        optimizer_class = getattr(torch.optim, name)
        optimizer_class([w], lr=0.1, weight_decay=weight_decay).step()
        print(name, weight_decay, w.detach())
#> SGD 0.5 tensor([0.9500, 9.5000])
#> SGD 0.2 tensor([0.9800, 9.8000])
#> Adam 0.5 tensor([0.9000, 9.9000])
#> Adam 0.2 tensor([0.9000, 9.9000])
#> AdamW 0.5 tensor([0.9500, 9.5000])
#> AdamW 0.2 tensor([0.9800, 9.8000])

# %% strength
for weight_decay in (1e-4, 0.01, 3, 25):
    w = torch.tensor(1.0, requires_grad=True)
    w.grad = torch.tensor(0.0)
    optimizer = torch.optim.SGD([w], lr=0.1, weight_decay=weight_decay)
    for _ in range(100):
        optimizer.step()
    print(weight_decay, f"{w.item():.3g}")
#> 0.0001 0.999
#> 0.01 0.905
#> 3 3.23e-16
#> 25 4.07e+17

# %% names
groups = [
    {"params": body.named_parameters(prefix="body"), "lr": 0.01},
    {"params": head.named_parameters(prefix="head")},
]
optimizer = torch.optim.SGD(groups, lr=0.1)
for group in optimizer.param_groups:
    print(group["param_names"], group["lr"])
#> ['body.weight', 'body.bias'] 0.01
#> ['head.weight', 'head.bias'] 0.1

# %% overlapping tags=["raises-exception"]
groups = [
    {"params": net.parameters()},
    {"params": head.parameters(), "lr": 0.01},
]
torch.optim.SGD(groups, lr=0.1)
#> ValueError: some parameters appear in more than one parameter group

# %% disjoint tags=["right"]
in_head = set(head.parameters())
others = [p for p in net.parameters() if p not in in_head]
groups = [{"params": others}, {"params": head.parameters(), "lr": 0.01}]
optimizer = torch.optim.SGD(groups, lr=0.1)
print([len(group["params"]) for group in optimizer.param_groups])
#> [2, 2]

# %% set tags=["raises-exception"]
torch.optim.SGD([{"params": in_head}], lr=0.1)
#> TypeError: optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets will change between runs. Please use a list instead.

# %% ordered tags=["right"]
ordered = [p for p in net.parameters() if p in in_head]
optimizer = torch.optim.SGD([{"params": ordered}], lr=0.1)
print([tuple(p.shape) for p in ordered])
#> [(1, 8), (1,)]

# %% misspelled tags=["wrong"]
groups = [{"params": weights, "weight_decy": 1e-4}]
optimizer = torch.optim.SGD(groups, lr=0.1)
group = optimizer.param_groups[0]
print(group["weight_decay"])
print(sorted(group.keys() - optimizer.defaults.keys()))
#> 0
#> ['params', 'weight_decy']

# %% spelled tags=["right"]
groups = [{"params": weights, "weight_decay": 1e-4}]
group = torch.optim.SGD(groups, lr=0.1).param_groups[0]
print(group["weight_decay"])
#> 0.0001

# %% initial-lr
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1)
group = optimizer.param_groups[0]
print(sorted(group.keys() - optimizer.defaults.keys()))
#> ['initial_lr', 'params']

# %% defaults-later tags=["wrong"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
optimizer.defaults["lr"] = 0.01
print(optimizer.param_groups[0]["lr"])
#> 0.1

# %% groups-later tags=["right"]
for group in optimizer.param_groups:
    group["lr"] = 0.01
print(optimizer.param_groups[0]["lr"])
#> 0.01
