# %% prefetch tags=["raises-exception"]
from torch.utils.data import DataLoader

data = list(range(4))
DataLoader(data, prefetch_factor=4)
#> ValueError: prefetch_factor option could only be specified in multiprocessing.let num_workers > 0 to enable multiprocessing, otherwise set prefetch_factor to None.

# %% persistent tags=["raises-exception"]
DataLoader(data, persistent_workers=True)
#> ValueError: persistent_workers option needs num_workers > 0

# %% options tags=["right"]
workers = 0
options = {"num_workers": workers}
if workers > 0:
    options |= {"prefetch_factor": 4, "persistent_workers": True}
print(list(DataLoader(data, batch_size=2, **options)))
#> [tensor([0, 1]), tensor([2, 3])]
