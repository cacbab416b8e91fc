# %% raise tags=["raises-exception"]
import torch
from torch import nn

nn.MultiheadAttention(embed_dim=10, num_heads=4)
#> AssertionError: embed_dim must be divisible by num_heads

# %% layer tags=["raises-exception"]
nn.TransformerEncoderLayer(d_model=10, nhead=4)
#> AssertionError: embed_dim must be divisible by num_heads

# %% divisors tags=["right"]
print([heads for heads in range(1, 11) if 10 % heads == 0])
attention = nn.MultiheadAttention(embed_dim=10, num_heads=5)
print(attention.head_dim)
#> [1, 2, 5, 10]
#> 2

# %% project tags=["right"]
model = nn.Sequential(
    nn.Linear(10, 16), nn.TransformerEncoderLayer(16, 4, batch_first=True)
)
print(model(torch.zeros(2, 3, 10)).shape)
#> torch.Size([2, 3, 16])
