# %% raise tags=["wrong"]
import torch
from torch import nn


def show(module, grad_input, grad_output):
    print([tuple(g.shape) for g in grad_input if g is not None])


x = torch.ones(2, 3, requires_grad=True)
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU())
net.register_backward_hook(show)
net(x).sum().backward()
#> FutureWarning: Using a non-full backward hook when the forward contains multiple autograd Nodes is deprecated and will be removed in future versions. This hook will be missing some grad_input. Please use register_full_backward_hook to get the documented behavior.
#> [(2, 4)]

# %% fix tags=["right"]
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU())
net.register_full_backward_hook(show)
net(x).sum().backward()
#> [(2, 3)]
