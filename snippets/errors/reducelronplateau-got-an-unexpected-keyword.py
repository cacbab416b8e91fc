# %% raise tags=["raises-exception"]
import torch
from torch.optim import lr_scheduler

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
lr_scheduler.ReduceLROnPlateau(optimizer, "min", verbose=True)
#> TypeError: ReduceLROnPlateau.__init__() got an unexpected keyword argument 'verbose'

# %% fix tags=["right"]
scheduler = lr_scheduler.ReduceLROnPlateau(
    optimizer, factor=0.5, patience=1
)
for epoch, valid_loss in enumerate((0.9, 0.5, 0.5, 0.5, 0.4)):
    optimizer.step()
    before = scheduler.get_last_lr()
    scheduler.step(valid_loss)
    if scheduler.get_last_lr() != before:
        print(epoch, "lr", scheduler.get_last_lr())
#> 3 lr [0.05]
