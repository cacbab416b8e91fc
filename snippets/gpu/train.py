# %% model-and-data
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
inputs = torch.arange(8.0).reshape(8, 1) / 8
dataset = TensorDataset(inputs, 2 * inputs)
loader = DataLoader(dataset, batch_size=4)

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

# %% bring-back
with torch.no_grad():
    predictions = model(x).cpu()
print(predictions.device, predictions.shape)
#> cpu torch.Size([4, 1])

# %% pin-memory
loader = DataLoader(dataset, batch_size=4, pin_memory=device.type == "cuda")
for x, y in loader:
    x = x.to(device, non_blocking=True)
    y = y.to(device, non_blocking=True)
print(x.device, y.device)
#> cpu cpu

# %% total-on-the-device
total = torch.zeros((), device=device)
for x, y in loader:
    x, y = x.to(device), y.to(device)
    total += nn.functional.mse_loss(model(x), y).detach()
print(f"mean loss {total.item() / len(loader):.4f}")
#> mean loss 0.2238

# %% amp
with torch.autocast(device.type, dtype=torch.bfloat16):
    output = model(x)
    loss = nn.functional.mse_loss(output, y)
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(output.dtype, loss.dtype, model.weight.grad.dtype)
#> torch.bfloat16 torch.float32 torch.float32

# %% optimizer-before-move
net = nn.Linear(3, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
net.to(device)
print(optimizer.param_groups[0]["params"][0] is net.weight)
#> True

# %% optimizer-state-stays tags=["wrong"]
net(torch.ones(2, 3, device=device)).sum().backward()
optimizer.step()
net.to(torch.float64)
print(net.weight.dtype)
print(optimizer.state[net.weight]["momentum_buffer"].dtype)
#> torch.float64
#> torch.float32

# %% initialize-then-move
torch.manual_seed(0)
print(nn.Linear(3, 1).to(device).weight.data)
#> tensor([[-0.0043,  0.3097, -0.4752]])

# %% initialize-on-device
torch.manual_seed(0)
print(nn.Linear(3, 1, device=device).weight.data)
#> tensor([[-0.0043,  0.3097, -0.4752]])

# %% no-attribute-device tags=["raises-exception"]
model.device
#> AttributeError: 'Linear' object has no attribute 'device'

# %% check-devices tags=["right"]
print(next(model.parameters()).device)
print({p.device for p in model.parameters()})
#> cpu
#> {device(type='cpu')}

# %% moves-in-the-worker tags=["wrong"]
def collate(samples):
    return torch.stack([x for x, _ in samples]).to(device)


batches = DataLoader(dataset, batch_size=4, collate_fn=collate)
print(next(iter(batches)).shape)
#> torch.Size([4, 1])

# %% moves-in-the-loop tags=["right"]
def collate(samples):
    return torch.stack([x for x, _ in samples])


for batch in DataLoader(dataset, batch_size=4, collate_fn=collate):
    batch = batch.to(device)
print(batch.shape)
#> torch.Size([4, 1])
