# %% data
import torch

x = torch.ones(2, 2)

# %% raise tags=["wrong", "requires-no-driver"]
scaler = torch.amp.GradScaler("cuda")
print(scaler.is_enabled())
#> UserWarning: torch.cuda.amp.GradScaler is enabled, but CUDA is not available.  Disabling.
#> False

# %% autocast tags=["wrong", "requires-no-driver"]
with torch.autocast("cuda"):
    print((x @ x).dtype)
#> UserWarning: CUDA is not available or torch_xla is imported. Disabling autocast.
#> torch.float32

# %% look tags=["requires-no-driver"]
print(torch.version.cuda is not None, torch.cuda.is_available())
#> True False

# %% fix tags=["right"]
has_gpu = torch.cuda.is_available()
device = "cuda" if has_gpu else "cpu"
scaler = torch.amp.GradScaler(device, enabled=has_gpu)
with torch.autocast(device, dtype=torch.float16, enabled=has_gpu):
    y = x.to(device) @ x.to(device)
print(scaler.is_enabled() == has_gpu, (y.dtype == torch.float16) == has_gpu)
#> True True

