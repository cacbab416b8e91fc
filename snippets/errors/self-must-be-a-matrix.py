# %% raise tags=["raises-exception"]
import torch

batch, weight = torch.ones(4, 2, 3), torch.ones(3, 5)
torch.mm(batch, weight)
#> RuntimeError: mm: self must be a matrix, got 3-D tensor
#torch<2.15> RuntimeError: self must be a matrix

# %% second tags=["raises-exception"]
torch.mm(weight.mT, batch.mT)
#> RuntimeError: mm: mat2 must be a matrix, got 3-D tensor
#torch<2.15> RuntimeError: mat2 must be a matrix

# %% bmm tags=["raises-exception"]
torch.bmm(batch, weight)
#> RuntimeError: batch2 must be a 3D tensor

# %% dot tags=["raises-exception"]
torch.dot(weight, weight)
#> RuntimeError: 1D tensors expected, but got 2D and 2D tensors

# %% fix tags=["right"]
print((batch @ weight).shape)
#> torch.Size([4, 2, 5])

# %% fix-dot tags=["right"]
print((weight * weight).sum(), (weight * weight).sum(dim=1))
#> tensor(15.) tensor([5., 5., 5.])
