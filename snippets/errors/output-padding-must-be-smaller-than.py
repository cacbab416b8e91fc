# %% raise tags=["raises-exception"]
import torch
from torch import nn

x = torch.zeros(1, 1, 4, 4)
nn.ConvTranspose2d(1, 1, kernel_size=3, output_padding=1)(x)
#> RuntimeError: output padding must be smaller than either stride or dilation, but got output_padding_height: 1 output_padding_width: 1 stride_height: 1 stride_width: 1 dilation_height: 1 dilation_width: 1

# %% output-size tags=["raises-exception"]
up = nn.ConvTranspose2d(1, 1, kernel_size=3, stride=2, padding=1)
up(x, output_size=(9, 9))
#> ValueError: requested an output size of (9, 9), but valid sizes range from [7, 7] to [8, 8] (for an input of torch.Size([4, 4]))

# %% double tags=["right"]
up = nn.ConvTranspose2d(
    1, 1, kernel_size=3, stride=2, padding=1, output_padding=1
)
print(up(x).shape)
#> torch.Size([1, 1, 8, 8])

# %% ask tags=["right"]
up = nn.ConvTranspose2d(1, 1, kernel_size=3, stride=2, padding=1)
print(up(x, output_size=(8, 8)).shape)
#> torch.Size([1, 1, 8, 8])
