# %% raise tags=["raises-exception"]
import torch

net = torch.nn.Linear(3, 2)
old = torch.optim.Adam(net.parameters(), lr=0.01)
groups = [
    {"params": [net.weight], "weight_decay": 0.1},
    {"params": [net.bias], "weight_decay": 0.0},
]
new = torch.optim.Adam(groups, lr=0.01)
new.load_state_dict(old.state_dict())
#> ValueError: loaded state dict has a different number of parameter groups

# %% look tags=["right"]
for state in (old.state_dict(), new.state_dict()):
    print([len(group["params"]) for group in state["param_groups"]])
#> [2]
#> [1, 1]

# %% same tags=["right"]
new = torch.optim.Adam(net.parameters(), lr=0.5)
new.load_state_dict(old.state_dict())
print(new.param_groups[0]["lr"])
#> 0.01

# %% add-after tags=["right"]
new = torch.optim.Adam(net.parameters(), lr=0.01)
new.load_state_dict(old.state_dict())
head = torch.nn.Linear(2, 1)
new.add_param_group({"params": head.parameters(), "lr": 0.1})
print(len(new.param_groups))
#> 2
