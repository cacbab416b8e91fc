# %% raise tags=["raises-exception"]
import torch
from torch import nn

norm = nn.LayerNorm(4)
x = torch.zeros(2, 4, dtype=torch.float64)
norm(x)
#> RuntimeError: mixed dtype (CPU): all inputs must share same datatype.

# %% half-model tags=["raises-exception"]
half = nn.LayerNorm(4).half()
half(torch.zeros(2, 4))
#> RuntimeError: mixed dtype (CPU): expect parameter to have scalar type of Float

# %% input tags=["right"]
print(norm(x.float()).dtype)
#> torch.float32

# %% like-weight tags=["right"]
x = torch.zeros(2, 4)
print(half(x.to(half.weight.dtype)).dtype)
#> torch.float16

# %% model tags=["right"]
print(half.float()(x).dtype)
#> torch.float32
