# %% single tags=["right"]
import os

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

several = int(os.environ.get("WORLD_SIZE", 1)) > 1
model = torch.nn.Linear(4, 2)
if several:
    dist.init_process_group()
    model = DistributedDataParallel(model)
print(type(model).__name__)
#> Linear
