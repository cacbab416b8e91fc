# %% loader
import torch
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
x = torch.arange(20.0).reshape(10, 2)
y = torch.arange(10)
dataset = TensorDataset(x, y)
loader = DataLoader(dataset, batch_size=4, shuffle=True)
for epoch in range(2):
    for inputs, labels in loader:
        print(epoch, tuple(inputs.shape), labels)
#> 0 (4, 2) tensor([6, 7, 1, 4])
#> 0 (4, 2) tensor([2, 0, 9, 8])
#> 0 (2, 2) tensor([3, 5])
#> 1 (4, 2) tensor([2, 4, 7, 0])
#> 1 (4, 2) tensor([8, 9, 5, 3])
#> 1 (2, 2) tensor([6, 1])

# %% drop-last
loader = DataLoader(dataset, batch_size=4)
print(len(dataset), len(loader))
loader = DataLoader(dataset, batch_size=4, drop_last=True)
print(len(loader), [len(labels) for inputs, labels in loader])
#> 10 3
#> 2 [4, 4]

# %% shuffle-seed
def order():
    generator = torch.Generator().manual_seed(0)
    loader = DataLoader(y, batch_size=5, shuffle=True, generator=generator)
    return [batch.tolist() for batch in loader]


print(order())
print(order() == order())
#> [[3, 7, 5, 2, 0], [8, 1, 6, 9, 4]]
#> True

# %% shared-memory-size
batch = torch.empty(64, 3, 224, 224)
workers, prefetch_factor = 4, 2
print(f"{batch.nbytes / 2**20:.0f} MiB a batch")
print(f"{workers * prefetch_factor * batch.nbytes / 2**20:.0f} MiB in all")
#> 37 MiB a batch
#> 294 MiB in all

# %% subscript tags=["raises-exception"]
loader = DataLoader(dataset, batch_size=4)
loader[0]
#> TypeError: 'DataLoader' object is not subscriptable

# %% not-an-iterator tags=["raises-exception"]
next(loader)
#> TypeError: 'DataLoader' object is not an iterator

# %% same-batch tags=["wrong"]
for step in range(2):
    inputs, labels = next(iter(loader))
    print(labels)
#> tensor([0, 1, 2, 3])
#> tensor([0, 1, 2, 3])

# %% first-of-loader tags=["right"]
iterator = iter(loader)
print(next(iterator)[1], next(iterator)[1])
#> tensor([0, 1, 2, 3]) tensor([4, 5, 6, 7])
