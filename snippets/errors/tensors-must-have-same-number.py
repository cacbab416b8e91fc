# %% raise tags=["raises-exception"]
import torch

history = torch.zeros(4, 3)
step = torch.tensor([1.0, 2.0, 3.0])
torch.cat([history, step])
#> RuntimeError: Tensors must have same number of dimensions: got 2 and 1

# %% squeeze tags=["raises-exception"]
words, letters = torch.zeros(1, 6, 8), torch.zeros(1, 6, 4, 1)
torch.cat([words, letters.squeeze()], dim=-1)
#> RuntimeError: Tensors must have same number of dimensions: got 3 and 2

# %% fix tags=["right"]
print(torch.cat([history, step.unsqueeze(0)]).shape)
#> torch.Size([5, 3])

# %% fix-squeeze tags=["right"]
print(torch.cat([words, letters.squeeze(3)], dim=-1).shape)
#> torch.Size([1, 6, 12])
