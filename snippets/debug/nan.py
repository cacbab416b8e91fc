# %% where-it-begins
import math

import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1))
x = torch.tensor([[1.0, 2.0], [0.0, 1.0]])
y = torch.tensor([[1.0], [2.0]])

# %% first-nonfinite
output = model(x)
loss = (output.sqrt() - y).pow(2).mean()
loss.backward()
values = {"input": x, "target": y, "output": output, "loss": loss}
values |= {f"grad {name}": p.grad for name, p in model.named_parameters()}
for name, value in values.items():
    print(f"{name:15} {value.isfinite().all().item()}")
#> input           True
#> target          True
#> output          True
#> loss            False
#> grad 0.weight   False
#> grad 0.bias     False
#> grad 2.weight   False
#> grad 2.bias     False

# %% layers tags=["raises-exception"]
def check(name):
    def hook(module, args, output):
        if not output.isfinite().all():
            raise FloatingPointError(f"{name}: {type(module).__name__}")

    return hook


hooks = [m.register_forward_hook(check(n)) for n, m in model.named_modules()]
with torch.no_grad():
    model[2].weight[0, 0] = math.inf
model(x)
#> FloatingPointError: 2: Linear

# %% remove-hooks
for hook in hooks:
    hook.remove()

# %% anomaly tags=["raises-exception"]
distance = torch.zeros(2, requires_grad=True)
with torch.autograd.detect_anomaly():
    loss = (0 * distance.sqrt()).sum()
    print(loss)
    loss.backward()
#> UserWarning: Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.
#> tensor(0., grad_fn=<SumBackward0>)
#> UserWarning: Error detected in SqrtBackward0. Traceback of forward call that caused the error: ...
#> RuntimeError: Function 'SqrtBackward0' returned nan values in its 0th output.

# %% operations
def show(function, at):
    x = torch.tensor(at, requires_grad=True)
    y = function(x)
    y.backward()
    print(f"{function.__name__:6} at {at:4}: {y:.2f}, gradient {x.grad:.2f}")


def ratio(x):
    return x / x


for function, at in ((torch.log, 0.0), (torch.sqrt, 0.0), (ratio, 0.0)):
    show(function, at)
for function, at in ((torch.sqrt, -1.0), (torch.acos, 1.0), (torch.exp, 89.0)):
    show(function, at)
#> log    at  0.0: -inf, gradient inf
#> sqrt   at  0.0: 0.00, gradient inf
#> ratio  at  0.0: nan, gradient nan
#> sqrt   at -1.0: nan, gradient nan
#> acos   at  1.0: 0.00, gradient -inf
#> exp    at 89.0: inf, gradient inf

# %% safe
x = torch.tensor([0.0, 4.0], requires_grad=True)
y = x.clamp_min(1e-8).log() + (x + 1e-8).sqrt() + 1 / (x + 1e-8)
y.sum().backward()
print(y.isfinite().all(), x.grad.isfinite().all())
#> tensor(True) tensor(True)

# %% compare
a = torch.tensor([1.0, math.nan, 3.0])
print(a == math.nan)
print(a.isnan())
print(a.mean(), a.nanmean())
print(a.nan_to_num(nan=0.0))
print(torch.allclose(a, a), torch.allclose(a, a, equal_nan=True))
#> tensor([False, False, False])
#> tensor([False,  True, False])
#> tensor(nan) tensor(2.)
#> tensor([1., 0., 3.])
#> False True

# %% skip-step
inputs, targets = torch.randn(8, 2), torch.randn(8, 1)
model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss = F.mse_loss(model(inputs), targets)
optimizer.zero_grad()
loss.backward()
norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
if norm.isfinite():
    optimizer.step()

# %% compare-loss tags=["wrong"]
loss = torch.tensor(math.nan)
print(loss == math.nan, loss > 1e6)
#> tensor(False) tensor(False)

# %% compare-loss-right tags=["right"]
print(not loss.isfinite())
#> True

# %% one-bad-sample tags=["wrong"]
torch.manual_seed(0)
x, y = torch.randn(8, 2), torch.randn(8, 1)
x[5, 0] = math.nan
model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss = F.mse_loss(model(x), y)
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(model.weight)
#> Parameter containing:
#> tensor([[nan, nan]], requires_grad=True)

# %% good-samples tags=["right"]
good = x.isfinite().all(dim=1) & y.isfinite().all(dim=1)
print((~good).nonzero().flatten())
x, y = x[good], y[good]
print(x.isfinite().all())
#> tensor([5])
#> tensor(True)

# %% learning-rate tags=["wrong"]
def train(lr, steps=200):
    torch.manual_seed(0)
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for step in range(steps):
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


print(train(lr=5.0))
#> nan

# %% smaller-learning-rate tags=["right"]
print(f"{train(lr=0.1):.2f}")
#> 0.10

# %% constant-column tags=["wrong"]
data = torch.tensor([[1.0, 7.0], [3.0, 7.0]])
print((data - data.mean(dim=0)) / data.std(dim=0))
#> tensor([[-0.7071,     nan],
#>         [ 0.7071,     nan]])

# %% constant-column-eps tags=["right"]
print((data - data.mean(dim=0)) / data.std(dim=0).clamp_min(1e-6))
#> tensor([[-0.7071,  0.0000],
#>         [ 0.7071,  0.0000]])

# %% all-ignored tags=["wrong"]
logits = torch.zeros(2, 3)
labels = torch.tensor([-100, -100])
print(F.cross_entropy(logits, labels))
#> tensor(nan)

# %% all-ignored-sum tags=["right"]
total = F.cross_entropy(logits, labels, reduction="sum")
print(total / (labels != -100).sum().clamp_min(1))
#> tensor(0.)

# %% empty tags=["wrong"]
errors = torch.tensor([0.5, 0.2])
selected = errors[errors > 1]
print(selected.mean())
#> tensor(nan)

# %% not-empty tags=["right"]
print(selected.sum() / max(len(selected), 1))
#> tensor(0.)

# %% masked-row tags=["wrong"]
scores = torch.zeros(2, 3)
mask = torch.tensor([[True, True, False], [False, False, False]])
print(scores.masked_fill(~mask, -math.inf).softmax(dim=1))
#> tensor([[0.5000, 0.5000, 0.0000],
#>         [   nan,    nan,    nan]])

# %% masked-row-zero tags=["right"]
weights = scores.masked_fill(~mask, -1e9).softmax(dim=1)
print(weights * mask)
#> tensor([[0.5000, 0.5000, 0.0000],
#>         [0.0000, 0.0000, 0.0000]])

# %% times-zero tags=["wrong"]
values = torch.tensor([1.0, math.nan, 3.0])
valid = values.isfinite()
print(values * valid)
#> tensor([1., nan, 3.])

# %% times-zero-where tags=["right"]
print(torch.where(valid, values, 0.0))
#> tensor([1., 0., 3.])

# %% running-average tags=["wrong"]
norm = nn.BatchNorm1d(1)
norm(torch.tensor([[1.0], [math.nan]]))
print(norm.eval()(torch.tensor([[1.0]])))
#> tensor([[nan]], grad_fn=<NativeBatchNormBackward0>)

# %% running-average-reset tags=["right"]
norm.reset_running_stats()
print(norm(torch.tensor([[1.0]])).isfinite())
#> tensor([[True]])
