# %% batch
import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)
model = nn.Linear(8, 1).to(device)
x, y = torch.randn(64, 8, device=device), torch.randn(64, 1, device=device)
nn.functional.mse_loss(model(x), y).backward()
whole = model.weight.grad.clone()

# %% accumulate tags=["right"]
model.zero_grad()
for part, target in zip(x.split(16), y.split(16), strict=True):
    loss = nn.functional.mse_loss(model(part), target)
    (loss / 4).backward()
print(torch.allclose(model.weight.grad, whole, atol=1e-6))
#> True

# %% no-grad tags=["right"]
with torch.no_grad():
    print(model(x).grad_fn)
#> None

# %% keep-losses tags=["wrong"]
history = []
for part in x.split(16):
    loss = model(part).square().mean()
    history.append(loss)
print(sum(loss.grad_fn is not None for loss in history))
#> 4

# %% empty-cache tags=["wrong"]
torch.cuda.empty_cache()
print(sum(loss.grad_fn is not None for loss in history))
#> 4

# %% keep-numbers tags=["right"]
history = []
for part in x.split(16):
    loss = model(part).square().mean()
    history.append(loss.item())
print(type(history[0]))
#> <class 'float'>
