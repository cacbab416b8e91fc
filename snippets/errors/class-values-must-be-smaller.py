# %% raise tags=["raises-exception"]
import torch
from torch.nn import functional as F

labels = torch.tensor([1, 2, 3])
F.one_hot(labels, num_classes=3)
#> RuntimeError: Class values must be smaller than num_classes.

# %% black-and-white tags=["raises-exception"]
mask = torch.tensor([[0, 255], [255, 0]])
F.one_hot(mask, num_classes=2)
#> RuntimeError: Class values must be smaller than num_classes.

# %% negative tags=["raises-exception"]
padded = torch.tensor([0, -100, 2])
F.one_hot(padded, num_classes=3)
#> RuntimeError: Class values must be non-negative.

# %% look
print(labels.unique())
print(padded.unique())
print(mask.unique())
#> tensor([1, 2, 3])
#> tensor([-100,    0,    2])
#> tensor([  0, 255])

# %% from-zero tags=["right"]
print(F.one_hot(labels - 1, num_classes=3))
#> tensor([[1, 0, 0],
#>         [0, 1, 0],
#>         [0, 0, 1]])

# %% threshold tags=["right"]
print((mask > 127).long())
print(F.one_hot((mask > 127).long(), num_classes=2).shape)
#> tensor([[0, 1],
#>         [1, 0]])
#> torch.Size([2, 2, 2])

# %% ignore tags=["right"]
valid = (padded >= 0) & (padded < 3)
encoded = F.one_hot(padded.masked_fill(~valid, 0), num_classes=3)
print(encoded * valid.unsqueeze(-1))
#> tensor([[1, 0, 0],
#>         [0, 0, 0],
#>         [0, 0, 1]])

# %% inferred tags=["wrong"]
for batch in labels.split(2):
    print(F.one_hot(batch).shape)
#> torch.Size([2, 3])
#> torch.Size([1, 4])
