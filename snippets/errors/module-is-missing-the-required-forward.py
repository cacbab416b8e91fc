# %% raise tags=["raises-exception"]
import torch
from torch import nn


class Double(nn.Module):
    def forwrad(self, x):
        return 2 * x


x = torch.ones(1, 4)
Double()(x)
#> NotImplementedError: Module [Double] is missing the required "forward" function

# %% indented tags=["raises-exception"]
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)

        def forward(self, x):
            return self.fc(x)


Net()(x)
#> NotImplementedError: Module [Net] is missing the required "forward" function

# %% list tags=["raises-exception"]
layers = nn.ModuleList([nn.Linear(4, 8), nn.Linear(8, 2)])
layers(x)
#> NotImplementedError: Module [ModuleList] is missing the required "forward" function

# %% look
print("forward" in vars(Double), "forward" in vars(Net))
#> False False

# %% fix tags=["right"]
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        return self.fc(x)


print(Net()(x).shape)
#> torch.Size([1, 2])

# %% fix-list tags=["right"]
y = x
for layer in layers:
    y = layer(y)
print(y.shape)
print(nn.Sequential(*layers)(x).shape)
#> torch.Size([1, 2])
#> torch.Size([1, 2])
