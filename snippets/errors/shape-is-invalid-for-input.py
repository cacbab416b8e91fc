# %% raise tags=["raises-exception"]
import torch
from torch import nn

features = torch.zeros(4, 8, 5, 5)
features.view(-1, 8 * 4 * 4)
#> RuntimeError: shape '[-1, 128]' is invalid for input of size 800

# %% last-batch tags=["raises-exception"]
last = torch.zeros(3, 8, 5, 5)
last.view(4, 200)
#> RuntimeError: shape '[4, 200]' is invalid for input of size 600

# %% attention tags=["raises-exception"]
attention = nn.MultiheadAttention(8, num_heads=2)
query, key = torch.zeros(2, 4, 8), torch.zeros(2, 3, 8)
attention(query, key, key)
#> RuntimeError: shape '[2, 8, 4]' is invalid for input of size 48

# %% fix tags=["right"]
flat = features.flatten(1)
print(flat.shape, last.flatten(1).shape)
#> torch.Size([4, 200]) torch.Size([3, 200])

# %% fix-layer tags=["right"]
layer = nn.Linear(flat.shape[1], 10)
print(layer(flat).shape)
#> torch.Size([4, 10])

# %% fix-attention tags=["right"]
attention = nn.MultiheadAttention(8, num_heads=2, batch_first=True)
print(attention(query, key, key)[0].shape)
#> torch.Size([2, 4, 8])

# %% other-samples tags=["wrong"]
print(features.view(-1, 8 * 5).shape)
#> torch.Size([20, 40])
