# %% raise tags=["raises-exception"]
import torch

device = "cuda" if torch.cuda.is_available() else "cpu"
saved = torch.amp.GradScaler(device, enabled=False).state_dict()
scaler = torch.amp.GradScaler(device)
scaler.load_state_dict(saved)
#> RuntimeError: The source state dict is empty, possibly because it was saved from a disabled instance of GradScaler.

# %% look tags=["right"]
print(saved)
print(sorted(scaler.state_dict()))
#> {}
#> ['_growth_tracker', 'backoff_factor', 'growth_factor', 'growth_interval', 'scale']

# %% if-any tags=["right"]
if saved:
    scaler.load_state_dict(saved)
print(scaler.get_scale())
#> 65536.0
