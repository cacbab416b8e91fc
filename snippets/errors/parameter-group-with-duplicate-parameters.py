# %% raise tags=["wrong"]
import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
parameters = [*net.parameters(), *net[1].parameters()]
optimizer = torch.optim.SGD(parameters, lr=0.1)
#> UserWarning: optimizer contains a parameter group with duplicate parameters; in future, this will cause an error; see github.com/pytorch/pytorch/issues/40967 for more information

# %% twice tags=["wrong"]
w = torch.zeros(1, requires_grad=True)
w.grad = torch.ones(1)
torch.optim.SGD([w, w], lr=0.1).step()
print(f"{w.item():.1f}")
#> -0.2

# %% fix tags=["right"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
print(len(optimizer.param_groups[0]["params"]))
#> 4

# %% fix-shared tags=["right"]
tied = nn.Linear(2, 2)
tied.weight = net[0].weight
parameters = [*net.parameters(), *tied.parameters()]
unique = list(dict.fromkeys(parameters))
optimizer = torch.optim.SGD(unique, lr=0.1)
print(len(parameters), len(unique))
#> 6 5
