# %% slices
import torch

x = torch.arange(12).reshape(3, 4)
print(x)
print(x[1], x[1, 2], x[-1, -1])
print(x[:, 1])
print(x[0:2, 1:3])
print(x[..., -1])
#> tensor([[ 0,  1,  2,  3],
#>         [ 4,  5,  6,  7],
#>         [ 8,  9, 10, 11]])
#> tensor([4, 5, 6, 7]) tensor(6) tensor(11)
#> tensor([1, 5, 9])
#> tensor([[1, 2],
#>         [5, 6]])
#> tensor([ 3,  7, 11])

# %% assign
y = x.clone()
y[:, 0] = 0
first = y[0]
first[1:] = torch.tensor([70, 80, 90])
print(y)
#> tensor([[ 0, 70, 80, 90],
#>         [ 0,  5,  6,  7],
#>         [ 0,  9, 10, 11]])

# %% boolean-mask
mask = x > 6
print(mask)
print(x[mask], mask.sum())
#> tensor([[False, False, False, False],
#>         [False, False, False,  True],
#>         [ True,  True,  True,  True]])
#> tensor([ 7,  8,  9, 10, 11]) tensor(5)

# %% draw-mask tags=["remove-input"]
from drawing.tensors import mask

mask(x, x > 6)

# %% assign-by-mask
y = x.clone()
y[(x > 2) & (x < 9)] = 0
print(y)
#> tensor([[ 0,  1,  2,  0],
#>         [ 0,  0,  0,  0],
#>         [ 0,  9, 10, 11]])

# %% where
print(torch.where(x > 6, x, -1))
#> tensor([[-1, -1, -1, -1],
#>         [-1, -1, -1,  7],
#>         [ 8,  9, 10, 11]])

# %% nonzero
print((x > 8).nonzero())
rows, columns = torch.where(x > 8)
print(rows, columns)
#> tensor([[2, 1],
#>         [2, 2],
#>         [2, 3]])
#> tensor([2, 2, 2]) tensor([1, 2, 3])

# %% lists
print(x[[0, 2]])
print(x[[0, 2], [1, 3]])
print(x[[0, 2]][:, [1, 3]])
#> tensor([[ 0,  1,  2,  3],
#>         [ 8,  9, 10, 11]])
#> tensor([ 1, 11])
#> tensor([[ 1,  3],
#>         [ 9, 11]])

# %% gather
labels = torch.tensor([3, 0, 1])
print(x[torch.arange(3), labels])
print(x.gather(1, labels.unsqueeze(1)))
#> tensor([3, 4, 9])
#> tensor([[3],
#>         [4],
#>         [9]])

# %% draw-gather tags=["remove-input"]
from drawing.tensors import gather

gather(x, labels.unsqueeze(1))

# %% take-along-dim
scores = torch.tensor([[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]])
order = scores.argsort(dim=1, descending=True)
print(order)
print(torch.take_along_dim(scores, order, dim=1))
#> tensor([[1, 2, 0],
#>         [0, 2, 1]])
#> tensor([[0.5000, 0.3000, 0.2000],
#>         [0.6000, 0.3000, 0.1000]])

# %% scatter
one_hot = torch.zeros(3, 4)
one_hot.scatter_(1, labels.unsqueeze(1), 1.0)
print(one_hot)
#> tensor([[0., 0., 0., 1.],
#>         [1., 0., 0., 0.],
#>         [0., 1., 0., 0.]])

# %% item-and-tolist
print(x[1, 2].item(), x[0].tolist())
#> 6 [0, 1, 2, 3]

# %% truth-value tags=["raises-exception"]
if x > 6:
    print("large")
#> RuntimeError: Boolean value of Tensor with more than one value is ambiguous

# %% any-and-all tags=["right"]
print((x > 6).any(), (x > 6).all())
if (x > 6).any():
    print("large")
#> tensor(True) tensor(False)
#> large

# %% item-of-many tags=["raises-exception"]
x[0].item()
#> RuntimeError: a Tensor with 4 elements cannot be converted to Scalar

# %% reduce-first tags=["right"]
print(x[0].sum().item())
#> 6

# %% out-of-range tags=["raises-exception"]
x[3]
#> IndexError: index 3 is out of bounds for dimension 0 with size 3

# %% last-row tags=["right"]
print(x[-1])
#> tensor([ 8,  9, 10, 11])

# %% float-index tags=["raises-exception"]
rows = torch.tensor([0.0, 2.0])
x[rows]
#> IndexError: tensors used as indices must be long, int, byte or bool tensors

# %% integer-index tags=["right"]
print(x[rows.long()])
#> tensor([[ 0,  1,  2,  3],
#>         [ 8,  9, 10, 11]])

# %% gather-with-a-vector tags=["raises-exception"]
x.gather(1, labels)
#> RuntimeError: Index tensor must have the same number of dimensions as input tensor

# %% gather-with-a-column tags=["right"]
print(x.gather(1, labels.unsqueeze(1)).squeeze(1))
#> tensor([3, 4, 9])

# %% negative-step tags=["raises-exception"]
x[::-1]
#> ValueError: step must be greater than zero

# %% flip tags=["right"]
print(x.flip(0))
#> tensor([[ 8,  9, 10, 11],
#>         [ 4,  5,  6,  7],
#>         [ 0,  1,  2,  3]])

# %% two-step-assignment tags=["wrong"]
y = x.clone()
y[[0, 1]][:, 0] = 100
print(y[:, 0])
#> tensor([0, 4, 8])

# %% one-step-assignment tags=["right"]
y[[0, 1], 0] = 100
print(y[:, 0])
#> tensor([100, 100,   8])

# %% repeated-index tags=["wrong"]
counts = torch.zeros(3)
index = torch.tensor([0, 0, 2])
counts[index] += 1
print(counts)
#> tensor([1., 0., 1.])

# %% index-add tags=["right"]
counts = torch.zeros(3)
counts.index_add_(0, index, torch.ones(3))
print(counts)
#> tensor([2., 0., 1.])
