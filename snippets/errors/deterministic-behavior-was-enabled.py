# %% fix tags=["right"]
import os

os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"

import torch

torch.use_deterministic_algorithms(True)
device = "cuda" if torch.cuda.is_available() else "cpu"
print(torch.ones(2, 2, device=device) @ torch.ones(2, 2, device=device))
torch.use_deterministic_algorithms(False)
#> tensor([[2., 2.],
#>         [2., 2.]])
