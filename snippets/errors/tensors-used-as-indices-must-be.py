# %% raise tags=["raises-exception"]
import torch

table = torch.tensor([10, 20, 30, 40])
rows = torch.tensor([0.0, 3.0])
table[rows]
#> IndexError: tensors used as indices must be long, int, byte or bool tensors

# %% mask tags=["raises-exception"]
mask = torch.tensor([1.0, 0.0, 0.0, 1.0])
table[mask]
#> IndexError: tensors used as indices must be long, int, byte or bool tensors

# %% select tags=["raises-exception"]
table.index_select(0, rows)
#> RuntimeError: index_select(): Expected dtype int32 or int64 for index

# %% gather tags=["raises-exception"]
table.gather(0, rows)
#> RuntimeError: gather(): Expected dtype int32/int64 for index

# %% fix tags=["right"]
print(table[rows.long()], table[mask.bool()])
#> tensor([10, 40]) tensor([10, 40])

# %% mask-as-rows tags=["wrong"]
print(table[mask.long()])
#> tensor([20, 10, 10, 20])
