# %% init tags=["raises-exception", "requires-posix"]
import os

import torch.distributed as dist

dist.init_process_group("gloo")
#> ValueError: Error initializing torch.distributed using env:// rendezvous: environment variable RANK expected, but not set

# %% key-error tags=["raises-exception", "requires-posix"]
os.environ["LOCAL_RANK"]
#> KeyError: 'LOCAL_RANK'

# %% one-member tags=["right", "requires-posix"]
dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
print(dist.is_initialized())
dist.destroy_process_group()
#> True

# %% either tags=["right", "requires-posix"]
if dist.is_torchelastic_launched():
    dist.init_process_group("gloo")
rank = int(os.environ.get("RANK", 0))
print(rank)
#> 0
