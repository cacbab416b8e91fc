# %% raise tags=["raises-exception"]
import torch
from torch import nn

conv = nn.Conv2d(3, 4, kernel_size=3)
gray = torch.zeros(2, 1, 5, 5)
conv(gray)
#> RuntimeError: Given groups=1, weight of size [4, 3, 3, 3], expected input[2, 1, 5, 5] to have 3 channels, but got 1 channels instead

# %% channels-last tags=["raises-exception"]
photos = torch.zeros(2, 6, 5, 3)
conv(photos)
#> RuntimeError: Given groups=1, weight of size [4, 3, 3, 3], expected input[2, 6, 5, 3] to have 3 channels, but got 6 channels instead

# %% no-channels tags=["raises-exception"]
batch = torch.zeros(7, 5, 5)
nn.Conv2d(1, 4, kernel_size=3)(batch)
#> RuntimeError: Given groups=1, weight of size [4, 1, 3, 3], expected input[1, 7, 5, 5] to have 1 channels, but got 7 channels instead

# %% between-layers tags=["raises-exception"]
nn.Sequential(conv, nn.Conv2d(8, 8, 1))(torch.zeros(2, 3, 5, 5))
#> RuntimeError: Given groups=1, weight of size [8, 8, 1, 1], expected input[2, 4, 3, 3] to have 8 channels, but got 4 channels instead

# %% transposed tags=["raises-exception"]
nn.ConvTranspose2d(3, 4, kernel_size=2)(gray)
#> RuntimeError: Given transposed=1, weight of size [3, 4, 2, 2], expected input[2, 1, 5, 5] to have 3 channels, but got 1 channels instead

# %% fix-gray tags=["right"]
print(conv(gray.expand(-1, 3, -1, -1)).shape)
print(nn.Conv2d(1, 4, kernel_size=3)(gray).shape)
#> torch.Size([2, 4, 3, 3])
#> torch.Size([2, 4, 3, 3])

# %% fix-channels-last tags=["right"]
print(conv(photos.permute(0, 3, 1, 2)).shape)
#> torch.Size([2, 4, 4, 3])

# %% reshape tags=["wrong"]
photo = torch.tensor([[[0, 1, 2], [0, 1, 2]]])  # 1 x 2 x 3
print(photo.reshape(3, 1, 2))
#> tensor([[[0, 1]],
#>
#>         [[2, 0]],
#>
#>         [[1, 2]]])

# %% permute tags=["right"]
print(photo.permute(2, 0, 1))
#> tensor([[[0, 0]],
#>
#>         [[1, 1]],
#>
#>         [[2, 2]]])

# %% fix-no-channels tags=["right"]
print(nn.Conv2d(1, 4, kernel_size=3)(batch.unsqueeze(1)).shape)
#> torch.Size([7, 4, 3, 3])
