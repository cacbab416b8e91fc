# %% raise tags=["raises-exception"]
import torch
from torch import nn

output, target = torch.tensor([1.0, 2.0, 3.0]), torch.zeros(3)
loss = nn.MSELoss(reduction="none")(output, target)
loss.item()
#> RuntimeError: a Tensor with 3 elements cannot be converted to Scalar

# %% empty tags=["raises-exception"]
output[output > 5].item()
#> RuntimeError: a Tensor with 0 elements cannot be converted to Scalar

# %% fix tags=["right"]
print(loss.mean().item())
#> 4.666666507720947

# %% fix-list tags=["right"]
print(loss.tolist(), [value.item() for value in loss])
#> [1.0, 4.0, 9.0] [1.0, 4.0, 9.0]

# %% fix-empty tags=["right"]
chosen = output[output > 5]
print(chosen.max().item() if chosen.numel() else None)
#> None

# %% first tags=["wrong"]
print(loss[0].item())
#> 1.0
