# %% raise tags=["raises-exception"]
import torch
from torch import nn

w = torch.tensor([1, 2], requires_grad=True)
#> RuntimeError: Only Tensors of floating point and complex dtype can require gradients

# %% method tags=["raises-exception"]
torch.tensor([1, 2]).requires_grad_()
#> RuntimeError: only Tensors of floating point dtype can require gradients

# %% attribute tags=["raises-exception"]
scores = torch.tensor([0.2, 0.9], requires_grad=True)
chosen = scores > 0.5
chosen.requires_grad = True
#> RuntimeError: only Tensors of floating point and complex dtype can require gradients

# %% parameter tags=["raises-exception"]
nn.Parameter(torch.tensor([3, 5]))
#> RuntimeError: Only Tensors of floating point and complex dtype can require gradients

# %% fix tags=["right"]
w = torch.tensor([1.0, 2.0], requires_grad=True)
(w**2).sum().backward()
print(w.grad)
#> tensor([2., 4.])

# %% fix-smooth tags=["right"]
chosen = torch.sigmoid(10 * (scores - 0.5))
chosen.sum().backward()
print(scores.grad)
#> tensor([0.4518, 0.1766])

# %% fix-parameter tags=["right"]
module = nn.Module()
module.codes = nn.Parameter(torch.tensor([3, 5]), requires_grad=False)
module.register_buffer("shape", torch.tensor([3, 5]))
print(list(module.state_dict()))
#> ['codes', 'shape']
