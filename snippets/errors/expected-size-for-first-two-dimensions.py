# %% raise tags=["raises-exception"]
import torch

query, key = torch.ones(4, 5, 8), torch.ones(4, 6, 8)
query @ key
#> RuntimeError: Expected size for first two dimensions of batch2 tensor to be: [4, 8] but got: [4, 6].

# %% batch tags=["raises-exception"]
torch.bmm(query, torch.ones(2, 8, 6))
#> RuntimeError: Expected size for first two dimensions of batch2 tensor to be: [4, 8] but got: [2, 8].

# %% fix tags=["right"]
print((query @ key.mT).shape)
#> torch.Size([4, 5, 6])

# %% fix-batch tags=["right"]
print((query @ torch.ones(8, 6)).shape)
#> torch.Size([4, 5, 6])

# %% t tags=["wrong"]
print(torch.ones(4, 6, 8).transpose(0, 2).shape)
#> torch.Size([8, 6, 4])
