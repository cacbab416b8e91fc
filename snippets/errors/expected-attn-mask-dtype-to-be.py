# %% raise tags=["raises-exception"]
import torch
import torch.nn.functional as F

q = torch.zeros(1, 3, 4)
keys = torch.tensor([[[1, 1, 0]]])  # 1: word, 0: padding
F.scaled_dot_product_attention(q, q, q, attn_mask=keys)
#> RuntimeError: Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: long int and  query.dtype: float instead.

# %% double tags=["raises-exception"]
bias = torch.zeros(3, 3, dtype=torch.float64)
F.scaled_dot_product_attention(q, q, q, attn_mask=bias)
#> RuntimeError: Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: double and  query.dtype: float instead.

# %% float tags=["wrong"]
values = torch.eye(3)[None]
weights = F.scaled_dot_product_attention(q, q, values, keys.float())
print(weights[0, 0])
#> tensor([0.4223, 0.4223, 0.1554])

# %% bool tags=["right"]
weights = F.scaled_dot_product_attention(q, q, values, keys.bool())
print(weights[0, 0])
#> tensor([0.5000, 0.5000, 0.0000])

# %% same-dtype tags=["right"]
output = F.scaled_dot_product_attention(q, q, q, bias.to(q.dtype))
print(output.dtype)
#> torch.float32
