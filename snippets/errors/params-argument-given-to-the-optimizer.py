# %% raise tags=["raises-exception"]
import torch
from torch import nn

layer = nn.Linear(3, 2)
torch.optim.SGD(layer.weight, lr=0.1)
#> TypeError: params argument given to the optimizer should be an iterable of Tensors or dicts, but got torch.FloatTensor

# %% model tags=["raises-exception"]
torch.optim.SGD(layer, lr=0.1)
#> TypeError: 'Linear' object is not iterable

# %% method tags=["raises-exception"]
torch.optim.SGD(layer.parameters, lr=0.1)
#> TypeError: 'method' object is not iterable

# %% fix-list tags=["right"]
optimizer = torch.optim.SGD([layer.weight], lr=0.1)
print(len(optimizer.param_groups[0]["params"]))
#> 1

# %% fix-model tags=["right"]
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
print(len(optimizer.param_groups[0]["params"]))
#> 2
