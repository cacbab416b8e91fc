# %% four-parts
import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
torch.manual_seed(0)
x = torch.rand(100, 1).to(device)
y = 2 * x + 1

net = nn.Linear(1, 1).to(device)
loss_fn = nn.MSELoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.5)

# %% loop
for _ in range(200):
    prediction = net(x)
    loss = loss_fn(prediction, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(f"y = {net.weight.item():.2f}x + {net.bias.item():.2f}")
#> y = 2.00x + 1.00

# %% device
print(device, x.device.type, net.weight.device.type)
#> cpu cpu cpu

# %% one-step
net = nn.Linear(1, 1).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
loss = loss_fn(net(x), y)
print(net.weight.grad)
loss.backward()
before, gradient = net.weight.item(), net.weight.grad.item()
optimizer.step()
print(f"{net.weight.item() - before:.4f} {-0.5 * gradient:.4f}")
print(f"{loss.item():.4f} {loss_fn(net(x), y).item():.4f}")
#> None
#> 1.4017 1.4017
#> 6.4705 0.5606

# %% loss-item
print(loss.requires_grad, type(loss.item()))
#> True <class 'float'>

# %% data
features = torch.randn(264, 2)
targets = features @ torch.tensor([[2.0], [-3.0]]) + 4 + 0.1 * torch.randn(264, 1)
train_set = TensorDataset(features[:200], targets[:200])
valid_x, valid_y = features[200:].to(device), targets[200:].to(device)
loader = DataLoader(train_set, batch_size=32, shuffle=True)
print(len(loader), [len(x) for x, y in loader])
#> 7 [32, 32, 32, 32, 32, 32, 8]

# %% train-epoch
def train_epoch(net, loader, loss_fn, optimizer):
    """Go through the data once; return the mean loss per sample."""
    net.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        loss = loss_fn(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(loader.dataset)


# %% evaluate
@torch.no_grad()
def evaluate(net, x, y, loss_fn):
    """The mean loss on data that the training does not see."""
    net.eval()
    return loss_fn(net(x), y).item()


# %% train
net = nn.Linear(2, 1).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.03)
history = []
for epoch in range(12):
    train_loss = train_epoch(net, loader, loss_fn, optimizer)
    valid_loss = evaluate(net, valid_x, valid_y, loss_fn)
    history.append((train_loss, valid_loss))
    if epoch % 3 == 2:
        print(f"epoch {epoch + 1}: train {train_loss:.4f}, valid {valid_loss:.4f}")
#> epoch 3: train 3.3859, valid 2.2417
#> epoch 6: train 0.2697, valid 0.2155
#> epoch 9: train 0.0356, valid 0.0363
#> epoch 12: train 0.0134, valid 0.0163

# %% loss-curve
train_losses, valid_losses = zip(*history)
epochs = range(1, len(history) + 1)
plt.figure(figsize=(6, 3))
plt.semilogy(epochs, train_losses, label="train")
plt.semilogy(epochs, valid_losses, label="valid")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()

# %% learned
print([round(w, 1) for w in net.weight[0].tolist()], round(net.bias.item(), 1))
#> [2.0, -3.0] 4.0

# %% predict
net.eval()
with torch.no_grad():
    prediction = net(torch.tensor([[1.0, 1.0]]).to(device))
print(f"{prediction.item():.1f}")
#> 3.0

# %% check-gradients
def training_report(net, optimizer):
    """For each parameter: is it in the optimizer, and how large is its gradient?"""
    managed = {p for group in optimizer.param_groups for p in group["params"]}
    for name, p in net.named_parameters():
        size = None if p.grad is None else round(p.grad.abs().max().item(), 4)
        print(name, p in managed, size)


training_report(net, optimizer)
#> weight True 0.1434
#> bias True 0.022

# %% other-network
optimizer = torch.optim.SGD(net.parameters(), lr=0.03)
net = nn.Linear(2, 1).to(device)
for _ in range(3):
    print(f"{train_epoch(net, loader, loss_fn, optimizer):.4f}")
training_report(net, optimizer)
#> 28.8390
#> 28.8390
#> 28.8390
#> weight False 142.0558
#> bias False 167.7028

# %% same-network
net = nn.Linear(2, 1).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.03)
for _ in range(3):
    print(f"{train_epoch(net, loader, loss_fn, optimizer):.4f}")
#> 19.5846
#> 8.2012
#> 3.4197

# %% cut-graph tags=["raises-exception"]
loss = loss_fn(net(valid_x), valid_y)
torch.tensor(loss.item()).backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% whole-graph
loss = loss_fn(net(valid_x), valid_y)
loss.backward()
print(net.weight.grad.shape)
#> torch.Size([1, 2])

# %% large-inputs
scaled = TensorDataset(features[:200] * 100, targets[:200])
net = nn.Linear(2, 1).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.03)
for _ in range(4):
    print(f"{train_epoch(net, DataLoader(scaled, batch_size=32), loss_fn, optimizer):.0e}")
#> 1e+35
#> inf
#> nan
#> nan

# %% standardized
x, y = scaled.tensors
standardized = TensorDataset((x - x.mean(dim=0)) / x.std(dim=0), y)
net = nn.Linear(2, 1).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.03)
for _ in range(4):
    print(f"{train_epoch(net, DataLoader(standardized, batch_size=32), loss_fn, optimizer):.4f}")
#> 21.9403
#> 10.0793
#> 4.6832
#> 2.2023

