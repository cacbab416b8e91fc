# %% raise tags=["raises-exception"]
import torch
from torch import nn

prices = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
amounts = torch.tensor([10.0, 100.0])
prices * amounts
#> RuntimeError: The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1

# %% residual tags=["raises-exception"]
features = torch.ones(1, 4, 8, 8)
conv = nn.Conv2d(4, 4, kernel_size=3)
features + conv(features)
#> RuntimeError: The size of tensor a (8) must match the size of tensor b (6) at non-singleton dimension 3

# %% alpha tags=["raises-exception"]
image = torch.ones(4, 8, 8)
mean = torch.tensor([0.5, 0.5, 0.5])[:, None, None]
image - mean
#> RuntimeError: The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 0

# %% positions tags=["raises-exception"]
position_embedding = torch.zeros(1, 512, 4)
words = torch.ones(1, 600, 4)
words + position_embedding
#> RuntimeError: The size of tensor a (600) must match the size of tensor b (512) at non-singleton dimension 1

# %% fix-row tags=["right"]
print(prices * amounts.unsqueeze(1))
#> tensor([[ 10.,  20.,  30.],
#>         [400., 500., 600.]])

# %% fix-residual tags=["right"]
conv = nn.Conv2d(4, 4, kernel_size=3, padding=1)
print((features + conv(features)).shape)
#> torch.Size([1, 4, 8, 8])

# %% fix-alpha tags=["right"]
print((image[:3] - mean).shape)
#> torch.Size([3, 8, 8])

# %% fix-positions tags=["right"]
print((words[:, :512] + position_embedding).shape)
#> torch.Size([1, 512, 4])

# %% reshape tags=["wrong"]
print(prices.reshape(3, 2) * amounts)
#> tensor([[ 10., 200.],
#>         [ 30., 400.],
#>         [ 50., 600.]])
