# %% raise tags=["raises-exception"]
import torch
from torch import nn

src, tgt = torch.zeros(3, 6, 8), torch.zeros(3, 4, 8)
model = nn.Transformer(8, nhead=2, dim_feedforward=16)
model(src, tgt)
#> UserWarning: enable_nested_tensor is True, but self.use_nested_tensor is False because encoder_layer.self_attn.batch_first was not True(use batch_first for better inference performance)
#> RuntimeError: the batch number of src and tgt must be equal

# %% single tags=["raises-exception"]
model = nn.Transformer(8, nhead=2, dim_feedforward=16, batch_first=True)
model(src, tgt[:1])
#> RuntimeError: the batch number of src and tgt must be equal

# %% features tags=["raises-exception"]
model(src, torch.zeros(3, 4, 10))
#> RuntimeError: the feature number of src and tgt must be equal to d_model

# %% batch-first tags=["right"]
print(model.batch_first, model(src, tgt).shape)
#> True torch.Size([3, 4, 8])

# %% expand tags=["right"]
start = tgt[:1]
print(model(src, start.expand(len(src), -1, -1)).shape)
#> torch.Size([3, 4, 8])

# %% embed tags=["right"]
embedding = nn.Embedding(100, model.d_model)
words = torch.tensor([[1, 5, 7, 2]] * 3)
print(model(src, embedding(words)).shape)
#> torch.Size([3, 4, 8])
