# %% apply
import torch
from torch import nn


def init_weights(module):
    if isinstance(module, nn.Linear):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        if module.bias is not None:
            nn.init.zeros_(module.bias)


torch.manual_seed(0)
net = nn.Sequential(nn.Linear(100, 50), nn.ReLU(), nn.Linear(50, 1))
net.apply(init_weights)
print(f"{net[0].weight.std():.3f} {net[2].weight.std():.3f}")
print(net[2].bias)
#> 0.145 0.211
#> Parameter containing:
#> tensor([0.], requires_grad=True)

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
norm, last = nn.BatchNorm2d(64), nn.Linear(2304, 10)
model = nn.Sequential(conv, norm, nn.ReLU(), nn.Flatten(), last)
model.apply(init_by_type)
for name, parameter in model.named_parameters():
    print(f"{name:8} {parameter.std():.3f}")
#> 0.weight 0.265
#> 1.weight 0.000
#> 1.bias   0.000
#> 4.weight 0.030
#> 4.bias   0.000

# %% one-layer
net[0].apply(init_by_type)
nn.init.zeros_(net[2].weight)
print(net(torch.ones(2, 100)))
#> tensor([[0.],
#>         [0.]], grad_fn=<AddmmBackward0>)

# %% by-name
for name, parameter in net.named_parameters():
    if name.endswith("bias"):
        nn.init.constant_(parameter, 0.1)
print(net[2].bias)
#> Parameter containing:
#> tensor([0.1000], requires_grad=True)

# %% own-init
@torch.no_grad()
def init_unit_rows(module):
    if isinstance(module, nn.Linear):
        module.weight.normal_()
        module.weight.div_(module.weight.norm(dim=1, keepdim=True))


net.apply(init_unit_rows)
lengths = net[0].weight.norm(dim=1)
print(f"{lengths.min():.3f} {lengths.max():.3f}")
#> 1.000 1.000

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

# %% not-applied tags=["wrong"]
net = nn.Sequential(nn.Linear(4, 2))
print(net[0].bias)
#> Parameter containing:
#> tensor([0.0511, 0.4544], requires_grad=True)

# %% applied tags=["right"]
net.apply(init_weights)
print(net[0].bias)
#> Parameter containing:
#> tensor([0., 0.], requires_grad=True)

# %% called-instead-of-passed tags=["raises-exception"]
net.apply(init_weights())
#> TypeError: init_weights() missing 1 required positional argument: 'module'

# %% type-misses-subclasses
attention = nn.MultiheadAttention(embed_dim=64, num_heads=2)
print(type(attention.out_proj) is nn.Linear)
print(isinstance(attention.out_proj, nn.Linear))
#> False
#> True

# %% outside-linear-layers tags=["wrong"]
before = attention.in_proj_weight.clone()
attention.apply(init_weights)
print(f"{attention.out_proj.weight.std():.3f}")
print(torch.equal(attention.in_proj_weight, before))
#> 0.178
#> True

# %% in-proj-weight tags=["right"]
nn.init.kaiming_normal_(attention.in_proj_weight, nonlinearity="linear")
print(torch.equal(attention.in_proj_weight, before))
#> False

# %% no-bias tags=["raises-exception"]
def init_biases(module):
    if isinstance(module, nn.Linear):
        nn.init.zeros_(module.bias)


net = nn.Sequential(nn.Linear(4, 2, bias=False))
net.apply(init_biases)
#> AttributeError: 'NoneType' object has no attribute 'zero_'

# %% bias-checked tags=["right"]
net.apply(init_weights)

# %% lazy-layer tags=["raises-exception"]
net = nn.Sequential(nn.LazyLinear(2))
net.apply(init_weights)
#> RuntimeError: Can't access the shape of an uninitialized parameter or buffer. This error usually happens in `load_state_dict` when trying to load an uninitialized parameter into an initialized one. Call `forward` to initialize the parameters before accessing their attributes.

# %% run-once-first tags=["right"]
net(torch.ones(1, 4))
net.apply(init_weights)
print(net[0])
#> Linear(in_features=4, out_features=2, bias=True)

# %% after-loading tags=["wrong"]
saved = nn.Linear(2, 2).state_dict()
net = nn.Linear(2, 2)
net.load_state_dict(saved)
net.apply(init_weights)
print(torch.equal(net.weight, saved["weight"]))
#> False

# %% before-loading tags=["right"]
net.apply(init_weights)
net.load_state_dict(saved)
print(torch.equal(net.weight, saved["weight"]))
#> True
