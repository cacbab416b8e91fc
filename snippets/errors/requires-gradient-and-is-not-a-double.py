# %% raise tags=["wrong"]
import torch


def cube(x):
    return x**3


x = torch.tensor([1.0, 2.0], requires_grad=True)
print(torch.autograd.gradcheck(cube, x, raise_exception=False))
#> UserWarning: Input #0 requires gradient and is not a double precision floating point or complex. This check will likely fail if all the inputs are not of double precision floating point or complex.
#> False

# %% mismatch tags=["raises-exception", "varies"]
torch.autograd.gradcheck(cube, x)
#> UserWarning: Input #0 requires gradient and is not a double precision floating point or complex. This check will likely fail if all the inputs are not of double precision floating point or complex.
#> torch.autograd.gradcheck.GradcheckError: Jacobian mismatch for output 0 with respect to input 0,
#> numerical:tensor([[ 2.9504,  0.0000],
#>         [ 0.0000, 11.4441]])
#> analytical:tensor([[ 3.,  0.],
#>         [ 0., 12.]])

# %% double tags=["right"]
x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
print(torch.autograd.gradcheck(cube, x))
#> True

# %% parameters tags=["right"]
layer = torch.nn.Linear(2, 1).double()
print(torch.autograd.gradcheck(layer, x[None]))
#> True


# %% looser tags=["wrong"]
def wrong(x):
    return x.detach() * 0.05 + x


y = torch.tensor([1.0, 2.0], requires_grad=True)
print(torch.autograd.gradcheck(wrong, y, eps=1e-2, atol=0.1))
#> True
