# %% raise tags=["raises-exception"]
import torch
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel

sdpa = nn.functional.scaled_dot_product_attention
q = torch.zeros(1, 2, 3, 4)
with sdpa_kernel(SDPBackend.FLASH_ATTENTION):
    sdpa(q, q, q, dropout_p=0.1)
#> UserWarning: Flash attention kernel not used because: ...
#> UserWarning: Both fused kernels do not support non-zero dropout. ...
#> RuntimeError: No available kernel.  Aborting execution.

# %% no-backend tags=["raises-exception"]
with sdpa_kernel(SDPBackend.EFFICIENT_ATTENTION):
    sdpa(q, q, q)
#> RuntimeError: No viable backend for scaled_dot_product_attention was found. This is likely due to turning off both the math kernel and the fused kernels.

# %% several tags=["right"]
allowed = [SDPBackend.FLASH_ATTENTION, SDPBackend.MATH]
with sdpa_kernel(allowed):
    print(sdpa(q, q, q, dropout_p=0.1).shape)
#> torch.Size([1, 2, 3, 4])

# %% free tags=["right"]
print(sdpa(q, q, q, dropout_p=0.1).shape)
#> torch.Size([1, 2, 3, 4])

# %% condition tags=["right"]
with sdpa_kernel(SDPBackend.FLASH_ATTENTION):
    print(sdpa(q, q, q).shape)
#> torch.Size([1, 2, 3, 4])
