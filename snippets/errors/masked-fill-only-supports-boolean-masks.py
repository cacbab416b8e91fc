# %% raise tags=["raises-exception"]
import torch

scores = torch.tensor([1.0, 2.0, 3.0])
keep = torch.tensor([1.0, 1.0, 0.0])
scores.masked_fill(keep, float("-inf"))
#> RuntimeError: masked_fill_ only supports boolean masks, but got mask with dtype float

# %% byte tags=["raises-exception", "requires-torch-2.15"]
scores[keep.byte()] = 0.0
#> RuntimeError: masked_fill_ only supports boolean masks, but got mask with dtype unsigned char

# %% select tags=["raises-exception"]
scores.masked_select(keep.byte())
#> RuntimeError: masked_select: expected BoolTensor for mask

# %% where tags=["raises-exception"]
torch.where(keep, scores, 0.0)
#> RuntimeError: where expected condition to be a boolean tensor, but got a tensor with dtype Float

# %% compare tags=["right"]
print(scores.masked_fill(keep == 0, float("-inf")))
#> tensor([1., 2., -inf])

# %% other-way tags=["wrong"]
print(scores.masked_fill(keep.bool(), float("-inf")))
#> tensor([-inf, -inf, 3.])

# %% causal tags=["right"]
future = torch.ones(2, 2, dtype=torch.bool).triu(diagonal=1)
print(torch.zeros(2, 2).masked_fill(future, float("-inf")))
#> tensor([[0., -inf],
#>         [0., 0.]])
