# %% raise tags=["raises-exception", "varies"]
import torch

scores = torch.zeros(10_000_000, 1)
targets = torch.zeros(10_000_000)
scores - targets
#> RuntimeError: [enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 400000000000000 bytes. ...

# %% fix-shape tags=["right"]
difference = scores.squeeze(1) - targets
print(difference.shape)
#> torch.Size([10000000])

# %% fix-chunks tags=["right"]
total = 0.0
with torch.no_grad():
    for part in scores.split(2_000_000):
        total += part.exp().sum().item()
print(total)
#> 10000000.0
