# %% raise tags=["raises-exception"]
import torch

row = torch.tensor([1.0, 2.0, 3.0])
table = row.expand(2, 3)
table += 1
#> RuntimeError: unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.

# %% fix tags=["right"]
table = row.expand(2, 3).clone()
table += 1
print(table)
#> tensor([[2., 3., 4.],
#>         [2., 3., 4.]])

# %% fix-new tags=["right"]
print(row.expand(2, 3) + 1)
#> tensor([[2., 3., 4.],
#>         [2., 3., 4.]])

# %% silent tags=["wrong"]
table = row.expand(2, 3)
table[0, 0] = 100
print(table)
#> tensor([[100.,   2.,   3.],
#>         [100.,   2.,   3.]])
