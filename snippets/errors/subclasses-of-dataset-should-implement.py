# %% indent tags=["raises-exception"]
from torch.utils.data import DataLoader, Dataset


class Cubes(Dataset):
    def __len__(self):
        return 3


def __getitem__(self, i):
    return i**3


next(iter(DataLoader(Cubes())))
#> NotImplementedError: Subclasses of Dataset should implement __getitem__.

# %% names
print("__len__" in vars(Cubes), "__getitem__" in vars(Cubes))
#> True False

# %% right tags=["right"]
class RightCubes(Dataset):
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i**3


print(next(iter(DataLoader(RightCubes(), batch_size=3))))
#> tensor([0, 1, 8])
