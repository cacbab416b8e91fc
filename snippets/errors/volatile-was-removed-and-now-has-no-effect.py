# %% warn tags=["wrong"]
import torch
from torch import nn

model = nn.Linear(2, 1)
x = torch.ones(4, 2)
x.volatile = True
print(model(x).requires_grad)
#> UserWarning: volatile was removed and now has no effect. Use `with torch.no_grad():` instead.
#> True

# %% no-grad tags=["right"]
with torch.no_grad():
    print(model(x).requires_grad)
#> False
