# %% raise tags=["raises-exception"]
import torch
from torch.optim.lr_scheduler import StepLR

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
StepLR(optimizer, step_size=2, gamma=0.5, last_epoch=5)
#> KeyError: "param 'initial_lr' is not specified in param_groups[0] when resuming scheduler with last_epoch >= 0.\nThis typically happens when:\n1. You're trying to resume training from a checkpoint but haven't properly loaded the optimizer state\n2. You're using last_epoch >= 0 for a fresh training run (not recommended)"

# %% train
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = StepLR(optimizer, step_size=2, gamma=0.5)
for epoch in range(6):
    optimizer.step()
    scheduler.step()
print(scheduler.last_epoch, scheduler.get_last_lr())
checkpoint = {
    "optimizer": optimizer.state_dict(),
    "scheduler": scheduler.state_dict(),
}
#> 6 [0.0125]

# %% fix tags=["right"]
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = StepLR(optimizer, step_size=2, gamma=0.5)
optimizer.load_state_dict(checkpoint["optimizer"])
scheduler.load_state_dict(checkpoint["scheduler"])
print(scheduler.last_epoch, scheduler.get_last_lr())
#> 6 [0.0125]

# %% replay tags=["right"]
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = StepLR(optimizer, step_size=2, gamma=0.5)
for _ in range(6):
    scheduler.step()
print(scheduler.last_epoch, scheduler.get_last_lr())
#> UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
#> 6 [0.0125]

# %% initial-lr tags=["wrong"]
group = {"params": [w], "initial_lr": 0.1}
optimizer = torch.optim.SGD([group], lr=0.1)
scheduler = StepLR(optimizer, step_size=2, gamma=0.5, last_epoch=5)
print(scheduler.last_epoch, scheduler.get_last_lr())
#> 6 [0.05]
