# %% raise tags=["raises-exception"]
import torch
from torch import nn

pool = nn.MaxPool2d(3)
small = torch.zeros(2, 4, 2, 2)
pool(small)
#> RuntimeError: Given input size: (4x2x2). Calculated output size: (4x0x0). Output size is too small

# %% max-pool1d tags=["raises-exception"]
nn.MaxPool1d(2)(torch.zeros(2, 4, 1))
#> RuntimeError: max_pool1d() Invalid computed output size: 0

# %% adaptive tags=["right"]
print(nn.AdaptiveMaxPool2d(1)(small).shape)
#> torch.Size([2, 4, 1, 1])

# %% ceil-mode tags=["right"]
print(nn.MaxPool2d(3, ceil_mode=True)(small).shape)
#> torch.Size([2, 4, 1, 1])
