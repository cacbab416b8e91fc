# %% model
import torch
from torch import nn
from torch.func import functional_call, grad, vmap

torch.manual_seed(0)
net = nn.Linear(3, 2)
params = {name: p.detach() for name, p in net.named_parameters()}


def loss_of_one(params, x, y):
    scores = functional_call(net, params, (x,))
    return nn.functional.cross_entropy(scores, y)


# %% per-sample
x, y = torch.randn(5, 3), torch.tensor([0, 1, 0, 1, 1])
gradients = vmap(grad(loss_of_one), in_dims=(None, 0, 0))(params, x, y)
for name, gradient in gradients.items():
    print(name, gradient.shape)
#> weight torch.Size([5, 2, 3])
#> bias torch.Size([5, 2])

# %% mean-is-grad
nn.functional.cross_entropy(net(x), y).backward()
mean = gradients["weight"].mean(dim=0)
print(torch.allclose(mean, net.weight.grad, atol=1e-6))
#> True

# %% clip-each
squares = [g.flatten(1).square().sum(dim=1) for g in gradients.values()]
norms = sum(squares).sqrt()
print(norms.shape)
scale = (0.5 / norms).clamp(max=1.0)
clipped = {
    name: torch.einsum("n,n...->...", scale, g) / len(x)
    for name, g in gradients.items()
}
print({name: tuple(g.shape) for name, g in clipped.items()})
#> torch.Size([5])
#> {'weight': (2, 3), 'bias': (2,)}


# %% grad
def area(width, height):
    return width * height


width, height = torch.tensor(3.0), torch.tensor(4.0)
print(grad(area)(width, height))
print(grad(area, argnums=(0, 1))(width, height))
print(grad(lambda x: x**3)(width), grad(grad(lambda x: x**3))(width))
#> tensor(4.)
#> (tensor(4.), tensor(3.))
#> tensor(27.) tensor(18.)

# %% grad-and-value
gradient, value = torch.func.grad_and_value(area)(width, height)
print(gradient, value)
#> tensor(4.) tensor(12.)


# %% vmap
def squared_distance(a, b):
    return (a - b).square().sum()


points, center = torch.arange(8.0).reshape(4, 2), torch.tensor([1.0, 1.0])
print(vmap(squared_distance, in_dims=(0, None))(points, center))
print(torch.stack([squared_distance(p, center) for p in points]))
#> tensor([ 1.,  5., 25., 61.])
#> tensor([ 1.,  5., 25., 61.])

# %% draw-vmap tags=["remove-input"]
from drawing.transforms import mapped

mapped(
    squared_distance,
    points,
    center,
    ("points", "center", "squared_distance"),
)

# %% nested-vmap
to_all = vmap(squared_distance, in_dims=(None, 0))
pairs = vmap(to_all, in_dims=(0, None))
print(pairs(points, points))
#> tensor([[ 0.,  8., 32., 72.],
#>         [ 8.,  0.,  8., 32.],
#>         [32.,  8.,  0.,  8.],
#>         [72., 32.,  8.,  0.]])

# %% dimensions
columns = points.T
print(columns.shape)
print(vmap(squared_distance, in_dims=(1, None))(columns, center))
print(vmap(lambda v: v * 2, in_dims=1, out_dims=1)(columns).shape)
#> torch.Size([2, 4])
#> tensor([ 1.,  5., 25., 61.])
#> torch.Size([2, 4])

# %% functional-call
zeros = {name: torch.zeros_like(p) for name, p in params.items()}
print(functional_call(net, zeros, (x[:1],)))
print(functional_call(net, {"bias": zeros["bias"]}, (x[:1],)))
print(net.bias.detach())
#> tensor([[0., 0.]])
#> tensor([[-0.6201,  0.8343]], grad_fn=<AddmmBackward0>)
#> tensor([-0.0114,  0.4578])

# %% buffers
norm = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4))
state = {n: p.detach() for n, p in norm.named_parameters()}
buffers = {n: b.clone() for n, b in norm.named_buffers()}
output = functional_call(norm, (state, buffers), (x,))
print(buffers["1.num_batches_tracked"], norm[1].num_batches_tracked)
#> tensor(1) tensor(0)


# %% jacobian
def polar(v):
    r, angle = v
    return torch.stack([r * angle.cos(), r * angle.sin()])


v = torch.tensor([2.0, 0.0])
print(torch.func.jacrev(polar)(v))
gradient = torch.func.jacrev(lambda v: (v**3).sum())
print(torch.func.jacrev(gradient)(v))
#> tensor([[1., 0.],
#>         [0., 2.]])
#> tensor([[12.,  0.],
#>         [ 0.,  0.]])

# %% jacobian-of-batch
batch = torch.rand(10, 2)
print(vmap(torch.func.jacrev(polar))(batch).shape)
#> torch.Size([10, 2, 2])


# %% models
def small():
    return nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))


models = [small() for _ in range(4)]
stacked, buffers = torch.func.stack_module_state(models)
print({name: tuple(p.shape) for name, p in stacked.items()})
#> {'0.weight': (4, 8, 3), '0.bias': (4, 8), '2.weight': (4, 1, 8), '2.bias': (4, 1)}

# %% ensemble
with torch.device("meta"):
    skeleton = small()


def call(params, buffers, x):
    return functional_call(skeleton, (params, buffers), (x,))


outputs = vmap(call, in_dims=(0, 0, None))(stacked, buffers, x)
print(outputs.shape)
print(torch.allclose(outputs[1], models[1](x), atol=1e-6))
#> torch.Size([4, 5, 1])
#> True


# %% train-ensemble
inputs = torch.randn(64, 3)
targets = inputs.sum(dim=1, keepdim=True)
optimizer = torch.optim.AdamW(stacked.values(), lr=0.05)
for step in range(101):
    outputs = vmap(call, in_dims=(0, 0, None))(stacked, buffers, inputs)
    losses = (outputs - targets).square().mean(dim=(1, 2))
    optimizer.zero_grad()
    losses.sum().backward()
    optimizer.step()
    if step % 100 == 0:
        print(step, losses.shape, losses.max() < 0.1)
#> 0 torch.Size([4]) tensor(False)
#> 100 torch.Size([4]) tensor(True)

# %% not-scalar tags=["raises-exception"]
grad(lambda v: v**2)(torch.ones(3))
#> RuntimeError: grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with 1 dims. Maybe you wanted to use the vjp or jacrev APIs instead?

# %% scalar tags=["right"]
print(grad(lambda v: (v**2).sum())(torch.ones(3)))
print(vmap(grad(lambda v: v**2))(torch.ones(3)))
#> tensor([2., 2., 2.])
#> tensor([2., 2., 2.])


# %% random tags=["raises-exception"]
def noisy(v):
    return v + torch.randn(2)


vmap(noisy)(torch.zeros(3, 2))
#> RuntimeError: vmap: called random operation while in randomness error mode. Please either use the 'same' or 'different' randomness flags on vmap or perform the randomness operation out of vmap

# %% random-different tags=["right"]
torch.manual_seed(0)
print(vmap(noisy, randomness="different")(torch.zeros(3, 2)))
print(vmap(noisy, randomness="same")(torch.zeros(3, 2)))
#> tensor([[ 1.5410, -0.2934],
#>         [-2.1788,  0.5684],
#>         [-1.0845, -1.3986]])
#> tensor([[0.4033, 0.8380],
#>         [0.4033, 0.8380],
#>         [0.4033, 0.8380]])


# %% control-flow tags=["raises-exception"]
def one_sided(v):
    return v if v > 0 else v * 0.1


vmap(one_sided)(torch.tensor([-1.0, 2.0]))
#> RuntimeError: vmap: It looks like you're attempting to use a Tensor in some data-dependent control flow. We don't support that yet, please file an issue at https://github.com/pytorch/pytorch/issues .
#torch<2.13> RuntimeError: vmap: It looks like you're attempting to use a Tensor in some data-dependent control flow. We don't support that yet, please shout over at https://github.com/pytorch/functorch/issues/257 .


# %% where tags=["right"]
def one_sided(v):
    return torch.where(v > 0, v, v * 0.1)


print(vmap(one_sided)(torch.tensor([-1.0, 2.0])))
#> tensor([-0.1000,  2.0000])

# %% item tags=["raises-exception"]
vmap(lambda v: v * v.max().item())(torch.ones(3, 2))
#> RuntimeError: vmap: It looks like you're calling .item() on a Tensor. We don't support vmap over calling .item() on a Tensor, please try to rewrite what you're doing with other operations. If error is occurring somewhere inside PyTorch internals, please file a bug report.

# %% no-item tags=["right"]
print(vmap(lambda v: v * v.max())(torch.ones(3, 2)))
#> tensor([[1., 1.],
#>         [1., 1.],
#>         [1., 1.]])

# %% dynamic-shape tags=["raises-exception"]
vmap(lambda v: v[v > 0].sum())(points)
#> RuntimeError: vmap: We do not support batching operators that can support dynamic shape. Attempting to batch over indexing with a boolean mask.

# %% fixed-shape tags=["right"]
print(vmap(lambda v: torch.where(v > 0, v, 0.0).sum())(points))
#> tensor([ 1.,  5.,  9., 13.])


# %% in-place tags=["raises-exception"]
def first_only(v):
    result = torch.zeros(2)
    result[0] = v[0]
    return result


vmap(first_only)(points)
#> RuntimeError: vmap: inplace arithmetic(self, *extra_args) is not possible because there exists a Tensor `other` in extra_args that has more elements than `self`. This happened due to `other` being vmapped over but `self` not being vmapped over in a vmap. Please try to use out-of-place operators instead of inplace arithmetic. If said operator is being called inside the PyTorch framework, please file a bug report instead.


# %% like-the-input tags=["right"]
def first_only(v):
    result = torch.zeros_like(v)
    result[0] = v[0]
    return result


print(vmap(first_only)(points))
#> tensor([[0., 0.],
#>         [2., 0.],
#>         [4., 0.],
#>         [6., 0.]])


# %% batch-norm tags=["raises-exception"]
def loss_of_norm(state, x):
    return functional_call(norm, state, (x[None],)).sum()


vmap(grad(loss_of_norm), in_dims=(None, 0))(state, x)
#> RuntimeError: During a grad (vjp, jvp, grad, etc) transform, the function provided attempted to call in-place operation (aten::add_.Tensor) that would mutate a captured Tensor. This is not supported; please rewrite the function being transformed to explicitly accept the mutated Tensor(s) as inputs.

# %% batch-norm-in-vmap tags=["raises-exception"]
vmap(lambda x: functional_call(norm, state, (x,)))(torch.randn(2, 5, 3))
#> RuntimeError: Batch norm got a batched tensor as input while the running_mean or running_var, which will be updated in place, were not batched.
#> If you are using a module and do not need eval mode, please set `track_running_stats` to be False.If you are using a prebuilt module and do not need eval mode, please see the functorch website for resources on how to patch your module to work with vmap

# %% group-norm tags=["right"]
norm = nn.Sequential(nn.Linear(3, 4), nn.GroupNorm(2, 4))
state = {n: p.detach() for n, p in norm.named_parameters()}
gradients = vmap(grad(loss_of_norm), in_dims=(None, 0))(state, x)
print(gradients["0.weight"].shape)
#> torch.Size([5, 4, 3])


# %% backward-inside tags=["raises-exception"]
def slope(v):
    v = v.clone().requires_grad_()
    (v**2).sum().backward()
    return v.grad


vmap(slope)(points)
#> RuntimeError: You are attempting to call Tensor.requires_grad_() (or perhaps using torch.autograd.functional.* APIs) inside of a function being transformed by a functorch transform. This is unsupported, please attempt to use the functorch transforms (e.g. grad, vjp, jacrev, jacfwd, hessian) or call requires_grad_() outside of a function being transformed instead.

# %% backward-of-module tags=["raises-exception"]
vmap(lambda v: net(v).sum().backward())(x)
#> RuntimeError: backward() called inside a functorch transform. This is not supported, please use functorch.grad or functorch.vjp instead or call backward() outside of functorch transforms.

# %% grad-inside tags=["right"]
print(vmap(grad(lambda v: (v**2).sum()))(points))
#> tensor([[ 0.,  2.],
#>         [ 4.,  6.],
#>         [ 8., 10.],
#>         [12., 14.]])

# %% float-argument tags=["raises-exception"]
vmap(lambda v, factor: v * factor)(points, 2.0)
#> ValueError: vmap(<lambda>, in_dims=0, ...)(<inputs>): Got in_dim=0 for an input but the input is of type <class 'float'>. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim

# %% float-not-mapped tags=["right"]
print(
    vmap(lambda v, factor: v * factor, in_dims=(0, None))(points, 2.0)[0]
)
#> tensor([0., 2.])

# %% sizes tags=["raises-exception"]
vmap(torch.dot)(points, points[:3])
#> ValueError: vmap: Expected all tensors to have the same size in the mapped dimension, got sizes [4, 3] for the mapped dimension

# %% same-sizes tags=["right"]
print(vmap(torch.dot)(points[:3], points[:3]))
#> tensor([ 1., 13., 41.])


# %% module-not-parameters tags=["wrong"]
def loss_of_net(params, x, y):
    return nn.functional.cross_entropy(net(x), y)


print(grad(loss_of_net)(params, x, y)["bias"])
#> tensor([0., 0.])

# %% with-functional-call tags=["right"]
print(grad(loss_of_one)(params, x, y)["bias"])
#> tensor([-0.0198,  0.0198])

# %% wrong-name tags=["wrong"]
typo = {"biass": torch.full((2,), 100.0)}
output = functional_call(net, typo, (x,))
print(torch.equal(output, net(x)))
#> True

# %% strict tags=["raises-exception"]
functional_call(net, typo, (x,), strict=True)
#> RuntimeError: Error(s) in reparametrizing for Linear:
#> 	Unexpected key(s): 'biass'.
#> 	Missing key(s): 'bias', 'weight'.
