# %% raise tags=["wrong"]
import torch

x = torch.ones(2, 2)
with torch.autocast("cpu", dtype=torch.float32):
    print((x @ x).dtype)
#> UserWarning: In CPU autocast, but the target dtype is not supported. Disabling autocast.
#> CPU Autocast only supports dtypes of torch.bfloat16, torch.float16 currently.
#> torch.float32

# %% fix tags=["right"]
with torch.autocast("cpu", dtype=torch.bfloat16):
    print((x @ x).dtype)
#> torch.bfloat16

# %% fix-off tags=["right"]
use_amp = False
with torch.autocast("cpu", dtype=torch.bfloat16, enabled=use_amp):
    print((x @ x).dtype)
#> torch.float32
