# %% raise tags=["raises-exception"]
import numpy as np
import torch
from torch.nn import functional as F

labels = torch.tensor([0.0, 2.0, 1.0])
F.one_hot(labels, num_classes=3)
#> RuntimeError: one_hot is only applicable to index tensor of type LongTensor.

# %% from-numpy tags=["raises-exception"]
mask = torch.from_numpy(np.array([[0, 2], [1, 0]], dtype=np.uint8))
F.one_hot(mask, num_classes=3)
#> RuntimeError: one_hot is only applicable to index tensor of type LongTensor.

# %% dtypes
print(labels.dtype)
print(mask.dtype)
#> torch.float32
#> torch.uint8

# %% fix tags=["right"]
print(F.one_hot(labels.long(), num_classes=3))
print(F.one_hot(mask.long(), num_classes=3).shape)
#> tensor([[1, 0, 0],
#>         [0, 0, 1],
#>         [0, 1, 0]])
#> torch.Size([2, 2, 3])

# %% scaled tags=["wrong"]
scaled = mask / 255
print(scaled.long())
#> tensor([[0, 0],
#>         [0, 0]])

# %% unscaled tags=["right"]
print((scaled * 255).round().long())
#> tensor([[0, 2],
#>         [1, 0]])

# %% for-a-loss tags=["right"]
print(F.one_hot(labels.long(), num_classes=3).float())
#> tensor([[1., 0., 0.],
#>         [0., 0., 1.],
#>         [0., 1., 0.]])
