# %% raise tags=["raises-exception"]
import torch
from torch import nn

model = nn.Linear(2, 1)
x = torch.ones(3, 2)
torch.autograd.grad(model(x).sum(), x)
#> RuntimeError: One of the differentiated Tensors does not require grad

# %% frozen tags=["raises-exception"]
model.bias.requires_grad_(False)
torch.autograd.grad(model(x).sum(), model.parameters())
#> RuntimeError: One of the differentiated Tensors does not require grad

# %% fix tags=["right"]
x.requires_grad_()
(gradient,) = torch.autograd.grad(model(x).sum(), x)
print(gradient.shape)
#> torch.Size([3, 2])

# %% fix-frozen tags=["right"]
trained = [p for p in model.parameters() if p.requires_grad]
print(len(torch.autograd.grad(model(x).sum(), trained)))
#> 1
