# %% raise tags=["raises-exception"]
import torch
from torch import nn


class Pair(nn.Module):
    def forward(self, a, b):
        return (a * b).sum(dim=-1)


a, b = torch.ones(2, 3), torch.ones(2, 3)
Pair()([a, b])
#> TypeError: Pair.forward() missing 1 required positional argument: 'b'

# %% sequential tags=["raises-exception"]
net = nn.Sequential(nn.Linear(3, 3), Pair())
net(a)
#> TypeError: Pair.forward() missing 1 required positional argument: 'b'

# %% class tags=["raises-exception"]
Pair.forward(a, b)
#> TypeError: Pair.forward() missing 1 required positional argument: 'b'

# %% layer tags=["raises-exception"]
nn.Linear(a)
#> TypeError: Linear.__init__() missing 1 required positional argument: 'out_features'

# %% loss tags=["raises-exception"]
nn.CrossEntropyLoss()(a)
#> TypeError: CrossEntropyLoss.forward() missing 1 required positional argument: 'target'

# %% fix tags=["right"]
print(Pair()(a, b))
print(Pair()(*[a, b]))
#> tensor([3., 3.])
#> tensor([3., 3.])

# %% fix-sequential tags=["right"]
first, pair = nn.Linear(3, 3), Pair()
print(pair(first(a), b).shape)
#> torch.Size([2])

# %% fix-layer tags=["right"]
print(nn.Linear(3, 4)(a).shape)
loss = nn.CrossEntropyLoss()(a, torch.tensor([0, 2]))
print(f"{loss:.2f}")
#> torch.Size([2, 4])
#> 1.10
