# %% raise tags=["raises-exception"]
import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 8), nn.Relu())
#> AttributeError: module 'torch.nn' has no attribute 'Relu'

# %% names
names = {name.lower(): name for name in dir(nn)}
for name in ("Relu", "Conv2D", "Batchnorm1D"):
    print(name, names.get(name.lower()))
#> Relu ReLU
#> Conv2D Conv2d
#> Batchnorm1D BatchNorm1d

# %% own tags=["raises-exception"]
class Square(nn.Module):
    def forward(self, x):
        return x**2


net = nn.Sequential(nn.Linear(4, 8), nn.Square())
#> AttributeError: module 'torch.nn' has no attribute 'Square'

# %% fix tags=["right"]
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), Square())
print(net(torch.ones(1, 4)).shape)
#> torch.Size([1, 8])
