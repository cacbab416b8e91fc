# %% raise tags=["raises-exception"]
import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
model = nn.Linear(3, 2, device="meta")
model.to(device)
#> NotImplementedError: Cannot copy out of meta tensor; no data! Please use torch.nn.Module.to_empty() instead of torch.nn.Module.to() when moving module from meta to a different device.

# %% tensor tags=["raises-exception"]
model.weight.to(device)
#> NotImplementedError: Cannot copy out of meta tensor; no data!

# %% left
tensors = [*model.named_parameters(), *model.named_buffers()]
print([name for name, tensor in tensors if tensor.is_meta])
#> ['weight', 'bias']

# %% fix-assign tags=["right"]
weights = nn.Linear(3, 2, device=device).state_dict()
model.load_state_dict(weights, assign=True)
print(model.weight.is_meta, torch.equal(model.weight, weights["weight"]))
#> False True

# %% only-empty tags=["wrong"]
model = nn.Linear(3, 2, device="meta").to_empty(device=device)
print(torch.equal(model.weight, weights["weight"]))
#> False

# %% fix-empty tags=["right"]
model.load_state_dict(weights)
print(torch.equal(model.weight, weights["weight"]))
#> True
