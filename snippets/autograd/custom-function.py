# %% cube
import numpy as np
import torch
from torch.autograd import Function, gradcheck, gradgradcheck


class Cube(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * 3 * x**2


# %% apply
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = Cube.apply(x)
print(y)
y.sum().backward()
print(x.grad)
#> tensor([1., 8.], grad_fn=<CubeBackward>)
#> tensor([ 3., 12.])


# %% reverse
class Reverse(Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.scale = scale
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad_output):
        return -ctx.scale * grad_output, None


# %% reversed-gradient
x.grad = None
Reverse.apply(x, 0.5).sum().backward()
print(x.grad)
#> tensor([-0.5000, -0.5000])


# %% multiply
class Multiply(Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        return x * w

    @staticmethod
    def backward(ctx, grad_output):
        x, w = ctx.saved_tensors
        x_grad = grad_output * w if ctx.needs_input_grad[0] else None
        w_grad = grad_output * x if ctx.needs_input_grad[1] else None
        return x_grad, w_grad


# %% needs-input-grad
w = torch.tensor([3.0, 4.0], requires_grad=True)
Multiply.apply(x.detach(), w).sum().backward()
print(w.grad)
#> tensor([1., 2.])


# %% step
class Step(Function):
    @staticmethod
    def forward(ctx, x):
        return (x > 0).float()

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output


# %% straight-through
x = torch.tensor([-1.0, 0.5, 2.0], requires_grad=True)
y = Step.apply(x)
(2 * y).sum().backward()
print(y)
print(x.grad)
#> tensor([0., 1., 1.], grad_fn=<StepBackward>)
#> tensor([2., 2., 2.])

# %% straight-through-by-detach
x.grad = None
hard = (x > 0).float()
y = x + (hard - x).detach()
(2 * y).sum().backward()
print(y)
print(x.grad)
#> tensor([0., 1., 1.], grad_fn=<AddBackward0>)
#> tensor([2., 2., 2.])


# %% numpy
class Sine(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.from_numpy(np.sin(x.numpy()))

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * torch.from_numpy(np.cos(x.numpy()))


# %% gradient-of-numpy
x = torch.tensor([0.0, 1.0], requires_grad=True)
Sine.apply(x).sum().backward()
print(torch.allclose(x.grad, x.cos()))
#> True

# %% gradcheck
point = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
print(gradcheck(Cube.apply, point))
print(gradcheck(Sine.apply, point))
#> True
#> True


# %% wrong-formula tags=["raises-exception"]
class WrongCube(Cube):
    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * 2 * x**2


gradcheck(WrongCube.apply, point)
#> torch.autograd.gradcheck.GradcheckError: Jacobian mismatch for output 0 with respect to input 0,
#> numerical:tensor([[ 3.0000,  0.0000],
#>         [ 0.0000, 12.0000]], dtype=torch.float64)
#> analytical:tensor([[2., 0.],
#>         [0., 8.]], dtype=torch.float64)

# %% straight-through-check
print(gradcheck(Step.apply, point, raise_exception=False))
#> False

# %% second-derivative
x = torch.tensor(2.0, requires_grad=True)
(first,) = torch.autograd.grad(Cube.apply(x), x, create_graph=True)
(second,) = torch.autograd.grad(first, x)
print(first)
print(second)
print(gradgradcheck(Cube.apply, point))
#> tensor(12., grad_fn=<MulBackward0>)
#> tensor(12.)
#> True


# %% setup-context
class FuncCube(Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x**3

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    backward = Cube.backward


# %% vmap-of-grad
x = torch.tensor([1.0, 2.0])
print(torch.vmap(torch.func.grad(FuncCube.apply))(x))
#> tensor([ 3., 12.])

# %% saved-intermediate tags=["wrong"]
class Swish(Function):
    @staticmethod
    def forward(ctx, x):
        sigmoid = torch.sigmoid(x)
        ctx.save_for_backward(x, sigmoid)
        return x * sigmoid

    @staticmethod
    def backward(ctx, grad_output):
        x, sigmoid = ctx.saved_tensors
        return grad_output * (sigmoid + x * sigmoid * (1 - sigmoid))


# %% saved-intermediate-check tags=["raises-exception"]
torch.manual_seed(0)
print(gradcheck(Swish.apply, point))
gradgradcheck(Swish.apply, point)
#> True
#> torch.autograd.gradcheck.GradcheckError: Jacobian mismatch for output 0 with respect to input 0,
#> numerical:tensor([[0.2843, 0.0000],
#>         [0.0000, 0.0208]], dtype=torch.float64)
#> analytical:tensor([[0.1848, 0.0000],
#>         [0.0000, 0.0436]], dtype=torch.float64)


# %% recomputed tags=["right"]
class Recomputed(Swish):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        sigmoid = torch.sigmoid(x)
        return grad_output * (sigmoid + x * sigmoid * (1 - sigmoid))


# %% recomputed-check tags=["right"]
print(gradgradcheck(Recomputed.apply, point))
#> True


# %% without-setup-context tags=["raises-exception"]
torch.vmap(torch.func.grad(Cube.apply))(x)
#> RuntimeError: In order to use an autograd.Function with functorch transforms (vmap, grad, jvp, jacrev, ...), it must override the setup_context staticmethod. For more details, please see https://pytorch.org/docs/main/notes/extending.func.html

# %% without-apply tags=["raises-exception"]
Cube()(x)
#> DeprecationWarning: <class '__main__.Cube'> should not be instantiated. Methods on autograd functions are all static, so you should invoke them on the class itself. Instantiating an autograd function will raise an error in a future version of PyTorch.
#> RuntimeError: Legacy autograd function with non-static forward method is deprecated. Please use new-style autograd function with static forward method. (Example: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)


# %% one-gradient tags=["raises-exception"]
class OneGradient(Multiply):
    @staticmethod
    def backward(ctx, grad_output):
        x, w = ctx.saved_tensors
        return grad_output * w


OneGradient.apply(x, w).sum().backward()
#> RuntimeError: function OneGradientBackward returned an incorrect number of gradients (expected 2, got 1)


# %% summed-gradient tags=["raises-exception"]
class Double(Function):
    @staticmethod
    def forward(ctx, x):
        return 2 * x

    @staticmethod
    def backward(ctx, grad_output):
        return 2 * grad_output.sum()


Double.apply(w).sum().backward()
#> RuntimeError: Function DoubleBackward returned an invalid gradient at index 0 - got [] but expected shape compatible with [2]


# %% no-return tags=["wrong"]
class NoReturn(Double):
    @staticmethod
    def backward(ctx, grad_output):
        2 * grad_output


w.grad = None
NoReturn.apply(w).sum().backward()
print(w.grad)
#> None


# %% number-saved tags=["raises-exception"]
class Power(Function):
    @staticmethod
    def forward(ctx, x, exponent):
        ctx.save_for_backward(x, exponent)
        return x**exponent


Power.apply(w, 3)
#> TypeError: save_for_backward can only save variables, but argument 1 is of type int


# %% kept-on-ctx tags=["wrong"]
class Kept(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.x = x
        return x**3

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * 3 * ctx.x**2


# %% kept-on-ctx-gradient tags=["wrong"]
x = torch.tensor([1.0, 2.0], requires_grad=True)
h = 1 * x
y = Kept.apply(h)
h.zero_()
y.sum().backward()
print(x.grad)
#> tensor([0., 0.])

# %% saved-gradient tags=["raises-exception"]
h = 1 * x
y = Cube.apply(h)
h.zero_()
y.sum().backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [2]], which is output 0 of Zero, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [2]], which is output 0 of ZeroBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).
