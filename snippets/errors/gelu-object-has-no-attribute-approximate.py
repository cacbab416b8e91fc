# %% old-file
import io

import torch
from torch import nn

# zh: 像 PyTorch 1.11 保存的那样：整个模型，其中的 GELU 还没有这个属性。
# en: As PyTorch 1.11 saved it: the whole model, its GELU without that attribute.
old = nn.GELU()
del old.approximate
file = io.BytesIO()
torch.save(nn.Sequential(nn.Linear(2, 2), old), file)

# %% raise tags=["raises-exception"]
file.seek(0)
model = torch.load(file, weights_only=False)
model(torch.zeros(1, 2))
#> AttributeError: 'GELU' object has no attribute 'approximate'

# %% add tags=["right"]
for module in model.modules():
    if isinstance(module, nn.GELU):
        module.approximate = "none"
print(model(torch.zeros(1, 2)).shape)
#> torch.Size([1, 2])

# %% state-dict tags=["right"]
new = nn.Sequential(nn.Linear(2, 2), nn.GELU())
print(new.load_state_dict(model.state_dict()))
#> <All keys matched successfully>
