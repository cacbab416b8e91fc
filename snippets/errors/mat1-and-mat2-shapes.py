# %% raise tags=["raises-exception"]
import torch
from torch import nn

layer = nn.Linear(10, 2)
x = torch.ones(4, 5)
layer(x)
#> RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (4x5 and 10x2)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x5 and 10x2)

# %% flatten tags=["raises-exception"]
images = torch.ones(4, 1, 5, 2)  # 4 x 10
layer(images)
#> RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (20x2 and 10x2)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (20x2 and 10x2)

# %% product tags=["raises-exception"]
a, b = torch.ones(2, 3), torch.ones(2, 3)
a @ b
#> RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)

# %% fix-layer tags=["right"]
layer = nn.Linear(x.shape[-1], 2)
print(layer(x).shape)
#> torch.Size([4, 2])

# %% fix-flatten tags=["right"]
layer = nn.Linear(10, 2)
print(layer(images.flatten(1)).shape)
#> torch.Size([4, 2])

# %% fix-product tags=["right"]
print((a @ b.T).shape)
#> torch.Size([2, 2])
