# %% step
import matplotlib.pyplot as plt
import torch
from torch import nn

w = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
loss = (w - 2) ** 2
loss.backward()
optimizer.step()
print(w.grad, w)
#> tensor(-4.) tensor(0.4000, requires_grad=True)

# %% by-hand
w = torch.tensor(0.0, requires_grad=True)
loss = (w - 2) ** 2
loss.backward()
with torch.no_grad():
    w -= 0.1 * w.grad
print(w)
#> tensor(0.4000, requires_grad=True)

# %% model-parameters
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
print([tuple(p.shape) for p in optimizer.param_groups[0]["params"]])
#> [(8, 4), (8,), (1, 8), (1,)]

# %% training-step
x, y = torch.randn(16, 4), torch.randn(16, 1)
loss = nn.functional.mse_loss(net(x), y)
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(nn.functional.mse_loss(net(x), y) < loss)
#> tensor(True)

# %% losses-of-sgd
def losses_of_sgd(lr):
    w = torch.tensor(0.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    losses = []
    for _ in range(40):
        loss = (w - 2) ** 2
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


print([round(loss, 2) for loss in losses_of_sgd(0.1)[:4]])
#> [4.0, 2.56, 1.64, 1.05]

# %% learning-rate
plt.figure(figsize=(6, 3))
for lr in (1.05, 0.01, 0.1):
    plt.semilogy(losses_of_sgd(lr), label=f"lr={lr}")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()

# %% momentum
w = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1, momentum=0.9)
for _ in range(4):
    before = w.item()
    w.grad = torch.tensor(1.0)
    optimizer.step()
    print(f"{w.item() - before:.4f}")
#> -0.1000
#> -0.1900
#> -0.2710
#> -0.3439

# %% adam
for gradient in (0.001, 1.0, 1000.0):
    for optimizer_class in (torch.optim.SGD, torch.optim.Adam):
        w = torch.tensor(0.0, requires_grad=True)
        w.grad = torch.tensor(gradient)
        optimizer_class([w], lr=0.1).step()
        print(optimizer_class.__name__, gradient, f"{w.item():.4f}")
#> SGD 0.001 -0.0001
#> Adam 0.001 -0.1000
#> SGD 1.0 -0.1000
#> Adam 1.0 -0.1000
#> SGD 1000.0 -100.0000
#> Adam 1000.0 -0.1000

# %% defaults
for name in ("SGD", "Adam", "AdamW", "RMSprop"):
    optimizer = getattr(torch.optim, name)(net.parameters())
    print(name, optimizer.defaults["lr"], optimizer.defaults["weight_decay"])
#> SGD 0.001 0
#> Adam 0.001 0
#> AdamW 0.001 0.01
#> RMSprop 0.01 0

# %% state
optimizer = torch.optim.AdamW(net.parameters(), lr=0.001)
print(len(optimizer.state))
optimizer.step()
state = optimizer.state[net[0].weight]
print({name: tuple(value.shape) for name, value in state.items()})
#> 0
#> {'step': (), 'exp_avg': (8, 4), 'exp_avg_sq': (8, 4)}

# %% unused-parameter
unused = nn.Linear(2, 1)
optimizer = torch.optim.AdamW([*net.parameters(), *unused.parameters()], lr=0.1)
before = unused.weight.clone()
optimizer.zero_grad()
nn.functional.mse_loss(net(x), y).backward()
optimizer.step()
print(unused.weight.grad, torch.equal(unused.weight, before))
#> None True

# %% list
print([name for name in torch.optim.__all__ if name[0].isupper()])
#> ['Adafactor', 'Adadelta', 'Adagrad', 'Adam', 'Adamax', 'AdamW', 'ASGD', 'LBFGS', 'Muon', 'NAdam', 'Optimizer', 'RAdam', 'RMSprop', 'Rprop', 'SGD', 'SparseAdam']

# %% single-tensor tags=["raises-exception"]
torch.optim.SGD(net[0].weight, lr=0.1)
#> TypeError: params argument given to the optimizer should be an iterable of Tensors or dicts, but got torch.FloatTensor

# %% python-list tags=["raises-exception"]
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(4, 8), nn.Linear(8, 1)]


torch.optim.SGD(Net().parameters(), lr=0.1)
#> ValueError: optimizer got an empty parameter list

# %% used-up tags=["raises-exception"]
parameters = net.parameters()
print(sum(p.numel() for p in parameters))
torch.optim.SGD(parameters, lr=0.1)
#> 49
#> ValueError: optimizer got an empty parameter list

# %% kept-in-list
parameters = list(net.parameters())
print(sum(p.numel() for p in parameters))
optimizer = torch.optim.SGD(parameters, lr=0.1)
print(len(optimizer.param_groups[0]["params"]))
#> 49
#> 4

# %% non-leaf tags=["raises-exception"]
w = torch.zeros(2, requires_grad=True).to(torch.float64)
torch.optim.SGD([w], lr=0.1)
#> ValueError: can't optimize a non-leaf Tensor

# %% leaf
w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
print(w.is_leaf)
#> True

# %% muon tags=["raises-exception"]
torch.optim.Muon(net.parameters(), lr=0.02)
#> ValueError: Muon only supports 2D parameters whereas we found a parameter with size: torch.Size([8])

# %% muon-for-matrices
hidden = [net[0].weight]
rest = [net[0].bias, net[2].weight, net[2].bias]
optimizers = [torch.optim.Muon(hidden, lr=0.02), torch.optim.AdamW(rest, lr=0.001)]
loss = nn.functional.mse_loss(net(x), y)
net.zero_grad()
loss.backward()
for optimizer in optimizers:
    optimizer.step()
print(nn.functional.mse_loss(net(x), y) < loss)
#> tensor(True)

# %% data-tensors
before = net[0].weight.clone()
optimizer = torch.optim.SGD([p.data for p in net.parameters()], lr=0.1)
nn.functional.mse_loss(net(x), y).backward()
optimizer.step()
print(torch.equal(net[0].weight, before))
#> True

# %% replaced-layer
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
net[2] = nn.Linear(8, 3)
managed = {p for group in optimizer.param_groups for p in group["params"]}
print([name for name, p in net.named_parameters() if p not in managed])
#> ['2.weight', '2.bias']
