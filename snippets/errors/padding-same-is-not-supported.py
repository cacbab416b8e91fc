# %% raise tags=["raises-exception"]
import torch
from torch import nn

nn.Conv2d(3, 8, kernel_size=5, stride=2, padding="same")
#> ValueError: padding='same' is not supported for strided convolutions

# %% functional tags=["raises-exception"]
x = torch.zeros(1, 3, 32, 32)
weight = torch.zeros(8, 3, 5, 5)
nn.functional.conv2d(x, weight, stride=2, padding="same")
#> RuntimeError: padding='same' is not supported for strided convolutions

# %% half tags=["right"]
print(nn.Conv2d(3, 8, kernel_size=5, stride=2, padding=2)(x).shape)
#> torch.Size([1, 8, 16, 16])

# %% ceil
odd = torch.zeros(1, 3, 7, 7)
print(nn.Conv2d(3, 8, kernel_size=5, stride=2, padding=2)(odd).shape)
#> torch.Size([1, 8, 4, 4])
