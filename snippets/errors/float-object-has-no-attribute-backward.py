# %% raise tags=["raises-exception"]
import torch
from torch.nn.functional import mse_loss

w = torch.tensor([2.0, 3.0], requires_grad=True)
loss = mse_loss(w, torch.zeros(2)).item()
loss.backward()
#> AttributeError: 'float' object has no attribute 'backward'

# %% empty tags=["raises-exception"]
loss = 0.0
for target in []:
    loss += mse_loss(w, target)
loss.backward()
#> AttributeError: 'float' object has no attribute 'backward'

# %% fix tags=["right"]
loss = mse_loss(w, torch.zeros(2))
loss.backward()
print(loss.item(), w.grad)
#> 6.5 tensor([2., 3.])

# %% fix-empty tags=["right"]
losses = [mse_loss(w, target) for target in []]
if losses:
    sum(losses).backward()
print(len(losses))
#> 0

# %% wrapped tags=["wrong"]
w.grad = None
number = mse_loss(w, torch.zeros(2)).item()
torch.tensor(number, requires_grad=True).backward()
print(w.grad)
#> None
