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

# %% training-loop
inputs = torch.tensor([1.0, 2.0])
targets = 2 * inputs
weight = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
for step in range(4):
    prediction = weight * inputs
    loss = ((prediction - targets) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, weight.item())
#> 0 1.0
#> 1 1.5
#> 2 1.75
#> 3 1.875

# %% cleared-first
weight = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
for step in range(4):
    optimizer.zero_grad()
    prediction = weight * inputs
    loss = ((prediction - targets) ** 2).mean()
    loss.backward()
    optimizer.step()
print(weight.item())
#> 1.875

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

# %% model-zero-grad
model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 1))
optimizer = torch.optim.SGD(model[1].parameters(), lr=0.1)
model(torch.ones(2)).backward()
optimizer.zero_grad()
print(model[0].bias.grad is None, model[1].bias.grad is None)
model.zero_grad()
print(model[0].bias.grad is None, model[1].bias.grad is None)
#> False True
#> True True

# %% loader
torch.manual_seed(0)
x = torch.arange(10.0).reshape(10, 1) / 10
dataset = torch.utils.data.TensorDataset(x, 2 * x)
loader = torch.utils.data.DataLoader(dataset, batch_size=2)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss_fn = torch.nn.MSELoss()

# %% accumulation-loop
size = 2
for i, (x, y) in enumerate(loader):
    # zh: 这一组有几批：最后一组可能不满。
    # en: Batches in this group: the last group may have fewer.
    batches = min(size, len(loader) - i // size * size)
    loss = loss_fn(model(x), y) / batches
    if i % size == 0:
        optimizer.zero_grad()
    loss.backward()
    if (i + 1) % size == 0 or i + 1 == len(loader):
        optimizer.step()
        print(f"step after batch {i}, a group of {batches}")
#> step after batch 1, a group of 2
#> step after batch 3, a group of 2
#> step after batch 4, a group of 1

# %% large-batches
torch.manual_seed(0)
other = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(other.parameters(), lr=0.1)
for x, y in torch.utils.data.DataLoader(dataset, batch_size=4):
    loss = loss_fn(other(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(torch.allclose(other.weight, model.weight))
print(torch.allclose(other.bias, model.bias))
#> True
#> True

# %% loop-without-clearing tags=["wrong"]
weight = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
for step in range(4):
    prediction = weight * inputs
    loss = ((prediction - targets) ** 2).mean()
    loss.backward()
    optimizer.step()
    print(step, weight.item())
#> 0 1.0
#> 1 2.5
#> 2 3.75
#> 3 4.125

# %% cleared-before-step tags=["wrong"]
weight = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
for step in range(4):
    prediction = weight * inputs
    loss = ((prediction - targets) ** 2).mean()
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    print(step, weight.item())
#> 0 0.0
#> 1 0.0
#> 2 0.0
#> 3 0.0

# %% zero-fresh-tensor tags=["raises-exception"]
x = torch.arange(4.0, requires_grad=True)
x.grad.zero_()
#> AttributeError: 'NoneType' object has no attribute 'zero_'

# %% clear-fresh-tensor tags=["right"]
x.grad = None
torch.optim.SGD([x], lr=0.1).zero_grad()
print(x.grad)
#> None
