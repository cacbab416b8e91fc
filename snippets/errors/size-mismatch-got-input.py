# %% raise tags=["raises-exception"]
import torch
from torch import nn

loss_fn = nn.CrossEntropyLoss()
scores = torch.zeros(1, 3, 2, 2)
masks = torch.ones(1, 4, 4, dtype=torch.int64)
loss_fn(scores, masks)
#> RuntimeError: size mismatch (got input: [1, 3, 2, 2] , target: [1, 4, 4]

# %% scores tags=["right"]
size = masks.shape[-2:]
large = nn.functional.interpolate(scores, size=size, mode="bilinear")
print(large.shape, loss_fn(large, masks))
#> torch.Size([1, 3, 4, 4]) tensor(1.0986)

# %% linear tags=["wrong"]
small = torch.tensor([[[0.0, 2.0], [1.0, 2.0]]])
resized = nn.functional.interpolate(
    small[:, None], size=(3, 3), mode="bilinear"
)
print(resized[0, 0])
#> tensor([[0.0000, 1.0000, 2.0000],
#>         [0.5000, 1.2500, 2.0000],
#>         [1.0000, 1.5000, 2.0000]])

# %% nearest tags=["right"]
resized = nn.functional.interpolate(
    small[:, None], size=(4, 4), mode="nearest"
)
print(resized.squeeze(1).long())
print(loss_fn(large, resized.squeeze(1).long()))
#> tensor([[[0, 0, 2, 2],
#>          [0, 0, 2, 2],
#>          [1, 1, 2, 2],
#>          [1, 1, 2, 2]]])
#> tensor(1.0986)
