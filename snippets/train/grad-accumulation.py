# %% data
import copy

import torch
from torch import nn
from torch.nn.functional import mse_loss
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
x = torch.randn(20, 3)
dataset = TensorDataset(x, x.sum(dim=1, keepdim=True))
small, large = (DataLoader(dataset, batch_size=n) for n in (4, 8))
start = nn.Linear(3, 1)

# %% accumulate
model = copy.deepcopy(start)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
size = 2
for i, (x, y) in enumerate(small):
    group = min(size, len(small) - i // size * size)
    loss = mse_loss(model(x), y) / group
    if i % size == 0:
        optimizer.zero_grad()
    loss.backward()
    if (i + 1) % size == 0 or i + 1 == len(small):
        optimizer.step()

# %% same-as-large
other = copy.deepcopy(start)
optimizer = torch.optim.SGD(other.parameters(), lr=0.1)
for x, y in large:
    loss = mse_loss(other(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print([len(y) for x, y in small], [len(y) for x, y in large])
print(torch.allclose(model.weight, other.weight))
#> [4, 4, 4, 4, 4] [8, 8, 4]
#> True

# %% samples
def train(model, batches, size):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for i in range(0, len(batches), size):
        group = batches[i : i + size]
        total = sum(len(y) for x, y in group)
        optimizer.zero_grad()
        for x, y in group:
            loss = mse_loss(model(x), y, reduction="sum") / total
            loss.backward()
        optimizer.step()
    return model


# %% uneven
uneven = list(DataLoader(dataset, batch_size=3))
model = train(copy.deepcopy(start), uneven, len(uneven))
other = train(copy.deepcopy(start), [dataset[:]], 1)
print([len(y) for x, y in uneven], len(dataset))
print(torch.allclose(model.weight, other.weight))
#> [3, 3, 3, 3, 3, 3, 2] 20
#> True

# %% clip-and-schedule
model = copy.deepcopy(start)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
even = DataLoader(dataset, batch_size=5)
for i, (x, y) in enumerate(even):
    (mse_loss(model(x), y) / size).backward()
    if (i + 1) % size == 0:
        nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
        optimizer.step()
        scheduler.step()
        optimizer.zero_grad()
print(len(even), scheduler.last_epoch, optimizer.param_groups[0]["lr"])
#> 4 2 0.025

# %% amp
device = "cuda" if torch.cuda.is_available() else "cpu"
model = copy.deepcopy(start).to(device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler(device, init_scale=1024.0)
for i, (x, y) in enumerate(even):
    with torch.autocast(device, dtype=torch.float16):
        loss = mse_loss(model(x.to(device)), y.to(device)) / size
    scaler.scale(loss).backward()
    if (i + 1) % size == 0:
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad()

# %% batch-norm tags=["wrong"]
norm = nn.BatchNorm1d(3)
x, y = dataset[:8]
whole = norm(x)
halves = torch.cat([norm(x[:4]), norm(x[4:])])
print(torch.allclose(whole, halves))
#> False

# %% layer-norm tags=["right"]
norm = nn.LayerNorm(3)
whole = norm(x)
halves = torch.cat([norm(x[:4]), norm(x[4:])])
print(torch.allclose(whole, halves))
#> True

# %% not-divided tags=["wrong"]
def gradient(scale):
    model = copy.deepcopy(start)
    for half in (slice(4), slice(4, 8)):
        (mse_loss(model(x[half]), y[half]) / scale).backward()
    return model.weight.grad


model = copy.deepcopy(start)
mse_loss(model(x), y).backward()
print(torch.allclose(gradient(1), 2 * model.weight.grad))
#> True

# %% divided tags=["right"]
print(torch.allclose(gradient(2), model.weight.grad))
#> True

# %% cleared-each-batch tags=["wrong"]
model = copy.deepcopy(start)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for half in (slice(4), slice(4, 8)):
    optimizer.zero_grad()
    (mse_loss(model(x[half]), y[half]) / 2).backward()
print(torch.allclose(model.weight.grad, gradient(2)))
#> False

# %% cleared-each-group tags=["right"]
optimizer.zero_grad()
for half in (slice(4), slice(4, 8)):
    (mse_loss(model(x[half]), y[half]) / 2).backward()
print(torch.allclose(model.weight.grad, gradient(2)))
#> True

# %% lost-batch tags=["wrong"]
model = copy.deepcopy(start)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for i, (x, y) in enumerate(small):
    (mse_loss(model(x), y) / size).backward()
    if (i + 1) % size == 0:
        optimizer.step()
        optimizer.zero_grad()
print(len(small), model.weight.grad is None)
#> 5 False
