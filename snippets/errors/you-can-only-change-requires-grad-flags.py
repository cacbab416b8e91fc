# %% raise tags=["raises-exception"]
import torch
from torch import nn

w = torch.ones(2, requires_grad=True)
features = 3 * w
features.requires_grad = False
#> RuntimeError: you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().

# %% true tags=["raises-exception"]
noisy = w + 0.5
noisy.requires_grad = True
#> RuntimeError: you can only change requires_grad flags of leaf variables.

# %% weight-norm tags=["raises-exception"]
layer = nn.utils.parametrizations.weight_norm(nn.Linear(2, 2))
layer.weight.requires_grad = False
#> RuntimeError: you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().

# %% fix tags=["right"]
features = (3 * w).detach()
print(features.requires_grad)
#> False

# %% fix-true tags=["right"]
noisy = (w + 0.5).detach().requires_grad_()
(noisy**2).sum().backward()
print(noisy.grad)
#> tensor([3., 3.])

# %% fix-weight-norm tags=["right"]
for name, parameter in layer.named_parameters():
    parameter.requires_grad = False
    print(name)
print(layer.weight.requires_grad)
#> bias
#> parametrizations.weight.original0
#> parametrizations.weight.original1
#> False
