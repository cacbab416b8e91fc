# %% setup
import torch
from torch import nn
from torch.func import functional_call, grad, jacrev, vmap

rows = torch.arange(6.0).reshape(2, 3)
layer = nn.Linear(3, 1)

# %% not-scalar tags=["raises-exception"]
def cubes(v):
    return v**3


grad(cubes)(torch.ones(2))
#> RuntimeError: grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with 1 dims. Maybe you wanted to use the vjp or jacrev APIs instead?

# %% not-tensor tags=["raises-exception"]
grad(lambda v: cubes(v).sum().item())(torch.ones(2))
#> RuntimeError: grad_and_value(f)(*args): Expected f(*args) to return a Tensor, got <class 'float'>

# %% sum tags=["right"]
print(grad(lambda v: cubes(v).sum())(torch.ones(2)))
#> tensor([3., 3.])

# %% jacobian tags=["right"]
print(jacrev(cubes)(torch.ones(2)))
#> tensor([[3., 0.],
#>         [0., 3.]])

# %% branch tags=["raises-exception"]
def clip(v):
    if v > 1:
        return torch.ones_like(v)
    return v


vmap(clip)(torch.tensor([0.5, 3.0]))
#> RuntimeError: vmap: It looks like you're attempting to use a Tensor in some data-dependent control flow. We don't support that yet, please file an issue at https://github.com/pytorch/pytorch/issues .
#torch<2.13> RuntimeError: vmap: It looks like you're attempting to use a Tensor in some data-dependent control flow. We don't support that yet, please shout over at https://github.com/pytorch/functorch/issues/257 .

# %% branch-where tags=["right"]
def clip(v):
    return torch.where(v > 1, torch.ones_like(v), v)


print(vmap(clip)(torch.tensor([0.5, 3.0])))
#> tensor([0.5000, 1.0000])

# %% item tags=["raises-exception"]
positions = torch.tensor([0, 2])
vmap(lambda row, i: row[int(i)])(rows, positions)
#> RuntimeError: vmap: It looks like you're calling .item() on a Tensor. We don't support vmap over calling .item() on a Tensor, please try to rewrite what you're doing with other operations. If error is occurring somewhere inside PyTorch internals, please file a bug report.

# %% no-item tags=["right"]
print(vmap(lambda row, i: row[i])(rows, positions))
#> tensor([0., 5.])

# %% window tags=["right"]
starts = torch.tensor([0, 1])
print(vmap(lambda row, i: row[i + torch.arange(2)])(rows, starts))
#> tensor([[0., 1.],
#>         [4., 5.]])

# %% mask tags=["raises-exception"]
vmap(lambda row: row[row > 2].mean())(rows)
#> RuntimeError: vmap: We do not support batching operators that can support dynamic shape. Attempting to batch over indexing with a boolean mask.

# %% nonzero tags=["raises-exception"]
vmap(lambda row: row.nonzero())(rows)
#> RuntimeError: vmap: We do not support batching operators that can output dynamic shape. Attempted to vmap over aten::nonzero. Please file an issue at https://github.com/pytorch/pytorch/issues if you need this feature.
#torch<2.13> RuntimeError: vmap: We do not support batching operators that can output dynamic shape. Attempted to vmap over aten::nonzero. Please voice your support in https://github.com/pytorch/functorch/issues/256

# %% mask-weights tags=["right"]
def mean_above(row):
    mask = row > 2
    return (row * mask).sum() / mask.sum().clamp(min=1)


print(vmap(mean_above)(rows))
#> tensor([0., 4.])

# %% in-place tags=["raises-exception"]
def shift(row):
    out = torch.zeros(3)
    out[1:] = row[:-1]
    return out


vmap(shift)(rows)
#> RuntimeError: vmap: inplace arithmetic(self, *extra_args) is not possible because there exists a Tensor `other` in extra_args that has more elements than `self`. This happened due to `other` being vmapped over but `self` not being vmapped over in a vmap. Please try to use out-of-place operators instead of inplace arithmetic. If said operator is being called inside the PyTorch framework, please file a bug report instead.

# %% new-zeros tags=["right"]
def shift(row):
    out = row.new_zeros(3)
    out[1:] = row[:-1]
    return out


print(vmap(shift)(rows))
#> tensor([[0., 0., 1.],
#>         [0., 3., 4.]])

# %% out-of-place tags=["right"]
def shift(row):
    return torch.cat([torch.zeros(1), row[:-1]])


print(vmap(shift)(rows))
#> tensor([[0., 0., 1.],
#>         [0., 3., 4.]])

# %% captured tags=["raises-exception"]
total = torch.zeros(())


def loss(w):
    value = (w**2).sum()
    total.add_(value.detach())
    return value


grad(loss)(torch.ones(2))
#> RuntimeError: During a grad (vjp, jvp, grad, etc) transform, the function provided attempted to call in-place operation (aten::add_.Tensor) that would mutate a captured Tensor. This is not supported; please rewrite the function being transformed to explicitly accept the mutated Tensor(s) as inputs.

# %% captured-norm tags=["raises-exception"]
norm = nn.BatchNorm1d(3)
grad(lambda x: norm(x).square().mean())(torch.ones(4, 3))
#> RuntimeError: During a grad (vjp, jvp, grad, etc) transform, the function provided attempted to call in-place operation (aten::add_.Tensor) that would mutate a captured Tensor. This is not supported; please rewrite the function being transformed to explicitly accept the mutated Tensor(s) as inputs.

# %% returned tags=["right"]
def loss(w):
    value = (w**2).sum()
    return value, value.detach()


gradient, value = grad(loss, has_aux=True)(torch.ones(2))
total += value
print(gradient, total)
#> tensor([2., 2.]) tensor(2.)

# %% norm-eval tags=["right"]
norm.eval()
print(grad(lambda x: norm(x).square().mean())(torch.ones(4, 3)).shape)
#> torch.Size([4, 3])

# %% norm-in-vmap tags=["raises-exception"]
batches = torch.ones(2, 5, 3)
vmap(nn.BatchNorm1d(3))(batches)
#> RuntimeError: Batch norm got a batched tensor as input while the running_mean or running_var, which will be updated in place, were not batched.
#> If you are using a module and do not need eval mode, please set `track_running_stats` to be False.If you are using a prebuilt module and do not need eval mode, please see the functorch website for resources on how to patch your module to work with vmap

# %% norm-without-averages tags=["right"]
net = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3))
torch.func.replace_all_batch_norm_modules_(net)
print(vmap(net)(batches).shape)
#> torch.Size([2, 5, 3])

# %% requires-grad tags=["raises-exception"]
def slope(v):
    v.requires_grad_()
    return torch.autograd.grad((v**2).sum(), v)[0]


vmap(slope)(rows)
#> RuntimeError: You are attempting to call Tensor.requires_grad_() (or perhaps using torch.autograd.functional.* APIs) inside of a function being transformed by a functorch transform. This is unsupported, please attempt to use the functorch transforms (e.g. grad, vjp, jacrev, jacfwd, hessian) or call requires_grad_() outside of a function being transformed instead.

# %% backward tags=["raises-exception"]
vmap(lambda row: layer(row).sum().backward())(rows)
#> RuntimeError: backward() called inside a functorch transform. This is not supported, please use functorch.grad or functorch.vjp instead or call backward() outside of functorch transforms.

# %% transform tags=["right"]
print(vmap(grad(lambda v: (v**2).sum()))(rows))
#> tensor([[ 0.,  2.,  4.],
#>         [ 6.,  8., 10.]])

# %% parameters tags=["right"]
def output(parameters, row):
    return functional_call(layer, parameters, (row,)).sum()


parameters = {n: p.detach() for n, p in layer.named_parameters()}
each = vmap(grad(output), in_dims=(None, 0))(parameters, rows)
print(each["weight"].shape)
#> torch.Size([2, 1, 3])

# %% number tags=["raises-exception"]
vmap(lambda row, scale: scale * row)(rows, 0.5)
#> ValueError: vmap(<lambda>, in_dims=0, ...)(<inputs>): Got in_dim=0 for an input but the input is of type <class 'float'>. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim

# %% number-whole tags=["right"]
print(vmap(lambda row, scale: scale * row, in_dims=(0, None))(rows, 0.5))
#> tensor([[0.0000, 0.5000, 1.0000],
#>         [1.5000, 2.0000, 2.5000]])

# %% sizes tags=["raises-exception"]
centers = torch.zeros(4, 3)
vmap(lambda row, center: (row - center).norm())(rows, centers)
#> ValueError: vmap: Expected all tensors to have the same size in the mapped dimension, got sizes [2, 4] for the mapped dimension

# %% pairs tags=["right"]
def distance(row, center):
    return (row - center).norm()


to_all = vmap(distance, in_dims=(None, 0))
print(vmap(to_all, in_dims=(0, None))(rows, centers).shape)
#> torch.Size([2, 4])

# %% other-dimension tags=["right"]
print(vmap(torch.dot, in_dims=(0, 1))(rows, torch.ones(3, 2)))
#> tensor([ 3., 12.])

# %% wrong-name tags=["raises-exception"]
given = {"wieght": torch.zeros(1, 3)}
functional_call(layer, given, (rows,), strict=True)
#> RuntimeError: Error(s) in reparametrizing for Linear:
#> 	Unexpected key(s): 'wieght'.
#> 	Missing key(s): 'bias', 'weight'.

# %% not-strict tags=["wrong"]
result = functional_call(layer, given, (rows,))
print(torch.equal(result, layer(rows)))
#> True

# %% right-names tags=["right"]
given = dict(layer.named_parameters()) | {"weight": torch.zeros(1, 3)}
result = functional_call(layer, given, (rows,), strict=True)
print(torch.equal(result, layer.bias.expand(2, 1)))
#> True
