# %% raise tags=["raises-exception"]
import torch
import torch.nn.functional as F

photo = torch.zeros(48, 64, 3)
photo.permute(0, 3, 1, 2)
#> RuntimeError: permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = 3 is not equal to len(dims) = 4

# %% gray tags=["raises-exception"]
gray = torch.zeros(48, 64)
gray.permute(2, 0, 1)
#> RuntimeError: permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = 2 is not equal to len(dims) = 3

# %% mask tags=["raises-exception"]
mask = torch.zeros(2, 3, 48, 64, dtype=torch.long)
F.one_hot(mask, 5).permute(0, 3, 1, 2)
#> RuntimeError: permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = 5 is not equal to len(dims) = 4

# %% fix tags=["right"]
print(photo.permute(2, 0, 1).shape)
print(photo[None].permute(0, 3, 1, 2).shape)
#> torch.Size([3, 48, 64])
#> torch.Size([1, 3, 48, 64])

# %% fix-any tags=["right"]
batch = torch.zeros(2, 48, 64, 3)
print(photo.movedim(-1, -3).shape, batch.movedim(-1, -3).shape)
#> torch.Size([3, 48, 64]) torch.Size([2, 3, 48, 64])

# %% fix-gray tags=["right"]
print(gray[None].shape)
#> torch.Size([1, 48, 64])

# %% fix-mask tags=["right"]
print(F.one_hot(mask[:, 0], 5).permute(0, 3, 1, 2).shape)
#> torch.Size([2, 5, 48, 64])
