# %% raise tags=["raises-exception"]
import torch
from torch import nn

layer = nn.Linear(4, 2)
x = torch.ones(3, 4, requires_grad=True)


def shrink(module, grad_input, grad_output):
    return grad_input[0] / 10


with layer.register_full_backward_hook(shrink):
    layer(x).sum().backward()
#> RuntimeError: Backward hook returned an invalid number of grad_input, got 3, but expected 1

# %% output tags=["raises-exception"]
def shrink(module, grad_output):
    return grad_output[0] / 10


with layer.register_full_backward_pre_hook(shrink):
    layer(x).sum().backward()
#> RuntimeError: Backward pre hook returned an invalid number of grad_output, got 3, but expected 1

# %% size tags=["raises-exception"]
def average(module, grad_input, grad_output):
    return (grad_input[0].mean(dim=0),)


with layer.register_full_backward_hook(average):
    layer(x).sum().backward()
#> RuntimeError: hook 'hook' has changed the size of value

# %% fix tags=["right"]
def shrink(module, grad_input, grad_output):
    return (grad_input[0] / 10,)


with layer.register_full_backward_hook(shrink):
    layer(x).sum().backward()
print(x.grad.shape)
#> torch.Size([3, 4])
