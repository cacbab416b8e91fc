# %% raise tags=["raises-exception"]
import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer)
scheduler.step()
#> TypeError: ReduceLROnPlateau.step() missing 1 required positional argument: 'metrics'

# %% fix tags=["right"]
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
    optimizer, patience=1
)
for valid_loss in (0.9, 0.5, 0.5, 0.5, 0.4):
    optimizer.step()
    scheduler.step(valid_loss)
    print(valid_loss, round(scheduler.get_last_lr()[0], 3))
#> 0.9 0.1
#> 0.5 0.1
#> 0.5 0.1
#> 0.5 0.01
#> 0.4 0.01

# %% fix-any tags=["right"]
plateau = torch.optim.lr_scheduler.ReduceLROnPlateau
if isinstance(scheduler, plateau):
    scheduler.step(valid_loss)
else:
    scheduler.step()
print(type(scheduler).__name__)
#> ReduceLROnPlateau

# %% epoch tags=["wrong"]
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
    optimizer, patience=1
)
for epoch in range(6):
    optimizer.step()
    scheduler.step(epoch)
print(round(scheduler.get_last_lr()[0], 5))
#> 0.001
