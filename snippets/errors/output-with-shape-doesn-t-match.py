# %% raise tags=["raises-exception"]
import torch

gray = torch.full((1, 28, 28), 0.75)
mean = torch.tensor([0.5, 0.5, 0.5])[:, None, None]
gray.sub_(mean)
#> RuntimeError: output with shape [1, 28, 28] doesn't match the broadcast shape [3, 28, 28]

# %% bias tags=["raises-exception"]
bias = torch.zeros(3)
bias += torch.ones(2, 3)
#> RuntimeError: output with shape [3] doesn't match the broadcast shape [2, 3]

# %% fix tags=["right"]
print(gray.sub_(torch.tensor([0.5])[:, None, None]).shape)
#> torch.Size([1, 28, 28])

# %% fix-rgb tags=["right"]
rgb = gray.repeat(3, 1, 1)
print(rgb.sub_(mean).shape)
#> torch.Size([3, 28, 28])

# %% fix-bias tags=["right"]
bias = bias + torch.ones(2, 3)
print(bias.shape)
#> torch.Size([2, 3])
