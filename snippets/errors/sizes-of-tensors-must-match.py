# %% raise tags=["raises-exception"]
import torch
from torch import nn

ages = torch.ones(5, 1)
pixels = torch.ones(5, 8)
torch.cat([ages, pixels])
#> RuntimeError: Sizes of tensors must match except in dimension 0. Expected size 1 but got size 8 for tensor number 1 in the list.

# %% skip tags=["raises-exception"]
skip = torch.ones(1, 4, 25, 25)
down = nn.functional.max_pool2d(skip, 2)
up = nn.functional.interpolate(down, scale_factor=2)
torch.cat([skip, up], dim=1)
#> RuntimeError: Sizes of tensors must match except in dimension 1. Expected size 25 but got size 24 for tensor number 1 in the list.

# %% fix-dim tags=["right"]
print(torch.cat([ages, pixels], dim=1).shape)
#> torch.Size([5, 9])

# %% fix-skip tags=["right"]
up = nn.functional.interpolate(down, size=skip.shape[-2:])
print(torch.cat([skip, up], dim=1).shape)
#> torch.Size([1, 8, 25, 25])

# %% fix-pad tags=["right"]
up = nn.functional.interpolate(down, scale_factor=2)
up = nn.functional.pad(up, (0, 1, 0, 1))
print(torch.cat([skip, up], dim=1).shape)
#> torch.Size([1, 8, 25, 25])
