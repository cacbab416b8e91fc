# %% raise tags=["raises-exception"]
import numpy as np
import torch
from torch import nn

embedding = nn.Embedding(10, 2)
embedding([3, 7, 1])
#> TypeError: embedding(): argument 'indices' (position 2) must be Tensor, not list

# %% numpy tags=["raises-exception"]
embedding(np.array([3, 7, 1]))
#> TypeError: embedding(): argument 'indices' (position 2) must be Tensor, not numpy.ndarray

# %% tensor tags=["right"]
print(embedding(torch.tensor([3, 7, 1])).shape)
print(embedding(torch.from_numpy(np.array([3, 7, 1]))).shape)
#> torch.Size([3, 2])
#> torch.Size([3, 2])

# %% padded tags=["right"]
texts = [torch.tensor([3, 7, 1]), torch.tensor([4])]
ids = nn.utils.rnn.pad_sequence(texts, batch_first=True)
print(embedding(ids).shape)
#> torch.Size([2, 3, 2])
