# %% raise tags=["wrong"]
import torch
from torch import nn

attention = nn.MultiheadAttention(4, num_heads=1, batch_first=True)
x = torch.zeros(2, 3, 4)
causal = nn.Transformer.generate_square_subsequent_mask(3)
padding = torch.tensor([[False] * 3, [False, False, True]])
_ = attention(x, x, x, attn_mask=causal, key_padding_mask=padding)
#> UserWarning: Support for mismatched key_padding_mask and attn_mask is deprecated. Use same type for both instead.

# %% layer tags=["wrong"]
layer = nn.TransformerEncoderLayer(4, nhead=1, batch_first=True)
output = layer(x, src_mask=causal, src_key_padding_mask=padding)
#> UserWarning: Support for mismatched src_key_padding_mask and src_mask is deprecated. Use same type for both instead.

# %% dtypes
print(causal.dtype, padding.dtype)
#> torch.float32 torch.bool

# %% bool tags=["right"]
future = causal < 0
output = layer(x, src_mask=future, src_key_padding_mask=padding)
print(future.dtype, output.shape)
#> torch.bool torch.Size([2, 3, 4])

# %% bool-from-start tags=["right"]
future = torch.ones(3, 3, dtype=torch.bool).triu(diagonal=1)
output = layer(x, src_mask=future, src_key_padding_mask=padding)
print(output.shape)
#> torch.Size([2, 3, 4])
