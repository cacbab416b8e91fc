# %% begin
import inspect
import os
import subprocess
import sys

import torch
import torch.distributed as dist


def begin():
    gpu = torch.cuda.device_count() >= int(os.environ["LOCAL_WORLD_SIZE"])
    if gpu:
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    dist.init_process_group("nccl" if gpu else "gloo")
    return torch.device("cuda" if gpu else "cpu")

# %% main
def main():
    device = begin()
    torch.manual_seed(0)
    x = torch.randn(32, 4)
    data = torch.utils.data.TensorDataset(x, x.sum(dim=1, keepdim=True))
    sampler = torch.utils.data.DistributedSampler(data)
    loader = torch.utils.data.DataLoader(data, 4, sampler=sampler)
    net = torch.nn.Linear(4, 1).to(device)
    model = torch.nn.parallel.DistributedDataParallel(net)
    train(model, loader, sampler, device)
    dist.destroy_process_group()

# %% train
def train(model, loader, sampler, device):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        sampler.set_epoch(epoch)
        for x, y in loader:
            error = model(x.to(device)) - y.to(device)
            loss = error.square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        report(epoch, loss.detach(), model)

# %% report
def report(epoch, loss, model):
    dist.all_reduce(loss)
    if dist.get_rank() == 0:
        mean = loss.item() / dist.get_world_size()
        torch.save(model.module.state_dict(), "model.pt")
        print(epoch, f"loss {mean:.3f}", flush=True)

# %% torchrun tags=["requires-posix"]
script = ["import os, torch", "import torch.distributed as dist", ""]
script += map(inspect.getsource, [begin, main, train, report])
with open("train.py", "w") as file:
    file.write("\n".join([*script, 'if __name__ == "__main__": main()\n']))
torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
options = ["--local-addr", "localhost", "--nproc-per-node", "2"]
result = subprocess.run([*torchrun, *options, "train.py"],
                        capture_output=True, text=True)
print(result.stdout, end="")
#> 0 loss 1.150
#> 1 loss 0.737
#> 2 loss 0.017

# %% same-data
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)
x = torch.randn(32, 4)
y = x.sum(dim=1, keepdim=True).to(device)
net = torch.nn.Linear(4, 1).to(device)
x = x.to(device)

# %% average tags=["remove-input"]
from drawing.processes import average

first = list(torch.utils.data.DistributedSampler(x, 1, 0))[:8]
samples = [torch.tensor(first[rank::2]) for rank in (0, 1)]
gradients = [
    torch.autograd.grad((net(x[i]) - y[i]).square().mean(), net.bias)[0].item()
    for i in samples
]
average(samples, gradients)

# %% one-process
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
sampler = torch.utils.data.DistributedSampler(x, num_replicas=1, rank=0)
for epoch in range(3):
    sampler.set_epoch(epoch)
    for batch in torch.tensor(list(sampler)).split(8):
        loss = (net(x[batch]) - y[batch]).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, f"{loss:.3f}")
#> 0 1.150
#> 1 0.737
#> 2 0.017

# %% same-weights tags=["requires-posix"]
state = torch.load("model.pt", map_location=device)
print(torch.allclose(net.weight, state["weight"], atol=1e-5))
#> True

# %% shares
def sampler(rank, count=8):
    return torch.utils.data.DistributedSampler(
        range(count), num_replicas=2, rank=rank
    )


for rank in (0, 1):
    print(rank, list(sampler(rank)))
#> 0 [4, 7, 2, 1]
#> 1 [0, 3, 5, 6]

# %% one-member tags=["requires-posix"]
dist.init_process_group(
    "gloo", store=dist.HashStore(), rank=0, world_size=1
)
print(dist.get_rank(), dist.get_world_size())
#> 0 1

# %% two-heads
class TwoHeads(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.used = torch.nn.Linear(2, 1)
        self.unused = torch.nn.Linear(2, 1)

    def forward(self, x):
        return self.used(x)


def two_steps(model):
    for _ in range(2):
        model(torch.ones(1, 2)).sum().backward()

# %% unused tags=["raises-exception", "requires-posix"]
two_steps(torch.nn.parallel.DistributedDataParallel(TwoHeads()))
#> RuntimeError: Expected to have finished reduction in the prior iteration before starting a new one. This error indicates that your module has parameters that were not used in producing loss. You can enable unused parameter detection by passing the keyword argument `find_unused_parameters=True` to `torch.nn.parallel.DistributedDataParallel`, and by
#> making sure all `forward` function outputs participate in calculating loss.
#> If you already have done the above, then the distributed data parallel module wasn't able to locate the output tensors in the return value of your module's `forward` function. Please include the loss function and the structure of the return value of `forward` of your module when reporting this issue (e.g. list, dict, iterable).
#> Parameter indices which did not receive grad for rank 0: 2 3
#>  In addition, you can set the environment variable TORCH_DISTRIBUTED_DEBUG to either INFO or DETAIL to print out information about which particular parameters did not receive gradient on this rank as part of this error

# %% which
net = TwoHeads()
net(torch.ones(1, 2)).sum().backward()
print([name for name, p in net.named_parameters() if p.grad is None])
#> ['unused.weight', 'unused.bias']

# %% freeze tags=["right", "requires-posix"]
net = TwoHeads()
net.unused.requires_grad_(False)
two_steps(torch.nn.parallel.DistributedDataParallel(net))

# %% find-unused tags=["right", "requires-posix"]
model = torch.nn.parallel.DistributedDataParallel(
    TwoHeads(), find_unused_parameters=True
)
two_steps(model)

# %% attribute tags=["raises-exception", "requires-posix"]
print(model.used)
#> AttributeError: 'DistributedDataParallel' object has no attribute 'used'

# %% module tags=["right", "requires-posix"]
print(model.module.used)
#> Linear(in_features=2, out_features=1, bias=True)

# %% count-averages tags=["requires-posix"]
averaged = []


def count(state, bucket):
    averaged.append(bucket.buffer().numel())
    done = torch.futures.Future()
    done.set_result(bucket.buffer())
    return done


wrapped = torch.nn.parallel.DistributedDataParallel(torch.nn.Linear(2, 1))
wrapped.register_comm_hook(None, count)

# %% module-called tags=["wrong", "requires-posix"]
wrapped.module(torch.ones(1, 2)).sum().backward()
print(averaged)
#> []

# %% wrapper-called tags=["right", "requires-posix"]
wrapped(torch.ones(1, 2)).sum().backward()
print(averaged)
#> [3]

# %% without-set-epoch tags=["wrong"]
sampler_0 = sampler(rank=0)
for epoch in range(2):
    print(list(sampler_0))
#> [4, 7, 2, 1]
#> [4, 7, 2, 1]

# %% set-epoch tags=["right"]
for epoch in range(2):
    sampler_0.set_epoch(epoch)
    print(list(sampler_0))
#> [4, 7, 2, 1]
#> [5, 2, 7, 1]

# %% padded tags=["wrong"]
for rank in (0, 1):
    print(sorted(sampler(rank, count=5)))
#> [1, 2, 4]
#> [0, 3, 4]

# %% not-padded tags=["right"]
for rank in (0, 1):
    print(list(range(5))[rank::2])
#> [0, 2, 4]
#> [1, 3]

# %% prefixed tags=["wrong", "requires-posix"]
print(list(model.state_dict()))
#> ['module.used.weight', 'module.used.bias', 'module.unused.weight', 'module.unused.bias']

# %% plain-names tags=["right", "requires-posix"]
print(list(model.module.state_dict()))
#> ['used.weight', 'used.bias', 'unused.weight', 'unused.bias']

# %% no-group tags=["raises-exception", "requires-posix"]
dist.destroy_process_group()
torch.nn.parallel.DistributedDataParallel(torch.nn.Linear(2, 1))
#> ValueError: Default process group has not been initialized, please make sure to call init_process_group.

# %% no-environment tags=["raises-exception", "requires-posix"]
dist.init_process_group("gloo")
#> ValueError: Error initializing torch.distributed using env:// rendezvous: environment variable RANK expected, but not set

# %% port-in-use tags=["raises-exception", "requires-posix"]
first = dist.TCPStore("localhost", 0, is_master=True)
dist.TCPStore("localhost", first.port, is_master=True)
#> torch.distributed.DistNetworkError: The server socket has failed to listen on any local network address. ...
