# %% raise tags=["raises-exception"]
import torch
from torch.optim.lr_scheduler import OneCycleLR

epochs, batches = 3, 5
w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = OneCycleLR(optimizer, max_lr=0.1, total_steps=epochs)
for step in range(epochs * batches):
    optimizer.step()
    scheduler.step()
#> ValueError: Tried to step 4 times. The specified number of total steps is 3

# %% look
print(scheduler.total_steps, epochs * batches)
#> 3 15

# %% fix tags=["right"]
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = OneCycleLR(
    optimizer, max_lr=0.1, epochs=epochs, steps_per_epoch=batches
)
for step in range(epochs * batches):
    optimizer.step()
    scheduler.step()
print(scheduler.total_steps, scheduler.last_epoch)
#> 15 15

# %% longer tags=["right"]
more = 2 * batches
scheduler = OneCycleLR(optimizer, max_lr=0.01, total_steps=more)
for step in range(more):
    optimizer.step()
    scheduler.step()
print(scheduler.last_epoch)
#> 10
