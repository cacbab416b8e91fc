# %% raise tags=["wrong"]
import torch
from torch import nn

net = nn.Linear(2, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.5)
for epoch in range(3):
    scheduler.step()
    print(optimizer.param_groups[0]["lr"])
    optimizer.step()
#> UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
#> 0.05
#> 0.025
#> 0.0125

# %% skipped tags=["wrong"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.5)
scaler = torch.amp.GradScaler("cpu", init_scale=2.0**127)
loss = 4 * net(torch.ones(1, 2)).sum()
scaler.scale(loss).backward()
scaler.step(optimizer)
scaler.update()
scheduler.step()
#> UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate

# %% other-optimizer tags=["wrong"]
old = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(old, 1, gamma=0.5)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
optimizer.step()
scheduler.step()
print(optimizer.param_groups[0]["lr"])
#> UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
#> 0.1

# %% fix-order tags=["right"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.5)
for epoch in range(3):
    print(optimizer.param_groups[0]["lr"])
    optimizer.step()
    scheduler.step()
#> 0.1
#> 0.05
#> 0.025

# %% fix-skipped tags=["right"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.5)
for _ in range(4):
    optimizer.zero_grad()
    loss = 4 * net(torch.ones(1, 2)).sum()
    scaler.scale(loss).backward()
    scale = scaler.get_scale()
    scaler.step(optimizer)
    scaler.update()
    if scaler.get_scale() >= scale:
        scheduler.step()
print(scheduler.last_epoch)
#> 3

# %% fix-optimizer tags=["right"]
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.5)
print(scheduler.optimizer is optimizer)
#> True
