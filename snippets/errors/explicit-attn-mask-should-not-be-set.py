# %% raise tags=["raises-exception"]
import torch
import torch.nn.functional as F

torch.manual_seed(0)
q = torch.randn(1, 3, 4)
words = torch.tensor([[[True, False, True]]])
F.scaled_dot_product_attention(q, q, q, words, is_causal=True)
#> RuntimeError: _scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True

# %% combine tags=["right"]
causal = torch.ones(3, 3, dtype=torch.bool).tril()
values = torch.eye(3)[None]
print(F.scaled_dot_product_attention(q, q, values, words & causal))
#> tensor([[[1.0000, 0.0000, 0.0000],
#>          [1.0000, 0.0000, 0.0000],
#>          [0.4188, 0.0000, 0.5812]]])

# %% future-seen tags=["wrong"]
print(F.scaled_dot_product_attention(q, q, values, words))
#> tensor([[[0.9723, 0.0000, 0.0277],
#>          [0.1885, 0.0000, 0.8115],
#>          [0.4188, 0.0000, 0.5812]]])

# %% add tags=["right"]
bias = torch.zeros(3, 3).masked_fill(~causal, float("-inf"))
bias += torch.tensor([0.0, -1.0, 0.0])
print(F.scaled_dot_product_attention(q, q, values, bias).shape)
#> torch.Size([1, 3, 3])
