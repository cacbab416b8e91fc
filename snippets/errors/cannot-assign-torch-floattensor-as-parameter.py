# %% raise tags=["raises-exception"]
import torch
from torch import nn

layer = nn.Linear(2, 3)
layer.weight = torch.zeros(3, 2)
#> TypeError: cannot assign 'torch.FloatTensor' as parameter 'weight' (torch.nn.Parameter or None expected)

# %% computed tags=["raises-exception"]
layer.weight = 0.5 * layer.weight
#> TypeError: cannot assign 'torch.FloatTensor' as parameter 'weight' (torch.nn.Parameter or None expected)

# %% register tags=["raises-exception"]
layer.register_parameter("scale", torch.ones(3))
#> TypeError: cannot assign 'torch.FloatTensor' object to parameter 'scale' (torch.nn.Parameter or None required)

# %% fix-copy tags=["right"]
with torch.no_grad():
    layer.weight.copy_(torch.ones(3, 2))
    layer.weight *= 0.5
print(layer.weight)
#> Parameter containing:
#> tensor([[0.5000, 0.5000],
#>         [0.5000, 0.5000],
#>         [0.5000, 0.5000]], requires_grad=True)

# %% fix-new tags=["right"]
layer.weight = nn.Parameter(torch.ones(3, 2))
layer.register_parameter("scale", nn.Parameter(torch.ones(3)))
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
print([name for name, _ in layer.named_parameters()])
#> ['weight', 'bias', 'scale']

# %% optimizer tags=["wrong"]
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
layer.weight = nn.Parameter(torch.ones(3, 2))
layer(torch.ones(1, 2)).sum().backward()
optimizer.step()
print(layer.weight)
#> Parameter containing:
#> tensor([[1., 1.],
#>         [1., 1.],
#>         [1., 1.]], requires_grad=True)

# %% fix-local tags=["right"]
class Mix(nn.Module):
    def __init__(self):
        super().__init__()
        self.scores = nn.Parameter(torch.zeros(2))

    def forward(self, a, b):
        weights = self.scores.softmax(dim=0)
        return weights[0] * a + weights[1] * b


print(Mix()(torch.tensor(2.0), torch.tensor(4.0)))
#> tensor(3., grad_fn=<AddBackward0>)
