# %% dataset
import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Points(Dataset):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]

# %% use
x = torch.arange(10.0).reshape(5, 2)
y = torch.tensor([0, 1, 0, 1, 1])
dataset = Points(x, y)
print(len(dataset), dataset[3])
for inputs, labels in DataLoader(dataset, batch_size=2):
    print(tuple(inputs.shape), labels)
#> 5 (tensor([6., 7.]), tensor(1))
#> (2, 2) tensor([0, 1])
#> (2, 2) tensor([0, 1])
#> (1, 2) tensor([1])

# %% tensor-dataset
dataset = TensorDataset(x, y)
print(len(dataset), dataset[3])
#> 5 (tensor([6., 7.]), tensor(1))

# %% transform
class Transformed(Dataset):
    def __init__(self, dataset, transform):
        self.dataset, self.transform = dataset, transform

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, i):
        x, y = self.dataset[i]
        return self.transform(x), y

# %% random-transform
def flip(x):
    return x.flip(-1) if torch.rand(()) < 0.5 else x


torch.manual_seed(0)
train_set = Transformed(dataset, flip)
for epoch in range(3):
    print(train_set[1])
#> (tensor([3., 2.]), tensor(1))
#> (tensor([2., 3.]), tensor(1))
#> (tensor([3., 2.]), tensor(1))

# %% part-and-join
part = torch.utils.data.Subset(dataset, [4, 0])
both = torch.utils.data.ConcatDataset([dataset, part])
print(len(part), part[0])
print(part[0][0].data_ptr() == x[4].data_ptr())
print(len(both), both[5])
pairs = torch.utils.data.StackDataset(image=x, label=y)
print(pairs[4])
#> 2 (tensor([8., 9.]), tensor(1))
#> True
#> 7 (tensor([8., 9.]), tensor(1))
#> {'image': tensor([8., 9.]), 'label': tensor(1)}

# %% no-len tags=["raises-exception"]
class NoLength(Dataset):
    def __init__(self, x):
        self.x = x

    def __getitem__(self, i):
        return self.x[i]


DataLoader(NoLength(x), shuffle=True)
#> TypeError: object of type 'NoLength' has no len()

# %% misspelled tags=["raises-exception"]
class Misspelled(Dataset):
    def __len__(self):
        return 5

    def __getitem(self, i):
        return x[i], y[i]


Misspelled()[0]
#> NotImplementedError: Subclasses of Dataset should implement __getitem__.

# %% too-long tags=["raises-exception"]
class TooLong(Points):
    def __len__(self):
        return len(self.x) + 1


for inputs, labels in DataLoader(TooLong(x, y), batch_size=2):
    print(labels)
#> tensor([0, 1])
#> tensor([0, 1])
#> IndexError: index 5 is out of bounds for dimension 0 with size 5

# %% size-mismatch tags=["raises-exception"]
TensorDataset(x, y[:4])
#> AssertionError: Size mismatch between tensors

# %% endless tags=["wrong"]
class Squares(Dataset):
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i * i


squares = Squares()
for i, square in enumerate(squares):
    if i == 6:
        break
print(len(squares), i, square)
#> 3 6 36

# %% by-index tags=["right"]
print([squares[i] for i in range(len(squares))])
#> [0, 1, 4]
