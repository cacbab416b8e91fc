# %% raise tags=["raises-exception"]
import torch
from torch import nn

conv = nn.Conv2d(1, 4, kernel_size=5)
small = torch.zeros(1, 1, 4, 4)
conv(small)
#> RuntimeError: Calculated padded input size per channel: (4 x 4). Kernel size: (5 x 5). Kernel size can't be greater than actual input size

# %% layer-by-layer
layers = [nn.Conv2d(1, 4, 3), nn.MaxPool2d(2), nn.Conv2d(4, 4, 3)]
x = torch.zeros(1, 1, 6, 6)
for layer in layers[:2]:
    x = layer(x)
    print(type(layer).__name__, tuple(x.shape))
#> Conv2d (1, 4, 4, 4)
#> MaxPool2d (1, 4, 2, 2)

# %% third tags=["raises-exception"]
layers[2](x)
#> RuntimeError: Calculated padded input size per channel: (2 x 2). Kernel size: (3 x 3). Kernel size can't be greater than actual input size

# %% empty tags=["raises-exception"]
crop = torch.zeros(1, 1, 256, 512)[..., 512:]  # the width is 0
nn.Conv2d(1, 4, 3, padding=1)(crop)
#> RuntimeError: Calculated padded input size per channel: (258 x 2). Kernel size: (3 x 3). Kernel size can't be greater than actual input size

# %% padding tags=["right"]
print(nn.Conv2d(1, 4, kernel_size=5, padding=2)(small).shape)
#> torch.Size([1, 4, 4, 4])

# %% larger tags=["right"]
print(conv(nn.functional.interpolate(small, size=(8, 8))).shape)
#> torch.Size([1, 4, 4, 4])

# %% nonempty tags=["right"]
crop = torch.zeros(1, 1, 256, 512)[..., 256:]
print(crop.shape, nn.Conv2d(1, 4, 3, padding=1)(crop).shape)
#> torch.Size([1, 1, 256, 256]) torch.Size([1, 4, 256, 256])

# %% fewer-pools tags=["right"]
padded = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), *layers[1:])
print(padded(torch.zeros(1, 1, 6, 6)).shape)
#> torch.Size([1, 4, 1, 1])
