# %% fix tags=["right"]
import torch

device = "mps" if torch.backends.mps.is_available() else "cpu"
x = torch.eye(3, device=device)
values = torch.linalg.eigvals(x.cpu()).real.to(x.device)
print(values.tolist())
#> [1.0, 1.0, 1.0]
