# %% raise tags=["raises-exception"]
import torch
import torch.nn.functional as F
from torch import nn

x = torch.tensor([-1.0, 0.5, 2.0])
if x > 0:
    print("positive")
#> RuntimeError: Boolean value of Tensor with more than one value is ambiguous

# %% chain tags=["raises-exception"]
print(0 < x < 1)
#> RuntimeError: Boolean value of Tensor with more than one value is ambiguous

# %% layer tags=["raises-exception"]
y = nn.ReLU(x)
print(y)
#> RuntimeError: Boolean value of Tensor with more than one value is ambiguous

# %% loss tags=["raises-exception"]
loss = nn.MSELoss(x, torch.zeros(3))
#> RuntimeError: Boolean value of Tensor with more than one value is ambiguous

# %% list tags=["raises-exception"]
print(x + 1 in [x, x + 1])
#> RuntimeError: Boolean value of Tensor with more than one value is ambiguous

# %% empty tags=["raises-exception"]
if x[x > 5]:
    print("large")
#> RuntimeError: Boolean value of Tensor with no values is ambiguous

# %% fix tags=["right"]
if (x > 0).any():
    print("at least one")
print(torch.where(x > 0, x, 0.0))
#> at least one
#> tensor([0.0000, 0.5000, 2.0000])

# %% fix-chain tags=["right"]
print((0 < x) & (x < 1))
#> tensor([False,  True, False])

# %% fix-layer tags=["right"]
print(nn.ReLU()(x), F.relu(x))
print(nn.MSELoss()(x, torch.zeros(3)))
#> tensor([0.0000, 0.5000, 2.0000]) tensor([0.0000, 0.5000, 2.0000])
#> tensor(1.7500)

# %% fix-list tags=["right"]
print(any(torch.equal(x + 1, other) for other in [x, x + 1]))
#> True

# %% fix-empty tags=["right"]
print(x[x > 5].numel(), (x > 5).any())
#> 0 tensor(False)
