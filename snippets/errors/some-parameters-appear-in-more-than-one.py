# %% raise tags=["raises-exception"]
import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 2))
groups = [
    {"params": net.parameters(), "lr": 0.01},
    {"params": net[1].parameters(), "lr": 0.1},
]
torch.optim.AdamW(groups)
#> ValueError: some parameters appear in more than one parameter group

# %% unfrozen tags=["raises-exception"]
net[0].requires_grad_(False)
optimizer = torch.optim.AdamW(net.parameters())
net[0].requires_grad_(True)
optimizer.add_param_group({"params": net[0].parameters()})
#> ValueError: some parameters appear in more than one parameter group

# %% shared tags=["raises-exception"]
first, second = nn.Linear(4, 4), nn.Linear(4, 4)
second.weight = first.weight
groups = [{"params": first.parameters()}, {"params": second.parameters()}]
torch.optim.AdamW(groups)
#> ValueError: some parameters appear in more than one parameter group

# %% fix-split tags=["right"]
in_head = set(net[1].parameters())
body = [p for p in net.parameters() if p not in in_head]
groups = [
    {"params": body, "lr": 0.01},
    {"params": net[1].parameters(), "lr": 0.1},
]
optimizer = torch.optim.AdamW(groups)
print([len(group["params"]) for group in optimizer.param_groups])
#> [2, 2]

# %% fix-unfrozen tags=["right"]
net[0].requires_grad_(False)
optimizer = torch.optim.AdamW(net[1].parameters())
net[0].requires_grad_(True)
optimizer.add_param_group({"params": net[0].parameters(), "lr": 1e-4})
print([group["lr"] for group in optimizer.param_groups])
#> [0.001, 0.0001]

# %% fix-shared tags=["right"]
optimizer = torch.optim.AdamW(nn.Sequential(first, second).parameters())
print(len(optimizer.param_groups[0]["params"]))
#> 3
