# %% raise tags=["wrong"]
import torch
from torch import nn

output = torch.tensor([[10.0], [20.0], [30.0]])
target = torch.tensor([10.0, 20.0, 30.0])
print(nn.MSELoss()(output, target))
#> UserWarning: Using a target size (torch.Size([3])) that is different to the input size (torch.Size([3, 1])). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.
#> tensor(133.3333)

# %% squeeze tags=["right"]
print(nn.MSELoss()(output.squeeze(1), target))
print(nn.MSELoss()(output, target.unsqueeze(1)))
#> tensor(0.)
#> tensor(0.)

# %% assert tags=["right"]
output = output.squeeze(1)
assert output.shape == target.shape, (output.shape, target.shape)
print(nn.MSELoss()(output, target))
#> tensor(0.)
