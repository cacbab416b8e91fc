# %% split
import torch
from torch.utils.data import DataLoader, Subset, random_split

x = torch.arange(10.0)[:, None]
y = torch.tensor([0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
dataset = torch.utils.data.TensorDataset(x, y)
generator = torch.Generator().manual_seed(0)
train_set, valid_set = random_split(dataset, [0.8, 0.2], generator)
print(train_set.indices, valid_set.indices)
#> [4, 1, 7, 5, 3, 9, 0, 8] [6, 2]

# %% loaders
train_loader = DataLoader(train_set, batch_size=4, shuffle=True)
valid_loader = DataLoader(valid_set, batch_size=4)
print(len(train_loader), len(valid_loader))
#> 2 1

# %% three-parts
for lengths in ([6, 2, 2], [0.7, 0.15, 0.15]):
    print([len(part) for part in random_split(dataset, lengths)])
#> [6, 2, 2]
#> [8, 1, 1]

# %% by-hand
generator = torch.Generator().manual_seed(0)
order = torch.randperm(len(dataset), generator=generator).tolist()
train_set, valid_set = Subset(dataset, order[:8]), Subset(dataset, order[8:])
print(valid_set.indices)
#> [6, 2]

# %% in-order
train_set, valid_set = Subset(dataset, range(8)), Subset(dataset, range(8, 10))
print(valid_set[0])
#> (tensor([8.]), tensor(1))

# %% stratified
def stratified(y, share, generator):
    train, valid = [], []
    for label in y.unique():
        indices = (y == label).nonzero()[:, 0]
        order = torch.randperm(len(indices), generator=generator)
        count = round(share * len(indices))
        valid += indices[order[:count]].tolist()
        train += indices[order[count:]].tolist()
    return train, valid

# %% use-stratified
train, valid = stratified(y, 0.5, torch.Generator().manual_seed(0))
print(y[train], y[valid])
train_set, valid_set = Subset(dataset, train), Subset(dataset, valid)
#> tensor([0, 0, 0, 0, 1]) tensor([0, 0, 0, 0, 1])

# %% groups
patients = torch.tensor([0, 0, 1, 1, 1, 2, 2, 3, 3, 3])
held_out = torch.isin(patients, torch.tensor([1, 3]))
train = (~held_out).nonzero()[:, 0].tolist()
valid = held_out.nonzero()[:, 0].tolist()
print(train, valid)
#> [0, 1, 5, 6] [2, 3, 4, 7, 8, 9]

# %% folds
generator = torch.Generator().manual_seed(0)
folds = torch.randperm(len(dataset), generator=generator).chunk(5)
for i, valid in enumerate(folds):
    train = torch.cat([fold for j, fold in enumerate(folds) if j != i])
    print(len(train), valid.tolist())
#> 8 [4, 1]
#> 8 [7, 5]
#> 8 [3, 9]
#> 8 [0, 8]
#> 8 [6, 2]

# %% weighted
counts = torch.bincount(y)
weights = 1 / counts[y]
print(counts, weights)
torch.manual_seed(0)
Weighted = torch.utils.data.WeightedRandomSampler
sampler = Weighted(weights, num_samples=1000)
loader = DataLoader(dataset, batch_size=1000, sampler=sampler)
print(torch.bincount(next(iter(loader))[1]) / 1000)
#> tensor([8, 2]) tensor([0.1250, 0.1250, 0.1250, 0.1250, 0.1250, 0.1250, 0.1250, 0.1250, 0.5000,
#>         0.5000])
#> tensor([0.5010, 0.4990])

# %% own-sampler
class EverySecond(torch.utils.data.Sampler):
    def __init__(self, dataset):
        self.indices = range(0, len(dataset), 2)

    def __iter__(self):
        return iter(self.indices)

    def __len__(self):
        return len(self.indices)

# %% use-own-sampler
loader = DataLoader(dataset, batch_size=3, sampler=EverySecond(dataset))
for inputs, labels in loader:
    print(inputs[:, 0])
#> tensor([0., 2., 4.])
#> tensor([6., 8.])

# %% weights-per-class tags=["wrong"]
sampler = Weighted(1 / counts, num_samples=1000)
print(torch.tensor(list(sampler)).unique())
#> tensor([0, 1])

# %% weights-per-sample tags=["right"]
sampler = Weighted(weights, num_samples=1000)
print(torch.tensor(list(sampler)).unique())
#> tensor([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])

# %% sum tags=["raises-exception"]
random_split(dataset, [8, 1])
#> ValueError: Sum of input lengths does not equal the length of the input dataset!

# %% sum-fixed tags=["right"]
train_size = int(0.85 * len(dataset))
lengths = [train_size, len(dataset) - train_size]
print([len(part) for part in random_split(dataset, lengths)])
#> [8, 2]

# %% empty-part
print([len(part) for part in random_split(dataset, [0.9, 0.05, 0.05])])
#> UserWarning: Length of split at index 1 is 0. This might result in an empty dataset.
#> UserWarning: Length of split at index 2 is 0. This might result in an empty dataset.
#> [10, 0, 0]

# %% shuffle-and-sampler tags=["raises-exception"]
DataLoader(dataset, sampler=sampler, shuffle=True)
#> ValueError: sampler option is mutually exclusive with shuffle

# %% sampler-alone tags=["right"]
loader = DataLoader(dataset, batch_size=5, sampler=sampler)
print(len(loader))
#> 200

# %% no-targets tags=["raises-exception"]
train_set, valid_set = random_split(dataset, [8, 2])
train_set.targets
#> AttributeError: 'Subset' object has no attribute 'targets'

# %% targets tags=["right"]
print(y[train_set.indices])
#> tensor([0, 0, 0, 0, 1, 0, 0, 0])

# %% split-again tags=["wrong"]
def seen(first, second):
    return len(set(first[0].indices) & set(second[1].indices))


first = random_split(dataset, [5, 5])
second = random_split(dataset, [5, 5])
print(seen(first, second))
#> 3

# %% split-the-same tags=["right"]
first = random_split(dataset, [5, 5], torch.Generator().manual_seed(0))
second = random_split(dataset, [5, 5], torch.Generator().manual_seed(0))
print(seen(first, second))
#> 0

# %% one-transform tags=["wrong"]
class Images(torch.utils.data.Dataset):
    transform = None

    def __len__(self):
        return 10

    def __getitem__(self, i):
        x = torch.tensor([i, -i])
        return x if self.transform is None else self.transform(x)


train_set, valid_set = random_split(Images(), [8, 2])
train_set.dataset.transform = torch.zeros_like
print(valid_set[0])
#> tensor([0, 0])

# %% two-datasets tags=["right"]
train_set.dataset, valid_set.dataset = Images(), Images()
train_set.dataset.transform = torch.zeros_like
print(train_set[0], valid_set[0])
#> tensor([0, 0]) tensor([ 4, -4])
