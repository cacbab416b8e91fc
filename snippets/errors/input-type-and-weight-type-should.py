# %% dtype tags=["raises-exception"]
import torch
from torch import nn

conv = nn.Conv2d(3, 4, kernel_size=3)
image = torch.zeros(1, 3, 8, 8, dtype=torch.uint8)
conv(image)
#> RuntimeError: Input type (unsigned char) and bias type (float) should be the same

# %% no-bias tags=["raises-exception"]
nn.Conv2d(3, 4, kernel_size=3, bias=False)(image)
#> RuntimeError: expected scalar type Byte but found Float

# %% fix-device tags=["right"]
device = "cuda" if torch.cuda.is_available() else "cpu"
conv = conv.to(device)
image = image.to(device)

# %% fix-dtype tags=["right"]
print(conv(image.float() / 255).shape)
#> torch.Size([1, 4, 6, 6])

# %% fix-both tags=["right"]
print(conv(image.to(conv.weight) / 255).dtype)
#> torch.float32
