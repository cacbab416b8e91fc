# %% raise tags=["wrong"]
import torch
from torch import nn

net = nn.Linear(2, 1)
parameters = net.parameters()
optimizer = torch.optim.SGD(parameters, lr=0.1)
net(100 * torch.ones(1, 2)).sum().backward()
print(nn.utils.clip_grad_norm_(parameters, max_norm=1.0))
print(net.weight.grad)
#> UserWarning: `parameters` is an empty generator, no gradient clipping will occur.
#> tensor(0.)
#> tensor([[100., 100.]])

# %% fix tags=["right"]
print(nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0) > 1)
print(net.weight.grad.norm() < 1)
#> tensor(True)
#> tensor(True)
