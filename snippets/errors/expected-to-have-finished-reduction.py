# %% model tags=["requires-posix"]
import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.spare = nn.Linear(3, 1), nn.Linear(3, 1)

    def forward(self, x):
        return self.body(x)

# %% group tags=["requires-posix"]
dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)

# %% unused tags=["raises-exception", "requires-posix"]
model = DistributedDataParallel(Net())
for step in range(2):
    model(torch.ones(2, 3)).sum().backward()
#> RuntimeError: Expected to have finished reduction in the prior iteration before starting a new one. This error indicates that your module has parameters that were not used in producing loss. You can enable unused parameter detection by passing the keyword argument `find_unused_parameters=True` to `torch.nn.parallel.DistributedDataParallel`, and by
#> making sure all `forward` function outputs participate in calculating loss.
#> If you already have done the above, then the distributed data parallel module wasn't able to locate the output tensors in the return value of your module's `forward` function. Please include the loss function and the structure of the return value of `forward` of your module when reporting this issue (e.g. list, dict, iterable).
#> Parameter indices which did not receive grad for rank 0: 2 3
#>  In addition, you can set the environment variable TORCH_DISTRIBUTED_DEBUG to either INFO or DETAIL to print out information about which particular parameters did not receive gradient on this rank as part of this error

# %% names tags=["right", "requires-posix"]
net = Net()
net(torch.ones(2, 3)).sum().backward()
print([name for name, p in net.named_parameters() if p.grad is None])
#> ['spare.weight', 'spare.bias']

# %% freeze tags=["right", "requires-posix"]
net = Net()
net.spare.requires_grad_(False)
model = DistributedDataParallel(net)
for step in range(2):
    model(torch.ones(2, 3)).sum().backward()
print("two steps")
#> two steps

# %% find tags=["right", "requires-posix"]
model = DistributedDataParallel(Net(), find_unused_parameters=True)
for step in range(2):
    model(torch.ones(2, 3)).sum().backward()
print("two steps")
dist.destroy_process_group()
#> two steps
