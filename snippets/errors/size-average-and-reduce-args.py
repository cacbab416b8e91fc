# %% warn tags=["wrong"]
import torch
from torch import nn

prediction, target = torch.tensor([1.0, 3.0]), torch.zeros(2)
print(nn.MSELoss(size_average=False)(prediction, target))
#> UserWarning: size_average and reduce args will be deprecated, please use reduction='sum' instead.
#> tensor(10.)

# %% positional tags=["wrong"]
loss = nn.NLLLoss(None, 255)
print(loss.ignore_index)
#> UserWarning: size_average and reduce args will be deprecated, please use reduction='mean' instead.
#> -100

# %% reduction tags=["right"]
print(nn.MSELoss(reduction="sum")(prediction, target))
print(nn.NLLLoss(ignore_index=255).ignore_index)
#> tensor(10.)
#> 255
