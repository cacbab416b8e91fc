# %% raise tags=["raises-exception"]
import torch

loader = torch.utils.data.DataLoader(torch.arange(6), batch_size=3)
batches = iter(loader)
batches.next()
#> AttributeError: '_SingleProcessDataLoaderIter' object has no attribute 'next'

# %% no-iterator tags=["raises-exception"]
next(loader)
#> TypeError: 'DataLoader' object is not an iterator

# %% next tags=["right"]
batches = iter(loader)
print(next(batches))
print(next(batches))
#> tensor([0, 1, 2])
#> tensor([3, 4, 5])
