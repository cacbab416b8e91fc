# %% raise tags=["raises-exception"]
import torch
from torch.autograd import Function


class Flip(Function):
    def forward(self, x):
        self.save_for_backward(x)
        return -x

    def backward(self, grad_output):
        return -grad_output


x = torch.tensor([1.0, -2.0], requires_grad=True)
Flip()(x)
#> DeprecationWarning: <class '__main__.Flip'> should not be instantiated. Methods on autograd functions are all static, so you should invoke them on the class itself. Instantiating an autograd function will raise an error in a future version of PyTorch.
#> RuntimeError: Legacy autograd function with non-static forward method is deprecated. Please use new-style autograd function with static forward method. (Example: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)

# %% fix tags=["right"]
class Flip(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return -x

    @staticmethod
    def backward(ctx, grad_output):
        return -grad_output


flip = Flip.apply
flip(x).sum().backward()
print(x.grad)
#> tensor([-1., -1.])
