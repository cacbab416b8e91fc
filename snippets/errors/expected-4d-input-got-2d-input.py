# %% raise tags=["raises-exception"]
import torch
from torch import nn

features = torch.zeros(5, 6)
nn.BatchNorm2d(6)(features)
#> ValueError: expected 4D input (got 2D input)

# %% image tags=["raises-exception"]
images = torch.zeros(5, 6, 2, 2)
nn.BatchNorm1d(6)(images)
#> ValueError: expected 2D or 3D input (got 4D input)

# %% squeezed tags=["raises-exception"]
last = torch.zeros(1, 6, 1, 1)  # one image in the last batch
nn.BatchNorm1d(6)(last.squeeze())
#> ValueError: expected 2D or 3D input (got 1D input)

# %% one-image tags=["raises-exception"]
nn.BatchNorm2d(6)(images[0])
#> ValueError: expected 4D input (got 3D input)

# %% instance tags=["raises-exception"]
nn.InstanceNorm2d(6)(features)
#> ValueError: expected 3D or 4D input (got 2D input)

# %% one-d tags=["right"]
print(nn.BatchNorm1d(6)(features).shape)
#> torch.Size([5, 6])

# %% flat tags=["right"]
print(nn.BatchNorm1d(6).eval()(last.flatten(1)).shape)
#> torch.Size([1, 6])

# %% two-d tags=["right"]
print(nn.BatchNorm2d(6)(images).shape)
#> torch.Size([5, 6, 2, 2])

# %% batch tags=["right"]
print(nn.BatchNorm2d(6)(images[:1]).shape)
#> torch.Size([1, 6, 2, 2])
