# %% raise tags=["raises-exception"]
import torch
from torch import nn

embedding = nn.Embedding(5, 2)
ids = torch.tensor([0, 3, 5])
embedding(ids)
#> IndexError: index out of range in self

# %% range
print(ids.min().item(), ids.max().item(), embedding.num_embeddings)
#> 0 5 5

# %% negative tags=["raises-exception"]
labels = torch.tensor([2, -100])
embedding(labels)
#> IndexError: index out of range in self

# %% positions tags=["raises-exception"]
positions = nn.Embedding(4, 2)
text = torch.tensor([1, 0, 2, 2, 3, 1])
positions(torch.arange(len(text)))
#> IndexError: index out of range in self

# %% index-select tags=["raises-exception"]
torch.zeros(3, 2).index_select(0, torch.tensor([3]))
#> IndexError: index out of range in self

# %% more-rows tags=["right"]
embedding = nn.Embedding(6, 2)
print(embedding(ids).shape)
#> torch.Size([3, 2])

# %% replace-negative tags=["right"]
print(embedding(labels.masked_fill(labels < 0, 0)).shape)
#> torch.Size([2, 2])

# %% cut tags=["right"]
text = text[: positions.num_embeddings]
print(positions(torch.arange(len(text))).shape)
#> torch.Size([4, 2])

# %% clamp tags=["wrong"]
print(ids.clamp(max=4))
#> tensor([0, 3, 4])
