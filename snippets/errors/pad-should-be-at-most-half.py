# %% raise tags=["raises-exception"]
import torch
from torch import nn

x = torch.zeros(1, 1, 4, 4)
nn.MaxPool2d(kernel_size=2, padding=2)(x)
#> RuntimeError: pad should be at most half of effective kernel size, but got pad=2, kernel_size=2 and dilation=1

# %% average tags=["raises-exception"]
nn.AvgPool2d(kernel_size=3, padding=2)(x)
#> RuntimeError: pad should be at most half of effective kernel size, but got pad=2, kernel_size=3 and dilation=1

# %% half tags=["right"]
print(nn.MaxPool2d(kernel_size=2, padding=1)(x).shape)
print(nn.MaxPool2d(kernel_size=3, stride=1, padding=1)(x).shape)
#> torch.Size([1, 1, 3, 3])
#> torch.Size([1, 1, 4, 4])

# %% pad-first tags=["right"]
padded = nn.functional.pad(x, (2, 2, 2, 2))
print(nn.MaxPool2d(kernel_size=2)(padded).shape)
#> torch.Size([1, 1, 4, 4])
