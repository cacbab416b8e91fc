# %% look
import torch
from torch.utils.data import DataLoader, TensorDataset

dataset = TensorDataset(torch.ones(4, 2))
sample, = dataset[0]
print(sample.device, sample.layout)
#> cpu torch.strided

# %% move tags=["right"]
gpu = torch.cuda.is_available()
device = "cuda" if gpu else "cpu"
for x, in DataLoader(dataset, batch_size=2, pin_memory=gpu):
    x = x.to(device, non_blocking=gpu)
print(x.shape)
#> torch.Size([2, 2])
