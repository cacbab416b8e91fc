# %% on-the-cpu tags=["raises-exception"]
import torch
from torch import nn

ids = torch.tensor([0, 2, 3])
nn.Embedding(3, 4)(ids.cpu())
#> IndexError: index out of range in self

# %% fix tags=["right"]
size = int(ids.max()) + 1
print(size, nn.Embedding(size, 4)(ids).shape)
#> 4 torch.Size([3, 4])
