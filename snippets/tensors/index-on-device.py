# %% device
import torch

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
x = torch.arange(12, device=device).reshape(3, 4)
rows = torch.tensor([0, 3], device=device)
print(x.device, rows.device)
#> cpu cpu

# %% rows-out-of-range tags=["raises-exception", "varies"]
print(x[rows])
#> IndexError: index 3 is out of bounds for dimension 0 with size 3
