# %% raise tags=["raises-exception"]
import torch

image = torch.zeros(8, 8)
image[:, :, 0]
#> IndexError: too many indices for tensor of dimension 2

# %% mask tags=["raises-exception"]
mask = image.unsqueeze(-1) > 0
image[mask]
#> IndexError: too many indices for tensor of dimension 2

# %% last tags=["raises-exception"]
boxes = torch.zeros(0)  # nothing was found
boxes[:, 4]
#> IndexError: too many indices for tensor of dimension 1

# %% fix tags=["right"]
batch = image[None]
print(batch[:, :, 0].shape, image[..., 0].shape)
#> torch.Size([1, 8]) torch.Size([8])

# %% fix-mask tags=["right"]
print(image[mask.squeeze(-1)].shape)
#> torch.Size([0])

# %% fix-empty tags=["right"]
boxes = torch.zeros(0, 6)
print(boxes[:, 4].shape)
#> torch.Size([0])
