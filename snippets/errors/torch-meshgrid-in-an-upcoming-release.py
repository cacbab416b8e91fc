# %% warn tags=["wrong"]
import torch

y, x = torch.meshgrid(torch.arange(2), torch.arange(3))
#> UserWarning: torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument. ...

# %% ij tags=["right"]
y, x = torch.meshgrid(torch.arange(2), torch.arange(3), indexing="ij")
print(x)
#> tensor([[0, 1, 2],
#>         [0, 1, 2]])

# %% xy tags=["right"]
x, y = torch.meshgrid(torch.arange(3), torch.arange(2), indexing="xy")
print(x)
#> tensor([[0, 1, 2],
#>         [0, 1, 2]])
