# %% raise tags=["raises-exception"]
import math

import torch
from torch import nn

nn.GroupNorm(num_groups=4, num_channels=6)
#> ValueError: num_channels (6) must be divisible by num_groups (4)

# %% swapped tags=["raises-exception"]
nn.GroupNorm(6, 3)
#> ValueError: num_channels (3) must be divisible by num_groups (6)

# %% functional tags=["raises-exception"]
nn.functional.group_norm(torch.zeros(2, 6, 3), num_groups=4)
#> RuntimeError: Expected number of channels in input to be divisible by num_groups, but got input of shape [2, 6, 3] and num_groups=4

# %% input-channels tags=["raises-exception"]
nn.GroupNorm(2, 6)(torch.zeros(2, 4, 3))
#> RuntimeError: Expected weight to be a vector of size equal to the number of channels in input, but got weight of shape [6] and input of shape [2, 4, 3]

# %% divisors tags=["right"]
print([groups for groups in range(1, 7) if 6 % groups == 0])
print(nn.GroupNorm(3, 6)(torch.zeros(2, 6, 3)).shape)
#> [1, 2, 3, 6]
#> torch.Size([2, 6, 3])

# %% greatest tags=["right"]
print(math.gcd(32, 48))
print(nn.GroupNorm(math.gcd(32, 48), 48)(torch.zeros(2, 48, 3)).shape)
#> 16
#> torch.Size([2, 48, 3])
