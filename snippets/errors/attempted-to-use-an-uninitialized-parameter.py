# %% raise tags=["raises-exception"]
import torch
from torch import nn

net = nn.Sequential(nn.Flatten(), nn.LazyLinear(10))
print(sum(p.numel() for p in net.parameters()))
#> ValueError: Attempted to use an uninitialized parameter in <method 'numel' of 'torch._C.TensorBase' objects>. This error happens when you are using a `LazyModule` or explicitly manipulating `torch.nn.parameter.UninitializedParameter` objects. When using LazyModules Call `forward` with a dummy batch to initialize the parameters before calling torch functions

# %% init tags=["raises-exception"]
nn.init.zeros_(net[1].weight)
#> ValueError: Attempted to use an uninitialized parameter in <method 'zero_' of 'torch._C.TensorBase' objects>. This error happens when you are using a `LazyModule` or explicitly manipulating `torch.nn.parameter.UninitializedParameter` objects. When using LazyModules Call `forward` with a dummy batch to initialize the parameters before calling torch functions

# %% fix tags=["right"]
net(torch.zeros(1, 3, 4, 4))
print(sum(p.numel() for p in net.parameters()))
nn.init.zeros_(net[1].weight)
print(net[1])
#> 490
#> Linear(in_features=48, out_features=10, bias=True)
