# %% raise tags=["raises-exception"]
import torch
from torch import nn

net, x = nn.Linear(2, 1), torch.ones(4, 2)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu")
for step in range(4):
    scaler.scale(net(x).mean() / 2).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    if (step + 1) % 2 == 0:
        scaler.step(optimizer)
        scaler.update()
#> RuntimeError: unscale_() has already been called on this optimizer since the last update().

# %% no-update tags=["raises-exception"]
scaler = torch.amp.GradScaler("cpu")
for step in range(2):
    scaler.scale(net(x).mean()).backward()
    scaler.unscale_(optimizer)
    scaler.step(optimizer)
#> RuntimeError: unscale_() is being called after step().

# %% fix tags=["right"]
scaler = torch.amp.GradScaler("cpu")
optimizer.zero_grad()
for step in range(4):
    scaler.scale(net(x).mean() / 2).backward()
    if (step + 1) % 2 == 0:
        scaler.unscale_(optimizer)
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad()
print(scaler.get_scale())
#> 65536.0
