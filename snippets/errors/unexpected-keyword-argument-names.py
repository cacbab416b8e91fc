# %% images
import torch

images = torch.ones(2, 3, 4)

# %% raise tags=["raises-exception", "requires-torch-2.13"]
torch.ones(2, 3, 4, names=("N", "C", "W"))
#> TypeError: ones() got an unexpected keyword argument 'names'

# %% method tags=["raises-exception", "requires-torch-2.13"]
images.refine_names("N", "C", "W")
#> AttributeError: 'Tensor' object has no attribute 'refine_names'

# %% numbers tags=["right"]
N, C, W = range(3)
print(images.sum(dim=C).shape)
#> torch.Size([2, 4])

# %% einsum tags=["right"]
weights = torch.tensor([0.2, 0.5, 0.3])
print(torch.einsum("ncw,c->nw", images, weights).shape)
#> torch.Size([2, 4])
