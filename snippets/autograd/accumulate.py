# %% accumulate
import torch

x = torch.arange(4.0, requires_grad=True)
y = 2 * torch.dot(x, x)
y.backward()
print(x.grad)

x.sum().backward()
print(x.grad)
#> tensor([ 0.,  4.,  8., 12.])
#> tensor([ 1.,  5.,  9., 13.])

# %% clear-with-zero
x.grad.zero_()
x.sum().backward()
print(x.grad)
#> tensor([1., 1., 1., 1.])

# %% clear-with-none
x.grad = None
x.sum().backward()
print(x.grad)
#> tensor([1., 1., 1., 1.])

# %% kept-gradient
kept = x.grad
x.grad = None
print(kept)

x.sum().backward()
kept = x.grad
x.grad.zero_()
print(kept)
#> tensor([1., 1., 1., 1.])
#> tensor([0., 0., 0., 0.])

# %% optimizer-zero-grad
w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.5, weight_decay=1.0)
w.sum().backward()
optimizer.zero_grad()
print(w.grad)
#> None

# %% step-with-none
optimizer.step()
print(w)
#> tensor([1., 1.], requires_grad=True)

# %% step-with-zeros
w.sum().backward()
optimizer.zero_grad(set_to_none=False)
print(w.grad)
optimizer.step()
print(w)
#> tensor([0., 0.])
#> tensor([0.5000, 0.5000], requires_grad=True)

# %% training-loop
inputs = torch.tensor([1.0, 2.0])
targets = 2 * inputs
weight = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
for step in range(4):
    optimizer.zero_grad()
    loss = ((weight * inputs - targets) ** 2).mean()
    loss.backward()
    optimizer.step()
    print(step, weight.item())
#> 0 1.0
#> 1 1.5
#> 2 1.75
#> 3 1.875

# %% accumulate-on-purpose
weight.grad = None
((weight * inputs - targets) ** 2).mean().backward()
print(weight.grad)

weight.grad = None
for x_part, y_part in zip(inputs.split(1), targets.split(1)):
    loss = ((weight * x_part - y_part) ** 2).mean()
    # zh: 两份各占整批的一半。
    # en: Each part is half of the batch.
    (loss / 2).backward()
print(weight.grad)
#> tensor(-0.6250)
#> tensor(-0.6250)

# %% loop-without-clearing
weight = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
for step in range(4):
    loss = ((weight * inputs - targets) ** 2).mean()
    loss.backward()
    optimizer.step()
    print(step, weight.item())
#> 0 1.0
#> 1 2.5
#> 2 3.75
#> 3 4.125

# %% cleared-before-step
weight = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
for step in range(4):
    loss = ((weight * inputs - targets) ** 2).mean()
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    print(step, weight.item())
#> 0 0.0
#> 1 0.0
#> 2 0.0
#> 3 0.0

# %% clear-fresh-tensor
x = torch.arange(4.0, requires_grad=True)
x.grad = None
torch.optim.SGD([x], lr=0.1).zero_grad()
print(x.grad)
#> None

# %% zero-fresh-tensor tags=["raises-exception"]
x.grad.zero_()
#> AttributeError: 'NoneType' object has no attribute 'zero_'
