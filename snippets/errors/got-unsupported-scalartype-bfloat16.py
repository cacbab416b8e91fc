# %% raise tags=["raises-exception"]
import torch

x = torch.tensor([0.5, 131072.0], dtype=torch.bfloat16)
x.numpy()
#> TypeError: Got unsupported ScalarType BFloat16

# %% float8 tags=["raises-exception"]
torch.ones(2).to(torch.float8_e4m3fn).numpy()
#> TypeError: Got unsupported ScalarType Float8_e4m3fn

# %% float tags=["right"]
print(x.float().numpy().tolist())
#> [0.5, 131072.0]

# %% half tags=["wrong"]
print(x.half().numpy())
#> [0.5 inf]
