# %% raise tags=["raises-exception"]
import torch

a = torch.tensor(2.0, requires_grad=True)
b = torch.tensor(3.0, requires_grad=True)
y = a**2
torch.autograd.grad(y, [a, b])
#> RuntimeError: The differentiated Tensor at index 1 appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.
#torch<2.13> RuntimeError: One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.

# %% replaced tags=["raises-exception"]
x = torch.ones(4, requires_grad=True)
y = (x**2).sum()
x = x.reshape(2, 2)
torch.autograd.grad(y, x)
#> RuntimeError: The differentiated Tensor at index 0 appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.
#torch<2.13> RuntimeError: One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.

# %% cut tags=["raises-exception"]
y = a * b.detach() ** 2
torch.autograd.grad(y, b)
#> RuntimeError: The differentiated Tensor at index 0 appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.
#torch<2.13> RuntimeError: One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.

# %% fix-same tags=["right"]
x = torch.ones(4, requires_grad=True).reshape(2, 2)
y = (x**2).sum()
print(torch.autograd.grad(y, x))
#> (tensor([[2., 2.],
#>         [2., 2.]]),)

# %% fix-cut tags=["right"]
print(torch.autograd.grad(a * b**2, b))
#> (tensor(12.),)

# %% fix-unused tags=["right"]
print(torch.autograd.grad(a**2, [a, b], allow_unused=True))
print(torch.autograd.grad(a**2, [a, b], materialize_grads=True))
#> (tensor(4.), None)
#> (tensor(4.), tensor(0.))

# %% hidden tags=["wrong"]
print(torch.autograd.grad(a * b.detach() ** 2, b, allow_unused=True))
#> (None,)
