# %% raise tags=["raises-exception"]
import torch

losses = [torch.tensor(0.5), torch.tensor(0.25)]
torch.cat(losses)
#> RuntimeError: zero-dimensional tensor (at position 0) cannot be concatenated

# %% mixed tags=["raises-exception"]
tokens = torch.tensor([7, 2, 9])
torch.cat([tokens, tokens.argmax()])
#> RuntimeError: zero-dimensional tensor (at position 1) cannot be concatenated

# %% fix tags=["right"]
print(torch.stack(losses).mean())
#> tensor(0.3750)

# %% fix-mixed tags=["right"]
print(torch.cat([tokens, tokens.argmax().unsqueeze(0)]))
#> tensor([7, 2, 9, 2])

# %% graph tags=["wrong"]
w = torch.tensor(2.0, requires_grad=True)
losses = [w * 1, w * 2]
total = torch.tensor([loss.item() for loss in losses]).sum()
print(total.requires_grad, torch.stack(losses).sum().requires_grad)
#> False True
