# %% raise tags=["raises-exception"]
import numpy as np
import torch

bgr = np.array([[10, 20, 30], [40, 50, 60]], dtype=np.uint8)
rgb = bgr[:, ::-1]
torch.from_numpy(rgb)
#> ValueError: At least one stride in the given numpy array is negative, and tensors with negative strides are not currently supported. (You can probably work around this by making a copy of your array  with array.copy().)

# %% copy tags=["right"]
print(torch.from_numpy(rgb.copy()))
print(torch.from_numpy(bgr).flip(1))
#> tensor([[30, 20, 10],
#>         [60, 50, 40]], dtype=torch.uint8)
#> tensor([[30, 20, 10],
#>         [60, 50, 40]], dtype=torch.uint8)
