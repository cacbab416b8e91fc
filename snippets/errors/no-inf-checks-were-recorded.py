# %% raise tags=["raises-exception"]
import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
model = nn.Linear(2, 1, device=device)
x = torch.ones(4, 2, device=device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler(device)
scaler.scale(model(x).mean())
scaler.step(optimizer)
#> AssertionError: No inf checks were recorded for this optimizer.

# %% look
for group in optimizer.param_groups:
    print([parameter.grad is None for parameter in group["params"]])
#> [True, True]

# %% other-model tags=["raises-exception"]
model = nn.Linear(2, 1, device=device)
scaler.scale(model(x).mean()).backward()
scaler.step(optimizer)
#> AssertionError: No inf checks were recorded for this optimizer.

# %% update tags=["raises-exception"]
scaler = torch.amp.GradScaler(device)
scaler.scale(model(x).mean()).backward()
scaler.update()
#> AssertionError: No inf checks were recorded prior to update.

# %% fix tags=["right"]
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler(device)
optimizer.zero_grad()
scaler.scale(model(x).mean()).backward()
scaler.step(optimizer)
scaler.update()
print(model.bias.grad)
#> tensor([1.])
