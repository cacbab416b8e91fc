# %% loss-data tags=["raises-exception"]
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

loss = torch.tensor(1.5)
loss.data[0]
#> IndexError: invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number

# %% loss-item tags=["right"]
print(loss.item())
#> 1.5

# %% variable tags=["wrong"]
x = torch.autograd.Variable(torch.ones(2), requires_grad=True)
print(type(x))
#> <class 'torch.Tensor'>

# %% plain-tensor tags=["right"]
x = torch.ones(2, requires_grad=True)
print(x)
#> tensor([1., 1.], requires_grad=True)

# %% no-grad tags=["right"]
model = nn.Linear(2, 1)
with torch.no_grad():
    print(model(torch.ones(1, 2)).requires_grad)
#> False

# %% byte-mask tags=["wrong"]
x = torch.arange(3.0)
mask = torch.tensor([1, 0, 1], dtype=torch.uint8)
print(x[mask])
#> UserWarning: indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool instead. ...
#> tensor([0., 2.])

# %% bool-mask tags=["right"]
mask = torch.tensor([True, False, True])
print(x[mask])
#> tensor([0., 2.])

# %% byte-fill tags=["raises-exception"]
x.masked_fill(mask.byte(), 0.0)
#> RuntimeError: masked_fill_ only supports boolean masks, but got mask with dtype unsigned char

# %% bool-fill tags=["right"]
print(x.masked_fill(mask, 0.0))
#> tensor([0., 1., 0.])

# %% one-minus-mask tags=["raises-exception"]
1 - mask
#> NotImplementedError: Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.
#torch<2.14> RuntimeError: Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.

# %% not-mask tags=["right"]
print(~mask)
#> tensor([False,  True, False])

# %% division tags=["wrong"]
print(torch.tensor(7) / 2)
#> tensor(3.5000)

# %% floor-division tags=["right"]
print(torch.tensor(7) // 2)
#> tensor(3)

# %% meshgrid tags=["wrong"]
rows, columns = torch.meshgrid(torch.arange(2), torch.arange(3))
#> UserWarning: torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument. ...

# %% meshgrid-indexing tags=["right"]
rows, columns = torch.meshgrid(torch.arange(2), torch.arange(3), indexing="ij")
print(rows.shape)
#> torch.Size([2, 3])

# %% names tags=["raises-exception", "requires-torch-2.13"]
torch.zeros(2, 3, names=("batch", "feature"))
#> TypeError: zeros() got an unexpected keyword argument 'names'

# %% no-names tags=["right"]
batch, feature = 0, 1
print(torch.zeros(2, 3).sum(dim=feature).shape)
#> torch.Size([2])

# %% six tags=["raises-exception"]
from torch._six import inf
#> ModuleNotFoundError: No module named 'torch._six'

# %% standard-library tags=["right"]
print(float("inf"))
print(isinstance("text", (str, bytes)))
#> inf
#> True

# %% accumulate tags=["raises-exception"]
from torch._utils import _accumulate
#> ImportError: cannot import name '_accumulate' from 'torch._utils' ...

# %% cumsum tags=["right"]
print(torch.tensor([2, 3, 4]).cumsum(dim=0))
#> tensor([2, 5, 9])

# %% next-method tags=["raises-exception"]
batches = iter(torch.utils.data.DataLoader(torch.arange(4), batch_size=2))
batches.next()
#> AttributeError: '_SingleProcessDataLoaderIter' object has no attribute 'next'

# %% next-function tags=["right"]
print(next(batches))
#> tensor([0, 1])

# %% numpy-int tags=["raises-exception"]
np.array([1.0, 2.0]).astype(np.int)
#> AttributeError: module 'numpy' has no attribute 'int'. ...

# %% python-int tags=["right"]
print(np.array([1.0, 2.0]).astype(int))
#> [1 2]

# %% size-average tags=["wrong"]
prediction, target = torch.zeros(3), torch.ones(3)
print(F.mse_loss(prediction, target, size_average=False))
#> UserWarning: size_average and reduce args will be deprecated, please use reduction='sum' instead.
#> tensor(3.)

# %% reduction tags=["right"]
print(F.mse_loss(prediction, target, reduction="sum"))
#> tensor(3.)

# %% no-underscore tags=["wrong"]
weight = nn.init.constant(torch.empty(2), 1.0)
weight = nn.init.xavier_uniform(torch.empty(2, 2))
#> FutureWarning: `nn.init.constant` is now deprecated in favor of `nn.init.constant_`.
#> FutureWarning: `nn.init.xavier_uniform` is now deprecated in favor of `nn.init.xavier_uniform_`.

# %% underscore tags=["right"]
weight = nn.init.constant_(torch.empty(2), 1.0)
weight = nn.init.xavier_uniform_(torch.empty(2, 2))

# %% number-first tags=["wrong"]
weight, step = torch.zeros(2), torch.ones(2)
weight.add_(-0.1, step)
#> UserWarning: This overload of add_ is deprecated:
#> 	add_(Number alpha, Tensor other)
#> Consider using one of the following signatures instead:
#> 	add_(Tensor other, *, Number alpha = 1) ...

# %% number-last tags=["right"]
weight = torch.zeros(2)
print(weight.add_(step, alpha=-0.1))
#> tensor([-0.1000, -0.1000])

# %% verbose tags=["raises-exception"]
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, verbose=True)
#> TypeError: StepLR.__init__() got an unexpected keyword argument 'verbose'

# %% last-lr tags=["right"]
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1)
optimizer.step()
scheduler.step()
print(f"{scheduler.get_last_lr()[0]:.2f}")
#> 0.01

# %% upsample tags=["wrong"]
image = torch.zeros(1, 3, 4, 4)
print(F.upsample(image, scale_factor=2).shape)
#> UserWarning: `nn.functional.upsample` is deprecated. Use `nn.functional.interpolate` instead.
#> torch.Size([1, 3, 8, 8])

# %% interpolate tags=["right"]
print(F.interpolate(image, scale_factor=2).shape)
#> torch.Size([1, 3, 8, 8])

# %% symeig tags=["raises-exception"]
matrix = torch.tensor([[2.0, 1.0], [1.0, 2.0]])
matrix.symeig(eigenvectors=True)
#> RuntimeError: This function was deprecated since version 1.9 and is now removed. ...

# %% eigh tags=["right"]
values, vectors = torch.linalg.eigh(matrix)
print(values)
#> tensor([1., 3.])

# %% solve tags=["raises-exception"]
right_side = torch.tensor([[3.0], [3.0]])
right_side.solve(matrix)
#> RuntimeError: This function was deprecated since version 1.9 and is now removed. ...

# %% linalg-solve tags=["right"]
print(torch.linalg.solve(matrix, right_side))
#> tensor([[1.],
#>         [1.]])

# %% qr tags=["raises-exception", "requires-torch-2.14"]
matrix.qr()
#> RuntimeError: This function was deprecated since version 1.9 and is now removed. ...

# %% linalg-qr tags=["right"]
q, r = torch.linalg.qr(matrix)
print(torch.allclose(q @ r, matrix))
#> True

# %% fft tags=["raises-exception"]
signal = torch.tensor([1.0, 0.0, 0.0, 0.0])
torch.rfft(signal, 1)
#> AttributeError: module 'torch' has no attribute 'rfft'

# %% fft-module tags=["right"]
print(torch.fft.rfft(signal))
#> tensor([1.+0.j, 1.+0.j, 1.+0.j])

# %% script tags=["wrong"]
scripted = torch.jit.script(model)
#> FutureWarning: `torch.jit.script` is deprecated. Please switch to `torch.compile` or `torch.export`.
#torch<2.14> DeprecationWarning: `torch.jit.script` is deprecated. Please switch to `torch.compile` or `torch.export`.

# %% export tags=["right"]
program = torch.export.export(model, (torch.ones(1, 2),))
print(program.module()(torch.ones(1, 2)).shape)
#> torch.Size([1, 1])
