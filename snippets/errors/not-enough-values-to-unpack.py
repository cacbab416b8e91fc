# %% raise tags=["raises-exception"]
import torch
from torch.utils.data import DataLoader, TensorDataset

image = torch.zeros(3, 32, 32)
batch, channels, height, width = image.shape
#> ValueError: not enough values to unpack (expected 4, got 3)

# %% chunk tags=["raises-exception"]
first, second, third, fourth = torch.arange(6).chunk(4)
#> ValueError: not enough values to unpack (expected 4, got 3)

# %% loader tags=["raises-exception"]
loader = DataLoader(TensorDataset(torch.zeros(4, 2)), batch_size=2)
for inputs, labels in loader:
    pass
#> ValueError: not enough values to unpack (expected 2, got 1)

# %% gru tags=["raises-exception"]
output, (h, c) = torch.nn.GRU(2, 8)(torch.zeros(5, 4, 2))
#> ValueError: not enough values to unpack (expected 2, got 1)

# %% too-many tags=["raises-exception"]
mean, std = torch.zeros(3, 5).unbind()
#> ValueError: too many values to unpack (expected 2)

# %% fix tags=["right"]
batch, channels, height, width = image[None].shape
*_, height, width = image.shape
print(batch, channels, height, width)
#> 1 3 32 32

# %% fix-chunk tags=["right"]
first, second, third, fourth = torch.arange(6).tensor_split(4)
print(first, second, third, fourth)
#> tensor([0, 1]) tensor([2, 3]) tensor([4]) tensor([5])

# %% fix-loader tags=["right"]
for (inputs,) in loader:
    print(inputs.shape)
#> torch.Size([2, 2])
#> torch.Size([2, 2])

# %% fix-gru tags=["right"]
output, h = torch.nn.GRU(2, 8)(torch.zeros(5, 4, 2))
print(output.shape, h.shape)
#> torch.Size([5, 4, 8]) torch.Size([1, 4, 8])
