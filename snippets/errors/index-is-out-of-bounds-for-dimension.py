# %% raise tags=["raises-exception"]
import torch

table = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
table[3]
#> IndexError: index 3 is out of bounds for dimension 0 with size 3

# %% indices tags=["raises-exception"]
ids = torch.tensor([1, 2, 3])
table[ids]
#> IndexError: index 3 is out of bounds for dimension 0 with size 3

# %% gather tags=["raises-exception"]
labels = torch.tensor([[1], [2], [0]])
table.gather(1, labels)
#> RuntimeError: index 2 is out of bounds for dimension 1 with size 2

# %% look tags=["right"]
print(ids.min(), ids.max(), table.shape[0])
#> tensor(1) tensor(3) 3

# %% fix tags=["right"]
print(table[ids - 1])
print(table[-1])
#> tensor([[1., 2.],
#>         [3., 4.],
#>         [5., 6.]])
#> tensor([5., 6.])

# %% clamp tags=["wrong"]
print(table[ids.clamp(max=2)])
#> tensor([[3., 4.],
#>         [5., 6.],
#>         [5., 6.]])
