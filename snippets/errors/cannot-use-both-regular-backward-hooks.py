# %% raise tags=["raises-exception"]
import torch
from torch import nn

layer = nn.Linear(3, 2)
old = layer.register_backward_hook(lambda *args: None)
layer.register_full_backward_hook(lambda *args: None)
#> RuntimeError: Cannot use both regular backward hooks and full backward hooks on a single Module. Please use only one of them.

# %% removed tags=["raises-exception"]
old.remove()
layer.register_full_backward_hook(lambda *args: None)
#> RuntimeError: Cannot use both regular backward hooks and full backward hooks on a single Module. Please use only one of them.

# %% fix tags=["right"]
layer = nn.Linear(3, 2)
first = layer.register_full_backward_hook(lambda *args: print("first"))
second = layer.register_full_backward_hook(lambda *args: print("second"))
layer(torch.ones(1, 3, requires_grad=True)).sum().backward()
#> first
#> second
