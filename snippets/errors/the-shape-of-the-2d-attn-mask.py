# %% raise tags=["raises-exception"]
import torch
from torch import nn

attention = nn.MultiheadAttention(8, num_heads=2, batch_first=True)
x = torch.zeros(3, 5, 8)
padding = torch.zeros(3, 5, dtype=torch.bool)
attention(x, x, x, attn_mask=padding)
#> RuntimeError: The shape of the 2D attn_mask is torch.Size([3, 5]), but should be (5, 5).

# %% batch-second tags=["raises-exception"]
causal = torch.ones(5, 5, dtype=torch.bool).triu(diagonal=1)
nn.MultiheadAttention(8, num_heads=2)(x, x, x, attn_mask=causal)
#> RuntimeError: The shape of the 2D attn_mask is torch.Size([5, 5]), but should be (3, 3).

# %% too-long tags=["raises-exception"]
short = x[:, :4]
attention(short, short, short, attn_mask=causal)
#> RuntimeError: The shape of the 2D attn_mask is torch.Size([5, 5]), but should be (4, 4).

# %% cross tags=["raises-exception"]
attention(short, x, x, attn_mask=causal[:, :4])
#> RuntimeError: The shape of the 2D attn_mask is torch.Size([5, 4]), but should be (4, 5).

# %% per-sample tags=["raises-exception"]
attention(x, x, x, attn_mask=causal.expand(3, 5, 5))
#> RuntimeError: The shape of the 3D attn_mask is torch.Size([3, 5, 5]), but should be (6, 5, 5).

# %% key-padding-shape tags=["raises-exception"]
attention(x, x, x, key_padding_mask=padding.T)
#> AssertionError: Expected key_padded_mask.shape[0] to be 3, but got 5

# %% key-padding tags=["right"]
print(attention(x, x, x, key_padding_mask=padding)[0].shape)
#> torch.Size([3, 5, 8])

# %% batch-first tags=["right"]
print(attention(x, x, x, attn_mask=causal)[0].shape)
#> torch.Size([3, 5, 8])

# %% cut tags=["right"]
n, m = short.shape[1], x.shape[1]
print(attention(short, short, short, attn_mask=causal[:n, :n])[0].shape)
print(attention(short, x, x, attn_mask=causal[:n, :m])[0].shape)
#> torch.Size([3, 4, 8])
#> torch.Size([3, 4, 8])

# %% repeat tags=["right"]
masks = causal.expand(3, 5, 5).repeat_interleave(2, dim=0)
print(masks.shape, attention(x, x, x, attn_mask=masks)[0].shape)
#> torch.Size([6, 5, 5]) torch.Size([3, 5, 8])
