# %% raise tags=["raises-exception"]
import torch
from torch import nn

scores = torch.tensor([1.5, -0.5, 0.3])
labels = torch.tensor([1.0, 0.0, 1.0])
nn.BCELoss()(scores, labels)
#> RuntimeError: all elements of input should be between 0 and 1

# %% nan tags=["raises-exception"]
p = torch.tensor([0.9, float("nan"), 0.2])
nn.BCELoss()(p, labels)
#> RuntimeError: all elements of input should be between 0 and 1

# %% sum tags=["raises-exception"]
total = sum([torch.tensor(0.1)] * 10)
print(total.item())
nn.BCELoss()(total, torch.tensor(1.0))
#> 1.0000001192092896
#> RuntimeError: all elements of input should be between 0 and 1

# %% target tags=["raises-exception"]
nn.BCELoss()(scores.sigmoid(), torch.tensor([2.0, 1.0, 2.0]))
#> RuntimeError: all elements of target should be between 0 and 1

# %% clamp tags=["wrong"]
raw = scores.clone().requires_grad_()
nn.BCELoss()(raw.clamp(0, 1), labels).backward()
print(raw.grad)
#> tensor([ 0.0000,  0.0000, -1.1111])

# %% logits tags=["right"]
print(nn.BCEWithLogitsLoss()(scores, labels))
print(nn.BCELoss()(scores.sigmoid(), labels))
#> tensor(0.4099)
#> tensor(0.4099)

# %% look tags=["right"]
print(p.isnan().any(), p.min(), p.max())
#> tensor(True) tensor(nan) tensor(nan)

# %% labels tags=["right"]
labels = torch.tensor([2.0, 1.0, 2.0])
print(nn.BCEWithLogitsLoss()(scores, labels - 1))
#> tensor(0.4099)

# %% clamp-sum tags=["right"]
print(nn.BCELoss()(total.clamp(max=1), torch.tensor(1.0)))
#> tensor(0.)
