# %% raise tags=["raises-exception"]
import torch
from torch import nn

w = torch.ones(2, requires_grad=True)
for step in range(3):
    w.grad.zero_()
    w.sum().backward()
#> AttributeError: 'NoneType' object has no attribute 'zero_'

# %% data tags=["raises-exception"]
w.grad.data.zero_()
#> AttributeError: 'NoneType' object has no attribute 'data'

# %% unused
model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
model[1](torch.ones(2)).backward()
for name, parameter in model.named_parameters():
    print(name, parameter.grad is None)
#> 0.weight True
#> 0.bias True
#> 1.weight False
#> 1.bias False

# %% bias tags=["raises-exception"]
layer = nn.Linear(2, 1, bias=False)
nn.init.zeros_(layer.bias)
#> AttributeError: 'NoneType' object has no attribute 'zero_'

# %% fix tags=["right"]
optimizer = torch.optim.SGD([w], lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    w.sum().backward()
print(w.grad)
#> tensor([1., 1.])

# %% fix-none tags=["right"]
for step in range(3):
    w.grad = None
    w.sum().backward()
print(w.grad)
#> tensor([1., 1.])

# %% fix-bias tags=["right"]
if layer.bias is not None:
    nn.init.zeros_(layer.bias)
print(layer.bias)
#> None
