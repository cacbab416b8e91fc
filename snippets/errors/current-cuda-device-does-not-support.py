# %% fix tags=["right"]
import torch

dtype = torch.bfloat16
device = "cpu"
if torch.cuda.is_available():
    device = "cuda"
    if not torch.cuda.is_bf16_supported(including_emulation=False):
        dtype = torch.float16
scaler = torch.amp.GradScaler(device, enabled=dtype == torch.float16)
x = torch.ones(2, 2, device=device)
with torch.autocast(device, dtype=dtype):
    print((x @ x).dtype == dtype)
#> True
