# %% raise tags=["raises-exception"]
import io

import torch

file = io.BytesIO()
torch.save({"rng": torch.get_rng_state()}, file)
file.seek(0)
checkpoint = torch.load(file, map_location="meta")
torch.set_rng_state(checkpoint["rng"])
#> TypeError: RNG state must be a torch.ByteTensor

# %% dtype tags=["raises-exception"]
state = torch.get_rng_state()
torch.set_rng_state(state.float())
#> TypeError: RNG state must be a torch.ByteTensor

# %% fix tags=["right"]
file.seek(0)
checkpoint = torch.load(file, map_location="cpu")
torch.set_rng_state(checkpoint["rng"])
first = torch.rand(1)
torch.set_rng_state(checkpoint["rng"])
print(first == torch.rand(1))
#> tensor([True])

# %% fix-dtype tags=["right"]
restored = state.float().to(torch.uint8)
torch.set_rng_state(restored)
print(restored.dtype, restored.device)
#> torch.uint8 cpu
