# %% broadcasting
import torch

x = torch.tensor([[1, 2, 3], [4, 5, 6]])
row = torch.tensor([10, 20, 30])
print(x + row)
#> tensor([[11, 22, 33],
#>         [14, 25, 36]])

# %% column
column = torch.tensor([[100], [200]])
print(x + column)
#> tensor([[101, 102, 103],
#>         [204, 205, 206]])

# %% row-and-column
print(column + row)
#> tensor([[110, 120, 130],
#>         [210, 220, 230]])

# %% draw-row-and-column tags=["remove-input"]
from drawing.tensors import broadcast

broadcast(column=column, row=row)

# %% resulting-shape
print(torch.broadcast_shapes((2, 3), (3,)))
print(torch.broadcast_shapes((2, 1), (3,)))
print(torch.broadcast_shapes((8, 1, 4), (5, 1)))
#> torch.Size([2, 3])
#> torch.Size([2, 3])
#> torch.Size([8, 5, 4])

# %% keepdim
x = x.float()
print(x.mean(dim=1).shape, x.mean(dim=1, keepdim=True).shape)
print(x - x.mean(dim=1, keepdim=True))
#> torch.Size([2]) torch.Size([2, 1])
#> tensor([[-1.,  0.,  1.],
#>         [-1.,  0.,  1.]])

# %% channels
images = torch.ones(8, 3, 4, 4)
mean = torch.tensor([0.5, 0.25, 0.0])
print((images - mean[:, None, None]).mean(dim=(0, 2, 3)))
#> tensor([0.5000, 0.7500, 1.0000])

# %% pairwise
points = torch.tensor([[0.0, 0.0], [3.0, 4.0]])
centers = torch.tensor([[0.0, 0.0], [0.0, 4.0], [3.0, 0.0]])
differences = points[:, None] - centers
print(differences.shape)
print(differences.norm(dim=2))
#> torch.Size([2, 3, 2])
#> tensor([[0., 4., 3.],
#>         [5., 3., 4.]])

# %% cdist
print(torch.cdist(points, centers))
#> tensor([[0., 4., 3.],
#>         [5., 3., 4.]])

# %% expand
expanded = row.expand(2, 3)
print(expanded)
print(expanded.stride(), expanded.data_ptr() == row.data_ptr())
#> tensor([[10, 20, 30],
#>         [10, 20, 30]])
#> (0, 1) True

# %% repeat
repeated = row.repeat(2, 1)
print(repeated.stride(), repeated.data_ptr() == row.data_ptr())
#> (3, 1) False

# %% sizes-do-not-match tags=["raises-exception"]
weights = torch.tensor([2.0, 10.0])
x * weights
#> RuntimeError: The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1

# %% add-a-dimension tags=["right"]
print(x * weights.unsqueeze(1))
#> tensor([[ 2.,  4.,  6.],
#>         [40., 50., 60.]])

# %% square-without-keepdim tags=["wrong"]
square = torch.tensor([[1.0, 3.0], [1.0, 1.0]])
print(square / square.sum(dim=1))
#> tensor([[0.2500, 1.5000],
#>         [0.2500, 0.5000]])

# %% square-with-keepdim tags=["right"]
print(square / square.sum(dim=1, keepdim=True))
#> tensor([[0.2500, 0.7500],
#>         [0.5000, 0.5000]])

# %% column-minus-vector tags=["wrong"]
outputs = torch.tensor([[1.0], [2.0], [3.0]])
targets = torch.tensor([1.0, 2.0, 3.0])
print(outputs - targets)
print(((outputs - targets) ** 2).mean())
#> tensor([[ 0., -1., -2.],
#>         [ 1.,  0., -1.],
#>         [ 2.,  1.,  0.]])
#> tensor(1.3333)

# %% same-shape tags=["right"]
print(outputs.squeeze(1) - targets)
#> tensor([0., 0., 0.])

# %% in-place tags=["raises-exception"]
bias = torch.zeros(3)
bias += x
#> RuntimeError: output with shape [3] doesn't match the broadcast shape [2, 3]

# %% out-of-place tags=["right"]
print(bias + x)
#> tensor([[1., 2., 3.],
#>         [4., 5., 6.]])

# %% write-into-expanded tags=["raises-exception"]
expanded.add_(1)
#> RuntimeError: unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.

# %% clone-expanded tags=["right"]
print(expanded.clone().add_(1))
#> tensor([[11, 21, 31],
#>         [11, 21, 31]])

# %% assign-other-size tags=["raises-exception"]
x[0] = torch.tensor([7.0, 8.0])
#> RuntimeError: The expanded size of the tensor (3) must match the existing size (2) at non-singleton dimension 0.  Target sizes: [3].  Tensor sizes: [2]

# %% assign-one-number tags=["right"]
x[0] = torch.tensor([7.0])
x[1, :2] = torch.tensor([7.0, 8.0])
print(x)
#> tensor([[7., 7., 7.],
#>         [7., 8., 6.]])
