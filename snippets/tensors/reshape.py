# %% reshape
import torch

x = torch.arange(6)
print(x.reshape(2, 3))
print(x.reshape(3, -1))
#> tensor([[0, 1, 2],
#>         [3, 4, 5]])
#> tensor([[0, 1],
#>         [2, 3],
#>         [4, 5]])

# %% view
y = x.view(2, 3)
y[0, 0] = 10
print(x)
#> tensor([10,  1,  2,  3,  4,  5])

# %% transpose
a = torch.arange(6).reshape(2, 3)
print(a)
print(a.T)
#> tensor([[0, 1, 2],
#>         [3, 4, 5]])
#> tensor([[0, 3],
#>         [1, 4],
#>         [2, 5]])

# %% transpose-is-not-reshape tags=["wrong"]
print(a.reshape(3, 2))
#> tensor([[0, 1],
#>         [2, 3],
#>         [4, 5]])

# %% permute
image = torch.zeros(32, 48, 3)
print(image.permute(2, 0, 1).shape)
print(image.transpose(0, 1).shape)
#> torch.Size([3, 32, 48])
#> torch.Size([48, 32, 3])

# %% strides
print(a.stride(), a.is_contiguous())
print(a.T.stride(), a.T.is_contiguous())
print(a.T.data_ptr() == a.data_ptr())
#> (3, 1) True
#> (1, 3) False
#> True

# %% draw-strides tags=["remove-input"]
from drawing.tensors import strides

strides({"a": a, "a.reshape(3, 2)": a.reshape(3, 2), "a.T": a.T})

# %% contiguous
c = a.T.contiguous()
print(c.stride(), c.is_contiguous())
print(c.data_ptr() == a.data_ptr())
#> (2, 1) True
#> False

# %% view-or-copy
print(a.reshape(6).data_ptr() == a.data_ptr())
print(a.T.reshape(6).data_ptr() == a.data_ptr())
#> True
#> False

# %% unsqueeze
print(x.unsqueeze(0).shape, x.unsqueeze(1).shape)
print(x.unsqueeze(0).squeeze(0).shape)
#> torch.Size([1, 6]) torch.Size([6, 1])
#> torch.Size([6])

# %% flatten
images = torch.zeros(12, 3, 4, 4)
print(images.flatten(1).shape)
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3 * 4 * 4, 2))
print(model(images).shape)
#> torch.Size([12, 48])
#> torch.Size([12, 2])

# %% view-after-transpose tags=["raises-exception"]
a.T.view(6)
#> RuntimeError: view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.

# %% reshape-after-transpose tags=["right"]
print(a.T.reshape(6))
print(a.T.contiguous().view(6))
#> tensor([0, 3, 1, 4, 2, 5])
#> tensor([0, 3, 1, 4, 2, 5])

# %% wrong-size tags=["raises-exception"]
torch.arange(6).reshape(4, 2)
#> RuntimeError: shape '[4, 2]' is invalid for input of size 6

# %% lost-samples tags=["wrong"]
print(images.reshape(-1, 64).shape)
#> torch.Size([9, 64])

# %% keep-the-batch tags=["right"]
print(images.reshape(len(images), -1).shape)
#> torch.Size([12, 48])

# %% squeeze-everything tags=["wrong"]
print(torch.zeros(10, 1).squeeze().shape)
print(torch.zeros(1, 1).squeeze().shape)
#> torch.Size([10])
#> torch.Size([])

# %% squeeze-one tags=["right"]
print(torch.zeros(10, 1).squeeze(1).shape)
print(torch.zeros(1, 1).squeeze(1).shape)
#> torch.Size([10])
#> torch.Size([1])

# %% t-of-three-dimensions tags=["wrong"]
batch = torch.zeros(10, 2, 3)
print(batch.T.shape)
#> UserWarning: The use of `x.T` on tensors of dimension other than 2 to reverse their shape is deprecated and it will throw an error in a future release. Consider `x.mT` to transpose batches of matrices or `x.permute(*torch.arange(x.ndim - 1, -1, -1))` to reverse the dimensions of a tensor. ...
#> torch.Size([3, 2, 10])

# %% mt tags=["right"]
print(batch.mT.shape)
#> torch.Size([10, 3, 2])
