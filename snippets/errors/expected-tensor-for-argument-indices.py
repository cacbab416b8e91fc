# %% raise tags=["raises-exception"]
import torch
from torch import nn

embedding = nn.Embedding(10, 2)
ids = torch.tensor([3.0, 7.0])
embedding(ids)
#> RuntimeError: Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.FloatTensor instead (while checking arguments for embedding)

# %% mean tags=["raises-exception"]
ids = torch.tensor([[3, 7], [1, 0]])
masked = ids * torch.tensor([[1.0, 1.0], [1.0, 0.0]])
embedding(masked)
#> RuntimeError: Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.FloatTensor instead (while checking arguments for embedding)

# %% byte tags=["raises-exception"]
embedding(torch.tensor([3, 7], dtype=torch.uint8))
#> RuntimeError: Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.ByteTensor instead (while checking arguments for embedding)

# %% long tags=["right"]
print(embedding(masked.long()).shape)
#> torch.Size([2, 2, 2])

# %% at-the-source tags=["right"]
masked = ids * torch.tensor([[1, 1], [1, 0]])
print(masked.dtype, embedding(masked).shape)
#> torch.int64 torch.Size([2, 2, 2])

# %% features tags=["right"]
prices = torch.tensor([[19.5], [3.25]])
print(nn.Linear(1, 2)(prices).shape)
#> torch.Size([2, 2])
