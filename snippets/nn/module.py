# %% subtract-mean
import torch
from torch import nn


class SubtractMean(nn.Module):
    def forward(self, x):
        return x - x.mean()


layer = SubtractMean()
print(layer(torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0])))
#> tensor([-2., -1.,  0.,  1.,  2.])

# %% batch-changes-the-mean
batch = torch.tensor([[1.0, 2.0, 3.0], [7.0, 8.0, 9.0]])
print(layer(batch[:1]))
print(layer(batch))
#> tensor([[-1.,  0.,  1.]])
#> tensor([[-4., -3., -2.],
#>         [ 2.,  3.,  4.]])

# %% mean-per-sample
class SubtractSampleMean(nn.Module):
    def forward(self, x):
        return x - x.mean(dim=-1, keepdim=True)


print(SubtractSampleMean()(batch))
print(nn.LayerNorm(3, elementwise_affine=False)(batch))
#> tensor([[-1.,  0.,  1.],
#>         [-1.,  0.,  1.]])
#> tensor([[-1.2247,  0.0000,  1.2247],
#>         [-1.2247,  0.0000,  1.2247]])

# %% dense
class Dense(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        weight = torch.randn(in_features, out_features) / in_features**0.5
        self.weight = nn.Parameter(weight)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight + self.bias

# %% use-dense
dense = Dense(3, 2)
print(dense(batch).shape)
for name, parameter in dense.named_parameters():
    print(name, parameter.shape)
#> torch.Size([2, 2])
#> weight torch.Size([3, 2])
#> bias torch.Size([2])

# %% same-as-linear
linear = nn.Linear(3, 2)
print(linear.weight.shape)
with torch.no_grad():
    linear.weight.copy_(dense.weight.T)
    linear.bias.copy_(dense.bias)
print(torch.allclose(linear(batch), dense(batch)))
#> torch.Size([2, 3])
#> True

# %% scale-of-randn
x = torch.randn(1000, 100)
weight = torch.randn(100, 100)
print(f"{(x @ weight).std():.0f}")
print(f"{(x @ (weight / 100**0.5)).std():.0f}")
#> 10
#> 1

# %% linear-relu
class LinearReLU(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.linear = nn.Linear(in_features, out_features)

    def forward(self, x):
        return torch.relu(self.linear(x))


block = LinearReLU(3, 2)
print([name for name, _ in block.named_parameters()])
print(block(torch.randn(1000, 3)).min() >= 0)
#> ['linear.weight', 'linear.bias']
#> tensor(True)

# %% check-gradients
net = nn.Sequential(LinearReLU(3, 4), Dense(4, 1))
net(batch).sum().backward()
for name, parameter in net.named_parameters():
    print(name, parameter.grad is not None)
#> 0.linear.weight True
#> 0.linear.bias True
#> 1.weight True
#> 1.bias True

# %% call-and-forward
def show_shape(module, args, output):
    print("hook:", output.shape)


layer.register_forward_hook(show_shape)
print("layer(batch)")
y = layer(batch)
print("layer.forward(batch)")
y = layer.forward(batch)
#> layer(batch)
#> hook: torch.Size([2, 3])
#> layer.forward(batch)

# %% data-alone tags=["raises-exception"]
class DenseData(Dense):
    def forward(self, x):
        return x @ self.weight.data + self.bias.data


DenseData(3, 1)(batch).sum().backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% data-after-another-layer
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), DenseData(4, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
before = net[2].weight.detach().clone()
net(batch).sum().backward()
optimizer.step()
for name, parameter in net.named_parameters():
    print(name, parameter.grad is not None)
print(torch.equal(net[2].weight, before))
#> 0.weight True
#> 0.bias True
#> 2.weight False
#> 2.bias False
#> True

# %% without-data
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), Dense(4, 1))
net(batch).sum().backward()
for name, parameter in net.named_parameters():
    print(name, parameter.grad is not None)
#> 0.weight True
#> 0.bias True
#> 2.weight True
#> 2.bias True

# %% no-super tags=["raises-exception"]
class NoSuper(nn.Module):
    def __init__(self):
        self.linear = nn.Linear(3, 2)


NoSuper()
#> AttributeError: cannot assign module before Module.__init__() call

# %% no-super-parameter tags=["raises-exception"]
class NoSuperParameter(nn.Module):
    def __init__(self):
        self.scale = nn.Parameter(torch.ones(3))


NoSuperParameter()
#> AttributeError: cannot assign parameters before Module.__init__() call

# %% with-super
class WithSuper(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 2)

    def forward(self, x):
        return self.linear(x)


print(WithSuper()(batch).shape)
#> torch.Size([2, 2])

# %% misspelt-forward tags=["raises-exception"]
class Double(nn.Module):
    def foward(self, x):
        return 2 * x


Double()(batch)
#> NotImplementedError: Module [Double] is missing the required "forward" function

# %% integer-input tags=["raises-exception"]
SubtractMean()(torch.arange(5))
#> NotImplementedError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long
#torch<2.15> RuntimeError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long

# %% float-input
print(SubtractMean()(torch.arange(5).float()))
#> tensor([-2., -1.,  0.,  1.,  2.])
