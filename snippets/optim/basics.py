# %% step
import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
x, y = torch.randn(16, 4), torch.randn(16, 1)
optimizer = torch.optim.AdamW(net.parameters(), lr=0.001)
for _ in range(3):
    loss = nn.functional.mse_loss(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
#> 1.1172
#> 1.1135
#> 1.1098

# %% defaults
for name in ("SGD", "Adam", "AdamW", "RMSprop"):
    settings = getattr(torch.optim, name)(net.parameters()).defaults
    print(name, settings["lr"], settings["weight_decay"])
#> SGD 0.001 0
#> Adam 0.001 0
#> AdamW 0.001 0.01
#> RMSprop 0.01 0

# %% one-step-of-sgd
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
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
print([tuple(p.shape) for p in optimizer.param_groups[0]["params"]])
#> [(8, 4), (8,), (1, 8), (1,)]

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

# %% learning-rate tags=["remove-input"]
from drawing.charts import curves

curves(
    {f"lr={lr}": losses_of_sgd(lr) for lr in (1.05, 0.01, 0.1)},
    x=("步数", "step"),
    y=("损失", "loss"),
    log=True,
    start=0,
)

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

# %% scheduler
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(
    optimizer, T_max=5
)
for epoch in range(5):
    # zh: 训练一轮，这里只走一步
    # en: train for an epoch; here it is a single step
    optimizer.step()
    print(epoch, f"{scheduler.get_last_lr()[0]:.4f}")
    scheduler.step()
#> 0 0.1000
#> 1 0.0905
#> 2 0.0655
#> 3 0.0345
#> 4 0.0095

# %% clip
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
loss = nn.functional.mse_loss(net(x), 1000 * y)
optimizer.zero_grad()
loss.backward()
norm = nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0)
clipped = nn.utils.get_total_norm([p.grad for p in net.parameters()])
optimizer.step()
print(f"{norm.item():.0f}, then {clipped.item():.2f}")
#> 1003, then 1.00

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
both = [*net.parameters(), *unused.parameters()]
optimizer = torch.optim.AdamW(both, lr=0.1)
before = unused.weight.clone()
loss = nn.functional.mse_loss(net(x), y)
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(unused.weight.grad, torch.equal(unused.weight, before))
#> None True

# %% python-list tags=["raises-exception"]
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(4, 8), nn.Linear(8, 1)]


torch.optim.SGD(Net().parameters(), lr=0.1)
#> ValueError: optimizer got an empty parameter list

# %% module-list tags=["right"]
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 8), nn.Linear(8, 1)])


optimizer = torch.optim.SGD(Net().parameters(), lr=0.1)
print(len(optimizer.param_groups[0]["params"]))
#> 4

# %% used-up tags=["raises-exception"]
parameters = net.parameters()
print(sum(p.numel() for p in parameters))
torch.optim.SGD(parameters, lr=0.1)
#> 49
#> ValueError: optimizer got an empty parameter list

# %% kept-in-list tags=["right"]
parameters = list(net.parameters())
print(sum(p.numel() for p in parameters))
optimizer = torch.optim.SGD(parameters, lr=0.1)
print(len(optimizer.param_groups[0]["params"]))
#> 49
#> 4

# %% all-frozen tags=["raises-exception"]
frozen = nn.Linear(4, 1).requires_grad_(False)
trainable = [p for p in frozen.parameters() if p.requires_grad]
print(len(trainable))
torch.optim.SGD(trainable, lr=0.1)
#> 0
#> ValueError: optimizer got an empty parameter list

# %% unfrozen tags=["right"]
frozen.requires_grad_(True)
trainable = [p for p in frozen.parameters() if p.requires_grad]
optimizer = torch.optim.SGD(trainable, lr=0.1)
print(len(trainable))
#> 2

# %% single-tensor tags=["raises-exception"]
torch.optim.SGD(net[0].weight, lr=0.1)
#> TypeError: params argument given to the optimizer should be an iterable of Tensors or dicts, but got torch.FloatTensor

# %% list-of-one tags=["right"]
optimizer = torch.optim.SGD([net[0].weight], lr=0.1)
print(len(optimizer.param_groups[0]["params"]))
#> 1

# %% non-leaf tags=["raises-exception"]
w = torch.zeros(2, requires_grad=True).to(torch.float64)
torch.optim.SGD([w], lr=0.1)
#> ValueError: can't optimize a non-leaf Tensor

# %% leaf tags=["right"]
w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
print(w.is_leaf)
#> True

# %% muon tags=["raises-exception"]
torch.optim.Muon(net.parameters(), lr=0.02)
#> ValueError: Muon only supports 2D parameters whereas we found a parameter with size: torch.Size([8])

# %% muon-for-matrices tags=["right"]
hidden = [net[0].weight]
rest = [net[0].bias, net[2].weight, net[2].bias]
muon = torch.optim.Muon(hidden, lr=0.02)
adamw = torch.optim.AdamW(rest, lr=0.001)
loss = nn.functional.mse_loss(net(x), y)
net.zero_grad()
loss.backward()
muon.step()
adamw.step()
print(nn.functional.mse_loss(net(x), y) < loss)
#> tensor(True)

# %% frozen-moves tags=["wrong"]
def step_after_freezing(set_to_none):
    net = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    nn.functional.mse_loss(net(x), y).backward()
    optimizer.step()
    before = net.weight.detach().clone()
    net.weight.requires_grad_(False)
    optimizer.zero_grad(set_to_none=set_to_none)
    optimizer.step()
    return torch.equal(net.weight, before)


print(step_after_freezing(set_to_none=False))
#> False

# %% frozen-stays tags=["right"]
print(step_after_freezing(set_to_none=True))
#> True

# %% data-tensors tags=["wrong"]
before = net[0].weight.clone()
tensors = [p.data for p in net.parameters()]
optimizer = torch.optim.SGD(tensors, lr=0.1)
nn.functional.mse_loss(net(x), y).backward()
optimizer.step()
print(torch.equal(net[0].weight, before))
#> True

# %% parameters-themselves tags=["right"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
optimizer.step()
print(torch.equal(net[0].weight, before))
#> False

# %% replaced-layer tags=["wrong"]
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
net[2] = nn.Linear(8, 3)
groups = optimizer.param_groups
managed = {p for group in groups for p in group["params"]}
print([name for name, p in net.named_parameters() if p not in managed])
#> ['2.weight', '2.bias']

# %% optimizer-last tags=["right"]
groups = torch.optim.SGD(net.parameters(), lr=0.1).param_groups
managed = {p for group in groups for p in group["params"]}
print([name for name, p in net.named_parameters() if p not in managed])
#> []
