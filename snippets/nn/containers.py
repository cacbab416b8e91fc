# %% sequential
from collections import OrderedDict

import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
print(net(torch.ones(2, 4)).shape)
print(net)
#> torch.Size([2, 1])
#> Sequential(
#>   (0): Linear(in_features=4, out_features=8, bias=True)
#>   (1): ReLU()
#>   (2): Linear(in_features=8, out_features=1, bias=True)
#> )

# %% one-after-another
x = torch.ones(2, 4)
y = x
for layer in net:
    y = layer(y)
print(torch.equal(y, net(x)))
#> True

# %% own-layer
class SubtractMean(nn.Module):
    def forward(self, x):
        return x - x.mean(dim=-1, keepdim=True)


with_own = nn.Sequential(nn.Linear(4, 8), SubtractMean(), nn.Linear(8, 1))
print(with_own[1], with_own(x).shape)
#> SubtractMean() torch.Size([2, 1])

# %% index
print(len(net))
print(net[-1])
print(net[:2])
print(net[:2][0] is net[0])
#> 3
#> Linear(in_features=8, out_features=1, bias=True)
#> Sequential(
#>   (0): Linear(in_features=4, out_features=8, bias=True)
#>   (1): ReLU()
#> )
#> True

# %% change
net[1] = nn.Tanh()
net.append(nn.Sigmoid())
net.insert(2, nn.Dropout(0.1))
print(net)
#> Sequential(
#>   (0): Linear(in_features=4, out_features=8, bias=True)
#>   (1): Tanh()
#>   (2): Dropout(p=0.1, inplace=False)
#>   (3): Linear(in_features=8, out_features=1, bias=True)
#>   (4): Sigmoid()
#> )

# %% delete
del net[2]
print(net)
#> Sequential(
#>   (0): Linear(in_features=4, out_features=8, bias=True)
#>   (1): Tanh()
#>   (2): Linear(in_features=8, out_features=1, bias=True)
#>   (3): Sigmoid()
#> )

# %% names
named = nn.Sequential(
    OrderedDict(hidden=nn.Linear(4, 8), act=nn.ReLU(), out=nn.Linear(8, 1))
)
print(named.hidden)
print(list(named.state_dict()))
#> Linear(in_features=4, out_features=8, bias=True)
#> ['hidden.weight', 'hidden.bias', 'out.weight', 'out.bias']

# %% nested
def block(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, outputs), nn.ReLU())


nested = nn.Sequential(block(4, 8), block(8, 8), nn.Linear(8, 1))
print(nested[1][0])
print([name for name, _ in nested.named_parameters()])
#> Linear(in_features=8, out_features=8, bias=True)
#> ['0.0.weight', '0.0.bias', '1.0.weight', '1.0.bias', '2.weight', '2.bias']

# %% draw-nested tags=["remove-input"]
from drawing.networks import tree

tree(nested, "nested")

# %% module-list
class Residual(nn.Module):
    def __init__(self, size, depth):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(size, size) for _ in range(depth))

    def forward(self, x):
        for layer in self.layers:
            x = x + torch.relu(layer(x))
        return x


residual = Residual(size=4, depth=3)
print(residual(x).shape)
print(residual)
#> torch.Size([2, 4])
#> Residual(
#>   (layers): ModuleList(
#>     (0-2): 3 x Linear(in_features=4, out_features=4, bias=True)
#>   )
#> )

# %% module-dict
class TwoHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 8)
        self.heads = nn.ModuleDict(
            {"price": nn.Linear(8, 1), "kind": nn.Linear(8, 3)}
        )

    def forward(self, x, head):
        return self.heads[head](torch.relu(self.body(x)))


heads = TwoHeads()
print(heads(x, "price").shape, heads(x, "kind").shape)
print([name for name, _ in heads.named_parameters()])
#> torch.Size([2, 1]) torch.Size([2, 3])
#> ['body.weight', 'body.bias', 'heads.price.weight', 'heads.price.bias', 'heads.kind.weight', 'heads.kind.bias']

# %% python-list tags=["wrong"]
class PythonList(nn.Module):
    def __init__(self, size, depth):
        super().__init__()
        self.layers = [nn.Linear(size, size) for _ in range(depth)]
        self.out = nn.Linear(size, 1)


lost = PythonList(size=4, depth=3)
print([name for name, _ in lost.named_parameters()])
print(list(lost.state_dict()))
lost.double()
print(lost.out.weight.dtype, lost.layers[0].weight.dtype)
#> ['out.weight', 'out.bias']
#> ['out.weight', 'out.bias']
#> torch.float64 torch.float32

# %% module-list-parameters tags=["right"]
print(len(list(residual.parameters())), len(residual.state_dict()))
residual.double()
print(residual.layers[0].weight.dtype)
#> 6 6
#> torch.float64

# %% own-class-in-nn tags=["raises-exception"]
nn.Sequential(nn.Linear(4, 8), nn.SubtractMean())
#> AttributeError: module 'torch.nn' has no attribute 'SubtractMean'

# %% own-class tags=["right"]
print(nn.Sequential(nn.Linear(4, 8), SubtractMean())(x).shape)
#> torch.Size([2, 8])

# %% list-given tags=["raises-exception"]
layers = [nn.Linear(4, 8), nn.ReLU()]
nn.Sequential(layers)
#> TypeError: list is not a Module subclass

# %% list-unpacked tags=["right"]
print(nn.Sequential(*layers))
#> Sequential(
#>   (0): Linear(in_features=4, out_features=8, bias=True)
#>   (1): ReLU()
#> )

# %% function-given tags=["raises-exception"]
nn.Sequential(nn.Linear(4, 8), nn.functional.relu)
#> TypeError: torch.nn.functional.relu is not a Module subclass

# %% module-given tags=["right"]
print(nn.Sequential(nn.Linear(4, 8), nn.ReLU())(x).shape)
#> torch.Size([2, 8])

# %% call-module-list tags=["raises-exception"]
nn.ModuleList([nn.Linear(4, 8), nn.ReLU()])(x)
#> NotImplementedError: Module [ModuleList] is missing the required "forward" function

# %% tuple-output tags=["raises-exception"]
sequences = torch.ones(2, 5, 3)
nn.Sequential(nn.LSTM(3, 4, batch_first=True), nn.Linear(4, 1))(sequences)
#> TypeError: linear(): argument 'input' (position 1) must be Tensor, not tuple

# %% take-first tags=["right"]
class TakeFirst(nn.Module):
    def forward(self, outputs):
        return outputs[0]


net = nn.Sequential(nn.LSTM(3, 4, batch_first=True), TakeFirst(), nn.Linear(4, 1))
print(net(sequences).shape)
#> torch.Size([2, 5, 1])
