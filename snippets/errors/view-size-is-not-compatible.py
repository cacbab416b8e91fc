# %% raise tags=["raises-exception"]
import torch

x = torch.tensor([[1, 2, 3], [4, 5, 6]])
x.T.view(6)
#> RuntimeError: view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.

# %% accuracy tags=["raises-exception"]
scores = torch.tensor([[0.1, 0.7, 0.2], [0.5, 0.2, 0.3]])
labels = torch.tensor([1, 2])
correct = scores.topk(2, dim=1).indices.T == labels
correct[:2].view(-1).sum()
#> RuntimeError: view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.

# %% fix tags=["right"]
print(x.T.reshape(6))
print(x.T.contiguous().view(6))
#> tensor([1, 4, 2, 5, 3, 6])
#> tensor([1, 4, 2, 5, 3, 6])

# %% fix-accuracy tags=["right"]
print(correct[:2].reshape(-1).sum())
#> tensor(2)

# %% copied tags=["wrong"]
x.T.reshape(6)[0] = 100
print(x)
#> tensor([[1, 2, 3],
#>         [4, 5, 6]])
