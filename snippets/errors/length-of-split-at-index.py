# %% warning tags=["wrong"]
from torch.utils.data import random_split

dataset = list(range(12))
train, valid = random_split(dataset, [0.95, 0.05])
print(len(train), len(valid))
#> UserWarning: Length of split at index 1 is 0. This might result in an empty dataset.
#> 12 0

# %% numbers tags=["right"]
count = max(1, round(0.05 * len(dataset)))
train, valid = random_split(dataset, [len(dataset) - count, count])
print(len(train), len(valid))
#> 11 1
