# %% device tags=["right"]
import torch

device = "cuda" if torch.cuda.is_available() else "cpu"
x = torch.ones(3, device=device)
print(torch.equal(x + x, 2 * x))
#> True
