# %% raise tags=["raises-exception"]
import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1))
weights = {net[0].weight, net[1].weight}
torch.optim.SGD([{"params": weights}], lr=0.1)
#> TypeError: optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets will change between runs. Please use a list instead.

# %% directly tags=["wrong"]
optimizer = torch.optim.SGD(weights, lr=0.1)
#> FutureWarning: optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets will change between runs. Please use a list instead. This will be an error in a future release.
#torch<2.15>

# %% fix tags=["right"]
ordered = [p for p in net.parameters() if p in weights]
optimizer = torch.optim.SGD([{"params": ordered}], lr=0.1)
print([tuple(p.shape) for p in ordered])
#> [(3, 2), (1, 3)]
