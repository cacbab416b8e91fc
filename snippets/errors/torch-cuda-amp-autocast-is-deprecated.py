# %% raise tags=["wrong"]
import warnings

import torch
from torch.cuda.amp import GradScaler, autocast

scaler = GradScaler(enabled=False)
with autocast(enabled=False):
    loss = torch.ones(2).mean()
#> FutureWarning: `torch.cuda.amp.GradScaler(args...)` is deprecated. Please use `torch.amp.GradScaler('cuda', args...)` instead.
#> FutureWarning: `torch.cuda.amp.autocast(args...)` is deprecated. Please use `torch.amp.autocast('cuda', args...)` instead.

# %% custom tags=["wrong"]
class Double(torch.autograd.Function):
    @staticmethod
    @torch.cuda.amp.custom_fwd
    def forward(ctx, x):
        return 2 * x

    @staticmethod
    @torch.cuda.amp.custom_bwd
    def backward(ctx, grad_output):
        return 2 * grad_output
#> FutureWarning: `torch.cuda.amp.custom_fwd(args...)` is deprecated. Please use `torch.amp.custom_fwd(args..., device_type='cuda')` instead.
#> FutureWarning: `torch.cuda.amp.custom_bwd(args...)` is deprecated. Please use `torch.amp.custom_bwd(args..., device_type='cuda')` instead.

# %% cpu tags=["wrong"]
with torch.cpu.amp.autocast():
    loss = torch.ones(2).mean()
#> FutureWarning: `torch.cpu.amp.autocast(args...)` is deprecated. Please use `torch.amp.autocast('cpu', args...)` instead.

# %% fix tags=["right"]
device = "cuda" if torch.cuda.is_available() else "cpu"
scaler = torch.amp.GradScaler(device)
with torch.amp.autocast(device, dtype=torch.float16):
    loss = torch.ones(2, device=device).mean()
print(scaler.scale(loss).item())
#> 65536.0

# %% fix-custom tags=["right"]
class FixedDouble(torch.autograd.Function):
    @staticmethod
    @torch.amp.custom_fwd(device_type="cuda")
    def forward(ctx, x):
        return 2 * x

    @staticmethod
    @torch.amp.custom_bwd(device_type="cuda")
    def backward(ctx, grad_output):
        return 2 * grad_output


print(FixedDouble.apply(torch.ones(2)))
#> tensor([2., 2.])

# %% positional tags=["raises-exception"]
torch.amp.autocast(True)
#> ValueError: Expected `device_type` of type `str`, got: `<class 'bool'>`

# %% filter
warnings.filterwarnings("ignore", message=r"`torch\.cuda\.amp")
torch.cuda.amp.GradScaler(enabled=False)
