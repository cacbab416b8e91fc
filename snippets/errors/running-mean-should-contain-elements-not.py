# %% raise tags=["raises-exception"]
import torch
from torch import nn

images = torch.zeros(2, 3, 4, 4)
net = nn.Sequential(nn.Conv2d(3, 6, 3), nn.BatchNorm2d(3))
net(images)
#> RuntimeError: running_mean should contain 6 elements not 3

# %% features-last tags=["raises-exception"]
tokens = torch.zeros(2, 7, 6)
nn.BatchNorm1d(6)(tokens)
#> RuntimeError: running_mean should contain 7 elements not 6

# %% no-statistics tags=["raises-exception"]
nn.BatchNorm2d(6, track_running_stats=False)(images)
#> RuntimeError: weight should contain 3 elements not 6

# %% channels tags=["right"]
net = nn.Sequential(nn.Conv2d(3, 6, 3), nn.BatchNorm2d(6))
print(net(images).shape)
#> torch.Size([2, 6, 2, 2])

# %% transpose tags=["right"]
norm = nn.BatchNorm1d(6)
print(norm(tokens.transpose(1, 2)).transpose(1, 2).shape)
#> torch.Size([2, 7, 6])

# %% layer-norm tags=["right"]
print(nn.LayerNorm(6)(tokens).shape)
#> torch.Size([2, 7, 6])

# %% steps tags=["wrong"]
print(nn.BatchNorm1d(7)(tokens).shape)
#> torch.Size([2, 7, 6])
