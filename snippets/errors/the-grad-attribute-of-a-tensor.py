# %% raise tags=["wrong"]
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x**2
h.sum().backward()
print(h.grad)
#> UserWarning: The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more information. ...
#> None

# %% moved tags=["wrong"]
w = torch.ones(2, requires_grad=True).double()
(w * x).sum().backward()
print(w.is_leaf, w.grad)
#> UserWarning: The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more information. ...
#> False None

# %% update tags=["raises-exception"]
w = torch.ones(2, requires_grad=True)
for step in range(2):
    (w**2).sum().backward()
    w = w - 0.1 * w.grad
#> UserWarning: The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more information. ...
#> TypeError: unsupported operand type(s) for *: 'float' and 'NoneType'

# %% fix-leaf tags=["right"]
x.grad = None
h = x**2
h.retain_grad()
h.sum().backward()
print(x.grad, h.grad)
#> tensor([2., 4.]) tensor([1., 1.])

# %% fix-moved tags=["right"]
w = torch.ones(2, dtype=torch.float64, requires_grad=True)
(w * x).sum().backward()
print(w.is_leaf, w.grad)
#> True tensor([1., 2.], dtype=torch.float64)

# %% fix-update tags=["right"]
w = torch.ones(2, requires_grad=True)
for step in range(2):
    (w**2).sum().backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    w.grad = None
print(w)
#> tensor([0.6400, 0.6400], requires_grad=True)
