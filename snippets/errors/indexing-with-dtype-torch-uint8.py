# %% warn tags=["wrong"]
import torch

x = torch.tensor([10, 20, 30])
mask = torch.tensor([0, 1, 1], dtype=torch.uint8)
print(x[mask])
#> UserWarning: indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool instead. ...
#> tensor([20, 30])

# %% bool tags=["right"]
print(x[mask.bool()])
#> tensor([20, 30])

# %% long tags=["wrong"]
print(x[mask.long()])
#> tensor([10, 20, 20])
