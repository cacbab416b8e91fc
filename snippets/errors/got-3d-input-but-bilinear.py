# %% raise tags=["raises-exception"]
import torch
import torch.nn.functional as F

image = torch.zeros(3, 4, 5)
F.interpolate(image, scale_factor=2, mode="bilinear")
#> NotImplementedError: Got 3D input, but bilinear mode needs 4D input

# %% two tags=["raises-exception"]
F.interpolate(image[0], scale_factor=2)
#> NotImplementedError: Input Error: Only 3D, 4D and 5D input Tensors supported (got 2D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact (got nearest)
#torch<2.12> NotImplementedError: Input Error: Only 3D, 4D and 5D input Tensors supported (got 2D) for the modes: nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact (got nearest)

# %% size tags=["raises-exception"]
F.interpolate(image, size=(8, 10))
#> ValueError: Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of [5] and output size of (8, 10). Please provide input tensor in (N, C, d1, d2, ...,dK) format and output size in (o1, o2, ...,oK) format.

# %% nearest tags=["wrong"]
print(F.interpolate(image, scale_factor=2).shape)
#> torch.Size([3, 4, 10])

# %% batch tags=["right"]
larger = F.interpolate(image[None], scale_factor=2, mode="bilinear")
print(larger[0].shape)
#> torch.Size([3, 8, 10])

# %% gray tags=["right"]
print(F.interpolate(image[0][None, None], size=(8, 10))[0, 0].shape)
#> torch.Size([8, 10])
