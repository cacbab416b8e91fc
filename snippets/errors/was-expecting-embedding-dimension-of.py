# %% raise tags=["raises-exception"]
import torch
from torch import nn

attention = nn.MultiheadAttention(8, num_heads=2, batch_first=True)
x = torch.zeros(3, 5, 6)
attention(x, x, x)
#> AssertionError: was expecting embedding dimension of 8, but got 6

# %% transposed tags=["raises-exception"]
maps = torch.zeros(3, 8, 5)
nn.TransformerEncoderLayer(8, 2, batch_first=True)(maps)
#> AssertionError: was expecting embedding dimension of 8, but got 5

# %% four tags=["raises-exception"]
images = torch.zeros(3, 8, 2, 2)
attention(images, images, images)
#> AssertionError: query should be unbatched 2D or batched 3D tensor but received 4-D query tensor

# %% keys tags=["raises-exception"]
attention(torch.zeros(3, 4, 8), x, x)
#> RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (15x6 and 8x16)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (15x6 and 8x16)

# %% evaluation tags=["raises-exception"]
layer = nn.TransformerEncoderLayer(8, 2, batch_first=True).eval()
with torch.no_grad():
    layer(x)
#> RuntimeError: passed-in embed_dim 8 didn't match last dim of query 6

# %% project tags=["right"]
projected = nn.Linear(6, 8)(x)
print(attention(projected, projected, projected)[0].shape)
#> torch.Size([3, 5, 8])

# %% transpose tags=["right"]
layer = nn.TransformerEncoderLayer(8, 2, batch_first=True)
print(layer(maps.transpose(1, 2)).shape)
#> torch.Size([3, 5, 8])

# %% pixels tags=["right"]
print(layer(images.flatten(2).transpose(1, 2)).shape)
#> torch.Size([3, 4, 8])

# %% cross tags=["right"]
cross = nn.MultiheadAttention(8, 2, kdim=6, vdim=6, batch_first=True)
queries = torch.zeros(3, 4, 8)
print(cross(queries, x, x)[0].shape)
#> torch.Size([3, 4, 8])
