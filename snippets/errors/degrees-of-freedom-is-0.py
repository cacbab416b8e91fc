# %% raise tags=["wrong"]
import torch

rewards = torch.tensor([5.0])
print((rewards - rewards.mean()) / (rewards.std() + 1e-8))
#> UserWarning: std(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor (input numel divided by output numel). ...
#> tensor([nan])

# %% dim tags=["wrong"]
column = torch.tensor([[1.0], [2.0], [3.0]])
print(column.std(dim=1))
#> UserWarning: std(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor (input numel divided by output numel). ...
#> tensor([nan, nan, nan])

# %% fix tags=["right"]
std = rewards.std(correction=0)
print((rewards - rewards.mean()) / (std + 1e-8))
#> tensor([0.])

# %% fix-dim tags=["right"]
print(column.std(dim=0))
#> tensor([1.])
