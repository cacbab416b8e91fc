# %% itertools tags=["right"]
from itertools import accumulate as _accumulate

import torch

print(list(_accumulate([8, 1, 1])))
#> [8, 9, 10]

# %% random-split tags=["right"]
torch.manual_seed(0)
parts = torch.utils.data.random_split(range(10), [8, 1, 1])
print([len(part) for part in parts])
#> [8, 1, 1]
