# %% raise tags=["raises-exception"]
import torch

device = torch.device("cpu")
with torch.autocast(device):
    torch.ones(2, 2) @ torch.ones(2, 2)
#> ValueError: Expected `device_type` of type `str`, got: `<class 'torch.device'>`

# %% enabled tags=["raises-exception"]
use_amp = True
torch.autocast(use_amp)
#> ValueError: Expected `device_type` of type `str`, got: `<class 'bool'>`

# %% fix tags=["right"]
with torch.autocast(device.type, dtype=torch.bfloat16, enabled=use_amp):
    product = torch.ones(2, 2) @ torch.ones(2, 2)
print(product.dtype)
#> torch.bfloat16
