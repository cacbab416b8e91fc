# %% loop
import torch
from torch import nn

x = torch.tensor([[0.0], [1.0], [2.0], [3.0]])
y = 2 * x + 1
net = nn.Linear(1, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for step in range(200):
    loss = nn.functional.mse_loss(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(f"y = {net.weight.item():.2f}x + {net.bias.item():.2f}")
#> y = 2.00x + 1.00

# %% one-step
torch.manual_seed(0)
net = nn.Linear(1, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
loss = nn.functional.mse_loss(net(x), y)
optimizer.zero_grad()
print(net.weight.grad)
loss.backward()
before, gradient = net.weight.item(), net.weight.grad.item()
optimizer.step()
print(f"{net.weight.item() - before:.4f} {-0.1 * gradient:.4f}")
after = nn.functional.mse_loss(net(x), y)
print(f"{loss.item():.4f} {after.item():.4f}")
#> None
#> 1.5443 1.5443
#> 17.1116 0.4829

# %% draw-loop tags=["remove-input"]
from drawing.networks import training_loop

training_loop(nn.functional.mse_loss, x, y, lr=0.1)

# %% loss-item
print(loss.requires_grad, type(loss.item()))
#> True <class 'float'>

# %% cut-graph tags=["raises-exception"]
loss = nn.functional.mse_loss(net(x), y)
torch.tensor(loss.item()).backward()
#> RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn

# %% whole-graph tags=["right"]
loss = nn.functional.mse_loss(net(x), y)
loss.backward()
print(net.weight.grad.shape)
#> torch.Size([1, 1])

# %% large-inputs tags=["wrong"]
def losses(x):
    net = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for step in range(1, 13):
        loss = nn.functional.mse_loss(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 3 == 0:
            print(step, f"{loss.item():.1e}")


losses(100 * x)
#> 3 6.1e+19
#> 6 inf
#> 9 inf
#> 12 nan

# %% standardized tags=["right"]
large = 100 * x
losses((large - large.mean(dim=0)) / large.std(dim=0))
#> 3 9.2e+00
#> 6 2.8e+00
#> 9 8.8e-01
#> 12 2.9e-01
