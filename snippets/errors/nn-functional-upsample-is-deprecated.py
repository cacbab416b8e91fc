# %% warn tags=["wrong"]
import torch
import torch.nn.functional as F

row = torch.tensor([[[[0.0, 3.0]]]])
print(F.upsample(row, size=(1, 4)))
#> UserWarning: `nn.functional.upsample` is deprecated. Use `nn.functional.interpolate` instead.
#> tensor([[[[0., 0., 3., 3.]]]])

# %% interpolate tags=["right"]
print(F.interpolate(row, size=(1, 4)))
#> tensor([[[[0., 0., 3., 3.]]]])

# %% align-corners tags=["right"]
for value in (True, False):
    print(F.interpolate(row, (1, 4), mode="bilinear", align_corners=value))
#> tensor([[[[0., 1., 2., 3.]]]])
#> tensor([[[[0.0000, 0.7500, 2.2500, 3.0000]]]])
