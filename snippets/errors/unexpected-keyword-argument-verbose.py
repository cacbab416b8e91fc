# %% optimizer
import torch

weight = torch.nn.Parameter(torch.ones(1))
optimizer = torch.optim.SGD([weight], lr=1.0)

# %% raise tags=["raises-exception"]
torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5, verbose=True)
#> TypeError: ExponentialLR.__init__() got an unexpected keyword argument 'verbose'

# %% get-last-lr tags=["right"]
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
for epoch in range(2):
    optimizer.step()
    scheduler.step()
    print(epoch, scheduler.get_last_lr())
#> 0 [0.5]
#> 1 [0.25]
