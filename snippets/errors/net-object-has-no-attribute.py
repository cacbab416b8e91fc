# %% raise tags=["raises-exception"]
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 2)

    def forward(self, x):
        return self.fc(x)


Net()(torch.ones(1, 4))
#> AttributeError: 'Net' object has no attribute 'fc'

# %% names
print([name for name, _ in Net().named_children()])
#> ['fc1']

# %% init tags=["raises-exception"]
class Net(nn.Module):
    def _init_(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        return self.fc(x)


Net()(torch.ones(1, 4))
#> AttributeError: 'Net' object has no attribute 'fc'

# %% sequential tags=["raises-exception"]
net = nn.Sequential(nn.Linear(4, 2))
print(net.in_features)
#> AttributeError: 'Sequential' object has no attribute 'in_features'

# %% fix tags=["right"]
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        return self.fc(x)


print(Net()(torch.ones(1, 4)).shape)
#> torch.Size([1, 2])

# %% fix-sequential tags=["right"]
print(net[0].in_features)
#> 4
