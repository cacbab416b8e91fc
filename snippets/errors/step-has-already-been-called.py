# %% raise tags=["raises-exception"]
import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
model = nn.Linear(2, 1, device=device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler(device)
for batch in torch.ones(2, 4, 2, device=device):
    optimizer.zero_grad()
    scaler.scale(model(batch).mean()).backward()
    scaler.step(optimizer)
#> RuntimeError: step() has already been called since the last update().

# %% fix tags=["right"]
scaler = torch.amp.GradScaler(device)
for batch in torch.ones(2, 4, 2, device=device):
    optimizer.zero_grad()
    scaler.scale(model(batch).mean()).backward()
    scaler.step(optimizer)
    scaler.update()
print(model.bias.grad)
#> tensor([1.])

# %% fix-optimizers tags=["right"]
second = torch.optim.SGD(model.parameters(), lr=0.01)
scaler.scale(model(batch).mean()).backward()
scaler.step(optimizer)
scaler.step(second)
scaler.update()
