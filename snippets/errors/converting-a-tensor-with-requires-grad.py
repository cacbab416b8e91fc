# %% raise tags=["wrong"]
import math

import torch

x = torch.tensor(4.0, requires_grad=True)
y = math.sqrt(x)
print(y)
#> UserWarning: Converting a tensor with requires_grad=True to a scalar may lead to unexpected behavior.
#> Consider using tensor.detach() first. ...
#> 2.0

# %% rebuilt tags=["wrong"]
losses = [x**2, 3 * x]
total = torch.tensor(losses).sum()
print(total.requires_grad)
#> False

# %% fix tags=["right"]
y = torch.sqrt(x)
y.backward()
print(x.grad)
#> tensor(0.2500)

# %% fix-stack tags=["right"]
total = torch.stack(losses).sum()
print(total.requires_grad)
#> True

# %% fix-item tags=["right"]
history = [x.item(), x.detach()]
print(history)
#> [4.0, tensor(4.)]
