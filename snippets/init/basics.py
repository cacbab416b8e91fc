# %% init
import math

import torch
from torch import nn

torch.manual_seed(0)
layer = nn.Linear(4, 2)
nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
nn.init.zeros_(layer.bias)
print(layer.weight)
print(layer.bias)
#> Parameter containing:
#> tensor([[ 0.1134, -0.4288, -0.5537,  0.7511],
#>         [-0.1848,  0.7543,  0.2941,  0.5937]], requires_grad=True)
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

# %% truncated
weight = nn.init.trunc_normal_(torch.empty(400, 800), std=0.02)
print(f"{weight.abs().max():.2f}")
nn.init.trunc_normal_(weight, std=0.02, a=-0.04, b=0.04)
print(f"{weight.abs().max():.2f}")
#> 0.09
#> 0.04
#torch<2.12> 0.10
#torch<2.12> 0.04

# %% xavier
for fan_in, fan_out in [(4, 8), (400, 800)]:
    weight = nn.init.xavier_uniform_(torch.empty(fan_out, fan_in))
    bound = math.sqrt(6 / (fan_in + fan_out))
    print(f"{weight.abs().max():.4f} {bound:.4f}")
#> 0.6784 0.7071
#> 0.0707 0.0707
#torch<2.12> 0.6926 0.7071
#torch<2.12> 0.0707 0.0707

# %% kaiming
weight = torch.empty(800, 400)
nn.init.kaiming_normal_(weight, nonlinearity="relu")
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

# %% mode
conv = nn.Conv2d(32, 128, kernel_size=3)
for mode in ["fan_in", "fan_out"]:
    nn.init.kaiming_normal_(conv.weight, mode=mode, nonlinearity="relu")
    print(f"{mode:7} {conv.weight.std():.3f}")
print(f"{math.sqrt(2 / (32 * 9)):.3f} {math.sqrt(2 / (128 * 9)):.3f}")
#> fan_in  0.083
#> fan_out 0.042
#> 0.083 0.042

# %% through-depth
def through_depth(init, activation=torch.relu, depth=10, width=256):
    h = torch.randn(512, width)
    stds = []
    for _ in range(depth):
        weight = init(torch.empty(width, width))
        h = activation(h @ weight.T)
        stds.append(h.std().item())
    return stds


# %% std-by-depth
inits = {
    "normal 0.01": lambda w: nn.init.normal_(w, std=0.01),
    "default": lambda w: nn.init.kaiming_uniform_(w, a=math.sqrt(5)),
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

# %% depth-curves tags=["remove-input"]
from drawing.charts import curves

curves(stds, x=("层", "layer"), y=("激活值的标准差", "std of activations"), log=True)

# %% recipes
recipes = {
    "ReLU": (torch.relu, nn.init.kaiming_normal_),
    "GELU": (nn.functional.gelu, nn.init.kaiming_normal_),
    "tanh": (torch.tanh, lambda w: nn.init.xavier_normal_(w, gain=5 / 3)),
    "SELU": (
        nn.functional.selu,
        lambda w: nn.init.kaiming_normal_(w, nonlinearity="linear"),
    ),
}

# %% recipes-by-depth
for name, (activation, init) in recipes.items():
    default = through_depth(inits["default"], activation)
    stds = through_depth(init, activation)
    print(f"{name} {default[9]:.1e} {stds[9]:.2f}")
#> ReLU 8.4e-05 1.07
#> GELU 5.0e-06 0.50
#> tanh 3.0e-03 0.65
#> SELU 6.3e-02 1.00

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
small.weight.normal_(std=0.1)
#> RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.

# %% same-with-init tags=["right"]
nn.init.normal_(small.weight, std=0.1)

# %% xavier-on-bias tags=["raises-exception"]
nn.init.xavier_uniform_(small.bias)
#> ValueError: Fan in and fan out can not be computed for tensor with fewer than 2 dimensions

# %% zero-bias tags=["right"]
nn.init.zeros_(small.bias)

# %% all-weights-alike tags=["wrong"]
net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
for parameter in net.parameters():
    nn.init.constant_(parameter, 0.5)
net(torch.tensor([1.0, 2.0])).backward()
print(net[0].weight.grad)
#> tensor([[0.0353, 0.0707],
#>         [0.0353, 0.0707],
#>         [0.0353, 0.0707]])

# %% random-weights tags=["right"]
for layer in (net[0], net[2]):
    nn.init.xavier_uniform_(layer.weight)
net.zero_grad()
net(torch.tensor([1.0, 2.0])).backward()
print(net[0].weight.grad)
#> tensor([[-0.0357, -0.0713],
#>         [-0.2950, -0.5900],
#>         [-0.5747, -1.1495]])

# %% old-name tags=["wrong"]
nn.init.xavier_uniform(small.weight)
#> FutureWarning: `nn.init.xavier_uniform` is now deprecated in favor of `nn.init.xavier_uniform_`.

# %% new-name tags=["right"]
nn.init.xavier_uniform_(small.weight)
