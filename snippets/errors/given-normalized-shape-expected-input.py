# %% raise tags=["raises-exception"]
import torch
from torch import nn

maps = torch.zeros(2, 6, 3, 5)
nn.LayerNorm(6)(maps)
#> RuntimeError: Given normalized_shape=[6], expected input with shape [*, 6], but got input of size[2, 6, 3, 5]

# %% rms tags=["raises-exception"]
nn.RMSNorm(6)(torch.zeros(2, 7, 4))
#> RuntimeError: Given normalized_shape=[6], expected input with shape [*6], but got input of size[2, 7, 4]

# %% all tags=["right"]
print(nn.LayerNorm([6, 3, 5])(maps).shape)
print(nn.GroupNorm(1, 6)(maps).shape)
#> torch.Size([2, 6, 3, 5])
#> torch.Size([2, 6, 3, 5])

# %% channels tags=["right"]
last = maps.permute(0, 2, 3, 1)
print(nn.LayerNorm(6)(last).permute(0, 3, 1, 2).shape)
#> torch.Size([2, 6, 3, 5])

# %% from-input tags=["right"]
tokens = torch.zeros(2, 7, 4)
print(nn.RMSNorm(tokens.shape[-1])(tokens).shape)
#> torch.Size([2, 7, 4])
