# %% init
import math

import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)
layer = nn.Linear(4, 2)
nn.init.xavier_uniform_(layer.weight)
nn.init.zeros_(layer.bias)
print(layer.weight)
print(layer.bias)
#> Parameter containing:
#> tensor([[-0.3022, -0.1966, -0.9553, -0.6623],
#>         [-0.4122,  0.0370,  0.3953,  0.6000]], requires_grad=True)
#> Parameter containing:
#> tensor([0., 0.], requires_grad=True)

# %% linear-default
layer = nn.Linear(100, 1000)
print(f"{layer.weight.min():.3f} {layer.weight.max():.3f}")
print(f"{layer.bias.min():.3f} {layer.bias.max():.3f}")
print(1 / math.sqrt(100))
#> -0.100 0.100
#> -0.100 0.100
#> 0.1

# %% other-defaults
norm = nn.BatchNorm1d(2)
print(norm.weight.tolist(), norm.bias.tolist())
print(f"{nn.Embedding(1000, 100).weight.std():.2f}")
#> [1.0, 1.0] [0.0, 0.0]
#> 1.00

# %% constant
small = nn.Linear(3, 2)
nn.init.constant_(small.weight, 1)
nn.init.zeros_(small.bias)
print(small.weight)
print(small.bias)
#> Parameter containing:
#> tensor([[1., 1., 1.],
#>         [1., 1., 1.]], requires_grad=True)
#> Parameter containing:
#> tensor([0., 0.], requires_grad=True)

# %% normal
nn.init.normal_(layer.weight)
print(f"{layer.weight.std():.2f}")
nn.init.normal_(layer.weight, std=0.01)
print(f"{layer.weight.std():.2f}")
#> 1.00
#> 0.01

# %% bias-unchanged
print(f"{layer.bias.min():.3f} {layer.bias.max():.3f}")
#> -0.100 0.100

# %% xavier
for fan_in, fan_out in [(4, 8), (400, 800)]:
    weight = nn.init.xavier_uniform_(torch.empty(fan_out, fan_in))
    bound = math.sqrt(6 / (fan_in + fan_out))
    print(f"{weight.abs().max():.4f} {bound:.4f}")
#> 0.7052 0.7071
#> 0.0707 0.0707

# %% kaiming
weight = nn.init.kaiming_normal_(torch.empty(800, 400), nonlinearity="relu")
print(f"{weight.std():.3f} {math.sqrt(2 / 400):.3f}")
#> 0.071 0.071

# %% default-is-kaiming
torch.manual_seed(0)
layer = nn.Linear(100, 1000)
torch.manual_seed(0)
weight = nn.init.kaiming_uniform_(torch.empty(1000, 100), a=math.sqrt(5))
print(torch.equal(layer.weight, weight))
#> True

# %% conv-fan
conv = nn.Conv2d(3, 1000, kernel_size=3)
print(f"{conv.weight.abs().max():.4f} {1 / math.sqrt(3 * 3 * 3):.4f}")
#> 0.1924 0.1925

# %% through-depth
def through_depth(init, depth=10, width=256):
    h = torch.randn(512, width)
    stds = []
    for _ in range(depth):
        weight = init(torch.empty(width, width))
        h = torch.relu(h @ weight.T)
        stds.append(h.std().item())
    return stds


# %% std-by-depth
inits = {
    "normal 0.01": lambda weight: nn.init.normal_(weight, std=0.01),
    "default": lambda weight: nn.init.kaiming_uniform_(weight, a=math.sqrt(5)),
    "Xavier": nn.init.xavier_normal_,
    "Kaiming": nn.init.kaiming_normal_,
}
torch.manual_seed(0)
stds = {name: through_depth(init) for name, init in inits.items()}
for name in inits:
    print(f"{name:12} {stds[name][0]:.2f} {stds[name][9]:.1e}")
#> normal 0.01  0.09 2.3e-10
#> default      0.34 8.6e-05
#> Xavier       0.59 2.5e-02
#> Kaiming      0.82 6.4e-01

# %% depth-curves
plt.figure(figsize=(6, 3))
for name in inits:
    plt.plot(range(1, 11), stds[name], marker=".", label=name)
plt.yscale("log")
plt.xlabel("layer")
plt.ylabel("std of activations")
plt.legend()
plt.show()

# %% no-grad-inside
weight = nn.init.normal_(small.weight, std=0.01)
print(weight is small.weight)
print(weight.is_leaf, weight.requires_grad, weight.grad_fn)
#> True
#> True True None

# %% data-is-the-same
torch.manual_seed(0)
small.weight.data.normal_(0, 0.01)
by_data = small.weight.clone()
torch.manual_seed(0)
nn.init.normal_(small.weight, std=0.01)
print(torch.equal(small.weight, by_data))
#> True

# %% own-values
with torch.no_grad():
    small.weight.copy_(torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    small.bias.fill_(0.5)
print(small(torch.tensor([1.0, 2.0, 3.0])))
#> tensor([1.5000, 2.5000], grad_fn=<UnsafeViewBackward0>)
#torch<2.15> tensor([1.5000, 2.5000], grad_fn=<ViewBackward0>)

# %% in-place-on-parameter tags=["raises-exception"]
small.weight.normal_(0, 0.01)
#> RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.

# %% xavier-on-bias tags=["raises-exception"]
nn.init.xavier_uniform_(small.bias)
#> ValueError: Fan in and fan out can not be computed for tensor with fewer than 2 dimensions

# %% all-weights-alike
net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
for parameter in net.parameters():
    nn.init.constant_(parameter, 0.5)
net(torch.tensor([1.0, 2.0])).backward()
print(net[0].weight.grad)
#> tensor([[0.0353, 0.0707],
#>         [0.0353, 0.0707],
#>         [0.0353, 0.0707]])

# %% random-weights
for layer in (net[0], net[2]):
    nn.init.xavier_uniform_(layer.weight)
net.zero_grad()
net(torch.tensor([1.0, 2.0])).backward()
print(net[0].weight.grad)
#> tensor([[ 0.0231,  0.0462],
#>         [-0.0686, -0.1371],
#>         [-0.3876, -0.7753]])

# %% old-name
nn.init.xavier_uniform(small.weight)
#> FutureWarning: `nn.init.xavier_uniform` is now deprecated in favor of `nn.init.xavier_uniform_`.
