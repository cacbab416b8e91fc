# %% subscript tags=["raises-exception"]
from itertools import islice

from torch.utils.data import DataLoader

dataset = [5, 6, 7, 8]
loader = DataLoader(dataset, batch_size=2)
loader[0]
#> TypeError: 'DataLoader' object is not subscriptable

# %% one tags=["right"]
print(dataset[3], next(iter(loader)))
#> 8 tensor([5, 6])

# %% some tags=["right"]
for batch in islice(loader, 1):
    print(batch)
#> tensor([5, 6])
