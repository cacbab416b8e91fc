# %% raise tags=["raises-exception"]
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(3, 6), nn.Linear(6, 2)]


net = Net()
torch.optim.AdamW(net.parameters())
#> ValueError: optimizer got an empty parameter list

# %% count
print(len(list(net.parameters())))
#> 0

# %% frozen tags=["raises-exception"]
net = nn.Sequential(nn.Linear(3, 6), nn.Linear(6, 2))
net.requires_grad_(False)
torch.optim.AdamW(filter(lambda p: p.requires_grad, net.parameters()))
#> ValueError: optimizer got an empty parameter list

# %% used-up tags=["raises-exception"]
net = nn.Sequential(nn.Linear(3, 6), nn.Linear(6, 2))
parameters = net.parameters()
print(sum(p.numel() for p in parameters))
torch.optim.AdamW(parameters)
#> 38
#> ValueError: optimizer got an empty parameter list

# %% fix-list tags=["right"]
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        blocks = [nn.Linear(3, 6), nn.Linear(6, 2)]
        self.blocks = nn.ModuleList(blocks)


net = Net()
optimizer = torch.optim.AdamW(net.parameters())
print(len(list(net.parameters())))
#> 4

# %% fix-frozen tags=["right"]
net = nn.Sequential(nn.Linear(3, 6), nn.Linear(6, 2))
net.requires_grad_(False)
net[-1].requires_grad_(True)
trainable = [p for p in net.parameters() if p.requires_grad]
optimizer = torch.optim.AdamW(trainable)
print(len(trainable))
#> 2

# %% fix-used-up tags=["right"]
print(sum(p.numel() for p in net.parameters()))
optimizer = torch.optim.AdamW(net.parameters())
print(len(optimizer.param_groups[0]["params"]))
#> 38
#> 4
