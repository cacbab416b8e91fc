# %% raise tags=["raises-exception"]
import torch
from torch.autograd import Function


class Scale(Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.save_for_backward(factor)
        return factor * x


x = torch.ones(2, requires_grad=True)
Scale.apply(x, 3)
#> TypeError: save_for_backward can only save variables, but argument 0 is of type int

# %% list tags=["raises-exception"]
class Sum(Function):
    @staticmethod
    def forward(ctx, *xs):
        ctx.save_for_backward(xs)
        return sum(xs)


Sum.apply(x, x)
#> TypeError: save_for_backward can only save variables, but argument 0 is of type tuple

# %% fix tags=["right"]
class FixedScale(Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return factor * x

    @staticmethod
    def backward(ctx, grad_output):
        return ctx.factor * grad_output, None


FixedScale.apply(x, 3).sum().backward()
print(x.grad)
#> tensor([3., 3.])

# %% fix-list tags=["right"]
class FixedSum(Function):
    @staticmethod
    def forward(ctx, *xs):
        ctx.save_for_backward(*xs)
        return sum(xs)


print(FixedSum.apply(x, x))
#> tensor([2., 2.], grad_fn=<FixedSumBackward>)
