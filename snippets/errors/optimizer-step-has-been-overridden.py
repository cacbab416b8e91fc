# %% raise tags=["wrong"]
import torch
from torch.optim.lr_scheduler import StepLR

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = StepLR(optimizer, step_size=1, gamma=0.5)
step = torch.optim.SGD.step
optimizer.step = lambda: step(optimizer)
optimizer.step()
scheduler.step()
print(scheduler.get_last_lr())
#> UserWarning: Seems like `optimizer.step()` has been overridden after learning rate scheduler initialization. Please, make sure to call `optimizer.step()` before `lr_scheduler.step()`. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
#> [0.05]

# %% fix-order tags=["right"]
class Logged(torch.optim.SGD):
    def step(self, closure=None):
        print("step")
        return super().step(closure)


optimizer = Logged([w], lr=0.1)
scheduler = StepLR(optimizer, step_size=1, gamma=0.5)
optimizer.step()
scheduler.step()
print(scheduler.get_last_lr())
#> step
#> [0.05]

# %% fix-hook tags=["right"]
optimizer = torch.optim.SGD([w], lr=0.1)
optimizer.register_step_post_hook(lambda *args: print("hook"))
scheduler = StepLR(optimizer, step_size=1, gamma=0.5)
optimizer.step()
scheduler.step()
print(scheduler.get_last_lr())
#> hook
#> [0.05]
