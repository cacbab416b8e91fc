# %% uneven tags=["wrong"]
from datetime import timedelta

import torch.distributed as dist
from torch.utils.data import DistributedSampler

data = list("abcde")
for rank in range(2):
    print(rank, len(data[rank::2]))
#> 0 3
#> 1 2

# %% even tags=["right"]
for rank in range(2):
    sampler = DistributedSampler(data, num_replicas=2, rank=rank)
    print(rank, len(sampler))
#> 0 3
#> 1 3

# %% timeout tags=["right", "requires-posix"]
store, hour = dist.HashStore(), timedelta(hours=1)
dist.init_process_group(
    "gloo", store=store, rank=0, world_size=1, timeout=hour
)
dist.barrier()
dist.destroy_process_group()
print("no timeout")
#> no timeout
