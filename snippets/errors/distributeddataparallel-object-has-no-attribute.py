# %% ddp tags=["raises-exception", "requires-posix"]
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
net = nn.Sequential(nn.Linear(4, 2))
net.classes = ["cat", "dog"]
model = DistributedDataParallel(net)
model.classes
#> AttributeError: 'DistributedDataParallel' object has no attribute 'classes'

# %% data-parallel tags=["raises-exception", "requires-posix"]
nn.DataParallel(net).classes
#> AttributeError: 'DataParallel' object has no attribute 'classes'

# %% module tags=["right", "requires-posix"]
print(model.module.classes)
#> ['cat', 'dog']

# %% unwrap tags=["right", "requires-posix"]
for maybe_wrapped in (model, net):
    inner = getattr(maybe_wrapped, "module", maybe_wrapped)
    print(inner.classes)
dist.destroy_process_group()
#> ['cat', 'dog']
#> ['cat', 'dog']
