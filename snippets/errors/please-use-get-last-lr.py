# %% raise tags=["wrong"]
import torch
from torch.optim.lr_scheduler import StepLR

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.8)
scheduler = StepLR(optimizer, step_size=3, gamma=0.5)
for epoch in range(3):
    optimizer.step()
    scheduler.step()
print(scheduler.get_lr())
#> UserWarning: To get the last learning rate computed by the scheduler, please use `get_last_lr()`.
#> [0.2]

# %% fix tags=["right"]
print(scheduler.get_last_lr())
print([group["lr"] for group in optimizer.param_groups])
#> [0.4]
#> [0.4]
