# %% shuffle tags=["raises-exception"]
import torch
from torch.utils.data import DataLoader, IterableDataset


class Stream(IterableDataset):
    def __iter__(self):
        return iter(range(8))


DataLoader(Stream(), shuffle=True)
#> ValueError: DataLoader with IterableDataset: expected unspecified shuffle option, but got shuffle=True

# %% sampler tags=["raises-exception"]
DataLoader(Stream(), sampler=[0, 2, 4])
#> ValueError: DataLoader with IterableDataset: expected unspecified sampler option, but got sampler=[0, 2, 4]

# %% buffer tags=["right"]
class Buffered(Stream):
    def __iter__(self):
        buffer = []
        for sample in super().__iter__():
            buffer.append(sample)
            if len(buffer) == 4:
                yield buffer.pop(torch.randint(4, ()))
        for i in torch.randperm(len(buffer)):
            yield buffer[i]

# %% shuffled tags=["right"]
torch.manual_seed(0)
print(list(DataLoader(Buffered(), batch_size=8)))
#> [tensor([1, 0, 5, 6, 7, 3, 4, 2])]
