# %% twice tags=["raises-exception", "requires-posix"]
import torch.distributed as dist

for attempt in range(2):
    dist.init_process_group(
        "gloo", store=dist.HashStore(), rank=0, world_size=1
    )
#> ValueError: trying to initialize the default process group twice!

# %% once tags=["right", "requires-posix"]
if not dist.is_initialized():
    dist.init_process_group(
        "gloo", store=dist.HashStore(), rank=0, world_size=1
    )
print(dist.get_world_size())
#> 1

# %% again tags=["right", "requires-posix"]
dist.destroy_process_group()
dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
print(dist.get_backend())
dist.destroy_process_group()
#> gloo
