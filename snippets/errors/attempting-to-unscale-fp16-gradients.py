# %% raise tags=["raises-exception"]
import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
model = nn.Sequential(nn.Linear(2, 4), nn.Linear(4, 1)).to(device).half()
x = torch.ones(3, 2, device=device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler(device)
scaler.scale(model(x.half()).mean()).backward()
scaler.step(optimizer)
#> ValueError: Attempting to unscale FP16 gradients.

# %% look
print({p.dtype for p in model.parameters() if p.requires_grad})
#> {torch.float16}

# %% fix tags=["right"]
model.float()
scaler = torch.amp.GradScaler(device)
with torch.autocast(device, dtype=torch.float16):
    loss = model(x).mean()
optimizer.zero_grad()
scaler.scale(loss).backward()
scaler.step(optimizer)
scaler.update()
print(loss.dtype, model[0].weight.grad.dtype)
#> torch.float16 torch.float32

# %% fix-trained tags=["right"]
model.half()
model[0].requires_grad_(False)
for parameter in model.parameters():
    if parameter.requires_grad:
        parameter.data = parameter.data.float()
with torch.autocast(device, dtype=torch.float16):
    print(model(x).dtype, model[1].weight.dtype)
#> torch.float16 torch.float32

# %% rounded tags=["wrong"]
weight = torch.tensor(1.0, dtype=torch.float16)
print(weight - 1e-4 == weight)
#> tensor(True)
