# %% join
import torch

a = torch.tensor([[1, 2], [3, 4]])
b = torch.tensor([[5, 6], [7, 8]])
print(torch.cat([a, b]))
print(torch.cat([a, b], dim=1))
print(torch.stack([a, b]).shape)
#> tensor([[1, 2],
#>         [3, 4],
#>         [5, 6],
#>         [7, 8]])
#> tensor([[1, 2, 5, 6],
#>         [3, 4, 7, 8]])
#> torch.Size([2, 2, 2])

# %% draw-join tags=["remove-input"]
from drawing.joining import joins

joins(a, b)

# %% gradients
p, q = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
torch.cat([2 * p, 3 * q]).sum().backward()
print(p.grad, q.grad)
#> tensor([2., 2.]) tensor([3., 3.])

# %% stack-dim
print(torch.stack([a, b])[1])
print(torch.stack([a, b], dim=-1)[0])
#> tensor([[5, 6],
#>         [7, 8]])
#> tensor([[1, 5],
#>         [2, 6]])

# %% samples
samples = [torch.zeros(3, 32, 32) for _ in range(8)]
print(torch.stack(samples).shape)
#> torch.Size([8, 3, 32, 32])

# %% batches
outputs = [torch.zeros(16, 10), torch.zeros(16, 10), torch.zeros(5, 10)]
print(torch.cat(outputs).shape)
#> torch.Size([37, 10])

# %% split
x = torch.arange(10)
print(x.split(4))
print(x.split([2, 3, 5]))
#> (tensor([0, 1, 2, 3]), tensor([4, 5, 6, 7]), tensor([8, 9]))
#> (tensor([0, 1]), tensor([2, 3, 4]), tensor([5, 6, 7, 8, 9]))

# %% chunk
print(x.chunk(3))
print(x.tensor_split(3))
#> (tensor([0, 1, 2, 3]), tensor([4, 5, 6, 7]), tensor([8, 9]))
#> (tensor([0, 1, 2, 3]), tensor([4, 5, 6]), tensor([7, 8, 9]))

# %% columns
data = torch.arange(8).reshape(2, 4)
features, labels = data.split([3, 1], dim=1)
print(features)
print(labels.squeeze(1))
#> tensor([[0, 1, 2],
#>         [4, 5, 6]])
#> tensor([3, 7])

# %% unbind
first, second = data.unbind()
print(first, second)
#> tensor([0, 1, 2, 3]) tensor([4, 5, 6, 7])

# %% views
part = x.split(4)[0]
part[0] = 100
print(x)
#> tensor([100,   1,   2,   3,   4,   5,   6,   7,   8,   9])

# %% pad
print(torch.nn.functional.pad(a, (1, 0)))
print(torch.nn.functional.pad(a, (0, 0, 0, 1), value=9))
#> tensor([[0, 1, 2],
#>         [0, 3, 4]])
#> tensor([[1, 2],
#>         [3, 4],
#>         [9, 9]])

# %% repeat
row = torch.tensor([1, 2])
print(row.repeat(3))
print(row.repeat_interleave(3))
#> tensor([1, 2, 1, 2, 1, 2])
#> tensor([1, 1, 1, 2, 2, 2])

# %% windows
print(torch.arange(6).unfold(0, 3, 1))
#> tensor([[0, 1, 2],
#>         [1, 2, 3],
#>         [2, 3, 4],
#>         [3, 4, 5]])

# %% sizes-must-match tags=["raises-exception"]
small, large = torch.ones(2, 3), torch.ones(2, 4)
torch.cat([small, large])
#> RuntimeError: Sizes of tensors must match except in dimension 0. Expected size 3 but got size 4 for tensor number 1 in the list.

# %% other-dim tags=["right"]
print(torch.cat([small, large], dim=1).shape)
#> torch.Size([2, 7])

# %% pad-first tags=["right"]
padded = torch.nn.functional.pad(small, (0, 1))
print(torch.cat([padded, large]).shape)
#> torch.Size([4, 4])

# %% skip-connection tags=["raises-exception"]
up, skip = torch.ones(1, 8, 14, 14), torch.ones(1, 8, 15, 15)
torch.cat([up, skip], dim=1)
#> RuntimeError: Sizes of tensors must match except in dimension 1. Expected size 14 but got size 15 for tensor number 1 in the list.

# %% resize tags=["right"]
up = torch.nn.functional.interpolate(up, size=skip.shape[2:])
print(torch.cat([up, skip], dim=1).shape)
#> torch.Size([1, 16, 15, 15])

# %% vector-and-matrix tags=["raises-exception"]
torch.cat([a, torch.tensor([5, 6])])
#> RuntimeError: Tensors must have same number of dimensions: got 2 and 1

# %% row-first tags=["right"]
print(torch.cat([a, torch.tensor([5, 6]).unsqueeze(0)]))
#> tensor([[1, 2],
#>         [3, 4],
#>         [5, 6]])

# %% scalars tags=["raises-exception"]
losses = [torch.tensor(0.5), torch.tensor(0.25)]
torch.cat(losses)
#> RuntimeError: zero-dimensional tensor (at position 0) cannot be concatenated

# %% stack-scalars tags=["right"]
print(torch.stack(losses))
#> tensor([0.5000, 0.2500])

# %% not-a-list tags=["raises-exception"]
torch.cat(a, b)
#> TypeError: cat(): argument 'tensors' (position 1) must be tuple of Tensors, not Tensor
#torch<2.13> TypeError: cat() received an invalid combination of arguments - got (Tensor, Tensor), but expected one of:
#torch<2.13>  * (tuple of Tensors tensors, int dim = 0, *, Tensor out = None)
#torch<2.13>  * (tuple of Tensors tensors, name dim, *, Tensor out = None)

# %% a-list tags=["right"]
print(torch.cat([a, b]).shape)
#> torch.Size([4, 2])

# %% unequal tags=["raises-exception"]
rows = [torch.tensor([1, 2, 3]), torch.tensor([4, 5])]
torch.stack(rows)
#> RuntimeError: stack expects each tensor to be equal size, but got [3] at entry 0 and [2] at entry 1

# %% pad-sequence tags=["right"]
print(torch.nn.utils.rnn.pad_sequence(rows, batch_first=True))
#> tensor([[1, 2, 3],
#>         [4, 5, 0]])

# %% empty-list tags=["raises-exception"]
torch.cat([])
#> ValueError: torch.cat(): expected a non-empty list of Tensors

# %% wrong-sum tags=["raises-exception"]
x = torch.arange(10)
x.split([2, 3])
#> RuntimeError: split_with_sizes expects split_sizes to sum exactly to 10 (input tensor's size at dimension 0), but got split_sizes=[2, 3]

# %% right-sum tags=["right"]
print(x.split([2, 3, len(x) - 5]))
#> (tensor([0, 1]), tensor([2, 3, 4]), tensor([5, 6, 7, 8, 9]))

# %% fewer-chunks tags=["raises-exception"]
first, second, third = torch.arange(4).chunk(3)
#> ValueError: not enough values to unpack (expected 3, got 2)

# %% tensor-split tags=["right"]
first, second, third = torch.arange(4).tensor_split(3)
print(first, second, third)
#> tensor([0, 1]) tensor([2]) tensor([3])

# %% split-into-three tags=["wrong"]
print(torch.arange(12).split(3))
#> (tensor([0, 1, 2]), tensor([3, 4, 5]), tensor([6, 7, 8]), tensor([ 9, 10, 11]))

# %% chunk-into-three tags=["right"]
print(torch.arange(12).chunk(3))
#> (tensor([0, 1, 2, 3]), tensor([4, 5, 6, 7]), tensor([ 8,  9, 10, 11]))

# %% growing tags=["wrong"]
result = torch.empty(0)
for i in range(3):
    result = torch.cat([result, torch.tensor([i])])
print(result)
#> tensor([0., 1., 2.])

# %% collect tags=["right"]
parts = [torch.tensor([i]) for i in range(3)]
print(torch.cat(parts))
#> tensor([0, 1, 2])
