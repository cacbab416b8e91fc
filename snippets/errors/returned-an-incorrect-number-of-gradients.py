# %% raise tags=["raises-exception"]
import torch
from torch.autograd import Function


class Scale(Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return factor * x

    @staticmethod
    def backward(ctx, grad_output):
        return ctx.factor * grad_output


x = torch.ones(2, requires_grad=True)
Scale.apply(x, 3).sum().backward()
#> RuntimeError: function ScaleBackward returned an incorrect number of gradients (expected 2, got 1)

# %% not-none tags=["raises-exception"]
class NotNone(Scale):
    @staticmethod
    def backward(ctx, grad_output):
        return ctx.factor * grad_output, grad_output


NotNone.apply(x, 3).sum().backward()
#> RuntimeError: function NotNoneBackward returned a gradient different than None at position 2, but the corresponding forward input was not a Variable

# %% fix tags=["right"]
class Fixed(Scale):
    @staticmethod
    def backward(ctx, grad_output):
        return ctx.factor * grad_output, None


Fixed.apply(x, 3).sum().backward()
print(x.grad)
#> tensor([3., 3.])
