# %% frozen tags=["raises-exception", "requires-posix"]
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
teacher = torch.nn.Linear(2, 1).requires_grad_(False)
DistributedDataParallel(teacher)
#> RuntimeError: DistributedDataParallel is not needed when a module doesn't have any parameter that requires a gradient.

# %% wrap tags=["right", "requires-posix"]
def wrap(model):
    if any(p.requires_grad for p in model.parameters()):
        return DistributedDataParallel(model)
    return model


print(type(wrap(teacher)).__name__)
#> Linear

# %% unfreeze tags=["right", "requires-posix"]
print(type(wrap(teacher.requires_grad_(True))).__name__)
dist.destroy_process_group()
#> DistributedDataParallel
