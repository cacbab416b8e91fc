# %% raise tags=["raises-exception"]
import numpy as np
import torch
from torch import nn

layer = nn.Linear(3, 1)
x = torch.from_numpy(np.array([[1.0, 2.0, 3.0]]))
layer(x)
#> RuntimeError: mat1 and mat2 must have the same dtype, but got Double and Float

# %% integers tags=["raises-exception"]
ids = torch.tensor([[1, 2, 3]])
layer(ids)
#> RuntimeError: mat1 and mat2 must have the same dtype, but got Long and Float

# %% half tags=["raises-exception"]
layer(x.half())
#> RuntimeError: mat1 and mat2 must have the same dtype, but got Half and Float

# %% new-head tags=["raises-exception"]
backbone = nn.Linear(3, 4).bfloat16()
head = nn.Linear(4, 2)
features = backbone(torch.ones(1, 3).bfloat16())
head(features)
#> RuntimeError: mat1 and mat2 must have the same dtype, but got BFloat16 and Float

# %% product tags=["raises-exception"]
x @ torch.ones(3, 1)
#> RuntimeError: expected m1 and m2 to have the same dtype, but got: double != float

# %% vector tags=["raises-exception"]
x @ torch.ones(3)
#> RuntimeError: addmv input tensors must have the same dtype, but got Float, Double, and Float
#torch<2.12> RuntimeError: expected scalar type Double but found Float

# %% fix tags=["right"]
torch.manual_seed(0)
layer = nn.Linear(3, 1)
print(x.dtype, layer.weight.dtype)
print(layer(x.float()).dtype)
#> torch.float64 torch.float32
#> torch.float32

# %% fix-source tags=["right"]
x = torch.tensor(np.array([[1.0, 2.0, 3.0]]), dtype=torch.float32)
print(layer(x).dtype)
#> torch.float32

# %% fix-head tags=["right"]
head.to(backbone.weight.dtype)
print(head(features).dtype)
#> torch.bfloat16

# %% fix-half tags=["right"]
layer = layer.half()
print(layer(x.half()).dtype)
#> torch.float16
