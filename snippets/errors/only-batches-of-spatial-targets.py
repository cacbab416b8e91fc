# %% raise tags=["raises-exception"]
import torch
from torch import nn

loss_fn = nn.CrossEntropyLoss()
scores = torch.zeros(2, 3, 4, 4)
masks = torch.ones(2, 1, 4, 4, dtype=torch.int64)
loss_fn(scores, masks)
#> RuntimeError: only batches of spatial targets supported (3D tensors) but got targets of dimension: 4

# %% image-labels tags=["raises-exception"]
loss_fn(scores, torch.tensor([0, 2]))
#> RuntimeError: only batches of spatial targets supported (3D tensors) but got targets of dimension: 1

# %% first-channel tags=["wrong"]
colors = torch.tensor([[0, 0, 0], [128, 0, 0], [128, 64, 0]])
print(colors[:, 0].unique())
#> tensor([  0, 128])

# %% squeeze tags=["right"]
print(masks.squeeze(1).shape)
print(loss_fn(scores, masks.squeeze(1)))
#> torch.Size([2, 4, 4])
#> tensor(1.0986)

# %% colors tags=["right"]
picture = colors[torch.tensor([[0, 1], [2, 1]])]  # H, W, 3
same = (picture[..., None, :] == colors).all(dim=-1)
print(same.long().argmax(dim=-1))
#> tensor([[0, 1],
#>         [2, 1]])

# %% pool tags=["right"]
print(loss_fn(scores.mean(dim=(2, 3)), torch.tensor([0, 2])))
#> tensor(1.0986)
