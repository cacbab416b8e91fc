# %% without-workers tags=["raises-exception"]
import torch
from torch.nn import functional as F
from torch.utils.data import DataLoader

images = [torch.ones(3, 4, 6), torch.ones(3, 4, 4), torch.ones(3, 4, 4)]
next(iter(DataLoader(images, batch_size=3)))
#> RuntimeError: stack expects each tensor to be equal size, but got [3, 4, 6] at entry 0 and [3, 4, 4] at entry 1

# %% shapes
for i, image in enumerate(images):
    print(i, tuple(image.shape))
#> 0 (3, 4, 6)
#> 1 (3, 4, 4)
#> 2 (3, 4, 4)

# %% resize tags=["right"]
same = [F.interpolate(image[None], size=(4, 4))[0] for image in images]
print(next(iter(DataLoader(same, batch_size=3))).shape)
#> torch.Size([3, 3, 4, 4])

# %% as-list tags=["right"]
batch = next(iter(DataLoader(images, batch_size=3, collate_fn=list)))
print(type(batch).__name__, len(batch))
#> list 3
