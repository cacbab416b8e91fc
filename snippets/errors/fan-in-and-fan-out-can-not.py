# %% raise tags=["raises-exception"]
import torch
from torch import nn

layer = nn.Linear(3, 2)
for parameter in layer.parameters():
    nn.init.xavier_uniform_(parameter)
#> ValueError: Fan in and fan out can not be computed for tensor with fewer than 2 dimensions

# %% find
for name, parameter in layer.named_parameters():
    print(name, parameter.dim())
#> weight 2
#> bias 1

# %% norm tags=["raises-exception"]
nn.init.kaiming_normal_(nn.BatchNorm2d(4).weight)
#> ValueError: Fan in and fan out can not be computed for tensor with fewer than 2 dimensions

# %% orthogonal tags=["raises-exception"]
nn.init.orthogonal_(layer.bias)
#> ValueError: Only tensors with 2 or more dimensions are supported

# %% by-dimension tags=["right"]
for parameter in layer.parameters():
    if parameter.dim() > 1:
        nn.init.xavier_uniform_(parameter)
    else:
        nn.init.zeros_(parameter)
print(layer.bias)
#> Parameter containing:
#> tensor([0., 0.], requires_grad=True)

# %% norm-ones tags=["right"]
net = nn.Sequential(layer, nn.BatchNorm1d(2))
for module in net.modules():
    if isinstance(module, nn.BatchNorm1d):
        nn.init.ones_(module.weight)
        nn.init.zeros_(module.bias)
print(net[1].weight)
#> Parameter containing:
#> tensor([1., 1.], requires_grad=True)

# %% own-vector tags=["right"]
query = nn.Parameter(torch.empty(4))
nn.init.normal_(query, std=4**-0.5)
print(query.shape)
#> torch.Size([4])
