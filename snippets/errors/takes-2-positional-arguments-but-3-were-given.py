# %% raise tags=["raises-exception"]
import torch
from torch import nn

a, b = torch.ones(2, 3), torch.ones(2, 4)
net = nn.Sequential(nn.Bilinear(3, 4, 5), nn.ReLU())
net(a, b)
#> TypeError: Sequential.forward() takes 2 positional arguments but 3 were given

# %% self tags=["raises-exception"]
class Double(nn.Module):
    def forward(x):
        return 2 * x


Double()(a)
#> TypeError: Double.forward() takes 1 positional argument but 2 were given

# %% hook tags=["raises-exception"]
layer = nn.Linear(3, 2)
handle = layer.register_forward_hook(lambda module, output: None)
layer(a)
#> TypeError: <lambda>() takes 2 positional arguments but 3 were given

# %% fix-inputs tags=["right"]
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.bilinear = nn.Bilinear(3, 4, 5)

    def forward(self, a, b):
        return torch.relu(self.bilinear(a, b))


print(Net()(a, b).shape)
#> torch.Size([2, 5])

# %% fix-self tags=["right"]
class Double(nn.Module):
    def forward(self, x):
        return 2 * x


print(Double()(a).shape)
#> torch.Size([2, 3])

# %% fix-hook tags=["right"]
handle.remove()
with layer.register_forward_hook(lambda module, args, output: None):
    print(layer(a).shape)
#> torch.Size([2, 2])
