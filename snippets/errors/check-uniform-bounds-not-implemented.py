# %% raise tags=["raises-exception"]
import torch

tokens = torch.tensor([[5, 2], [7, 1]])
torch.rand_like(tokens)
#> NotImplementedError: "check_uniform_bounds" not implemented for 'Long'

# %% normal tags=["raises-exception"]
torch.randn_like(tokens)
#> NotImplementedError: "normal_kernel_cpu" not implemented for 'Long'

# %% float tags=["right"]
torch.manual_seed(0)
noise = torch.rand_like(tokens, dtype=torch.float32)
print(noise.dtype, noise.shape)
#> torch.float32 torch.Size([2, 2])

# %% randint tags=["right"]
print(torch.randint(0, 10, tokens.shape).dtype)
#> torch.int64
