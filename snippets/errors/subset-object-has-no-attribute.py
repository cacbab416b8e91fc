# %% attribute tags=["raises-exception"]
from torch.utils.data import Dataset, Subset


class Digits(Dataset):
    def __init__(self):
        self.targets = [7, 1, 4, 1]
        self.classes = list("0123456789")


part = Subset(Digits(), [0, 2])
part.targets
#> AttributeError: 'Subset' object has no attribute 'targets'

# %% indices tags=["right"]
print([part.dataset.targets[i] for i in part.indices])
#> [7, 4]

# %% dataset tags=["right"]
print(part.dataset.classes[:3])
#> ['0', '1', '2']

# %% all tags=["wrong"]
print(part.dataset.targets)
#> [7, 1, 4, 1]
