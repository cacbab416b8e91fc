# %% raise tags=["raises-exception"]
import torch
from torch import nn

torch.manual_seed(0)
attention = nn.MultiheadAttention(4, num_heads=1, batch_first=True)
x = torch.randn(1, 3, 4)
attention(x, x, x, is_causal=True)
#> RuntimeError: Need attn_mask if specifying the is_causal hint. You may use the Transformer module method `generate_square_subsequent_mask` to create this mask.

# %% with-mask tags=["right"]
future = torch.ones(3, 3, dtype=torch.bool).triu(diagonal=1)
_, weights = attention(x, x, x, attn_mask=future, is_causal=True)
print(weights[0].detach())
#> tensor([[1.0000, 0.0000, 0.0000],
#>         [0.4712, 0.5288, 0.0000],
#>         [0.3038, 0.4052, 0.2911]])

# %% encoder tags=["right"]
layer = nn.TransformerEncoderLayer(4, 1, batch_first=True)
mask = nn.Transformer.generate_square_subsequent_mask(3)
print(layer(x, src_mask=mask, is_causal=True).shape)
#> torch.Size([1, 3, 4])

# %% function tags=["right"]
sdpa = nn.functional.scaled_dot_product_attention
print(sdpa(x, x, x, is_causal=True).shape)
#> torch.Size([1, 3, 4])
