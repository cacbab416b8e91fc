# %% apply
import torch
from torch import nn


def init_weights(module):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, std=0.01)
        nn.init.zeros_(module.bias)


torch.manual_seed(0)
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
net.apply(init_weights)
print(net[0].weight[0])
print(net[0].bias)
#> tensor([ 0.0087,  0.0106,  0.0018, -0.0023], grad_fn=<SelectBackward0>)
#> Parameter containing:
#> tensor([0., 0., 0., 0., 0., 0., 0., 0.], requires_grad=True)

# %% order
def show(module):
    print(type(module).__name__)


block = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
nested = nn.Sequential(block, nn.Flatten())
print(nested.apply(show) is nested)
#> Linear
#> ReLU
#> Sequential
#> Flatten
#> Sequential
#> True

# %% rules-by-type
def init_by_type(module):
    if isinstance(module, (nn.Linear, nn.Conv2d)):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)


# %% verify
conv = nn.Conv2d(3, 64, kernel_size=3, bias=False)
model = nn.Sequential(conv, nn.BatchNorm2d(64), nn.ReLU(), nn.Flatten(), nn.Linear(2304, 10))
model.apply(init_by_type)
for name, parameter in model.named_parameters():
    print(f"{name:8} {parameter.std():.3f}")
#> 0.weight 0.273
#> 1.weight 0.000
#> 1.bias   0.000
#> 4.weight 0.029
#> 4.bias   0.000

# %% one-layer
net[0].apply(init_by_type)
nn.init.zeros_(net[2].weight)
print(net(torch.ones(2, 4)))
#> tensor([[0.],
#>         [0.]], grad_fn=<AddmmBackward0>)

# %% by-name
for name, parameter in net.named_parameters():
    if name.endswith("bias"):
        nn.init.constant_(parameter, 0.1)
print(net[0].bias)
#> Parameter containing:
#> tensor([0.1000, 0.1000, 0.1000, 0.1000, 0.1000, 0.1000, 0.1000, 0.1000],
#>        requires_grad=True)

# %% own-init
@torch.no_grad()
def init_average(module):
    if isinstance(module, nn.Linear):
        module.weight.fill_(1 / module.in_features)
        module.bias.zero_()


average = nn.Sequential(nn.Linear(4, 2))
average.apply(init_average)
print(average(torch.tensor([1.0, 2.0, 3.0, 4.0])))
#> tensor([2.5000, 2.5000], grad_fn=<UnsafeViewBackward0>)
#torch<2.15> tensor([2.5000, 2.5000], grad_fn=<ViewBackward0>)

# %% own-module
class Scale(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.scale = nn.Parameter(torch.empty(features))
        self.reset_parameters()

    def reset_parameters(self):
        nn.init.ones_(self.scale)

    def forward(self, x):
        return self.scale * x


print(Scale(3).scale)
#> Parameter containing:
#> tensor([1., 1., 1.], requires_grad=True)

# %% reset
def reset(module):
    if hasattr(module, "reset_parameters"):
        module.reset_parameters()


model = nn.Sequential(nn.Linear(4, 3), Scale(3))
for parameter in model.parameters():
    nn.init.zeros_(parameter)
model.apply(reset)
print(model[0].weight.count_nonzero().item())
print(model[1].scale.tolist())
#> 12
#> [1.0, 1.0, 1.0]

# %% not-applied
def init_ones(module):
    if isinstance(module, nn.Linear):
        nn.init.ones_(module.weight)


net = nn.Sequential(nn.Linear(2, 2))
print((net[0].weight == 1).all())
net.apply(init_ones)
print((net[0].weight == 1).all())
#> tensor(False)
#> tensor(True)

# %% called-instead-of-passed tags=["raises-exception"]
net.apply(init_ones())
#> TypeError: init_ones() missing 1 required positional argument: 'module'

# %% outside-the-function tags=["raises-exception"]
nn.init.constant_(module.weight, 1)
#> NameError: name 'module' is not defined

# %% name-the-layer
nn.init.constant_(net[0].weight, 1)
print(net[0].weight)
#> Parameter containing:
#> tensor([[1., 1.],
#>         [1., 1.]], requires_grad=True)

# %% type-misses-subclasses
attention = nn.MultiheadAttention(embed_dim=4, num_heads=2)
print(type(attention.out_proj) is nn.Linear)
print(isinstance(attention.out_proj, nn.Linear))
#> False
#> True

# %% outside-linear-layers
attention.apply(init_weights)
for name, parameter in attention.named_parameters():
    print(f"{name:15} {parameter.std():.2f}")
#> in_proj_weight  0.38
#> in_proj_bias    0.00
#> out_proj.weight 0.01
#> out_proj.bias   0.00

# %% in-proj-weight
nn.init.normal_(attention.in_proj_weight, std=0.01)
nn.init.zeros_(attention.in_proj_bias)
print(f"{attention.in_proj_weight.std():.2f}")
#> 0.01

# %% no-bias tags=["raises-exception"]
net = nn.Sequential(nn.Linear(4, 2, bias=False))
net.apply(init_weights)
#> AttributeError: 'NoneType' object has no attribute 'zero_'

# %% lazy-layer tags=["raises-exception"]
net = nn.Sequential(nn.LazyLinear(2))
net.apply(init_by_type)
#> RuntimeError: Can't access the shape of an uninitialized parameter or buffer. This error usually happens in `load_state_dict` when trying to load an uninitialized parameter into an initialized one. Call `forward` to initialize the parameters before accessing their attributes.

# %% run-once-first
net(torch.ones(1, 4))
net.apply(init_by_type)
print(net[0])
#> Linear(in_features=4, out_features=2, bias=True)

# %% after-loading
saved = nn.Linear(2, 2).state_dict()
net = nn.Linear(2, 2)
net.load_state_dict(saved)
net.apply(init_weights)
print(torch.equal(net.weight, saved["weight"]))

net.load_state_dict(saved)
print(torch.equal(net.weight, saved["weight"]))
#> False
#> True
