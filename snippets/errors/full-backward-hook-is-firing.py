# %% raise tags=["wrong"]
import torch
from torch import nn

layer = nn.Linear(4, 2)


def show(module, grad_input, grad_output):
    print(grad_input, grad_output[0].shape)


handle = layer.register_full_backward_hook(show)
layer(torch.ones(3, 4)).sum().backward()
#> UserWarning: Full backward hook is firing when gradients are computed with respect to module outputs since no inputs require gradients. See https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook for more details.
#> (None,) torch.Size([3, 2])

# %% fix tags=["right"]
def show(module, grad_input, grad_output):
    print(grad_input[0].shape, grad_output[0].shape)


handle.remove()
x = torch.ones(3, 4, requires_grad=True)
with layer.register_full_backward_hook(show):
    layer(x).sum().backward()
#> torch.Size([3, 4]) torch.Size([3, 2])
