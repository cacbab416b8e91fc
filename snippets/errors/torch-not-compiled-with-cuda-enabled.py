# %% device tags=["right"]
import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
model = nn.Linear(4, 2).to(device)
print(model(torch.ones(1, 4, device=device)).shape)
#> torch.Size([1, 2])

# %% accelerator tags=["right"]
device = torch.accelerator.current_accelerator(check_available=True)
model = nn.Linear(4, 2).to(device or "cpu")
print(model.weight.shape)
#> torch.Size([2, 4])
