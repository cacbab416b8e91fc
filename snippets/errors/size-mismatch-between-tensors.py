# %% mismatch tags=["raises-exception"]
import torch
from torch.utils.data import TensorDataset

x = torch.tensor([0.1, float("nan"), 0.3, 0.4])
y = torch.tensor([1, 2, 3, 4])
clean = x[~x.isnan()]
TensorDataset(clean, y)
#> AssertionError: Size mismatch between tensors

# %% look
print(clean.shape, y.shape)
#> torch.Size([3]) torch.Size([4])

# %% same tags=["right"]
keep = ~x.isnan()
dataset = TensorDataset(x[keep], y[keep])
print(len(dataset), dataset[1])
#> 3 (tensor(0.3000), tensor(3))

# %% cut tags=["wrong"]
print(TensorDataset(clean, y[: len(clean)])[1])
#> (tensor(0.3000), tensor(2))
