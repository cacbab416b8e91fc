# %% raise tags=["raises-exception"]
import torch
from torch import nn

torch.manual_seed(0)
attention = nn.MultiheadAttention(4, num_heads=1, batch_first=True)
x = torch.randn(1, 3, 4)
attention_mask = torch.tensor([[1, 1, 0]])  # 1: word, 0: padding
attention(x, x, x, key_padding_mask=attention_mask)
#> AssertionError: only bool and floating types of key_padding_mask are supported

# %% attn-mask tags=["raises-exception"]
upper = torch.ones(3, 3, dtype=torch.int64).triu(diagonal=1)
attention(x, x, x, attn_mask=upper)
#> AssertionError: only bool and floating types of attn_mask are supported

# %% bool tags=["wrong"]
mask = attention_mask.bool()
_, weights = attention(x, x, x, key_padding_mask=mask)
print(weights[0, 0].detach())
#> tensor([0., 0., 1.])

# %% equals-zero tags=["right"]
mask = attention_mask == 0
_, weights = attention(x, x, x, key_padding_mask=mask)
print(weights[0, 0].detach())
#> tensor([0.4086, 0.5914, 0.0000])

# %% upper-bool tags=["right"]
_, weights = attention(x, x, x, attn_mask=upper.bool())
print(weights[0, 1].detach())
#> tensor([0.4712, 0.5288, 0.0000])
