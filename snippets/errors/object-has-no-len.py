# %% no-len tags=["raises-exception"]
from itertools import islice

from torch.utils.data import DataLoader, Dataset, IterableDataset


class Doubled(Dataset):
    def __getitem__(self, i):
        return 2 * i


DataLoader(Doubled(), shuffle=True)
#> TypeError: object of type 'Doubled' has no len()

# %% stream-len tags=["raises-exception"]
class Countdown(IterableDataset):
    def __iter__(self):
        return iter([3, 2, 1])


len(DataLoader(Countdown()))
#> TypeError: object of type 'Countdown' has no len()

# %% generator tags=["raises-exception"]
list(DataLoader(2 * i for i in range(3)))
#> TypeError: object of type 'generator' has no len()

# %% len tags=["right"]
class Sized(Doubled):
    def __len__(self):
        return 4


print(len(DataLoader(Sized(), batch_size=2, shuffle=True)))
#> 2

# %% islice tags=["right"]
for batch in islice(DataLoader(Countdown(), batch_size=2), 1):
    print(batch)
#> tensor([3, 2])

# %% iterable tags=["right"]
class Evens(IterableDataset):
    def __iter__(self):
        return (2 * i for i in range(3))


print(list(DataLoader(Evens())))
#> [tensor([0]), tensor([2]), tensor([4])]
