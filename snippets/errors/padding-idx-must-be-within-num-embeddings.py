# %% raise tags=["raises-exception"]
import torch
from torch import nn

words = ["cat", "dog", "bird"]
nn.Embedding(len(words), 2, padding_idx=3)
#> AssertionError: Padding_idx must be within num_embeddings

# %% one-more tags=["right"]
embedding = nn.Embedding(len(words) + 1, 2, padding_idx=3)
print(embedding(torch.tensor([0, 3])).shape)
#> torch.Size([2, 2])

# %% first tags=["right"]
vocabulary = {word: i for i, word in enumerate(["<pad>", *words])}
embedding = nn.Embedding(len(vocabulary), 2, padding_idx=0)
print(vocabulary["cat"], embedding.padding_idx)
#> 1 0

# %% negative
print(nn.Embedding(4, 2, padding_idx=-1).padding_idx)
#> 3
