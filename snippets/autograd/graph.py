# %% nodes
import torch


def show(node, depth=0):
    print("    " * depth + node.name())
    for below, _ in node.next_functions:
        if below is not None:
            show(below, depth + 1)


x = torch.arange(4.0, requires_grad=True)
y = 2 * torch.dot(x, x)
show(y.grad_fn)
#> MulBackward0
#>     DotBackward0
#>         torch::autograd::AccumulateGrad
#>         torch::autograd::AccumulateGrad

# %% next-functions
dot = y.grad_fn.next_functions[0][0]
first, second = [node for node, _ in dot.next_functions]
print(first is second, first.variable is x)
#> True True

# %% is-leaf
w = torch.ones(2, requires_grad=True)
data = torch.ones(2)
product = w * data
print(w.is_leaf, data.is_leaf)
print(product.is_leaf, product.detach().is_leaf)
#> True True
#> False True

# %% saved-tensors
print(dot._saved_self)
#> tensor([0., 1., 2., 3.], requires_grad=True)

# %% nothing-saved
x.grad = None
total = x.sum()
total.backward()
total.backward()
print(x.grad)
#> tensor([2., 2., 2., 2.])

# %% retain-graph
x.grad = None
h = x * x
h.sum().backward(retain_graph=True)
(3 * h).sum().backward()
print(x.grad)
#> tensor([ 0.,  8., 16., 24.])

# %% add-losses
x.grad = None
h = x * x
(h.sum() + (3 * h).sum()).backward()
print(x.grad)
#> tensor([ 0.,  8., 16., 24.])

# %% tensor-hook
h = x * x
h.register_hook(print)
(h * torch.arange(4.0)).sum().backward()
#> tensor([0., 1., 2., 3.])

# %% hook-changes-gradient
w = torch.ones(4, requires_grad=True)
handle = w.register_hook(lambda grad: grad.clamp(max=2))
(w * torch.arange(4.0)).sum().backward()
print(w.grad)

handle.remove()
w.grad = None
(w * torch.arange(4.0)).sum().backward()
print(w.grad)
#> tensor([0., 1., 2., 2.])
#> tensor([0., 1., 2., 3.])

# %% carried-state tags=["raises-exception"]
w = torch.tensor(0.5, requires_grad=True)
state = torch.tensor(0.0)
for step in range(3):
    state = w * state + 1
    state.backward()
#> RuntimeError: Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). ...

# %% detach-state tags=["right"]
w.grad = None
state = torch.tensor(0.0)
for step in range(3):
    state = w * state.detach() + 1
    state.backward()
print(w.grad)
#> tensor(2.5000)

# %% sum-then-backward tags=["right"]
w.grad = None
state, loss = torch.tensor(0.0), 0.0
for step in range(3):
    state = w * state + 1
    loss += state
loss.backward()
print(w.grad)
#> tensor(3.)

# %% before-the-loop tags=["raises-exception"]
w = torch.tensor(0.5, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scale = w**2
for step in range(2):
    loss = (scale - 1) ** 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
#> RuntimeError: Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). ...

# %% inside-the-loop tags=["right"]
for step in range(2):
    scale = w**2
    loss = (scale - 1) ** 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{w.item():.3f}")
#> 0.800
#> 0.915

# %% scaled-leaf tags=["wrong"]
weight = 0.5 * torch.ones(2, requires_grad=True)
weight.sum().backward()
print(weight.grad)
#> UserWarning: The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. ...
#> None

# %% leaf-after-scaling tags=["right"]
weight = (0.5 * torch.ones(2)).requires_grad_()
weight.sum().backward()
print(weight.grad)
#> tensor([1., 1.])

# %% moved-leaf
print(torch.ones(2, requires_grad=True).to("meta").is_leaf)
print(torch.ones(2, requires_grad=True, device="meta").is_leaf)
#> False
#> True

# %% element-0 tags=["raises-exception"]
w = torch.tensor(1.0, requires_grad=True)
scores = w * torch.tensor([1.0, 3.0, 2.0])
choice = scores.argmax()
loss = (choice - 2.0) ** 2
loss.backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% find-the-break
print(scores.requires_grad, choice.requires_grad, loss.requires_grad)
#> True False False

# %% require-grad-on-the-loss tags=["wrong"]
loss.requires_grad_()
loss.backward()
print(w.grad)
#> None

# %% differentiable-loss tags=["right"]
loss = torch.nn.functional.cross_entropy(scores, torch.tensor(2))
loss.backward()
print(w.grad)
#> tensor(0.5752)

# %% unused-input tags=["raises-exception"]
a = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)
torch.autograd.grad(2 * a, [a, b])
#> RuntimeError: The differentiated Tensor at index 1 appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.
#torch<2.13> RuntimeError: One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.

# %% allow-unused tags=["right"]
print(torch.autograd.grad(2 * a, [a, b], allow_unused=True))
print(torch.autograd.grad(2 * a, [a, b], materialize_grads=True))
#> (tensor(2.), None)
#> (tensor(2.), tensor(0.))
