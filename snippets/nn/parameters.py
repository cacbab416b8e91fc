# %% named-parameters
import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
for name, parameter in net.named_parameters():
    print(name, tuple(parameter.shape), parameter.numel())
print(sum(parameter.numel() for parameter in net.parameters()))
#> 0.weight (8, 4) 32
#> 0.bias (8,) 8
#> 2.weight (1, 8) 8
#> 2.bias (1,) 1
#> 49

# %% size
print(sum(p.numel() * p.element_size() for p in net.parameters()), "bytes")
#> 196 bytes

# %% one-parameter
print(type(net[2].bias))
print(net[2].bias.requires_grad, net[2].bias.grad)
print(net.get_parameter("2.bias") is net[2].bias)
#> <class 'torch.nn.parameter.Parameter'>
#> True None
#> True

# %% freeze
net[0].requires_grad_(False)
for name, parameter in net.named_parameters():
    print(name, parameter.requires_grad)
trainable = [p for p in net.parameters() if p.requires_grad]
print(sum(parameter.numel() for parameter in trainable))
#> 0.weight False
#> 0.bias False
#> 2.weight True
#> 2.bias True
#> 9

# %% standardize
class Standardize(nn.Module):
    def __init__(self, data):
        super().__init__()
        self.register_buffer("mean", data.mean(dim=0))
        self.register_buffer("std", data.std(dim=0))
        self.scale = nn.Parameter(torch.ones(2))

    def forward(self, x):
        return (x - self.mean) / self.std * self.scale

# %% parameters-and-buffers
data = torch.tensor([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]])
layer = Standardize(data)
print(layer(data))
print([name for name, _ in layer.named_parameters()])
print([name for name, _ in layer.named_buffers()])
print(list(layer.state_dict()))
#> tensor([[-1., -1.],
#>         [ 0.,  0.],
#>         [ 1.,  1.]], grad_fn=<MulBackward0>)
#> ['scale']
#> ['mean', 'std']
#> ['scale', 'mean', 'std']

# %% convert
layer.double()
print(layer.scale.dtype, layer.mean.dtype)
print(nn.BatchNorm1d(2).double().num_batches_tracked.dtype)
#> torch.float64 torch.float64
#> torch.int64

# %% not-persistent
class Mask(nn.Module):
    def __init__(self, size):
        super().__init__()
        mask = torch.ones(size, size).tril()
        self.register_buffer("mask", mask, persistent=False)

    def forward(self, x):
        return x * self.mask


mask = Mask(2)
print(mask(torch.full((2, 2), 5.0)))
print([name for name, _ in mask.named_buffers()], list(mask.state_dict()))
#> tensor([[5., 0.],
#>         [5., 5.]])
#> ['mask'] []

# %% state-dict
net = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.ReLU())
names = [name for name, _ in net.named_parameters()]
for name, value in net.state_dict().items():
    print(name, tuple(value.shape), "parameter" if name in names else "buffer")
#> 0.weight (2, 2) parameter
#> 0.bias (2,) parameter
#> 1.weight (2,) parameter
#> 1.bias (2,) parameter
#> 1.running_mean (2,) buffer
#> 1.running_var (2,) buffer
#> 1.num_batches_tracked () buffer

# %% parameter-list
class Polynomial(nn.Module):
    def __init__(self, degree):
        super().__init__()
        terms = [torch.ones(()) for _ in range(degree + 1)]
        self.terms = nn.ParameterList(terms)

    def forward(self, x):
        return sum(term * x**power for power, term in enumerate(self.terms))


polynomial = Polynomial(2)
print(polynomial(torch.tensor([1.0, 2.0, 3.0])))
print([name for name, _ in polynomial.named_parameters()])
#> tensor([ 3.,  7., 13.], grad_fn=<AddBackward0>)
#> ['terms.0', 'terms.1', 'terms.2']

# %% lazy
lazy = nn.LazyLinear(8)
print(lazy, lazy.weight)
lazy(torch.ones(3, 4))
print(lazy, lazy.weight.shape)
#> LazyLinear(in_features=0, out_features=8, bias=True) <UninitializedParameter>
#> Linear(in_features=4, out_features=8, bias=True) torch.Size([8, 4])

# %% list-of-parameters tags=["raises-exception"]
class ListPolynomial(nn.Module):
    def __init__(self, degree):
        super().__init__()
        self.terms = [nn.Parameter(torch.ones(())) for _ in range(degree + 1)]


print(list(ListPolynomial(2).parameters()))
torch.optim.SGD(ListPolynomial(2).parameters(), lr=0.1)
#> []
#> ValueError: optimizer got an empty parameter list

# %% used-up tags=["raises-exception"]
parameters = polynomial.parameters()
print(sum(parameter.numel() for parameter in parameters))
torch.optim.SGD(parameters, lr=0.1)
#> 3
#> ValueError: optimizer got an empty parameter list

# %% list-of-generator tags=["right"]
parameters = list(polynomial.parameters())
print(sum(parameter.numel() for parameter in parameters))
optimizer = torch.optim.SGD(parameters, lr=0.1)
#> 3

# %% freeze-attribute tags=["wrong"]
linear = nn.Linear(2, 1)
linear.requires_grad = False
print([p.requires_grad for p in linear.parameters()])
#> [True, True]

# %% freeze-method tags=["right"]
linear.requires_grad_(False)
print([p.requires_grad for p in linear.parameters()])
#> [False, False]

# %% arithmetic tags=["wrong"]
class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(2)) * 0.1


print([name for name, _ in Scale().named_parameters()])
#> []

# %% parameter-last tags=["right"]
class ParameterScale(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(2) * 0.1)


print([name for name, _ in ParameterScale().named_parameters()])
#> ['scale']

# %% plain-tensor tags=["raises-exception"]
class Shift(nn.Module):
    def __init__(self):
        super().__init__()
        self.amount = torch.ones(2)

    def forward(self, x):
        return x + self.amount


shift = Shift().to("meta")
shift(torch.zeros(2, device="meta"))
#> RuntimeError: Tensor on device cpu is not on the expected device meta!

# %% buffer-attribute tags=["right"]
class BufferShift(nn.Module):
    def __init__(self):
        super().__init__()
        self.amount = nn.Buffer(torch.ones(2))

    def forward(self, x):
        return x + self.amount


shift = BufferShift().to("meta")
print(shift(torch.zeros(2, device="meta")).device)
#> meta

# %% assign-tensor tags=["raises-exception"]
linear = nn.Linear(2, 1)
linear.weight = torch.zeros(1, 2)
#> TypeError: cannot assign 'torch.FloatTensor' as parameter 'weight' (torch.nn.Parameter or None expected)

# %% copy-values tags=["right"]
with torch.no_grad():
    linear.weight.copy_(torch.zeros(1, 2))
print(linear.weight)
#> Parameter containing:
#> tensor([[0., 0.]], requires_grad=True)

# %% count-lazy tags=["raises-exception"]
lazy = nn.LazyLinear(8)
sum(parameter.numel() for parameter in lazy.parameters())
#> ValueError: Attempted to use an uninitialized parameter in <method 'numel' of 'torch._C.TensorBase' objects>. ...

# %% count-after-a-pass tags=["right"]
lazy(torch.ones(3, 4))
print(sum(parameter.numel() for parameter in lazy.parameters()))
#> 40
