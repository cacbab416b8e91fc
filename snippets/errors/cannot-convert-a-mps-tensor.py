# %% which
import numpy as np
import torch
from torch import nn

model = nn.Linear(2, 1).double()
array = np.array([[0.5, 1.5]])
print(torch.from_numpy(array).dtype)
print([n for n, p in model.named_parameters() if p.dtype == torch.float64])
#> torch.float64
#> ['weight', 'bias']

# %% fix tags=["right"]
device = "mps" if torch.backends.mps.is_available() else "cpu"
x = torch.from_numpy(array).float().to(device)
print(x.dtype)
#> torch.float32

# %% fix-model tags=["right"]
model = model.float().to(device)
print(model(x).dtype)
#> torch.float32
