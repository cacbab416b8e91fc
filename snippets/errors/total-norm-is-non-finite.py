# %% raise tags=["raises-exception"]
import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
x = torch.tensor([[1.0, torch.inf]])
net(x).sum().backward()
nn.utils.clip_grad_norm_(net.parameters(), 1.0, error_if_nonfinite=True)
#> RuntimeError: The total norm of order 2.0 for gradients from `parameters` is non-finite, so it cannot be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`

# %% which
print(x.isfinite().all())
for name, p in net.named_parameters():
    if not p.grad.isfinite().all():
        print(name)
#> tensor(False)
#> 0.weight
#> 1.weight

# %% fix tags=["right"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for x in (torch.ones(1, 2), torch.tensor([[1.0, torch.inf]])):
    optimizer.zero_grad()
    net(x).sum().backward()
    norm = nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    if norm.isfinite():
        optimizer.step()
    else:
        print("skipped")
print(net[0].weight.isfinite().all())
#> skipped
#> tensor(True)

# %% off tags=["wrong"]
optimizer.zero_grad()
net(torch.tensor([[1.0, torch.inf]])).sum().backward()
nn.utils.clip_grad_norm_(net.parameters(), 1.0)
optimizer.step()
print(net[0].weight.isfinite().all())
#> tensor(False)
