# %% raise tags=["wrong"]
import torch
from torch import nn

columns = [name for name in ["age", "height"] if name.startswith("x")]
layer = nn.Linear(len(columns), 4)
#> UserWarning: Initializing zero-element tensors is a no-op

# %% look
print([name for name, p in layer.named_parameters() if p.numel() == 0])
#> ['weight']

# %% only-bias
print(torch.equal(layer(torch.zeros(2, 0))[0], layer.bias))
#> True

# %% check tags=["right"]
columns = [name for name in ["age", "height"] if name != "id"]
assert columns, "no column was selected"
print(nn.Linear(len(columns), 4))
#> Linear(in_features=2, out_features=4, bias=True)
