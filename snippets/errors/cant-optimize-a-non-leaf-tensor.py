# %% raise tags=["raises-exception"]
import torch
from torch import nn

w = torch.ones(3, requires_grad=True) * 0.1
torch.optim.Adam([w], lr=0.01)
#> ValueError: can't optimize a non-leaf Tensor

# %% operation
print(w.is_leaf, w.grad_fn.name())
#> False MulBackward0

# %% moved
w = nn.Parameter(torch.ones(3)).to(torch.float64)
print(w.is_leaf, w.grad_fn.name())
#> False ToCopyBackward0

# %% fix tags=["right"]
w = (torch.ones(3, dtype=torch.float64) * 0.1).requires_grad_()
optimizer = torch.optim.Adam([w], lr=0.01)
print(w.is_leaf)
#> True

# %% detached tags=["wrong"]
layer = nn.Linear(2, 1)
w = layer.weight.T.detach().requires_grad_()
optimizer = torch.optim.Adam([w], lr=0.01)
layer(torch.ones(1, 2)).sum().backward()
print(w.grad)
#> None

# %% fix-parameter tags=["right"]
optimizer = torch.optim.Adam([layer.weight], lr=0.01)
print(layer.weight.is_leaf, layer.weight.grad)
#> True tensor([[1., 1.]])
