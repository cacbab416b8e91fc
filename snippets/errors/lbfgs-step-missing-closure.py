# %% raise tags=["raises-exception"]
import torch

w = torch.tensor([4.0], requires_grad=True)
optimizer = torch.optim.LBFGS([w])
loss = ((w - 1) ** 2).sum()
loss.backward()
optimizer.step()
#> TypeError: LBFGS.step() missing 1 required positional argument: 'closure'

# %% fix tags=["right"]
def closure():
    optimizer.zero_grad()
    loss = ((w - 1) ** 2).sum()
    loss.backward()
    return loss


for _ in range(3):
    loss = optimizer.step(closure)
print(f"{w.item():.2f}")
#> 1.00

# %% stale tags=["wrong"]
w = torch.tensor([4.0], requires_grad=True)
optimizer = torch.optim.LBFGS([w])
loss = ((w - 1) ** 2).sum()
loss.backward()
for _ in range(3):
    optimizer.step(lambda: loss)
    print(f"{w.item():.2f}")
#> 3.00
#> -3.00
#> -9.00
