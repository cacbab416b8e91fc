# %% linear
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
layer = nn.Linear(4, 3)
x = torch.randn(2, 4)
print(layer(x).shape)
print(layer.weight.shape, layer.bias.shape)
#> torch.Size([2, 3])
#> torch.Size([3, 4]) torch.Size([3])

# %% by-hand
print(torch.allclose(layer(x), x @ layer.weight.T + layer.bias))
#> True

# %% last-dim
print(layer(torch.randn(4)).shape)
print(layer(torch.randn(2, 5, 4)).shape)
#> torch.Size([3])
#> torch.Size([2, 5, 3])

# %% without-bias
layer = nn.Linear(4, 3, bias=False)
print(layer.bias)
print(layer)
#> None
#> Linear(in_features=4, out_features=3, bias=False)

# %% two-linears-are-one
first, second, merged = nn.Linear(4, 8), nn.Linear(8, 3), nn.Linear(4, 3)
with torch.no_grad():
    merged.weight.copy_(second.weight @ first.weight)
    merged.bias.copy_(second.weight @ first.bias + second.bias)
print(torch.allclose(second(first(x)), merged(x), atol=1e-6))
print(torch.allclose(second(torch.relu(first(x))), merged(x), atol=1e-6))
#> True
#> False

# %% activations
points = torch.tensor([-2.0, 0.0, 2.0])
for function in [torch.relu, F.leaky_relu, F.gelu, F.silu, torch.tanh, torch.sigmoid]:
    print(f"{function.__name__:10}", function(points))
#> relu       tensor([0., 0., 2.])
#> leaky_relu tensor([-0.0200,  0.0000,  2.0000])
#> gelu       tensor([-0.0455,  0.0000,  1.9545])
#> silu       tensor([-0.2384,  0.0000,  1.7616])
#> tanh       tensor([-0.9640,  0.0000,  0.9640])
#> sigmoid    tensor([0.1192, 0.5000, 0.8808])

# %% activation-curves tags=["remove-input"]
import matplotlib.pyplot as plt

x = torch.linspace(-4, 4, 201)
plt.figure(figsize=(6, 3))
for function in [torch.relu, F.gelu, torch.tanh, torch.sigmoid]:
    plt.plot(x, function(x), label=function.__name__)
plt.ylim(-1.2, 2.2)
plt.xlabel("x")
plt.legend()
plt.show()

# %% derivatives
points = torch.tensor([-4.0, 0.0, 4.0], requires_grad=True)
for function in [torch.relu, torch.tanh, torch.sigmoid]:
    (slope,) = torch.autograd.grad(function(points).sum(), points)
    print(f"{function.__name__:8}", slope)
#> relu     tensor([0., 0., 1.])
#> tanh     tensor([0.0013, 1.0000, 0.0013])
#> sigmoid  tensor([0.0177, 0.2500, 0.0177])

# %% derivative-curves tags=["remove-input"]
x = torch.linspace(-4, 4, 200, requires_grad=True)
plt.figure(figsize=(6, 3))
for function in [torch.relu, F.gelu, torch.tanh, torch.sigmoid]:
    (slope,) = torch.autograd.grad(function(x).sum(), x)
    plt.plot(x.detach(), slope, label=function.__name__)
plt.xlabel("x")
plt.legend()
plt.show()

# %% module-or-function
x = torch.tensor([-1.0, 0.0, 1.0])
print(nn.ReLU()(x), F.relu(x), x.relu())
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
print(model(torch.randn(2, 4)).shape)
#> tensor([0., 0., 1.]) tensor([0., 0., 1.]) tensor([0., 0., 1.])
#> torch.Size([2, 3])

# %% prelu
prelu = nn.PReLU()
print(prelu(torch.tensor([-1.0, 0.0, 1.0])))
print(prelu.weight)
#> tensor([-0.2500,  0.0000,  1.0000], grad_fn=<PreluKernelBackward0>)
#> Parameter containing:
#> tensor([0.2500], requires_grad=True)

# %% softmax-dim
scores = torch.tensor([[0.0, 0.0, 0.0], [0.0, 1.0, 2.0]])
print(F.softmax(scores, dim=-1))
print(F.softmax(scores, dim=0))
#> tensor([[0.3333, 0.3333, 0.3333],
#>         [0.0900, 0.2447, 0.6652]])
#> tensor([[0.5000, 0.2689, 0.1192],
#>         [0.5000, 0.7311, 0.8808]])

# %% wrong-in-features tags=["raises-exception"]
nn.Linear(10, 2)(torch.ones(4, 5))
#> RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (4x5 and 10x2)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x5 and 10x2)

# %% right-in-features tags=["right"]
print(nn.Linear(5, 2)(torch.ones(4, 5)).shape)
#> torch.Size([4, 2])

# %% image-not-flattened tags=["raises-exception"]
images = torch.ones(2, 3, 4, 4)
nn.Linear(48, 10)(images)
#> RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (24x4 and 48x10)
#torch<2.15> RuntimeError: mat1 and mat2 shapes cannot be multiplied (24x4 and 48x10)

# %% flatten-first tags=["right"]
print(images.flatten(1).shape)
model = nn.Sequential(nn.Flatten(), nn.Linear(48, 10))
print(model(images).shape)
#> torch.Size([2, 48])
#> torch.Size([2, 10])

# %% integer-input tags=["raises-exception"]
pixels = torch.arange(4)
nn.Linear(4, 3)(pixels)
#> RuntimeError: mat1 and mat2 must have the same dtype, but got Long and Float

# %% float-input tags=["right"]
print(nn.Linear(4, 3)(pixels.float()).shape)
#> torch.Size([3])

# %% class-instead-of-module tags=["raises-exception"]
print(nn.ReLU(x))
#> RuntimeError: Boolean value of Tensor with more than one value is ambiguous

# %% create-then-call tags=["right"]
print(nn.ReLU()(x))
#> tensor([0., 0., 1.])

# %% softmax-without-dim tags=["wrong"]
F.softmax(scores)
#> UserWarning: Implicit dimension choice for softmax has been deprecated. Change the call to include dim=X as an argument.

# %% softmax-with-dim tags=["right"]
print(F.softmax(scores, dim=-1).sum(dim=-1))
#> tensor([1., 1.])
