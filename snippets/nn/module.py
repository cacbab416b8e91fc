# %% dense
import torch
from torch import nn


class Dense(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        weight = torch.randn(in_features, out_features) / in_features**0.5
        self.weight = nn.Parameter(weight)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return x @ self.weight + self.bias


print(Dense(3, 2)(torch.ones(4, 3)).shape)
#> torch.Size([4, 2])

# %% use-dense
dense = Dense(3, 2)
for name, parameter in dense.named_parameters():
    print(name, parameter.shape)
#> weight torch.Size([3, 2])
#> bias torch.Size([2])

# %% same-as-linear
linear = nn.Linear(3, 2)
print(linear.weight.shape)
with torch.no_grad():
    linear.weight.copy_(dense.weight.T)
    linear.bias.copy_(dense.bias)
x = torch.randn(4, 3)
print(torch.allclose(linear(x), dense(x), atol=1e-6))
#> torch.Size([2, 3])
#> True

# %% scale-of-randn
x = torch.randn(1000, 100)
weight = torch.randn(100, 100)
print(f"{(x @ weight).std():.0f}")
print(f"{(x @ (weight / 100**0.5)).std():.0f}")
#> 10
#> 1

# %% network
class MLP(nn.Module):
    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        self.hidden = nn.Linear(inputs, hidden)
        self.out = nn.Linear(hidden, outputs)

    def forward(self, x):
        return self.out(torch.relu(self.hidden(x)))


net = MLP(4, 8, 3)
print(net(torch.ones(2, 4)).shape)
print(net)
#> torch.Size([2, 3])
#> MLP(
#>   (hidden): Linear(in_features=4, out_features=8, bias=True)
#>   (out): Linear(in_features=8, out_features=3, bias=True)
#> )

# %% submodules
print([name for name, _ in net.named_children()])
print([name for name, _ in net.named_parameters()])
#> ['hidden', 'out']
#> ['hidden.weight', 'hidden.bias', 'out.weight', 'out.bias']

# %% several-inputs
class TwoInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.image, self.text = nn.Linear(4, 8), nn.Linear(3, 8)
        self.out = nn.Linear(8, 1)

    def forward(self, image, text, scale=1.0):
        hidden = torch.relu(self.image(image) + scale * self.text(text))
        return self.out(hidden), hidden


score, hidden = TwoInputs()(torch.ones(2, 4), torch.ones(2, 3), scale=0.5)
print(score.shape, hidden.shape)
#> torch.Size([2, 1]) torch.Size([2, 8])

# %% mean-per-sample
class SubtractMean(nn.Module):
    def forward(self, x):
        return x - x.mean(dim=-1, keepdim=True)


batch = torch.tensor([[1.0, 2.0, 3.0], [7.0, 8.0, 9.0]])
print(SubtractMean()(batch))
#> tensor([[-1.,  0.,  1.],
#>         [-1.,  0.,  1.]])

# %% mean-of-the-batch tags=["wrong"]
class SubtractBatchMean(nn.Module):
    def forward(self, x):
        return x - x.mean()


print(SubtractBatchMean()(batch[:1]))
print(SubtractBatchMean()(batch))
#> tensor([[-1.,  0.,  1.]])
#> tensor([[-4., -3., -2.],
#>         [ 2.,  3.,  4.]])

# %% extra-repr
class NamedDense(Dense):
    def extra_repr(self):
        inputs, outputs = self.weight.shape
        return f"in_features={inputs}, out_features={outputs}"


print(Dense(3, 2))
print(NamedDense(3, 2))
#> Dense()
#> NamedDense(in_features=3, out_features=2)

# %% check-gradients
net(torch.ones(2, 4)).sum().backward()
for name, parameter in net.named_parameters():
    print(name, parameter.grad is not None)
#> hidden.weight True
#> hidden.bias True
#> out.weight True
#> out.bias True

# %% call-and-forward
def show_shape(module, args, output):
    print("hook:", output.shape)


dense.register_forward_hook(show_shape)
print("dense(batch)")
y = dense(batch)
print("dense.forward(batch)")
y = dense.forward(batch)
#> dense(batch)
#> hook: torch.Size([2, 2])
#> dense.forward(batch)

# %% data-alone tags=["raises-exception"]
class DenseData(Dense):
    def forward(self, x):
        return x @ self.weight.data + self.bias.data


DenseData(3, 1)(batch).sum().backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% data-after-another-layer tags=["wrong"]
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

# %% without-data tags=["right"]
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), Dense(4, 1))
net(batch).sum().backward()
for name, parameter in net.named_parameters():
    print(name, parameter.grad is not None)
#> 0.weight True
#> 0.bias True
#> 2.weight True
#> 2.bias True

# %% made-in-forward tags=["wrong"]
class MadeInForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 8)

    def forward(self, x):
        return nn.Linear(8, 3)(torch.relu(self.hidden(x)))


net, x = MadeInForward(), torch.ones(2, 4)
print([name for name, _ in net.named_parameters()])
print(torch.equal(net(x), net(x)))
#> ['hidden.weight', 'hidden.bias']
#> False

# %% made-in-init tags=["right"]
net = MLP(4, 8, 3)
print([name for name, _ in net.named_parameters()])
print(torch.equal(net(x), net(x)))
#> ['hidden.weight', 'hidden.bias', 'out.weight', 'out.bias']
#> True

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

# %% with-super tags=["right"]
class WithSuper(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 2)

    def forward(self, x):
        return self.linear(x)


print(WithSuper()(batch).shape)
#> torch.Size([2, 2])

# %% misspelled-forward tags=["raises-exception"]
class Double(nn.Module):
    def foward(self, x):
        return 2 * x


Double()(batch)
#> NotImplementedError: Module [Double] is missing the required "forward" function

# %% integer-input tags=["raises-exception"]
SubtractMean()(torch.arange(5))
#> NotImplementedError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long
#torch<2.15> RuntimeError: mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long

# %% float-input tags=["right"]
print(SubtractMean()(torch.arange(5).float()))
#> tensor([-2., -1.,  0.,  1.,  2.])
