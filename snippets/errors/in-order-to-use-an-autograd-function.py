# %% raise tags=["raises-exception"]
import torch
from torch.autograd import Function


class Square(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**2

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return 2 * x * grad_output


torch.func.grad(Square.apply)(torch.tensor(3.0))
#> RuntimeError: In order to use an autograd.Function with functorch transforms (vmap, grad, jvp, jacrev, ...), it must override the setup_context staticmethod. For more details, please see https://pytorch.org/docs/main/notes/extending.func.html

# %% setup-context
class Split(Function):
    @staticmethod
    def forward(x):
        return x**2

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    backward = Square.backward


print(torch.func.grad(Split.apply)(torch.tensor(3.0)))
#> tensor(6.)

# %% no-rule tags=["raises-exception"]
torch.vmap(Split.apply)(torch.tensor([1.0, 3.0]))
#> RuntimeError: You tried to vmap over Split, but it does not have vmap support. Please override and implement the vmap staticmethod or set generate_vmap_rule=True. For more details, please see https://pytorch.org/docs/main/notes/extending.func.html

# %% fix tags=["right"]
class Mapped(Split):
    generate_vmap_rule = True


print(torch.vmap(Mapped.apply)(torch.tensor([1.0, 3.0])))
print(torch.vmap(torch.func.grad(Mapped.apply))(torch.tensor([1.0, 3.0])))
#> tensor([1., 9.])
#> tensor([2., 6.])
