# %% next tags=["raises-exception"]
from torch.utils.data import DataLoader

loader = DataLoader([5, 6, 7, 8], batch_size=2)
next(loader)
#> TypeError: 'DataLoader' object is not an iterator

# %% one tags=["right"]
print(next(iter(loader)))
#> tensor([5, 6])

# %% endless tags=["right"]
batches = iter(loader)
for step in range(3):
    try:
        batch = next(batches)
    except StopIteration:
        batches = iter(loader)
        batch = next(batches)
    print(step, batch)
#> 0 tensor([5, 6])
#> 1 tensor([7, 8])
#> 2 tensor([5, 6])

# %% again tags=["wrong"]
for step in range(3):
    print(step, next(iter(loader)))
#> 0 tensor([5, 6])
#> 1 tensor([5, 6])
#> 2 tensor([5, 6])
