# %% raise tags=["raises-exception"]
import torch
from torch import nn

old = nn.Linear(4, 2)
optimizer = torch.optim.SGD(old.parameters(), lr=0.1, momentum=0.9)
old(torch.ones(1, 4)).sum().backward()
optimizer.step()
saved = optimizer.state_dict()

net = nn.Sequential(nn.Linear(8, 4), old)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
optimizer.load_state_dict(saved)
#> ValueError: loaded state dict contains a parameter group that doesn't match the size of optimizer's group

# %% sizes
print([len(group["params"]) for group in saved["param_groups"]])
print([len(group["params"]) for group in optimizer.param_groups])
#> [2]
#> [4]

# %% fix-same tags=["right"]
optimizer = torch.optim.SGD(old.parameters(), lr=0.1, momentum=0.9)
optimizer.load_state_dict(saved)
for p, state in optimizer.state.items():
    print(tuple(p.shape), tuple(state["momentum_buffer"].shape))
#> (2, 4) (2, 4)
#> (2,) (2,)

# %% fix-new tags=["right"]
net[1].load_state_dict(old.state_dict())
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
print(len(optimizer.param_groups[0]["params"]), len(optimizer.state))
#> 4 0

# %% patched tags=["wrong"]
groups = optimizer.state_dict()["param_groups"]
patched = {"state": saved["state"], "param_groups": groups}
optimizer.load_state_dict(patched)
for p, state in optimizer.state.items():
    print(tuple(p.shape), tuple(state["momentum_buffer"].shape))
#> (4, 8) (2, 4)
#> (4,) (2,)
