# %% raise tags=["raises-exception"]
import torch

w = torch.zeros(2, 3, requires_grad=True)
w.grad = torch.ones(3)
#> RuntimeError: attempting to assign a gradient of size '[3]' to a tensor of size '[2, 3]'. Please ensure that the gradient and the tensor are the same size

# %% dtype tags=["raises-exception"]
w.grad = torch.ones(2, 3, dtype=torch.float64)
#> RuntimeError: attempting to assign a gradient with dtype 'double' to a tensor with grad_dtype 'Float'. The gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). You can set the tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set grad_dtype with caution. Diverging the dtypes of a tensor and its gradient may break downstream systems that assume they match.

# %% device tags=["raises-exception"]
w.grad = torch.ones(2, 3, device="meta")
#> RuntimeError: attempting to assign a gradient with device type 'meta' to a tensor with device type 'cpu'. Please ensure that the gradient and the tensor are on the same device

# %% number tags=["raises-exception"]
w.grad = 0.0
#> TypeError: assigned grad expected to be a Tensor or None but got grad of type float

# %% fix tags=["right"]
update = torch.ones(3, dtype=torch.float64)
w.grad = update.to(w).expand_as(w).clone()
print(w.grad)
#> tensor([[1., 1., 1.],
#>         [1., 1., 1.]])

# %% fix-zero tags=["right"]
w.grad = None
print(w.grad)
#> None
