# %% raise tags=["raises-exception"]
import torch
from torch import nn

nn.Conv2d(in_channels=6, out_channels=8, kernel_size=3, groups=4)
#> ValueError: in_channels must be divisible by groups

# %% out tags=["raises-exception"]
nn.Conv2d(in_channels=8, out_channels=6, kernel_size=3, groups=4)
#> ValueError: out_channels must be divisible by groups

# %% divisors tags=["right"]
print([g for g in range(1, 7) if 6 % g == 0 and 8 % g == 0])
conv = nn.Conv2d(6, 8, kernel_size=3, groups=2)
print(conv(torch.zeros(1, 6, 5, 5)).shape)
#> [1, 2]
#> torch.Size([1, 8, 3, 3])

# %% depthwise tags=["right"]
depthwise = nn.Conv2d(6, 6, kernel_size=3, groups=6)
pointwise = nn.Conv2d(6, 8, kernel_size=1)
print(pointwise(depthwise(torch.zeros(1, 6, 5, 5))).shape)
#> torch.Size([1, 8, 3, 3])
