# %% raise tags=["wrong"]
import torch

batch = torch.zeros(4, 5, 8)
print(batch.T.shape)
#> UserWarning: The use of `x.T` on tensors of dimension other than 2 to reverse their shape is deprecated and it will throw an error in a future release. Consider `x.mT` to transpose batches of matrices or `x.permute(*torch.arange(x.ndim - 1, -1, -1))` to reverse the dimensions of a tensor. ...
#> torch.Size([8, 5, 4])

# %% scalar tags=["wrong"]
print(torch.tensor(1.0).T)
#> UserWarning: Tensor.T is deprecated on 0-D tensors. This function is the identity in these cases. ...
#> tensor(1.)

# %% t tags=["raises-exception"]
batch.t()
#> RuntimeError: t() expects a tensor with <= 2 dimensions, but self is 3D

# %% fix tags=["right"]
print(batch.mT.shape, batch.transpose(1, 2).shape)
#> torch.Size([4, 8, 5]) torch.Size([4, 8, 5])

# %% fix-reverse tags=["right"]
print(batch.permute(2, 1, 0).shape)
#> torch.Size([8, 5, 4])
