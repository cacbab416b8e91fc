# %% model-and-data
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
inputs = torch.arange(8.0).reshape(8, 1) / 8
loader = DataLoader(TensorDataset(inputs, 2 * inputs), batch_size=4)

torch.manual_seed(0)
model = nn.Linear(1, 1).to(device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)

# %% loop
for epoch in range(3):
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch}: loss {loss.item():.4f} on {loss.device}")
#> epoch 0: loss 1.0728 on cpu
#> epoch 1: loss 0.6284 on cpu
#> epoch 2: loss 0.3223 on cpu

# %% check-devices
print({p.device for p in model.parameters()})
print(next(model.parameters()).device)
#> {device(type='cpu')}
#> cpu

# %% bring-back
with torch.no_grad():
    predictions = model(x).cpu()
print(predictions.device, predictions.shape)
#> cpu torch.Size([4, 1])

# %% module-in-place
net = nn.Linear(3, 1)
weight = net.weight
moved = net.to(device, torch.float64)
print(moved is net, net.weight is weight)
print(net.weight.device, net.weight.dtype)
#> True True
#> cpu torch.float64

# %% tensor-is-new
X = torch.ones(2, 3)
moved = X.to(device, torch.float64)
print(X.device, X.dtype)
print(moved.device, moved.dtype)
#> cpu torch.float32
#> cpu torch.float64

# %% optimizer-before-move
net = nn.Linear(3, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
net.to(device)
print(optimizer.param_groups[0]["params"][0] is net.weight)
#> True

# %% optimizer-state-stays
net(torch.ones(2, 3, device=device)).sum().backward()
optimizer.step()
net.to(torch.float64)
print(net.weight.dtype, optimizer.state[net.weight]["momentum_buffer"].dtype)
#> torch.float64 torch.float32

# %% buffer
class Center(nn.Module):
    def __init__(self, mean):
        super().__init__()
        self.plain = mean
        self.register_buffer("mean", mean)

    def forward(self, x):
        return x - self.mean


center = Center(torch.ones(2)).to("meta")
print(center.plain.device, center.mean.device)
#> cpu meta

# %% initialise-then-move
torch.manual_seed(0)
net = nn.Linear(3, 1).to(device)
print(net.weight)
#> Parameter containing:
#> tensor([[-0.0043,  0.3097, -0.4752]], requires_grad=True)

# %% initialise-on-device
torch.manual_seed(0)
net = nn.Linear(3, 1, device=device)
print(net.weight)
#> Parameter containing:
#> tensor([[-0.0043,  0.3097, -0.4752]], requires_grad=True)

# %% initialise-again
nn.init.ones_(net.weight)
nn.init.zeros_(net.bias)
print(net(torch.ones(2, 3, device=device)))
#> tensor([[3.],
#>         [3.]], grad_fn=<AddmmBackward0>)

# %% unassigned tags=["raises-exception"]
net = nn.Linear(3, 1, device="meta")
X = torch.ones(2, 3)
X.to("meta")
net(X)
#> RuntimeError: Tensor on device meta is not on the expected device cpu!

# %% assigned
X = X.to("meta")
print(net(X).shape)
#> torch.Size([2, 1])

# %% other-name
print(x.device, X.device)
#> cpu meta

# %% not-sequential tags=["raises-exception"]
nn.init.normal_(net[0].weight)
#> TypeError: 'Linear' object is not subscriptable

# %% own-weight
nn.init.normal_(net.weight)
print(net.weight.shape)
#> torch.Size([1, 3])
