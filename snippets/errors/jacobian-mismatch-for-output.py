# %% raise tags=["raises-exception"]
import torch
from torch.autograd import Function, gradcheck


class Square(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**2

    @staticmethod
    def backward(ctx, grad_output):
        return ctx.saved_tensors[0] * grad_output


x = torch.tensor([1.0, 3.0], dtype=torch.float64, requires_grad=True)
gradcheck(Square.apply, x)
#> torch.autograd.gradcheck.GradcheckError: Jacobian mismatch for output 0 with respect to input 0,
#> numerical:tensor([[2.0000, 0.0000],
#>         [0.0000, 6.0000]], dtype=torch.float64)
#> analytical:tensor([[1., 0.],
#>         [0., 3.]], dtype=torch.float64)

# %% float32 tags=["raises-exception"]
gradcheck(torch.sin, x.detach().float().requires_grad_())
#> UserWarning: Input #0 requires gradient and is not a double precision floating point or complex. This check will likely fail if all the inputs are not of double precision floating point or complex.
#> torch.autograd.gradcheck.GradcheckError: Jacobian mismatch for output 0 with respect to input 0,
#> numerical:tensor([[ 0.5364,  0.0000],
#>         [ 0.0000, -0.9462]])
#> analytical:tensor([[ 0.5403,  0.0000],
#>         [-0.0000, -0.9900]])

# %% kink tags=["raises-exception"]
zero = torch.zeros(1, dtype=torch.float64, requires_grad=True)
gradcheck(torch.relu, zero)
#> torch.autograd.gradcheck.GradcheckError: Jacobian mismatch for output 0 with respect to input 0,
#> numerical:tensor([[0.5000]], dtype=torch.float64)
#> analytical:tensor([[0.]], dtype=torch.float64)

# %% random
dropout = torch.nn.Dropout(0.5)
torch.manual_seed(0)
print(gradcheck(dropout, x, raise_exception=False))
#> False

# %% fix tags=["right"]
class Fixed(Square):
    @staticmethod
    def backward(ctx, grad_output):
        return 2 * ctx.saved_tensors[0] * grad_output


print(gradcheck(Fixed.apply, x))
#> True

# %% fix-input tags=["right"]
print(gradcheck(torch.sin, x))
print(gradcheck(torch.relu, x - 2))
print(gradcheck(dropout.eval(), x))
#> True
#> True
#> True
