# %% raise tags=["wrong"]
import torch
from torch.optim import lr_scheduler

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
for epoch in range(4):
    optimizer.step()
    scheduler.step(epoch)
print(scheduler.get_last_lr())
#> UserWarning: The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where possible. Please use `scheduler.step()` to step the scheduler. During the deprecation, if epoch is different from None, the closed form is used instead of the new chainable form, where available. Please open an issue if you are unable to replicate your use case: https://github.com/pytorch/pytorch/issues/new/choose.
#> [0.05]

# %% sequential tags=["raises-exception"]
rise = lr_scheduler.LinearLR(optimizer)
fall = lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
both = lr_scheduler.SequentialLR(optimizer, [rise, fall], [5])
both.step(1)
#> TypeError: SequentialLR.step() takes 1 positional argument but 2 were given

# %% fix tags=["right"]
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
for epoch in range(4):
    optimizer.step()
    scheduler.step()
print(scheduler.get_last_lr())
#> [0.025]

# %% restarts
scheduler = lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0=4)
optimizer.step()
scheduler.step(1.5)
print(f"{scheduler.get_last_lr()[0]:.4f}")
#> 0.0691
