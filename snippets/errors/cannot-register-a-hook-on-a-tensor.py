# %% raise tags=["raises-exception"]
import torch
from torch import nn

conv = nn.Conv2d(1, 2, 3)
images = torch.ones(1, 1, 5, 5)
with torch.no_grad():
    features = conv(images)
features.register_hook(print)
#> RuntimeError: cannot register a hook on a tensor that doesn't require gradient

# %% retain tags=["raises-exception"]
frozen = nn.Conv2d(1, 2, 3).requires_grad_(False)
frozen(images).retain_grad()
#> RuntimeError: can't retain_grad on Tensor that has requires_grad=False

# %% fix tags=["right"]
gradients = []
features = conv(images)
features.register_hook(gradients.append)
features.sum().backward()
print(gradients[0].shape)
#> torch.Size([1, 2, 3, 3])

# %% fix-frozen tags=["right"]
images.requires_grad_()
features = frozen(images)
features.retain_grad()
features.sum().backward()
print(features.grad.shape)
#> torch.Size([1, 2, 3, 3])
