# %% raise tags=["raises-exception"]
import torch

positions = torch.zeros(1, 512, dtype=torch.long)
tokens = torch.zeros(1, 600, dtype=torch.long)
positions[:, : tokens.shape[1]].expand(1, tokens.shape[1])
#> RuntimeError: The expanded size of the tensor (600) must match the existing size (512) at non-singleton dimension 1.  Target sizes: [1, 600].  Tensor sizes: [1, 512]

# %% last-batch tags=["raises-exception"]
results = torch.zeros(10, 2)
batch = torch.ones(3, 2)  # the last batch is smaller
results[4:8] = batch
#> RuntimeError: The expanded size of the tensor (4) must match the existing size (3) at non-singleton dimension 0.  Target sizes: [4, 2].  Tensor sizes: [3, 2]

# %% norm tags=["raises-exception"]
x = torch.ones(4, 2)
x / x.norm(dim=1).expand_as(x)
#> RuntimeError: The expanded size of the tensor (2) must match the existing size (4) at non-singleton dimension 1.  Target sizes: [4, 2].  Tensor sizes: [4]

# %% indices tags=["raises-exception"]
results[[0, 1, 2, 3]] = batch
#> RuntimeError: shape mismatch: value tensor of shape [3, 2] cannot be broadcast to indexing result of shape [4, 2]

# %% fix tags=["right"]
tokens = tokens[:, : positions.shape[1]]
print(positions[:, : tokens.shape[1]].expand(1, tokens.shape[1]).shape)
#> torch.Size([1, 512])

# %% fix-last-batch tags=["right"]
results[4 : 4 + len(batch)] = batch
print(results.sum(dim=1))
#> tensor([0., 0., 0., 0., 2., 2., 2., 0., 0., 0.])

# %% fix-norm tags=["right"]
print((x / x.norm(dim=1, keepdim=True)).shape)
#> torch.Size([4, 2])
