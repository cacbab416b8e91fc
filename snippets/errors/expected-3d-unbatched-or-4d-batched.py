# %% raise tags=["raises-exception"]
import torch
from torch import nn

conv = nn.Conv2d(1, 4, kernel_size=3)
image = torch.zeros(5, 5)
conv(image)
#> RuntimeError: Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [5, 5]

# %% video tags=["raises-exception"]
video = torch.zeros(2, 6, 1, 5, 5)
conv(video)
#> RuntimeError: Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [2, 6, 1, 5, 5]

# %% conv1d tags=["raises-exception"]
nn.Conv1d(1, 4, kernel_size=3)(torch.zeros(5))
#> RuntimeError: Expected 2D (unbatched) or 3D (batched) input to conv1d, but got input of size: [5]

# %% pool tags=["raises-exception"]
nn.MaxPool2d(2)(image)
#> RuntimeError: non-empty 3D or 4D (batch mode) tensor expected for input

# %% add-dimensions tags=["right"]
print(conv(image[None, None]).shape)
#> torch.Size([1, 4, 3, 3])

# %% frames tags=["right"]
frames = conv(video.flatten(0, 1))
print(frames.unflatten(0, (2, 6)).shape)
#> torch.Size([2, 6, 4, 3, 3])
