# %% raise tags=["raises-exception"]
import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
model = nn.Linear(2, 1, device=device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler(device)
loss = model(torch.ones(3, 2, device=device)).mean()
loss.backward()
scaler.step(optimizer)
#> AssertionError: Attempted step but _scale is None.  This may indicate your script did not use scaler.scale(loss or outputs) earlier in the iteration.

# %% unscale tags=["raises-exception"]
scaler.unscale_(optimizer)
#> AssertionError: Attempted unscale_ but _scale is None.  This may indicate your script did not use scaler.scale(loss or outputs) earlier in the iteration.

# %% fix tags=["right"]
loss = model(torch.ones(3, 2, device=device)).mean()
optimizer.zero_grad()
scaler.scale(loss).backward()
scaler.step(optimizer)
scaler.update()
print(model.bias.grad, scaler.get_scale())
#> tensor([1.]) 65536.0
