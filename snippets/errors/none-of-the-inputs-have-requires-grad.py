# %% raise tags=["wrong"]
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

block, head = nn.Linear(3, 3), nn.Linear(3, 1)
images = torch.ones(2, 3)
h = checkpoint(block, images, use_reentrant=True)
head(h).sum().backward()
print(block.weight.grad, head.weight.grad is None)
#> UserWarning: None of the inputs have requires_grad=True. Gradients will be None
#> None False

# %% fix tags=["right"]
h = checkpoint(block, images, use_reentrant=False)
head(h).sum().backward()
print(block.weight.grad.shape)
#> torch.Size([3, 3])

# %% fix-input tags=["right"]
block.zero_grad()
images.requires_grad_()
h = checkpoint(block, images, use_reentrant=True)
head(h).sum().backward()
print(block.weight.grad.shape)
#> torch.Size([3, 3])
