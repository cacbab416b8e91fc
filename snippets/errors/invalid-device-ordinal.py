# %% name
import torch

print(torch.device("cuda:7"))
#> cuda:7

# %% fix tags=["right"]
device_ids = list(range(torch.cuda.device_count()))
device = torch.device("cuda" if device_ids else "cpu")
x = torch.ones(2, device=device)
print(x.tolist())
#> [1.0, 1.0]
