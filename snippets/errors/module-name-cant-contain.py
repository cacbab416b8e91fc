# %% raise tags=["raises-exception"]
import torch
from torch import nn

nn.ModuleDict({"block.1": nn.Linear(2, 3)})
#> KeyError: 'module name can\'t contain ".", got: block.1'

# %% empty tags=["raises-exception"]
net = nn.Sequential(nn.Sequential(nn.Linear(2, 3), nn.ReLU()))
nn.ModuleDict(dict(net.named_modules()))
#> KeyError: 'module name can\'t be empty string ""'

# %% parameter tags=["raises-exception"]
nn.ParameterDict({"block.weight": torch.ones(3)})
#> KeyError: 'parameter name can\'t contain "."'

# %% fix tags=["right"]
names = ["block.1", "block.2"]
layers = {name.replace(".", "_"): nn.Linear(2, 3) for name in names}
print(list(nn.ModuleDict(layers)))
#> ['block_1', 'block_2']

# %% fix-nested tags=["right"]
print(net.get_submodule("0.0"))
#> Linear(in_features=2, out_features=3, bias=True)
