# %% model
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.checkpoint import checkpoint


class Net(torch.nn.Module):
    def __init__(self, reentrant):
        super().__init__()
        self.body = torch.nn.Linear(2, 1)
        self.spare = torch.nn.Linear(2, 1)
        self.reentrant = reentrant

    def forward(self, x):
        return checkpoint(self.body, x, use_reentrant=self.reentrant)

# %% group tags=["requires-posix"]
dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
x = torch.ones(1, 2, requires_grad=True)

# %% twice tags=["raises-exception", "requires-posix"]
model = DistributedDataParallel(Net(True), find_unused_parameters=True)
model(x).sum().backward()
#> RuntimeError: Expected to mark a variable ready only once. This error is caused by one of the following reasons: 1) Use of a module parameter outside the `forward` function. Please make sure model parameters are not shared across multiple concurrent forward-backward passes. or try to use _set_static_graph() as a workaround if this module graph does not change during training loop.2) Reused parameters in multiple reentrant backward passes. For example, if you use multiple `checkpoint` functions to wrap the same part of your model, it would result in the same set of parameters been used by different reentrant backward passes multiple times, and hence marking a variable ready multiple times. DDP does not support such use cases in default. You can try to use _set_static_graph() as a workaround if your module graph does not change over iterations.
#> Parameter at index 1 with name body.bias has been marked as ready twice. This means that multiple autograd engine  hooks have fired for this particular parameter during this iteration.

# %% heads
class Heads(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.body = torch.nn.Linear(2, 2)
        self.a, self.b = torch.nn.Linear(2, 1), torch.nn.Linear(2, 1)

    def forward(self, x):
        x = self.body(x)
        return self.a(x).sum(), self.b(x).sum()

# %% two-losses tags=["raises-exception", "requires-posix"]
model = DistributedDataParallel(Heads())
first, second = model(x)
first.backward(retain_graph=True)
second.backward()
#> RuntimeError: Expected to mark a variable ready only once. ...

# %% non-reentrant tags=["right", "requires-posix"]
net = Net(reentrant=False)
model = DistributedDataParallel(net, find_unused_parameters=True)
model(x).sum().backward()
print(net.body.weight.grad)
#> tensor([[1., 1.]])

# %% static-graph tags=["right", "requires-posix"]
net = Net(reentrant=True)
model = DistributedDataParallel(net, static_graph=True)
model(x).sum().backward()
print(net.body.weight.grad)
#> tensor([[1., 1.]])

# %% one-backward tags=["right", "requires-posix"]
net = Heads()
model = DistributedDataParallel(net)
first, second = model(x)
(first + second).backward()
print(all(p.grad is not None for p in net.parameters()))
dist.destroy_process_group()
#> True
