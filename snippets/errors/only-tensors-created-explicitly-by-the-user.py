# %% raise tags=["raises-exception"]
import copy

import torch
from torch import nn

model = nn.Linear(2, 1)
model.last_output = model(torch.ones(1, 2))
copy.deepcopy(model)
#> RuntimeError: Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001

# %% find tags=["right"]
for name, module in model.named_modules():
    for key, value in vars(module).items():
        if isinstance(value, torch.Tensor) and not value.is_leaf:
            print(repr(name), key)
#> '' last_output

# %% detach tags=["right"]
model.last_output = model(torch.ones(1, 2)).detach()
print(copy.deepcopy(model).last_output.shape)
#> torch.Size([1, 1])

# %% weight-norm tags=["right"]
model = nn.utils.parametrizations.weight_norm(nn.Linear(2, 1))
print(copy.deepcopy(model).weight.shape)
#> torch.Size([1, 2])
