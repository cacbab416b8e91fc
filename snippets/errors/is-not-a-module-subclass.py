# %% raise tags=["raises-exception"]
import torch
from torch import nn

layers = [nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2)]
nn.Sequential(layers)
#> TypeError: list is not a Module subclass

# %% class tags=["raises-exception"]
nn.Sequential(nn.Linear(4, 8), nn.ReLU)
#> TypeError: torch.nn.modules.activation.ReLU is not a Module subclass

# %% function tags=["raises-exception"]
nn.ModuleList([nn.Linear(4, 8), nn.functional.relu])
#> TypeError: torch.nn.functional.relu is not a Module subclass

# %% child tags=["raises-exception"]
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU()


net = Net()
net.act = nn.functional.relu
#> TypeError: cannot assign 'torch.nn.functional.relu' as child module 'act' (torch.nn.Module or None expected)

# %% fix-unpack tags=["right"]
net = nn.Sequential(*layers)
print(net(torch.ones(1, 4)).shape)
#> torch.Size([1, 2])

# %% fix-instance tags=["right"]
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.GELU())
print(net(torch.ones(1, 4)).shape)
#> torch.Size([1, 8])

# %% fix-function tags=["right"]
class Lambda(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


net = nn.Sequential(nn.Linear(4, 8), Lambda(torch.sin))
print(net(torch.ones(1, 4)).shape)
#> torch.Size([1, 8])
