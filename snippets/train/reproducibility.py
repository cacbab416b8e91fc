# %% seed
import random

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def seed_everything(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


# %% same-training
def train(seed):
    seed_everything(seed)
    x = torch.randn(64, 4)
    loader = DataLoader(TensorDataset(x), batch_size=16, shuffle=True)
    net = nn.Sequential(nn.Linear(4, 8), nn.Dropout(), nn.Linear(8, 1))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for (batch,) in loader:
        loss = net(batch).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


# %% compare
print(train(0) == train(0), train(0) == train(1))
#> True False


# %% three-generators tags=["wrong"]
def noise():
    return random.random(), np.random.rand(), torch.rand(1).item()


torch.manual_seed(0)
first = noise()
torch.manual_seed(0)
print([a == b for a, b in zip(first, noise())])
#> [False, False, True]

# %% all-seeded tags=["right"]
seed_everything(0)
first = noise()
seed_everything(0)
print([a == b for a, b in zip(first, noise())])
#> [True, True, True]


# %% order tags=["wrong"]
def order(loader):
    return torch.cat([batch for (batch,) in loader]).tolist()


data = TensorDataset(torch.arange(6))
torch.manual_seed(0)
loader = DataLoader(data, batch_size=2, shuffle=True)
print(order(loader))
torch.manual_seed(0)
nn.Linear(3, 2)
print(order(loader))
#> [0, 4, 3, 5, 2, 1]
#> [5, 2, 0, 3, 1, 4]

# %% generator tags=["right"]
for layers in (0, 1):
    generator = torch.Generator().manual_seed(0)
    loader = DataLoader(data, batch_size=2, shuffle=True, generator=generator)
    for _ in range(layers):
        nn.Linear(3, 2)
    print(order(loader))
#> [5, 1, 0, 3, 2, 4]
#> [5, 1, 0, 3, 2, 4]

# %% settings
torch.use_deterministic_algorithms(True)
torch.backends.cudnn.benchmark = False
print(torch.are_deterministic_algorithms_enabled())
#> True

# %% sum-order
x = torch.tensor([1e8, 1.0, -1e8])
print(x.sum() == x[[0, 2, 1]].sum())
print((x[0] + x[1]) + x[2], (x[0] + x[2]) + x[1])
#> tensor(False)
#> tensor(0.) tensor(1.)

# %% tolerance
a, b = torch.tensor(0.1) + 0.2, torch.tensor(0.3)
torch.testing.assert_close(a, b)
print(a.isclose(b))
#> tensor(True)

# %% state
state = torch.get_rng_state()
first = torch.rand(2)
torch.set_rng_state(state)
print(torch.rand(2) == first)
#> tensor([True, True])

# %% fork
torch.manual_seed(0)
with torch.random.fork_rng():
    inside = torch.rand(1)
print(torch.rand(1) == inside)
#> tensor([True])

# %% every-device
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)
x = torch.randn(3).to(device)
torch.manual_seed(0)
print(x.cpu() == torch.randn(3))
#> tensor([True, True, True])

# %% no-implementation tags=["raises-exception"]
index, values = torch.tensor([0, 0]), torch.tensor([1.0, 2.0])
torch.zeros(3).put_(index, values)
#> RuntimeError: put_ does not have a deterministic implementation, but you set 'torch.use_deterministic_algorithms(True)'. You can turn off determinism just for this operation, or you can use the 'warn_only=True' option, if that's acceptable for your application. You can also file an issue at https://github.com/pytorch/pytorch/issues to help us prioritize adding deterministic support for this operation.

# %% other-operation tags=["right"]
print(torch.zeros(3).put_(index, values, accumulate=True))
#> tensor([3., 0., 0.])

# %% warn-only
torch.use_deterministic_algorithms(True, warn_only=True)
torch.zeros(3).put_(index, values)
torch.use_deterministic_algorithms(False)
#> UserWarning: put_ does not have a deterministic implementation, but you set 'torch.use_deterministic_algorithms(True, warn_only=True)'. You can file an issue at https://github.com/pytorch/pytorch/issues to help us prioritize adding deterministic support for this operation. ...

# %% seed-in-loop tags=["wrong"]
for epoch in range(2):
    torch.manual_seed(0)
    print(torch.randperm(6))
#> tensor([2, 5, 3, 0, 1, 4])
#> tensor([2, 5, 3, 0, 1, 4])

# %% seed-once tags=["right"]
torch.manual_seed(0)
for epoch in range(2):
    print(torch.randperm(6))
#> tensor([2, 5, 3, 0, 1, 4])
#> tensor([3, 0, 5, 4, 2, 1])
