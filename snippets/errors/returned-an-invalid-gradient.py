# %% raise tags=["raises-exception"]
import torch
from torch.autograd import Function


class Mean(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.size = x.numel()
        return x.mean()

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output / ctx.size


x = torch.ones(2, 3, requires_grad=True)
Mean.apply(x).backward()
#> RuntimeError: Function MeanBackward returned an invalid gradient at index 0 - got [] but expected shape compatible with [2, 3]

# %% pruned tags=["raises-exception"]
layer = torch.nn.Linear(4, 3)
kept = layer(torch.ones(2, 4))
layer.weight.data = layer.weight.data[:2]
layer.bias.data = layer.bias.data[:2]
layer(torch.ones(2, 4)).sum().backward()
#> RuntimeError: Function AddmmBackward0 returned an invalid gradient at index 0 - got [2, 2] but expected shape compatible with [3]

# %% fix tags=["right"]
class Mean(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.shape = x.shape
        return x.mean()

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output.expand(ctx.shape) / ctx.shape.numel()


Mean.apply(x).backward()
print(x.grad)
#> tensor([[0.1667, 0.1667, 0.1667],
#>         [0.1667, 0.1667, 0.1667]])

# %% fix-pruned tags=["right"]
layer = torch.nn.Linear(4, 3)
smaller = torch.nn.Linear(4, 2)
with torch.no_grad():
    smaller.weight.copy_(layer.weight[:2])
    smaller.bias.copy_(layer.bias[:2])
smaller(torch.ones(2, 4)).sum().backward()
print(smaller.bias.grad)
#> tensor([2., 2.])
