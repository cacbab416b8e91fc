# %% matmul
import torch

a = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
b = torch.tensor([[1.0, 0.0], [1.0, 1.0]])
print(a @ b)
print(a * b)
#> tensor([[3., 2.],
#>         [7., 4.]])
#> tensor([[1., 0.],
#>         [3., 4.]])

# %% named-functions
m = torch.arange(6.0).reshape(2, 3)
v = torch.tensor([1.0, 2.0, 3.0])
print(torch.dot(v, v), v @ v)
print(torch.mv(m, v), m @ v)
print(torch.equal(torch.mm(a, b), a @ b))
#> tensor(14.) tensor(14.)
#> tensor([ 8., 26.]) tensor([ 8., 26.])
#> True

# %% shapes
n = torch.ones(3, 4)
print((v @ v).shape)
print((m @ v).shape)
print((v @ n).shape)
print((m @ n).shape)
#> torch.Size([])
#> torch.Size([2])
#> torch.Size([4])
#> torch.Size([2, 4])

# %% draw-shapes tags=["remove-input"]
from drawing.tensors import matmul

matmul(m=m, n=n)

# %% outer
print(torch.outer(v, v))
#> tensor([[1., 2., 3.],
#>         [2., 4., 6.],
#>         [3., 6., 9.]])

# %% batched
p, q = torch.ones(10, 2, 3), torch.ones(10, 3, 4)
print(torch.bmm(p, q).shape, (p @ q).shape)
print((p @ n).shape, (m @ q).shape)
print((p @ v).shape)
#> torch.Size([10, 2, 4]) torch.Size([10, 2, 4])
#> torch.Size([10, 2, 4]) torch.Size([10, 2, 4])
#> torch.Size([10, 2])

# %% linear
layer = torch.nn.Linear(3, 4)
print(layer.weight.shape)
print(torch.allclose(layer(m), m @ layer.weight.T + layer.bias))
#> torch.Size([4, 3])
#> True

# %% einsum
print(torch.einsum("ij,jk->ik", a, b))
print(torch.einsum("ij,ij->i", a, b))
print(torch.einsum("bij,bjk->bik", p, q).shape)
#> tensor([[3., 2.],
#>         [7., 4.]])
#> tensor([1., 7.])
#> torch.Size([10, 2, 4])

# %% tf32-defaults
print(torch.backends.cuda.matmul.allow_tf32)
print(torch.backends.cudnn.allow_tf32)
#> False
#> True

# %% tf32-off
torch.backends.cudnn.allow_tf32 = False
torch.set_float32_matmul_precision("highest")

# %% inner-sizes tags=["raises-exception"]
m @ m
#> RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)

# %% transpose-one tags=["right"]
print(m @ m.T)
#> tensor([[ 5., 14.],
#>         [14., 50.]])

# %% wrong-in-features tags=["raises-exception"]
images = torch.ones(4, 1, 5, 2)
layer = torch.nn.Linear(10, 2)
layer(images)
#> RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (20x2 and 10x2)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (20x2 and 10x2)

# %% flatten-first tags=["right"]
print(layer(images.flatten(1)).shape)
#> torch.Size([4, 2])

# %% batch-inner-sizes tags=["raises-exception"]
p @ p
#> RuntimeError: Expected size for first two dimensions of batch2 tensor to be: [10, 3] but got: [10, 2].

# %% transpose-each tags=["right"]
print((p @ p.mT).shape)
#> torch.Size([10, 2, 2])

# %% different-dtypes tags=["raises-exception"]
b64 = b.double()
a @ b64
#> RuntimeError: expected m1 and m2 to have the same dtype, but got: float != double

# %% dtypes-in-a-batch tags=["raises-exception"]
p @ q.double()
#> RuntimeError: expected scalar type Float but found Double

# %% dtypes-of-vectors tags=["raises-exception"]
torch.dot(v, v.double())
#> RuntimeError: dot : expected both vectors to have same dtype, but found Float and Double

# %% same-dtype tags=["right"]
print(a @ b64.float())
#> tensor([[3., 2.],
#>         [7., 4.]])

# %% batch-of-vectors tags=["wrong"]
vectors = torch.ones(10, 3)
print((vectors @ q).shape)
#> torch.Size([10, 10, 4])

# %% batch-of-rows tags=["right"]
print((vectors.unsqueeze(1) @ q).squeeze(1).shape)
print(torch.einsum("bj,bjk->bk", vectors, q).shape)
#> torch.Size([10, 4])
#> torch.Size([10, 4])

# %% mm-with-a-batch tags=["raises-exception"]
torch.mm(p, n)
#> RuntimeError: mm: self must be a matrix, got 3-D tensor
#torch<2.15> RuntimeError: self must be a matrix

# %% matmul-with-a-batch tags=["right"]
print(torch.matmul(p, n).shape)
#> torch.Size([10, 2, 4])

# %% tf32-apis tags=["raises-exception"]
torch.backends.cuda.matmul.fp32_precision = "tf32"
print(torch.backends.cuda.matmul.allow_tf32)
#> RuntimeError: PyTorch is checking whether allow_tf32_new is enabled for cuBlas matmul,Current status indicate that you have used mix of the legacy and new APIs to set the TF32 status for cublas matmul. We suggest only using the new API to set the TF32 flag. See also: https://pytorch.org/docs/main/notes/cuda.html#tensorfloat-32-tf32-on-ampere-and-later-devices

# %% tf32-consistent tags=["right"]
torch.set_float32_matmul_precision("high")
print(torch.backends.cuda.matmul.allow_tf32)
torch.set_float32_matmul_precision("highest")
#> True
