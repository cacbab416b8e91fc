# %% pin tags=["right"]
import torch
from torch.utils.data import DataLoader

gpu = torch.cuda.is_available()
loader = DataLoader(torch.arange(4), batch_size=2, pin_memory=gpu)
print(next(iter(loader)))
#> tensor([0, 1])
