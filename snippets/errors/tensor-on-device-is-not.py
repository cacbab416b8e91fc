# %% raise tags=["raises-exception"]
import torch
from torch import nn

with torch.device("meta"):
    model = nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 1))
x = torch.ones(2, 4)
model(x)
#> RuntimeError: Tensor on device meta is not on the expected device cpu!

# %% which
print([name for name, p in model.named_parameters() if p.is_meta])
#> ['0.weight', '0.bias', '1.weight', '1.bias']

# %% input tags=["raises-exception"]
nn.Linear(4, 3)(x.to("meta"))
#> RuntimeError: Tensor on device cpu is not on the expected device meta!

# %% silent tags=["wrong"]
layer = nn.Linear(4, 3, bias=False, device="meta")
print(layer(x).shape)
#> torch.Size([2, 3])

# %% fix tags=["right"]
# zh: 通常是 torch.load 得到的；这里来自另一个模型。
# en: Usually what torch.load returns; here it is another model's.
weights = nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 1)).state_dict()
model.load_state_dict(weights, assign=True)
print(model(x).shape)
#> torch.Size([2, 1])
