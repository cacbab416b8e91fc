# %% raise tags=["raises-exception"]
import torch

scores = torch.tensor([[2, 7, 1], [5, 3, 2]])
best = scores.max(dim=1)
print(best > 6)
#> TypeError: '>' not supported between instances of 'torch.return_types.max' and 'int'

# %% attribute tags=["raises-exception"]
best.mean()
#> AttributeError: 'torch.return_types.max' object has no attribute 'mean'

# %% plus tags=["raises-exception"]
scores.sort() + 1
#> TypeError: can only concatenate tuple (not "int") to tuple

# %% function tags=["raises-exception"]
torch.exp(best)
#> TypeError: exp(): argument 'input' (position 1) must be Tensor, not torch.return_types.max

# %% silent tags=["wrong"]
labels = torch.tensor([1, 0])
print(best == labels)
#> False

# %% fix tags=["right"]
print(best.values > 6)
print(best.indices == labels)
print(scores.amax(dim=1), scores.argmax(dim=1))
#> tensor([ True, False])
#> tensor([True, True])
#> tensor([7, 5]) tensor([1, 0])
