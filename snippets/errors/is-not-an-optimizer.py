# %% raise tags=["raises-exception"]
import torch
from torch.optim.lr_scheduler import StepLR

w = torch.zeros(1, requires_grad=True)
optimizers = [torch.optim.SGD([w], lr=0.1), torch.optim.AdamW([w])]
StepLR(optimizers, step_size=10)
#> TypeError: list is not an Optimizer

# %% class tags=["raises-exception"]
StepLR(torch.optim.SGD, step_size=10)
#> TypeError: type is not an Optimizer

# %% wrapper tags=["raises-exception"]
class Wrapper:
    def __init__(self, optimizer):
        self.optimizer = optimizer

    def step(self):
        self.optimizer.step()


wrapped = Wrapper(optimizers[0])
StepLR(wrapped, step_size=10)
#> TypeError: Wrapper is not an Optimizer

# %% fix tags=["right"]
schedulers = [StepLR(o, step_size=10) for o in optimizers]
print(len(schedulers))
#> 2

# %% fix-wrapper tags=["right"]
scheduler = StepLR(wrapped.optimizer, step_size=10)
print(scheduler.get_last_lr())
#> [0.1]
