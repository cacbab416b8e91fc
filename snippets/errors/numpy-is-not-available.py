# %% works tags=["right"]
import torch

print(torch.ones(2).numpy())
#> [1. 1.]
