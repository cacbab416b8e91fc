# %% raise tags=["raises-exception"]
import torch
from torch import nn

net = nn.Sequential(nn.LazyLinear(4), nn.ReLU(), nn.Linear(4, 1))
print(net[0].weight.shape)
#> RuntimeError: Can't access the shape of an uninitialized parameter or buffer. This error usually happens in `load_state_dict` when trying to load an uninitialized parameter into an initialized one. Call `forward` to initialize the parameters before accessing their attributes.

# %% load tags=["raises-exception"]
nn.Linear(3, 4).load_state_dict(net[0].state_dict())
#> RuntimeError: Can't access the shape of an uninitialized parameter or buffer. This error usually happens in `load_state_dict` when trying to load an uninitialized parameter into an initialized one. Call `forward` to initialize the parameters before accessing their attributes.

# %% init tags=["raises-exception"]
nn.init.xavier_uniform_(net[0].weight)
#> ValueError: Attempted to use an uninitialized parameter in <method 'dim' of 'torch._C.TensorBase' objects>. This error happens when you are using a `LazyModule` or explicitly manipulating `torch.nn.parameter.UninitializedParameter` objects. When using LazyModules Call `forward` with a dummy batch to initialize the parameters before calling torch functions

# %% dry-run tags=["right"]
with torch.no_grad():
    net(torch.zeros(2, 3))
print(net[0].weight.shape)
#> torch.Size([4, 3])

# %% after tags=["right"]
nn.init.xavier_uniform_(net[0].weight)
print(sum(p.numel() for p in net.parameters()))
#> 21

# %% save-after tags=["right"]
layer = nn.Linear(3, 4)
print(layer.load_state_dict(net[0].state_dict()))
#> <All keys matched successfully>
