# %% raise tags=["raises-exception"]
import torch
from torch import nn

torch.manual_seed(6)
x = torch.ones(3, 2)
model = nn.Dropout(0.5)
torch.vmap(model)(x)
#> RuntimeError: vmap: called random operation while in randomness error mode. Please either use the 'same' or 'different' randomness flags on vmap or perform the randomness operation out of vmap

# %% fix tags=["right"]
print(torch.vmap(model, randomness="different")(x))
print(torch.vmap(model, randomness="same")(x))
#> tensor([[0., 0.],
#>         [0., 2.],
#>         [2., 0.]])
#> tensor([[2., 0.],
#>         [2., 0.],
#>         [2., 0.]])

# %% fix-outside tags=["right"]
noise = torch.rand(3, 2)
print(torch.vmap(torch.add)(x, noise).shape)
#> torch.Size([3, 2])

# %% fix-eval tags=["right"]
print(torch.vmap(model.eval())(x))
#> tensor([[1., 1.],
#>         [1., 1.],
#>         [1., 1.]])
