# %% raise tags=["raises-exception"]
import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 2), nn.ReLU()).to("meta")
x = torch.ones(1, 4, device=model.device)
#> AttributeError: 'Sequential' object has no attribute 'device'

# %% fix tags=["right"]
device = next(model.parameters()).device
print(device, torch.ones(1, 4, device=device).device)
#> meta meta

# %% fix-forward tags=["right"]
class Shift(nn.Module):
    def forward(self, x):
        return x + torch.ones(x.shape, device=x.device)


print(Shift()(torch.zeros(2)))
#> tensor([1., 1.])

# %% fix-property tags=["right"]
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 2)

    @property
    def device(self):
        return self.layer.weight.device


print(Net().device, Net().to("meta").device)
#> cpu meta
