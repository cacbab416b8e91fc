# %% raise tags=["raises-exception"]
import torch
from torch import nn

w = torch.tensor([1.0, 2.0], requires_grad=True)
w.square().sum().backward()
w -= 0.1 * w.grad
#> RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.

# %% view tags=["raises-exception"]
w[0] = 0
#> RuntimeError: a view of a leaf Variable that requires grad is being used in an in-place operation.

# %% no-grad tags=["right"]
with torch.no_grad():
    w -= 0.1 * w.grad
    w[0] = 0
print(w)
#> tensor([0.0000, 1.6000], requires_grad=True)

# %% init tags=["right"]
layer = nn.Linear(2, 1)
nn.init.zeros_(layer.weight)
print(layer.weight)
#> Parameter containing:
#> tensor([[0., 0.]], requires_grad=True)

# %% new-tensor tags=["right"]
shifted = w + 1
shifted.sum().backward()
print(w.is_leaf, w.grad)
#> True tensor([3., 5.])

# %% rebound tags=["wrong"]
w = w - 0.1 * w.grad
print(w.is_leaf)
#> False
