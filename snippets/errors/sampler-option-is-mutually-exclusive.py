# %% both tags=["raises-exception"]
import torch
from torch.utils.data import DataLoader, SubsetRandomSampler

dataset = list(range(10))
DataLoader(dataset, sampler=[0, 2, 4], shuffle=True)
#> ValueError: sampler option is mutually exclusive with shuffle

# %% batch-sampler tags=["raises-exception"]
DataLoader(dataset, batch_sampler=[[0, 2], [4]], batch_size=2)
#> ValueError: batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last

# %% sampler tags=["right"]
torch.manual_seed(0)
sampler = SubsetRandomSampler([0, 2, 4])
print(list(DataLoader(dataset, batch_size=3, sampler=sampler)))
#> [tensor([4, 2, 0])]

# %% maybe tags=["right"]
for choice in (None, sampler):
    loader = DataLoader(dataset, sampler=choice, shuffle=choice is None)
    print(len(loader))
#> 10
#> 3
