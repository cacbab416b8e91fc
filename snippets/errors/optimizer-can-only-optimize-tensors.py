# %% raise tags=["raises-exception"]
import torch
from torch import nn

body, head = nn.Linear(4, 8), nn.Linear(8, 2)
torch.optim.Adam([body, head])
#> TypeError: optimizer can only optimize Tensors, but one of the params is torch.nn.modules.linear.Linear

# %% generators tags=["raises-exception"]
torch.optim.Adam([body.parameters(), head.parameters()])
#> TypeError: optimizer can only optimize Tensors, but one of the params is Module.parameters

# %% names tags=["raises-exception"]
torch.optim.Adam(body.state_dict())
#> TypeError: optimizer can only optimize Tensors, but one of the params is str

# %% mixed tags=["raises-exception"]
torch.optim.Adam([body.weight, {"params": head.parameters(), "lr": 0.1}])
#> TypeError: optimizer can only optimize Tensors, but one of the params is dict

# %% fix-flat tags=["right"]
parameters = [*body.parameters(), *head.parameters()]
optimizer = torch.optim.Adam(parameters)
print(len(optimizer.param_groups[0]["params"]))
#> 4

# %% fix-model tags=["right"]
model = nn.ModuleList([body, head])
optimizer = torch.optim.Adam(model.parameters())
print(len(optimizer.param_groups[0]["params"]))
#> 4

# %% fix-groups tags=["right"]
groups = [
    {"params": body.parameters()},
    {"params": head.parameters(), "lr": 0.1},
]
optimizer = torch.optim.Adam(groups)
print([group["lr"] for group in optimizer.param_groups])
#> [0.001, 0.1]
