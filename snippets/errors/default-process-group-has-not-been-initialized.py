# %% rank tags=["raises-exception", "requires-posix"]
import torch.distributed as dist
from torch.utils.data import DistributedSampler

dist.get_rank()
#> ValueError: Default process group has not been initialized, please make sure to call init_process_group.

# %% single tags=["right", "requires-posix"]
rank = dist.get_rank() if dist.is_initialized() else 0
print(rank)
#> 0

# %% sampler tags=["right", "requires-posix"]
sampler = DistributedSampler(range(4), num_replicas=1, rank=0)
print(len(sampler))
#> 4

# %% one-member tags=["right", "requires-posix"]
dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
print(dist.get_rank(), dist.get_world_size())
dist.destroy_process_group()
#> 0 1
