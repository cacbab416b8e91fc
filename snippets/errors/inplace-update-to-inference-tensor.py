# %% raise tags=["raises-exception"]
import torch
from torch import nn

model, images = nn.Linear(2, 1), torch.ones(4, 2)
nn.init.ones_(model.weight)
nn.init.zeros_(model.bias)
with torch.inference_mode():
    total = model(images).sum()
total /= len(images)
#> RuntimeError: Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone to get a normal tensor before doing inplace update.See https://github.com/pytorch/rfcs/pull/17 for more details.

# %% fix-inside tags=["right"]
with torch.inference_mode():
    total = model(images).sum()
    total /= len(images)
print(total)
#> tensor(2.)

# %% fix-new tags=["right"]
with torch.inference_mode():
    total = model(images).sum()
mean = total / len(images)
print(mean)
#> tensor(2.)

# %% fix-number tags=["right"]
total = 0.0
with torch.inference_mode():
    total += model(images).sum().item()
total /= len(images)
print(total)
#> 2.0
