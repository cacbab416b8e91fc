# %% raise tags=["raises-exception"]
import torch
from torch import nn

model = nn.Linear(2, 1)
nn.init.ones_(model.weight)
x, target = torch.ones(4, 2), torch.zeros(4, 1)
losses = nn.MSELoss(reduction="none")(model(x), target)
losses.backward()
#> RuntimeError: grad can be implicitly created only for scalar outputs

# %% shape
print(losses.shape)
#> torch.Size([4, 1])

# %% fix-mean tags=["right"]
losses.mean().backward()
print(model.weight.grad.shape)
#> torch.Size([1, 2])

# %% fix-weights tags=["right"]
weights = torch.tensor([[1.0], [0.0], [0.5], [0.5]])
losses = nn.MSELoss(reduction="none")(model(x), target)
((weights * losses).sum() / weights.sum()).backward()

# %% ones tags=["wrong"]
losses = nn.MSELoss(reduction="none")(model(x), target)
mean = torch.autograd.grad(losses.mean(), model.weight, retain_graph=True)
ones = torch.autograd.grad(losses, model.weight, torch.ones_like(losses))
print((ones[0] / mean[0]).round())
#> tensor([[4., 4.]])
