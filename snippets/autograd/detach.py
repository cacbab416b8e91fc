# %% detach
import torch

x = torch.arange(4.0, requires_grad=True)
y = x * x
u = y.detach()
z = u * x
z.sum().backward()
print(x.grad)
#> tensor([0., 1., 4., 9.])

# %% draw-detach tags=["remove-input"]
from drawing.networks import graph

leaf = torch.arange(4.0, requires_grad=True)
square = leaf * leaf
constant = square.detach()
graph(
    {"x": leaf, "y": square, "u": constant, "z": constant * leaf},
    {"y": ["x", "x"], "u": ["y"], "z": ["u", "x"]},
)

# %% detached-tensor
print(u)
print(y)
#> tensor([0., 1., 4., 9.])
#> tensor([0., 1., 4., 9.], grad_fn=<MulBackward0>)

# %% without-detach
x.grad = None
z = x * x * x
z.sum().backward()
print(x.grad)
#> tensor([ 0.,  3., 12., 27.])

# %% original-graph
x.grad = None
y.sum().backward()
print(x.grad)
#> tensor([0., 2., 4., 6.])

# %% no-grad
with torch.no_grad():
    u = x * x
print(u)
print(x.requires_grad, u.requires_grad)
#> tensor([0., 1., 4., 9.])
#> True False

# %% inference-mode
with torch.inference_mode():
    v = x * x
print(v)
print(v.requires_grad, v.is_inference())
#> tensor([0., 1., 4., 9.])
#> False True

# %% item
loss = (x * x).sum()
print(loss)
print(loss.item())
#> tensor(14., grad_fn=<SumBackward0>)
#> 14.0

# %% attached-total tags=["wrong"]
total = 0.0
for _ in range(3):
    loss = (x * x).sum()
    total += loss
print(total)
#> tensor(42., grad_fn=<AddBackward0>)

# %% running-total tags=["right"]
total = 0.0
for _ in range(3):
    loss = (x * x).sum()
    total += loss.item()
print(total)
#> 42.0

# %% two-networks
torch.manual_seed(0)
generator, discriminator = torch.nn.Linear(1, 2), torch.nn.Linear(2, 1)
g_optimizer = torch.optim.SGD(generator.parameters(), lr=0.1)
d_optimizer = torch.optim.SGD(discriminator.parameters(), lr=0.1)
bce = torch.nn.BCEWithLogitsLoss()
fake, real = generator(torch.randn(4, 1)), torch.randn(4, 2)
ones, zeros = torch.ones(4, 1), torch.zeros(4, 1)

# %% train-discriminator
loss = bce(discriminator(real), ones)
loss = loss + bce(discriminator(fake.detach()), zeros)
d_optimizer.zero_grad()
loss.backward()
d_optimizer.step()
print(generator.weight.grad)
#> None

# %% train-generator
before = discriminator.weight.clone()
loss = bce(discriminator(fake), ones)
g_optimizer.zero_grad()
loss.backward()
g_optimizer.step()
print(torch.equal(discriminator.weight, before))
#> True

# %% not-detached tags=["raises-exception"]
fake = generator(torch.randn(4, 1))
bce(discriminator(fake), zeros).backward()
bce(discriminator(fake), ones).backward()
#> RuntimeError: Trying to backward through the graph a second time ...

# %% shared-memory tags=["wrong"]
y = x.exp()
u = y.detach()
u.zero_()
print(y)
#> tensor([0., 0., 0., 0.], grad_fn=<ExpBackward0>)

# %% in-place-after-detach tags=["raises-exception"]
y.sum().backward()
#> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4]], which is output 0 of Exp, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).
#torch<2.13> RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [4]], which is output 0 of ExpBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).

# %% clone tags=["right"]
x.grad = None
y = x.exp()
u = y.detach().clone()
u.zero_()
y.sum().backward()
print(torch.equal(x.grad, x.exp()))
#> True

# %% in-place-through-data tags=["wrong"]
x.grad = None
y = x.exp()
y.data.zero_()
y.sum().backward()
print(x.grad)
#> tensor([0., 0., 0., 0.])

# %% inference-tensor tags=["raises-exception"]
x * v
#> RuntimeError: Inference tensors cannot be saved for backward. Please do not use Tensors created in inference mode in computation tracked by autograd. To work around this, you can make a clone to get a normal tensor and use it in autograd, or use `torch.no_grad()` instead of `torch.inference_mode()`.

# %% clone-inference-tensor tags=["right"]
x.grad = None
(x * v.clone()).sum().backward()
print(x.grad)
#> tensor([0., 1., 4., 9.])
