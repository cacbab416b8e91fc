# %% backward
import torch

x = torch.arange(4.0, requires_grad=True)
y = 2 * torch.dot(x, x)
y.backward()
print(x.grad)
#> tensor([ 0.,  4.,  8., 12.])

# %% requires-grad
x = torch.arange(4.0)
print(x.requires_grad)
x.requires_grad_(True)
print(x)
print(x.grad)
#> False
#> tensor([0., 1., 2., 3.], requires_grad=True)
#> None

# %% grad-fn
y = 2 * torch.dot(x, x)
print(y)
print(y.grad_fn.name(), x.grad_fn)
print(y.is_leaf, x.is_leaf)
#> tensor(28., grad_fn=<MulBackward0>)
#> MulBackward0 None
#> False True

# %% grad-after-backward
y.backward()
print(x.grad)
print(x.grad.shape, x.grad.dtype)
#> tensor([ 0.,  4.,  8., 12.])
#> torch.Size([4]) torch.float32

# %% draw-graph tags=["remove-input"]
from drawing.networks import graph

leaf = torch.arange(4.0, requires_grad=True)
product = torch.dot(leaf, leaf)
graph(
    {"x": leaf, "dot(x, x)": product, "y": 2 * product},
    {"dot(x, x)": ["x", "x"], "y": ["dot(x, x)"]},
)

# %% several-leaves
w = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)
loss = (2 * w + b - 5) ** 2
loss.backward()
print(w.grad, b.grad)
#> tensor(8.) tensor(4.)

# %% none-gradients
net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 1))
net[1].bias.requires_grad_(False)
net[1](torch.ones(2)).backward()
for name, parameter in net.named_parameters():
    print(name, parameter.requires_grad, parameter.grad is None)
#> 0.weight True True
#> 0.bias True True
#> 1.weight True False
#> 1.bias False True

# %% control-flow
a = torch.tensor(3.0, requires_grad=True)
c = a
while c < 20:
    c = 2 * c
c.backward()
print(c.item(), a.grad)
#> 24.0 tensor(8.)

# %% integer-tensor tags=["raises-exception"]
torch.arange(4).requires_grad_(True)
#> RuntimeError: only Tensors of floating point dtype can require gradients

# %% integer-keyword tags=["raises-exception"]
torch.arange(4, requires_grad=True)
#> RuntimeError: Only Tensors of floating point and complex dtype can require gradients

# %% float-tensor tags=["right"]
x = torch.arange(4).float().requires_grad_(True)
print(x)
#> tensor([0., 1., 2., 3.], requires_grad=True)

# %% vector-output tags=["raises-exception"]
(x * x).backward()
#> RuntimeError: grad can be implicitly created only for scalar outputs

# %% reduce-first tags=["right"]
(x * x).sum().backward()
print(x.grad)
#> tensor([0., 2., 4., 6.])

# %% backward-twice tags=["raises-exception"]
y = 2 * torch.dot(x, x)
y.backward()
y.backward()
#> RuntimeError: Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.

# %% forward-again tags=["right"]
x.grad = None
y = 2 * torch.dot(x, x)
y.backward()
print(x.grad)
#> tensor([ 0.,  4.,  8., 12.])

# %% non-leaf-grad tags=["wrong"]
h = 2 * x
h.sum().backward()
print(h.grad)
#> UserWarning: The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more information. ...
#> None

# %% retain-grad tags=["right"]
h = 2 * x
h.retain_grad()
h.sum().backward()
print(h.grad)
#> tensor([1., 1., 1., 1.])
